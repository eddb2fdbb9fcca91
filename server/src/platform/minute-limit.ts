const MINUTE_MS = 60_000;
/** Of so many names counts are kept in a minute; those beyond are not counted, so that many addresses cannot fill the memory. */
const MOST_NAMES = 500_000;

/** So many of each name in each minute of the clock. It sets no timer and makes nobody wait: it stands in the way of every request. */
export interface MinuteLimit {
  /** Counts so many more of a name; whether they are within the limit. */
  take(name: string, nowMs: number, count?: number): boolean;
}

/** A limit that forgets all names when another minute begins; of names beyond the first so many it lets everything through. */
export function createMinuteLimit(most: number, mostNames: number = MOST_NAMES): MinuteLimit {
  let minute = Number.NaN;
  let counts = new Map<string, number>();
  return {
    take(name, nowMs, count = 1) {
      const present = Math.floor(nowMs / MINUTE_MS);
      if (present !== minute) {
        minute = present;
        counts = new Map();
      }
      const known = counts.get(name);
      const sum = (known ?? 0) + count;
      if (known !== undefined || counts.size < mostNames) counts.set(name, sum);
      return sum <= most;
    },
  };
}
