import { csvCell } from '../../platform/csv.ts';
import type { Due } from '../prices/rules.ts';
import type { Entry } from './schema.ts';
import { dayIn } from '../../platform/zone-days.ts';

/** What distinguishes what is due, and what is booked, from everything else of one meter. */
type DueKey = Omit<Due, 'quantity' | 'amount'>;

const keyOf = ({ day, campaign, feature, priceVersion, tier, currency }: DueKey) =>
  JSON.stringify([day, campaign, feature, priceVersion, tier, currency]);

/**
 * What is to be booked so that what is booked of one meter comes to what is due: the difference for each day, owner, price and tier, in the
 * order of their days, and nothing where there is none. What is booked and no longer due is taken back by rows below 0.
 */
export function differences(due: readonly Due[], booked: readonly Due[]): Due[] {
  const rows = new Map<string, Due>();
  for (const [all, sign] of [
    [due, 1n],
    [booked, -1n],
  ] as const)
    for (const one of all) {
      const key = keyOf(one);
      const known = rows.get(key) ?? { ...one, quantity: 0n, amount: 0n };
      rows.set(key, { ...known, quantity: known.quantity + sign * one.quantity, amount: known.amount + sign * one.amount });
    }
  return [...rows]
    .filter(([, { quantity, amount }]) => quantity !== 0n || amount !== 0n)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
}

/** The first day of the month of a day. */
export function monthOf(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

/** The first day of the month after that of a day. */
export function nextMonth(day: string): string {
  const [year, month] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** Months, each by its first day. */
export interface Booking {
  /** In whose bill it stands. */
  month: string;
  /** The closed month that it corrects; null for what stands in its own. */
  corrects: string | null;
}

/**
 * In which month's bill something of a day is booked: in the day's own while that is open, else in the present one, as a correction.
 * `firstOpen` is the first day of the oldest open month, `present` the first day of the month that it is now.
 */
export function bookingOf(day: string, { firstOpen, present }: { firstOpen: string; present: string }): Booking {
  const own = monthOf(day);
  return own >= firstOpen ? { month: own, corrects: null } : { month: present, corrects: own };
}

/** How long after its end a month still takes what belongs to it. */
export const CLOSES_AFTER_MS = 12 * 3_600_000;

/** Which months are open at an instant: the present one, and the one before it for 12 hours. */
export function openMonths(timeZone: string, atMs: number): { firstOpen: string; present: string } {
  return { firstOpen: monthOf(dayIn(timeZone, atMs - CLOSES_AFTER_MS)), present: monthOf(dayIn(timeZone, atMs)) };
}

const CSV_COLUMNS = [
  'id',
  'kind',
  'bookedMonth',
  'day',
  'meter',
  'campaign',
  'feature',
  'quantity',
  'unit',
  'currency',
  'amount',
  'priceVersion',
  'tier',
  'correctsMonth',
  'corrects',
  'note',
  'bookedAt',
  'bookedBy',
] as const satisfies readonly (keyof Entry)[];

/** Plain decimals, which may be below 0: no text that a spreadsheet could take for a formula. */
const NUMBERS: readonly string[] = ['quantity', 'amount'];

/** The first line of a file of entries. */
export const ENTRIES_HEAD = `${CSV_COLUMNS.join(',')}\n`;

/** An entry as a line of CSV; an empty cell has no value. */
export function entryLine(entry: Entry): string {
  const cell = (name: (typeof CSV_COLUMNS)[number]) => {
    const value = entry[name];
    return typeof value === 'string' && !NUMBERS.includes(name) ? csvCell(value) : String(value ?? '');
  };
  return `${CSV_COLUMNS.map(cell).join(',')}\n`;
}
