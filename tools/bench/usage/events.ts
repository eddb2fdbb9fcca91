import { randomOf } from '../../../simulator/src/random.ts';

const HOUR_MS = 3_600_000;
/** Events are at most so many hours old, so that none comes too late while a bench runs. */
const HOURS = 30 * 24;
const KINDS = ['sum', 'count', 'max', 'unique', 'last'] as const;
const CAMPAIGNS = 20;
const VALUES = 5_000;

/** The meters of the bench: one for each aggregation. */
export const METERS = KINDS.map((aggregation) => ({ key: `bench_${aggregation}`, aggregation }));

/** An event as it is sent, with what the expected figures need of it. */
export interface SentEvent {
  kind: number;
  atMs: number;
  id: string;
  /** Hundredths of the unit; of `unique`, which value it is. */
  amount: number;
  campaign: number;
}

/** The event of a place, always the same. */
export function eventAt(seed: number, place: number, nowMs: number): SentEvent {
  const random = randomOf(seed, 41, place);
  const kind = random.below(KINDS.length);
  const atMs = nowMs - random.below(HOURS * 3_600) * 1_000;
  return {
    kind,
    atMs,
    id: `e-${place}`,
    amount: random.below(KINDS[kind] === 'unique' ? VALUES : 1_000_000),
    campaign: random.below(CAMPAIGNS),
  };
}

/** It as the API takes it. */
export function bodyOf({ kind, atMs, id, amount, campaign }: SentEvent): object {
  const value = KINDS[kind] === 'unique' ? `value-${amount}` : `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
  const data = { ...(KINDS[kind] === 'count' ? {} : { value }), campaign: `campaign-${campaign}` };
  return { id, source: 'bench', type: METERS[kind].key, time: new Date(atMs).toISOString(), data };
}

/** What each meter must say of events, by hour of UTC: added up in whole hundredths, apart from the program that is measured. */
export function createOracle() {
  interface Sum {
    count: number;
    total: number;
    largest: number;
    last: readonly [atMs: number, id: string, amount: number];
    values: Set<number>;
  }
  const sums = new Map<string, Sum>();
  return {
    add({ kind, atMs, id, amount }: SentEvent): void {
      const key = `${METERS[kind].key} ${new Date(Math.floor(atMs / HOUR_MS) * HOUR_MS).toISOString().replace('.000Z', 'Z')}`;
      const sum = sums.get(key) ?? { count: 0, total: 0, largest: 0, last: [0, '', 0], values: new Set<number>() };
      sums.set(key, sum);
      sum.count += 1;
      sum.total += amount;
      sum.largest = Math.max(sum.largest, amount);
      if (atMs > sum.last[0] || (atMs === sum.last[0] && id > sum.last[1])) sum.last = [atMs, id, amount];
      sum.values.add(amount);
    },
    /** By meter and hour, in hundredths where amounts are summed. */
    figures(): Map<string, number> {
      const read = (key: string, { count, total, largest, last, values }: Sum) =>
        ({ sum: total, count, max: largest, unique: values.size, last: last[2] })[
          key.split(' ')[0].replace('bench_', '') as (typeof KINDS)[number]
        ];
      return new Map([...sums].map(([key, sum]) => [key, read(key, sum)]));
    },
  };
}
