import { CLASS_PROMO_CODE, EVIDENCE_CLASSES, isSignal, KIND_PROMO_CODE, lentClass, TIER } from '../paths/codes.ts';
import { CUSTOMER_KNOWN, CUSTOMER_NEW, type PathChunk } from '../paths/packed.ts';
import type { ReportOptions } from './options.ts';

const DAY_MS = 86_400_000;
const SYNTHETIC_AGE_MS = 1;

/** In place of a currency's code: take each path in its own currency. */
export const ANY_CURRENCY = -1;

/** What became of a path under a report's options. */
export const FILTERED = 0;
export const OTHER_CURRENCY = 1;
export const EXCLUDED = 2;
export const UNATTRIBUTED = 3;
export const ATTRIBUTED = 4;

/**
 * Of each slot, a number for its campaign; for one without campaign a negative number for its place. Equal numbers are equal campaigns or
 * places, however their exposures are known.
 */
export type CampaignOfSlot = Int32Array;

/** The touches that take credit, as columns the engine can weigh; `pathCount` and the order of paths are those of the chunk. */
export interface Evaluated {
  pathCount: number;
  state: Uint8Array;
  offsets: Int32Array;
  ageMs: Float64Array;
  slot: Int32Array;
  /** Class after signals lent theirs. */
  evidence: Uint8Array;
  /** Place of the touch in the stored path; −1 for a synthetic touch. */
  origin: Int32Array;
}

/** Room for the outcome of chunks of up to `capacity` paths. */
export function createEvaluated(capacity: number): Evaluated {
  return {
    pathCount: 0,
    state: new Uint8Array(capacity),
    offsets: new Int32Array(capacity + 1),
    ageMs: new Float64Array(capacity * 8),
    slot: new Int32Array(capacity * 8),
    evidence: new Uint8Array(capacity * 8),
    origin: new Int32Array(capacity * 8),
  };
}

function ensureTouches(out: Evaluated, needed: number): void {
  if (needed <= out.ageMs.length) return;
  const size = Math.max(needed, out.ageMs.length * 2);
  const ageMs = new Float64Array(size);
  const slot = new Int32Array(size);
  const evidence = new Uint8Array(size);
  const origin = new Int32Array(size);
  ageMs.set(out.ageMs);
  slot.set(out.slot);
  evidence.set(out.evidence);
  origin.set(out.origin);
  Object.assign(out, { ageMs, slot, evidence, origin });
}

/** What a path's signals say of one campaign. */
interface Signal {
  /** Slot of the campaign's first signal. */
  slot: number;
  campaign: number;
  /** The strongest class its signals lend. */
  lent: number;
  isCode: boolean;
  /** True when the campaign has an exposure in the path. */
  hasExposure: boolean;
}

/**
 * Marks on small numbers, reused from path to path and from chunk to chunk: `stampOf[n]` equals `stamp` for those met since `stamp` last
 * changed, so that taking a new stamp forgets them all at once; `placeOf[n]` says where in a list the met one stands.
 */
const marks = { stamp: 0, stampOf: new Float64Array(0), placeOf: new Int32Array(0) };

function ensureMarks(needed: number): void {
  if (needed <= marks.stampOf.length) return;
  marks.stampOf = new Float64Array(needed);
  marks.placeOf = new Int32Array(needed);
}

/** What stays the same from path to path. */
interface Reading {
  options: ReportOptions;
  campaignOf: CampaignOfSlot;
  lookbackMs: number;
  weakestTier: number;
  mayConvert: Uint8Array | undefined;
  mayCredit: Uint8Array | undefined;
  /** Of the path at hand, one for each campaign: the code's first, then as they came. */
  signals: Signal[];
  kinds: Uint8Array;
}

function flagsOf(codes: number[] | undefined): Uint8Array | undefined {
  if (codes === undefined) return undefined;
  const flags = new Uint8Array(16);
  for (const code of codes) flags[code] = 1;
  return flags;
}

/** The state of a path as far as its conversion alone decides; ATTRIBUTED stands for "look at its touches". */
function stateOfConversion(chunk: PathChunk, path: number, reading: Reading): number {
  const { options, mayConvert } = reading;
  if (mayConvert && mayConvert[chunk.kind[path]] === 0) return FILTERED;
  if (options.newCustomersOnly) {
    const customer = chunk.customer[path];
    if (customer === CUSTOMER_KNOWN || (customer !== CUSTOMER_NEW && chunk.priorPurchaseAtMs[path] > 0)) return FILTERED;
  }
  if (options.currency !== ANY_CURRENCY && chunk.currency[path] !== 0 && chunk.currency[path] !== options.currency) return OTHER_CURRENCY;
  if (options.excludedSources.size > 0) {
    if (options.excludedSources.has(chunk.referrer[path]) || options.excludedSources.has(chunk.utm[path])) return EXCLUDED;
  }
  return ATTRIBUTED;
}

/** The number of a slot's campaign; −1 for none. */
function campaignNumber(campaignOf: CampaignOfSlot, slot: number): number {
  return Math.max(-1, campaignOf[slot]);
}

/** Adds a signal to those of its campaign: the first one's slot stays, and of equally strong classes the first. */
function addSignal(signal: Omit<Signal, 'hasExposure'>, { signals }: Reading): void {
  const mark = signal.campaign + 1;
  if (marks.stampOf[mark] === marks.stamp) {
    const known = signals[marks.placeOf[mark]];
    if (TIER[signal.lent] < TIER[known.lent]) known.lent = signal.lent;
    return;
  }
  marks.stampOf[mark] = marks.stamp;
  marks.placeOf[mark] = signals.length;
  signals.push({ ...signal, hasExposure: false });
}

/**
 * Copies the touches inside the lookback to the end of `out`, signals aside where they are evidence; returns the new end. There is room
 * behind it for a synthetic touch in place of each signal, and for the code's.
 */
function gatherTouches(chunk: PathChunk, path: number, reading: Reading, out: Evaluated): number {
  const start = chunk.offsets[path];
  const stop = chunk.offsets[path + 1];
  const asEvidence = reading.options.responseSignals === 'evidence';
  let end = out.offsets[path];
  ensureTouches(out, end + stop - start + 8);
  if (reading.kinds.length < out.ageMs.length) reading.kinds = new Uint8Array(out.ageMs.length);
  for (let touch = start; touch < stop; touch += 1) {
    if (chunk.ageMs[touch] > reading.lookbackMs) continue;
    const packed = chunk.evidence[touch];
    const kind = packed >> 8;
    const matched = packed & 255;
    const slot = chunk.slot[touch];
    if (asEvidence && isSignal(kind)) {
      const campaign = reading.campaignOf[slot];
      if (campaign >= 0) addSignal({ slot, campaign, lent: lentClass(kind, matched), isCode: false }, reading);
      continue;
    }
    out.ageMs[end] = chunk.ageMs[touch];
    out.slot[end] = slot;
    out.evidence[end] = isSignal(kind) ? lentClass(kind, matched) : matched;
    out.origin[end] = touch - start;
    reading.kinds[end] = kind;
    end += 1;
  }
  return end;
}

/** Gives what the signals lend to every exposure of their campaigns, and notes which campaigns have one. */
function lend(start: number, end: number, { campaignOf, signals }: Reading, out: Evaluated): void {
  for (let touch = start; touch < end; touch += 1) {
    const mark = campaignNumber(campaignOf, out.slot[touch]) + 1;
    if (marks.stampOf[mark] !== marks.stamp) continue;
    const signal = signals[marks.placeOf[mark]];
    signal.hasExposure = true;
    if (TIER[signal.lent] < TIER[out.evidence[touch]]) out.evidence[touch] = signal.lent;
  }
}

/** Puts one synthetic touch for each signal, in their order, behind the `rank` oldest touches of the stored path; returns the new end. */
function insertSynthetic(signals: Signal[], range: { start: number; end: number; rank: number }, reading: Reading, out: Evaluated): number {
  const { start, end, rank } = range;
  const { kinds } = reading;
  let place = end;
  while (place > start && out.origin[place - 1] >= rank) place -= 1;
  for (const column of [out.ageMs, out.slot, out.evidence, out.origin, kinds]) column.copyWithin(place + signals.length, place, end);
  for (const { slot, lent } of signals) {
    out.ageMs[place] = SYNTHETIC_AGE_MS;
    out.slot[place] = slot;
    out.evidence[place] = lent;
    out.origin[place] = -1;
    kinds[place] = KIND_PROMO_CODE;
    place += 1;
  }
  return end + signals.length;
}

/**
 * Lends what the path's signals say; the campaigns without an exposure get one synthetic touch each, the code's first, then in the order
 * of their numbers. Where signals are touches themselves, the code is all there is, and lends nothing.
 */
function applySignals(chunk: PathChunk, path: number, reading: Reading, span: { out: Evaluated; end: number }): number {
  const { out, end } = span;
  const start = out.offsets[path];
  if (reading.options.responseSignals === 'evidence') lend(start, end, reading, out);
  const orphans = reading.signals.filter(({ hasExposure }) => !hasExposure);
  if (orphans.length === 0) return end;
  orphans.sort((a, b) => Number(b.isCode) - Number(a.isCode) || a.campaign - b.campaign);
  return insertSynthetic(orphans, { start, end, rank: chunk.syntheticRank[path] }, reading, out);
}

/** Keeps the touches whose kind and evidence are asked for; returns the new end. */
function dropUnasked(start: number, end: number, reading: Reading, out: Evaluated): number {
  const { mayCredit, weakestTier, kinds } = reading;
  let kept = start;
  for (let touch = start; touch < end; touch += 1) {
    if (TIER[out.evidence[touch]] > weakestTier || (mayCredit && mayCredit[kinds[touch]] === 0)) continue;
    moveTouch(out, touch, kept);
    kept += 1;
  }
  return kept;
}

function moveTouch(out: Evaluated, from: number, to: number): void {
  if (from === to) return;
  out.ageMs[to] = out.ageMs[from];
  out.slot[to] = out.slot[from];
  out.evidence[to] = out.evidence[from];
  out.origin[to] = out.origin[from];
}

/** Of a campaign's touches on one UTC day keeps the first; a touch without campaign counts by its place. Returns the new end. */
function dropRepeats(start: number, end: number, convertedAtMs: number, span: { out: Evaluated; campaignOf: CampaignOfSlot }): number {
  const { out, campaignOf } = span;
  const firstOfPlaces = campaignOf.length;
  let kept = start;
  let today = NaN;
  for (let touch = start; touch < end; touch += 1) {
    const day = Math.floor((convertedAtMs - out.ageMs[touch]) / DAY_MS);
    if (day !== today) {
      // Touches go oldest first: a day that is over does not come back.
      today = day;
      marks.stamp += 1;
    }
    const campaign = campaignOf[out.slot[touch]];
    const mark = campaign >= 0 ? campaign + 1 : firstOfPlaces - campaign;
    if (marks.stampOf[mark] === marks.stamp) continue;
    marks.stampOf[mark] = marks.stamp;
    moveTouch(out, touch, kept);
    kept += 1;
  }
  return kept;
}

/** True when the person bought or visited before the first credited touch (before the conversion, when nothing is credited). */
function isExcluded(chunk: PathChunk, path: number, options: ReportOptions, firstAgeMs: number): boolean {
  const before = chunk.convertedAtMs[path] - firstAgeMs;
  const purchaseAt = chunk.priorPurchaseAtMs[path];
  const visitAt = chunk.priorVisitAtMs[path];
  if (options.excludePriorCustomers && (chunk.customer[path] === CUSTOMER_KNOWN || (purchaseAt > 0 && purchaseAt < before))) return true;
  return options.excludePriorVisitors && visitAt > 0 && visitAt < before;
}

function evaluatePath(chunk: PathChunk, path: number, reading: Reading, out: Evaluated): number {
  const start = out.offsets[path];
  const { options } = reading;
  out.state[path] = stateOfConversion(chunk, path, reading);
  if (out.state[path] !== ATTRIBUTED) return start;
  reading.signals.length = 0;
  marks.stamp += 1;
  const slot = chunk.codeSlot[path];
  if (slot >= 0) addSignal({ slot, campaign: campaignNumber(reading.campaignOf, slot), lent: CLASS_PROMO_CODE, isCode: true }, reading);
  let end = gatherTouches(chunk, path, reading, out);
  if (reading.signals.length > 0) end = applySignals(chunk, path, reading, { out, end });
  end = dropUnasked(start, end, reading, out);
  if (options.repeats === 'unique') end = dropRepeats(start, end, chunk.convertedAtMs[path], { out, campaignOf: reading.campaignOf });
  if (end === start) out.state[path] = UNATTRIBUTED;
  if (options.excludePriorCustomers || options.excludePriorVisitors) {
    if (isExcluded(chunk, path, options, end === start ? 0 : out.ageMs[start])) {
      out.state[path] = EXCLUDED;
      return start;
    }
  }
  return end;
}

/**
 * Applies a report's options to stored paths: which conversions count, and which touches take credit, in the order of METHOD §1 and §4:
 * conversion filters, lookback, signals as evidence, kinds and evidence asked for, repeats, prior customers and visitors. The touches of a
 * path that is not ATTRIBUTED are none. The kinds asked for decide who takes credit; signals lend their evidence all the same.
 */
export function evaluate(chunk: PathChunk, options: ReportOptions, campaignOf: CampaignOfSlot, out: Evaluated): void {
  const reading: Reading = {
    options,
    campaignOf,
    lookbackMs: options.lookbackDays * DAY_MS,
    weakestTier: TIER[EVIDENCE_CLASSES.indexOf(options.minEvidence)],
    mayConvert: flagsOf(options.conversionKinds),
    mayCredit: flagsOf(options.touchpointKinds),
    signals: [],
    kinds: new Uint8Array(out.ageMs.length),
  };
  ensureMarks(2 * campaignOf.length + 1);
  out.pathCount = chunk.pathCount;
  out.offsets[0] = 0;
  for (let path = 0; path < chunk.pathCount; path += 1) out.offsets[path + 1] = evaluatePath(chunk, path, reading, out);
}
