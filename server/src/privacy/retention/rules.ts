const DAY_MS = 86_400_000;

/** From when on events are kept: the beginning of the UTC day so many days ago. Whole days, so that a day's sums are whole or gone. */
export function keptFrom(nowMs: number, retentionDays: number): string {
  return new Date((Math.floor(nowMs / DAY_MS) - retentionDays) * DAY_MS).toISOString();
}
