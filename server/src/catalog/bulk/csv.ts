import { csvCell, readCell } from '../../platform/csv.ts';

/** One record of a CSV text and the line, from 1, on which it starts. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/** Why a text cannot be read as CSV, and from which line on. */
export interface CsvFault {
  line: number;
  detail: string;
}

const CELL = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
const END = /,|\r?\n|$/y;

/** One line of a file. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function lineEndsIn(text: string): number {
  return text.split('\n').length - 1;
}

/** Reads a CSV text (RFC 4180; lines may end with CRLF or LF, empty ones are passed over), or says where it cannot be read. */
export function readCsv(text: string): CsvRecord[] | CsvFault {
  const records: CsvRecord[] = [];
  let at = text.startsWith('\u{feff}') ? 1 : 0;
  let line = 1;
  let cells: string[] = [];
  let start = line;
  while (at < text.length || cells.length > 0) {
    CELL.lastIndex = at;
    const [raw, quoted, plain] = CELL.exec(text) ?? [''];
    END.lastIndex = at + raw.length;
    const end = END.exec(text);
    if (!end) return { line, detail: 'a quote is not closed, or something follows one: double the quotes inside a cell, and quote it' };
    cells.push(readCell(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"')));
    at += raw.length + end[0].length;
    line += lineEndsIn(raw) + lineEndsIn(end[0]);
    if (end[0] === ',') continue;
    if (cells.length > 1 || cells[0] !== '') records.push({ line: start, cells });
    cells = [];
    start = line;
  }
  return records;
}
