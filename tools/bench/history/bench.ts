import type pg from 'pg';
import { drainTenant } from '../../../server/src/attribution/paths/service.ts';
import { getReach } from '../../../server/src/attribution/reach/service.ts';
import { ReachQuery } from '../../../server/src/attribution/reach/schema.ts';
import { withClient } from '../../../server/src/platform/postgres/connection.ts';
import { systemActor } from '../../../server/src/tenants/authorize.ts';
import { aimTable, format, median, table } from '../figures.ts';
import { type BenchInstallation, createBenchTenant, withBenchInstallation } from '../installation.ts';
import { processorMs } from '../rls/processor.ts';
import { addMeasured, convert, growHistory, type HistoryWorld } from './world.ts';

const SIZES = [100_000, 1_000_000, 10_000_000];
const SINGLES = 41;
const BATCHES = 5;
const BATCH = 1_000;
const MOST_GROWTH = 1.3;

/** What it costs in all processes together, in milliseconds of processor time, and by the clock. */
interface Cost {
  processorMs: number;
  ms: number;
}

/** One length of history. */
interface Measured {
  touchpoints: number;
  single: Cost;
  batch: Cost;
  reach: Cost;
}

async function processorOfAll(superuser: pg.Client): Promise<number> {
  const { rows } = await superuser.query<{ pid: number }>(`select pid from pg_stat_activity where backend_type = 'client backend'`);
  const { user, system } = process.cpuUsage();
  return rows.reduce((sum, { pid }) => sum + (processorMs(pid) ?? 0), (user + system) / 1_000);
}

async function costOf(superuser: pg.Client, work: () => Promise<unknown>): Promise<Cost> {
  const [before, startedAt] = [await processorOfAll(superuser), performance.now()];
  await work();
  const ms = performance.now() - startedAt;
  return { processorMs: (await processorOfAll(superuser)) - before, ms };
}

/** The median cost of one conversion when so many wait at a time. */
async function costOfConversion(world: HistoryWorld, name: string, { rounds, size }: { rounds: number; size: number }): Promise<Cost> {
  const costs: Cost[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await convert(world, `${name}-${size}-${round}`, size);
    costs.push(await costOf(world.superuser, () => drainTenant(world.context, 'system', world.tenantId)));
  }
  const middle = (part: keyof Cost) => median(costs.map((cost) => cost[part])) / size;
  return { processorMs: middle('processorMs'), ms: middle('ms') };
}

async function costOfReach({ context, superuser, tenantId }: HistoryWorld): Promise<Cost> {
  const query = ReachQuery.parse({ groupBy: 'campaign' });
  const costs: Cost[] = [];
  for (let round = 0; round < 3; round += 1) costs.push(await costOf(superuser, () => getReach(context, systemActor(tenantId), query)));
  return { processorMs: median(costs.map((cost) => cost.processorMs)), ms: median(costs.map(({ ms }) => ms)) };
}

async function measure({ context, superuserUrl }: BenchInstallation): Promise<Measured[]> {
  return withClient(superuserUrl, async (superuser) => {
    const { tenantId } = await createBenchTenant(context, 'bench');
    const world: HistoryWorld = { context, superuser, tenantId };
    await addMeasured(world);
    const measured: Measured[] = [];
    let length = 0;
    for (const touchpoints of SIZES) {
      await growHistory(world, length, touchpoints);
      length = touchpoints;
      await costOfConversion(world, `warm-${length}`, { rounds: 3, size: 100 });
      const single = await costOfConversion(world, `at-${length}`, { rounds: SINGLES, size: 1 });
      const batch = await costOfConversion(world, `at-${length}`, { rounds: BATCHES, size: BATCH });
      measured.push({ touchpoints, single, batch, reach: await costOfReach(world) });
    }
    return measured;
  });
}

function historyTable(measured: readonly Measured[]): string[] {
  return table(
    [
      'touchpoints of the tenant',
      'one waiting, processor ms',
      'ms',
      '1,000 waiting, processor ms each',
      'ms each',
      'reach, processor ms',
      'ms',
    ],
    measured.map(({ touchpoints, single, batch, reach }) => [
      format(touchpoints),
      ...[single, batch].flatMap((cost) => [format(cost.processorMs, 2), format(cost.ms, 2)]),
      format(reach.processorMs),
      format(reach.ms),
    ]),
  );
}

function aimsOf(measured: readonly Measured[]): string[] {
  const [first, last] = [measured[0], measured[measured.length - 1]];
  const growth = (part: 'single' | 'batch') => last[part].processorMs / first[part].processorMs;
  const aim = (part: 'single' | 'batch', waiting: string) => ({
    what: `processor time of a conversion at ${format(last.touchpoints)} ÷ at ${format(first.touchpoints)}, ${waiting} waiting`,
    aim: `≤ ${MOST_GROWTH}`,
    reached: format(growth(part), 2),
    isMet: growth(part) <= MOST_GROWTH,
  });
  return aimTable([aim('single', 'one'), aim('batch', format(BATCH))]);
}

/** What a conversion and a reach analysis cost as a tenant's history grows. */
export async function benchHistory(): Promise<string> {
  const measured = await withBenchInstallation(measure);
  return [
    'One tenant whose touchpoints grow: impressions of households with ten each over 150 days. A conversion is matched with five ' +
      'touchpoints, its path is stored and the sums are moved. Processor time of this process and of the database, the median of ' +
      `${SINGLES} conversions one by one and of ${BATCHES} rounds of ${format(BATCH)}; of three reach analyses by campaign over all time.`,
    '',
    ...historyTable(measured),
    '',
    ...aimsOf(measured),
  ].join('\n');
}
