import { CommandError } from '../../command-error.ts';

/** Where the columns of a file of paths stand; absent columns are undefined. */
export interface PathHeader {
  width: number;
  path: number;
  conversions: number;
  value: number;
  null?: number;
  daysBefore?: number;
}

/** One line of a file of paths. */
export interface PathRow {
  /** Channel of every touchpoint, oldest first. */
  channels: string[];
  conversions: number;
  /** Of those conversions together. */
  value: number;
  /** How often the path ended without a conversion; 0 where the file has no column `null`. */
  nulls: number;
  /** Age of every touchpoint in milliseconds, oldest first; only where the file has the column `daysBefore`. */
  ageMs?: number[];
}

const REQUIRED = ['path', 'conversions', 'value'] as const;
const OPTIONAL = ['null', 'daysBefore'] as const;
const KNOWN: readonly string[] = [...REQUIRED, ...OPTIONAL];
const DAY_MS = 86_400_000;
const AMOUNT = /^\d{1,15}(?:\.\d{1,6})?$/;
const WHOLE = /^\d{1,15}(?:\.0+)?$/;
const DAYS = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const CONTROL = /\p{Cc}/u;
const LONGEST_SHOWN = 40;

/** @throws CommandError when a column is missing, unknown or stands twice. */
export function headerOf(cells: readonly string[]): PathHeader {
  const names = cells.map((cell) => cell.trim());
  const unknown = names.find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new CommandError(`the column ${shown(unknown)} is unknown; known are ${KNOWN.join(', ')}`);
  const repeated = names.find((name, place) => names.indexOf(name) !== place);
  if (repeated !== undefined) throw new CommandError(`the column "${repeated}" stands twice in the header`);
  const missing = REQUIRED.find((name) => !names.includes(name));
  if (missing !== undefined) throw new CommandError(`the header has no column "${missing}"; it starts with path,conversions,value`);
  const placeOf = (name: string) => (names.includes(name) ? names.indexOf(name) : undefined);
  return {
    width: names.length,
    path: names.indexOf('path'),
    conversions: names.indexOf('conversions'),
    value: names.indexOf('value'),
    null: placeOf('null'),
    daysBefore: placeOf('daysBefore'),
  };
}

/**
 * What a line says: channels separated by `>` and without control characters, amounts from 0 on with up to 6 decimals, `null` a whole
 * number, `daysBefore` one number per channel that never rises.
 * @throws CommandError with the column and the reason.
 */
export function rowOf(header: PathHeader, cells: readonly string[]): PathRow {
  if (cells.length !== header.width) throw new CommandError(`the line has ${cells.length} cells, and the header has ${header.width}`);
  const channels = channelsOf(cells[header.path]);
  const conversions = amountOf('conversions', cells[header.conversions]);
  const value = amountOf('value', cells[header.value]);
  if (conversions === 0 && value > 0) throw new CommandError('value is above 0, and conversions is 0');
  const nulls = header.null === undefined ? 0 : nullsOf(cells[header.null]);
  if (header.daysBefore === undefined) return { channels, conversions, value, nulls };
  return { channels, conversions, value, nulls, ageMs: agesOf(cells[header.daysBefore], channels.length) };
}

function nullsOf(cell: string): number {
  const text = cell.trim();
  if (WHOLE.test(text)) return Number(text);
  throw new CommandError(`null ${shown(cell)} is not a whole number from 0 on`);
}

function shown(cell: string): string {
  return `"${cell.length > LONGEST_SHOWN ? `${cell.slice(0, LONGEST_SHOWN)}…` : cell}"`;
}

function channelsOf(cell: string): string[] {
  if (cell.trim() === '') throw new CommandError('path is empty');
  const channels = cell.split('>');
  const mayHoldControls = CONTROL.test(cell);
  for (let place = 0; place < channels.length; place += 1) {
    channels[place] = channels[place].trim();
    if (channels[place] === '') throw new CommandError(`path ${shown(cell)} has an empty channel at place ${place + 1}`);
    if (mayHoldControls && CONTROL.test(channels[place])) {
      throw new CommandError(`path ${shown(cell)} has a control character in the channel at place ${place + 1}`);
    }
  }
  return channels;
}

function amountOf(column: string, cell: string): number {
  const text = cell.trim();
  if (AMOUNT.test(text)) return Number(text);
  throw new CommandError(`${column} ${shown(cell)} is not a number from 0 on with at most 15 digits and 6 decimals`);
}

function agesOf(cell: string, count: number): number[] {
  const days = cell.split('>');
  if (days.length !== count) {
    throw new CommandError(`daysBefore ${shown(cell)} has ${days.length} numbers, and the path has ${count} channels`);
  }
  const ages: number[] = [];
  for (const text of days) {
    const age = DAYS.test(text.trim()) ? Number(text) * DAY_MS : NaN;
    if (!(age < Infinity)) throw new CommandError(`daysBefore ${shown(text.trim())} is not a number of days from 0 on`);
    if (ages.length > 0 && age > ages[ages.length - 1]) {
      throw new CommandError(`daysBefore ${shown(cell)} rises at place ${ages.length + 1}; the oldest touchpoint comes first`);
    }
    ages.push(age);
  }
  return ages;
}
