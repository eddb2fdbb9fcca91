import { drawResponses, type DrawnResponses, type ShowOf } from './posterior.ts';
import { fitResponse, type Outcome, PRIOR_VISIT_RATE, type Response } from './response.ts';

/** One show's part of a campaign that is over, as attribution credits it. */
export interface HistoryLine extends ShowOf {
  /** What was booked of it before it ran; null where nobody said. */
  booked: number | null;
  delivered: number;
  visits: number;
  /** Of every kind but visits. */
  conversions: number;
  valueMinor: number;
}

/** A campaign that is over, and whose conversions are in. */
export interface HistoryCampaign {
  key: string;
  /** Its first UTC day. */
  startsOn: string;
  /** The UTC day from which on its outcome is known: its last day, and the days in which a conversion may still come. */
  knownOn: string;
  spendMinor: number | null;
  lines: readonly HistoryLine[];
}

interface Delivery {
  /** The logarithm of delivered by booked: what it is on average, and how far single ones lie from it. */
  mean: number;
  meanVariance: number;
  deviation: number;
  /** What each show differs by. */
  shows: ReadonlyMap<string, number>;
}

interface Value {
  /** The logarithm of minor units for each conversion. */
  mean: number;
  meanVariance: number;
  /** How far campaigns lie apart. */
  deviation: number;
}

/** What a tenant's campaigns that are over say of the next one. */
export interface TenantFit {
  campaigns: number;
  conversions: { response: Response; outcomes: readonly Outcome[] };
  visits: { response: Response; outcomes: readonly Outcome[] };
  delivery: Delivery;
  /** Undefined while no conversion had a value. */
  value: Value | undefined;
}

/** Where nothing is known, what is delivered lies within about a quarter of what was booked (an assumption, which four lines outweigh). */
const PRIOR_DELIVERY = { deviation: 0.25, weight: 4, meanWeight: 2, showWeight: 4 };
/**
 * Campaigns' values of a conversion differ by about a third, single orders by about twofold (assumptions, which four campaigns outweigh).
 */
const PRIOR_VALUE = { deviation: 0.3, weight: 4 };
export const ORDER_DEVIATION = 0.8;

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);

function fitDelivery(lines: readonly HistoryLine[]): Delivery {
  const { deviation, weight, meanWeight, showWeight } = PRIOR_DELIVERY;
  const ratios = lines.flatMap(({ show, booked, delivered }) => (booked === null ? [] : [{ show, ratio: Math.log(delivered / booked) }]));
  const mean = sumOf(ratios.map(({ ratio }) => ratio)) / (ratios.length + meanWeight);
  const shows = new Map(
    [...Map.groupBy(ratios, ({ show }) => show)].map(([show, own]) => [
      show,
      sumOf(own.map(({ ratio }) => ratio - mean)) / (own.length + showWeight),
    ]),
  );
  const squares = sumOf(ratios.map(({ show, ratio }) => (ratio - mean - (shows.get(show) ?? 0)) ** 2));
  const variance = (squares + weight * deviation ** 2) / (ratios.length + weight);
  return { mean, meanVariance: variance / (ratios.length + meanWeight), deviation: Math.sqrt(variance), shows };
}

function fitValue(campaigns: readonly HistoryCampaign[]): Value | undefined {
  const logs = campaigns.flatMap(({ lines }) => {
    const [conversions, value] = [sumOf(lines.map((line) => line.conversions)), sumOf(lines.map((line) => line.valueMinor))];
    return conversions > 0 && value > 0
      ? [{ log: Math.log(value / conversions), noise: ORDER_DEVIATION ** 2 / Math.max(1, conversions) }]
      : [];
  });
  if (logs.length === 0) return undefined;
  const { deviation, weight } = PRIOR_VALUE;
  let spread = deviation ** 2;
  let [mean, precision] = [0, 0];
  for (let round = 0; round < 5; round += 1) {
    precision = sumOf(logs.map(({ noise }) => 1 / (spread + noise)));
    mean = sumOf(logs.map(({ log, noise }) => log / (spread + noise))) / precision;
    // What a campaign's own value says of its place, by the mean and the variance that are left (one step of expectation and maximisation).
    const places = logs.map(({ log, noise }) => ((spread * (log - mean)) / (spread + noise)) ** 2 + (spread * noise) / (spread + noise));
    spread = (sumOf(places) + weight * deviation ** 2) / (logs.length + weight);
  }
  return { mean, meanVariance: 1 / precision, deviation: Math.sqrt(spread) };
}

/**
 * Fits what a tenant's finished campaigns say: how conversions and visits of each show respond to impressions, how much of what is booked
 * is delivered, and what a conversion is worth. Without campaigns it is the prior alone. Lines that delivered nothing are left out. Counts
 * are credited conversions, rounded: attributed, which is not incremental.
 */
export function fitTenant(campaigns: readonly HistoryCampaign[]): TenantFit {
  const lines = campaigns.flatMap((campaign) => campaign.lines).filter(({ delivered }) => delivered > 0);
  const outcomesOf = (name: 'conversions' | 'visits'): Outcome[] =>
    lines.map(({ show, category, delivered, [name]: count }) => ({
      show,
      category,
      impressions: delivered,
      conversions: Math.round(count),
    }));
  const [conversions, visits] = [outcomesOf('conversions'), outcomesOf('visits')];
  return {
    campaigns: campaigns.length,
    conversions: { response: fitResponse(conversions), outcomes: conversions },
    visits: { response: fitResponse(visits, PRIOR_VISIT_RATE), outcomes: visits },
    delivery: fitDelivery(lines),
    value: fitValue(campaigns),
  };
}

/**
 * Draws from the posterior of how attributed conversions of these shows respond to impressions: `expected(place, impressions)` has one
 * number for each draw, and the draws of all shows belong together, so that their differences and sums can be taken draw by draw.
 */
export function drawConversions(fit: TenantFit, shows: readonly ShowOf[], draws: { count: number; seed: number }): DrawnResponses {
  return drawResponses(fit.conversions, shows, draws);
}

/** The number below which this share of the numbers lies, of numbers in any order. */
export function quantileAmong(numbers: Float64Array, level: number): number {
  const sorted = numbers.toSorted();
  return sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(level * sorted.length) - 1))];
}
