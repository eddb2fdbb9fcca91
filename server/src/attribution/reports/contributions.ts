import { apportion, apportionConversions, buildModel, MODEL_NAMES, weigh } from '../../../../engine/src/index.ts';
import { currencyName } from '../paths/codes.ts';
import type { PathChunk } from '../paths/packed.ts';
import { campaignsOf } from './aggregate.ts';
import { ANY_CURRENCY, ATTRIBUTED, createEvaluated, evaluate, type Evaluated } from './evaluate.ts';
import { DEFAULT_OPTIONS, DIMENSIONS, type Slot } from './options.ts';

const DAY_MS = 86_400_000;
const MODELS = MODEL_NAMES.map((name) => buildModel(name));

/** What changes in one row of the credit rollups: for each model in order, billionths, then minor units. */
export interface CreditChange {
  dimension: string;
  day: string;
  key: string;
  kind: number;
  currency: string;
  /** How the exposures' delivery is known; '' for what is no exposure. */
  evidence: string;
  sums: Float64Array;
}

/** What changes in one row of the conversion rollups: conversions, value, attributed conversions, attributed value. */
export interface ConversionChange {
  day: string;
  kind: number;
  currency: string;
  sums: Float64Array;
}

/** Changes gathered over many paths; rows that end at zero everywhere change nothing. */
export interface Changes {
  credits: Map<string, CreditChange>;
  conversions: Map<string, ConversionChange>;
}

/** No changes yet. */
export function createChanges(): Changes {
  return { credits: new Map(), conversions: new Map() };
}

/** The day, kind and currency that many paths share; `rows` are the credit rows under them by slot, one for each dimension. */
interface Place {
  day: string;
  kind: number;
  currency: string;
  rows: Map<number, CreditChange[]>;
}

function placeOf(chunk: PathChunk, path: number, places: Map<string, Place>): Place {
  const day = new Date(Math.floor(chunk.convertedAtMs[path] / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
  const kind = chunk.kind[path];
  const currency = currencyName(chunk.currency[path]);
  const name = `${day} ${kind} ${currency}`;
  let place = places.get(name);
  if (!place) places.set(name, (place = { day, kind, currency, rows: new Map() }));
  return place;
}

function addConversion(chunk: PathChunk, path: number, place: Place, to: { sign: number; attributed: boolean; changes: Changes }): void {
  const { day, kind, currency } = place;
  const { sign, attributed, changes } = to;
  const name = `${day} ${kind} ${currency}`;
  let change = changes.conversions.get(name);
  if (!change) changes.conversions.set(name, (change = { day, kind, currency, sums: new Float64Array(4) }));
  const value = sign * chunk.valueMinor[path];
  change.sums[0] += sign;
  change.sums[1] += value;
  if (attributed) {
    change.sums[2] += sign;
    change.sums[3] += value;
  }
}

/** The touches of many paths under default options, with the credit of each under every model in order. */
export interface Weighed {
  out: Evaluated;
  nano: Float64Array[];
  minor: Float64Array[];
}

/** Weighs and apportions stored paths under default options and every model, each path in its own currency. */
export function weighAll(chunk: PathChunk, campaignOf: Int32Array): Weighed {
  const out = createEvaluated(chunk.pathCount);
  evaluate(chunk, { ...DEFAULT_OPTIONS, currency: ANY_CURRENCY }, campaignOf, out);
  const touches = out.offsets[out.pathCount];
  const weights = new Float64Array(touches);
  const weighed: Weighed = { out, nano: [], minor: [] };
  for (const model of MODELS) {
    const nano = new Float64Array(touches);
    const minor = new Float64Array(touches);
    weigh(model, out, weights);
    apportionConversions(out, weights, nano);
    apportion(out, chunk.valueMinor, weights, minor);
    weighed.nano.push(nano);
    weighed.minor.push(minor);
  }
  return weighed;
}

function rowsOfSlot(slot: Slot, { day, kind, currency }: Place, changes: Changes): CreditChange[] {
  const evidence = slot.deliveryEvidence ?? '';
  return DIMENSIONS.map((dimension) => {
    const key = slot[dimension] ?? '';
    const name = `${dimension} ${day} ${kind} ${currency} ${evidence} ${key}`;
    let change = changes.credits.get(name);
    if (!change) {
      change = { dimension, day, key, kind, currency, evidence, sums: new Float64Array(2 * MODELS.length) };
      changes.credits.set(name, change);
    }
    return change;
  });
}

function addCredits(weighed: Weighed, path: number, place: Place, to: { sign: number; slots: readonly Slot[]; changes: Changes }): void {
  const { out, nano, minor } = weighed;
  const { sign, slots, changes } = to;
  for (let touch = out.offsets[path]; touch < out.offsets[path + 1]; touch += 1) {
    const slot = out.slot[touch];
    let rows = place.rows.get(slot);
    if (!rows) place.rows.set(slot, (rows = rowsOfSlot(slots[slot], place, changes)));
    for (const { sums } of rows) {
      for (let model = 0; model < MODELS.length; model += 1) {
        sums[2 * model] += sign * nano[model][touch];
        sums[2 * model + 1] += sign * minor[model][touch];
      }
    }
  }
}

/**
 * Adds what these stored paths contribute to the rollups under default options and every model, times `sign`: +1 for a path that now holds,
 * −1 for one that is replaced. All sums are whole numbers, so that adding and taking away leaves nothing behind.
 */
export function addContributions(changes: Changes, chunk: PathChunk, slots: readonly Slot[], sign: 1 | -1): void {
  const weighed = weighAll(chunk, campaignsOf(slots));
  const places = new Map<string, Place>();
  for (let path = 0; path < chunk.pathCount; path += 1) {
    const place = placeOf(chunk, path, places);
    addConversion(chunk, path, place, { sign, attributed: weighed.out.state[path] === ATTRIBUTED, changes });
    addCredits(weighed, path, place, { sign, slots, changes });
  }
}

/** True when a change leaves its row as it is. */
export function isNothing(sums: Float64Array): boolean {
  return sums.every((sum) => sum === 0);
}
