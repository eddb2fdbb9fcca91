/** What the columns of a table of figures are called, ours first and then those that hosts use. */
const COLUMNS = {
  show: ['show', 'podcast', 'show_key'],
  episode: ['episode', 'episode_key', 'guid', 'episode_guid'],
  day: ['day', 'date', 'interval'],
  downloads: ['downloads', 'downloads_total', 'total_downloads', 'total', 'plays', 'total_plays'],
  source: ['source', 'host'],
} as const;

/** Which of day and month stands first in days that are written as three numbers with the year last. */
export type DayOrder = 'day' | 'month';

interface WrittenDay {
  first: string;
  mark: string;
  second: string;
  year: string;
}

/** Two numbers and a year, as in 1/11/2026, 01-11-2026 or 01.11.2026, with or without a time behind it. */
function writtenDay(text: string): WrittenDay | undefined {
  const [, first, mark, second, year] = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ].*)?$/.exec(text) ?? [];
  return year === undefined ? undefined : { first: first.padStart(2, '0'), mark, second: second.padStart(2, '0'), year };
}

/** Which stands first as far as the text itself says it; dots stand in no writing that has the month first. */
function ownOrder({ first, mark, second }: WrittenDay): DayOrder | undefined {
  if (mark === '.' || Number(first) > 12) return 'day';
  return Number(second) > 12 ? 'month' : undefined;
}

/** Which stands first in the days of a table, by those that can be read in one way alone; undefined where none can, or they differ. */
export function dayOrderOf(texts: readonly string[]): DayOrder | undefined {
  const orders = new Set(texts.flatMap((text) => writtenDay(text) ?? []).flatMap((day) => ownOrder(day) ?? []));
  const [order] = orders;
  return orders.size === 1 ? order : undefined;
}

/**
 * A day as hosts write it: 2026-11-01, or day and month before the year in the order that the text itself or its table says. With hyphens
 * the day stands first where neither does, as Transistor writes it. Undefined for any other text, and where both could stand first.
 */
export function dayOfText(text: string, tableOrder?: DayOrder): string | undefined {
  const [, iso] = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(text) ?? [];
  if (iso !== undefined) return iso;
  const written = writtenDay(text);
  if (written === undefined) return undefined;
  const { first, mark, second, year } = written;
  const order = ownOrder(written) ?? (first === second ? 'day' : (tableOrder ?? (mark === '-' ? 'day' : undefined)));
  if (order === undefined) return undefined;
  return order === 'day' ? `${year}-${second}-${first}` : `${year}-${first}-${second}`;
}

/** Why a day that cannot be read in one way alone is not taken, and how to write it; undefined for texts that are no such day. */
export function dayFault(text: string): string | undefined {
  const written = writtenDay(text);
  if (written === undefined || ownOrder(written) !== undefined) return undefined;
  const { first, second, year } = written;
  return `"${text}" may mean ${year}-${second}-${first} or ${year}-${first}-${second}; write days as year-month-day, such as 2026-11-01`;
}

/** The day of a row as it is written; empty where there is none. */
export function dayCell(columns: readonly string[], cells: readonly string[]): string {
  const place = placeOf(columns, 'day');
  return place === undefined ? '' : (cells[place] ?? '').trim();
}

function placeOf(columns: readonly string[], field: keyof typeof COLUMNS): number | undefined {
  const names = columns.map((name) => name.trim().toLowerCase());
  return COLUMNS[field].map((name) => names.indexOf(name)).find((at) => at >= 0);
}

/** What stands in for columns that a table has not. */
export interface FigureDefaults {
  show?: string | undefined;
  source?: string | undefined;
  /** Which of day and month stands first, as the table itself says it. */
  dayOrder?: DayOrder | undefined;
}

/** A row of a table of figures as it is put; what it lacks is left out, for the check to name. */
export function figureOfRow(columns: readonly string[], cells: readonly string[], defaults: FigureDefaults): Record<string, unknown> {
  const cell = (field: keyof typeof COLUMNS) => {
    const place = placeOf(columns, field);
    const text = place === undefined ? '' : (cells[place] ?? '').trim();
    return text === '' ? undefined : text;
  };
  const [day, downloads] = [cell('day'), cell('downloads')?.replaceAll(/(?<=\d)[,\s](?=\d{3})/g, '')];
  return {
    show: cell('show') ?? defaults.show,
    episode: cell('episode') ?? null,
    day: day === undefined ? undefined : (dayOfText(day, defaults.dayOrder) ?? day),
    downloads: downloads !== undefined && /^\d{1,12}$/.test(downloads) ? Number(downloads) : downloads,
    source: cell('source') ?? defaults.source,
  };
}
