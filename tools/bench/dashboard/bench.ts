import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { startChromium } from '../../chromium.ts';
import { drainTenant } from '../../../server/src/attribution/paths/service.ts';
import { acceptConversions, acceptTouchpoints } from '../../../server/src/tracking/intake/service.ts';
import { systemActor } from '../../../server/src/tenants/authorize.ts';
import { simulateWorld } from '../../../simulator/src/index.ts';
import { aimTable, format, median, table } from '../figures.ts';
import { type BenchInstallation, type BenchTenant, createBenchTenant, withBenchInstallation, withServer } from '../installation.ts';
import { timeInteractions } from './interactions.ts';
import { type Load, loadOnce, SLOWED, withBarePage } from './loads.ts';

const BUILD = fileURLToPath(new URL('../../build-dashboard.ts', import.meta.url));
const DAY_MS = 86_400_000;
const DAYS = 30;
const LOADS = 7;
const ROUNDS = 5;
const MANY = 100_000;
const FEW = 25;
const BATCH = 1_000;
const AIM_BYTES = 200_000;
const AIM_MS = 200;

async function fill(context: BenchInstallation['context'], { tenantId }: BenchTenant): Promise<void> {
  const startAt = new Date((Math.floor(Date.now() / DAY_MS) - DAYS) * DAY_MS).toISOString();
  const world = simulateWorld({ seed: 11, households: 400, days: DAYS, startAt });
  const actor = systemActor(tenantId);
  for (const [events, accept] of [
    [[...world.touchpoints()], acceptTouchpoints],
    [[...world.conversions()], acceptConversions],
  ] as const)
    for (let at = 0; at < events.length; at += BATCH) await accept(context, actor, events.slice(at, at + BATCH), 'server');
  await drainTenant(context, 'system', tenantId);
}

async function overviewStands(page: Page): Promise<void> {
  await page.locator('[role=region][aria-label="By campaign"] tbody tr').first().waitFor();
  await page.locator('main [role=img] svg').first().waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
}

async function signInStands(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
}

async function loads(load: () => Promise<Load>): Promise<Load[]> {
  const all: Load[] = [];
  for (let round = 0; round < LOADS; round += 1) all.push(await load());
  return all;
}

const middle = (all: readonly Load[], of: (load: Load) => number) => median(all.map(of));

function loadRow(name: string, all: readonly Load[], bare: readonly Load[]): string[] {
  const kilobytes = (of: (load: Load) => number) => format(middle(all, of) / 1_000, 1);
  const largest = middle(all, ({ largestPaintMs }) => largestPaintMs);
  return [
    name,
    kilobytes(({ bytes, chartBytes }) => bytes - chartBytes),
    kilobytes(({ chartBytes }) => chartBytes),
    format(middle(all, ({ requests }) => requests)),
    format(middle(all, ({ firstPaintMs }) => firstPaintMs)),
    format(largest),
    format(largest / middle(bare, ({ largestPaintMs }) => largestPaintMs), 1),
    format(middle(all, ({ blockedMs }) => blockedMs)),
    format(
      middle(all, ({ shift }) => shift),
      3,
    ),
  ];
}

const LOAD_HEAD = [
  'first load',
  'kB gzipped before charts',
  'kB of charts',
  'files',
  'first paint, ms',
  'largest paint, ms',
  'as a multiple of a bare page',
  'blocked, ms',
  'layout shift',
];

interface Timed {
  many: Map<string, number>[];
  few: Map<string, number>[];
  slowed: Map<string, number>[];
}

async function timed(browser: Browser, of: { url: string; apiKey: string }): Promise<Timed> {
  const all: Timed = { many: [], few: [], slowed: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    all.many.push(await timeInteractions(browser, { ...of, rows: MANY, slowed: 1 }));
    all.few.push(await timeInteractions(browser, { ...of, rows: FEW + 1, slowed: 1 }));
    all.slowed.push(await timeInteractions(browser, { ...of, rows: MANY, slowed: SLOWED }));
  }
  return all;
}

const timesOf = (rounds: readonly Map<string, number>[], what: string) => rounds.map((round) => round.get(what) ?? Number.NaN);

function interactionRows({ many, few, slowed }: Timed): string[][] {
  return [...many[0].keys()].map((what) => {
    const [ofMany, ofFew] = [median(timesOf(many, what)), median(timesOf(few, what))];
    return [
      what,
      format(ofMany),
      format(Math.max(...timesOf(many, what))),
      format(ofMany / ofFew, 1),
      format(median(timesOf(slowed, what))),
    ];
  });
}

interface Figures {
  overview: Load[];
  signIn: Load[];
  bare: Load[];
  interactions: Timed;
}

async function measure(installation: BenchInstallation): Promise<Figures> {
  const tenant = await createBenchTenant(installation.context, 'bench');
  await fill(installation.context, tenant);
  const browser = await startChromium();
  try {
    return await withServer(installation, async ({ url }) => {
      const { apiKey } = tenant;
      const overview = await loads(() => loadOnce(browser, url, { apiKey, shown: overviewStands }));
      const signIn = await loads(() => loadOnce(browser, url, { shown: signInStands }));
      const html = `<!doctype html><title>Bare</title><h1>Overview</h1><table>${'<tr><td>Campaign<td>1'.repeat(FEW)}</table>`;
      const shown = (page: Page) => page.locator('h1').waitFor();
      const bare = await withBarePage(html, (address) => loads(() => loadOnce(browser, address, { shown })));
      return { overview, signIn, bare, interactions: await timed(browser, { url, apiKey }) };
    });
  } finally {
    await browser.close();
  }
}

function aimsOf({ overview, interactions }: Figures): string[] {
  const bytes = middle(overview, (load) => load.bytes - load.chartBytes);
  const worst = Math.max(...interactions.many.flatMap((round) => [...round.values()]));
  return aimTable([
    {
      what: 'first load before charts, kB gzipped',
      aim: `≤ ${AIM_BYTES / 1_000}`,
      reached: format(bytes / 1_000, 1),
      isMet: bytes <= AIM_BYTES,
    },
    {
      what: `longest interaction of all rounds with ${format(MANY)} rows, ms`,
      aim: `< ${AIM_MS}`,
      reached: format(worst),
      isMet: worst < AIM_MS,
    },
  ]);
}

/** The first load of the dashboard, and how soon it answers with a hundred thousand rows behind a table, in a real browser. */
export async function benchDashboard(): Promise<string> {
  execFileSync(process.execPath, [BUILD], { stdio: ['ignore', 2, 2] });
  const figures = await withBenchInstallation(measure);
  const { overview, signIn, bare, interactions } = figures;
  return [
    `First loads with empty caches on a processor made ${SLOWED} times slower, as Lighthouse does for a phone, over loopback: ` +
      `no network is simulated. Medians of ${LOADS}. Bytes are of page, scripts and styles, gzipped; a browser that takes brotli gets ` +
      `fewer. The bare page is one file without scripts, loaded the same way. Blocked is what tasks took beyond 50 ms each.`,
    '',
    ...table(LOAD_HEAD, [
      loadRow('Overview, signed in', overview, bare),
      loadRow('Sign-in', signIn, bare),
      loadRow('bare page', bare, bare),
    ]),
    '',
    `From an input to the next paint (the browser's Event Timing, in steps of 8 ms; 16 stands for less), with ${format(MANY)} rows in ` +
      `the report by campaign, ${ROUNDS} rounds, beside the same with ${FEW + 1} rows.`,
    '',
    ...table(
      ['interaction', 'median, ms', 'longest, ms', `as a multiple of ${FEW + 1} rows`, `median on a processor ${SLOWED} times slower, ms`],
      interactionRows(interactions),
    ),
    '',
    ...aimsOf(figures),
  ].join('\n');
}
