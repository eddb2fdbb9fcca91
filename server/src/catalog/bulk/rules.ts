import type { CsvRecord } from './csv.ts';
import type { LineError } from './schema.ts';

/** The errors a report holds; whoever mends so many finds the rest. */
export const MOST_ERRORS = 200;

/** What one column of a noun holds: the path of a field, and how its cells are read. */
export interface Column {
  path: string;
  isNumber?: true;
}

type Item = Record<string, unknown>;

function fieldAt(item: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value === null || value === undefined ? null : (value as Item)[name]), item);
}

function cellText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The cells of an item in the order of the columns; what is null is empty. */
export function cellsOf(columns: readonly Column[], item: object): string[] {
  return columns.map(({ path }) => cellText(fieldAt(item, path)));
}

function valueOf({ isNumber }: Column, cell: string): unknown {
  if (cell === '') return null;
  return isNumber === true && /^\d{1,16}(?:\.\d{1,6})?$/.test(cell) ? Number(cell) : cell;
}

/**
 * The item that cells stand for: dotted paths nest, an empty cell is null, and so is what is nested when all of it is. A cell that is not
 * there leaves its field out.
 */
export function itemOf(columns: readonly Column[], cells: readonly (string | undefined)[]): Item {
  const item: Item = {};
  for (const [place, column] of columns.entries()) {
    const cell = cells[place];
    if (cell === undefined) continue;
    const [outer, inner] = column.path.split('.');
    if (inner === undefined) item[outer] = valueOf(column, cell);
    else item[outer] = { ...(item[outer] as Item | undefined), [inner]: valueOf(column, cell) };
  }
  return item;
}

/** An item whose named groups are null where everything in them is. */
export function withNullGroups(item: Item, groups: readonly string[]): Item {
  const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.values(value).every((one) => one === null);
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, groups.includes(name) && isEmpty(value) ? null : value]));
}

const SEPARATORS = { ';': 'semicolons', '\t': 'tabs' } as const;

/** Why a table cannot be read whose header separates its columns by something else than commas; undefined where it does not. */
export function separatorFault(text: string): string | undefined {
  const header = text.slice(0, text.search(/\r?\n|$/));
  if (header.includes(',')) return undefined;
  const [, name] = Object.entries(SEPARATORS).find(([separator]) => header.includes(separator)) ?? [];
  if (name === undefined) return undefined;
  return `its columns are separated by ${name}; separate them by commas (in a spreadsheet: save as CSV with the comma as separator)`;
}

/** Where in a record each column of the noun stands, or what is wrong with the header. */
export function readHeader(header: CsvRecord | undefined, columns: readonly Column[], needed: readonly string[]): number[] | LineError[] {
  if (header === undefined) return [{ line: 1, column: null, detail: `is empty: begin with a header such as ${pathsOf(columns)}` }];
  const names = header.cells.map((name) => name.trim());
  const error = (column: string, detail: string): LineError => ({ line: header.line, column, detail });
  const faults = names.flatMap((name, place) => {
    if (names.indexOf(name) !== place) return [error(name, 'stands twice in the header; leave one out')];
    return columns.some(({ path }) => path === name) ? [] : [error(name, `is no column; there are ${pathsOf(columns)}`)];
  });
  const missing = needed.filter((name) => !names.includes(name)).map((name) => error(name, 'is missing from the header; add it'));
  return faults.length + missing.length > 0 ? [...faults, ...missing] : columns.map(({ path }) => names.indexOf(path));
}

function pathsOf(columns: readonly Column[]): string {
  return columns.map(({ path }) => path).join(',');
}

/** The cells of a record in the order of the columns; undefined for those the header leaves out. */
export function arranged({ cells }: CsvRecord, places: readonly number[]): (string | undefined)[] {
  return places.map((place) => (place < 0 ? undefined : cells[place]));
}
