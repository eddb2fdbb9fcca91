import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, launchBrowser, settle, unlessSkipped, visitAs } from './browser.ts';
import { findings } from './browser-person.ts';
import { type DashboardWorld, openDashboard } from './dashboard-world.ts';

const MANY = 100_000;

let world: DashboardWorld;
let browser: Browser;

interface Answer {
  rows: { key: string; label: string; conversions: number; valueMinor: number }[];
}

/** Has reports answered with so many rows: row 7 has 7 conversions. */
async function answerMany(page: Page, count: number): Promise<void> {
  await page.route('**/api/v1/attribution/report?*', async (route) => {
    const answer = await route.fetch();
    const report = (await answer.json()) as Answer;
    if (new URL(route.request().url()).searchParams.get('groupBy') === 'day') return route.fulfill({ response: answer });
    const [first] = report.rows;
    const rows = Array.from({ length: count }, (_, place) => ({
      ...first,
      key: `row-${place}`,
      label: `Row ${place}`,
      conversions: place,
      valueMinor: place,
    }));
    return route.fulfill({ response: answer, json: { ...report, rows } });
  });
}

const table = (page: Page) => page.locator('[role=region][aria-label="By campaign"]');

describe.skipIf(chromium === undefined)(`a table of a hundred thousand rows${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openDashboard(20);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test('draws what is in sight alone, tells how many there are, and is gone through from its first row to its last', async () => {
    const { page, complaints } = await visitAs(browser, world.server.url, world.demo.apiKey);
    await answerMany(page, MANY);
    await page.goto('/');
    await page.getByRole('button', { name: 'Show all 100,000' }).click();
    const rows = table(page).locator('tbody tr:not([aria-hidden])');
    await expect.poll(() => rows.first().getAttribute('aria-rowindex')).toBe('2');
    expect(await rows.count()).toBeLessThan(80);
    expect(await table(page).locator('table').getAttribute('aria-rowcount')).toBe(String(MANY + 1));
    expect(await rows.first().innerText()).toContain(`Row ${MANY - 1}`);
    await table(page).focus();
    await page.keyboard.press('End');
    await table(page).getByText('Row 0', { exact: true }).waitFor();
    expect(await rows.count()).toBeLessThan(80);
    await settle(page);
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('sorts all of its rows, those out of sight too', async () => {
    const { page } = await visitAs(browser, world.server.url, world.demo.apiKey);
    await answerMany(page, MANY);
    await page.goto('/');
    await page.getByRole('button', { name: 'Show all 100,000' }).click();
    const first = table(page).locator('tbody tr:not([aria-hidden])').first();
    await table(page).getByRole('button', { name: 'Conversions', exact: true }).click();
    await first.getByText(`Row ${MANY - 1}`, { exact: true }).waitFor();
    await table(page).getByRole('button', { name: 'Conversions', exact: true }).click();
    await first.getByText('Row 0', { exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?sort=conversions');
  });
});
