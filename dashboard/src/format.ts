import { minorDigits } from '../../client/src/index.ts';

const LOCALE = 'en-US';
const DATES = 'en-GB';
const DAY_MS = 86_400_000;

/** What stands where a figure is not known. */
export const UNKNOWN = '–';

/** Figures carry the minus of mathematics, which is as wide as a plus, wherever they stand. */
const withMinus = (text: string) => text.replace('-', '−');

const moneyFormats = new Map<string, Intl.NumberFormat>();

function moneyFormat(currency: string): Intl.NumberFormat {
  let format = moneyFormats.get(currency);
  if (!format) {
    const digits = minorDigits(currency);
    format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
    moneyFormats.set(currency, format);
  }
  return format;
}

function majorUnits(valueMinor: number, currency: string): number {
  return valueMinor / 10 ** minorDigits(currency);
}

/** Minor units as money in that currency's own number of digits; `UNKNOWN` for no amount or no currency. */
export function formatMoney(valueMinor: number | null | undefined, currency: string | null | undefined): string {
  if (valueMinor === null || valueMinor === undefined || !currency) return UNKNOWN;
  return withMinus(moneyFormat(currency).format(majorUnits(valueMinor, currency)));
}

/** Money as it is typed, such as `49.99`, in minor units; not a number where it is none. */
export function minorUnits(typed: string, currency: string): number {
  return typed === '' ? Number.NaN : Math.round(Number(typed) * 10 ** minorDigits(currency));
}

/** Money in a few characters, for the axis of a chart. */
export function formatMoneyShort(valueMinor: number, currency: string | null): string {
  if (!currency) return formatCountShort(valueMinor);
  const major = majorUnits(valueMinor, currency);
  const format = new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
    minimumFractionDigits: 0,
  });
  return withMinus(format.format(major));
}

const counts = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const fractions = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'negative' });
const shortCounts = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat(LOCALE, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'negative',
});

const shortPercents = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 });
const tenths = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export function formatCount(count: number): string {
  return withMinus(counts.format(count));
}

export function formatCountShort(count: number): string {
  return withMinus(shortCounts.format(count));
}

/** Credited conversions, which are split between touchpoints: always with two digits, so that columns line up. */
export function formatCredit(conversions: number | null): string {
  return conversions === null ? UNKNOWN : withMinus(fractions.format(conversions));
}

export function formatShare(share: number | null): string {
  return share === null || !Number.isFinite(share) ? UNKNOWN : withMinus(percents.format(share));
}

/** A share in a few characters, for the axis of a chart. */
export function formatShareShort(share: number): string {
  return withMinus(shortPercents.format(share));
}

/** A difference between two shares, in percentage points. */
export function formatPoints(difference: number | null): string {
  return difference === null || !Number.isFinite(difference) ? UNKNOWN : `${withMinus(tenths.format(difference * 100))} pts`;
}

/** A ratio of money to money, as a multiple. */
export function formatMultiple(ratio: number | null): string {
  return ratio === null || !Number.isFinite(ratio) ? UNKNOWN : `${withMinus(fractions.format(ratio))}×`;
}

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const shortNumbers = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });

/** A small rate, rounded to three digits and never with a power of ten. */
export function formatRate(rate: number): string {
  return withMinus(shortNumbers.format(rate));
}

/** A number of bytes in units of a thousand, rounded to three digits. */
export function formatBytes(bytes: number): string {
  const power = BYTE_UNITS.findLastIndex((_, index) => bytes >= 1_000 ** index);
  return power < 1 ? `${counts.format(bytes)} bytes` : `${shortNumbers.format(bytes / 1_000 ** power)} ${BYTE_UNITS[power]}`;
}

const dayOf = new Intl.DateTimeFormat(DATES, { timeZone: 'UTC', day: 'numeric', month: 'short' });
const dayWithYear = new Intl.DateTimeFormat(DATES, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });

interface Zone {
  name: string;
  day: Intl.DateTimeFormat;
  minute: Intl.DateTimeFormat;
  full: Intl.DateTimeFormat;
}

function zoneOf(timeZone: string): Zone {
  return {
    name: timeZone,
    day: new Intl.DateTimeFormat(DATES, { timeZone, day: 'numeric', month: 'short', year: 'numeric' }),
    minute: new Intl.DateTimeFormat(DATES, { timeZone, hour: '2-digit', minute: '2-digit' }),
    full: new Intl.DateTimeFormat(DATES, { timeZone, dateStyle: 'medium', timeStyle: 'long' }),
  };
}

let shown = zoneOf('UTC');
const followers = new Set<() => void>();

/** Has instants shown in a zone (an IANA name) from now on: that of the tenant whose figures are looked at. Days of figures stay in UTC. */
export function showInstantsIn(timeZone: string): void {
  if (timeZone === shown.name) return;
  shown = zoneOf(timeZone);
  for (const follow of followers) follow();
}

/** Calls `follow` whenever another zone is shown, until what it returns is called. */
export function onZone(follow: () => void): () => void {
  followers.add(follow);
  return () => followers.delete(follow);
}

/** The zone that instants are shown in, in a word: `UTC`, or the place it is named after, such as `New York`. */
export function zoneName(): string {
  return (shown.name.split('/').at(-1) ?? shown.name).replaceAll('_', ' ');
}

/** A UTC day (YYYY-MM-DD). */
export function formatDay(day: string, style: 'short' | 'full' = 'short'): string {
  const format = style === 'full' ? dayWithYear : dayOf;
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** An instant to the minute, in the zone of `showInstantsIn`. */
export function formatInstant(instant: string): string {
  const date = new Date(instant);
  return `${shown.day.format(date)}, ${shown.minute.format(date)}`;
}

let readersOwn: Intl.DateTimeFormat | undefined;

/** An instant to the second in UTC and in the zone of `showInstantsIn`, both named; in the reader's own where that is UTC. */
export function formatInstantFully(instant: string): string {
  const date = new Date(instant);
  readersOwn ??= new Intl.DateTimeFormat(DATES, { dateStyle: 'medium', timeStyle: 'long' });
  return `${date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '')} UTC · ${(shown.name === 'UTC' ? readersOwn : shown.full).format(date)}`;
}

function inUnits(count: number, [big, size]: readonly [string, number], small: string): string {
  const rest = count % size;
  return rest === 0 ? `${Math.floor(count / size)} ${big}` : `${Math.floor(count / size)} ${big} ${rest} ${small}`;
}

/** The time between two instants in its largest two units, rounded; from ten days on in days. */
export function formatSpan(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return 'under a minute';
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return inUnits(minutes, ['h', 60], 'min');
  const hours = Math.round(milliseconds / 3_600_000);
  return hours < 240 ? inUnits(hours, ['d', 24], 'h') : `${Math.round(milliseconds / DAY_MS)} d`;
}

/** A time in an audio, such as 12:34 or 1:02:03.5. */
export function formatClock(seconds: number): string {
  const ms = Math.round(seconds * 1_000);
  const [hours, minutes] = [Math.floor(ms / 3_600_000), Math.floor((ms % 3_600_000) / 60_000)];
  const rest = ((ms % 60_000) / 1_000)
    .toFixed(3)
    .padStart(6, '0')
    .replace(/\.?0+$/, '');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** `1 conversion`, `2 conversions`. */
export function formatPlural(count: number, [one, many]: readonly [string, string]): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
