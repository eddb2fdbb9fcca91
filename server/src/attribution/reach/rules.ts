import { NANO } from '../../../../engine/src/index.ts';
import {
  differenceOf,
  type Estimate,
  estimateOf,
  FEW_CONVERSIONS,
  meanOf,
  NO_ESTIMATE,
  perEstimate,
  scaledEstimate,
} from '../../platform/estimates.ts';
import { type Share, shareOf } from '../../platform/intervals.ts';
import { resample, type Resampled } from '../../platform/resampling.ts';
import { CONVERSIONS, EXPOSURE_CONVERSIONS, EXPOSURE_VALUE, type Outcomes, PLACES, PURCHASE_VALUE, PURCHASES, VALUE } from './outcomes.ts';
import type { ReachDifferences, ReachFigures } from './schema.ts';
import type { KeyedSpend } from './spending.ts';

/** How exposures spread over households. */
export interface Exposed {
  exposures: number;
  usableExposures: number;
  matchableExposures: number;
  households: number;
  squares: number;
}

/** Nobody was reached. */
export const NOBODY: Exposed = { exposures: 0, usableExposures: 0, matchableExposures: 0, households: 0, squares: 0 };

/** A share of households, marked where fewer than 30 of them did it. */
function shareOfHouseholds(count: number, of: number): Share {
  // A path whose exposure was restated tells of the earlier place until it is matched anew.
  return { ...shareOf(Math.min(count, of), of), isFew: count < FEW_CONVERSIONS };
}

function sharesOf({ visitors, leads, buyers }: Outcomes, households: number) {
  const buying = [...visitors].filter((household) => buyers.has(household)).length;
  return {
    visitors: shareOfHouseholds(visitors.size, households),
    leads: shareOfHouseholds(leads.size, households),
    buyers: shareOfHouseholds(buyers.size, households),
    buyersOfVisitors: shareOfHouseholds(buying, visitors.size),
  };
}

/** Billionths as conversions. */
function counted({ value, low, high }: Estimate): Estimate {
  const whole = (nano: number | null) => (nano === null ? null : nano / NANO);
  return { value: whole(value), low: whole(low), high: whole(high), isFew: (value ?? 0) < FEW_CONVERSIONS * NANO };
}

/**
 * What exposures with nothing to match by would be credited with if they led to as much as the others; undefined figures where no exposure
 * can be matched, so that there is nothing to go by.
 */
function modelledOf({ exposures, matchableExposures }: Exposed, resampled: Resampled): ReachFigures['modelled'] {
  const unmatchable = exposures - matchableExposures;
  const factor = matchableExposures === 0 ? null : unmatchable / matchableExposures;
  const observed = counted(resampled.sum(EXPOSURE_CONVERSIONS, false));
  const scaled = (estimate: Estimate) => (factor === null ? { ...NO_ESTIMATE, isFew: observed.isFew } : scaledEstimate(estimate, factor));
  return {
    unmatchableImpressions: unmatchable,
    factor,
    conversions: scaled(observed),
    valueMinor: scaled(resampled.sum(EXPOSURE_VALUE, observed.isFew)),
  };
}

/** The figures of one row. */
export function figuresOf(exposed: Exposed, outcomes: Outcomes, spend: KeyedSpend | undefined): ReachFigures {
  const { exposures, usableExposures, households, squares } = exposed;
  const resampled = resample(outcomes.people, PLACES);
  const conversions = counted(resampled.sum(CONVERSIONS, false));
  const purchases = counted(resampled.sum(PURCHASES, false));
  const { isFew } = conversions;
  const valueMinor = resampled.sum(VALUE, isFew);
  const shares = sharesOf(outcomes, households);
  const whole = spend === undefined || spend.isPartial || spend.minor === 0 ? undefined : spend.minor;
  const none = { value: null, low: null, high: null, isFew };
  return {
    impressions: exposures,
    usableImpressions: usableExposures,
    reach: households,
    frequency: meanOf({ count: households, sum: usableExposures, squares }, households < FEW_CONVERSIONS),
    ...shares,
    conversions,
    purchases,
    valueMinor,
    modelled: modelledOf(exposed, resampled),
    aovMinor: scaledEstimate(resampled.ratio(PURCHASE_VALUE, PURCHASES, purchases.isFew), NANO),
    spend: spend === undefined ? null : { minor: Math.round(spend.minor), basis: spend.basis, isPartial: spend.isPartial },
    cpmMinor: spend === undefined || spend.impressions === 0 ? null : (spend.minor * 1_000) / spend.impressions,
    cpvMinor: whole === undefined ? none : perEstimate(whole, scaledEstimate(estimateOf(shares.visitors), households)),
    cpaMinor: whole === undefined ? none : perEstimate(whole, conversions),
    roas: whole === undefined ? none : scaledEstimate(valueMinor, 1 / whole),
  };
}

const SHARES = ['visitors', 'leads', 'buyers', 'buyersOfVisitors'] as const;
const ESTIMATES = ['frequency', 'conversions', 'purchases', 'valueMinor', 'aovMinor', 'cpvMinor', 'cpaMinor', 'roas'] as const;

/** The figures of one period less those of another. */
export function differencesOf(first: ReachFigures, second: ReachFigures): ReachDifferences {
  const estimates = Object.fromEntries(ESTIMATES.map((name) => [name, differenceOf(first[name], second[name])]));
  const shares = Object.fromEntries(SHARES.map((name) => [name, differenceOf(estimateOf(first[name]), estimateOf(second[name]))]));
  return {
    ...(estimates as Pick<ReachDifferences, (typeof ESTIMATES)[number]>),
    ...(shares as Pick<ReachDifferences, (typeof SHARES)[number]>),
    impressions: first.impressions - second.impressions,
    reach: first.reach - second.reach,
    cpmMinor: first.cpmMinor === null || second.cpmMinor === null ? null : first.cpmMinor - second.cpmMinor,
  };
}
