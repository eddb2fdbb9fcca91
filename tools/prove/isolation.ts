import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PLANTED_FAULTS } from '../../server/test/planted-faults.ts';
import { replaceFigures } from '../bench/document.ts';
import { table } from '../bench/figures.ts';
import { openDatabases } from './isolation/databases.ts';
import { type Trial, tryFault } from './isolation/trial.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/security.md', import.meta.url));

interface Result extends Trial {
  name: string;
  isLinted: boolean;
}

function report(results: readonly Result[], relations: string): string {
  const rows = results.map(({ name, isLinted, breaches }) => [name, isLinted ? 'yes' : 'no', breaches.length > 0 ? 'yes' : 'no']);
  const count = (isCaught: (result: Result) => boolean) => results.filter(isCaught).length;
  const [lint, probes] = [count(({ isLinted }) => isLinted), count(({ breaches }) => breaches.length > 0)];
  const both = count(({ isLinted, breaches }) => isLinted || breaches.length > 0);
  const day = new Date().toISOString().slice(0, 10);
  return [
    `Of ${results.length} planted faults the lint caught ${lint} and the probes alone ${probes}; together ` +
      `**${both} of ${results.length}**. In the schema as it is, neither finds anything. ${relations} ${day}.`,
    '',
    ...table(['planted fault', 'caught by the lint', 'caught by the probes'], rows),
  ].join('\n');
}

const { values } = parseArgs({ options: { write: { type: 'boolean' }, verbose: { type: 'boolean' } } });
const databases = await openDatabases();
try {
  const { tenants, withCopy } = databases;
  const sound = await withCopy((urls) => tryFault(urls, tenants));
  for (const finding of [...sound.lint, ...sound.breaches]) process.stdout.write(`in the schema as it is: ${finding}\n`);
  const results: Result[] = [];
  for (const planted of PLANTED_FAULTS) {
    const trial = await withCopy((urls) => tryFault(urls, tenants, planted));
    results.push({ ...trial, name: planted.name, isLinted: trial.lint.join('\n').includes(planted.fault) });
    process.stderr.write(`${planted.name}: ${[...trial.lint, ...(values.verbose ? trial.breaches : [])].join('; ')}\n`);
  }
  const text = report(results, 'PostgreSQL 18,');
  process.stdout.write(`${text}\n`);
  if (values.write) writeFileSync(DOCUMENT, replaceFigures(readFileSync(DOCUMENT, 'utf8'), 'isolation', text));
  const isProven = sound.lint.length + sound.breaches.length === 0 && results.every(({ isLinted }) => isLinted);
  process.exitCode = isProven ? 0 : 1;
} finally {
  await databases.close();
}
