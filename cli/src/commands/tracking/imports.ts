import { Command } from 'commander';
import type { Import } from '../../../../server/src/tracking/imports/schema.ts';
import { exportImportRejects, listImports } from '../../../../server/src/tracking/imports/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The latest so many are listed. */
const MOST_LISTED = 200;

function lineOf({ id, kind, fileName, bytes, takenBytes, state, accepted, duplicates, rejected }: Import): string {
  const stand = state === 'done' ? 'done' : `${Math.floor((takenBytes / bytes) * 100)}%`;
  return `${id}  ${fileName}  ${kind}  ${stand}  ${accepted} accepted, ${duplicates} duplicates, ${rejected} rejected`;
}

async function list({ tenant, json }: { tenant: string; json?: boolean }): Promise<void> {
  const { items } = await onInstallation(async ({ context }) =>
    listImports(context, await operatorOf(context, tenant), {}, { limit: MOST_LISTED }),
  );
  const text = items.length === 0 ? 'No file was imported over HTTP.' : items.map(lineOf).join('\n');
  process.stdout.write(json === true ? `${JSON.stringify(items)}\n` : `${text}\n`);
}

/** `earshot imports list`: the files that were imported in parts. */
export function listImportsCommand(): Command {
  return new Command('list')
    .description('list the files that were imported in the dashboard or over HTTP, with what came of them; the newest first, 200 at most')
    .requiredOption('--tenant <slug>', 'whose')
    .option('--json', 'print them as the API has them')
    .action(list);
}

async function rejects(id: string, { tenant }: { tenant: string }): Promise<void> {
  if (!ID.test(id)) throw new CommandError(`"${id}" is no id of an import; "earshot imports list" shows them.`);
  await onInstallation(async ({ context }) => {
    for await (const text of exportImportRejects(context, await operatorOf(context, tenant), id)) process.stdout.write(text);
  });
}

/** `earshot imports rejects`: the lines of one that were not taken. */
export function importRejectsCommand(): Command {
  return new Command('rejects')
    .description('print the lines of an import that were not taken, and why, as CSV')
    .argument('<id>', 'the import, as "earshot imports list" shows it')
    .requiredOption('--tenant <slug>', 'whose')
    .action(rejects);
}
