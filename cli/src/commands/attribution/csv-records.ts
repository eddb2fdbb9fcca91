import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { CommandError } from '../../command-error.ts';

/** The cells of one record and the line of the file, from 1, on which it starts. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

const READ_CHARACTERS = 1 << 18;
/** What a single record may be long; beyond it a quote was most likely never closed. */
const LONGEST_RECORD = 1 << 24;

/** Where the last whole record of `text` ends: after a line end that stands outside of quotes. 0 when there is none. */
export function endOfLastRecord(text: string): number {
  let quote = text.indexOf('"');
  if (quote < 0) return text.lastIndexOf('\n') + 1;
  let end = text.lastIndexOf('\n', quote) + 1;
  while (quote >= 0) {
    const closing = text.indexOf('"', quote + 1);
    if (closing < 0) break;
    const next = text.indexOf('"', closing + 1);
    const lineEnd = text.lastIndexOf('\n', next < 0 ? text.length : next);
    if (lineEnd > closing) end = lineEnd + 1;
    quote = next;
  }
  return end;
}

function lineEndsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function* plainRecords(text: string, firstLine: number): Generator<CsvRecord> {
  let line = firstLine;
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    let end = newline < 0 ? text.length : newline;
    if (end > start && text.charCodeAt(end - 1) === 13) end -= 1;
    if (end > start) yield { line, cells: text.slice(start, end).split(',') };
    line += 1;
    start = next;
  }
}

function* quotedRecords(text: string, firstLine: number): Generator<CsvRecord> {
  let line = firstLine;
  const records: CsvRecord[] = [];
  const onRecord = (cells: string[], { lines }: { lines: number }) => {
    const inside = cells.reduce((sum, cell) => sum + lineEndsIn(cell), 0);
    line = firstLine + lines;
    records.push({ line: line - 1 - inside, cells });
    return undefined;
  };
  try {
    parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n'], on_record: onRecord });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error;
    yield* records;
    throw new CommandError(`line ${line}: ${quotingFault(String(error.code))}`);
  }
  yield* records;
}

function quotingFault(code: string): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is opened and never closed';
  return 'a quote stands inside a cell; put the whole cell in quotes and double the quotes inside it';
}

/** The records of a text that ends with a whole record; a cell in quotes may hold commas, doubled quotes and line ends (RFC 4180). */
export function recordsOf(text: string, firstLine: number): Generator<CsvRecord> {
  return text.includes('"') ? quotedRecords(text, firstLine) : plainRecords(text, firstLine);
}

/** Told as the file is read. */
export interface ReadingProgress {
  onRead?: (bytes: number) => void;
}

/**
 * The records of a UTF-8 file in batches, in memory that does not grow with the file; empty lines are left out.
 * @throws CommandError naming the line for quotes that do not fit.
 */
export async function* readRecords(file: string, { onRead }: ReadingProgress = {}): AsyncGenerator<Iterable<CsvRecord>> {
  const input = createReadStream(file, { encoding: 'utf8', highWaterMark: READ_CHARACTERS });
  let rest = '';
  let line = 1;
  let bytesRead = 0;
  let isFirst = true;
  for await (const part of input as AsyncIterable<string>) {
    rest += isFirst ? part.replace(/^\uFEFF/, '') : part;
    isFirst = false;
    const end = endOfLastRecord(rest);
    if (end === 0 && rest.length > LONGEST_RECORD) throw new CommandError(`line ${line}: the line is too long, or a quote is never closed`);
    if (end > 0) {
      const whole = rest.slice(0, end);
      yield recordsOf(whole, line);
      line += lineEndsIn(whole);
      rest = rest.slice(end);
    }
    onRead?.(input.bytesRead - bytesRead);
    bytesRead = input.bytesRead;
  }
  if (rest !== '') yield recordsOf(rest, line);
}
