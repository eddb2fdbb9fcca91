import type { PathChunk } from '../paths/packed.ts';
import { type Credit, groupSlots } from '../reports/aggregate.ts';
import { createWeighed, type Crediting, weigherOf } from '../reports/crediting.ts';
import type { Evaluated } from '../reports/evaluate.ts';
import type { Slot } from '../reports/options.ts';
import { type CreditRow, sortRows } from '../reports/rows.ts';
import type { SingleCreditQuery } from './schema.ts';

const DAY_MS = 86_400_000;

/** The one campaign or show that credit is told of. */
export interface Single {
  of: 'campaign' | 'show';
  key: string;
}

/** Of whose touches credit is gathered, and what it is divided by. */
export interface Gathering extends Pick<SingleCreditQuery, 'groupBy' | 'creditDate'> {
  single: Single;
  slots: readonly Slot[];
}

/** Takes chunks of evaluated paths and has the rows of the one at the end, in a report's order. */
export interface CreditCollector {
  add(chunk: PathChunk, out: Evaluated): void;
  rows(): CreditRow[];
}

/** Tells a touch's key. */
type KeyOf = (slot: number, convertedAtMs: number, ageMs: number, isSynthetic: boolean) => string | null;

function keyOfTouch({ groupBy, creditDate, slots }: Gathering): KeyOf {
  if (groupBy !== 'day') {
    const { groupOf, keys } = groupSlots(slots, (slot) => slot[groupBy]);
    return (slot) => keys[groupOf[slot]];
  }
  const names = new Map<number, string>();
  return (_slot, convertedAtMs, ageMs, isSynthetic) => {
    // A synthetic touch has its conversion's day, as in a report.
    const day = Math.floor((creditDate === 'touchpoint' && !isSynthetic ? convertedAtMs - ageMs : convertedAtMs) / DAY_MS);
    const name = names.get(day) ?? new Date(day * DAY_MS).toISOString().slice(0, 10);
    names.set(day, name);
    return name;
  };
}

/**
 * Gathers what the touches of one campaign or show are credited under a model: whole paths are weighed, others' touches among them, and
 * only its own are added up, so that it comes to its row of a report.
 */
export function createCreditCollector(crediting: Crediting, gathering: Gathering): CreditCollector {
  const weigher = weigherOf(crediting, gathering.slots);
  const { of, key: own } = gathering.single;
  const isOwn = Uint8Array.from(gathering.slots, (slot) => Number(slot[of] === own));
  const keyOf = keyOfTouch(gathering);
  const sums = new Map<string | null, Credit>();
  let weighed = createWeighed(0, 0);
  return {
    add(chunk, out) {
      if (weigher === undefined) return;
      const touches = out.offsets[out.pathCount];
      const isRoomy = touches <= weighed.nano.length && out.pathCount <= weighed.organicNano.length;
      if (!isRoomy) weighed = createWeighed(touches * 2, chunk.capacity);
      weigher(chunk, out, weighed);
      for (let path = 0; path < out.pathCount; path += 1) {
        for (let touch = out.offsets[path]; touch < out.offsets[path + 1]; touch += 1) {
          if (isOwn[out.slot[touch]] === 0) continue;
          const key = keyOf(out.slot[touch], chunk.convertedAtMs[path], out.ageMs[touch], out.origin[touch] < 0);
          let sum = sums.get(key);
          if (sum === undefined) sums.set(key, (sum = { nano: 0, minor: 0 }));
          sum.nano += weighed.nano[touch];
          sum.minor += weighed.minor[touch];
        }
      }
    },
    rows: () =>
      sortRows(
        [...sums].map(([key, sum]) => ({ key, credits: [sum], parts: [] })),
        gathering.groupBy,
      ),
  };
}
