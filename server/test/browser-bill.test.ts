import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NewEntry } from '../src/cost/entries/schema.ts';
import { createEntry } from '../src/cost/entries/service.ts';
import { NewPrice } from '../src/cost/prices/schema.ts';
import { putPrice } from '../src/cost/prices/service.ts';
import { rateUsage } from '../src/cost/ratings/service.ts';
import { acceptUsage, putMeter, recordUsageIn } from '../src/metering/usage/service.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

const DAY_MS = 86_400_000;

let stage: Stage;
let people: Record<'admin' | 'billing' | 'viewer' | 'newcomer', TestPerson>;
let today: string;
let campaign: string;

describe.skipIf(chromium === undefined)(`bills on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty, database } = stage.world;
    people = {
      admin: await addMember(stage, known, 'admin'),
      billing: await addMember(stage, known, 'billing'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    const { context } = database;
    today = new Date(context.clock()).toISOString().slice(0, 10);
    campaign = 'spring-26';
    await putMeter(context, known.actor, 'studio_hours', { unit: 'hours', aggregation: 'sum', description: '<b>Hours</b> of the studio.' });
    const lastMonth = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 2, 1)).toISOString().slice(0, 10);
    const price = {
      validFrom: lastMonth,
      currency: 'EUR',
      tiers: [
        { upTo: '100', price: '1.50' },
        { upTo: null, price: '1' },
      ],
    };
    await putPrice(context, known.actor, 'studio_hours', NewPrice.parse(price));
    const event = (place: number, value: string) => ({
      id: `h-${place}`,
      source: 'calendar',
      type: 'studio_hours',
      time: new Date(context.clock() - place * DAY_MS).toISOString(),
      data: { value, campaign },
    });
    const { accepted } = await acceptUsage(context, known.actor, [event(0, '10'), event(30, '8')]);
    if (accepted !== 2) throw new Error('usage was not accepted');
    while (await rateUsage(context, 'system', known.actor.tenantId));
    await createEntry(
      context,
      known.actor,
      NewEntry.parse({ kind: 'purchase', day: today, currency: 'EUR', amount: '40.00', note: 'Hosting' }),
    );
  });
  afterAll(() => stage?.close());

  test.each([
    ['admin', '/cost/bill'],
    ['billing', '/cost/bill'],
    ['newcomer', '/cost/bill'],
    ['admin', '/cost/prices'],
    ['admin', '/cost/savings'],
    ['newcomer', '/cost/savings'],
  ] as const)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint, for the %s on %s', async (who, path) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], path, { colorScheme: 'light', reducedMotion: 'reduce' });
    await checkEverywhere(page, `${path.slice(1).replace('/', ' ')} of the ${who}`);
    expect(complaints).toEqual([]);
  });

  test('sums charges by what they are for, and opens a row to its days and entries alone', async () => {
    const { page } = await visitAsPerson(stage, people.billing, '/cost/bill');
    await page.getByRole('radio', { name: 'Last 90 days', exact: true }).check();
    await expect
      .poll(async () => (await cellsOf(page, 'Charged in EUR')).map(([what, used, amount]) => [what, used, amount]))
      .toEqual([
        ['No meter: purchases, credits, taxes', '', '€40.00'],
        ['studio_hours', '18 hours', '€27.00'],
      ]);
    await page.getByRole('radio', { name: 'Campaign', exact: true }).check();
    await expect.poll(async () => (await cellsOf(page, 'Charged in EUR')).map(([, , amount]) => amount)).toEqual(['€40.00', '€27.00']);
    await page.getByRole('radio', { name: 'Meter', exact: true }).check();
    await page.getByRole('button', { name: 'Show the charges of studio_hours alone' }).click();
    await page.getByText('Only studio_hours').waitFor();
    await expect
      .poll(async () => (await cellsOf(page, 'Entries')).map(([, , what]) => what.split(' ')[0]))
      .toEqual(['studio_hours', 'studio_hours']);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV', exact: true }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('entries.csv');
    const lines = readFileSync(await saved.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => line.split(',')[4])).toEqual(['meter', 'studio_hours', 'studio_hours']);
    await page.getByRole('img', { name: 'Charged each day in EUR' }).waitFor();
    await page.getByRole('button', { name: 'Show all charges' }).click();
    await expect.poll(async () => (await cellsOf(page, 'Entries')).length).toBe(3);
  });

  test('an entry is booked by who pays, and not offered to who reads', async () => {
    const { page } = await visitAsPerson(stage, people.billing, '/cost/bill');
    await pressToOpen(page, 'Book an entry', 'dialog');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Amount').fill('1e309');
    await dialog.getByLabel('Currency').fill('EUR');
    await dialog.getByLabel('What it is for').fill('Support');
    await dialog.getByRole('button', { name: 'Book' }).click();
    await dialog.getByText(/^Must be a plain decimal number/).waitFor();
    await dialog.getByLabel('Amount').fill('2.50');
    await dialog.getByRole('button', { name: 'Book' }).click();
    await said(page, 'Booked: Support.');
    const { page: other } = await visitAsPerson(stage, people.viewer, '/cost/bill');
    await other.getByRole('heading', { name: 'Entries' }).waitFor();
    expect(await other.getByRole('button', { name: 'Book an entry' }).count()).toBe(0);
  });

  test('a statement adds up to the cent, is saved as CSV, and is printed as pages without the dashboard around it', async () => {
    const { page } = await visitAsPerson(stage, people.billing, `/cost/statements/${today.slice(0, 7)}`);
    await page.getByRole('heading', { name: `Statement of ${today.slice(0, 7)}` }).waitFor();
    const lines = (await cellsOf(page, 'Lines in EUR')).filter((cells) => cells.length === 5).map((cells) => cells.at(-1));
    expect(lines).toContain('40.00');
    const cents = lines.reduce((sum, amount) => sum + Math.round(Number(amount) * 100), 0);
    const total = await page
      .getByRole('row', { name: /^Total/ })
      .getByRole('cell')
      .innerText();
    expect(total).toBe(`${(cents / 100).toFixed(2)} EUR`);
    await checkEverywhere(page, 'a statement');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    expect((await download).suggestedFilename()).toBe(`statement-${today.slice(0, 7)}.csv`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button', { name: 'Print or save as PDF' }).isVisible()).toBe(false);
    expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('a price is set with its tiers, and one that cannot be says why at its field', async () => {
    const { page } = await visitAsPerson(stage, people.admin, '/cost/prices');
    await pressToOpen(page, 'Set price of emails', 'dialog');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Prices').fill('0.40 up to 1000');
    await dialog.getByLabel('Currency').fill('EUR');
    await dialog.getByRole('button', { name: 'Set price' }).click();
    await dialog.getByText(/^Must have a price on each line/).waitFor();
    await dialog.getByLabel('Prices').fill('0.40 up to 1000\n0.25');
    await dialog.getByLabel('What one price is for').fill('1000');
    await dialog.getByRole('button', { name: 'Set price' }).click();
    await said(page, 'emails has a new price.');
    const priceOfEmails = async () => (await cellsOf(page, 'By meter')).find(([meter]) => meter === 'emails')?.[1];
    await expect.poll(priceOfEmails).toContain('0.4 up to 1,000, 0.25 EUR for 1,000 messages');
  });

  test('what is paid for and not used is told with its figure', async () => {
    const { known, database } = stage.world;
    const unused = { kind: 'purchase', day: today, currency: 'EUR', amount: '12.00', note: 'Studio', feature: 'studio' };
    await createEntry(database.context, known.actor, NewEntry.parse(unused));
    // Only where some usage names a feature is anything said of features.
    const used = { meter: 'emails', id: 'of a feature', quantity: '1', feature: 'newsletter', atMs: database.context.clock() } as const;
    await inTenant(database.context.db, known.tenantId, (tx) => recordUsageIn(database.context, tx, [used]));
    const { page } = await visitAsPerson(stage, people.billing, '/cost/savings');
    const advice = page.getByRole('listitem').filter({ hasText: 'Paid and not used' });
    expect(await advice.innerText()).toContain('€12.00 in 30 days');
  });
});
