import type { Totals } from '../../api.ts';
import { wilsonInterval } from './wilson.ts';

/** How much of all conversions is credited to ads, and how sure that is. */
export interface CreditedShare {
  share: number;
  /** Undefined where no one interval can be told. */
  interval: { low: number; high: number } | undefined;
  /** The share of conversions that were matched, where the model credits only a part of these; undefined under a rule. */
  matched: number | undefined;
}

/**
 * Under a rule the share counts matched conversions, each of which is or is not, so that it has a Wilson interval. A model with an organic
 * part credits parts of conversions, which are no counts: the range of the organic part tells how sure they are. Undefined for no
 * conversions.
 */
export function creditedShare(totals: Totals): CreditedShare | undefined {
  const { conversions, attributedConversions, unattributedConversions, organicConversions, organicInterval } = totals;
  if (conversions === 0) return undefined;
  const share = attributedConversions / conversions;
  if (organicConversions === 0) return { share, interval: wilsonInterval(attributedConversions, conversions), matched: undefined };
  const matched = conversions - unattributedConversions;
  const part = (organic: number) => Math.min(1, Math.max(0, (matched - organic) / conversions));
  const interval = organicInterval ? { low: part(organicInterval.high), high: part(organicInterval.low) } : undefined;
  return { share, interval, matched: matched / conversions };
}
