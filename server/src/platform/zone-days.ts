const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** The day that an instant belongs to in a time zone (an IANA name), as YYYY-MM-DD. */
export function dayIn(timeZone: string, atMs: number): string {
  return dayReader(timeZone)(atMs);
}

function dayReader(timeZone: string): (atMs: number) => string {
  const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (atMs) => {
    const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
    return `${parts['year']}-${parts['month']}-${parts['day']}`;
  };
}

/** The day so many days after another, both as YYYY-MM-DD. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The first minute of a day (YYYY-MM-DD) in a time zone, in milliseconds: not midnight where clocks skip it, and the first of two where
 * they go back.
 */
export function startOfDayIn(timeZone: string, day: string): number {
  const read = dayReader(timeZone);
  const noon = Date.parse(`${day}T12:00:00Z`);
  // No zone is further than 14 hours from UTC, and days never go backwards: the first minute of the day lies in between.
  let [before, from] = [noon - 1.5 * DAY_MS, noon + DAY_MS];
  while (from - before > MINUTE_MS) {
    const middle = before + Math.floor((from - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (read(middle) >= day) from = middle;
    else before = middle;
  }
  return from;
}
