import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceFigures } from './document.ts';
import { machine } from './figures.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const FORMAT = fileURLToPath(new URL('../format.ts', import.meta.url));

/** Each bench resolves with its figures as Markdown. Only those asked for are loaded. */
const BENCHES: Readonly<Record<string, () => Promise<string>>> = {
  engine: async () => (await import('./engine/bench.ts')).benchEngine(),
  intake: async () => (await import('./intake/bench.ts')).benchIntake(),
  logs: async () => (await import('./logs/bench.ts')).benchLogs(),
  edge: async () => (await import('./edge/bench.ts')).benchEdge(),
  report: async () => (await import('./report/bench.ts')).benchReport(),
  rls: async () => (await import('./rls/bench.ts')).benchRls(),
  lists: async () => (await import('./lists/bench.ts')).benchLists(),
  memory: async () => (await import('./memory/bench.ts')).benchMemory(),
};

const USAGE = `usage: npm run bench -- [${Object.keys(BENCHES).join('|')}|all …] [--write]`;

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

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
for (const name of namesFrom(positionals)) {
  process.stderr.write(`earshot: bench ${name}\n`);
  const figures = `${await BENCHES[name]()}\n\n${machine()}\n`;
  process.stdout.write(`## ${name}\n\n${figures}\n`);
  if (values.write) writeDown(name, figures);
}
