import type { ModelScores, ValidatedWorld, ValidationOptions } from './schema.ts';
import { describeValidated } from './worlds.ts';

/** What the sums of a model may be off by and still stand for what ads caused. */
const TRUE_TO = 0.1;
/** From here on an order of campaigns is a good one, and below there it is none. */
const GOOD_ORDER = 0.8;
const NO_ORDER = 0.5;
/** The share of credit to campaigns that do nothing up to which it may be overlooked. */
const LITTLE = 0.05;

/** A model's mean scores in one world. */
export interface ScoresInWorld {
  world: ValidatedWorld;
  scores: ModelScores;
}

function listOf(worlds: readonly ValidatedWorld[]): string {
  const places = worlds.map((world) => describeValidated(world).circumstance);
  return places.length < 2 ? places.join() : `${places.slice(0, -1).join(', ')} and ${places[places.length - 1]}`;
}

function times(bias: number): string {
  return (1 + bias).toFixed(2);
}

function volumeSentence(all: readonly ScoresInWorld[]): string {
  const biases = all.flatMap(({ scores }) => scores.bias ?? []);
  if (biases.length === 0) return 'Nothing was caused, so its sum cannot be judged.';
  const [least, most] = [Math.min(...biases), Math.max(...biases)];
  if (Math.max(Math.abs(least), Math.abs(most)) <= TRUE_TO) return `Its sum is what ads caused, to within ${100 * TRUE_TO} %.`;
  return `Do not take its sum for what ads caused: it is ${times(least)} to ${times(most)} times that.`;
}

/** What was ranked, in words: the campaigns of worlds, or what effects were planted by. */
type Unit = 'campaign' | 'show';

function orderSentence(all: readonly ScoresInWorld[], unit: Unit): string {
  const inWorlds = (holds: (rank: number) => boolean) =>
    all.flatMap(({ world, scores }) => (scores.rankCorrelation !== null && holds(scores.rankCorrelation) ? [world] : []));
  const good = inWorlds((rank) => rank >= GOOD_ORDER);
  const fair = inWorlds((rank) => rank < GOOD_ORDER && rank >= NO_ORDER);
  const none = inWorlds((rank) => rank < NO_ORDER);
  const parts: string[] = [];
  if (good.length === all.length) return `Trust its order of ${unit}s.`;
  if (none.length === all.length) return `Do not rank ${unit}s by it.`;
  if (good.length > 0) parts.push(`trust its order of ${unit}s ${listOf(good)}`);
  if (fair.length > 0) parts.push(`take its order for a hint ${listOf(fair)}`);
  if (none.length > 0) parts.push(`do not rank ${unit}s by it ${listOf(none)}`);
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function idleSentence(all: readonly ScoresInWorld[], unit: Unit): string {
  const idle = `${unit === 'show' ? 'Shows' : 'Campaigns'} that do nothing get`;
  const worst = all.reduce((most, one) => ((one.scores.creditToZeroEffect ?? 0) > (most.scores.creditToZeroEffect ?? 0) ? one : most));
  const share = worst.scores.creditToZeroEffect ?? 0;
  if (share <= LITTLE) return `${idle} at most ${(100 * share).toFixed(0)} % of its credit.`;
  return `${idle} up to ${(100 * share).toFixed(0)} % of its credit, most ${listOf([worst.world])}.`;
}

/** When to trust a model, from its mean scores in each world by fixed thresholds; at least one world. */
export function trustSentence(all: readonly ScoresInWorld[], unit: Unit = 'campaign'): string {
  return [orderSentence(all, unit), volumeSentence(all), idleSentence(all, unit)].join(' ');
}

/** So many runs the published figures rest on; the sentences of fewer say that chance may turn them. */
export const PUBLISHED_RUNS = 20;

/** How far chance may have made a model's sentence, and where more runs are told; undefined where there are enough. */
export function cautionSentence({ runs, on }: Pick<ValidationOptions, 'runs' | 'on'>, errors: ModelScores): string | undefined {
  if (runs >= PUBLISHED_RUNS) return undefined;
  const figures = [
    ['bias', errors.bias],
    ['rank correlation', errors.rankCorrelation],
  ] as const;
  const known = figures.flatMap(([name, error]) => (error === null ? [] : [`of its ${name} is ${error.toFixed(2)}`]));
  const doubt = known.length === 0 ? ', and another one may say otherwise' : `: the standard error ${known.join(', that ')}`;
  const more = on === 'own_data' ? 'ask for more runs to be surer' : `docs/validation.md says the same of ${PUBLISHED_RUNS} runs`;
  return `All of this is from ${runs === 1 ? 'one run' : `${runs} runs`}${doubt}; ${more}.`;
}
