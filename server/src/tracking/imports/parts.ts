import { AppError, invalid } from '../../platform/errors.ts';
import { minorAmount } from '../../platform/money.ts';
import { parseLine } from '../intake/rules.ts';
import { MAX_BATCH } from '../intake/schema.ts';
import { endOfLastRecord, itemOfRow, lineEndsIn, recordsOf, widthFault } from './rules.ts';
import { AMOUNT, type Import, type ImportReject, PART_BYTES } from './schema.ts';

/** One line of a part: an event, or why it is none. */
export interface Line {
  number: number;
  item?: unknown;
  fault?: Pick<ImportReject, 'pointer' | 'reason'>;
}

/** What was read of a part: whole lines, and how much of it they are. */
export interface ReadPart {
  lines: Line[];
  bytes: number;
  lineEnds: number;
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

/** Where the first records end, as many as are taken at a time, or those before one that cannot be read. */
function cutOf(raw: string, firstLine: number, most: number): number | undefined {
  let count = 0;
  let end = 0;
  try {
    for (const record of recordsOf(raw, firstLine)) {
      if (count === most) return end;
      count += 1;
      end = record.end;
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (count > 0) return end;
    throw invalid('/base64', `The file cannot be read further: ${error.message}. Mend it and import it again.`);
  }
  return undefined;
}

function fieldsOf(value: Record<string, unknown>, defaults: Import['defaults']): Record<string, unknown> {
  const names = Object.keys(defaults);
  const given = itemOfRow(names, Object.values(defaults));
  const identity = given.identity === undefined ? {} : { identity: { ...given.identity, ...(value.identity as object | undefined) } };
  const metadata = given.metadata === undefined ? {} : { metadata: { ...given.metadata, ...(value.metadata as object | undefined) } };
  return { ...given, ...value, ...identity, ...metadata };
}

/** The event of a row, whose amount in whole units becomes one in minor units. */
function eventOf(row: Record<string, unknown>, number: number): Line {
  const { [AMOUNT]: amount, ...item } = row;
  if (amount === undefined) return { number, item };
  const valueMinor = minorAmount(amount, typeof item.currency === 'string' ? item.currency : 'USD');
  if (valueMinor !== undefined) return { number, item: { ...item, valueMinor } };
  const reason = 'amount must be a plain number such as 49.99, without a currency, a minus or separators of thousands';
  return { number, fault: { pointer: `/${AMOUNT}`, reason } };
}

function readCsv(bytes: Buffer, reading: Reading): ReadPart {
  const mark = markOf(bytes, reading);
  // One character a byte, so that what is found in the text is found in the file.
  const raw = bytes.toString('latin1', mark);
  const isFirst = reading.takenBytes === 0;
  const columns = reading.columns ?? [];
  const whole = raw.slice(0, wholeOf(raw, { ...reading, takenBytes: reading.takenBytes + mark }, endOfLastRecord));
  const firstLine = reading.takenLines + 1;
  const taken = cutOf(whole, firstLine, MAX_BATCH + (isFirst ? 1 : 0)) ?? whole.length;
  const records = [...recordsOf(bytes.toString('utf8', mark, mark + taken), firstLine)];
  const header = isFirst ? records.shift() : undefined;
  const headerFault = header && widthFault(columns, header.cells);
  if (headerFault !== undefined || (isFirst && !header)) {
    const found = header?.cells.length ?? 0;
    throw invalid('/base64', `The header of the file has ${found} columns, and the import was opened for ${columns.length}.`);
  }
  const lines = records.map(({ line, cells }): Line => {
    const reason = widthFault(columns, cells);
    return reason === undefined
      ? eventOf(fieldsOf(itemOfRow(columns, cells), reading.defaults), line)
      : { number: line, fault: { pointer: '', reason } };
  });
  return { lines, bytes: mark + taken, lineEnds: lineEndsIn(raw.slice(0, taken)) };
}

function parsed(text: string): Pick<Line, 'item' | 'fault'> {
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
    const text = bytes.toString('utf8', mark + at, mark + end);
    if (text.trim() !== '') lines.push({ number, ...parsed(text) });
    at = newline < 0 ? whole : newline + 1;
  }
  return { lines, bytes: mark + at, lineEnds: lineEndsIn(raw.slice(0, at)) };
}

/**
 * Reads whole lines of a part: as many as one batch takes, and none that its end cuts off, unless the file ends there.
 * @throws AppError `invalid_request` for a part without a whole line, or a file that cannot be read further.
 */
export function readPart(bytes: Buffer, reading: Reading): ReadPart {
  return reading.format === 'csv' ? readCsv(bytes, reading) : readNdjson(bytes, reading);
}
