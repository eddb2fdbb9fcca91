import { createReadStream } from 'node:fs';
import { CommandError } from './command-error.ts';

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

const QUOTE = 34;
const COMMA = 44;
const UNQUOTED = /[^",\n]*/y;

interface Cell {
  text: string;
  /** Where the comma, the line end or the end of the text after it stands. */
  end: number;
}

function quotedCell(text: string, start: number): Cell | undefined {
  let closing = text.indexOf('"', start + 1);
  let isDoubled = false;
  while (closing >= 0 && text.charCodeAt(closing + 1) === QUOTE) {
    isDoubled = true;
    closing = text.indexOf('"', closing + 2);
  }
  if (closing < 0) return undefined;
  const inside = text.slice(start + 1, closing);
  const end = text.startsWith('\r\n', closing + 1) ? closing + 2 : closing + 1;
  return { text: isDoubled ? inside.replaceAll('""', '"') : inside, end };
}

function plainCell(text: string, start: number): Cell {
  UNQUOTED.lastIndex = start;
  UNQUOTED.test(text);
  const end = UNQUOTED.lastIndex;
  const isLast = end === text.length || text[end] === '\n';
  return { text: text.slice(start, isLast && end > start && text[end - 1] === '\r' ? end - 1 : end), end };
}

function* quotedRecords(text: string, firstLine: number): Generator<CsvRecord> {
  let line = firstLine;
  let at = 0;
  while (at < text.length) {
    const start = at;
    const cells: string[] = [];
    for (;;) {
      const cell = cellAt(text, at, line);
      cells.push(cell.text);
      at = cell.end + 1;
      if (text.charCodeAt(cell.end) !== COMMA) break;
    }
    if (!/^\r?\n?$/.test(text.slice(start, at))) yield { line, cells };
    line += lineEndsIn(text.slice(start, at));
  }
}

function cellAt(text: string, start: number, line: number): Cell {
  const cell = text.charCodeAt(start) === QUOTE ? quotedCell(text, start) : plainCell(text, start);
  if (cell === undefined) throw new CommandError(`line ${line}: a quote is opened and never closed`);
  if (cell.end >= text.length || text[cell.end] === ',' || text[cell.end] === '\n') return cell;
  throw new CommandError(`line ${line}: a quote stands inside a cell; put the whole cell in quotes and double the quotes inside it`);
}

/** The records of a text that ends with a whole record; a cell in quotes may hold commas, doubled quotes and line ends (RFC 4180). */
export function recordsOf(text: string, firstLine: number): Generator<CsvRecord> {
  return text.includes('"') ? quotedRecords(text, firstLine) : plainRecords(text, firstLine);
}

/** Told as the file is read. */
export interface ReadingProgress {
  onRead?: (bytes: number) => void;
}

/** Commands that need no server load nothing of it before a file is there to be read. */
async function checkSeparator(text: string): Promise<void> {
  const { separatorFault } = await import('../../server/src/catalog/bulk/rules.ts');
  const fault = separatorFault(text);
  if (fault !== undefined) throw new CommandError(`The file cannot be read: ${fault}.`);
}

/**
 * The records of a UTF-8 file in batches, in memory that does not grow with the file; empty lines are left out.
 * @throws CommandError naming the line for quotes that do not fit, or the separator where the header has no commas but another one.
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
    if (line === 1) await checkSeparator(rest);
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
