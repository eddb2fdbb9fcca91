import { poisson } from '../../../../simulator/src/daily/draws.ts';
import { randomOf } from '../../../../simulator/src/random.ts';
import { type CampaignDraws, type CampaignPlan, drawCampaign, type Measure, MEASURES } from './campaign-draws.ts';
import { boundsOf, chanceAmong, corrected, INTERVALS, type Quantile, quantilesOf, type Scored, type Scores, scoresOf } from './scores.ts';
import { fitTenant, type HistoryCampaign } from './tenant-fit.ts';

/** What one measure of a forecast says. */
export interface MeasureForecast {
  measure: string;
  /** Null where nothing is known that it could rest on, with the reason. */
  intervals: { level: number; low: number; high: number | null }[] | null;
  /** Null without history: a prior says no point. */
  median: number | null;
  missing: string | null;
  /** How forecasts from earlier outcomes did when held against later ones; null while there are too few. */
  backtest: Scores | null;
}

export interface Forecast {
  /** How many finished campaigns, episodes or placements it rests on. */
  history: number;
  measures: MeasureForecast[];
}

/** Everything a forecast is made from. */
export interface CampaignInput {
  history: readonly HistoryCampaign[];
  plan: CampaignPlan;
}

const DRAWS = { count: 4_000, seed: 1 };
const BACKTEST = { least: 8, draws: 800, mostOrigins: 16 };
/** Those of which an outcome says how it came out; the cost of a conversion follows from conversions. */
const TESTED = ['impressions', 'visits', 'conversions', 'revenue'] as const;
type Tested = (typeof TESTED)[number];

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** How a campaign came out, added up over its shows. */
export function outcomeOf({ lines }: Pick<HistoryCampaign, 'lines'>): Record<Tested, number> {
  return {
    impressions: sum(lines.map(({ delivered }) => delivered)),
    visits: Math.round(sum(lines.map(({ visits }) => visits))),
    conversions: Math.round(sum(lines.map(({ conversions }) => conversions))),
    revenue: Math.round(sum(lines.map(({ valueMinor }) => valueMinor))),
  };
}

/** What was known of a finished campaign before it ran; where nothing was booked, what was delivered stands for it. */
export function planOf({ lines, spendMinor }: HistoryCampaign): CampaignPlan {
  const planned = lines.map(({ show, category, booked, delivered }) => ({ show, category, impressions: booked ?? delivered }));
  return { lines: planned.filter(({ impressions }) => impressions > 0), spendMinor, conversionValueMinor: null };
}

const bookedOf = ({ lines }: CampaignPlan) => sum(lines.map(({ impressions }) => impressions));

/** A forecast of one number; a count is spread as a Poisson one. */
function pointOf(value: number, isCount: boolean): Quantile {
  if (!isCount) return () => value;
  const random = randomOf(7, 0xba5e);
  return quantilesOf(Float64Array.from({ length: 400 }, () => poisson(random, value)));
}

/** What simpler forecasts say of a campaign: as many as on average, as many as the last one, and in proportion to impressions. */
function baselinesOf(known: readonly HistoryCampaign[], plan: CampaignPlan, measure: Tested): Record<string, Quantile> {
  const outcomes = known.map((campaign) => outcomeOf(campaign)[measure]);
  const rate = sum(outcomes) / sum(known.map((campaign) => bookedOf(planOf(campaign))));
  const isCount = measure === 'visits' || measure === 'conversions';
  return {
    tenant_mean: pointOf(sum(outcomes) / outcomes.length, isCount),
    last_value: pointOf(outcomes[outcomes.length - 1], isCount),
    rate_times_impressions: pointOf(rate * bookedOf(plan), isCount),
  };
}

const byStart = (a: HistoryCampaign, b: HistoryCampaign) =>
  a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : a.key < b.key ? -1 : 1;

/** Campaigns in groups that begin at about the same time, each to be forecast from what was known when its first one began. */
function originsOf(campaigns: readonly HistoryCampaign[]): { known: HistoryCampaign[]; asked: HistoryCampaign[] }[] {
  const sorted = campaigns.filter((campaign) => planOf(campaign).lines.length > 0).sort(byStart);
  const size = Math.max(1, Math.ceil(sorted.length / BACKTEST.mostOrigins));
  const groups: { known: HistoryCampaign[]; asked: HistoryCampaign[] }[] = [];
  for (let from = 0; from < sorted.length; from += size) {
    const known = sorted.filter(({ knownOn }) => knownOn <= sorted[from].startsOn);
    if (known.length >= BACKTEST.least) groups.push({ known, asked: sorted.slice(from, from + size) });
  }
  return groups;
}

interface Tried extends Scored {
  knownOn: string;
  chance: number;
}

/** Each finished campaign as it would have been forecast when it began, held against how it came out. */
export function tryCampaigns(history: readonly HistoryCampaign[]): Record<Tested, Tried[]> {
  const tried: Record<Tested, Tried[]> = { impressions: [], visits: [], conversions: [], revenue: [] };
  for (const { known, asked } of originsOf(history)) {
    const fit = fitTenant(known);
    // Corrected by what was known then, as it would have been.
    const read = Object.fromEntries(
      TESTED.map((measure) => {
        const chances = tried[measure].filter(({ knownOn }) => knownOn <= asked[0].startsOn).map(({ chance }) => chance);
        return [measure, corrected(chances)];
      }),
    );
    const fresh = asked.map((campaign) => {
      const plan = planOf(campaign);
      return { campaign, plan, draws: drawCampaign(fit, plan, { count: BACKTEST.draws, seed: 3 }), came: outcomeOf(campaign) };
    });
    for (const { campaign, plan, draws, came } of fresh) {
      for (const measure of TESTED) {
        const drawn = draws[measure];
        if (drawn === undefined) continue;
        const quantile = quantilesOf(drawn);
        tried[measure].push({
          size: bookedOf(plan),
          outcome: came[measure],
          own: (level) => quantile(read[measure](level)),
          baselines: baselinesOf(known, plan, measure),
          knownOn: campaign.knownOn,
          chance: chanceAmong(drawn, came[measure]),
        });
      }
    }
  }
  return tried;
}

const MISSING: Record<Measure, string> = {
  impressions: '',
  visits: '',
  conversions: '',
  revenue: 'No finished campaign earned anything yet; say what a conversion is worth (conversionValueMinor) to have revenue predicted.',
  cpa: 'Nothing is known of what it costs; say its spend (spendMinor), or give its placements prices.',
};

function measureOf(measure: Measure, draws: CampaignDraws, tried: readonly Tried[], hasHistory: boolean): MeasureForecast {
  const drawn = draws[measure];
  // The cost of a conversion follows from conversions, and so does how it did.
  const backtest = measure === 'cpa' ? null : (scoresOf(tried) ?? null);
  if (drawn === undefined) return { measure, intervals: null, median: null, missing: MISSING[measure], backtest };
  const read = corrected(tried.map(({ chance }) => chance));
  const quantile = quantilesOf(drawn);
  // The cost of a conversion falls as conversions rise, so that their correction is read from the other end.
  const at: Quantile = (level) => quantile(measure === 'cpa' ? 1 - read(1 - level) : read(level));
  const finite = (value: number) => (Number.isFinite(value) ? Math.round(value) : null);
  const intervals = INTERVALS.map((level) => {
    const [low, high] = boundsOf(at, level);
    return { level, low: finite(low) ?? 0, high: finite(high) };
  });
  return { measure, intervals, median: hasHistory ? finite(at(0.5)) : null, missing: null, backtest };
}

/**
 * Forecasts a campaign from those that were over before: impressions, visits, conversions, revenue and the cost of a conversion, each with
 * intervals of 50, 80 and 95 % and with how such forecasts did before. The same input gives the same bytes.
 */
export function forecastCampaign({ history, plan }: CampaignInput): Forecast {
  const sorted = history.toSorted(byStart);
  const draws = drawCampaign(fitTenant(sorted), plan, DRAWS);
  const tried = tryCampaigns(sorted);
  return {
    history: sorted.length,
    measures: MEASURES.map((measure) => measureOf(measure, draws, tried[measure === 'cpa' ? 'conversions' : measure], sorted.length > 0)),
  };
}
