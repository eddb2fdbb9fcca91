import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceFigures } from './document.ts';
import { machine } from './figures.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const FORMAT = fileURLToPath(new URL('../format.ts', import.meta.url));

/** Each bench resolves with its figures as Markdown. Only those asked for are loaded. */
const BENCHES: Readonly<Record<string, () => Promise<string>>> = {
  engine: async () => (await import('./engine/bench.ts')).benchEngine(),
  models: async () => (await import('./engine/models.ts')).benchModels(),
  join: async () => (await import('./join/bench.ts')).benchJoin(),
  rebuild: async () => (await import('./rebuild/bench.ts')).benchRebuild(),
  history: async () => (await import('./history/bench.ts')).benchHistory(),
  intake: async () => (await import('./intake/bench.ts')).benchIntake(),
  logs: async () => (await import('./logs/bench.ts')).benchLogs(),
  edge: async () => (await import('./edge/bench.ts')).benchEdge(),
  report: async () => (await import('./report/bench.ts')).benchReport(),
  rls: async () => (await import('./rls/bench.ts')).benchRls(),
  lists: async () => (await import('./lists/bench.ts')).benchLists(),
  predictions: async () => (await import('./predictions/bench.ts')).benchPredictions(),
  airchecks: async () => (await import('./airchecks/bench.ts')).benchAirchecks(),
  recommendations: async () => (await import('./recommendations/bench.ts')).benchRecommendations(),
  deliveries: async () => (await import('./recommendations/delivery-bench.ts')).benchDeliveries(),
  anomalies: async () => (await import('./anomalies/bench.ts')).benchAnomalies(),
  usage: async () => (await import('./usage/bench.ts')).benchUsage(),
  limits: async () => (await import('./limits/bench.ts')).benchLimits(),
  metering: async () => (await import('./metering/bench.ts')).benchMetering(),
  looks: async () => (await import('./looks/bench.ts')).benchLooks(),
  spending: async () => (await import('./spending/bench.ts')).benchSpending(),
  bill: async () => (await import('./bill/bench.ts')).benchBill(),
  dashboard: async () => (await import('./dashboard/bench.ts')).benchDashboard(),
  neighbour: async () => (await import('./neighbour/bench.ts')).benchNeighbour(),
  steady: async () => (await import('./steady/bench.ts')).benchSteady(),
  memory: async () => (await import('./memory/bench.ts')).benchMemory(),
};

/** Benches on material that does not come with Earshot: they are run when asked for with its folder. */
const BENCHES_ON_DATA: Readonly<Record<string, (folder: string) => Promise<string>>> = {
  adreads: async (folder) => (await import('./adreads/bench.ts')).benchAdReads(folder),
  analyses: async (folder) => (await import('./analyses/bench.ts')).benchAnalyses(folder),
  novelty: async (folder) => (await import('./novelty/bench.ts')).benchNovelty(folder),
};

const ON_DATA = Object.keys(BENCHES_ON_DATA).join('|');
const USAGE = `usage: npm run bench -- [${Object.keys(BENCHES).join('|')}|all …] [--write], or ${ON_DATA} --data FOLDER [--write]`;

function namesFrom(words: readonly string[]): string[] {
  const all = Object.keys(BENCHES);
  if (words.length === 0 || words.includes('all')) return all;
  const unknown = words.find((word) => !all.includes(word));
  if (unknown !== undefined) throw new Error(`there is no bench "${unknown}"; ${USAGE}`);
  return all.filter((name) => words.includes(name));
}

function writeDown(name: string, figures: string): void {
  writeFileSync(DOCUMENT, replaceFigures(readFileSync(DOCUMENT, 'utf8'), name, figures));
  const { status } = spawnSync(process.execPath, [FORMAT, DOCUMENT], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${DOCUMENT} could not be formatted`);
}

const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean' }, data: { type: 'string' } },
  allowPositionals: true,
});

/** What is to be measured: benches by their names, each ready to run. */
function benchesAskedFor(): [name: string, run: () => Promise<string>][] {
  const { data } = values;
  if (!positionals.some((word) => word in BENCHES_ON_DATA)) return namesFrom(positionals).map((name) => [name, BENCHES[name]]);
  if (data === undefined || positionals.length > 1)
    throw new Error(`${positionals.join(' ')} needs a folder of material, and stands alone; ${USAGE}`);
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), data);
  return positionals.map((name) => [name, () => BENCHES_ON_DATA[name](folder)]);
}

for (const [name, run] of benchesAskedFor()) {
  process.stderr.write(`earshot: bench ${name}\n`);
  const figures = `${await run()}\n\n${machine()}\n`;
  process.stdout.write(`## ${name}\n\n${figures}\n`);
  if (values.write) writeDown(name, figures);
}
