import { existsSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { type BrokenRule, type ConformanceCheck, type ConformanceReport, startCheck } from '../../../../server/src/cost/exports/rules.ts';
import { CommandError } from '../../command-error.ts';
import { readRecords } from '../../csv-records.ts';
import { startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';

/** Our rules are of 1.2: a file with the columns that 1.4 has in the place of its own would break them in every row. */
function refuseLater(file: string, header: readonly string[]): void {
  if (!header.includes('ServiceProviderName') || header.includes('ProviderName')) return;
  throw new CommandError(
    `${file} has columns of FOCUS 1.4; the rules here are of 1.2. Export the bill without --focus 1.4, and check that.`,
  );
}

async function checkFile(file: string, onRead: (bytes: number) => void): Promise<ConformanceReport> {
  let check: ConformanceCheck | undefined;
  for await (const records of readRecords(file, { onRead })) {
    for (const { line, cells } of records) {
      if (check === undefined) {
        refuseLater(file, cells);
        check = startCheck(cells, line);
      } else check.row(cells, line);
    }
  }
  if (check === undefined) throw new CommandError(`${file} is empty: there is no header to check.`);
  return check.report();
}

function brokenText({ rule, says, count, first }: BrokenRule): string {
  const where = first.map(({ line, column, value }) => {
    const place = column === '' ? `line ${line}` : `line ${line}, ${column}`;
    return `  ${place}: ${value === null ? 'empty' : JSON.stringify(value)}`;
  });
  if (count > first.length) where.push(`  and ${count - first.length} more`);
  return `${rule}: ${says}\n${where.join('\n')}\n`;
}

function textOf({ rules, rows, broken }: ConformanceReport): string {
  const held = `Checked ${rows} ${rows === 1 ? 'row' : 'rows'} against ${rules} rules of ours for FOCUS 1.2: `;
  if (broken.length === 0) return `${held}none is broken.\n`;
  return `${broken.map(brokenText).join('')}${held}${broken.length} ${broken.length === 1 ? 'is' : 'are'} broken.\n`;
}

async function printCheck(fileName: string, { json }: { json?: boolean }): Promise<void> {
  const file = resolvePath(fileName);
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const status = statSync(file);
  if (status.isDirectory()) throw new CommandError(`${file} is a folder, not a CSV file.`);
  const progress = startProgress({ label: 'checking', unit: 'bytes', total: status.isFile() ? status.size : undefined });
  const report = await checkFile(file, (bytes) => progress.advance(bytes)).finally(() => progress.done());
  process.stdout.write(json === true ? `${JSON.stringify(report)}\n` : textOf(report));
  if (report.broken.length > 0) process.exitCode = 1;
}

/** `earshot cost validate`: a file held against our rules for FOCUS 1.2, without a server or a database. */
export function validateFocusCommand(): Command {
  return new Command('validate')
    .description('check a CSV file against our rules for FOCUS 1.2; needs no server and no database')
    .argument('<file>', 'CSV with a header of FOCUS 1.2 columns')
    .option('--json', 'print {"version","rules","rows","broken"}; broken holds each rule that is broken, how often, and where first')
    .action(printCheck);
}
