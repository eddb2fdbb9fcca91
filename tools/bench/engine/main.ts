import { cpus } from 'node:os';
import { apportion, apportionConversions, buildModel, creditByUnit, type Model, MODEL_NAMES, weigh } from '../../../engine/src/index.ts';
import { type Contest, median } from './contest.ts';
import { type BenchPaths, generatePaths } from './data.ts';
import { runDuckDb } from './duckdb.ts';
import { runPlainC } from './plain-c.ts';

const PATHS = 1_000_000;
const SEED = 7;
const REPEATS = 5;
const WARM_UPS = 2;
const AGREEMENT = 1e-9;

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

function row(name: string, ms: number, touches: number, engineMs: number): string {
  const speed = `${(touches / ms / 1000).toFixed(0)} million`;
  return `| ${name} | ${ms.toFixed(1)} | ${speed} | ${(ms / engineMs).toFixed(2)} |`;
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}

function machine(): string {
  const processor = cpus()[0]?.model ?? 'unknown processor';
  const day = new Date().toISOString().slice(0, 10);
  return `Machine: ${cpus().length} cores of a shared server (${processor}), Node ${process.versions.node}, ${day}.`;
}

/**
 * Five models over 1,000,000 conversions by the engine, by DuckDB and by a plain C loop, in one run, as a section of Markdown.
 * @throws Error when their results differ by more than a billionth.
 */
export async function benchEngine(): Promise<string> {
  const paths = generatePaths(PATHS, SEED);
  const touches = paths.ageMs.length;
  const models = MODEL_NAMES.map((name) => buildModel(name));
  const engine = runEngine(models, paths);
  const exactMs = timeExact(models, paths);
  const c = runPlainC(paths, REPEATS);
  if (c !== undefined) mustAgree('the C loop', c, engine);
  const { version, contests } = await runDuckDb(paths, REPEATS);
  for (const [name, contest] of Object.entries(contests)) mustAgree(`DuckDB (${name})`, contest, engine);
  const engineMs = median(engine.times);
  const duckDb = Object.entries(contests).map(([name, { times }]) => row(`DuckDB ${version}: ${name}`, median(times), touches, engineMs));
  const fastest = (threads: string) =>
    Math.min(...Object.entries(contests).flatMap(([name, { times }]) => (name.endsWith(threads) ? [median(times)] : [])));
  const lead = (threads: string) => (fastest(threads) / engineMs).toFixed(1);
  const ratioToC =
    c === undefined ? 'C was skipped, as there is no gcc' : `it takes ${(engineMs / median(c.times)).toFixed(2)} times the time of C`;
  return [
    '## Engine',
    '',
    `Five models, each as conversions and value, over ${format(PATHS)} conversions and ${format(touches)} touchpoints ` +
      `(50 channels, Zipf 0.9, 1 to 48 touchpoints, mean 4; seed ${SEED}). Median of ${REPEATS} after warm-up, ` +
      `data loaded beforehand for everyone, results equal to 1e-9. ` +
      `${machine()}`,
    '',
    '| contender | ms | touchpoints per second | time as a multiple of the engine |',
    '| --- | --: | --: | --: |',
    row('engine, `creditByUnit`, 1 thread', engineMs, touches, engineMs),
    ...(c === undefined ? [] : [row('plain C loop, `gcc -O2`, 1 thread', median(c.times), touches, engineMs)]),
    ...duckDb,
    row('engine, exact cents and billionths of every touchpoint', exactMs, touches, engineMs),
    '',
    `On one thread the engine is ${lead('2 threads')} times as fast as the fastest of three DuckDB formulations on two, ` +
      `${lead('1 thread')} times as fast as that one on one thread, and ${ratioToC}.`,
    '',
  ].join('\n');
}

if (import.meta.main) process.stdout.write(await benchEngine());
