import { resolve } from 'node:path';
import { Command } from 'commander';
import { backupInstallation, listBackupFiles, verifyBackupFile } from '../../../../server/src/main.ts';
import { CommandError } from '../../command-error.ts';
import { startProgress } from '../../progress.ts';
import { stopSignal } from '../../stop-signal.ts';
import { tableText } from '../../table-text.ts';
import { countText } from '../../count-text.ts';

const MIB = 1024 * 1024;

interface BackupOptions {
  out?: string;
  tenant?: string;
  keep?: string;
  json?: boolean;
}

/** A path as the person meant it, who may stand elsewhere than npm started this. */
export function pathOf(path: string): string {
  return resolve(process.env.INIT_CWD || process.cwd(), path);
}

function countOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new CommandError(`--keep is "${text}"; use a whole number from 1 on, such as 7.`);
  return Number(text);
}

/** How big a file is, for people. */
function sizeText(bytes: number): string {
  return `${(bytes / MIB).toLocaleString('en-US', { maximumFractionDigits: 1 })} MiB`;
}

/** Turns the end of what was stopped into a sentence. */
export async function orStopped<Result>(work: Promise<Result>, stop: AbortSignal, sentence: string): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (stop.aborted && error instanceof Error && error.name === 'AbortError') throw new CommandError(sentence);
    throw error;
  }
}

async function backUp({ out, tenant, keep, json }: BackupOptions): Promise<void> {
  const stop = stopSignal();
  const kept = countOf(keep);
  const progress = startProgress({ label: 'backing up', unit: 'rows' });
  const folder = out === undefined ? undefined : pathOf(out);
  const work = backupInstallation({ folder, slug: tenant, keep: kept, signal: stop, onRows: (rows) => progress.advance(rows) });
  const { made, removed } = await orStopped(work, stop, 'Stopped. Nothing was written.').finally(() => progress.done());
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ ...made, removed })}\n`);
    return;
  }
  const { file, rows, tables, fileBytes } = made;
  const lines = [
    file,
    `${countText(rows, 'row')} of ${countText(tables.length, 'table')}, ${sizeText(fileBytes)}, read back and found right.`,
    'It opens under the secret of this installation alone, which is not in it: keep that, and erasures.ndjson, apart from it.',
    ...removed.map((old) => `Deleted ${old}.`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** `earshot backup`: everything, or one tenant, in one sealed file. */
export function backupCommand(): Command {
  return new Command('backup')
    .description(
      'write everything, or one tenant, into a sealed file while the server runs; can be stopped with Ctrl-C, which leaves nothing',
    )
    .option('--out <folder>', 'where to; EARSHOT_BACKUP_DIR otherwise, or "backups" in the data folder')
    .option('--tenant <slug>', 'this tenant alone')
    .option('--keep <count>', 'delete all but the newest so many of its kind, once this one is verified')
    .option('--json', 'print {"file","madeAt","scope","tenants","migration","rows","tables","fileBytes","removed"}')
    .action(backUp);
}

async function verify(file: string, { json }: { json?: boolean }): Promise<void> {
  const stop = stopSignal();
  const summary = await orStopped(verifyBackupFile(pathOf(file), stop), stop, 'Stopped.');
  if (json === true) {
    process.stdout.write(`${JSON.stringify(summary)}\n`);
    return;
  }
  const { madeAt, scope, tenants, migration, rows, tables } = summary;
  const whose = scope === 'all' ? `everything, with ${countText(tenants.length, 'tenant')}` : 'one tenant';
  const lines = [
    `Every byte is as it was written. Made at ${madeAt}, holds ${whose}: ${tenants.join(', ')}.`,
    `${countText(rows, 'row')}, up to the migration ${migration}.`,
    tableText([
      ['table', 'rows', 'bytes'],
      ...tables.map((one) => [one.table, one.rows.toLocaleString('en-US'), one.bytes.toLocaleString('en-US')]),
    ]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** `earshot backup verify`: whether a backup is as it was written, and what it holds. */
export function verifyBackupCommand(): Command {
  return new Command('verify')
    .description('read a backup to its end and compare every checksum; needs the secret, and no database')
    .argument('<file>', 'the backup')
    .option('--json', 'print {"madeAt","scope","tenants","migration","rows","tables":[{"table","rows","bytes"}],"fileBytes"}')
    .action(verify);
}

async function list({ out, json }: { out?: string; json?: boolean }): Promise<void> {
  const { folder, items } = await listBackupFiles(out === undefined ? undefined : pathOf(out));
  if (json === true) process.stdout.write(`${JSON.stringify({ folder, items })}\n`);
  else if (items.length === 0) process.stdout.write(`There are no backups in ${folder}.\n`);
  else {
    const rows = items.map(({ madeAt, tenant, fileBytes, file }) => [madeAt, tenant ?? 'everything', sizeText(fileBytes), file]);
    process.stdout.write(`${tableText([['made at', 'of', 'size', 'file'], ...rows])}\n`);
  }
}

/** `earshot backup list`: the backups of a folder. */
export function listBackupsCommand(): Command {
  return new Command('list')
    .description('list the backups of a folder, newest first; opens none of them')
    .option('--out <folder>', 'where; EARSHOT_BACKUP_DIR otherwise, or "backups" in the data folder')
    .option('--json', 'print {"folder","items":[{"file","madeAt","tenant","fileBytes"}]}')
    .action(list);
}
