import {
  apportionConversions,
  apportionPath,
  buildModel,
  fitMarkov,
  NANO,
  type UnitColumns,
  weighByEffect,
  weighByPlacement,
  weighPath,
  weighPathByPosition,
  weighShapley,
} from '../../../../engine/src/index.ts';
import { invalid } from '../../platform/errors.ts';
import type { OwnModelDetails } from '../../tenants/models/schema.ts';
import { customWeights } from '../named-models/rules.ts';
import { type CustomWeights, isRule } from '../reports/crediting.ts';
import type { CreditAnswer, CreditedModel, CreditRequest, PathInput } from './schema.ts';

const DAY_MS = 86_400_000;

interface Touch {
  key: string;
  atMs: number;
  placement: string | undefined;
}

/** What credits a path, under the name it is answered by. */
export interface Weighing {
  model: CreditedModel;
  /** Older touches are dropped; none is when undefined. */
  lookbackDays: number | undefined;
  weigh(agesMs: number[], touches: readonly Pick<Touch, 'key' | 'placement'>[]): Float64Array;
}

function weighCustom(weights: CustomWeights, touches: readonly Pick<Touch, 'placement'>[]): Float64Array {
  if ('positions' in weights) return weighPathByPosition(touches.length, weights.positions);
  const relative = touches.map(({ placement }) => weights.placements.get(placement ?? '') ?? weights.otherPlacements);
  const found = new Float64Array(touches.length);
  const unit = Int32Array.from(touches, (_, place) => place);
  const columns = { pathCount: 1, offsets: Int32Array.of(0, touches.length), ageMs: new Float64Array(touches.length), unit };
  weighByPlacement(columns, Float64Array.from(relative), found);
  return found;
}

/** What credits paths under a model that is tried out. @throws AppError `invalid_request` for one that follows from stored events. */
export function tryOut({ base, parameters }: OwnModelDetails, request: CreditRequest): Weighing {
  const { halfLifeDays = request.halfLifeDays, firstShare, lastShare, lookbackDays = request.lookbackDays } = parameters;
  if (base === 'custom') {
    const weights = customWeights(parameters);
    return { model: 'own', lookbackDays, weigh: (_agesMs, touches) => weighCustom(weights, touches) };
  }
  if (!isRule(base)) throw invalid('/own/base', `${base} follows from stored events; try out a rule or custom.`);
  const model = buildModel(base, { halfLifeMs: halfLifeDays * DAY_MS, firstShare, lastShare });
  return { model: 'own', lookbackDays, weigh: (agesMs) => weighPath(model, agesMs) };
}

/** So many keys apart are solved for while others wait for a moment only. */
const MAX_MARKOV_KEYS = 500;

type Keyed = readonly Pick<Touch, 'key'>[];

function columnsOf(paths: readonly Keyed[], numbers: ReadonlyMap<string, number>): UnitColumns {
  const offsets = new Int32Array(paths.length + 1);
  paths.forEach((touches, place) => (offsets[place + 1] = offsets[place] + touches.length));
  const unit = Int32Array.from(paths.flat(), ({ key }) => numbers.get(key) ?? 0);
  return { pathCount: paths.length, offsets, unit, ageMs: new Float64Array(unit.length) };
}

/** Keys as numbers, in their order. */
function numbersOf(paths: readonly Keyed[]): Map<string, number> {
  const keys = new Set(paths.flatMap((touches) => touches.map(({ key }) => key)));
  return new Map([...keys].sort().map((key, place) => [key, place]));
}

/** What keys are worth over all paths of a request. @throws AppError `invalid_request` for more keys than are told apart. */
function effectsOf({ paths, nonConverting, lookbackDays }: CreditRequest) {
  const converting = paths.map((path, place) => within(touchesOf(path, place), path, lookbackDays));
  const all = [...converting, ...nonConverting.map(({ keys }) => keys.map((key) => ({ key })))];
  const numbers = numbersOf(all);
  if (numbers.size > MAX_MARKOV_KEYS)
    throw invalid('/paths', `markov tells at most ${MAX_MARKOV_KEYS} keys apart here, and these paths have ${numbers.size}; group them.`);
  const conversions = Float64Array.from(all, (_, place) => (place < paths.length ? 1 : 0));
  const nulls = Float64Array.from(all, (_, place) => (place < paths.length ? 0 : nonConverting[place - paths.length].count));
  const { removalEffects } = fitMarkov(columnsOf(all, numbers), { conversions, nulls }, numbers.size);
  return { numbers, removalEffects };
}

function markovOf(request: CreditRequest): Weighing['weigh'] {
  const { numbers, removalEffects } = effectsOf(request);
  return (_agesMs, touches) => {
    const weights = new Float64Array(touches.length);
    weighByEffect(columnsOf([touches], numbers), removalEffects, weights);
    return weights;
  };
}

function weighEvenly(_agesMs: number[], touches: Keyed): Float64Array {
  const weights = new Float64Array(touches.length);
  weighShapley(columnsOf([touches], numbersOf([touches])), weights);
  return weights;
}

/**
 * What credits paths under the models of a request, each once; `markov` and `shapley` take each key for a unit, and `markov` all paths of
 * the request together. @throws AppError `invalid_request` for more keys than `markov` tells apart, and a touchpoint after its conversion.
 */
export function modelsAsked(request: CreditRequest): Weighing[] {
  const { models, halfLifeDays, firstShare, lastShare, lookbackDays } = request;
  return [...new Set(models)].map((name): Weighing => {
    if (name === 'shapley') return { model: name, lookbackDays, weigh: weighEvenly };
    if (name === 'markov') return { model: name, lookbackDays, weigh: markovOf(request) };
    const model = buildModel(name, { halfLifeMs: halfLifeDays * DAY_MS, firstShare, lastShare });
    return { model: name, lookbackDays, weigh: (agesMs) => weighPath(model, agesMs) };
  });
}

function compareTouches(a: Touch, b: Touch): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** The touches of a path, oldest first, ties by key. @throws AppError `invalid_request` for one after the conversion. */
function touchesOf(path: PathInput, place: number): Touch[] {
  const convertedAtMs = Date.parse(path.convertedAt);
  const touches = path.touchpoints.map(({ key, occurredAt, placement }) => ({ key, atMs: Date.parse(occurredAt), placement }));
  touches.forEach(({ atMs }, touch) => {
    if (atMs > convertedAtMs) {
      const pointer = `/paths/${place}/touchpoints/${touch}/occurredAt`;
      throw invalid(pointer, 'This touchpoint lies after the conversion; exposure after a conversion is never credited. Leave it out.');
    }
  });
  return touches.sort(compareTouches);
}

/** The touches that may take credit. */
function within(touches: readonly Touch[], { convertedAt }: PathInput, lookbackDays: number | undefined): Touch[] {
  const oldest = lookbackDays === undefined ? -Infinity : Date.parse(convertedAt) - lookbackDays * DAY_MS;
  return touches.filter(({ atMs }) => atMs >= oldest);
}

function creditTouches(
  { model, lookbackDays, weigh }: Weighing,
  all: readonly Touch[],
  path: PathInput,
): CreditAnswer['paths'][number]['credits'][number] {
  const convertedAtMs = Date.parse(path.convertedAt);
  const touches = within(all, path, lookbackDays);
  const agesMs = touches.map(({ atMs }) => convertedAtMs - atMs);
  const weights = weigh(agesMs, touches);
  const minor = touches.length === 0 ? weights : apportionPath(path.valueMinor, weights);
  const nano = new Float64Array(touches.length);
  apportionConversions({ pathCount: 1, offsets: Int32Array.of(0, touches.length) }, weights, nano);
  return {
    model,
    touchpoints: touches.map(({ key, atMs }, touch) => ({
      key,
      occurredAt: new Date(atMs).toISOString(),
      weight: weights[touch],
      creditMinor: minor[touch],
      creditConversions: nano[touch] / NANO,
    })),
  };
}

/** One path's credit under each model. @throws AppError `invalid_request` that points at a touchpoint after the conversion. */
export function creditPath(path: PathInput, place: number, weighings: readonly Weighing[]): CreditAnswer['paths'][number] {
  const touches = touchesOf(path, place);
  return {
    convertedAt: new Date(Date.parse(path.convertedAt)).toISOString(),
    valueMinor: path.valueMinor,
    currency: path.currency ?? null,
    credits: weighings.map((weighing) => creditTouches(weighing, touches, path)),
  };
}
