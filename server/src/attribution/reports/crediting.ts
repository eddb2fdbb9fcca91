import {
  appendOrganic,
  apportion,
  apportionConversions,
  type DataDrivenModelName,
  type HazardRates,
  type Model,
  MODEL_NAMES,
  type ModelName,
  weigh,
  weighByEffect,
  weighByPlacement,
  weighByPosition,
  weighHazard,
  weighShapley,
} from '../../../../engine/src/index.ts';
import type { Fit, FitUnit, KindFit } from '../fits/schema.ts';
import { CONVERSION_KINDS } from '../paths/codes.ts';
import type { PathChunk } from '../paths/packed.ts';
import type { Evaluated } from './evaluate.ts';
import type { CreditModel, Slot } from './options.ts';

const DAY_MS = 86_400_000;

/** Whether a model follows from the path alone. */
export function isRule(name: CreditModel): name is ModelName {
  return MODEL_NAMES.some((rule) => rule === name);
}

/** Weights that somebody chose: by position, or by placement. */
export type CustomWeights = { positions: Float64Array } | { placements: ReadonlyMap<string, number>; otherPlacements: number };

/**
 * A model as a report uses it: a rule, weights of one's own, an equal split over units, or a fit; nothing where there is not enough data to
 * fit.
 */
export type Crediting =
  | { kind: 'rule'; name: ModelName; model: Model }
  | { kind: 'custom'; name: 'custom'; weights: CustomWeights }
  | { kind: 'shapley'; name: DataDrivenModelName; unit: FitUnit }
  | { kind: 'fitted'; name: DataDrivenModelName; unit: FitUnit; fit: Fit }
  | { kind: 'unfitted'; name: DataDrivenModelName; unit: FitUnit; fit: Fit | undefined };

/** What each touch of some paths earns, and what the model gives to nobody, by path: whole numbers that make up every path exactly. */
export interface Weighed {
  weights: Float64Array;
  nano: Float64Array;
  minor: Float64Array;
  organicWeight: Float64Array;
  organicNano: Float64Array;
  organicMinor: Float64Array;
}

/** Room for so many touches and paths. */
export function createWeighed(touches: number, paths: number): Weighed {
  return {
    weights: new Float64Array(touches),
    nano: new Float64Array(touches),
    minor: new Float64Array(touches),
    organicWeight: new Float64Array(paths),
    organicNano: new Float64Array(paths),
    organicMinor: new Float64Array(paths),
  };
}

/** Credits evaluated paths under one model, into room that is large enough. */
export type Weigher = (chunk: PathChunk, out: Evaluated, into: Weighed) => void;

function splitAll({ valueMinor }: PathChunk, out: Evaluated, { weights, nano, minor }: Weighed): void {
  apportionConversions(out, weights, nano);
  apportion(out, valueMinor, weights, minor);
}

/** Of each slot the place of its unit among those that were fitted; one more for units that were not seen then. */
function unitsOf(slots: readonly Slot[], unit: FitUnit, fitted: readonly (string | null)[]): Int32Array {
  const places = new Map(fitted.map((key, place) => [key, place]));
  return Int32Array.from(slots, (slot) => places.get(slot[unit]) ?? fitted.length);
}

/** The touches' units, in room that is reused. */
function createUnitColumn(unitOfSlot: Int32Array): (out: Evaluated, shiftOf?: (path: number) => number) => Int32Array {
  let column = new Int32Array(0);
  return (out, shiftOf) => {
    const touches = out.offsets[out.pathCount];
    if (touches > column.length) column = new Int32Array(2 * touches);
    for (let path = 0; path < out.pathCount; path += 1) {
      const shift = shiftOf?.(path) ?? 0;
      for (let touch = out.offsets[path]; touch < out.offsets[path + 1]; touch += 1) column[touch] = shift + unitOfSlot[out.slot[touch]];
    }
    return column;
  };
}

function shapleyWeigher(unit: FitUnit, slots: readonly Slot[]): Weigher {
  const unitColumn = createUnitColumn(unitsOf(slots, unit, [...new Set(slots.map((slot) => slot[unit]))]));
  return (chunk, out, into) => {
    weighShapley({ ...out, unit: unitColumn(out) }, into.weights);
    splitAll(chunk, out, into);
  };
}

/** Fits by kind of conversion, by code: a kind's own, or the one of all kinds together. */
function fitsByKind(fits: readonly KindFit[]): { distinct: KindFit[]; placeOf: Int32Array } {
  const placeOf = Int32Array.from(CONVERSION_KINDS, (kind) =>
    Math.max(
      0,
      fits.findIndex(({ conversionKind }) => conversionKind === kind),
    ),
  );
  return { distinct: [...fits], placeOf };
}

/** One list of numbers for all fits: units of the first, one for units that were not seen, units of the second … */
function inOneList(
  fits: readonly KindFit[],
  width: number,
  numberOf: (fit: KindFit, unit: number) => number,
  unseen: number,
): Float64Array {
  const list = new Float64Array(fits.length * width).fill(unseen);
  fits.forEach((fit, place) => {
    for (let unit = 0; unit < width - 1; unit += 1) list[place * width + unit] = numberOf(fit, unit);
  });
  return list;
}

interface Fitted {
  fits: readonly KindFit[];
  unit: FitUnit;
  lookbackMs: number;
}

function fittedUnits({ fits, unit }: Fitted, slots: readonly Slot[]) {
  const keys = fits[0].units.map(({ key }) => key);
  const unitColumn = createUnitColumn(unitsOf(slots, unit, keys));
  return { width: keys.length + 1, unitColumn, ...fitsByKind(fits) };
}

function markovWeigher(fitted: Fitted, slots: readonly Slot[]): Weigher {
  const { width, unitColumn, distinct, placeOf } = fittedUnits(fitted, slots);
  const effects = inOneList(distinct, width, (fit, unit) => fit.units[unit].effect, 0);
  return (chunk, out, into) => {
    const unit = unitColumn(out, (path) => placeOf[chunk.kind[path]] * width);
    weighByEffect({ ...out, unit }, effects, into.weights);
    splitAll(chunk, out, into);
  };
}

function hazardRates(fits: readonly KindFit[], width: number, lookbackMs: number): HazardRates {
  const rateOf = (fit: KindFit, name: 'effect' | 'decay', unit: number) => fit.rates?.[name][unit] ?? 0;
  return {
    baseline: Float64Array.from(fits, ({ rates }) => rates?.baseline ?? 0),
    effect: inOneList(fits, width, (fit, unit) => rateOf(fit, 'effect', unit), 0),
    decay: inOneList(fits, width, (fit, unit) => rateOf(fit, 'decay', unit), 1 / DAY_MS),
    lookbackMs,
  };
}

/** Hands what `appendOrganic` put in one column back to touches and paths. */
function takeApart(
  out: Evaluated,
  longer: { offsets: Int32Array },
  column: Float64Array,
  into: { touches: Float64Array; organic: Float64Array },
) {
  for (let path = 0; path < out.pathCount; path += 1) {
    const from = longer.offsets[path];
    const count = out.offsets[path + 1] - out.offsets[path];
    for (let touch = 0; touch < count; touch += 1) into.touches[out.offsets[path] + touch] = column[from + touch];
    into.organic[path] = count === 0 ? 0 : column[from + count];
  }
}

/**
 * A code or another signal that no exposure explains tells of an ad that was not recorded: in a path with such a touch nothing is organic,
 * and it gets what the fit gives to nobody; several share it evenly.
 */
function giveToSynthetic(out: Evaluated, { weights, organicWeight }: Weighed): void {
  for (let path = 0; path < out.pathCount; path += 1) {
    const [start, end] = [out.offsets[path], out.offsets[path + 1]];
    let synthetic = 0;
    for (let touch = start; touch < end; touch += 1) if (out.origin[touch] < 0) synthetic += 1;
    if (synthetic === 0) continue;
    for (let touch = start; touch < end; touch += 1) if (out.origin[touch] < 0) weights[touch] += organicWeight[path] / synthetic;
    organicWeight[path] = 0;
  }
}

function hazardWeigher(fitted: Fitted, slots: readonly Slot[]): Weigher {
  const { width, unitColumn, distinct, placeOf } = fittedUnits(fitted, slots);
  const rates = hazardRates(distinct, width, fitted.lookbackMs);
  return (chunk, out, into) => {
    const strata = Int32Array.from({ length: out.pathCount }, (_, path) => placeOf[chunk.kind[path]]);
    const unit = unitColumn(out, (path) => strata[path] * width);
    weighHazard({ ...out, unit }, rates, strata, { weights: into.weights, organic: into.organicWeight });
    giveToSynthetic(out, into);
    const longer = appendOrganic(out, into.weights, into.organicWeight);
    const [nano, minor] = [new Float64Array(longer.weights.length), new Float64Array(longer.weights.length)];
    apportionConversions(longer, longer.weights, nano);
    apportion(longer, chunk.valueMinor, longer.weights, minor);
    takeApart(out, longer, nano, { touches: into.nano, organic: into.organicNano });
    takeApart(out, longer, minor, { touches: into.minor, organic: into.organicMinor });
  };
}

function customWeigher(custom: CustomWeights, slots: readonly Slot[]): Weigher {
  const byPlace = 'positions' in custom ? undefined : custom;
  const relativeOf = ({ placement }: Slot) => byPlace?.placements.get(placement ?? '') ?? byPlace?.otherPlacements ?? 0;
  const relative = Float64Array.from(slots, relativeOf);
  return (chunk, out, into) => {
    if ('positions' in custom) weighByPosition(out, custom.positions, into.weights);
    else weighByPlacement({ ...out, unit: out.slot }, relative, into.weights);
    splitAll(chunk, out, into);
  };
}

/** A function that credits paths under a model, for a tenant's slots; undefined for a model that there is not enough data for. */
export function weigherOf(crediting: Crediting, slots: readonly Slot[]): Weigher | undefined {
  if (crediting.kind === 'unfitted') return undefined;
  if (crediting.kind === 'custom') return customWeigher(crediting.weights, slots);
  if (crediting.kind === 'shapley') return shapleyWeigher(crediting.unit, slots);
  if (crediting.kind === 'fitted') {
    const { fit, name, unit } = crediting;
    const fitted: Fitted = { fits: fit.result?.fits ?? [], unit, lookbackMs: fit.lookbackDays * DAY_MS };
    return name === 'hazard' ? hazardWeigher(fitted, slots) : markovWeigher(fitted, slots);
  }
  const { model } = crediting;
  return (chunk, out, into) => {
    weigh(model, out, into.weights);
    splitAll(chunk, out, into);
  };
}
