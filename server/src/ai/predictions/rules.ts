import { chanceUpTo, type CountForecast, quantileOf } from './counts.ts';
import { fitResponse, forecast, type Outcome, type Plan } from './response.ts';

/** The chances below each of the numbers of a prediction. */
export const LEVELS = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95] as const;

/** Predicts campaigns from those that are finished. */
export interface Predictor {
  /** How many outcomes it rests on; 0 = no history, so that the interval is a prior's. */
  history: number;
  /** The conversions below which a campaign stays with these chances, one for each, never falling. */
  predict(plan: Plan, levels: readonly number[]): number[];
}

/** A backtest begins when this share of the outcomes is known, and takes the rest in so many parts. */
const BACKTEST = { from: 0.4, parts: 6, least: 15 };
/** The correction counts as much as this many campaigns that came out as they should. */
const EVEN_CAMPAIGNS = 12;

/** Where each outcome of a backtest fell in what was forecast from those before it: 0 to 1. */
export function backtest(outcomes: readonly Outcome[]): { chance: number; forecast: CountForecast; outcome: Outcome }[] {
  if (outcomes.length < BACKTEST.least) return [];
  const start = Math.floor(outcomes.length * BACKTEST.from);
  const size = Math.max(1, Math.ceil((outcomes.length - start) / BACKTEST.parts));
  const results: ReturnType<typeof backtest> = [];
  for (let from = start; from < outcomes.length; from += size) {
    const response = fitResponse(outcomes.slice(0, from));
    for (const outcome of outcomes.slice(from, from + size)) {
      const forecasted = forecast(response, outcome);
      const [below, upTo] = [outcome.conversions - 1, outcome.conversions].map((count) => chanceUpTo(count, forecasted));
      results.push({ chance: (below + upTo) / 2, forecast: forecasted, outcome });
    }
  }
  return results;
}

/** Chances as they should be read, from where outcomes fell before: a conformal correction, drawn to none while outcomes are few. */
function corrected(chances: readonly number[]): (level: number) => number {
  const even = Array.from({ length: EVEN_CAMPAIGNS }, (_, place) => (place + 0.5) / EVEN_CAMPAIGNS);
  const sorted = [...chances, ...even].sort((a, b) => a - b);
  return (level) => {
    const at = level * (sorted.length + 1) - 1;
    const low = Math.max(0, Math.min(sorted.length - 1, Math.floor(at)));
    const high = Math.min(sorted.length - 1, low + 1);
    const between = sorted[low] + (sorted[high] - sorted[low]) * Math.max(0, Math.min(1, at - low));
    return Math.max(0.001, Math.min(0.999, between));
  };
}

/** Learns from finished campaigns in the order in which they ran. */
export function learn(outcomes: readonly Outcome[]): Predictor {
  const response = fitResponse(outcomes);
  const read = corrected(backtest(outcomes).map(({ chance }) => chance));
  return {
    history: outcomes.length,
    predict: (plan, levels) => levels.map((level) => quantileOf(read(level), forecast(response, plan))),
  };
}
