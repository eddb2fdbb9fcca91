const MINUTE_MS = 60_000;

/** So many of each name in each minute of the clock. It sets no timer and makes nobody wait: it stands in the way of every request. */
export interface MinuteLimit {
  /** Counts so many more of a name; whether they are within the limit. */
  take(name: string, nowMs: number, count?: number): boolean;
}

/** A limit that forgets all names when another minute begins. */
export function createMinuteLimit(most: number): MinuteLimit {
  let minute = Number.NaN;
  let counts = new Map<string, number>();
  return {
    take(name, nowMs, count = 1) {
      const present = Math.floor(nowMs / MINUTE_MS);
      if (present !== minute) {
        minute = present;
        counts = new Map();
      }
      const sum = (counts.get(name) ?? 0) + count;
      counts.set(name, sum);
      return sum <= most;
    },
  };
}
