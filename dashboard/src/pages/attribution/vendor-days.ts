const DAY_MS = 86_400_000;

/** The last UTC day of a report that names the day after it. */
export function lastDayOf(dayAfter: string): string {
  return new Date(Date.parse(`${dayAfter}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}
