import { median } from '../figures.ts';
import { type BenchInstallation, type BenchTenant, createBenchTenant, waitForMatching, withServer } from '../installation.ts';
import { runLoad } from '../load/run.ts';
import { progress } from '../usage/sending.ts';
import { databaseProcess, processorSeconds } from './processor-time.ts';
import { measureCounting, REQUESTS_OF } from './share.ts';

const UNMETERED = new URL('unmetered.ts', import.meta.url);
const PAIRS = 6;
export const TENANTS = 20;
const WARM_UP_SECONDS = 4;
const SECONDS = 12;
/** Ad exposures alone: with conversions, models are fitted at times, which takes more than what is measured here. */
const SHAPE = { connections: 24, batch: REQUESTS_OF, conversionsEvery: Number.MAX_SAFE_INTEGER };
/** What one round of intake took. */
interface Round {
  eventsPerSecond: number;
  /** Processor microseconds of server and database for each acknowledged event, matching included. */
  microsPerEvent: number;
}

/** Sends events to a server process that counts usage or does not, and lets matching catch up. */
async function measureRound(
  installation: BenchInstallation,
  tenants: readonly BenchTenant[],
  { name, isMetered }: { name: string; isMetered: boolean },
) {
  const env = isMetered ? installation.env : { ...installation.env, NODE_OPTIONS: `--import ${UNMETERED.href}` };
  const database = databaseProcess(String(env.EARSHOT_DATA_DIR));
  return withServer({ env }, async ({ url, pid }): Promise<Round> => {
    const plan = { url, keys: tenants.map(({ apiKey }) => apiKey), ...SHAPE };
    await runLoad({ ...plan, name: `${name}-warm-up`, seconds: WARM_UP_SECONDS });
    await waitForMatching(url, tenants);
    const before = processorSeconds(pid, database);
    const { touchpoints, conversions, seconds } = await runLoad({ ...plan, name, seconds: SECONDS });
    await waitForMatching(url, tenants);
    const events = touchpoints + conversions;
    return { eventsPerSecond: events / seconds, microsPerEvent: ((processorSeconds(pid, database) - before) * 1_000_000) / events };
  });
}

/** A ratio of with metering to without: the median of pairs, and between what the pairs lie. */
export interface Ratio {
  median: number;
  least: number;
  most: number;
}

/** What metering costs the intake of ad exposures. */
export interface IntakeCost {
  /** Processor time that counting takes by itself, and booking by itself, as parts of what intake takes without. */
  shares: { counting: number; booking: number };
  pairs: number;
  metered: Round;
  unmetered: Round;
  processorTime: Ratio;
  eventsPerSecond: Ratio;
}

function ratioOf(values: readonly number[]): Ratio {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
  return { median: middle, least: sorted[0], most: sorted[sorted.length - 1] };
}

function middleOf(rounds: readonly Round[]): Round {
  return {
    eventsPerSecond: median(rounds.map((round) => round.eventsPerSecond)),
    microsPerEvent: median(rounds.map((round) => round.microsPerEvent)),
  };
}

/**
 * Rounds of intake against servers that count their usage (requests, bytes, database time, events) and servers that do not, in pairs whose
 * order takes turns, each server started for its round.
 */
export async function measureIntake(installation: BenchInstallation): Promise<IntakeCost> {
  const tenants: BenchTenant[] = [];
  for (let place = 0; place < TENANTS; place += 1) tenants.push(await createBenchTenant(installation.context, `bench-intake-${place}`));
  const [metered, unmetered]: Round[][] = [[], []];
  const tell = progress('intake with and without metering', 2 * PAIRS);
  for (let pair = 0; pair < PAIRS; pair += 1) {
    for (const isMetered of pair % 2 === 0 ? [true, false] : [false, true]) {
      const round = await measureRound(installation, tenants, { name: `${isMetered ? 'metered' : 'unmetered'}-${pair}`, isMetered });
      (isMetered ? metered : unmetered).push(round);
      tell();
    }
  }
  const ratios = (figure: keyof Round) => ratioOf(metered.map((round, pair) => round[figure] / unmetered[pair][figure]));
  const without = middleOf(unmetered);
  const { counting, booking } = (await measureCounting(installation, tenants))(without.eventsPerSecond);
  return {
    shares: { counting: counting / without.microsPerEvent, booking: booking / without.microsPerEvent },
    pairs: PAIRS,
    metered: middleOf(metered),
    unmetered: without,
    processorTime: ratios('microsPerEvent'),
    eventsPerSecond: ratios('eventsPerSecond'),
  };
}
