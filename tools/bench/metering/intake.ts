import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../figures.ts';
import { type BenchInstallation, type BenchTenant, createBenchTenant, waitForMatching, withServer } from '../installation.ts';
import { runLoad } from '../load/run.ts';
import { progress } from '../usage/sending.ts';

const UNMETERED = new URL('unmetered.ts', import.meta.url);
const PAIRS = 6;
const TENANTS = 20;
const WARM_UP_SECONDS = 4;
const SECONDS = 12;
const SHAPE = { connections: 24, batch: 100, conversionsEvery: 20 };
/** Of Linux: in so many parts of a second the kernel tells processor time. */
const TICKS = 100;

/** Processor time of a process and of what it waited for, in ticks, and whose child it is. */
function statOf(pid: string): { parent: number; own: number; waited: number } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    return { parent: fields[1], own: fields[11] + fields[12], waited: fields[13] + fields[14] };
  } catch {
    return undefined;
  }
}

/** The processor seconds that a server and all processes of its database have taken so far. */
function processorSeconds(server: number, database: number): number {
  let ticks = (statOf(String(server))?.own ?? 0) + (statOf(String(database))?.waited ?? 0);
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(pid);
    if (stat && (stat.parent === database || Number(pid) === database)) ticks += stat.own;
  }
  return ticks / TICKS;
}

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
  const database = Number(readFileSync(join(String(env.EARSHOT_DATA_DIR), 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
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

/** What metering costs the intake of ad exposures and conversions. */
export interface IntakeCost {
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
  return {
    pairs: PAIRS,
    metered: middleOf(metered),
    unmetered: middleOf(unmetered),
    processorTime: ratios('microsPerEvent'),
    eventsPerSecond: ratios('eventsPerSecond'),
  };
}
