import { estimateOf, FEW_CONVERSIONS, NO_ESTIMATE, scaledEstimate } from '../../platform/estimates.ts';
import { shareOf } from '../../platform/intervals.ts';
import type { ReachedBy } from '../../tracking/exposurecounts/service.ts';
import type { Overlap } from './schema.ts';

/** Whether a mask of up to 51 bits, which is more than operators on bits take, has one. */
function hasBit(mask: number, bit: number): boolean {
  return Math.floor(mask / 2 ** bit) % 2 === 1;
}

function sumOf(reached: readonly ReachedBy[], isMeant: (mask: number) => boolean): number {
  return reached.reduce((sum, { mask, households }) => (isMeant(mask) ? sum + households : sum), 0);
}

type Pair = Overlap['pairs'][number];

function pairOf(a: { key: string; reach: number }, b: { key: string; reach: number }, shared: number, all: number): Pair {
  const shareOfA = shareOf(shared, a.reach);
  const expected = all === 0 ? 0 : (a.reach * b.reach) / all;
  const lift = expected === 0 ? NO_ESTIMATE : scaledEstimate(estimateOf(shareOfA), a.reach / expected);
  const isFew = shared < FEW_CONVERSIONS;
  return { a: a.key, b: b.key, shared, shareOfA, shareOfB: shareOf(shared, b.reach), expected, lift: { ...lift, isFew } };
}

/** What each of the keys reached, and what every two of them share; `reached` has a bit for each key, in their order. */
export function overlapOf(
  keys: readonly string[],
  reached: readonly ReachedBy[],
): Pick<Overlap, 'reach' | 'pairs'> & { rows: Omit<Overlap['rows'][number], 'label'>[] } {
  const all = sumOf(reached, () => true);
  const rows = keys.map((key, bit) => {
    const reach = sumOf(reached, (mask) => hasBit(mask, bit));
    const alone = sumOf(reached, (mask) => mask === 2 ** bit);
    return { key, reach, share: shareOf(reach, all), exclusive: shareOf(alone, reach) };
  });
  const pairs = rows.flatMap((a, first) =>
    rows.slice(first + 1).map((b, next) => {
      const second = first + 1 + next;
      return pairOf(
        a,
        b,
        sumOf(reached, (mask) => hasBit(mask, first) && hasBit(mask, second)),
        all,
      );
    }),
  );
  return { reach: all, rows, pairs: pairs.sort((a, b) => b.shared - a.shared || (a.a + a.b < b.a + b.b ? -1 : 1)) };
}
