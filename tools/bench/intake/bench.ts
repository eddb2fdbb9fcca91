import { inTenant } from '../../../server/src/platform/tenant-door.ts';
import { aimTable, format, quantile, table } from '../figures.ts';
import {
  type BenchInstallation,
  type BenchTenant,
  createBenchTenant,
  statusOf,
  waitForMatching,
  withBenchInstallation,
  withServer,
} from '../installation.ts';
import type { LoadPlan, LoadResult } from '../load/plan.ts';
import { runLoad } from '../load/run.ts';
import { type Baseline, measureBaseline } from './baseline.ts';

const TENANTS = 20;
const SECONDS = 20;
const BASELINE_SECONDS = 8;
const CONVERSIONS_EVERY = 20;
const LIVE_RATE = 500;
const LOOK_EVERY_MS = 100;

const AIM_SINGLE = 5_000;
const AIM_BATCHES = 25_000;
const AIM_P99_MS = 250;
const AIM_FRESH_S = 5;

type Shape = Pick<LoadPlan, 'connections' | 'batch'>;

const WARM_UP: Shape = { connections: 64, batch: 10 };
const SINGLE: Shape = { connections: 256, batch: 1 };
const BATCHES: Shape = { connections: 24, batch: 100 };
const LIVE: Shape = { connections: 64, batch: 1 };

/** One load, and how long matching took to catch up with it. */
interface Measured extends LoadResult {
  eventsPerSecond: number;
  catchUpSeconds: number;
}

interface Figures {
  single: Measured;
  batches: Measured;
  live: Measured;
  /** Seconds that the oldest event had waited for its figures, looked at ten times a second. */
  waits: number[];
  baseline: Baseline;
}

async function countStored({ context }: BenchInstallation, tenants: readonly BenchTenant[]): Promise<number> {
  let sum = 0;
  for (const { tenantId } of tenants) {
    const [row] = await inTenant(context.db, tenantId, (tx) =>
      tx.query<{ count: number }>({
        text: `select (select count(*) from touchpoints where tenant_id = $1) + (select count(*) from conversions where tenant_id = $1)
               as count`,
        values: [tenantId],
      }),
    );
    sum += row.count;
  }
  return sum;
}

/** Asks one tenant after the other since when its oldest event waits, until `until` is over. */
async function watchWaits(url: string, tenants: readonly BenchTenant[], until: Promise<unknown>): Promise<number[]> {
  const waits: number[] = [];
  let isOver = false;
  void until.finally(() => (isOver = true));
  for (let look = 0; !isOver; look += 1) {
    const { oldestWaitingAt } = await statusOf(url, tenants[look % tenants.length]);
    waits.push(oldestWaitingAt === null ? 0 : Math.max(0, Date.now() - Date.parse(oldestWaitingAt)) / 1_000);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return waits;
}

/** Sends three kinds of load to a server process, each from a fresh start of matching. @throws Error when an event was lost or doubled. */
async function measure(installation: BenchInstallation): Promise<Figures> {
  const tenants: BenchTenant[] = [];
  for (let place = 0; place < TENANTS; place += 1) tenants.push(await createBenchTenant(installation.context, `bench-${place}`));
  const loads = await withServer(installation, async ({ url }) => {
    const plan = { url, keys: tenants.map(({ apiKey }) => apiKey), conversionsEvery: CONVERSIONS_EVERY };
    const send = async (name: string, more: Shape & { rate?: number; seconds?: number }): Promise<Measured> => {
      const result = await runLoad({ ...plan, name, seconds: SECONDS, ...more });
      const catchUpSeconds = await waitForMatching(url, tenants);
      return { ...result, catchUpSeconds, eventsPerSecond: (result.touchpoints + result.conversions) / result.seconds };
    };
    const warmUp = await send('warm-up', { ...WARM_UP, seconds: 4 });
    const single = await send('single', SINGLE);
    const batches = await send('batches', BATCHES);
    const sending = send('live', { ...LIVE, rate: LIVE_RATE });
    const waits = await watchWaits(url, tenants, sending);
    return { warmUp, single, batches, live: await sending, waits };
  });
  const { warmUp, waits, ...measured } = loads;
  const acknowledged = [warmUp, ...Object.values(measured)].reduce((sum, one) => sum + one.touchpoints + one.conversions, 0);
  const stored = await countStored(installation, tenants);
  if (stored !== acknowledged) throw new Error(`${acknowledged} events were acknowledged and ${stored} are stored`);
  return { ...measured, waits, baseline: await measureBaseline(installation.superuserUrl, BASELINE_SECONDS) };
}

function loadTable({ single, batches, live, baseline }: Figures): string[] {
  const row = (what: string, { eventsPerSecond, p50Ms, p99Ms, catchUpSeconds }: Measured, base: string) => [
    what,
    format(eventsPerSecond),
    format(p50Ms, 1),
    format(p99Ms, 1),
    format(catchUpSeconds, 1),
    base,
  ];
  const times = (mine: Measured, base: number) => format(mine.eventsPerSecond / base, 2);
  const plain = (what: string, rate: number) => [what, format(rate), '', '', '', '1.00'];
  return table(
    ['', 'events/s', 'p50 ms', 'p99 ms', 'matched after s', 'events/s as a multiple of its baseline'],
    [
      row(`single events, ${SINGLE.connections} connections`, single, times(single, baseline.single)),
      row(`batches of ${BATCHES.batch}, ${BATCHES.connections} connections`, batches, times(batches, baseline.many)),
      row(`single events at ${LIVE_RATE}/s whatever the answers take`, live, ''),
      plain('baseline of single events: one statement and commit each, 32 connections', baseline.single),
      plain('baseline of batches: 1,000 prepared rows per statement, 2 connections', baseline.many),
    ],
  );
}

function aimsOf({ single, batches, waits }: Figures): string[] {
  const atLeast = (what: string, aim: number, reached: number) => ({
    what,
    aim: `≥ ${format(aim)}`,
    reached: format(reached),
    isMet: reached >= aim,
  });
  const below = (what: string, aim: number, reached: number) => ({
    what,
    aim: `< ${aim}`,
    reached: format(reached, 1),
    isMet: reached < aim,
  });
  return aimTable([
    atLeast('acknowledged single events per second', AIM_SINGLE, single.eventsPerSecond),
    atLeast('acknowledged events per second in batches of 100', AIM_BATCHES, batches.eventsPerSecond),
    below('p99 of single events, ms', AIM_P99_MS, single.p99Ms),
    below('p99 of batches, ms', AIM_P99_MS, batches.p99Ms),
    below(`longest wait of an event for its figures at ${LIVE_RATE} events/s, s`, AIM_FRESH_S, Math.max(...waits)),
  ]);
}

/** Events over HTTP into a server process with fsync on, matching included; every acknowledged event is counted in the database. */
export async function benchIntake(): Promise<string> {
  const figures = await withBenchInstallation(measure);
  const { single, batches, live, waits } = figures;
  const events = [single, batches, live].reduce((sum, one) => sum + one.touchpoints + one.conversions, 0);
  const share = (one: Measured) => format((100 * one.cpuSeconds) / one.seconds);
  return [
    `Acknowledged events over HTTP: ${TENANTS} tenants, embedded PostgreSQL with fsync, ${SECONDS} s per load, one request in ` +
      `${CONVERSIONS_EVERY} with conversions, the others with touchpoints. Matching runs in the server process meanwhile. ` +
      `The load comes from a process on the same cores (${share(single)} % of one for single events, ${share(batches)} % for batches). ` +
      `All ${format(events)} acknowledged events were found in the database, once each.`,
    '',
    ...loadTable(figures),
    '',
    `The baselines go straight to PostgreSQL, into one table with the columns, checks and indexes of touchpoints: no HTTP, ` +
      `no hashing, no deduplication, no row-level security, no queue for matching. At ${LIVE_RATE} events/s the oldest event had waited ` +
      `${format(quantile(waits, 0.5), 1)} s for its figures in the median of ${waits.length} looks.`,
    '',
    ...aimsOf(figures),
  ].join('\n');
}
