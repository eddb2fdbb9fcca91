import { AppError, invalid } from '../../platform/errors.ts';
import { minorAmount } from '../../platform/money.ts';
import { parseLine } from '../intake/rules.ts';
import { MAX_BATCH } from '../intake/schema.ts';
import { type CsvRecord, endOfLastRecord, itemOfRow, lineEndsIn, recordsOf, rowFault } from './rules.ts';
import { AMOUNT, type Import, type ImportReject, PART_BYTES } from './schema.ts';

/** One line of a part: an event, or why it is none. */
export interface Line extends Content {
  number: number;
  /** Where in the part it begins. */
  at: number;
}

interface Content {
  item?: unknown;
  fault?: Pick<ImportReject, 'pointer' | 'reason'>;
}

/** How much of a part is taken. */
export interface Extent {
  bytes: number;
  lineEnds: number;
}

/** What was read of a part: whole lines, how much of it they are, and how much of it lies before one of them. */
export interface ReadPart extends Extent {
  lines: Line[];
  before(line: Line): Extent;
}

/** How a file is read, and how far it was. */
export type Reading = Pick<Import, 'format' | 'bytes' | 'columns' | 'defaults' | 'takenBytes' | 'takenLines'>;

const MARK = Buffer.from('\u{feff}');

/** How many of the first bytes of a file say only in what way it is encoded. */
function markOf(bytes: Buffer, { takenBytes }: Reading): number {
  return takenBytes === 0 && bytes.subarray(0, MARK.length).equals(MARK) ? MARK.length : 0;
}

function tooLong(line: number): AppError {
  return invalid('/base64', `The line ${line} is too long, or a quote is never closed; mend the file and import it again.`);
}

/** How far the whole lines of a part reach. @throws AppError where it holds none. */
function wholeOf(raw: string, reading: Reading, lastIn: (text: string) => number): number {
  if (reading.takenBytes + raw.length >= reading.bytes) return raw.length;
  const whole = lastIn(raw);
  if (whole > 0) return whole;
  if (raw.length >= PART_BYTES - MARK.length) throw tooLong(reading.takenLines + 1);
  throw invalid('/base64', 'There is no whole line in this part; send a longer one.');
}

/** Records with one character a byte, and where each begins. */
interface Placed {
  records: (CsvRecord & { start: number })[];
  end: number;
}

/** The first records, as many as are taken at a time, or those before one that cannot be read. */
function firstRecords(raw: string, firstLine: number, most: number): Placed {
  const records: Placed['records'] = [];
  let end = 0;
  try {
    for (const record of recordsOf(raw, firstLine)) {
      if (records.length === most) return { records, end };
      records.push({ ...record, start: end });
      ({ end } = record);
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (records.length > 0) return { records, end };
    throw invalid('/base64', `The file cannot be read further: ${error.message}. Mend it and import it again.`);
  }
  return { records, end: raw.length };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const NOT_UTF8 = { pointer: '', reason: 'the line is not UTF-8; save the file as UTF-8' };

/** Bytes as text; undefined where they are not UTF-8. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The cells of a record read as bytes; undefined where they are not UTF-8. */
function cellsOf({ cells }: CsvRecord): string[] | undefined {
  const texts = cells.map((cell) => (/[\u0080-\u00ff]/.test(cell) ? textOf(Buffer.from(cell, 'latin1')) : cell));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function fieldsOf(value: Record<string, unknown>, defaults: Import['defaults']): Record<string, unknown> {
  const names = Object.keys(defaults);
  const given = itemOfRow(names, Object.values(defaults));
  const identity = given.identity === undefined ? {} : { identity: { ...given.identity, ...(value.identity as object | undefined) } };
  const metadata = given.metadata === undefined ? {} : { metadata: { ...given.metadata, ...(value.metadata as object | undefined) } };
  return { ...given, ...value, ...identity, ...metadata };
}

/** The event of a row, whose amount in whole units becomes one in minor units. */
function eventOf(row: Record<string, unknown>): Content {
  const { [AMOUNT]: amount, ...item } = row;
  if (amount === undefined) return { item };
  const valueMinor = minorAmount(amount, typeof item.currency === 'string' ? item.currency : 'USD');
  if (valueMinor !== undefined) return { item: { ...item, valueMinor } };
  const reason = 'amount must be a plain number such as 49.99, without a currency, a minus or separators of thousands';
  return { fault: { pointer: `/${AMOUNT}`, reason } };
}

/** What a record stands for. A currency that was given for every line counts in those with an amount alone. */
function contentOf(record: CsvRecord, columns: readonly (string | null)[], defaults: Import['defaults']): Content {
  const cells = cellsOf(record);
  if (cells === undefined) return { fault: NOT_UTF8 };
  const reason = rowFault(columns, cells);
  if (reason !== undefined) return { fault: { pointer: '', reason } };
  const own = itemOfRow(columns, cells);
  const { currency, ...row } = fieldsOf(own, defaults);
  const isOfMoney = own.currency !== undefined || row[AMOUNT] !== undefined || row.valueMinor !== undefined;
  return eventOf(isOfMoney && currency !== undefined ? { ...row, currency } : row);
}

function partOf(raw: string, mark: number, end: number, lines: Line[]): ReadPart {
  const extentOf = (until: number) => ({ bytes: mark + until, lineEnds: lineEndsIn(raw.slice(0, until)) });
  return { lines, ...extentOf(end), before: ({ at }) => extentOf(at - mark) };
}

function readCsv(bytes: Buffer, reading: Reading): ReadPart {
  const mark = markOf(bytes, reading);
  // One character a byte, so that what is found in the text is found in the file.
  const raw = bytes.toString('latin1', mark);
  const isFirst = reading.takenBytes === 0;
  const columns = reading.columns ?? [];
  const whole = raw.slice(0, wholeOf(raw, { ...reading, takenBytes: reading.takenBytes + mark }, endOfLastRecord));
  const { records, end } = firstRecords(whole, reading.takenLines + 1, MAX_BATCH + (isFirst ? 1 : 0));
  const header = isFirst ? records.shift() : undefined;
  if (isFirst && header?.cells.length !== columns.length) {
    const found = header?.cells.length ?? 0;
    throw invalid('/base64', `The header of the file has ${found} columns, and the import was opened for ${columns.length}.`);
  }
  const lines = records.map((record) => ({
    number: record.line,
    at: mark + record.start,
    ...contentOf(record, columns, reading.defaults),
  }));
  return partOf(raw, mark, end, lines);
}

function parsed(text: string | undefined): Content {
  if (text === undefined) return { fault: NOT_UTF8 };
  try {
    return { item: parseLine(text) };
  } catch (error) {
    if (error instanceof AppError) return { fault: { pointer: '', reason: 'the line is no JSON object as events are sent' } };
    throw error;
  }
}

function readNdjson(bytes: Buffer, reading: Reading): ReadPart {
  const mark = markOf(bytes, reading);
  const raw = bytes.toString('latin1', mark);
  const whole = wholeOf(raw, { ...reading, takenBytes: reading.takenBytes + mark }, (text) => text.lastIndexOf('\n') + 1);
  const lines: Line[] = [];
  let at = 0;
  let number = reading.takenLines;
  while (at < whole && lines.length < MAX_BATCH) {
    const newline = raw.indexOf('\n', at);
    const end = newline < 0 ? whole : newline;
    number += 1;
    const text = textOf(bytes.subarray(mark + at, mark + end));
    if (text?.trim() !== '') lines.push({ number, at: mark + at, ...parsed(text) });
    at = newline < 0 ? whole : newline + 1;
  }
  return partOf(raw, mark, at, lines);
}

/**
 * Reads whole lines of a part: as many as one batch takes, and none that its end cuts off, unless the file ends there.
 * @throws AppError `invalid_request` for a part without a whole line, or a file that cannot be read further.
 */
export function readPart(bytes: Buffer, reading: Reading): ReadPart {
  return reading.format === 'csv' ? readCsv(bytes, reading) : readNdjson(bytes, reading);
}
