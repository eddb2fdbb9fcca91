import type { Totals } from '../../api.ts';

/** A row's part of all credit: of the money, or of the conversions where there is no money; null when nothing is credited. */
export function shareOf(credit: { conversions: number; valueMinor: number }, totals: Totals): number | null {
  if (totals.attributedValueMinor > 0) return credit.valueMinor / totals.attributedValueMinor;
  return totals.attributedConversions > 0 ? credit.conversions / totals.attributedConversions : null;
}
