import { aimTable, format, median, table } from '../figures.ts';
import {
  type BenchInstallation,
  type BenchTenant,
  createBenchTenant,
  waitForMatching,
  withBenchInstallation,
  withServer,
} from '../installation.ts';
import type { LoadPlan, LoadResult } from '../load/plan.ts';
import { runLoad } from '../load/run.ts';
import { makeWorld } from '../report/world.ts';
import { SAMPLE_EVERY_MS, watchMemory } from '../resident.ts';

const TENANTS = 20;
const WORLD = { conversions: 500, touchpoints: 5_000, households: 2_000, days: 60 };
const CONVERSIONS_EVERY = 20;
const READS_EVERY = 50;
const PATHS = [
  '/api/v1/attribution/report?groupBy=campaign',
  '/api/v1/attribution/report?groupBy=day',
  '/api/v1/attribution/compare?groupBy=campaign',
];
const SHAPE = { connections: 256, batch: 1, conversionsEvery: CONVERSIONS_EVERY, readsEvery: READS_EVERY, paths: PATHS };

const STEP_SECONDS = 20;
const FIRST_RATE = 400;
const STEP = 1.2;
/** The part of the requests that were due which has to be answered for a rate to count as carried. */
const CARRIED = 0.98;
const LONG_SECONDS = 600;
const PART_OF_KNEE = 0.8;
const AIM_P99_MS = 250;
const AIM_GROWTH = 1.1;
const MINUTE_MS = 60_000;

interface Step extends LoadResult {
  rate: number;
  isCarried: boolean;
}

interface Figures {
  steps: Step[];
  knee: number;
  long: LoadResult;
  /** The middle one of each minute's resident megabytes of the server process. */
  megabytes: number[];
  catchUpSeconds: number;
}

/** Raises the rate until the server no longer carries it; the last one that it did is the knee. */
async function findKnee(send: (name: string, plan: Pick<LoadPlan, 'rate' | 'seconds'>) => Promise<LoadResult>): Promise<Step[]> {
  const steps: Step[] = [];
  for (let rate = FIRST_RATE; steps.every(({ isCarried }) => isCarried); rate = Math.round(rate * STEP)) {
    const result = await send(`step-${rate}`, { rate, seconds: STEP_SECONDS });
    const isCarried = result.requests >= CARRIED * rate * STEP_SECONDS && result.p99Ms < AIM_P99_MS && result.reads.p99Ms < AIM_P99_MS;
    steps.push({ ...result, rate, isCarried });
    const times = `p99 of events ${format(result.p99Ms)} ms, of reports ${format(result.reads.p99Ms)} ms`;
    process.stderr.write(`earshot: ${format(result.requests / STEP_SECONDS)} of ${rate} requests a second, ${times}\n`);
  }
  return steps;
}

function byMinute(samples: readonly number[], elapsedMs: number): number[] {
  const minutes = Math.round(elapsedMs / MINUTE_MS);
  const per = samples.length / minutes;
  return Array.from({ length: minutes }, (_, minute) => median(samples.slice(Math.floor(minute * per), Math.floor((minute + 1) * per))));
}

async function measure(installation: BenchInstallation): Promise<Figures> {
  const tenants: BenchTenant[] = [];
  for (let place = 0; place < TENANTS; place += 1) {
    const tenant = await createBenchTenant(installation.context, `bench-${place}`);
    await makeWorld(installation.context, tenant.tenantId, WORLD);
    tenants.push(tenant);
  }
  return withServer(installation, async ({ url, pid }) => {
    const keys = tenants.map(({ apiKey }) => apiKey);
    const send = (name: string, plan: Pick<LoadPlan, 'rate' | 'seconds'>) => runLoad({ url, keys, name, ...SHAPE, ...plan });
    await send('warm-up', { rate: FIRST_RATE, seconds: 30 });
    const steps = await findKnee(send);
    const knee = steps.findLast(({ isCarried }) => isCarried)?.rate;
    if (knee === undefined) throw new Error(`not even ${FIRST_RATE} requests a second are carried`);
    await waitForMatching(url, tenants);
    process.stderr.write(`earshot: ${LONG_SECONDS / 60} minutes at ${Math.round(knee * PART_OF_KNEE)} requests a second\n`);
    const memory = watchMemory(pid);
    const startedAt = performance.now();
    const long = await send('long', { rate: knee * PART_OF_KNEE, seconds: LONG_SECONDS });
    const megabytes = byMinute(memory.seen, performance.now() - startedAt);
    await memory.stop();
    return { steps, knee, long, megabytes, catchUpSeconds: await waitForMatching(url, tenants) };
  });
}

function stepTable({ steps }: Figures): string[] {
  return table(
    ['requests due a second', 'answered a second', 'events p50 ms', 'events p99 ms', 'reports p99 ms', 'carried'],
    steps.map(({ rate, requests, seconds, p50Ms, p99Ms, reads, isCarried }) => [
      format(rate),
      format(requests / seconds),
      format(p50Ms, 1),
      format(p99Ms, 1),
      format(reads.p99Ms, 1),
      isCarried ? 'yes' : 'no',
    ]),
  );
}

function minuteTable({ long, megabytes }: Figures): string[] {
  return table(
    ['minute', ...megabytes.map((_, minute) => `${minute + 1}`)],
    [
      ['p99, ms', ...megabytes.map((_, minute) => format(long.p99ByMinute[minute], 1))],
      ['resident memory, MB', ...megabytes.map((one) => format(one))],
    ],
  );
}

/** How much one machine carries: the knee of an open loop, and ten minutes at four fifths of it. */
export async function benchSteady(): Promise<string> {
  const figures = await withBenchInstallation(measure);
  const { knee, long, megabytes, catchUpSeconds } = figures;
  // The first two minutes fill what is kept in memory.
  const growth = megabytes[megabytes.length - 1] / megabytes[2];
  const perSecond = (long.touchpoints + long.conversions) / long.seconds;
  return [
    `${TENANTS} tenants send single events, one in ${CONVERSIONS_EVERY} a conversion, and one request in ${READS_EVERY} ` +
      `asks for a report, at a rate that does not wait for answers: a request's time counts from when it was due. Matching, ` +
      `rollups and metering go on in the same process, the embedded PostgreSQL beside it with fsync, and the load comes from a ` +
      `process on the same cores (${format((100 * long.cpuSeconds) / long.seconds)} % of one in the long run). A rate counts as ` +
      `carried with ${100 * CARRIED} % of its requests answered within its ${STEP_SECONDS} s and p99 below ${AIM_P99_MS} ms of ` +
      `events and of reports.`,
    '',
    ...stepTable(figures),
    '',
    `${LONG_SECONDS / 60} minutes at ${format(100 * PART_OF_KNEE)} % of the knee, which is ${format(knee)} requests a second: ` +
      `${format(long.requests)} requests, ${format(perSecond)} events a second, none refused; ` +
      `${format(catchUpSeconds, 1)} s after the last one nothing waited for matching. Memory is that of the server process, ` +
      `looked at every ${SAMPLE_EVERY_MS} ms, the middle value of each minute.`,
    '',
    ...minuteTable(figures),
    '',
    ...aimTable([
      { what: 'p99 of events, ms', aim: `< ${AIM_P99_MS}`, reached: format(long.p99Ms, 1), isMet: long.p99Ms < AIM_P99_MS },
      { what: 'p99 of reports, ms', aim: `< ${AIM_P99_MS}`, reached: format(long.reads.p99Ms, 1), isMet: long.reads.p99Ms < AIM_P99_MS },
      {
        what: 'memory in the last minute, times that in the third',
        aim: `≤ ${AIM_GROWTH}`,
        reached: format(growth, 2),
        isMet: growth <= AIM_GROWTH,
      },
    ]),
  ].join('\n');
}
