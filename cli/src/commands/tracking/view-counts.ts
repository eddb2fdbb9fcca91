import { Command } from 'commander';
import { MOST_COUNTS, ViewCount } from '../../../../server/src/tracking/viewcounts/schema.ts';
import { putViewCounts } from '../../../../server/src/tracking/viewcounts/service.ts';
import { CommandError } from '../../command-error.ts';
import type { CsvRecord } from '../../../../server/src/tracking/imports/rules.ts';
import { readRecords } from '../../csv-records.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';

const COLUMNS = ['platform', 'show', 'episode', 'day', 'views'];

interface Options {
  tenant: string;
  json?: boolean;
}

/** One line of the file; an empty episode means the whole show, and empty views take a total back. */
function countOf({ line, cells }: CsvRecord, header: readonly string[]): ViewCount {
  const cell = (name: string) => cells[header.indexOf(name)]?.trim() ?? '';
  const views = cell('views');
  const parsed = ViewCount.safeParse({
    platform: cell('platform').toLowerCase(),
    show: cell('show'),
    episode: cell('episode') === '' ? null : cell('episode'),
    day: cell('day'),
    views: views === '' ? null : Number(views),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`line ${line}: ${issue.path.join('.')} ${issue.message}.`);
}

function headerOf({ cells }: CsvRecord): string[] {
  const header = cells.map((cell) => cell.trim());
  const missing = COLUMNS.filter((name) => name !== 'episode' && !header.includes(name));
  if (missing.length > 0) throw new CommandError(`The header has no column ${missing.join(', ')}; it is ${COLUMNS.join(',')}.`);
  return header;
}

/** The whole file is read before anything of it is entered, so that one with a mistake changes nothing. */
async function countsIn(file: string): Promise<ViewCount[]> {
  const counts: ViewCount[] = [];
  let header: string[] | undefined;
  for await (const records of readRecords(resolvePath(file))) {
    for (const record of records) {
      if (header) counts.push(countOf(record, header));
      else header = headerOf(record);
    }
  }
  if (counts.length === 0) throw new CommandError(`${file} holds no view counts.`);
  return counts;
}

async function enter(file: string, { tenant, json }: Options): Promise<void> {
  const counts = await countsIn(file);
  const progress = startProgress({ label: 'entering', unit: 'view counts', total: counts.length });
  const sum = { stored: 0, removed: 0 };
  try {
    await onInstallation(async ({ context, stop }) => {
      const actor = await operatorOf(context, tenant);
      for (let from = 0; from < counts.length && !stop.aborted; from += MOST_COUNTS) {
        const part = counts.slice(from, from + MOST_COUNTS);
        const { stored, removed, unknown } = await putViewCounts(context, actor, part);
        for (const { detail } of unknown) process.stderr.write(`earshot: ${detail}\n`);
        sum.stored += stored;
        sum.removed += removed;
        progress.advance(part.length);
      }
    });
  } finally {
    progress.done();
  }
  process.stdout.write(json === true ? `${JSON.stringify(sum)}\n` : `${sum.stored} view counts entered, ${sum.removed} taken back.\n`);
}

/** `earshot tracking view-counts`: enters views of videos from a CSV file. */
export function viewCountsCommand(): Command {
  return new Command('view-counts')
    .description(
      'enter views of videos on YouTube and Spotify as totals by show or episode and day; they are modelled, and in no other figure',
    )
    .argument('<file>', `CSV with the columns ${COLUMNS.join(', ')}`)
    .requiredOption('--tenant <slug>', 'whose shows')
    .option('--json', 'print how many were entered and taken back')
    .action(enter);
}
