/** UTC days, YYYY-MM-DD: from the first on and before the second. */
export interface DaySpan {
  from: string;
  before: string;
}

/** The part of a span that lies in one calendar month. */
export interface MonthPart extends DaySpan {
  /** Its first day. */
  month: string;
}

/** Exposures of one UTC day, by what each names; '' where it names none. */
export interface ExposureDay {
  day: string;
  kind: 'impression' | 'download';
  campaign: string;
  show: string;
  placement: string;
  /** Whether it was made of a request that Earshot counted itself, and not sent as an event. */
  isCountedHere: boolean;
  exposures: number;
}

const DAY_MS = 86_400_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** The first day of the month after the one that begins on a day. */
function monthAfter(month: string): string {
  const first = new Date(month);
  return dayOf(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1));
}

/** A span by calendar months, as events are stored: none of an empty one. */
export function monthPartsOf({ from, before }: DaySpan): MonthPart[] {
  const parts: MonthPart[] = [];
  for (let at = from; at < before;) {
    const month = `${at.slice(0, 7)}-01`;
    const next = monthAfter(month);
    parts.push({ month, from: at, before: next < before ? next : before });
    at = next;
  }
  return parts;
}

/** A whole month. */
export const wholeMonth = (month: string): MonthPart => ({ month, from: month, before: monthAfter(month) });

/** The days of a span, ascending. */
export function daysOf({ from, before }: DaySpan): string[] {
  return Array.from({ length: Math.max(0, (Date.parse(before) - Date.parse(from)) / DAY_MS) }, (_, place) =>
    dayOf(Date.parse(from) + place * DAY_MS),
  );
}

/** The first day of which all events are still kept; of those before it the sums are what is left. */
export function openFrom(keptFrom: Date | undefined): string {
  return keptFrom === undefined ? '' : dayOf(Math.ceil(keptFrom.getTime() / DAY_MS) * DAY_MS);
}

const before = (a: string | boolean, b: string | boolean) => (a < b ? -1 : a > b ? 1 : 0);

/** By day, and then by what is named: one order, wherever rows come from. */
export function inOrder(rows: readonly ExposureDay[]): ExposureDay[] {
  return rows.toSorted(
    (a, b) =>
      before(a.day, b.day) ||
      before(a.kind, b.kind) ||
      before(a.campaign, b.campaign) ||
      before(a.show, b.show) ||
      before(a.placement, b.placement) ||
      before(a.isCountedHere, b.isCountedHere),
  );
}
