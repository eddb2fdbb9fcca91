import { countedAs } from './networks.ts';

/** Lets so many through in each second, by name; a quiet time saves up for up to ten. */
export interface Allowance {
  /** Whether one more may come; if so it is counted. */
  take(name: string, nowMs: number): boolean;
  /** Whether one more might come, without counting it. */
  mayTake(name: string, nowMs: number): boolean;
}

const MOST_NAMES = 20_000;
const SAVED_SECONDS = 10;

/** An allowance that forgets the name it has not heard of for longest when they become too many, and none but that. */
export function createAllowance(perSecond: number, mostNames: number = MOST_NAMES): Allowance {
  const left = new Map<string, { tokens: number; atMs: number }>();
  const most = perSecond * SAVED_SECONDS;
  const tokensOf = (name: string, nowMs: number) => {
    const known = left.get(name);
    return known ? Math.min(most, known.tokens + (Math.max(0, nowMs - known.atMs) / 1_000) * perSecond) : most;
  };
  return {
    mayTake: (name, nowMs) => tokensOf(name, nowMs) >= 1,
    take(name, nowMs) {
      const tokens = tokensOf(name, nowMs);
      left.delete(name);
      left.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs });
      if (left.size > mostNames) for (const oldest of left.keys()) if (left.delete(oldest)) break;
      return tokens >= 1;
    },
  };
}

/** An allowance for what anybody may send to a name: each sender has a small part of it, so that none can use up the others'. */
export interface SharedAllowance {
  /** Whether one more may come from this address to this name. */
  take(name: string, address: string, nowMs: number): boolean;
}

/** How many devices of one customer's IPv6 network may send as much as one device may. */
const DEVICES_TOGETHER = 10;

/** So many a second for a name, of which one address has at most `perAddress`, and one customer's network of IPv6 ten times that. */
export function createSharedAllowance({ perName, perAddress }: { perName: number; perAddress: number }): SharedAllowance {
  const names = createAllowance(perName);
  const addresses = createAllowance(perAddress);
  const networks = createAllowance(perAddress * DEVICES_TOGETHER);
  return {
    take(name, address, nowMs) {
      const { one, wide } = countedAs(address);
      if (!addresses.take(`${name} ${one}`, nowMs)) return false;
      if (wide !== undefined && !networks.take(`${name} ${wide}`, nowMs)) return false;
      return names.take(name, nowMs);
    },
  };
}

/** Counts of what came under a name in the minute that began with the first of it. */
export interface MinuteCounts {
  /** Counts one more; how many milliseconds are left until the next one may come when there were `most` already, else undefined. */
  take(name: string, most: number, nowMs: number): number | undefined;
}

const MINUTE_MS = 60_000;

/** Counts that forget the name whose minute began first when names become too many. */
export function createMinuteCounts(mostNames: number = MOST_NAMES): MinuteCounts {
  const counts = new Map<string, { count: number; fromMs: number }>();
  return {
    take(name, most, nowMs) {
      const known = counts.get(name);
      if (known && nowMs - known.fromMs < MINUTE_MS) {
        if (known.count >= most) return known.fromMs + MINUTE_MS - nowMs;
        known.count += 1;
        return undefined;
      }
      counts.delete(name);
      counts.set(name, { count: 1, fromMs: nowMs });
      if (counts.size > mostNames) for (const oldest of counts.keys()) if (counts.delete(oldest)) break;
      return undefined;
    },
  };
}
