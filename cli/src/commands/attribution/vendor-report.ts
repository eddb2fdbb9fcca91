import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { Argument, Command } from 'commander';
import { type ReadRow, readVendorRow, type VendorColumns, vendorColumns } from '../../../../server/src/attribution/vendor-reports/rules.ts';
import { type VendorComparison, VendorReportDetails, VENDORS } from '../../../../server/src/attribution/vendor-reports/schema.ts';
import { getVendorComparison, putVendorReport } from '../../../../server/src/attribution/vendor-reports/service.ts';
import { CommandError } from '../../command-error.ts';
import { readRecords } from '../../csv-records.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { resolvePath } from '../../working-folder.ts';
import { countText } from '../../count-text.ts';

interface Options {
  tenant: string;
  from: string;
  to: string;
  key?: string;
  by?: 'campaign' | 'show';
  model?: string;
  window?: string;
  currency: string;
  json?: boolean;
}

/** By what the lines of a file stand: as told, or by the column that is there. @throws CommandError when neither is. */
function groupingOf({ places, unread }: VendorColumns, told: Options['by']): 'campaign' | 'show' {
  const found = told ?? (places.has('campaign') ? 'campaign' : 'show');
  if (places.has(found)) return found;
  const headings = unread.join(', ') || 'none';
  throw new CommandError(`The file has no column that names the ${told ?? 'campaign or the show'}; its other columns are: ${headings}.`);
}

async function readFile(file: string, options: Options): Promise<{ groupBy: 'campaign' | 'show'; rows: object[] }> {
  let columns: VendorColumns | undefined;
  let groupBy: 'campaign' | 'show' = 'campaign';
  const rows: object[] = [];
  for await (const records of readRecords(file)) {
    for (const { line, cells } of records) {
      if (columns === undefined) {
        columns = vendorColumns(cells.map((cell, place) => (place === 0 ? cell.replace(/^\uFEFF/, '') : cell)));
        groupBy = groupingOf(columns, options.by);
        if (columns.unread.length > 0) process.stderr.write(`earshot: not read: ${columns.unread.join(', ')}\n`);
        continue;
      }
      const read: ReadRow = readVendorRow(cells, columns, groupBy, options.currency);
      if ('fault' in read) throw new CommandError(`line ${line}: ${read.fault}. Nothing was imported.`);
      rows.push(read.row);
    }
  }
  if (rows.length === 0) throw new CommandError('The file has no line below its header.');
  return { groupBy, rows };
}

function detailsOf(vendor: string, { groupBy, rows }: { groupBy: string; rows: object[] }, options: Options): VendorReportDetails {
  const parsed = VendorReportDetails.safeParse({
    vendor,
    from: options.from,
    to: options.to,
    groupBy,
    rows,
    currency: options.currency,
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.window === undefined ? {} : { lookbackDays: Number(options.window) }),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const [, line] = issue.path[0] === 'rows' ? issue.path : [];
  const where = typeof line === 'number' ? `row ${line + 1}: ${String(issue.path[2] ?? 'it')}` : issue.path.join('.');
  throw new CommandError(`${where} ${issue.message}. Nothing was imported.`);
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const percent = (rate: number | null) => (rate === null ? '' : ` (${rate >= 0 ? '+' : ''}${(rate * 100).toFixed(1)} %)`);

/** A figure as people read it: money in its currency, everything else as a number. */
function figureText(metric: string, currency: string | null, value: number): string {
  if (metric !== 'revenueMinor' || currency === null) return whole.format(value);
  const money = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  return money.format(value / 10 ** (money.resolvedOptions().maximumFractionDigits ?? 0));
}

/** The comparison in lines that can be read aloud. */
function wordsOf({ rows, missing, notes, vendor, currency, waitingConversions }: VendorComparison): string {
  const lines: string[] = [];
  for (const { name, key, differences } of rows) {
    lines.push(key === null ? `${name}: there is none of this key or name here` : `${name}:`);
    for (const { metric, vendor: theirs, ours, difference, rate, isBeyondTolerance, steps, unexplained } of differences) {
      const mark = isBeyondTolerance ? '  beyond ±5 %' : '';
      const text = (value: number) => figureText(metric, currency, value);
      const gap = `${difference >= 0 ? '+' : ''}${text(difference)}${percent(rate)}`;
      const title = metric === 'revenueMinor' ? 'revenue' : metric;
      lines.push(`  ${title}: ${vendor} ${text(theirs)}, ours ${text(ours)}, difference ${gap}${mark}`);
      for (const { detail, value } of steps) lines.push(`    ${detail}: ${text(value)}`);
      lines.push(`    not explained: ${text(unexplained)}`);
    }
  }
  for (const { key, exposures } of missing) lines.push(`${key}: ${whole.format(exposures)} exposures here, and no line of theirs`);
  if (waitingConversions > 0)
    lines.push(`${countText(waitingConversions, 'event still waits', 'events still wait')} to be matched: ours will change.`);
  return [...lines, ...notes.map((note) => `- ${note}`)].join('\n');
}

async function importReport(vendor: string, fileName: string, options: Options): Promise<void> {
  const file = resolvePath(fileName);
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const details = detailsOf(vendor, await readFile(file, options), options);
  const key = options.key ?? `${vendor} ${details.from} ${basename(file)}`.slice(0, 200);
  const comparison = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, options.tenant);
    await putVendorReport(context, actor, key, details);
    return getVendorComparison(context, actor, key);
  });
  process.stdout.write(`${options.json === true ? JSON.stringify(comparison) : wordsOf(comparison)}\n`);
}

/** `earshot import vendor-report`: another vendor's figures beside ours, with what explains the differences. */
export function vendorReportCommand(): Command {
  return new Command('vendor-report')
    .description("set another vendor's CSV export beside our figures, with each difference explained; it is kept and can be read again")
    .addArgument(new Argument('<vendor>', 'whose export it is').choices(VENDORS))
    .argument('<file>', 'their CSV, by campaign or by show')
    .requiredOption('--tenant <slug>', 'whose figures they are')
    .requiredOption('--from <day>', 'the first day of the export, UTC')
    .requiredOption('--to <day>', 'the day after the last, UTC')
    .option('--by <what>', 'campaign or show: what a line stands for; the column that is there when left out')
    .option('--model <name>', 'the model set at the vendor', 'linear')
    .option('--window <days>', "the vendor's conversion window", '30')
    .option('--currency <code>', 'of their revenue', 'USD')
    .option('--key <key>', 'what it is kept under, in the place of what was there; made of vendor, day and file when left out')
    .option('--json', 'print the comparison as the API has it')
    .action(importReport);
}
