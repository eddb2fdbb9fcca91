import type { Drill, Outcome } from './faults/drill.ts';
import { drain } from './faults/drain.ts';
import { backPressure } from './faults/back-pressure.ts';
import { databaseDisk } from './faults/database-disk.ts';
import { spoolDisk } from './faults/spool-disk.ts';
import { slowClients } from './faults/slow-clients.ts';
import { slowDatabase } from './faults/slow-database.ts';
import { clockJumps } from './faults/clock-jumps.ts';
import { cuts } from './faults/cuts.ts';
import { duplicates } from './faults/duplicates.ts';
import { poisonJobs } from './faults/poison-jobs.ts';
import { removeTemplate } from './faults/ground.ts';

/**
 * Does harm to an installation, one kind after the other, and holds what becomes of it against what is expected. `npm run prove:faults`
 * does all drills; names choose some.
 */

const DRILLS: readonly Drill[] = [
  databaseDisk,
  spoolDisk,
  cuts,
  slowClients,
  slowDatabase,
  backPressure,
  clockJumps,
  poisonJobs,
  duplicates,
  drain,
];

const startedAt = performance.now();
const tell = (text: string) => process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${text}\n`);

function chosen(names: readonly string[]): readonly Drill[] {
  const unknown = names.filter((name) => !DRILLS.some((drill) => drill.name === name));
  if (unknown.length > 0)
    throw new Error(`no drill is called ${unknown.join(', ')}; there are: ${DRILLS.map(({ name }) => name).join(', ')}`);
  return names.length === 0 ? DRILLS : DRILLS.filter(({ name }) => names.includes(name));
}

async function tryOut(drill: Drill): Promise<Outcome> {
  tell(drill.name);
  try {
    return await drill.run((text) => tell(`${drill.name}: ${text}`));
  } catch (error) {
    tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { seen: 'it could not be tried', faults: [error instanceof Error ? error.message : String(error)] };
  }
}

const faults: string[] = [];
const rows: string[] = [];
try {
  for (const drill of chosen(process.argv.slice(2))) {
    const { seen, faults: found } = await tryOut(drill);
    faults.push(...found.map((fault) => `${drill.name}: ${fault}`));
    rows.push(`| ${[drill.name, drill.fault, drill.expected, seen, found.length === 0 ? 'yes' : '**no**'].join(' | ')} |`);
  }
} finally {
  await removeTemplate();
}
process.stdout.write(
  `${new Date().toISOString().slice(0, 10)}:\n\n| drill | fault | expected | seen | ok |\n| --- | --- | --- | --- | --- |\n`,
);
process.stdout.write(`${rows.join('\n')}\n`);
process.stdout.write(faults.length === 0 ? '\nIt holds.\n' : `\nIt does not hold:\n${faults.map((fault) => `- ${fault}`).join('\n')}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
