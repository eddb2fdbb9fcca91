import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, type Stage, visitAsPerson } from './browser-person.ts';
import { daysAgo } from './dashboard-world.ts';
import type { TestPerson } from './people.ts';

const ROOM = '/data/import';

let stage: Stage;
let people: Record<'analyst' | 'viewer' | 'newcomer', TestPerson>;

const csv = (name: string, lines: readonly string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\r\n')}\r\n`) });
const EXPOSURES = csv('spots.csv', [
  'Impression ID,Timestamp,Podcast Name,Campaign Name,Customer ID,Ad length',
  `spot-1,${daysAgo(9)},daily-tech,data-26,ann,30`,
  `spot-2,${daysAgo(5)},night-shift,data-26,ann,30`,
]);
const ORDERS = csv('orders.csv', [
  'Order ID,Date,Total,Customer ID,Note',
  `data-order,${daysAgo(2)},80.00,ann,"a, note"`,
  `data-bad-1,yesterday,12.00,bob,`,
  `data-bad-2,${daysAgo(2)},free,bob,"two\nlines"`,
]);

/** Chooses a file, and waits until the room says what it holds. */
async function choose(page: Page, file: ReturnType<typeof csv>): Promise<void> {
  await page.getByLabel('CSV or NDJSON file').setInputFiles(file);
  await page.getByText(file.name).first().waitFor();
}

async function savedBy(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).first().click()]);
  return readFileSync(await download.path(), 'utf8');
}

const isDone = (page: Page, file: string) => page.getByText(`${file} was imported.`).waitFor();

/** Many lines, in several parts, and one of them bad. */
function manyLines(): ReturnType<typeof csv> {
  const lines = Array.from({ length: 6_000 }, (_, place) => `many-${place},${place === 5_500 ? 'never' : daysAgo(3)},click,many-${place}`);
  return csv('many.csv', ['id,occurredAt,kind,identity.userId', ...lines]);
}

describe.skipIf(chromium === undefined)(`data that comes in as files on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty } = stage.world;
    people = {
      analyst: await addMember(stage, known, 'analyst'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
  });
  afterAll(() => stage?.close());

  test('an analyst imports exposures and orders from elsewhere, mends what was rejected, and sees why the order is credited', async () => {
    const { page, complaints } = await visitAsPerson(stage, people.analyst, '/');
    await page.getByRole('navigation').getByRole('link', { name: 'Data' }).first().click();
    await choose(page, EXPOSURES);
    expect(await page.getByLabel('What “Podcast Name” holds').inputValue()).toBe('show');
    expect(await page.getByLabel('What “Ad length” holds').inputValue()).toBe('');
    expect(await page.getByRole('button', { name: 'Import the file' }).isDisabled()).toBe(true);
    await page.getByText('Still missing: Kind.').waitFor();
    await page.getByLabel('Kind', { exact: true }).selectOption('impression');
    await page.getByRole('button', { name: 'Import the file' }).click();
    await isDone(page, 'spots.csv');

    await page.getByRole('button', { name: 'Import another file' }).click();
    await choose(page, ORDERS);
    expect(await page.getByLabel('What the file holds').inputValue()).toBe('conversions');
    expect(await page.getByLabel('What “Total” holds').inputValue()).toBe('amount');
    await page.getByLabel('Kind', { exact: true }).selectOption('purchase');
    await page.getByText('Still missing: Currency.').waitFor();
    await page.getByLabel('Currency', { exact: true }).selectOption('USD');
    await page.getByText('not written as 2026-11-01T09:00:00Z').waitFor();
    await page.getByRole('button', { name: 'Import the file' }).click();
    await isDone(page, 'orders.csv');
    const rejects = await cellsOf(page, 'Rejected lines');
    expect(rejects.map(([line, field]) => [line, field])).toEqual([
      ['3', 'Time'],
      ['4', 'Amount, such as 49.99'],
    ]);
    expect(await savedBy(page, 'Save this list as CSV')).toContain('3,/occurredAt,invalid,');
    const bad = await savedBy(page, 'Save the rejected lines, to mend them');
    expect(bad.split('\r\n')).toEqual([
      'Order ID,Date,Total,Customer ID,Note',
      'data-bad-1,yesterday,12.00,bob,',
      expect.stringMatching(/^data-bad-2,.*"two\nlines"$/),
      '',
    ]);
    await checkEverywhere(page, 'data rejects');

    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Import another file' }).click();
    await choose(page, {
      ...ORDERS,
      name: 'mended.csv',
      buffer: Buffer.from(bad.replace('yesterday', daysAgo(1)).replace('free', '9.90')),
    });
    await page.getByLabel('Kind', { exact: true }).selectOption('purchase');
    await page.getByLabel('Currency', { exact: true }).selectOption('USD');
    await page.getByRole('button', { name: 'Import the file' }).click();
    await isDone(page, 'mended.csv');

    const { database, known } = stage.world;
    await drainTenant(database.context, 'system', known.tenantId);
    await page.getByRole('link', { name: 'See the conversions' }).click();
    await page.getByRole('link', { name: 'data-order' }).click();
    await page.getByText('$80.00').first().waitFor();
    await page.getByText('$40.00').first().waitFor();
    await page.getByText('night-shift').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('a file that was stopped goes on where it stood, also after a reload, and another file of its name is told', async () => {
    const { page, complaints } = await visitAsPerson(stage, people.analyst, ROOM);
    const file = manyLines();
    let parts = 0;
    await page.route('**/parts/*', async (route) => {
      parts += 1;
      if (parts === 2) await page.getByRole('button', { name: 'Stop' }).click();
      await route.continue();
    });
    await choose(page, file);
    await page.getByRole('button', { name: 'Import the file' }).click();
    await page.getByText('Stopped. What was taken stays').waitFor();
    expect(parts).toBe(2);
    await page.reload();
    const other = { ...file, buffer: Buffer.from(`${file.buffer.toString()}many-x,${daysAgo(3)},click,x\r\n`) };
    await choose(page, other);
    await page.getByText('this is not the same file').waitFor();
    await page.getByRole('button', { name: 'Choose another file' }).click();
    await choose(page, file);
    await page.getByText('It goes on from there.').waitFor();
    await checkEverywhere(page, 'data resume');
    await page.getByRole('button', { name: 'Go on' }).click();
    await isDone(page, 'many.csv');
    const listed = async () => (await cellsOf(page, 'Earlier imports')).find(([name]) => name === 'many.csv')?.slice(2, 6);
    await expect.poll(listed).toEqual(['all of it', '5,999', '0', '1']);
    expect(complaints).toEqual([]);
  });

  test('a server that fails for a while is asked again', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, ROOM);
    let failures = 0;
    await page.route('**/parts/*', async (route) => {
      failures += 1;
      await (failures === 1 ? route.fulfill({ status: 503, contentType: 'application/json', body: '{}' }) : route.continue());
    });
    await choose(page, csv('again.csv', ['id,occurredAt,kind,identity.userId', `again-1,${daysAgo(3)},click,u`]));
    await page.getByRole('button', { name: 'Import the file' }).click();
    await isDone(page, 'again.csv');
    expect(failures).toBe(2);
  });

  test.each([
    ['odd.xlsx', 'whose name ends in .csv', 'a'],
    ['empty.csv', 'This file is empty', ''],
    ['german.csv', 'separated by semicolons or tabs', 'id;occurredAt\n1;2\n'],
  ])('%s is refused in so many words', async (name, words, text) => {
    const { page } = await visitAsPerson(stage, people.analyst, ROOM);
    await page.getByLabel('CSV or NDJSON file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    const alert = page.getByRole('alert').filter({ hasText: words });
    await alert.waitFor();
    expect(await alert.count()).toBe(1);
  });

  test('an import is forgotten after asking', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, ROOM);
    await pressToOpen(page, 'Forget the import of again.csv', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Forget' }).click();
    await page.getByText('The import is forgotten; its events stay.').waitFor();
    expect((await cellsOf(page, 'Earlier imports')).map(([name]) => name)).not.toContain('again.csv');
  });

  test.each([
    ['imports of a viewer', 'viewer', ROOM],
    ['nothing imported yet', 'newcomer', ROOM],
    ['exports of an owner', 'newcomer', '/data/exports'],
    ['exports of a viewer', 'viewer', '/data/exports'],
  ] as const)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (name, who, path) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], path, { colorScheme: 'light', reducedMotion: 'reduce' });
    await checkEverywhere(page, `data ${name}`);
    expect(complaints).toEqual([]);
  });

  test('the columns of a chosen file meet WCAG 2.2 AA in light, in dark and on a phone', async () => {
    const { page, complaints } = await visitAsPerson(stage, people.analyst, ROOM, { colorScheme: 'light', reducedMotion: 'reduce' });
    await choose(page, ORDERS);
    await checkEverywhere(page, 'data columns');
    expect(complaints).toEqual([]);
  });

  test('an owner takes the catalogue, the audit log and the whole tenant out', async () => {
    const { page } = await visitAsPerson(stage, people.newcomer, '/data/exports');
    // Browsers that let a page choose where to write ask with a window of their own.
    await page.evaluate('delete window.showSaveFilePicker');
    expect(await savedBy(page, 'Save the catalogue file')).toMatch(/^key,/);
    expect(await savedBy(page, 'Save the audit log')).toMatch(/^seq,id,occurredAt,/);
    expect(await savedBy(page, 'Save the bill')).toContain('BilledCost');
    expect(await savedBy(page, 'Save everything')).toMatch(/"sha256"/);
  });
});
