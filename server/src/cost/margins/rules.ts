import { roundedQuotient } from '../../platform/decimals.ts';

const DAY_MS = 86_400_000;

/** Whole days from one to another, the first included and the last not. */
const daysBetween = (from: string, before: string) => Math.round((Date.parse(before) - Date.parse(from)) / DAY_MS);
const dayAfter = (day: string) => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

/** What a campaign says of its spend and its flight. */
export interface Spent {
  spendMinor: number | null;
  startsOn: string | null;
  endsOn: string | null;
}

export interface SpendOfPeriod {
  spendBasis: 'flight_days' | 'whole' | 'unknown';
  spendOfPeriodMinor: number | null;
}

/**
 * What of a campaign's spend belongs to the days from `from` to the one before `before`: the same for each day of its flight, counted from
 * its first day on and rounded there, so that periods that follow each other sum to the whole. Without both ends of a flight it is not
 * known.
 */
export function spendOfPeriod({ spendMinor, startsOn, endsOn }: Spent, { from, before }: { from: string; before: string }): SpendOfPeriod {
  if (spendMinor === null) return { spendBasis: 'unknown', spendOfPeriodMinor: null };
  if (startsOn === null || endsOn === null) return { spendBasis: 'whole', spendOfPeriodMinor: null };
  const length = daysBetween(startsOn, dayAfter(endsOn));
  const until = (day: string) => {
    const begun = Math.min(Math.max(daysBetween(startsOn, day), 0), length);
    return Number(roundedQuotient(BigInt(spendMinor) * BigInt(begun), BigInt(length)));
  };
  return { spendBasis: 'flight_days', spendOfPeriodMinor: until(before) - until(from) };
}

/** A margin and its percent of the spend, to a hundredth; null where a part is not known. */
export function marginOf(
  spendMinor: number | null,
  costMinor: number | null,
): { marginMinor: number | null; marginPercent: number | null } {
  if (spendMinor === null || costMinor === null) return { marginMinor: null, marginPercent: null };
  const marginMinor = spendMinor - costMinor;
  const hundredths = spendMinor > 0 ? roundedQuotient(BigInt(marginMinor) * 10_000n, BigInt(spendMinor)) : undefined;
  return { marginMinor, marginPercent: hundredths === undefined ? null : Number(hundredths) / 100 };
}

/** Cost for `per` of a count, to a hundredth of a minor unit; null where either is not known, or there were none. */
export function unitCost(costMinor: number | null, count: number | null, per: number): number | null {
  if (costMinor === null || count === null || count <= 0) return null;
  return Math.round((costMinor * per * 100) / count) / 100;
}
