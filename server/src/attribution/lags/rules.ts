import { type Estimate, FEW_CONVERSIONS } from '../../platform/estimates.ts';
import { shareOf } from '../../platform/intervals.ts';
import type { PathChunk } from '../paths/packed.ts';
import { ATTRIBUTED, type Evaluated } from '../reports/evaluate.ts';
import type { LagCurve } from './schema.ts';

const DAY_MS = 86_400_000;

/** Numbers that grow one by one. */
interface Column {
  length: number;
  values: Float64Array;
}

function push(column: Column, value: number): void {
  if (column.length === column.values.length) {
    const grown = new Float64Array(column.length * 2);
    grown.set(column.values);
    column.values = grown;
  }
  column.values[column.length] = value;
  column.length += 1;
}

/** Of one group, the ages of the first and the last touch of each conversion, in milliseconds. */
export interface Ages {
  first: Column;
  last: Column;
}

const noAges = (): Ages => ({ first: { length: 0, values: new Float64Array(16) }, last: { length: 0, values: new Float64Array(16) } });

/** Takes chunks of evaluated paths and has the ages by group at the end. */
export interface AgeCollector {
  add(chunk: PathChunk, out: Evaluated): void;
  /** By the group's number; groups without a conversion are left out. */
  ages: Map<number, Ages>;
}

/** Collects ages by the group of each slot; `groupOf` undefined makes one group, 0, of everything. */
export function createAgeCollector(groupOf: Int32Array | undefined): AgeCollector {
  const ages = new Map<number, Ages>();
  const of = (group: number) => ages.get(group) ?? ages.set(group, noAges()).get(group) ?? noAges();
  return {
    ages,
    add(_chunk, out) {
      for (let path = 0; path < out.pathCount; path += 1) {
        if (out.state[path] !== ATTRIBUTED) continue;
        const lasts = new Map<number, number>();
        for (let touch = out.offsets[path]; touch < out.offsets[path + 1]; touch += 1) {
          const group = groupOf === undefined ? 0 : groupOf[out.slot[touch]];
          if (!lasts.has(group)) push(of(group).first, out.ageMs[touch]);
          lasts.set(group, out.ageMs[touch]);
        }
        for (const [group, ageMs] of lasts) push(of(group).last, ageMs);
      }
    },
  };
}

/** The largest rank r ≥ 1 with P(Binomial(n, ½) < r) ≤ 2.5 %; 0 when there is none. By the normal limit above 1,000. */
function lowRank(count: number): number {
  if (count > 1_000) return Math.floor(count / 2 - 1.959963984540054 * (Math.sqrt(count) / 2));
  let chance = 2 ** -count;
  let below = 0;
  for (let rank = 1; ; rank += 1) {
    below += chance;
    if (below > 0.025) return rank - 1;
    chance *= (count - rank + 1) / rank;
  }
}

/**
 * The median of sorted numbers with its distribution-free 95 % interval between two of them (Hahn and Meeker, Statistical Intervals, 1991,
 * §5.2). No interval for fewer than six.
 */
export function medianOf(sorted: Float64Array): Estimate {
  const count = sorted.length;
  if (count === 0) return { value: null, low: null, high: null, isFew: true };
  const value = (sorted[Math.floor((count - 1) / 2)] + sorted[Math.floor(count / 2)]) / 2;
  const rank = lowRank(count);
  const isFew = count < FEW_CONVERSIONS;
  return rank < 1 ? { value, low: null, high: null, isFew } : { value, low: sorted[rank - 1], high: sorted[count - rank], isFew };
}

/** How conversions spread over the days since a touch, from its ages in milliseconds. */
export function curveOf({ length, values }: Ages['first']): LagCurve {
  const sorted = values.slice(0, length).sort();
  const counts: number[] = [];
  for (const ageMs of sorted) {
    const day = Math.floor(ageMs / DAY_MS);
    while (counts.length <= day) counts.push(0);
    counts[day] += 1;
  }
  let sum = 0;
  return {
    medianDays: medianOf(sorted.map((ageMs) => ageMs / DAY_MS)),
    days: counts.map((count, day) => ({ day, share: shareOf(count, length), cumulative: shareOf((sum += count), length) })),
  };
}
