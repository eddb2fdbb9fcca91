import type { ReportRow } from '../../api.ts';

type DayRow = Pick<ReportRow, 'key' | 'conversions' | 'valueMinor' | 'unattributedConversions' | 'unattributedValueMinor'>;

const DAY_MS = 86_400_000;
const MOST_DAYS = 120;

export interface Bucket {
  /** The first UTC day of the bucket, YYYY-MM-DD. */
  day: string;
  attributedConversions: number;
  attributedValueMinor: number;
  unattributedConversions: number;
  unattributedValueMinor: number;
}

export interface Timeline {
  bucketDays: 1 | 7;
  buckets: Bucket[];
}

function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

function dayText(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** Day number 0, 1970-01-01, was a Thursday; weeks begin on Monday. */
function weekStart(number: number): number {
  return number - ((number + 3) % 7);
}

/** The part of a bucket's conversions that is attributed; null without conversions. */
export function attributedShare({ attributedConversions, unattributedConversions }: Bucket): number | null {
  const all = attributedConversions + unattributedConversions;
  return all > 0 ? attributedConversions / all : null;
}

/** The rows of a report by day as buckets without gaps: days, or whole weeks (from Monday) when there are more than 120 days. */
export function buildTimeline(rows: readonly DayRow[]): Timeline {
  const dated = rows.flatMap((row) => (row.key === null || Number.isNaN(dayNumber(row.key)) ? [] : [{ row, number: dayNumber(row.key) }]));
  if (dated.length === 0) return { bucketDays: 1, buckets: [] };
  const numbers = dated.map(({ number }) => number);
  const [first, last] = [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))];
  const bucketDays = last - first >= MOST_DAYS ? 7 : 1;
  const start = bucketDays === 7 ? weekStart(first) : first;
  const buckets: Bucket[] = Array.from({ length: Math.floor((last - start) / bucketDays) + 1 }, (_, index) => ({
    day: dayText(start + index * bucketDays),
    attributedConversions: 0,
    attributedValueMinor: 0,
    unattributedConversions: 0,
    unattributedValueMinor: 0,
  }));
  for (const { row, number } of dated) {
    const bucket = buckets[Math.floor((number - start) / bucketDays)];
    bucket.attributedConversions += row.conversions;
    bucket.attributedValueMinor += row.valueMinor;
    bucket.unattributedConversions += row.unattributedConversions ?? 0;
    bucket.unattributedValueMinor += row.unattributedValueMinor ?? 0;
  }
  return { bucketDays, buckets };
}
