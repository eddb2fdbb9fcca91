import type { Browser, Page } from 'playwright-core';
import { slowDown } from './loads.ts';

/** Keeps the longest of the interactions since it was emptied: from the input to the next paint (web.dev, "INP"), in steps of 8 ms. */
const WATCH = `
  window.longestByBench = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    if (entry.interactionId) window.longestByBench = Math.max(window.longestByBench, entry.duration);
  })).observe({ type: 'event', durationThreshold: 16, buffered: true });
`;

const region = (page: Page) => page.locator('[role=region][aria-label="By campaign"]');
const header = (page: Page, name: string) => region(page).getByRole('button', { name, exact: true });

interface Interaction {
  what: string;
  act: (page: Page) => Promise<void>;
}

const INTERACTIONS: readonly Interaction[] = [
  { what: 'show all rows', act: (page) => page.getByRole('button', { name: /^Show all \d/ }).click() },
  { what: 'sort by a number', act: (page) => header(page, 'Conversions').click() },
  { what: 'sort by a name', act: (page) => header(page, 'Campaign').click() },
  { what: 'sort it the other way round', act: (page) => header(page, 'Campaign').click() },
  { what: 'open a definition', act: (page) => page.getByRole('button', { name: 'What is ROAS?' }).first().click() },
  { what: 'close it', act: (page) => page.keyboard.press('Escape') },
  { what: 'open the search', act: (page) => page.keyboard.press('Control+K') },
  { what: 'type a letter into it', act: (page) => page.keyboard.type('m') },
  { what: 'close the search', act: (page) => page.keyboard.press('Escape') },
  {
    what: 'show conversions in place of money',
    act: (page) => page.getByRole('radio', { name: 'Conversions' }).first().check({ force: true }),
  },
];

interface Answer {
  rows: Record<string, unknown>[];
}

/** Has reports by campaign answered with so many rows, made of the first. */
async function answerRows(page: Page, count: number): Promise<void> {
  await page.route('**/api/v1/attribution/report?*', async (route) => {
    const answer = await route.fetch();
    if (new URL(route.request().url()).searchParams.get('groupBy') === 'day') return route.fulfill({ response: answer });
    const report = (await answer.json()) as Answer;
    const rows = Array.from({ length: count }, (_, place) => ({
      ...report.rows[0],
      key: `campaign-${place}`,
      label: `Campaign ${(place * 7_919) % count}`,
      conversions: ((place * 104_729) % count) / 7,
      valueMinor: (place * 15_485_863) % (count * 100),
    }));
    return route.fulfill({ response: answer, json: { ...report, rows } });
  });
}

/** How long each interaction took until the next paint, in milliseconds; 16 where it took less. */
export async function timeInteractions(
  browser: Browser,
  { url, apiKey, rows, slowed }: { url: string; apiKey: string; rows: number; slowed: number },
): Promise<Map<string, number>> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  try {
    await context.request.post('/api/v1/security/sessions', { data: { apiKey } });
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    await answerRows(page, rows);
    await page.goto('/');
    await region(page).locator('tbody tr').first().waitFor();
    // Rooms that are fetched ahead shall be there.
    await page.waitForLoadState('networkidle');
    await slowDown(page, slowed);
    const times = new Map<string, number>();
    for (const { what, act } of INTERACTIONS) {
      await page.evaluate('window.longestByBench = 16');
      await act(page);
      await page.waitForTimeout(400);
      times.set(what, await page.evaluate<number>('window.longestByBench'));
    }
    return times;
  } finally {
    await context.close();
  }
}
