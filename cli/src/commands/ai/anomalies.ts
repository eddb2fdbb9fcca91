import { existsSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { type AnomalyKind, openDaily } from '../../../../server/src/ai/anomalies/rules.ts';
import { openNovelty } from '../../../../server/src/ai/novelty/rules.ts';
import { CommandError } from '../../command-error.ts';
import { startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';
import { readSeries, type SeriesRow } from './series-file.ts';
import { countText } from '../../count-text.ts';

interface Options {
  json?: boolean;
}

/** What is said of a row: the score, and on the first row of an incident why. */
interface Verdict {
  score: number;
  alert?: AnomalyKind | 'new';
  expected?: { value: number; low: number; high: number };
}

const DAY_MS = 86_400_000;
/** The steps whose middle one tells whether a series is daily. */
const FIRST_STEPS = 10;
const [SHORTEST_DAY_MS, LONGEST_DAY_MS] = [0.8 * DAY_MS, 1.5 * DAY_MS];
/** After a longer gap a daily series begins anew with what it knows; its days are not all called missing. */
const MOST_MISSING_DAYS = 60;
const DECIMALS = 6;

const KIND_WORDS: Readonly<Record<AnomalyKind | 'new', string>> = {
  spike: 'far above what was expected',
  drop: 'far below what was expected',
  shift_up: 'a new, higher level',
  shift_down: 'a new, lower level',
  missing: 'nothing measured where there always was',
  new: 'new to this series',
};

function fineReader(): (row: SeriesRow) => Verdict {
  const detector = openNovelty();
  return ({ atMs, value }) => {
    const { score, alert } = detector.next(atMs, value ?? Number.NaN);
    return alert ? { score, alert: 'new' } : { score };
  };
}

function dailyReader(): (row: SeriesRow) => Verdict {
  const detector = openDaily();
  let last: number | undefined;
  return ({ line, timestamp, atMs, value, isRelease }) => {
    const day = Math.floor(atMs / DAY_MS);
    if (last !== undefined && day <= last)
      throw new CommandError(
        `line ${line}: ${timestamp} is not a later day than the row before it; a daily series has one row a day, in order`,
      );
    let missing: AnomalyKind | undefined;
    const gap = last === undefined ? 0 : day - last - 1;
    for (let step = Math.max(1, gap - MOST_MISSING_DAYS + 1); step <= gap; step += 1)
      missing ??= detector.next({ day: day - gap - 1 + step }).alert;
    last = day;
    const verdict = detector.next({ day, ...(value === undefined ? {} : { value }), ...(isRelease === undefined ? {} : { isRelease }) });
    return missing === undefined || verdict.alert !== undefined
      ? verdict
      : { ...verdict, score: Math.max(verdict.score, 0.5), alert: missing };
  };
}

/** A series is daily when the middle one of its first steps is about a day. */
function isDaily(rows: readonly SeriesRow[]): boolean {
  const steps = rows.slice(1).map(({ atMs }, place) => atMs - rows[place].atMs);
  const middle = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)];
  return middle >= SHORTEST_DAY_MS && middle <= LONGEST_DAY_MS;
}

/** Reads a series once and says of each row what the rows before it make of it. */
async function* judge(rows: AsyncIterable<SeriesRow>, fileName: string): AsyncGenerator<{ row: SeriesRow; verdict: Verdict }> {
  const first: SeriesRow[] = [];
  let read: ((row: SeriesRow) => Verdict) | undefined;
  const start = function* () {
    read = isDaily(first) ? dailyReader() : fineReader();
    for (const row of first) yield { row, verdict: read(row) };
  };
  let last: SeriesRow | undefined;
  for await (const row of rows) {
    if (last !== undefined && row.atMs < last.atMs)
      process.stderr.write(
        `earshot: ${fileName}, line ${row.line}: ${row.timestamp} is earlier than the row before it; rows are taken in the file's order\n`,
      );
    last = row;
    if (read !== undefined) yield { row, verdict: read(row) };
    else if (first.push(row) > FIRST_STEPS) yield* start();
  }
  if (read === undefined) yield* start();
}

function alertLine({ timestamp, value }: SeriesRow, { score, alert, expected }: Verdict): string {
  if (alert === undefined) return '';
  const number = (figure: number) => figure.toLocaleString('en-US', { maximumFractionDigits: 2 });
  const band = expected && `expected ${number(expected.value)} (95 %: ${number(expected.low)} to ${number(expected.high)})`;
  const found = value === undefined ? 'no value' : number(value);
  return `${[timestamp, found, KIND_WORDS[alert], band, `score ${score.toFixed(2)}`].filter(Boolean).join(', ')}\n`;
}

async function printAnomalies(fileName: string, { json }: Options): Promise<void> {
  const file = resolvePath(fileName);
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const status = statSync(file);
  if (status.isDirectory()) throw new CommandError(`${file} is a folder, not a series.`);
  const progress = startProgress({ label: 'reading', unit: 'bytes', total: status.isFile() ? status.size : undefined });
  let [rows, alerts] = [0, 0];
  const out: string[] = [];
  try {
    for await (const { row, verdict } of judge(readSeries(file, { onRead: (bytes) => progress.advance(bytes) }), fileName)) {
      const score = Number(verdict.score.toFixed(DECIMALS));
      const isAlert = verdict.alert !== undefined;
      rows += 1;
      alerts += isAlert ? 1 : 0;
      if (json === true) out.push(JSON.stringify({ timestamp: row.timestamp, value: row.value ?? null, score, alert: isAlert }));
      else out.push(alertLine(row, verdict));
    }
  } catch (error) {
    throw error instanceof CommandError ? new CommandError(`${fileName}, ${error.message}`) : error;
  } finally {
    progress.done();
  }
  if (json === true) process.stdout.write(`[${out.join(',\n')}]\n`);
  else process.stdout.write(`${out.join('')}${alerts} of ${countText(rows, 'row')} ${alerts === 1 ? 'is an anomaly' : 'are anomalies'}.\n`);
}

/** `earshot ai anomalies`: what is unusual in a series, without a server or a database. */
export function anomaliesCommand(): Command {
  return new Command('anomalies')
    .description('tell what is unusual in a series, from what came before it; needs no server and no database')
    .argument('<file>', 'CSV with the header timestamp,value; a third column release (1 or 0) says when episodes came out')
    .option('--json', 'print [{"timestamp","value","score","alert"}] of every row; an alert scores 0.5 or more')
    .action(printAnomalies);
}
