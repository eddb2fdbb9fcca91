import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Explanation } from '../src/attribution/explanations/schema.ts';
import type { Comparison, Report } from '../src/attribution/reports/schema.ts';
import { TENANT_DEFAULTS } from '../src/tenants/settings/schema.ts';
import { cellsOf, chromium, launchBrowser, settle, unlessSkipped, visitAs } from './browser.ts';
import { checkEverywhere, findings } from './browser-person.ts';
import { type DashboardWorld, openDashboard } from './dashboard-world.ts';

let world: DashboardWorld;
let browser: Browser;

const usd = (minor: number) => new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(minor / 100);
const address = (page: Page) => page.url().slice(world.server.url.length);

async function ask<Body>(path: string): Promise<Body> {
  return (await world.server.send('GET', `/api/v1/attribution/${path}`, { key: world.known.apiKey })).json as Body;
}

async function settleFor(lookbackDays: number, halfLifeDays: number): Promise<void> {
  const body = { ...TENANT_DEFAULTS, currency: 'USD', lookbackDays, halfLifeDays };
  const answer = await world.server.send('PUT', `/api/v1/tenants/${world.known.tenantId}/settings`, { key: world.known.apiKey, body });
  expect(answer.status, answer.text).toBe(200);
}

async function open(path: string): Promise<Page> {
  const { page } = await visitAs(browser, world.server.url, world.known.apiKey, { colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(path);
  await settle(page);
  return page;
}

/** The credited revenue of each show on the overview, by the show's name. */
async function shownRevenue(page: Page): Promise<Record<string, string>> {
  const rows = await cellsOf(page, 'By show');
  return Object.fromEntries(rows.map(([label, , money]) => [label.replace(/ few$/, ''), money]));
}

const revenueOf = ({ rows }: Report) => Object.fromEntries(rows.map(({ label, valueMinor }) => [label, usd(valueMinor)]));

const DAY_MS = 86_400_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

describe.skipIf(chromium === undefined)(`the lookback and half-life a tenant has settled for${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openDashboard(4);
    browser = await launchBrowser();
  });
  beforeEach(() => settleFor(10, 3.5));
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test('are those of the report that is shown, which agrees with the API’s own without parameters', async () => {
    const report = 'report?model=time_decay&groupBy=show';
    const usual = revenueOf(await ask<Report>(report));
    expect(usual).toEqual(revenueOf(await ask<Report>(`${report}&lookbackDays=10&halfLifeDays=3.5`)));
    expect(usual).not.toEqual(revenueOf(await ask<Report>(`${report}&lookbackDays=30&halfLifeDays=7`)));
    const page = await open('/?model=time_decay&groupBy=show');
    expect(await shownRevenue(page)).toMatchObject(usual);
    expect(await page.getByLabel('Lookback', { exact: true }).locator('option:checked').innerText()).toBe('10 days (default)');
    expect(await page.getByLabel('Half-life', { exact: true }).getAttribute('aria-valuetext')).toBe('3.5 days');
    await page.getByText('Your tenant’s default', { exact: true }).waitFor();
    expect(address(page)).toBe('/?model=time_decay&groupBy=show');
  });

  test('are those of a comparison and of an explanation', async () => {
    const { lookbackDays, rows } = await ask<Comparison>('compare?groupBy=show');
    const page = await open('/compare?groupBy=show&measure=value');
    const compared = (await cellsOf(page, 'Side by side')).map(([label]) => label.replace(/ few$/, ''));
    expect(compared).toEqual(expect.arrayContaining(rows.map(({ label }) => label)));
    expect(lookbackDays).toBe(10);
    expect(compared.filter((label) => rows.every((row) => row.label !== label))).not.toContain('daily-tech');
    const explanation = await ask<Explanation>('conversions/order-vector/explanation');
    expect(explanation.touchpoints.map(({ show }) => show)).toEqual(['night-shift', 'money-talk']);
    await page.goto('/conversions/order-vector');
    await settle(page);
    expect(await page.getByRole('region', { name: 'Why this credit' }).getByRole('listitem').allInnerTexts()).toEqual(
      explanation.sentences,
    );
  });

  test('stay out of the address: chosen by hand they leave it, others stand in it until the way back is taken', async () => {
    const page = await open('/conversions/order-vector?lookback=10');
    await expect.poll(() => address(page)).toBe('/conversions/order-vector');
    await page.getByLabel('Lookback', { exact: true }).fill('30');
    await expect.poll(() => address(page)).toBe('/conversions/order-vector?lookback=30');
    await page.getByRole('button', { name: 'Back to your tenant’s default, 10 days' }).click();
    await expect.poll(() => address(page)).toBe('/conversions/order-vector');
    await expect.poll(() => page.getByLabel('Lookback', { exact: true }).inputValue()).toBe('10');
    await page.getByLabel('Lookback', { exact: true }).fill('30');
    await expect.poll(() => address(page)).toBe('/conversions/order-vector?lookback=30');
    const explanation = await ask<Explanation>('conversions/order-vector/explanation?lookbackDays=30');
    expect(explanation.touchpoints.length).toBe(3);
    const why = page.getByRole('region', { name: 'Why this credit' }).getByRole('listitem');
    await expect.poll(() => why.allInnerTexts()).toEqual(explanation.sentences);
    await page.getByLabel('Lookback', { exact: true }).fill('10');
    await expect.poll(() => address(page)).toBe('/conversions/order-vector');
  });

  test('may lie beyond what the sliders offer', async () => {
    await settleFor(30, 200);
    const page = await open('/compare');
    expect(await page.getByLabel('Half-life', { exact: true }).getAttribute('aria-valuetext')).toBe('200 days');
    await page.getByLabel('Half-life', { exact: true }).fill('100');
    await expect.poll(() => address(page)).toBe('/compare?halfLife=100');
  });

  test.each([
    ['overview', '/?groupBy=show', 'By show'],
    ['comparison', '/compare?groupBy=show', 'Side by side'],
  ])(
    'leave room for the day by whose end things were known, in the %s, which says so, and where nothing was known',
    async (_, path, table) => {
      const today = dayOf(Date.now());
      const page = await open(path);
      await page.getByRole('button', { name: 'As known: Now' }).click();
      await page.getByRole('button', { name: '7 days ago' }).click();
      const day = dayOf(Date.parse(today) - 7 * DAY_MS);
      await expect.poll(() => new URL(page.url()).searchParams.get('asOf')).toBe(day);
      await page.getByText(/^Nothing was known by the end of \d+ \w+ \d+$/).waitFor();
      expect(await findings(page)).toEqual([]);
      expect(await page.locator('main table').count()).toBe(0);
      await page.getByLabel('Day', { exact: true }).fill(today);
      const asked = page.waitForRequest((request) => request.url().includes(`asOf=${dayOf(Date.parse(today) + DAY_MS)}T00%3A00%3A00.000Z`));
      await page.getByRole('button', { name: 'Show what was known' }).click();
      await asked;
      await page.keyboard.press('Escape');
      await page.getByText(/^As it was known by the end of \d+ \w+ \d+ \(UTC\)\.$/).waitFor();
      await settle(page);
      expect(await cellsOf(page, table)).not.toEqual([]);
      expect(await page.getByText('Placebo:').count()).toBe(0);
      await checkEverywhere(page, `as known ${table}`);
      await page.getByRole('button', { name: 'Show what is known now' }).click();
      await page.getByRole('button', { name: 'As known: Now' }).waitFor();
      expect(await page.getByText(/^As it was known/).count()).toBe(0);
    },
  );
});
