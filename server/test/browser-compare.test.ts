import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Comparison, Report } from '../src/attribution/reports/schema.ts';
import { cellsOf, chromium, launchBrowser, settle, unlessSkipped, visitAs } from './browser.ts';
import { type DashboardWorld, openDashboard } from './dashboard-world.ts';

let world: DashboardWorld;
let browser: Browser;

const usd = (minor: number) => new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(minor / 100);
const two = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
const address = (page: Page) => page.url().slice(world.server.url.length);

async function ask<Body>(path: string): Promise<Body> {
  return (await world.server.send('GET', `/api/v1/attribution/${path}`, { key: world.demo.apiKey })).json as Body;
}

async function open(path: string): Promise<Page> {
  const { page } = await visitAs(browser, world.server.url, world.demo.apiKey);
  await page.goto(path);
  await settle(page);
  return page;
}

type Measured = (credit: Comparison['rows'][number]['credits'][string], totals: Comparison['totals'][string]) => string;

/** The table's rows as the API's figures make them: a name, and a cell per model. */
function expectedRows(comparison: Comparison, measured: Measured): string[][] {
  const { models, totals } = comparison;
  return comparison.rows.map(({ label, credits }) => [label, ...models.map((model) => measured(credits[model], totals[model]))]);
}

const byName = ([a]: string[], [b]: string[]) => (a < b ? -1 : 1);

/** The table's rows without the mark for few conversions and without the spread. */
async function shownRows(page: Page, count: number): Promise<string[][]> {
  const cells = await cellsOf(page, 'Side by side');
  return cells.slice(0, count).map((row) => [row[0].replace(/ few$/, ''), ...row.slice(1, -1)]);
}

async function expectComparison(page: Page, query: string, measured: Measured): Promise<void> {
  const comparison = await ask<Comparison>(`compare?${query}`);
  const rows = async () => (await shownRows(page, comparison.rows.length)).toSorted(byName);
  await expect.poll(rows).toEqual(expectedRows(comparison, measured).toSorted(byName));
}

describe.skipIf(chromium === undefined)(`the figures on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openDashboard(120);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test('on the overview are the API’s: totals, share with its interval, spend, and every campaign', async () => {
    const page = await open('/?model=time_decay&halfLife=3');
    const { totals, rows } = await ask<Report>('report?model=time_decay&halfLifeDays=3');
    expect(totals.attributedConversions).toBeGreaterThan(0);
    expect(totals.unattributedConversions).toBeGreaterThan(0);
    const text = (await page.locator('main dl').innerText()).replaceAll(/\s+/g, ' ');
    const spend = rows.reduce((sum, { spendMinor }) => sum + (spendMinor ?? 0), 0);
    const figures = [
      String(totals.conversions),
      `${totals.attributedConversions} attributed`,
      `${usd(totals.attributedValueMinor)} attributed`,
      percent(totals.attributedConversions / totals.conversions),
      `${usd(spend)} spend, known for ${rows.length} of ${rows.length}`,
      `${two.format(totals.attributedValueMinor / spend)}×`,
    ];
    for (const figure of figures) expect(text).toContain(figure);
    expect(text.replaceAll(' ', '')).toContain(usd(totals.valueMinor));
    const cells = await cellsOf(page, 'By campaign');
    expect(cells.slice(0, rows.length).map(([label, conversions, money]) => [label.replace(/ few$/, ''), conversions, money])).toEqual(
      rows.map(({ label, conversions, valueMinor }) => [label, two.format(conversions), usd(valueMinor)]),
    );
    expect(cells.slice(rows.length).map(([label, conversions, money]) => [label, conversions, money])).toEqual([
      ['Attributed', two.format(totals.attributedConversions), usd(totals.attributedValueMinor)],
      ['Unattributed ?', two.format(totals.unattributedConversions), usd(totals.unattributedValueMinor)],
      ['All conversions', two.format(totals.conversions), usd(totals.valueMinor)],
    ]);
  });

  test('over time add up to the totals: attributed and unattributed, day by day', async () => {
    const page = await open('/?measure=conversions');
    await page.getByText('Show as a table').click();
    const days = await cellsOf(page, 'Conversions by day, attributed and unattributed');
    const { totals } = await ask<Report>('report?groupBy=day');
    const sum = (column: number) => days.reduce((total, row) => total + Number(row[column].replaceAll(',', '')), 0);
    expect([sum(1), sum(2)]).toEqual([totals.attributedConversions, totals.unattributedConversions]);
  });

  test.each<[string, string, Measured]>([
    ['money', '', ({ valueMinor }) => usd(valueMinor)],
    ['conversions', '&measure=conversions', ({ conversions }) => two.format(conversions)],
    [
      'shares of what is credited',
      '&measure=share',
      ({ valueMinor }, { attributedValueMinor }) => percent(valueMinor / attributedValueMinor),
    ],
  ])('compare every show under every model as the API does, in %s', async (_, search, measured) => {
    const page = await open(`/compare?groupBy=show${search}`);
    await expectComparison(page, 'groupBy=show', measured);
  });

  test('compared, add up in each column: attributed, unattributed, all', async () => {
    const page = await open('/compare');
    const { models, totals, rows } = await ask<Comparison>('compare');
    const [attributed, unattributed, all] = (await cellsOf(page, 'Side by side')).slice(rows.length);
    const of = (part: (of: Comparison['totals'][string]) => number) => models.map((model) => usd(part(totals[model])));
    expect(attributed.slice(1, -1)).toEqual(of(({ attributedValueMinor }) => attributedValueMinor));
    expect(unattributed.slice(1, -1)).toEqual(of(({ unattributedValueMinor }) => unattributedValueMinor));
    expect(all.slice(1, -1)).toEqual(of(({ valueMinor }) => valueMinor));
  });

  test('follow the measure, and the address with them', async () => {
    const page = await open('/compare');
    await page.getByRole('radio', { name: 'Share' }).check();
    await expectComparison(page, '', ({ valueMinor }, { attributedValueMinor }) => percent(valueMinor / attributedValueMinor));
    await expect.poll(() => address(page)).toBe('/compare?measure=share');
    await page.getByRole('radio', { name: 'Money' }).check();
    await expectComparison(page, '', ({ valueMinor }) => usd(valueMinor));
    await expect.poll(() => address(page)).toBe('/compare');
  });

  test('follow the choice of models, of which one always stays', async () => {
    const page = await open('/compare');
    await page.getByRole('button', { name: /^Models:/ }).click();
    for (const model of ['First touch', 'Linear', 'Position based']) await page.getByRole('checkbox', { name: model }).uncheck();
    await expect.poll(() => address(page)).toBe('/compare?models=last_touch,time_decay');
    await expectComparison(page, 'models=last_touch,time_decay', ({ valueMinor }) => usd(valueMinor));
    await page.getByRole('checkbox', { name: 'Time decay' }).uncheck();
    expect(await page.getByRole('checkbox', { name: 'Last touch' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await expectComparison(page, 'models=last_touch', ({ valueMinor }) => usd(valueMinor));
  });

  test.each([
    ['Lookback', 'lookback=1', 'lookbackDays=1'],
    ['Half-life', 'halfLife=1', 'halfLifeDays=1'],
  ])('follow the slider %s, and the address with them', async (slider, search, query) => {
    const page = await open('/compare');
    const before = await shownRows(page, 99);
    await page.getByRole('slider', { name: slider }).press('Home');
    await expect.poll(() => address(page)).toBe(`/compare?${search}`);
    await expectComparison(page, query, ({ valueMinor }) => usd(valueMinor));
    await settle(page);
    expect(await shownRows(page, 99)).not.toEqual(before);
  });

  test('are sorted by any column, either way', async () => {
    const page = await open('/compare');
    const header = page.getByRole('columnheader', { name: 'Last touch' });
    const column = async () => (await cellsOf(page, 'Side by side')).slice(0, -3).map((row) => Number(row[2].replaceAll(/[$,]/g, '')));
    await page.getByRole('button', { name: 'Last touch', exact: true }).click();
    await expect.poll(() => address(page)).toBe('/compare?sort=-last_touch');
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('descending');
    const falling = await column();
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    await page.getByRole('button', { name: 'Last touch', exact: true }).click();
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('ascending');
    expect(await column()).toEqual(falling.toReversed());
  });

  test('of a held row stay in view while options change, with their range in words', async () => {
    const page = await open('/compare');
    const { rows } = await ask<Comparison>('compare?lookbackDays=90');
    const { key, label, credits } = rows[0];
    await page.getByRole('button', { name: label, exact: true }).click();
    await expect.poll(() => address(page)).toBe(`/compare?focus=${key}`);
    await page.getByRole('slider', { name: 'Lookback' }).press('End');
    await expect.poll(() => address(page)).toBe(`/compare?focus=${key}&lookback=90`);
    await settle(page);
    const held = page.getByRole('region', { name: `${label} under each model` });
    const values = Object.values(credits).map(({ valueMinor }) => valueMinor);
    await held.getByText(new RegExp(`From \\${usd(Math.min(...values))} \\(.+\\) to \\${usd(Math.max(...values))} \\(.+\\)\\.`)).waitFor();
    const shown = await held.locator('dd').allInnerTexts();
    expect(shown.map((text) => text.trim())).toEqual(Object.values(credits).map(({ valueMinor }) => usd(valueMinor)));
    await held.getByRole('button', { name: `Stop holding ${label}` }).click();
    await held.waitFor({ state: 'detached' });
    await expect.poll(() => address(page)).toBe('/compare?lookback=90');
  });

  test('come back from an address that somebody was sent', async () => {
    const search = '?models=first_touch,linear&groupBy=channel&measure=conversions&kinds=purchase&lookback=14&sort=label';
    const page = await open(`/compare${search}`);
    await expectComparison(page, 'models=first_touch,linear&groupBy=channel&conversionKind=purchase&lookbackDays=14', ({ conversions }) =>
      two.format(conversions),
    );
    expect(address(page)).toBe(`/compare${search}`);
    expect(await page.getByRole('radio', { name: 'Conversions' }).isChecked()).toBe(true);
    expect(await page.getByLabel('Broken down by').inputValue()).toBe('channel');
  });
});
