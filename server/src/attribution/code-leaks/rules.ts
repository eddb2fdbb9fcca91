import { shareOf } from '../../platform/intervals.ts';
import type { CodeUses } from '../../tracking/codeuses/service.ts';
import type { CodeLeaks } from './schema.ts';

const DAY_MS = 86_400_000;

/** Sites that publish codes of others. A tenant adds its own when it asks. */
export const COUPON_SITES: readonly string[] = [
  'couponbirds.com',
  'couponcabin.com',
  'coupert.com',
  'couponfollow.com',
  'coupons.com',
  'dealabs.com',
  'dealcatcher.com',
  'dealspotr.com',
  'gutscheine.de',
  'hotukdeals.com',
  'joinhoney.com',
  'knoji.com',
  'mydealz.de',
  'offers.com',
  'promocodes.com',
  'retailmenot.com',
  'savings.com',
  'simplycodes.com',
  'slickdeals.net',
  'sparwelt.de',
  'vouchercodes.co.uk',
  'wethrift.com',
];

/** A burst has so many uses by chance less than once in a hundred periods. */
const MOST_CHANCE = 0.01;
const MOST_BURSTS = 10;
/** The share, by the lower end of its interval, above which uses from coupon sites, or from elsewhere, are a sign. */
const COUPON_SIGN = 0.05;
const ELSEWHERE_SIGN = 0.2;

/** Whether a host is one of these, or lies below one. */
export function isBelow(host: string, sites: readonly string[]): boolean {
  return sites.some((site) => host === site || host.endsWith(`.${site}`));
}

/**
 * P(X ≥ count) of a Poisson variable of this mean, exactly but for rounding: the sum of its terms, so that a small tail loses no digit.
 */
export function poissonTail(count: number, mean: number): number {
  if (count <= 0) return 1;
  if (mean <= 0) return 0;
  const isUpper = count > mean;
  let logTerm = -mean;
  for (let k = 1; k <= (isUpper ? count : count - 1); k += 1) logTerm += Math.log(mean / k);
  let term = Math.exp(logTerm);
  let sum = 0;
  if (isUpper) {
    for (let k = count; term > sum * 1e-17; k += 1) {
      sum += term;
      term *= mean / (k + 1);
    }
    return Math.min(1, sum);
  }
  for (let k = count - 1; k >= 0; k -= 1) {
    sum += term;
    term *= k / mean;
  }
  return Math.max(0, 1 - sum);
}

type Burst = CodeLeaks['codes'][number]['bursts'][number];

/**
 * Days with more uses of a code than its other days make likely. The baseline of a day is the mean of the others, from the first day with a
 * use to the last one of the period, with half a use added, so that a code that was never used otherwise has one; the chance is corrected
 * for the number of days looked at (Bonferroni). No bursts in fewer than a week.
 */
export function burstsOf(uses: readonly { day: string; uses: number }[], lastDay: string): Burst[] {
  if (uses.length === 0) return [];
  const first = Math.min(...uses.map(({ day }) => Date.parse(day)));
  const days = Math.round((Math.max(Date.parse(lastDay), ...uses.map(({ day }) => Date.parse(day))) - first) / DAY_MS) + 1;
  if (days < 7) return [];
  const all = uses.reduce((sum, one) => sum + one.uses, 0);
  return uses
    .map(({ day, uses: count }) => {
      const expected = (all - count + 0.5) / (days - 1);
      return { day, uses: count, expected, chance: poissonTail(count, expected) };
    })
    .filter(({ chance }) => chance * days < MOST_CHANCE)
    .sort((a, b) => a.chance - b.chance || (a.day < b.day ? -1 : 1))
    .slice(0, MOST_BURSTS);
}

/** The uses of one code, as they were counted. */
export interface UsesOfCode {
  referrers: readonly CodeUses[];
  countries: readonly CodeUses[];
  days: readonly CodeUses[];
  /** Countries that the campaign's exposures reached; undefined where none is known. */
  reached: ReadonlySet<string> | undefined;
}

const sumOf = (uses: readonly CodeUses[]) => uses.reduce((sum, one) => sum + one.uses, 0);

/** What of a code's uses speaks for a leak. */
export function leakOf({ referrers, countries, days, reached }: UsesOfCode, sites: readonly string[], lastDay: string) {
  const known = referrers.filter(({ of }) => of !== null);
  const fromSites = known.filter(({ of }) => of !== null && isBelow(of, sites)).sort((a, b) => b.uses - a.uses);
  const couponSites = shareOf(sumOf(fromSites), sumOf(known));
  const placed = reached === undefined ? [] : countries.filter(({ of }) => of !== null);
  const elsewhere = shareOf(sumOf(placed.filter(({ of }) => of !== null && reached?.has(of) !== true)), sumOf(placed));
  const bursts = burstsOf(
    days.flatMap(({ of, uses }) => (of === null ? [] : [{ day: of, uses }])),
    lastDay,
  );
  const signs: CodeLeaks['codes'][number]['signs'] = [];
  if ((couponSites.low ?? 0) > COUPON_SIGN) signs.push('coupon_sites');
  if ((elsewhere.low ?? 0) > ELSEWHERE_SIGN) signs.push('geography');
  if (bursts.length > 0) signs.push('burst');
  return { uses: sumOf(days), couponSites, topCouponSite: fromSites[0]?.of ?? null, elsewhere, bursts, signs };
}
