import { countTransitions, creditByShapley, fitMarkov, openTransitions } from '../../../engine/src/index.ts';
import { type Risk, riskOf } from '../../../engine/src/models/hazard-risk.ts';
import { stepHazard } from '../../../engine/src/models/hazard-step.ts';
import { aimTable, format, table } from '../figures.ts';
import type { Contest } from './contest.ts';
import { runDataDrivenDuckDb } from './data-driven-duckdb.ts';
import { type BenchPaths, generatePaths } from './data.ts';
import { type BenchObservations, observationsOf } from './observations.ts';
import { runC } from './plain-c.ts';

const PATHS = 1_000_000;
const WITHOUT = 750_000;
const SEED = 7;
const REPEATS = 9;
const SQL_REPEATS = 3;
const AGREEMENT = 1e-9;
const TIMES_C = 2;
const HAZARD_MS = 150;
const HAZARD_TOUCHES = 7_000_000;
const WIDEST = { slowest: 1e-30, fastest: 1e30 };

interface World {
  paths: BenchPaths;
  conversions: Float64Array;
  nulls: Float64Array;
  observed: BenchObservations;
  risk: Risk;
}

function contestOf(work: () => Float64Array): Contest {
  let sums = work();
  const times = Array.from({ length: REPEATS + 1 }, () => {
    const before = process.threadCpuUsage();
    sums = work();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1_000;
  });
  return { times: times.slice(1), sums };
}

function interleave(columns: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from({ length: columns.length * columns[0].length }, (_, place) => {
    return columns[place % columns.length][Math.floor(place / columns.length)];
  });
}

/** What the engine makes of each model, in the form in which C and SQL give it. */
const ENGINE: Readonly<Record<string, (world: World) => Float64Array>> = {
  markov: ({ paths, conversions, nulls }) => {
    const transitions = openTransitions(paths.unitCount, 1);
    countTransitions(transitions, paths, { conversions, nulls });
    return transitions.followers;
  },
  shapley: ({ paths }) => {
    const { conversions, value } = creditByShapley(paths, { value: paths.value }, paths.unitCount);
    return interleave([conversions, value]);
  },
  hazard: ({ risk, observed }) => {
    const { next, organic } = stepHazard(risk, observed.rates, WIDEST);
    return Float64Array.of(...interleave([next.effect, next.decay]), organic[0]);
  },
};

function runCs({ paths, conversions, nulls, risk, observed }: World): Record<string, Contest | undefined> {
  const header = (exposures: number) => Int32Array.of(paths.pathCount, paths.offsets[paths.pathCount], paths.unitCount, exposures);
  const { baseline, effect, decay } = observed.rates;
  const columns = {
    markov: [header(0), paths.offsets, paths.unit, conversions, nulls],
    shapley: [header(0), paths.offsets, paths.unit, paths.value],
    hazard: [header(risk.endMs.length), risk.offsets, risk.unit, risk.ageMs, risk.endOffsets, risk.endMs, baseline, effect, decay],
  };
  return Object.fromEntries(Object.entries(columns).map(([model, parts]) => [model, runC('data-driven.c', [model], parts, REPEATS)]));
}

function mustAgree(name: string, told: Float64Array, sums: Float64Array): void {
  const differs = sums.findIndex((sum, place) => place < told.length && !(Math.abs(told[place] - sum) <= AGREEMENT * Math.abs(sum)));
  if (differs >= 0) throw new Error(`the engine and ${name} disagree at sum ${differs}: ${sums[differs]} and ${told[differs]}`);
}

const least = (contest: Contest) => Math.min(...contest.times);

/** What each contender took, by model. */
interface Figures {
  engine: Record<string, Contest>;
  c: Record<string, Contest | undefined>;
  duckDb: Record<string, Contest>;
  version: string;
  solveMs: number;
  exposures: number;
  touches: number;
}

async function measure(): Promise<Figures> {
  const paths = generatePaths(PATHS, SEED);
  const observed = observationsOf(paths, WITHOUT);
  const world: World = {
    paths,
    conversions: new Float64Array(paths.pathCount).fill(1),
    nulls: Float64Array.from({ length: paths.pathCount }, (_, path) => path % 3),
    observed,
    risk: riskOf(observed.observations, { unitCount: paths.unitCount, strata: 1, lookbackMs: Infinity }),
  };
  const engine = Object.fromEntries(Object.entries(ENGINE).map(([model, work]) => [model, contestOf(() => work(world))]));
  const whole = contestOf(() => fitMarkov(paths, { conversions: world.conversions, nulls: world.nulls }, paths.unitCount).removalEffects);
  const c = runCs(world);
  const { version, ...duckDb } = await runDataDrivenDuckDb(paths, observed, SQL_REPEATS);
  for (const [model, { sums }] of Object.entries(engine)) {
    const plain = c[model];
    if (plain !== undefined) mustAgree(`the C loop (${model})`, plain.sums, sums);
    mustAgree(`DuckDB (${model})`, duckDb[model as keyof typeof duckDb].sums, sums);
  }
  const exposures = world.risk.endMs.length;
  return { engine, c, duckDb, version, solveMs: least(whole) - least(engine.markov), exposures, touches: paths.ageMs.length };
}

const WORK: Readonly<Record<string, string>> = {
  markov: '`markov`: transitions counted',
  shapley: '`shapley`: conversions and value by unit',
  hazard: '`hazard`: one step of the fit',
};

function contenderTable({ engine, c, duckDb, version }: Figures): string[] {
  const rows = Object.keys(WORK).map((model) => {
    const own = least(engine[model]);
    const plain = c[model];
    const sql = least(duckDb[model]);
    const beside = plain === undefined ? ['', ''] : [format(least(plain), 1), format(own / least(plain), 2)];
    return [WORK[model], format(own, 1), ...beside, format(sql, 1), format(sql / own, 1)];
  });
  return table(['', 'engine, ms', 'plain C loop, ms', 'engine ÷ C', `DuckDB ${version}, 2 threads, ms`, 'DuckDB ÷ engine'], rows);
}

function aimsOf({ engine, c, exposures }: Figures): string[] {
  const ratios = ['markov', 'shapley'].flatMap((model) => {
    const plain = c[model];
    return plain === undefined ? [] : [least(engine[model]) / least(plain)];
  });
  const worst = Math.max(...ratios);
  const stepMs = (least(engine.hazard) * HAZARD_TOUCHES) / exposures;
  return aimTable([
    {
      what: 'times the time of a plain C loop, `markov` and `shapley`, the worse',
      aim: `≤ ${TIMES_C}`,
      reached: ratios.length === 0 ? 'no gcc here' : format(worst, 2),
      isMet: ratios.length > 0 && worst <= TIMES_C,
    },
    {
      what: 'one step of `hazard` for each 7,000,000 exposures, ms',
      aim: `≤ ${HAZARD_MS}`,
      reached: format(stepMs, 0),
      isMet: stepMs <= HAZARD_MS,
    },
  ]);
}

/**
 * The data-driven models by the engine, by a plain C loop and by DuckDB, in one run.
 * @throws Error when their results differ by more than a billionth.
 */
export async function benchModels(): Promise<string> {
  const figures = await measure();
  return [
    `${format(PATHS)} conversions with ${format(figures.touches)} touchpoints (50 channels, Zipf 0.9, 1 to 48 touchpoints, mean 4; ` +
      `seed ${SEED}); each path also ends without conversion 0 to 2 times. For \`hazard\` ${format(WITHOUT)} identities more without a ` +
      `conversion, together ${format(figures.exposures)} exposures. Processor time, so that other work on the machine counts for ` +
      `less: the least of ${REPEATS} after warm-up (${SQL_REPEATS} for DuckDB, both threads together); data loaded beforehand for ` +
      `everyone, results equal to 1e-9.`,
    '',
    ...contenderTable(figures),
    '',
    `Solving the chain of 50 channels takes ${format(Math.max(0, figures.solveMs), 1)} ms more than counting its transitions.`,
    '',
    ...aimsOf(figures),
  ].join('\n');
}
