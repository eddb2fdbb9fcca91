import { CommandError } from '../../command-error.ts';
import { readRecords, type ReadingProgress } from '../../csv-records.ts';

/** A row of a file of a series. */
export interface SeriesRow {
  line: number;
  /** As the file has it. */
  timestamp: string;
  atMs: number;
  /** Absent where the cell is empty: nothing was measured, which is not 0. */
  value?: number;
  /** Whether an episode came out; absent where the file has no column `release`. */
  isRelease?: boolean;
}

const WITH_ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/i;
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;
const RELEASES: Readonly<Record<string, boolean>> = { '1': true, true: true, yes: true, '0': false, false: false, no: false, '': false };
const LONGEST_SHOWN = 40;

const shown = (text: string) => JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);

/** Milliseconds since 1970 of a date or a date with a time, in UTC where no zone is named. @throws CommandError for anything else. */
export function instantOf(text: string): number {
  const written = INSTANT.test(text) ? text.replace(' ', 'T').replace(/\s/g, '') : '';
  const atMs = Date.parse(written.length <= 10 || WITH_ZONE.test(written) ? written : `${written}Z`);
  if (Number.isNaN(atMs)) throw new CommandError(`timestamp is ${shown(text)}, not a date such as 2026-11-01 or 2026-11-01T09:00:00Z`);
  return atMs;
}

interface SeriesHeader {
  timestamp: number;
  value: number;
  release: number;
}

/** @throws CommandError when a column is missing, unknown or stands twice. */
function headerOf(cells: readonly string[]): SeriesHeader {
  const names = cells.map((cell) => cell.trim());
  const unknown = names.find((name) => !['timestamp', 'value', 'release'].includes(name));
  if (unknown !== undefined) throw new CommandError(`the column ${shown(unknown)} is unknown; known are timestamp, value and release`);
  if (new Set(names).size < names.length) throw new CommandError('a column stands twice in the header');
  const header = { timestamp: names.indexOf('timestamp'), value: names.indexOf('value'), release: names.indexOf('release') };
  if (header.timestamp < 0 || header.value < 0) throw new CommandError('the header is timestamp,value; release may follow');
  return header;
}

function rowOf(line: number, cells: readonly string[], header: SeriesHeader): SeriesRow {
  const timestamp = (cells[header.timestamp] ?? '').trim();
  const row: SeriesRow = { line, timestamp, atMs: instantOf(timestamp) };
  const value = (cells[header.value] ?? '').trim();
  if (value !== '') {
    row.value = Number(value);
    if (!Number.isFinite(row.value))
      throw new CommandError(`value is ${shown(value)}, not a number; leave it empty where nothing was measured`);
  }
  if (header.release < 0) return row;
  const release = RELEASES[(cells[header.release] ?? '').trim().toLowerCase()];
  if (release === undefined)
    throw new CommandError(`release is ${shown(cells[header.release])}; write 1 for a day with an episode, else 0`);
  return { ...row, isRelease: release };
}

/** The rows of a CSV file with the header `timestamp,value[,release]`, in its order. @throws CommandError naming the line. */
export async function* readSeries(file: string, progress: ReadingProgress): AsyncGenerator<SeriesRow> {
  let header: SeriesHeader | undefined;
  for await (const records of readRecords(file, progress)) {
    for (const { line, cells } of records) {
      try {
        if (header === undefined) header = headerOf(cells);
        else yield rowOf(line, cells, header);
      } catch (error) {
        throw error instanceof CommandError ? new CommandError(`line ${line}: ${error.message}`) : error;
      }
    }
  }
  if (header === undefined) throw new CommandError('the file is empty; its header is timestamp,value');
}
