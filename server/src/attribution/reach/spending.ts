import type { Placement } from '../../catalog/placements/schema.ts';
import type { ExposureKey, PlacementCount } from '../../tracking/exposurecounts/service.ts';
import type { Spend } from './schema.ts';

/** A spend, not rounded yet, with how many impressions it was for. */
export interface KeyedSpend extends Spend {
  impressions: number;
}

/** What spend is told from. */
export interface Spending {
  /** Placements with a price in the report's currency, by key. */
  priced: ReadonlyMap<string, Pick<Placement, 'kind' | 'price'>>;
  /** All stored exposures of these, by kind. */
  all: readonly Omit<PlacementCount, 'key'>[];
  /** Those of campaigns in the period, by key and placement. */
  counts: readonly PlacementCount[];
}

/** Which kind of exposure counts as delivered for each placement (as in pacing), and how many there are in all. */
function deliveredOf({ priced, all }: Spending): Map<string, { kind: PlacementCount['kind']; delivered: number }> {
  return new Map(
    [...priced].map(([key, { kind }]) => {
      const own = all.filter(({ placement }) => placement === key);
      const hasImpressions = own.some((one) => one.kind === 'impression');
      const counted = kind === 'baked_in' || !hasImpressions ? 'download' : 'impression';
      return [key, { kind: counted, delivered: own.find((one) => one.kind === counted)?.delivered ?? 0 }];
    }),
  );
}

/**
 * Delivered spend by key: impressions at the price of a thousand, and of a flat price the part that the impressions are of all that its
 * placement has delivered. Partial where an exposure of a campaign names no placement with such a price.
 */
export function deliveredSpend(spending: Spending): Map<string | null, KeyedSpend> {
  const deliveries = deliveredOf(spending);
  const found = new Map<string | null, KeyedSpend>();
  for (const { key, placement, kind, delivered } of spending.counts) {
    const spend = found.get(key) ?? { minor: 0, basis: 'delivered', isPartial: false, impressions: 0 };
    found.set(key, spend);
    const price = placement === null ? undefined : spending.priced.get(placement)?.price;
    if (!price || placement === null) {
      spend.isPartial = true;
      continue;
    }
    const whole = deliveries.get(placement);
    if (whole?.kind !== kind) continue;
    spend.minor += price.basis === 'cpm' ? (price.amountMinor * delivered) / 1_000 : (price.amountMinor * delivered) / whole.delivered;
    spend.impressions += delivered;
  }
  return new Map([...found].filter(([, { impressions }]) => impressions > 0));
}

/** The spend of all rows together; `keys` are those of rows of campaigns, each of which should have one. */
export function totalSpend(spends: ReadonlyMap<string | null, KeyedSpend>, keys: readonly (string | null)[]): KeyedSpend | undefined {
  const all = [...spends.values()];
  if (all.length === 0) return undefined;
  const bases = new Set(all.map(({ basis }) => basis));
  return {
    minor: all.reduce((sum, { minor }) => sum + minor, 0),
    impressions: all.reduce((sum, { impressions }) => sum + impressions, 0),
    basis: bases.size === 1 ? all[0].basis : 'mixed',
    isPartial: all.some(({ isPartial }) => isPartial) || keys.some((key) => !spends.has(key)),
  };
}

/** Whether booked spend, which is a whole campaign's, fits rows of this sort. */
export function fitsBooked(asked: {
  groupBy: ExposureKey;
  from?: number | undefined;
  to?: number | undefined;
  show?: string | undefined;
}): boolean {
  return asked.groupBy === 'campaign' && asked.from === undefined && asked.to === undefined && asked.show === undefined;
}
