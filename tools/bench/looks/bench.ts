import type pg from 'pg';
import { watchTenant } from '../../../server/src/ai/anomaly-work/service.ts';
import { DAY_MS, KEPT } from '../../../server/src/ai/anomalies/series.ts';
import { readCampaignHistoryIn } from '../../../server/src/ai/campaign-history/service.ts';
import { preparePacingIn } from '../../../server/src/ai/prediction-inputs/service.ts';
import type { Context } from '../../../server/src/platform/context.ts';
import { withClient } from '../../../server/src/platform/postgres/connection.ts';
import { ensureEventPartitions } from '../../../server/src/platform/partitions.ts';
import { inTenant, type TenantTx } from '../../../server/src/platform/tenant-door.ts';
import { keepExposureDays } from '../../../server/src/tracking/exposuredays/service.ts';
import { aimTable, format, table } from '../figures.ts';
import { type BenchInstallation, createBenchTenant, withBenchInstallation } from '../installation.ts';
import { readDaysPlainly, readLinesPlainly } from './plain.ts';
import { addCatalogue, fillDays, type LookWorld } from './world.ts';

const DAYS = 360;
const SAMPLE_EVERY_MS = 20;
const DEFAULT_TOUCHPOINTS = 500_000;
const MOST_GROWTH = 2;
const ONE_DAY_NEW = 'look at days, one day new';
const CAME_OUT = 'how campaigns came out, for a prediction';
const PLAIN = 'from the touchpoints themselves:';
const PLAIN_DAYS = `${PLAIN} 150 days`;
const PLAIN_LINES = `${PLAIN} what campaigns delivered`;

/** What one job took: by the clock, its longest statement, and the most memory of this process so far. */
interface Cost {
  what: string;
  ms: number;
  statementMs: number;
  megabytes: number;
}

/** Follows how long the application's statements run. */
function watchStatements(superuserUrl: string) {
  let [isStopped, most] = [false, 0];
  const watching = withClient(superuserUrl, async (watcher) => {
    while (!isStopped) {
      const { rows } = await watcher.query<{ ms: number | null }>(
        `select max(extract(epoch from clock_timestamp() - query_start) * 1000)::float8 as ms from pg_stat_activity
         where state = 'active' and usename = 'app'`,
      );
      most = Math.max(most, rows[0].ms ?? 0);
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_EVERY_MS));
    }
  });
  return async () => {
    isStopped = true;
    await watching;
    return most;
  };
}

async function costOf(superuserUrl: string, what: string, work: () => Promise<unknown>): Promise<Cost> {
  const stop = watchStatements(superuserUrl);
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  const cost = { what, ms, statementMs: Math.min(ms, await stop()), megabytes: process.resourceUsage().maxRSS / 1_024 };
  process.stderr.write(`earshot: ${what}: ${format(ms)} ms, statement ${format(cost.statementMs)} ms\n`);
  return cost;
}

/** A tenant's year, and who looks at it on a day of it, at noon. */
function openYear(installation: BenchInstallation, superuser: pg.Client, tenantId: string) {
  const { context, superuserUrl } = installation;
  const todayMs = Math.floor(context.clock() / DAY_MS) * DAY_MS;
  const world: LookWorld = { context, superuser, tenantId, startsAtMs: todayMs - (DAYS + 3) * DAY_MS, days: DAYS + 3 };
  const at = (day: number): Context => ({ ...context, clock: () => world.startsAtMs + (day + 0.5) * DAY_MS });
  const cost = (what: string, work: () => Promise<unknown>) => costOf(superuserUrl, what, work);
  return {
    world,
    cost,
    look: (what: string, day: number, grain: 'day' | 'hour') => cost(what, () => watchTenant(at(day), 'system', tenantId, { grain })),
    read: (what: string, work: (tx: TenantTx) => Promise<unknown>) =>
      cost(what, () => inTenant(context.db, tenantId, work, { readOnly: true })),
    asOf: (day: number) => new Date(world.startsAtMs + day * DAY_MS).toISOString().slice(0, 10),
  };
}

async function measureAt(installation: BenchInstallation, superuser: pg.Client, touchpoints: number): Promise<Cost[]> {
  const { context } = installation;
  const { tenantId } = await createBenchTenant(context, `looks-${touchpoints}`);
  const { world, cost, look, read, asOf } = openYear(installation, superuser, tenantId);
  const perDay = Math.round(touchpoints / DAYS);
  await addCatalogue(world, 15 * perDay);
  await fillDays(world, { name: 'year', fromDay: 0, beforeDay: DAYS, perDay });
  const lastMs = world.startsAtMs + DAYS * DAY_MS;
  const costs = [
    await cost(PLAIN_DAYS, () => readDaysPlainly(superuser, tenantId, { fromMs: lastMs - KEPT.day * DAY_MS, beforeMs: lastMs })),
    await look('first look at days', DAYS, 'day'),
    await look('first look at hours', DAYS, 'hour'),
  ];
  await fillDays(world, { name: 'day', fromDay: DAYS, beforeDay: DAYS + 1, perDay, isNew: true });
  costs.push(await look(ONE_DAY_NEW, DAYS + 1, 'day'), await look('look at hours, one day new', DAYS + 1, 'hour'));
  costs.push(await cost('days before these, counted for predictions, once', () => keepExposureDays(context, 'system', tenantId)));
  costs.push(await cost(PLAIN_LINES, () => readLinesPlainly(superuser, tenantId)));
  costs.push(await read(CAME_OUT, (tx) => readCampaignHistoryIn(context, tx, asOf(DAYS + 1))));
  const asked = { kind: 'campaign_pacing', campaign: `campaign-${Math.floor(DAYS / 4) - 5}` } as const;
  costs.push(await read('how a campaign is paced, for a prediction', (tx) => preparePacingIn(tx, { asked, asOf: asOf(DAYS + 1) })));
  const imported = { name: 'import', fromDay: 0, beforeDay: DAYS, perDay: Math.round(perDay / 5), isNew: true, isMatched: false };
  await fillDays(world, imported);
  await fillDays(world, { name: 'day', fromDay: DAYS + 1, beforeDay: DAYS + 2, perDay, isNew: true });
  costs.push(await look('look at days, a fifth more imported over all of the year', DAYS + 2, 'day'));
  costs.push(await look('look at hours, the same', DAYS + 2, 'hour'));
  // What came so far came hours ago: a look overlaps the one before by ten minutes.
  await superuser.query({
    text: `update exposure_months set counted_at = counted_at + interval '11 minutes' where tenant_id = $1`,
    values: [tenantId],
  });
  costs.push(await look('look at days, nothing new', DAYS + 3, 'day'));
  return costs;
}

function tableOf([small, large]: readonly Cost[][], sizes: readonly number[]): string[] {
  return table(
    ['', ...sizes.map((size) => `${format(size)} touchpoints, ms`), 'times', 'longest statement, ms'],
    large.map(({ what, ms, statementMs }, place) => [
      what,
      format(small[place].ms),
      format(ms),
      format(ms / small[place].ms, 1),
      what.startsWith(PLAIN) ? '' : format(statementMs),
    ]),
  );
}

function aimsOf([small, large]: readonly Cost[][]): string[] {
  const growth = (what: string) => {
    const times = of(large, what) / of(small, what);
    const told = { what: `${what}: time at ten times the touchpoints`, aim: `≤ ${MOST_GROWTH} times` };
    return { ...told, reached: `${format(times, 1)} times`, isMet: times <= MOST_GROWTH };
  };
  const longest = Math.max(...large.filter(({ what }) => !what.startsWith(PLAIN)).map(({ statementMs }) => statementMs));
  return aimTable([
    growth(ONE_DAY_NEW),
    growth(CAME_OUT),
    { what: 'longest statement of a job', aim: '≤ 30 s', reached: `${format(longest / 1_000, 1)} s`, isMet: longest <= 30_000 },
  ]);
}

const of = (costs: readonly Cost[], what: string) => costs.find((cost) => cost.what === what)?.ms ?? Number.NaN;

/** What the jobs on a tenant's whole history take, and how that grows when the history is ten times as long. */
export async function benchLooks(): Promise<string> {
  const most = Number(process.env.BENCH_TOUCHPOINTS ?? DEFAULT_TOUCHPOINTS);
  const sizes = [Math.round(most / 10), most];
  const measured = await withBenchInstallation(async (installation) => {
    await ensureEventPartitions(installation.context.db, installation.context.clock());
    return withClient(installation.superuserUrl, async (superuser) => {
      const all: Cost[][] = [];
      for (const size of sizes) all.push(await measureAt(installation, superuser, size));
      return all;
    });
  });
  const megabytes = Math.max(...measured.flat().map((cost) => cost.megabytes));
  return [
    `Simulated tenants of ${sizes.map((size) => format(size)).join(' and ')} touchpoints over ${DAYS} days, of campaigns that fly for ` +
      'six weeks in three shows each, a conversion to forty touchpoints, written straight into the tables. Anomalies look at a day, as ' +
      'the nightly job does, with detectors and all; predictions read their input. Beside each: the same days and lines from the ' +
      'touchpoints themselves, by the statements that these jobs ran before, as the superuser. Each once, the smaller tenant first.',
    '',
    ...tableOf(measured, sizes),
    '',
    ...aimsOf(measured),
    '',
    `Most memory of this process in all of it, detectors in their threads included: ${format(megabytes)} MB.`,
  ].join('\n');
}
