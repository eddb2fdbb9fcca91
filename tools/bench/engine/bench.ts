import { apportion, apportionConversions, buildModel, creditByUnit, type Model, MODEL_NAMES, weigh } from '../../../engine/src/index.ts';
import { aimTable, format, median, table } from '../figures.ts';
import type { Contest } from './contest.ts';
import { type BenchPaths, generatePaths } from './data.ts';
import { runDuckDb } from './duckdb.ts';
import { runPlainC } from './plain-c.ts';

const PATHS = 1_000_000;
const SEED = 7;
const REPEATS = 9;
const WARM_UPS = 2;
const AGREEMENT = 1e-9;
const TIMES_DUCKDB = 8;
const TIMES_C = 3;

function timesOf(work: () => void): number[] {
  for (let repeat = 0; repeat < WARM_UPS; repeat += 1) work();
  return Array.from({ length: REPEATS }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
}

function runEngine(models: readonly Model[], paths: BenchPaths): Contest {
  let sums = new Float64Array(0);
  let credit: ReturnType<typeof creditByUnit> | undefined;
  const times = timesOf(() => {
    credit = creditByUnit(models, paths, { value: paths.value }, paths.unitCount);
  });
  if (credit !== undefined) {
    const { conversions, value } = credit;
    const perUnit = Array.from({ length: paths.unitCount }, (_, unit) => models.flatMap((_m, m) => [conversions[m][unit], value[m][unit]]));
    sums = Float64Array.from(perUnit.flat());
  }
  return { times, sums };
}

/** Weights, exact cents and exact billionths of every touch, as stored runs need them. */
function timeExact(models: readonly Model[], paths: BenchPaths): number {
  const weights = new Float64Array(paths.ageMs.length);
  const minor = new Float64Array(paths.ageMs.length);
  return median(
    timesOf(() => {
      for (const model of models) {
        weigh(model, paths, weights);
        apportion(paths, paths.value, weights, minor);
        apportionConversions(paths, weights, minor);
      }
    }),
  );
}

function mustAgree(name: string, contest: Contest, engine: Contest): void {
  const differs = engine.sums.findIndex((sum, place) => !(Math.abs(contest.sums[place] - sum) <= AGREEMENT * sum));
  if (contest.sums.length !== engine.sums.length || differs >= 0) throw new Error(`the engine and ${name} disagree at sum ${differs}`);
}

/** What all contenders took, the engine first. */
interface Figures {
  touches: number;
  engineMs: number;
  exactMs: number;
  /** Undefined where there is no gcc. */
  cMs: number | undefined;
  version: string;
  duckDb: Record<string, number>;
}

async function measure(): Promise<Figures> {
  const paths = generatePaths(PATHS, SEED);
  const models = MODEL_NAMES.map((name) => buildModel(name));
  const engine = runEngine(models, paths);
  const exactMs = timeExact(models, paths);
  const c = runPlainC(paths, REPEATS);
  if (c !== undefined) mustAgree('the C loop', c, engine);
  const { version, contests } = await runDuckDb(paths, REPEATS);
  for (const [name, contest] of Object.entries(contests)) mustAgree(`DuckDB (${name})`, contest, engine);
  return {
    touches: paths.ageMs.length,
    engineMs: median(engine.times),
    exactMs,
    cMs: c && median(c.times),
    version,
    duckDb: Object.fromEntries(Object.entries(contests).map(([name, { times }]) => [name, median(times)])),
  };
}

function contenderTable({ touches, engineMs, exactMs, cMs, version, duckDb }: Figures): string[] {
  const row = (name: string, ms: number) => [name, format(ms, 1), format(touches / ms / 1_000), format(ms / engineMs, 2)];
  return table(
    ['contender', 'ms', 'million touchpoints per second', 'time as a multiple of the engine'],
    [
      row('engine, `creditByUnit`, 1 thread', engineMs),
      ...(cMs === undefined ? [] : [row('plain C loop, `gcc -O2`, 1 thread', cMs)]),
      ...Object.entries(duckDb).map(([name, ms]) => row(`DuckDB ${version}: ${name}`, ms)),
      row('engine, exact cents and billionths of every touchpoint', exactMs),
    ],
  );
}

function aimsOf({ engineMs, cMs, duckDb }: Figures): string[] {
  const fastest = Math.min(...Object.entries(duckDb).flatMap(([name, ms]) => (name.endsWith('2 threads') ? [ms] : [])));
  const lead = fastest / engineMs;
  const lag = cMs === undefined ? undefined : engineMs / cMs;
  return aimTable([
    {
      what: 'times as fast as the fastest DuckDB formulation on two threads',
      aim: `≥ ${TIMES_DUCKDB}`,
      reached: format(lead, 1),
      isMet: lead >= TIMES_DUCKDB,
    },
    {
      what: 'times the time of a plain C loop',
      aim: `≤ ${TIMES_C}`,
      reached: lag === undefined ? 'no gcc here' : format(lag, 2),
      isMet: lag !== undefined && lag <= TIMES_C,
    },
  ]);
}

/**
 * Five models over 1,000,000 conversions by the engine, by DuckDB and by a plain C loop, in one run.
 * @throws Error when their results differ by more than a billionth.
 */
export async function benchEngine(): Promise<string> {
  const figures = await measure();
  return [
    `Five models, each as conversions and value, over ${format(PATHS)} conversions and ${format(figures.touches)} touchpoints ` +
      `(50 channels, Zipf 0.9, 1 to 48 touchpoints, mean 4; seed ${SEED}). Median of ${REPEATS} after warm-up, ` +
      `data loaded beforehand for everyone, results equal to 1e-9.`,
    '',
    ...contenderTable(figures),
    '',
    ...aimsOf(figures),
  ].join('\n');
}
