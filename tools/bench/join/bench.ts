import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildModel, createJoinScratch, creditEvents, type EventCredit, type JoinOptions, MODEL_NAMES } from '../../../engine/src/index.ts';
import { aimTable, format, table } from '../figures.ts';
import { startProcess } from '../installation.ts';
import { type Contender, openClickHouse, openDuckDb, sumsOf, writeEvents } from './contenders.ts';
import { type BenchEvents, generateEvents } from './data.ts';

const CONVERSIONS = 1_000_000;
const TIMES_AS_MANY = 10;
const SEED = 7;
const REPEATS = 9;
const REPEATS_OF_MANY = 3;
const SQL_REPEATS = 3;
const AGREEMENT = 1e-9;
const LEAD = 3;
const LOOKBACK_MS = 30 * 86_400_000;
const GROWTH = 11;
const MOST_GB = 3;

/** The least that some work took. */
interface Took {
  ms: number;
  processorMs: number;
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function leastOf(repeats: number, work: () => unknown): Promise<Took> {
  const took: Took = { ms: Infinity, processorMs: Infinity };
  for (let repeat = 0; repeat <= repeats; repeat += 1) {
    const [startedAt, before] = [performance.now(), processorMs()];
    await work();
    if (repeat === 0) continue;
    took.ms = Math.min(took.ms, performance.now() - startedAt);
    took.processorMs = Math.min(took.processorMs, processorMs() - before);
  }
  return took;
}

const models = MODEL_NAMES.map((name) => buildModel(name));

async function runEngine(events: BenchEvents, repeats: number): Promise<{ took: Took; credit: EventCredit }> {
  const { identityCount, unitCount } = events;
  const options: JoinOptions = { identityCount, lookbackMs: LOOKBACK_MS, scratch: createJoinScratch() };
  let credit = creditEvents(models, events, options, unitCount);
  const took = await leastOf(repeats, () => (credit = creditEvents(models, events, options, unitCount)));
  return { took, credit };
}

function mustAgree(name: string, told: Float64Array, { conversions, value }: EventCredit): void {
  const own = Array.from({ length: conversions[0].length }, (_, unit) => models.flatMap((_m, m) => [conversions[m][unit], value[m][unit]]));
  const differs = own.flat().findIndex((sum, place) => !(Math.abs(told[place] - sum) <= AGREEMENT * sum));
  if (differs >= 0 || told.length !== own.flat().length) throw new Error(`the engine and ${name} disagree at sum ${differs}`);
}

async function runContender({ name, ask, queries, close }: Contender, credit: EventCredit): Promise<Record<string, Took>> {
  const times: Record<string, Took> = {};
  for (const [query, sql] of Object.entries(queries)) {
    mustAgree(`${name}, ${query}`, sumsOf(await ask(sql)), credit);
    times[`${name}: ${query}`] = await leastOf(SQL_REPEATS, () => ask(sql));
  }
  close();
  return times;
}

/** The engine on ten times as many events, in a process of its own, so that its memory can be told. */
interface Many {
  ms: number;
  processorMs: number;
  touches: number;
  gigabytes: number;
}

/** Runs the engine alone on ten times as many events and writes what it took to standard output. */
export async function runMany(): Promise<void> {
  const events = generateEvents(TIMES_AS_MANY * CONVERSIONS, SEED);
  const { took, credit } = await runEngine(events, REPEATS_OF_MANY);
  const many: Many = { ...took, touches: credit.touches, gigabytes: process.resourceUsage().maxRSS / 2 ** 20 };
  process.stdout.write(`${JSON.stringify(many)}\n`);
}

async function askForMany(): Promise<Many> {
  const program = startProcess([fileURLToPath(new URL('many.ts', import.meta.url))], process.env);
  await program.ended;
  return JSON.parse(program.output()) as Many;
}

interface Figures {
  own: Took;
  credit: EventCredit;
  contenders: Record<string, Took>;
  many: Many;
}

async function measure(): Promise<Figures> {
  const many = await askForMany();
  const events = generateEvents(CONVERSIONS, SEED);
  const { took: own, credit } = await runEngine(events, REPEATS);
  const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  try {
    writeEvents(events, folder);
    const contenders: Record<string, Took> = {};
    for (const open of [openDuckDb, openClickHouse]) Object.assign(contenders, await runContender(await open(folder), credit));
    return { own, credit, contenders, many };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function contenderTable({ own, contenders }: Figures): string[] {
  const row = (name: string, { ms, processorMs: processor }: Took) => {
    return [name, format(ms), format(ms / own.ms, 1), format(processor), format(processor / own.processorMs, 1)];
  };
  return table(
    ['contender', 'ms', 'as a multiple of the engine', 'processor ms', 'as a multiple of the engine'],
    [row('engine, `creditEvents`, 1 thread', own), ...Object.entries(contenders).map(([name, took]) => row(`${name}, 2 threads`, took))],
  );
}

function aimsOf({ own, contenders, many }: Figures): string[] {
  const lead = Math.min(...Object.values(contenders).map(({ ms }) => ms / own.ms));
  const growth = many.processorMs / own.processorMs;
  return aimTable([
    {
      what: 'times as fast as the fastest formulation of DuckDB and ClickHouse on two threads',
      aim: `≥ ${LEAD}`,
      reached: format(lead, 1),
      isMet: lead >= LEAD,
    },
    {
      what: `times the processor time for ${TIMES_AS_MANY} times the events`,
      aim: `≤ ${GROWTH}`,
      reached: format(growth, 1),
      isMet: growth <= GROWTH,
    },
    {
      what: `gigabytes of the whole process with ${format(TIMES_AS_MANY * CONVERSIONS * 8)} exposures`,
      aim: `≤ ${MOST_GB}`,
      reached: format(many.gigabytes, 1),
      isMet: many.gigabytes <= MOST_GB,
    },
  ]);
}

/**
 * Raw events to credit under five models, by the engine, DuckDB and ClickHouse, in one run.
 * @throws Error when their results differ by more than a billionth.
 */
export async function benchJoin(): Promise<string> {
  const figures = await measure();
  const { credit, many } = figures;
  return [
    `${format(CONVERSIONS)} conversions and eight times as many exposures of 50 channels in random order, identities as whole numbers, ` +
      `a window of 30 days: ${format(credit.attributed)} paths with ${format(credit.touches)} touches (seed ${SEED}). The least of ` +
      `${REPEATS} after warm-up (${SQL_REPEATS} for SQL), data loaded beforehand for everyone into memory, results equal to 1e-9.`,
    '',
    ...contenderTable(figures),
    '',
    `On ten times as much (${format(many.touches)} touches) the engine took ${format(many.ms)} ms, ${format(many.processorMs)} ms of ` +
      'processor time, in a process of its own.',
    '',
    ...aimsOf(figures),
  ].join('\n');
}
