import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Explanation } from '../src/attribution/explanations/schema.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { acceptConversions } from '../src/tracking/intake/service.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { cellsOf, chromium, launchBrowser, settle, unlessSkipped, visitAs } from './browser.ts';
import { checkEverywhere, findings } from './browser-person.ts';
import { AWKWARD_IDS, type DashboardWorld, daysAgo, openDashboard } from './dashboard-world.ts';
import { NOW_MS, type TestTenant } from './database.ts';

let world: DashboardWorld;
let browser: Browser;

const room = (id: string, search = '') => `/conversions/${encodeURIComponent(id)}${search}`;

async function open(path: string, tenant: TestTenant = world.known): Promise<Page> {
  const { page } = await visitAs(browser, world.server.url, tenant.apiKey, { colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(path);
  await settle(page);
  return page;
}

/** Where the bars of the time line stand and how high they are, in pixels. */
async function barsOf(page: Page): Promise<{ middle: number; height: number }[]> {
  const stops = await page
    .getByRole('img', { name: /before the conversion/ })
    .locator('[title]')
    .all();
  return Promise.all(
    stops.map(async (stop) => {
      const box = await stop.locator('[style*=height]').boundingBox();
      return { middle: (box?.x ?? 0) + (box?.width ?? 0) / 2, height: box?.height ?? 0 };
    }),
  );
}

describe.skipIf(chromium === undefined)(`a conversion on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openDashboard(5);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test('stands on a time line in real time, with bars as high as their weights', async () => {
    const page = await open(room('order-vector', '?model=time_decay'));
    const [first, second, third] = await barsOf(page);
    expect((third.middle - first.middle) / (third.middle - second.middle)).toBeCloseTo(2, 1);
    expect(third.height / first.height).toBeCloseTo(4, 0);
    expect(third.height / second.height).toBeCloseTo(2, 1);
    await page.getByRole('img', { name: /^3 touchpoints in the 30 days before the conversion/ }).waitFor();
  });

  test('shows each touchpoint’s evidence, weight and credit, which sum to the value', async () => {
    const page = await open(room('order-vector', '?model=time_decay'));
    const rows = await cellsOf(page, 'Path');
    expect(rows.map((row) => row.slice(-2))).toEqual([
      ['14.3%', '$14.29'],
      ['28.6%', '$28.57'],
      ['57.1%', '$57.14'],
      ['100.0%', '$100.00'],
    ]);
    expect(rows.slice(0, 3).map((row) => row[2])).toEqual(['User id', 'User id', 'User id']);
    expect(rows[0][0]).toBe('1 Spring 26 Impression · daily-tech · podcast');
    expect(rows[0][1]).toMatch(/14 d before$/);
  });

  test('shows the credit under each model side by side, each summing to the value', async () => {
    const page = await open(room('order-vector'));
    const cells = await cellsOf(page, 'Credit under each model');
    expect(cells.map((row) => row.slice(1).map((cell) => cell.split(' ')[0]))).toEqual([
      ['$100.00', '$0.00', '$33.34', '$14.29', '$40.00'],
      ['$0.00', '$0.00', '$33.33', '$28.57', '$20.00'],
      ['$0.00', '$100.00', '$33.33', '$57.14', '$40.00'],
      ['$100.00', '$100.00', '$100.00', '$100.00', '$100.00'],
    ]);
  });

  test('is explained in the API’s own sentences, under the model that is chosen', async () => {
    const page = await open(room('order-vector'));
    await page.getByLabel('Model', { exact: true }).selectOption('position_based');
    await expect.poll(() => new URL(page.url()).search).toBe('?model=position_based');
    const address = '/api/v1/attribution/conversions/order-vector/explanation?model=position_based';
    const { sentences } = (await world.server.send('GET', address, { key: world.known.apiKey })).json as Explanation;
    const why = page.getByRole('region', { name: 'Why this credit' }).getByRole('listitem');
    await expect.poll(() => why.allInnerTexts()).toEqual(sentences);
  });

  test('opens what was matched and earns nothing, each with the reason', async () => {
    const page = await open(room('order-vector', '?lookback=10'));
    const closed = page.getByText('1 matched touchpoint that earns nothing here', { exact: true });
    await closed.waitFor();
    expect(await page.getByText('Outside the lookback', { exact: true }).isVisible()).toBe(false);
    await closed.click();
    const [[touch, time, evidence, why]] = await cellsOf(page, 'Matched touchpoints that earn nothing here');
    expect([touch, evidence, why]).toEqual(['Spring 26 Impression · daily-tech · podcast', 'User id', 'Outside the lookback']);
    expect(time).toMatch(/14 d before$/);
    const why1 = page.getByRole('region', { name: 'Why this credit' }).getByText('1 further touchpoint on record earns nothing here');
    expect(await why1.innerText()).toContain('outside the lookback.');
    await checkEverywhere(page, 'conversion with unused');
  });

  test('follows the lookback: what lies before it earns nothing', async () => {
    const page = await open(room('order-vector'));
    await page.getByRole('slider', { name: 'Lookback' }).fill('10');
    await expect.poll(() => new URL(page.url()).search).toBe('?lookback=10');
    const credits = async () => (await cellsOf(page, 'Path')).slice(0, 3).map((row) => row.at(-1));
    await expect.poll(credits).toEqual(['$50.00', '$50.00', '$100.00']);
  });

  test.each(AWKWARD_IDS.map((id) => [id.length > 40 ? `${id.slice(0, 8)}… (${id.length} characters)` : id, id]))(
    'of the id %s opens from the list, from the search and from its address',
    async (_, id) => {
      const page = await open('/conversions');
      await page.getByRole('link', { name: id, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: id, exact: true }).waitFor();
      await settle(page);
      const fromList = page.url();
      expect((await cellsOf(page, 'Path')).at(-1)?.at(-1)).toBe('$10.00');
      await page.goto('/conversions');
      await page.getByRole('searchbox').fill(id);
      await page.getByRole('button', { name: 'Open' }).click();
      await page.getByRole('heading', { level: 1, name: id, exact: true }).waitFor();
      expect(page.url()).toBe(fromList);
      await page.reload();
      await settle(page);
      expect((await cellsOf(page, 'Path')).at(-1)?.at(-1)).toBe('$10.00');
    },
  );

  test('without touchpoints is shown as unattributed, with the reason', async () => {
    const page = await open(room('order-alone'));
    await page.getByText('No touchpoint is credited.').waitFor();
    await page.getByText(/it is unattributed in every model/).waitFor();
    expect(await page.getByRole('region', { name: 'Credit under each model' }).count()).toBe(0);
  });

  test('of an order that counts once leads to the one that counts', async () => {
    const page = await open(room('order-second'));
    await page.getByText('Duplicate', { exact: true }).first().waitFor();
    await page.getByRole('link', { name: 'order-first' }).click();
    await page.getByRole('heading', { level: 1, name: 'order-first' }).waitFor();
    await settle(page);
    expect((await cellsOf(page, 'Path')).at(-1)?.at(-1)).toBe('$40.00');
  });

  test('that was refunded credits what is left, and says so', async () => {
    const page = await open(room('order-refunded'));
    await page.getByText('$50.00 less $20.00 refunded').waitFor();
    await page.getByText('Partly refunded', { exact: true }).waitFor();
    expect((await cellsOf(page, 'Path')).at(-1)?.at(-1)).toBe('$30.00');
  });

  test('that the buyer’s bank took back is told as charged back, apart from what was refunded', async () => {
    const { context } = world.database;
    const taken = (id: string, kind: 'refund' | 'chargeback', valueMinor: number) => ({ id, kind, occurredAt: daysAgo(0.5), valueMinor });
    world.database.setNow(NOW_MS);
    await acceptRefunds(context, world.known.actor, 'order-first', [taken('bank', 'chargeback', 4_000)]);
    await acceptRefunds(context, world.known.actor, 'größe 漢字 🎧', [taken('some', 'refund', 300), taken('bank-2', 'chargeback', 200)]);
    world.database.setNow(Date.now());
    await drainTenant(context, 'system', world.known.tenantId);
    const page = await open(room('order-first'));
    await page.getByText('Charged back', { exact: true }).waitFor();
    await page.getByText('$40.00 less $40.00 charged back').waitFor();
    expect(await page.getByText(/refunded/i).count()).toBe(0);
    await page.goto(room('größe 漢字 🎧'));
    await page.getByText('$10.00 less $3.00 refunded and $2.00 charged back').waitFor();
    await page.getByText('Partly refunded', { exact: true }).waitFor();
    await page.getByText('Partly charged back', { exact: true }).waitFor();
  });

  test('is seen whole on a screen of 1280, and says on a smaller one that its table goes on', async () => {
    const page = await open(room('order-vector', '?model=shapley'));
    await page.setViewportSize({ width: 1280, height: 800 });
    await settle(page);
    for (const name of ['Path', 'Credit under each model']) {
      const region = page.getByRole('region', { name, exact: true });
      const outOfSight = () => region.evaluate((table) => table.scrollWidth - table.clientWidth);
      await expect.poll(outOfSight, { message: name }).toBe(0);
    }
    expect(await page.getByRole('button', { name: /more columns?$/ }).count()).toBe(0);
    await page.setViewportSize({ width: 390, height: 800 });
    const more = page.getByRole('button', { name: /^\d more columns$/ }).first();
    await more.waitFor();
    const before = await more.innerText();
    await more.click();
    await expect.poll(() => more.innerText()).not.toBe(before);
  });

  test('is found in the list by its kind, in an address of its own, and a kind that none has says so', async () => {
    const page = await open('/conversions');
    expect((await cellsOf(page, 'Conversions')).length).toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Conversions: All kinds' }).click();
    await page.getByRole('checkbox', { name: 'Leads' }).check();
    await expect.poll(() => new URL(page.url()).search).toBe('?kinds=lead');
    await expect.poll(async () => (await cellsOf(page, 'Conversions')).map(([id, kind]) => `${id} ${kind}`)).toEqual(['lead-1 Lead']);
    expect(await findings(page)).toEqual([]);
    await page.goto('/conversions?kinds=install');
    await page.getByText('No conversions of these kinds', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Show all kinds' }).click();
    await expect.poll(async () => (await cellsOf(page, 'Conversions')).length).toBeGreaterThan(5);
    await checkEverywhere(page, 'conversions list');
  });

  test('without a value is credited in conversions', async () => {
    const page = await open(room('lead-1'));
    await page.getByText('No value', { exact: true }).waitFor();
    expect((await cellsOf(page, 'Path')).map((row) => row.slice(-2))).toEqual([
      ['100.0%', '1.00'],
      ['100.0%', '1.00'],
    ]);
  });

  test('that does not exist, or is another tenant’s, is said to be missing', async () => {
    for (const [id, tenant] of [
      ['no-such-order', world.known],
      ['order-vector', world.empty],
    ] as const) {
      const page = await open(room(id), tenant);
      await page.getByText('There is no conversion with this id').waitFor();
      expect(await page.locator('main').innerText()).not.toContain('$');
    }
  });

  test('that still waits for matching says so, and shows its credit once it is matched', async () => {
    const { context } = world.database;
    const waiting = { id: 'order-waiting', occurredAt: daysAgo(1), kind: 'purchase', valueMinor: 700, currency: 'USD' };
    world.database.setNow(NOW_MS);
    await acceptConversions(context, world.empty.actor, [{ ...waiting, identity: { userId: 'u-waiting' } }], 'server');
    world.database.setNow(Date.now());
    const page = await open(room('order-waiting'), world.empty);
    await page.getByText('This conversion is still being matched; its path may change.').waitFor();
    await page.getByText('1 event is still being matched; figures will change.').waitFor();
    expect(await page.getByText('Unattributed', { exact: true }).count()).toBe(0);
    await drainTenant(context, 'system', world.empty.tenantId);
    await page.getByText('No touchpoint is credited.').waitFor();
    await page.getByText('still being matched').first().waitFor({ state: 'detached' });
  });
});
