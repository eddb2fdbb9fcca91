import { gamma, normal, poisson } from '../../../../simulator/src/daily/draws.ts';
import { randomOf } from '../../../../simulator/src/random.ts';
import { drawResponses, type ShowOf } from './posterior.ts';
import { ORDER_DEVIATION, type TenantFit } from './tenant-fit.ts';

/** What is booked of a campaign in one show. */
export interface PlanLine extends ShowOf {
  impressions: number;
}

/** What is known of a campaign before it runs. */
export interface CampaignPlan {
  lines: readonly PlanLine[];
  spendMinor: number | null;
  /** What a conversion is worth, where somebody said; else the tenant's history says it. */
  conversionValueMinor: number | null;
}

export const MEASURES = ['impressions', 'visits', 'conversions', 'revenue', 'cpa'] as const;
export type Measure = (typeof MEASURES)[number];

/** Draws of how a campaign comes out; undefined where nothing at all is known of a measure. */
export type CampaignDraws = Record<Measure, Float64Array | undefined>;

type Random = ReturnType<typeof randomOf>;

/** A gamma number of any shape above 0 with mean 1 (G. Marsaglia, W. W. Tsang 2000, §6 for shapes below 1). */
function gammaOf(random: Random, shape: number): number {
  if (shape >= 1) return gamma(random, shape);
  return (gamma(random, shape + 1) * (shape + 1) * (1 - random.next()) ** (1 / shape)) / shape;
}

/** Delivered impressions of each line, draw by draw; how far a campaign lies from what is usual is the same for all its lines. */
function drawDelivered(fit: TenantFit, lines: readonly PlanLine[], count: number, random: Random): Float64Array[] {
  const { mean, meanVariance, deviation, shows } = fit.delivery;
  const common = Float64Array.from({ length: count }, () => mean + Math.sqrt(meanVariance) * normal(random) + deviation * normal(random));
  return lines.map(({ show, impressions }) => common.map((shift) => impressions * Math.exp(shift + (shows.get(show) ?? 0))));
}

/** Counts that impressions lead to: lines of a campaign do well or badly together, as its offer and its ad are the same. */
function drawCounts(part: TenantFit['conversions'], lines: readonly PlanLine[], delivered: readonly Float64Array[], seed: number) {
  const count = delivered[0].length;
  const random = randomOf(seed, 0xc017);
  const responses = drawResponses(part, lines, { count, seed });
  const expected = lines.map((_, place) => responses.expectedEach(place, delivered[place]));
  return Float64Array.from({ length: count }, (_, draw) => {
    const mean = expected.reduce((sum, own) => sum + own[draw], 0);
    return poisson(random, mean * gammaOf(random, part.response.dispersion));
  });
}

function drawRevenue(fit: TenantFit, plan: CampaignPlan, conversions: Float64Array, random: Random): Float64Array | undefined {
  const { conversionValueMinor: told } = plan;
  const { value } = fit;
  if (told === null && value === undefined) return undefined;
  return conversions.map((count) => {
    if (count === 0) return 0;
    const noise = (ORDER_DEVIATION / Math.sqrt(count)) * normal(random);
    const log =
      told !== null || value === undefined
        ? Math.log(Math.max(1, told ?? 0))
        : value.mean + Math.sqrt(value.meanVariance) * normal(random) + value.deviation * normal(random);
    return Math.round(count * Math.exp(log + noise));
  });
}

/**
 * Draws how a campaign comes out from what a tenant's finished campaigns leave open, the same for the same seed: delivered impressions from
 * booked ones, visits and conversions from delivered ones, revenue from conversions, and the cost of a conversion, which is infinite where
 * none comes. `plan` holds nothing that is known only after a launch, and nothing else is looked at.
 */
export function drawCampaign(fit: TenantFit, plan: CampaignPlan, { count, seed }: { count: number; seed: number }): CampaignDraws {
  const random = randomOf(seed, 0xd3a7);
  const delivered = drawDelivered(fit, plan.lines, count, random);
  const conversions = drawCounts(fit.conversions, plan.lines, delivered, seed);
  const { spendMinor } = plan;
  return {
    impressions: Float64Array.from(conversions, (_, draw) => Math.round(delivered.reduce((sum, own) => sum + own[draw], 0))),
    visits: drawCounts(fit.visits, plan.lines, delivered, seed + 1),
    conversions,
    revenue: drawRevenue(fit, plan, conversions, random),
    cpa: spendMinor === null ? undefined : conversions.map((one) => (one === 0 ? Infinity : spendMinor / one)),
  };
}
