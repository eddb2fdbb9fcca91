import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import { parseLine } from '../../../../server/src/tracking/intake/rules.ts';
import { ConversionInput, Identity, TouchpointInput } from '../../../../server/src/tracking/intake/schema.ts';
import { CommandError } from '../../command-error.ts';

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

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

async function* readCsv(file: string, kind: EventKind): AsyncGenerator<FileLine> {
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: 1_000_000 });
  const input = createReadStream(file).on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  let columns: string[] | undefined;
  let line = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      line = info.lines;
      if (columns === undefined) {
        columns = record.map((name) => name.trim());
        checkColumns(columns, kind);
        continue;
      }
      const source = Object.fromEntries(columns.map((name, place) => [name, record[place] ?? '']));
      if (record.length === columns.length) yield { number: line, source, item: itemOfRow(columns, record) };
      else yield { number: line, source, fault: `the line has ${record.length} cells, and the header has ${columns.length}` };
    }
    if (columns === undefined) throw new CommandError('The file is empty; its first line must name the columns.');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error;
    throw new CommandError(`The file cannot be read as CSV after line ${line}: ${error.message}. What stood before it was imported.`);
  } finally {
    input.destroy();
  }
}

async function* readNdjson(file: string): AsyncGenerator<FileLine> {
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
