import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseLine } from '../../../../server/src/tracking/intake/rules.ts';
import { type CsvRecord, itemOfRow, rowFault } from '../../../../server/src/tracking/imports/rules.ts';
import { columnFault, type EventKind } from '../../../../server/src/tracking/imports/schema.ts';
import { CommandError } from '../../command-error.ts';
import { readRecords } from '../../csv-records.ts';

/** One event of a file, or why its line cannot be read as one. */
export interface FileLine {
  /** From 1; in a CSV file the header is line 1. */
  number: number;
  /** As it stands in the file, for NDJSON; the cells by column for CSV. */
  source: unknown;
  item?: unknown;
  fault?: string;
}

/** @throws CommandError for a column that is unknown, stands twice, or is missing though every event needs it. */
export function checkColumns(columns: readonly string[], kind: EventKind): void {
  const fault = columnFault(columns, kind);
  if (fault !== undefined) throw new CommandError(fault.detail);
}

function lineOfRow(columns: readonly string[], { line, cells }: CsvRecord): FileLine {
  const source = Object.fromEntries(columns.map((name, place) => [name, cells[place] ?? '']));
  const fault = rowFault(columns, cells);
  return { number: line, source, ...(fault === undefined ? { item: itemOfRow(columns, cells) } : { fault }) };
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
