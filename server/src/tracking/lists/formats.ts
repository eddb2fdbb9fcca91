import { AppError } from '../../platform/errors.ts';
import { CONNECTION_TYPES, type ConnectionType } from '../intake/rules.ts';
import { boundsOf, placeOf } from './address-ranges.ts';
import { isCountry, isRegion } from './countries.ts';
import { type PatternEntry, patternFault } from './patterns.ts';
import { type ListKind, type PatternKind, PATTERN_KINDS, RANGE_KINDS, type RangeKind } from './schema.ts';

/** What a range list says of addresses: a connection type, a country or a region, or the number and name of an autonomous system. */
export interface RangeEntry {
  start: string;
  end: string;
  /** Empty for lists that say no more than that an address is on them. */
  value: string;
  /** The name of an autonomous system. */
  label?: string | undefined;
}

/** The entries of one list in the form they are stored in. */
export type ListContent =
  | { kind: PatternKind; patterns: PatternEntry[] }
  | { kind: RangeKind; ranges: RangeEntry[] }
  | { kind: 'asn_types'; types: { asn: number; connectionType: ConnectionType }[] };

/** An entry that was left out, and why. */
export interface Refusal {
  /** The number of the entry or line, from 1. */
  entry: number;
  reason: string;
}

/** A list as it was read, and what of it was left out. */
export interface ReadList {
  content: ListContent;
  refused: Refusal[];
}

/** How the text of a list is to be read where it does not say so itself. */
export interface ReadOptions {
  kind: ListKind;
  /** What the addresses of a plain list of networks are. */
  connectionType: ConnectionType;
}

export const MAX_ENTRIES = 3_000_000;
const MAX_NAME_CHARACTERS = 200;

function isPatternKind(kind: ListKind): kind is PatternKind {
  return PATTERN_KINDS.some((one) => one === kind);
}

function isRangeKind(kind: ListKind): kind is RangeKind {
  return RANGE_KINDS.some((one) => one === kind);
}

function jsonEntries(text: string): Record<string, unknown>[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_request', 'The list is not valid JSON.', { cause });
  }
  const list: unknown = Array.isArray(value) ? value : (value as { entries?: unknown } | null)?.entries;
  if (!Array.isArray(list))
    throw new AppError('invalid_request', 'The list holds no entries: it is to be an array, or an object with "entries".');
  return list.map((entry) => (entry !== null && typeof entry === 'object' ? (entry as Record<string, unknown>) : {}));
}

function textAt(entry: Record<string, unknown>, key: string): string {
  const value = entry[key];
  return typeof value === 'string' ? value : '';
}

/** Reads items one by one and keeps the reasons of those that cannot be taken. */
function readEach<Item, Entry>(items: readonly Item[], read: (item: Item) => Entry | string): { entries: Entry[]; refused: Refusal[] } {
  const result: { entries: Entry[]; refused: Refusal[] } = { entries: [], refused: [] };
  items.forEach((item, place) => {
    const entry = read(item);
    if (typeof entry === 'string') result.refused.push({ entry: place + 1, reason: entry });
    else result.entries.push(entry);
  });
  return result;
}

function patternOf(entry: Record<string, unknown>): PatternEntry | string {
  const [name, pattern] = [textAt(entry, 'name').slice(0, MAX_NAME_CHARACTERS), textAt(entry, 'pattern')];
  if (name === '') return 'the entry has no name';
  const fault = patternFault(pattern);
  return fault ?? { name, pattern, category: textAt(entry, 'category') || undefined };
}

/** One line of CSV as its cells; quotes may stand around a cell, and are doubled within one. */
export function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim());
  const cells = [...line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*/g)];
  return cells.map(([, quoted, plain]) => (quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"')));
}

/** The lines of a text that hold something, without comments; a line that begins with a word of a header is none of them. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  return lines.filter((line, place) => line !== '' && !(place === 0 && /^"?(?:start|cidr|network|ip|asn)[a-z_ ]*"?(?:,|$)/i.test(line)));
}

function connectionTypeOf(text: string): ConnectionType | undefined {
  return CONNECTION_TYPES.find((type) => type === text.toLowerCase());
}

/** A country or a region by its code; a region may stand alone or after its country. A name there says nothing. */
function countryOf(first: string, second: string): Pick<RangeEntry, 'value'> | string {
  const code = isCountry(first) && second.includes('-') ? second : first;
  if (code === second && !code.startsWith(`${first}-`)) return `"${code.slice(0, 20)}" is no region of ${first}`;
  if (isCountry(code) || isRegion(code)) return { value: code };
  return `"${code.slice(0, 20)}" is no code of a country (ISO 3166-1, as DE) or of a region (ISO 3166-2, as US-CA)`;
}

/** What the cells after the addresses say, by the kind of list; a text is why they say nothing that it can use. */
function valueOf(kind: RangeKind, rest: readonly string[], connectionType: ConnectionType): Pick<RangeEntry, 'value' | 'label'> | string {
  const [first = '', second = ''] = rest;
  if (kind === 'asns') {
    const asn = /^(?:AS)?(\d{1,10})$/i.exec(first)?.[1];
    return asn === undefined ? `"${first.slice(0, 20)}" is no number of an autonomous system` : { value: asn, label: second.slice(0, 80) };
  }
  if (kind === 'countries') return countryOf(first.toUpperCase(), second.toUpperCase());
  if (kind !== 'networks') return { value: '' };
  return { value: connectionTypeOf(first) ?? connectionType };
}

function rangeOf(line: string, { kind, connectionType }: { kind: RangeKind; connectionType: ConnectionType }): RangeEntry | string {
  const cells = cellsOf(line);
  const isPair = cells.length > 1 && placeOf(cells[0]) !== undefined && placeOf(cells[1]) !== undefined;
  const bounds = isPair ? { start: cells[0], end: cells[1] } : boundsOf(cells[0]);
  if (bounds === undefined) return `"${cells[0].slice(0, 50)}" is no address and no network`;
  const [start, end] = [placeOf(bounds.start), placeOf(bounds.end)];
  if (start?.family !== end?.family || (start && end && start.at > end.at)) return 'the range ends before it starts';
  const value = valueOf(kind, cells.slice(isPair ? 2 : 1), connectionType);
  return typeof value === 'string' ? value : { ...bounds, ...value };
}

function asnTypeOf(line: string): { asn: number; connectionType: ConnectionType } | string {
  const [asn = '', type = ''] = cellsOf(line);
  const [number, connectionType] = [/^(?:AS)?(\d{1,10})$/i.exec(asn)?.[1], connectionTypeOf(type)];
  if (number === undefined) return `"${asn.slice(0, 20)}" is no number of an autonomous system`;
  return connectionType === undefined
    ? `"${type.slice(0, 20)}" is none of ${CONNECTION_TYPES.join(', ')}`
    : { asn: Number(number), connectionType };
}

function readContent(text: string, { kind, connectionType }: ReadOptions): ReadList {
  if (isPatternKind(kind)) {
    const { entries, refused } = readEach(jsonEntries(text), patternOf);
    return { content: { kind, patterns: entries }, refused };
  }
  if (isRangeKind(kind)) {
    const { entries, refused } = readEach(linesOf(text), (line) => rangeOf(line, { kind, connectionType }));
    return { content: { kind, ranges: entries }, refused };
  }
  const { entries, refused } = readEach(linesOf(text), asnTypeOf);
  return { content: { kind: 'asn_types', types: entries }, refused };
}

/** A list without entries: what comes with Earshot answers in its place. */
export function emptyContent(kind: ListKind): ListContent {
  if (isPatternKind(kind)) return { kind, patterns: [] };
  return isRangeKind(kind) ? { kind, ranges: [] } : { kind: 'asn_types', types: [] };
}

/** How many entries a list holds. */
export function countEntries(content: ListContent): number {
  if ('patterns' in content) return content.patterns.length;
  if ('ranges' in content) return content.ranges.length;
  return content.types.length;
}

/**
 * Reads the text of a list: OPAWG's JSON for patterns; lines of CSV for address ranges (`cidr[,value]` or
 * `start,end,value[,name]`) and for the kinds of autonomous systems (`asn,type`). Entries that cannot be used are left out with their
 * reason.
 * @throws AppError `invalid_request` when the text is no such list, holds nothing that can be used, or more than 3,000,000 entries.
 */
export function readList(text: string, options: ReadOptions): ReadList {
  const list = readContent(text.replace(/^\uFEFF/, ''), options);
  const count = countEntries(list.content);
  if (count === 0) {
    const [first] = list.refused;
    const reason = first === undefined ? '' : ` Entry ${first.entry}: ${first.reason}.`;
    throw new AppError(
      'invalid_request',
      `The list of ${options.kind} holds no entry that can be used.${reason} earshot lists withdraw takes a list back.`,
    );
  }
  if (count > MAX_ENTRIES) throw new AppError('invalid_request', `The list holds ${count} entries; at most ${MAX_ENTRIES} are taken.`);
  return list;
}
