import { NANO } from '../../../../engine/src/index.ts';
import { currencyName } from '../paths/codes.ts';
import type { PathChunk } from '../paths/packed.ts';
import { ATTRIBUTED, createEvaluated, evaluate, type Evaluated, EXCLUDED, FILTERED, OTHER_CURRENCY, UNATTRIBUTED } from './evaluate.ts';
import type { ExposureEvidence } from '../../tracking/intake/schema.ts';
import { createWeighed, type Crediting, type Weighed, weigherOf, type Weigher } from './crediting.ts';
import { CREDIT_EVIDENCES, type GroupBy, type ReportOptions, type Slot } from './options.ts';

const DAY_MS = 86_400_000;

/** Sums of one report, whatever the model: conversions as whole numbers, money in minor units. */
export interface Totals {
  conversions: number;
  valueMinor: number;
  attributedConversions: number;
  attributedValueMinor: number;
  excludedConversions: number;
  excludedValueMinor: number;
}

/** Whole conversions and their value in minor units. */
export interface Counted {
  conversions: number;
  valueMinor: number;
}

/** One row's credit under one model: billionths of conversions and minor units, both whole numbers. */
export interface Credit {
  nano: number;
  minor: number;
}

/**
 * What a key's touches of one delivery evidence are credited under each model, in the order the models were given; the key is null for
 * touches without one.
 */
export interface CreditPart {
  key: string | null;
  evidence: ExposureEvidence | null;
  credits: Credit[];
}

export interface Aggregation {
  totals: Totals;
  /** Per currency that is not the report's: how many conversions, and their value. */
  otherCurrencies: Map<string, Counted>;
  /** What each model gives to nobody, of conversions with a touch; nothing under rules. */
  organic: Credit[];
  /** The rows by how their exposures are known; one for each pair of key and evidence. */
  parts: CreditPart[];
  /** By UTC day, when the rows are days: the conversions that no touch earned credit for, and their value. */
  unattributedDays: Map<string, Counted>;
}

/** Takes chunks of paths one after the other and has the sums at the end. */
export interface Aggregator {
  add(chunk: PathChunk): void;
  finish(): Aggregation;
}

/** The slots' keys in one dimension as numbers: `groupOf[slot]` is the place of the slot's key in `keys`. */
export function groupSlots(slots: readonly Slot[], pick: (slot: Slot) => string | null): { groupOf: Int32Array; keys: (string | null)[] } {
  const keys: (string | null)[] = [];
  const places = new Map<string | null, number>();
  const groupOf = new Int32Array(slots.length);
  slots.forEach((slot, place) => {
    const key = pick(slot);
    let group = places.get(key);
    if (group === undefined) {
      group = keys.length;
      keys.push(key);
      places.set(key, group);
    }
    groupOf[place] = group;
  });
  return { groupOf, keys };
}

/** Of arrays of slots that are still in use; a tenant's slots are the same array from report to report as long as none is added. */
const campaignsBySlots = new WeakMap<readonly Slot[], Int32Array>();

/**
 * For each slot a number of its campaign, in the order of the campaigns' keys; for one without campaign a number of its place, from −1
 * downwards. The same array is answered from memory: neither
 * it nor the answer may be changed.
 */
export function campaignsOf(slots: readonly Slot[]): Int32Array {
  let campaigns = campaignsBySlots.get(slots);
  if (campaigns?.length !== slots.length) campaignsBySlots.set(slots, (campaigns = numberCampaigns(slots)));
  return campaigns;
}

function numberCampaigns(slots: readonly Slot[]): Int32Array {
  const names = [...new Set(slots.flatMap(({ campaign }) => (campaign === null ? [] : [campaign])))].sort();
  const places = new Map(names.map((name, place) => [name, place]));
  const withoutCampaign = new Map<string, number>();
  return Int32Array.from(slots, ({ campaign, channel, show, episode, placement }) => {
    if (campaign !== null) return places.get(campaign) ?? 0;
    const place = JSON.stringify([channel, show, episode, placement]);
    const number = withoutCampaign.get(place) ?? -1 - withoutCampaign.size;
    withoutCampaign.set(place, number);
    return number;
  });
}

function dayName(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** Group numbers of days, given out as days come up. */
function createDays() {
  const keys: (string | null)[] = [];
  const places = new Map<number, number>();
  return {
    keys,
    groupOf(atMs: number): number {
      const day = Math.floor(atMs / DAY_MS);
      let group = places.get(day);
      if (group === undefined) {
        group = keys.length;
        keys.push(dayName(atMs));
        places.set(day, group);
      }
      return group;
    },
  };
}

interface Sums {
  nano: Float64Array;
  minor: Float64Array;
  seen: Uint8Array;
}

function growSums(sums: Sums, size: number): void {
  if (size <= sums.nano.length) return;
  const nano = new Float64Array(size * 2);
  const minor = new Float64Array(size * 2);
  const seen = new Uint8Array(size * 2);
  nano.set(sums.nano);
  minor.set(sums.minor);
  seen.set(sums.seen);
  Object.assign(sums, { nano, minor, seen });
}

/** Adds to what is counted under a key. */
export function addCounted(into: Map<string, Counted>, key: string, { conversions, valueMinor }: Counted): void {
  const known = into.get(key) ?? { conversions: 0, valueMinor: 0 };
  into.set(key, { conversions: known.conversions + conversions, valueMinor: known.valueMinor + valueMinor });
}

function addUnattributedDays(chunk: PathChunk, out: Evaluated, days: Map<string, Counted>): void {
  for (let path = 0; path < out.pathCount; path += 1) {
    if (out.state[path] !== UNATTRIBUTED) continue;
    addCounted(days, dayName(chunk.convertedAtMs[path]), { conversions: 1, valueMinor: chunk.valueMinor[path] });
  }
}

function addTotals(chunk: PathChunk, out: Evaluated, result: Pick<Aggregation, 'totals' | 'otherCurrencies'>): void {
  const { totals, otherCurrencies } = result;
  for (let path = 0; path < out.pathCount; path += 1) {
    const state = out.state[path];
    const value = chunk.valueMinor[path];
    if (state === FILTERED) continue;
    if (state === OTHER_CURRENCY) {
      addCounted(otherCurrencies, currencyName(chunk.currency[path]), { conversions: 1, valueMinor: value });
    } else if (state === EXCLUDED) {
      totals.excludedConversions += 1;
      totals.excludedValueMinor += value;
    } else {
      totals.conversions += 1;
      totals.valueMinor += value;
      if (state === ATTRIBUTED) {
        totals.attributedConversions += 1;
        totals.attributedValueMinor += value;
      }
    }
  }
}

/** No conversions at all. */
export function emptyTotals(): Totals {
  return {
    conversions: 0,
    valueMinor: 0,
    attributedConversions: 0,
    attributedValueMinor: 0,
    excludedConversions: 0,
    excludedValueMinor: 0,
  };
}

/** Tells the group of every touch of a chunk, and the keys of the groups met so far. */
interface Grouping {
  keys: (string | null)[];
  fill(chunk: PathChunk, out: Evaluated, group: Int32Array): void;
}

function groupByDay(creditDate: ReportOptions['creditDate']): Grouping {
  const days = createDays();
  return {
    keys: days.keys,
    fill(chunk, out, group) {
      for (let path = 0; path < out.pathCount; path += 1) {
        for (let touch = out.offsets[path]; touch < out.offsets[path + 1]; touch += 1) {
          const ofTouch = creditDate === 'touchpoint' && out.origin[touch] >= 0;
          group[touch] = days.groupOf(chunk.convertedAtMs[path] - (ofTouch ? out.ageMs[touch] : 0));
        }
      }
    },
  };
}

function groupBySlot(groupBy: Exclude<GroupBy, 'day'>, slots: readonly Slot[]): Grouping {
  const pick = groupBy === 'delivery_evidence' ? (slot: Slot) => slot.deliveryEvidence : (slot: Slot) => slot[groupBy];
  const { groupOf, keys } = groupSlots(slots, pick);
  return {
    keys,
    fill(_chunk, out, group) {
      const touches = out.offsets[out.pathCount];
      for (let touch = 0; touch < touches; touch += 1) group[touch] = groupOf[out.slot[touch]];
    },
  };
}

/** Columns for the touches of a chunk, reused from chunk to chunk. */
interface Scratch extends Weighed {
  group: Int32Array;
}

function createScratch(touches: number, paths: number): Scratch {
  return { group: new Int32Array(touches), ...createWeighed(touches, paths) };
}

function addOrganic({ organicNano, organicMinor }: Weighed, { pathCount }: Evaluated, into: Credit): void {
  for (let path = 0; path < pathCount; path += 1) {
    into.nano += organicNano[path];
    into.minor += organicMinor[path];
  }
}

/** Evaluated paths to be credited; `isTold` says of which slots the credit is told, when not of all. */
interface Credited {
  out: Evaluated;
  scratch: Scratch;
  isTold: Uint8Array | undefined;
}

function addCredits(weigher: Weigher, chunk: PathChunk, { out, scratch, isTold }: Credited, sums: Sums): void {
  const { group, nano, minor } = scratch;
  weigher(chunk, out, scratch);
  const touches = out.offsets[out.pathCount];
  for (let touch = 0; touch < touches; touch += 1) {
    if (isTold?.[out.slot[touch]] === 0) continue;
    sums.nano[group[touch]] += nano[touch];
    sums.minor[group[touch]] += minor[touch];
    sums.seen[group[touch]] = 1;
  }
}

const CLASSES = CREDIT_EVIDENCES.length;

/** Of each slot the place of its delivery evidence among all. */
function classesOf(slots: readonly Slot[]): Uint8Array {
  return Uint8Array.from(slots, ({ deliveryEvidence }) => CREDIT_EVIDENCES.indexOf(deliveryEvidence));
}

/** Divides each touch's group by how its delivery is known. */
function divideByClass(out: Evaluated, group: Int32Array, classOf: Uint8Array): void {
  const touches = out.offsets[out.pathCount];
  for (let touch = 0; touch < touches; touch += 1) group[touch] = group[touch] * CLASSES + classOf[out.slot[touch]];
}

function partsOf(keys: readonly (string | null)[], sums: readonly Sums[]): CreditPart[] {
  return keys.flatMap((key, group) =>
    CREDIT_EVIDENCES.flatMap((evidence, one) => {
      const place = group * CLASSES + one;
      if (!sums.some(({ seen }) => seen[place] === 1)) return [];
      return [{ key, evidence, credits: sums.map(({ nano, minor }) => ({ nano: nano[place], minor: minor[place] })) }];
    }),
  );
}

/**
 * Adds up credit over chunks of stored paths under several models at once, by one dimension of the slots or by day, and by how deliveries
 * are known. Parts hold attributed credit only; under every model they and what is organic sum to the attributed totals exactly, but for
 * one that there is not enough data for, which credits nothing.
 * Where the options name campaigns there is their credit alone: no conversion is counted, in whatever currency, and nothing is organic.
 * With `creditDate: touchpoint` the days are those of the touches (a synthetic touch has its conversion's day).
 */
export function createAggregator(
  models: readonly Crediting[],
  groupBy: GroupBy,
  options: ReportOptions,
  slots: readonly Slot[],
): Aggregator {
  const campaignOf = campaignsOf(slots);
  const grouping = groupBy === 'day' ? groupByDay(options.creditDate) : groupBySlot(groupBy, slots);
  const sums: Sums[] = models.map(() => ({ nano: new Float64Array(64), minor: new Float64Array(64), seen: new Uint8Array(64) }));
  const classOf = classesOf(slots);
  const { campaigns } = options;
  const isTold = campaigns && Uint8Array.from(slots, ({ campaign }) => Number(campaign !== null && campaigns.has(campaign)));
  const weighers = models.map((model) => weigherOf(model, slots));
  const organic = models.map((): Credit => ({ nano: 0, minor: 0 }));
  const result = {
    totals: emptyTotals(),
    otherCurrencies: new Map<string, Counted>(),
    unattributedDays: new Map<string, Counted>(),
    organic,
  };
  let out: Evaluated | undefined;
  let scratch = createScratch(0, 0);
  return {
    add(chunk) {
      out ??= createEvaluated(chunk.capacity);
      evaluate(chunk, options, campaignOf, out);
      if (isTold === undefined) addTotals(chunk, out, result);
      if (isTold === undefined && groupBy === 'day') addUnattributedDays(chunk, out, result.unattributedDays);
      const touches = out.offsets[out.pathCount];
      const isRoomy = touches <= scratch.group.length && chunk.capacity <= scratch.organicNano.length;
      if (!isRoomy) scratch = createScratch(touches * 2, chunk.capacity);
      grouping.fill(chunk, out, scratch.group);
      divideByClass(out, scratch.group, classOf);
      for (const [place, weigher] of weighers.entries()) {
        growSums(sums[place], grouping.keys.length * CLASSES);
        if (weigher === undefined) continue;
        addCredits(weigher, chunk, { out, scratch, isTold }, sums[place]);
        if (isTold === undefined && models[place].name === 'hazard') addOrganic(scratch, out, organic[place]);
      }
    },
    finish: () => ({ ...result, parts: partsOf(grouping.keys, sums) }),
  };
}

/** Billionths as conversions. */
export function conversionsOf(nano: number): number {
  return nano / NANO;
}
