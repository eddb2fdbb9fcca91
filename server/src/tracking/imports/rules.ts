import { AppError } from '../../platform/errors.ts';

/** The cells of one record and the line of the file, from 1, on which it starts. */
export interface CsvRecord {
  line: number;
  cells: string[];
  /** Where in the text the next record begins. */
  end: number;
}

/** Where the last whole record of `text` ends: after a line end that stands outside of quotes. 0 when there is none. */
export function endOfLastRecord(text: string): number {
  let [end, from, isInside] = [0, 0, false];
  for (;;) {
    const quote = text.indexOf('"', from);
    const last = isInside ? -1 : text.slice(from, quote < 0 ? undefined : quote).lastIndexOf('\n');
    if (last >= 0) end = from + last + 1;
    if (quote < 0) return end;
    isInside = !isInside;
    from = quote + 1;
  }
}

/** How many lines end in a text. */
export function lineEndsIn(text: string): number {
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
    if (end > start) yield { line, cells: text.slice(start, end).split(','), end: next };
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
    if (!/^\r?\n?$/.test(text.slice(start, at))) yield { line, cells, end: Math.min(at, text.length) };
    line += lineEndsIn(text.slice(start, at));
  }
}

function cellAt(text: string, start: number, line: number): Cell {
  const cell = text.charCodeAt(start) === QUOTE ? quotedCell(text, start) : plainCell(text, start);
  if (cell === undefined) throw new AppError('malformed_request', `line ${line}: a quote is opened and never closed`);
  if (cell.end >= text.length || text[cell.end] === ',' || text[cell.end] === '\n') return cell;
  const advice = 'put the whole cell in quotes and double the quotes inside it';
  throw new AppError('malformed_request', `line ${line}: a quote stands inside a cell; ${advice}`);
}

/**
 * The records of a text that ends with a whole record; a cell in quotes may hold commas, doubled quotes and line ends (RFC 4180); empty
 * lines are passed over. @throws AppError `malformed_request` naming the line, once it is reached, for quotes that do not fit.
 */
export function recordsOf(text: string, firstLine: number): Generator<CsvRecord> {
  return text.includes('"') ? quotedRecords(text, firstLine) : plainRecords(text, firstLine);
}

const NUMBERS = new Set(['valueMinor']);
const FLAGS = new Set(['isNewCustomer']);

function cellValue(column: string, cell: string): unknown {
  if (NUMBERS.has(column) && /^-?\d+(\.\d+)?$/.test(cell)) return Number(cell);
  if (FLAGS.has(column) && /^(true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
  return cell;
}

/** The event a CSV row stands for: dotted columns nest, empty cells are left out, and so are columns that are passed over. */
export function itemOfRow(columns: readonly (string | null)[], cells: readonly string[]): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  columns.forEach((column, place) => {
    const cell = cells[place];
    if (cell === '' || column === null) return;
    const dot = column.indexOf('.');
    if (dot < 0) item[column] = cellValue(column, cell);
    else {
      const [outer, inner] = [column.slice(0, dot), column.slice(dot + 1)];
      const nested = (item[outer] ??= {}) as Record<string, unknown>;
      nested[inner] = cell;
    }
  });
  return item;
}

/** What is wrong with the cells of a row as they stand: their number, or one that no text can hold. Undefined where nothing is. */
export function rowFault(columns: readonly unknown[], cells: readonly string[]): string | undefined {
  if (cells.length !== columns.length) return `the line has ${cells.length} cells, and the header has ${columns.length}`;
  return cells.some((cell) => cell.includes('\0')) ? 'the line holds a NUL character; remove it' : undefined;
}
