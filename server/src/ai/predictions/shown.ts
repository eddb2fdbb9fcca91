import type { Prediction, PredictionKind, PredictionMeasure, PredictionSummary } from './schema.ts';
import type { StoredPrediction } from './stored.ts';

/** What the figures of each kind mean, and what they do not. */
const NOTES: Record<PredictionKind, readonly string[]> = {
  campaign_outcome: [
    'Attributed is not incremental: the linear model will credit these conversions; some would have come without the ads.',
    'Impressions are those delivered; visits and conversions are credited until 30 days after the last day of the flight.',
    'It knows what was booked and how campaigns that were over came out, and nothing that is known only after a launch.',
  ],
  episode_downloads: [
    'Downloads are counted by the rules of the waterfall, on UTC days; the day an episode comes out is its first, however short it was.',
    "Its show's curve is drawn to that of all shows while it has few whole episodes.",
  ],
  campaign_pacing: [
    'Deliveries are those that pacing counts within the flights; placements without a flight or booked impressions are left out.',
    'Spend is delivered impressions at the price of a thousand, and flat prices as a whole.',
  ],
};
const NO_HISTORY: Record<PredictionKind, string> = {
  campaign_outcome:
    'No history: no campaign of yours with a flight is over yet, so the intervals are published rates alone, which differ twentyfold.',
  episode_downloads: 'No history: no episode has 30 counted days yet, so the interval is an assumption alone.',
  campaign_pacing: '',
};
const HEADLINE: Record<PredictionKind, string> = {
  campaign_outcome: 'conversions',
  episode_downloads: 'downloads',
  campaign_pacing: 'impressions',
};
const MODEL: Record<PredictionKind, string> = {
  campaign_outcome: 'campaign-outcome-1',
  episode_downloads: 'episode-downloads-1',
  campaign_pacing: 'campaign-pacing-1',
};

/** Pacing rests on the campaign's own days, so that it has a history from the first one on. */
const labelOf = ({ kind, result }: StoredPrediction) =>
  result.history > 0 || kind === 'campaign_pacing' ? ('from_history' as const) : ('no_history' as const);

function measuresOf({ result, outcome }: StoredPrediction): PredictionMeasure[] {
  return result.measures.map((one) => {
    const came = outcome === null ? null : (outcome[one.measure] ?? null);
    const inside = (one.intervals ?? []).filter(({ low, high }) => came !== null && low <= came && (high === null || came <= high));
    return {
      ...one,
      measure: one.measure as PredictionMeasure['measure'],
      outcome: came,
      insideLevels: came === null || one.intervals === null ? null : inside.map(({ level }) => level),
    };
  });
}

/** What the catalogue says of what a prediction is about. */
export interface Called {
  name: string | null;
  /** Of an episode. */
  show: string | null;
}

function commonOf(stored: StoredPrediction, called: Called) {
  const { id, kind, subject, asOf, dueOn, outcomeAt, createdAt, createdBy, basis, result } = stored;
  const type = kind === 'episode_downloads' ? ('episode' as const) : subject === null ? ('plan' as const) : ('campaign' as const);
  const about = { type, key: subject, ...called };
  const standing = { asOf, label: labelOf(stored), history: result.history, currency: basis.currency };
  return { id, kind, subject: about, ...standing, dueOn, outcomeAt, createdAt, createdBy };
}

/** A prediction as a list shows it. */
export function summaryOf(stored: StoredPrediction, called: Called): PredictionSummary {
  const measures = measuresOf(stored);
  const { backtest: _, ...headline } = measures.find(({ measure }) => measure === HEADLINE[stored.kind]) ?? measures[0];
  return { ...commonOf(stored, called), headline };
}

/** A prediction with all that belongs to it. */
export function predictionOf(stored: StoredPrediction, called: Called): Prediction {
  const { kind, basis, result } = stored;
  const { bands, booked, chanceUnder, chanceOver } = result;
  const common = commonOf(stored, called);
  const notes = [...(common.label === 'no_history' ? [NO_HISTORY[kind]] : []), ...NOTES[kind]];
  const about = { method: 'offline', model: MODEL[kind], plan: basis.plan };
  return { ...common, ...about, measures: measuresOf(stored), bands, booked, chanceUnder, chanceOver, notes };
}
