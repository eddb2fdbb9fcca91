import type { Span } from '../rollups/store.ts';

const DAY_MS = 86_400_000;

/** A stretch of conversion times in milliseconds, `beforeMs` excluded; an open end is undefined. */
export interface Stretch {
  fromMs: number | undefined;
  beforeMs: number | undefined;
}

/** Where a report's figures come from: whole days and months from rollups, the rest from stored paths. No conversion is in two of them. */
export interface Plan {
  spans: Span[];
  stretches: Stretch[];
}

function dayName(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function monthStart(ms: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function nextMonthStart(ms: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Whole months where there are any, and the days around them. Both ends are whole days. */
function spansOf({ fromMs, beforeMs }: Stretch, byDay: boolean): Span[] {
  const from = fromMs === undefined ? undefined : dayName(fromMs);
  const before = beforeMs === undefined ? undefined : dayName(beforeMs);
  const firstMonth = fromMs === undefined ? undefined : nextMonthStart(fromMs - 1);
  const lastMonth = beforeMs === undefined ? undefined : monthStart(beforeMs);
  const hasMonths = firstMonth === undefined || lastMonth === undefined || firstMonth < lastMonth;
  if (byDay || !hasMonths) return [{ grain: 'day', from, before }];
  const months = {
    grain: 'month' as const,
    from: firstMonth === undefined ? undefined : dayName(firstMonth),
    before: lastMonth === undefined ? undefined : dayName(lastMonth),
  };
  const spans: Span[] = [months];
  if (from !== months.from) spans.push({ grain: 'day', from, before: months.from });
  if (before !== months.before) spans.push({ grain: 'day', from: months.before, before });
  return spans;
}

/**
 * Decides where the conversions of a stretch are read. With options the rollups were kept under (`fromRollups`) whole UTC days come from
 * them, by month where possible unless the rows are days (`byDay`); parts of days, and everything under other options, come from paths.
 */
export function planReport(stretch: Stretch, fromRollups: boolean, byDay: boolean): Plan {
  const { fromMs, beforeMs } = stretch;
  if (fromMs !== undefined && beforeMs !== undefined && fromMs >= beforeMs) return { spans: [], stretches: [] };
  if (!fromRollups) return { spans: [], stretches: [stretch] };
  const firstDay = fromMs === undefined ? undefined : Math.ceil(fromMs / DAY_MS) * DAY_MS;
  const lastDay = beforeMs === undefined ? undefined : Math.floor(beforeMs / DAY_MS) * DAY_MS;
  if (firstDay !== undefined && lastDay !== undefined && firstDay >= lastDay) return { spans: [], stretches: [stretch] };
  const stretches: Stretch[] = [];
  if (fromMs !== firstDay) stretches.push({ fromMs, beforeMs: firstDay });
  if (beforeMs !== lastDay) stretches.push({ fromMs: lastDay, beforeMs });
  return { spans: spansOf({ fromMs: firstDay, beforeMs: lastDay }, byDay), stretches };
}
