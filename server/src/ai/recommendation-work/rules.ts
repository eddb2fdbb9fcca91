import type { Advice } from '../recommendations/advice.ts';

const DAY_MS = 86_400_000;
/** So many days of conversions are looked at. */
export const PERIOD_DAYS = 90;
/** What somebody decided on is not recommended again for so long. */
export const COOLDOWN_MS = 90 * DAY_MS;
/** Once a day, at about the same hour however long a look takes. */
const DUE_AFTER_MS = DAY_MS - 3_600_000;

/** Whether a look is due. */
export function isDue(nowMs: number, lastMs: number | undefined): boolean {
  return lastMs === undefined || nowMs - lastMs >= DUE_AFTER_MS;
}

/** The last 90 whole days (UTC) of which conversions have a whole lookback behind them. */
export function periodOf(nowMs: number, lookbackDays: number): { from: Date; to: Date } {
  const toMs = (Math.floor(nowMs / DAY_MS) - lookbackDays) * DAY_MS;
  return { from: new Date(toMs - PERIOD_DAYS * DAY_MS), to: new Date(toMs) };
}

/** What becomes of what is open, and of what is advised now. */
export interface Changes {
  told: { id: string; advice: Advice; place: number }[];
  opened: { advice: Advice; place: number }[];
  lapsed: string[];
}

/** Advice that is open is told anew, other advice is opened unless somebody decided on it lately, and what is advised no more lapses. */
export function changesOf(advice: readonly Advice[], open: readonly { id: string; key: string }[], decided: ReadonlySet<string>): Changes {
  const ids = new Map(open.map(({ id, key }) => [key, id]));
  const keys = new Set(advice.map(({ key }) => key));
  const placed = advice.map((one, place) => ({ advice: one, place }));
  return {
    told: placed.flatMap((one) => {
      const id = ids.get(one.advice.key);
      return id === undefined ? [] : [{ id, ...one }];
    }),
    opened: placed.filter(({ advice: { key } }) => !ids.has(key) && !decided.has(key)),
    lapsed: open.filter(({ key }) => !keys.has(key)).map(({ id }) => id),
  };
}
