import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseLine } from '../../../../server/src/tracking/intake/rules.ts';
import { ConversionInput, Identity, TouchpointInput } from '../../../../server/src/tracking/intake/schema.ts';
import { CommandError } from '../../command-error.ts';
import { type CsvRecord, readRecords } from '../../csv-records.ts';

/** What the events of a file are. */
export type EventKind = 'touchpoints' | 'conversions';

/** One event of a file, or why its line cannot be read as one. */
export interface FileLine {
  /** From 1; in a CSV file the header is line 1. */
  number: number;
  /** As it stands in the file, for NDJSON; the cells by column for CSV. */
  source: unknown;
  item?: unknown;
  fault?: string;
}

const NUMBERS = new Set(['valueMinor']);
const FLAGS = new Set(['isNewCustomer']);

/** The columns a CSV file of this kind may have, `metadata.…` aside. */
export function knownColumns(kind: EventKind): string[] {
  const shape = kind === 'touchpoints' ? TouchpointInput.shape : ConversionInput.shape;
  const plain = Object.keys(shape).filter((name) => name !== 'identity' && name !== 'metadata');
  return [...plain, ...Object.keys(Identity.shape).map((name) => `identity.${name}`)];
}

/** @throws CommandError for a column that is unknown, stands twice, or is missing though every event needs it. */
export function checkColumns(columns: readonly string[], kind: EventKind): void {
  const known = knownColumns(kind);
  const unknown = columns.find((name) => !known.includes(name) && !/^metadata\.[^.]+$/.test(name));
  if (unknown !== undefined)
    throw new CommandError(`The column "${unknown}" is unknown. A file of ${kind} may have ${known.join(', ')} and metadata.NAME.`);
  const repeated = columns.find((name, place) => columns.indexOf(name) !== place);
  if (repeated !== undefined) throw new CommandError(`The column "${repeated}" stands twice in the header.`);
  for (const name of ['id', 'occurredAt', 'kind']) {
    if (!columns.includes(name)) throw new CommandError(`The header has no column "${name}", which every event needs.`);
  }
}

function cellValue(column: string, cell: string): unknown {
  if (NUMBERS.has(column) && /^-?\d+(\.\d+)?$/.test(cell)) return Number(cell);
  if (FLAGS.has(column) && /^(true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
  return cell;
}

/** The event a CSV row stands for: dotted columns nest, empty cells are left out. */
export function itemOfRow(columns: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  columns.forEach((column, place) => {
    const cell = cells[place];
    if (cell === '') return;
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

function lineOfRow(columns: readonly string[], { line, cells }: CsvRecord): FileLine {
  const source = Object.fromEntries(columns.map((name, place) => [name, cells[place] ?? '']));
  if (cells.length === columns.length) return { number: line, source, item: itemOfRow(columns, cells) };
  return { number: line, source, fault: `the line has ${cells.length} cells, and the header has ${columns.length}` };
}

async function* readCsv(file: string, kind: EventKind): AsyncGenerator<FileLine> {
  let columns: string[] | undefined;
  try {
    for await (const records of readRecords(file)) {
      for (const record of records) {
        if (columns === undefined) checkColumns((columns = record.cells.map((name) => name.trim())), kind);
        else yield lineOfRow(columns, record);
      }
    }
  } catch (error) {
    if (columns === undefined || !(error instanceof CommandError)) throw error;
    throw new CommandError(`${error.message}. What stands before it may be imported already; mend the file and import it again.`);
  }
  if (columns === undefined) throw new CommandError('The file is empty; its first line must name the columns.');
}

/** The events of an NDJSON file one after the other, in constant memory. */
export async function* readNdjson(file: string): AsyncGenerator<FileLine> {
  const input = createReadStream(file, { highWaterMark: 1 << 18 });
  const lines = createInterface({ input, crlfDelay: Infinity });
  let number = 0;
  try {
    for await (const text of lines) {
      number += 1;
      if (text.trim() === '') continue;
      yield { number, source: text, ...parsed(number === 1 ? text.replace(/^\uFEFF/, '') : text) };
    }
  } finally {
    input.destroy();
  }
}

function parsed(text: string): { item: unknown } | { fault: string } {
  try {
    return { item: parseLine(text) };
  } catch (error) {
    if (error instanceof Error && error.name === 'AppError') return { fault: error.message };
    throw error;
  }
}

/**
 * The events of a CSV or NDJSON file one after the other, in constant memory. @throws CommandError for another kind of file, or a bad
 * header.
 */
export function readEvents(file: string, kind: EventKind): AsyncGenerator<FileLine> {
  if (/\.csv$/i.test(file)) return readCsv(file, kind);
  if (/\.(ndjson|jsonl)$/i.test(file)) return readNdjson(file);
  throw new CommandError(`${file} is neither a .csv nor a .ndjson file.`);
}
