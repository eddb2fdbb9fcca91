import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NewEntry } from '../src/cost/entries/schema.ts';
import { createEntry, listEntries } from '../src/cost/entries/service.ts';
import { recordUsageIn } from '../src/metering/usage/service.ts';
import { pageRequest } from '../src/platform/paging.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { cellsOf, chromium, unlessSkipped, visit } from './browser.ts';
import { visitAsOperator } from './browser-operator.ts';
import { checkEverywhere, openStage, pressToOpen, said, type Stage } from './browser-person.ts';
import type { TestTenant } from './database.ts';
import { createTestOperator, signInOf } from './operators.ts';

let stage: Stage;
let month: string;
let day: string;

const use = ({ tenantId }: TestTenant, quantity: string) =>
  inTenant(stage.world.database.context.db, tenantId, (tx) =>
    recordUsageIn(stage.world.database.context, tx, [
      { meter: 'emails', id: `used-${quantity}`, quantity, atMs: stage.world.database.context.clock() },
    ]),
  );

const notesOf = async ({ actor }: TestTenant) =>
  (await listEntries(stage.world.database.context, actor, {}, pageRequest({ limit: 50 }))).items.map(({ note, amount }) => [note, amount]);

describe.skipIf(chromium === undefined)(`the rooms of operators${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, demo, database } = stage.world;
    day = new Date(database.context.clock()).toISOString().slice(0, 10);
    month = day.slice(0, 7);
    const book = (tenant: TestTenant, more: object) =>
      createEntry(
        database.context,
        tenant.actor,
        NewEntry.parse({ kind: 'purchase', day, currency: 'USD', amount: '80.00', note: 'Studio', ...more }),
      );
    await book(known, {});
    await book(known, { kind: 'credit', amount: '-5.50' });
    await book(demo, { amount: '12.25' });
    await book(demo, { currency: 'EUR', amount: '7' });
    await use(known, '1');
    await use(demo, '2');
  });
  afterAll(() => stage?.close());

  test('are shut to whoever is no operator: a wrong code is refused in words, and a tenant’s session opens nothing', async () => {
    const { context } = stage.world.database;
    const { page } = await visit(stage.browser, stage.world.server.url);
    const { email, password } = signInOf(context, await createTestOperator(context));
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Sign in as an operator' }).click();
    await page.getByRole('button', { name: 'Sign in as an operator' }).click();
    await expect.poll(() => page.getByText('must not be empty').count()).toBe(3);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByLabel('Code of the authenticator app').fill('000000');
    await page.getByRole('button', { name: 'Sign in as an operator' }).click();
    await expect.poll(() => page.getByRole('alert').allInnerTexts()).toEqual([expect.stringMatching(/code|password/i)]);
    expect(await page.getByRole('heading', { name: 'Costs' }).count()).toBe(0);
  });

  test.each(['/platform/costs', '/platform/invoices', '/platform/first-steps'])(
    'meet WCAG 2.2 AA in light, in dark and on a phone, at %s',
    async (path) => {
      const { page, complaints } = await visitAsOperator(stage, path, { colorScheme: 'light', reducedMotion: 'reduce' });
      await checkEverywhere(page, path.slice(1).replace('/', ' '));
      expect(complaints).toEqual([]);
    },
  );

  test('show each tenant’s bill beside the month before, what has no price, and lead to what a tenant is asked', async () => {
    const { page } = await visitAsOperator(stage, '/platform');
    await page.getByRole('img', { name: 'Bills of tenants in USD, this month and the one before' }).waitFor();
    expect(await cellsOf(page, 'Charged in USD')).toEqual([
      ['Known Paths', '$74.50', '$0.00', '–', '$0.00', '$80.00', '−$5.50', '$0.00', 'Prices'],
      ['Demo (simulated data)', '$12.25', '$0.00', '–', '$0.00', '$12.25', '$0.00', '$0.00', 'Prices'],
      ['All tenants', '$86.75', '$0.00', '', '$0.00', '$92.25', '−$5.50', '$0.00', ''],
    ]);
    expect(await cellsOf(page, 'Charged in EUR')).toHaveLength(2);
    await page.getByText('Used without a price, and so in no sum').waitFor();
    await page.getByText(/Known Paths: .*emails/).waitFor();
    await page.getByRole('table', { name: 'Charged in USD' }).getByRole('link', { name: 'Prices of Known Paths' }).click();
    await page.getByRole('heading', { name: 'Prices of Known Paths' }).waitFor();
    await pressToOpen(page, /emails/);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Prices', { exact: true }).fill('0.02');
    await dialog.getByLabel('Currency').fill('USD');
    await dialog.getByRole('button', { name: 'Set price' }).click();
    await said(page, 'emails');
    await expect.poll(async () => (await cellsOf(page, 'By meter')).find(([meter]) => meter === 'emails')?.[3]).toBe('the operator');
    await checkEverywhere(page, 'platform prices');
  });

  test('split an invoice by usage and evenly, to the cent, and book it once, after asking', async () => {
    const { known, demo, empty } = stage.world;
    const { page } = await visitAsOperator(stage, '/platform/invoices');
    await page.getByText('No invoice is split yet').waitFor();
    await pressToOpen(page, 'Split an invoice');
    const dialog = page.getByRole('dialog');
    const pool = (place: number) => dialog.getByRole('group', { name: `Pool ${place}`, exact: true });
    await pool(1).getByLabel('Pool', { exact: true }).fill('hosting');
    await pool(1).getByLabel('Amount').fill('1.00');
    await pool(1).getByLabel('Split by').selectOption('usage');
    await pool(1).getByLabel('Meter').selectOption('emails');
    await dialog.getByRole('button', { name: 'Add a pool' }).click();
    await pool(2).getByLabel('Pool', { exact: true }).fill('support');
    await pool(2).getByLabel('Amount').fill('10.001');
    await dialog.getByRole('button', { name: 'Split', exact: true }).click();
    await dialog.getByText(/more digits after the point than USD has/).waitFor();
    await pool(2).getByLabel('Amount').fill('10.00');
    await pool(2).getByLabel('Split by').selectOption('weighted');
    await pool(2).getByLabel('Weights').fill('known: 1\nnobody: 2');
    await dialog.getByRole('button', { name: 'Split', exact: true }).click();
    await dialog.getByText(/no short name of a tenant/).waitFor();
    await pool(2).getByLabel('Weights').fill('known: 1\nnothing-yet: 2');
    await dialog.getByRole('button', { name: 'Split', exact: true }).click();
    await page.getByText('The parts come to $11.00; the invoice is $11.00.').waitFor();
    expect(await cellsOf(page, 'Invoice of')).toEqual([
      ['Nothing Yet', '$6.67', '60.6%'],
      ['Known Paths', '$3.66', '33.3%'],
      ['Demo (simulated data)', '$0.67', '6.1%'],
      ['Together, the invoice', '$11.00', ''],
    ]);
    expect(await cellsOf(page, 'Every part')).toContainEqual([
      'Demo (simulated data)',
      'hosting',
      'usage of a meter',
      '2 messages',
      '$0.67',
    ]);
    await checkEverywhere(page, 'platform invoice');
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await notesOf(empty)).toEqual([]);
    await pressToOpen(page, 'Book in the bills', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await notesOf(empty)).toEqual([]);
    await pressToOpen(page, 'Book in the bills', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Book in the bills' }).click();
    await said(page, '4 entries were booked in the bills of 3 tenants: $11.00 together.');
    expect(await notesOf(empty)).toEqual([[`Part of support, ${month}: by weighted shares`, '6.67']]);
    expect(await notesOf(demo)).toContainEqual([`Part of hosting, ${month}: by usage of emails`, '0.67']);
    expect(await notesOf(known)).toContainEqual([`Part of support, ${month}: by weighted shares`, '3.33']);
    await pressToOpen(page, 'Book in the bills', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Book in the bills' }).click();
    await said(page, 'All of it was booked before; nothing was booked twice.');
    await page.getByRole('link', { name: 'All invoices' }).click();
    expect((await cellsOf(page, 'Splits of invoices')).map((row) => row.slice(1, 4))).toEqual([['1 latest', '$11.00', 'hosting, support']]);
  });

  test('forget the operator who signs out, and ask again after a reload', async () => {
    const { page } = await visitAsOperator(stage, '/platform/costs');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Operator' }).waitFor();
    const again = await visitAsOperator(stage, '/platform/invoices');
    await again.page.reload();
    await again.page.getByRole('heading', { name: 'Operator' }).waitFor();
    expect(await again.page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')).not.toContain('earshot_operator_');
  });
});
