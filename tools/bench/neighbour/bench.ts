import { aimTable, format, quantile, table } from '../figures.ts';
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

const QUIET_TENANTS = 8;
const QUIET_WORLD = { conversions: 500, touchpoints: 5_000, households: 2_000, days: 60 };
const NOISY_WORLD = { conversions: 20_000, touchpoints: 100_000, households: 20_000, days: 60 };
const QUIET_RATE = 100;
const READS_EVERY = 10;
const SECONDS = 30;
const ROUNDS = 4;
const CONVERSIONS_EVERY = 20;
const AIM = 1.5;

const REPORTS = ['/api/v1/attribution/report?groupBy=campaign', '/api/v1/attribution/report?groupBy=day'];
const LONG_REPORTS = [
  '/api/v1/attribution/report?groupBy=campaign&lookbackDays=14',
  '/api/v1/attribution/compare?groupBy=campaign&lookbackDays=21',
];

type Noise = Pick<LoadPlan, 'connections' | 'batch' | 'readsEvery' | 'paths'> & { what: string };

/** What one tenant does without pause, on every connection as soon as it has an answer. */
const NOISES: readonly Noise[] = [
  { what: 'single events on 128 connections', connections: 128, batch: 1 },
  { what: 'batches of 100 on 24 connections', connections: 24, batch: 100 },
  { what: 'reports computed from paths on 24 connections', connections: 24, batch: 1, readsEvery: 1, paths: LONG_REPORTS },
];

/** The others' times, alone and beside the noise. */
interface Pair {
  alone: LoadResult;
  beside: LoadResult;
  noise: LoadResult;
}

interface Site {
  url: string;
  quiet: readonly BenchTenant[];
  noisy: BenchTenant;
}

async function measurePair({ url, quiet, noisy }: Site, noise: Noise, name: string): Promise<Pair> {
  const send = (part: string) =>
    runLoad({
      url,
      keys: quiet.map(({ apiKey }) => apiKey),
      name: `${name}-${part}`,
      seconds: SECONDS,
      rate: QUIET_RATE,
      connections: 32,
      batch: 1,
      conversionsEvery: CONVERSIONS_EVERY,
      readsEvery: READS_EVERY,
      paths: REPORTS,
      keepsTimes: true,
    });
  const alone = await send('alone');
  const { what: _, ...shape } = noise;
  const plan = { url, keys: [noisy.apiKey], name: `${name}-noise`, seconds: SECONDS + 1, conversionsEvery: CONVERSIONS_EVERY, ...shape };
  const [beside, ofNoise] = await Promise.all([send('beside'), runLoad(plan, { mayRefuse: true })]);
  // What is matched late would fall into the next time alone.
  await waitForMatching(url, [noisy]);
  return { alone, beside, noise: ofNoise };
}

interface Row {
  what: string;
  pairs: Pair[];
}

async function measure(installation: BenchInstallation): Promise<Row[]> {
  const { context } = installation;
  const quiet: BenchTenant[] = [];
  for (let place = 0; place < QUIET_TENANTS; place += 1) {
    const tenant = await createBenchTenant(context, `quiet-${place}`);
    await makeWorld(context, tenant.tenantId, QUIET_WORLD);
    quiet.push(tenant);
  }
  const noisy = await createBenchTenant(context, 'noisy');
  await makeWorld(context, noisy.tenantId, NOISY_WORLD);
  return withServer(installation, async ({ url }) => {
    const site = { url, quiet, noisy };
    await measurePair(site, NOISES[0], 'warm-up');
    const rows: Row[] = NOISES.map(({ what }) => ({ what, pairs: [] }));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [place, noise] of NOISES.entries()) rows[place].pairs.push(await measurePair(site, noise, `${place}-${round}`));
    }
    return rows;
  });
}

type Times = (result: LoadResult) => number[];

const EVENTS: Times = ({ timesMs }) => timesMs.events;
const READS: Times = ({ timesMs }) => timesMs.reads;

/** The others' p99 over all requests of these rounds. */
const p99Of = (pairs: readonly Pair[], side: 'alone' | 'beside', times: Times) =>
  quantile(
    pairs.flatMap((pair) => times(pair[side])),
    0.99,
  );

/** How many times the others' p99 is beside the noise: over all rounds, and in the rounds where it is least and most. */
function ratiosOf(pairs: readonly Pair[], times: Times) {
  const ratio = (some: readonly Pair[]) => p99Of(some, 'beside', times) / p99Of(some, 'alone', times);
  const single = pairs.map((pair) => ratio([pair]));
  return { all: ratio(pairs), least: Math.min(...single), most: Math.max(...single) };
}

function rowOf({ what, pairs }: Row): string[] {
  const rates = pairs.map(({ noise: { touchpoints, conversions, reads, seconds } }) => (touchpoints + conversions + reads.count) / seconds);
  const columns = [EVENTS, READS].flatMap((times) => {
    const { all, least, most } = ratiosOf(pairs, times);
    const [alone, beside] = (['alone', 'beside'] as const).map((side) => format(p99Of(pairs, side, times), 1));
    return [alone, beside, `${format(all, 2)} (${format(least, 2)} to ${format(most, 2)})`];
  });
  return [what, format(rates.reduce((sum, rate) => sum + rate, 0) / rates.length), ...columns];
}

/** What other tenants' answers take while one tenant asks for as much as it can. */
export async function benchNeighbour(): Promise<string> {
  const rows = await withBenchInstallation(measure);
  const refused = rows.flatMap(({ pairs }) => pairs).filter(({ beside }) => Object.keys(beside.refused).length > 0).length;
  return [
    `${QUIET_TENANTS} tenants together send ${QUIET_RATE} requests a second whatever the answers take, ` +
      `one in ${READS_EVERY} for a report, the others with one event each: ${SECONDS} s alone, then ${SECONDS} s beside another ` +
      `tenant that does one thing without pause; in turn, ${ROUNDS} rounds. p99 is that of all requests of all rounds, in brackets stand ` +
      'the rounds with the least and the most: a round has few requests beyond its p99, and one slow write of the disk decides it. None ' +
      'of the tenants has a limit of requests. One process with the embedded database; the load comes from processes on the same cores.',
    '',
    ...table(
      [
        'the noisy tenant',
        'its events or reports/s',
        'events alone, p99 ms',
        'beside it',
        'times',
        'reports alone, p99 ms',
        'beside it',
        'times',
      ],
      rows.map(rowOf),
    ),
    '',
    ...aimTable(
      rows.flatMap(({ what, pairs }) =>
        (
          [
            ['events', EVENTS],
            ['reports', READS],
          ] as const
        ).map(([noun, times]) => ({
          what: `p99 of others' ${noun} beside ${what}, times p99 alone`,
          aim: `≤ ${AIM}`,
          reached: format(ratiosOf(pairs, times).all, 2),
          isMet: ratiosOf(pairs, times).all <= AIM && refused === 0,
        })),
      ),
    ),
  ].join('\n');
}
