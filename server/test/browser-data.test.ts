import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, proveWhoItIs, signIn, type Stage, visitAsPerson } from './browser-person.ts';
import { daysAgo } from './dashboard-world.ts';
import { addTestMember, type TestPerson } from './people.ts';

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

const figureOf = async (page: Page, name: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: name }) })
    .locator('dd')
    .first()
    .innerText();

/** Ways to leave a tenant in which a file is on its way, and back to the room in the same tab. */
const LEAVES: [how: string, leave: (page: Page, person: TestPerson) => Promise<void>][] = [
  [
    'another tenant is looked at',
    async (page) => {
      await page.getByRole('button', { name: /Switch to another tenant/ }).click();
      await page.getByRole('button', { name: /Nothing Yet/ }).click();
      await page.getByRole('heading', { name: 'Steps to the first credited conversion' }).waitFor();
    },
  ],
  [
    'the person signs out',
    async (page, person) => {
      await page.keyboard.press('Control+K');
      await page.getByRole('dialog').getByRole('combobox').fill('sign out');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/sign-in');
      await signIn(page, person);
    },
  ],
];

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
    expect(await figureOf(page, 'Lines')).toBe('3');
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
    await page.getByRole('button', { name: 'Import another file' }).click();
    await choose(page, csv('again.csv', ['id,occurredAt,kind,identity.userId', `again-1,${daysAgo(3)},click,u`]));
    await page.getByRole('button', { name: 'Import the file' }).click();
    await page.getByText('Nothing new was stored of again.csv: all of its lines were known already.').waitFor();
    expect(await page.getByText('was imported').count()).toBe(0);
    expect(await figureOf(page, 'Lines')).toBe('1');
    await page.getByRole('button', { name: 'Import another file' }).click();
    await choose(page, csv('never.csv', ['id,occurredAt,kind,identity.userId', 'never-1,never,click,u']));
    await page.getByRole('button', { name: 'Import the file' }).click();
    await page.getByText('Nothing was stored of never.csv: all of its lines were rejected.').waitFor();
    await checkEverywhere(page, 'data nothing new');
  });

  test.each(LEAVES)('a file on its way is stopped and forgotten when %s', async (_, leave) => {
    const { known, empty, database } = stage.world;
    const person = await addMember(stage, known, 'analyst');
    await addTestMember(database.context, person, empty.tenantId, 'analyst');
    const { page } = await visitAsPerson(stage, person, ROOM);
    const left = Promise.withResolvers<void>();
    let parts = 0;
    await page.route('**/parts/*', async (route) => {
      parts += 1;
      await left.promise;
      await route.continue();
    });
    await choose(page, { ...manyLines(), name: 'left.csv' });
    await page.getByRole('button', { name: /Import the file|Go on/ }).click();
    await expect.poll(() => parts).toBe(1);
    await leave(page, person);
    const answer = page.waitForResponse('**/parts/*');
    left.resolve();
    await answer;
    await page.getByRole('navigation').getByRole('link', { name: 'Data' }).first().click();
    await page.getByLabel('CSV or NDJSON file').waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
    expect(parts).toBe(1);
  });

  test('columns are asked for once it is known what stands, and an import that stands otherwise is told at the form', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, ROOM);
    let isAway = true;
    await page.route(
      (url) => url.searchParams.get('state') === 'open',
      (route) =>
        isAway ? route.fulfill({ status: 500, contentType: 'application/json', body: '{"detail":"Not now."}' }) : route.continue(),
    );
    const file = csv('waits.csv', ['id,occurredAt,kind,identity.userId,metadata.utm_source', `wait-1,${daysAgo(3)},click,u,pod`]);
    await page.getByLabel('CSV or NDJSON file').setInputFiles(file);
    await page.getByRole('alert').filter({ hasText: 'Not now.' }).waitFor();
    expect(await page.getByRole('button', { name: 'Import the file' }).count()).toBe(0);
    isAway = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    const noted = page.getByLabel('What “metadata.utm_source” holds');
    expect([await noted.inputValue(), await noted.locator('option:checked').innerText()]).toEqual([
      'metadata.utm_source',
      'a note: utm_source',
    ]);
    const problem = { status: 409, code: 'conflict', detail: 'It stands with other columns.' };
    await page.route('**/tracking/imports', (route) =>
      route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    );
    await page.getByRole('button', { name: 'Import the file' }).click();
    await page.getByRole('alert').filter({ hasText: problem.detail }).waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
  });

  test('a file that is not UTF-8 is told before it is sent', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, ROOM);
    const file = csv('latin.csv', ['id,occurredAt,kind,identity.userId', `latin-1,${daysAgo(3)},click,José`]);
    await choose(page, { ...file, buffer: Buffer.from(file.buffer.toString(), 'latin1') });
    await page.getByText('This file is not UTF-8').waitFor();
    expect(await page.getByText('“CSV UTF-8”').count()).toBe(1);
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
    // What dialogs are made of is fetched when one is wanted, and does not come at first.
    let isAway = true;
    await page.route('**/assets/dialog-surface-*', (route) => (isAway ? route.abort() : route.continue()));
    await page.reload();
    await page.getByRole('button', { name: 'Forget the import of again.csv' }).first().click();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    isAway = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await pressToOpen(page, 'Forget the import of again.csv', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Forget' }).click();
    await page.getByText('The import is forgotten; its events stay.').waitFor();
    await expect.poll(async () => (await cellsOf(page, 'Earlier imports')).filter(([name]) => name === 'again.csv')).toHaveLength(1);
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

  test('everything is asked for once a place is chosen for it, which is kept over the question who asks', async () => {
    const { page } = await visitAsPerson(stage, people.newcomer, '/data/exports');
    let asked = 0;
    await page.route('**/export', async (route) => {
      asked += 1;
      const refusal = { status: 403, contentType: 'application/problem+json', body: '{"code":"step_up_required","detail":"Who?"}' };
      await (asked === 1 ? route.fulfill(refusal) : route.continue());
    });
    await page.evaluate(`window.showSaveFilePicker = () => Promise.reject(new DOMException('No.', 'AbortError'))`);
    await page.getByRole('button', { name: 'Save everything' }).click();
    await page.getByText('no place was chosen').waitFor();
    expect(asked).toBe(0);
    await page.evaluate(`window.picks = 0; window.written = '';
      const decoder = new TextDecoder();
      const write = (chunk) => void (window.written += decoder.decode(chunk, { stream: true }));
      window.showSaveFilePicker = async () => (window.picks += 1, { createWritable: async () => new WritableStream({ write }) })`);
    await page.getByRole('button', { name: 'Save everything' }).click();
    await proveWhoItIs(page);
    await page.getByText('is saved.').waitFor();
    expect([asked, await page.evaluate('picks')]).toEqual([2, 1]);
    expect(await page.evaluate('written')).toContain('"sha256"');
    await page.evaluate(
      `window.showSaveFilePicker = async () => ({ createWritable: () => Promise.reject(new Error('The disk is full.')) })`,
    );
    await page.getByRole('button', { name: 'Save everything' }).click();
    await page.getByRole('alert').filter({ hasText: 'The disk is full.' }).waitFor();
  });
});
