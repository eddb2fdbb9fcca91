import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { FOCUS_VERSIONS, FocusQuery } from '../../../../server/src/cost/exports/schema.ts';
import { exportFocus } from '../../../../server/src/cost/exports/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';
import { countText } from '../../count-text.ts';

function countLines(part: string): number {
  let lines = 0;
  for (let end = part.indexOf('\n'); end >= 0; end = part.indexOf('\n', end + 1)) lines += 1;
  return lines;
}

async function* countedRows(lines: AsyncIterable<string>, onRows: (rows: number) => void): AsyncGenerator<string> {
  for await (const part of lines) {
    onRows(countLines(part));
    yield part;
  }
}

interface Asked {
  tenant: string;
  month: string;
  focus: string;
  json?: boolean;
}

async function write(fileName: string, { tenant, month, focus, json }: Asked): Promise<void> {
  const query = FocusQuery.safeParse({ month, version: focus });
  if (!query.success) throw new CommandError(`month ${query.error.issues[0].message}.`);
  const file = resolvePath(fileName);
  const unfinished = `${file}.unfinished`;
  const progress = startProgress({ label: 'writing', unit: 'rows' });
  // The header is no row.
  let rows = -1;
  try {
    await onInstallation(async ({ context }) => {
      const lines = await exportFocus(context, await operatorOf(context, tenant), query.data.month, query.data.version);
      const count = (more: number) => {
        rows += more;
        progress.advance(more);
      };
      await pipeline(Readable.from(countedRows(lines, count), { objectMode: false }), createWriteStream(unfinished, { mode: 0o600 }));
    });
    await rename(unfinished, file);
  } finally {
    progress.done();
    await rm(unfinished, { force: true });
  }
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ file, rows })}\n`
      : `${countText(rows, 'row')} of ${month} ${rows === 1 ? 'was' : 'were'} written to ${file}.\n`,
  );
}

/** `earshot cost export`: a tenant's bill of a month as CSV in FOCUS 1.2. */
export function exportFocusCommand(): Command {
  return new Command('export')
    .description("write a tenant's bill of a month to a CSV file in FOCUS 1.2 or 1.4")
    .argument('<file>', 'where to; one that is there is replaced')
    .requiredOption('--tenant <slug>', 'whose bill')
    .requiredOption('--month <month>', 'in whose bill the charges stand, such as 2026-11')
    .addOption(new Option('--focus <version>', 'the version of FOCUS').choices([...FOCUS_VERSIONS]).default('1.2'))
    .option('--json', 'print {"file","rows"}')
    .action(write);
}
