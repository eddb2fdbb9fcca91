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

/** Of each slot, a number for its campaign; −1 for none. Equal numbers are equal campaigns. */
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

interface Signal {
  slot: number;
  campaign: number;
  lent: number;
  isCode: boolean;
}

/** What stays the same from path to path. */
interface Reading {
  options: ReportOptions;
  campaignOf: CampaignOfSlot;
  lookbackMs: number;
  weakestTier: number;
  mayConvert: Uint8Array | undefined;
  mayCredit: Uint8Array | undefined;
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

/** Copies the touches inside the lookback to the end of `out`, signals aside where they are evidence; returns the new end. */
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
      if (campaign >= 0) reading.signals.push({ slot, campaign, lent: lentClass(kind, matched), isCode: false });
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

/** Gives the lent class to every exposure of the signal's campaign; false when the campaign has none here. */
function lend(signal: Signal, range: { start: number; end: number }, reading: Reading, out: Evaluated): boolean {
  let found = false;
  for (let touch = range.start; touch < range.end; touch += 1) {
    if (reading.campaignOf[out.slot[touch]] !== signal.campaign) continue;
    found = true;
    if (TIER[signal.lent] < TIER[out.evidence[touch]]) out.evidence[touch] = signal.lent;
  }
  return found;
}

/** Puts a synthetic touch in its place among the others and returns the new end. */
function insertSynthetic(signal: Signal, range: { start: number; end: number; rank: number }, reading: Reading, out: Evaluated): number {
  const { start, end, rank } = range;
  ensureTouches(out, end + 8);
  let place = end;
  while (place > start && out.origin[place - 1] >= rank) {
    out.ageMs[place] = out.ageMs[place - 1];
    out.slot[place] = out.slot[place - 1];
    out.evidence[place] = out.evidence[place - 1];
    out.origin[place] = out.origin[place - 1];
    reading.kinds[place] = reading.kinds[place - 1];
    place -= 1;
  }
  out.ageMs[place] = SYNTHETIC_AGE_MS;
  out.slot[place] = signal.slot;
  out.evidence[place] = signal.lent;
  out.origin[place] = -1;
  reading.kinds[place] = KIND_PROMO_CODE;
  return end + 1;
}

/**
 * Lends what the path's signals say; the campaigns without an exposure get one synthetic touch each, the code's first, then as they came.
 */
function applySignals(chunk: PathChunk, path: number, reading: Reading, span: { out: Evaluated; end: number }): number {
  const { signals, campaignOf, options } = reading;
  const { out } = span;
  const start = out.offsets[path];
  const codeSlot = chunk.codeSlot[path];
  const code = { slot: codeSlot, campaign: codeSlot < 0 ? -1 : campaignOf[codeSlot], lent: CLASS_PROMO_CODE, isCode: true };
  let end = span.end;
  const rank = chunk.syntheticRank[path];
  if (options.responseSignals === 'touchpoint') {
    return codeSlot < 0 ? end : insertSynthetic(code, { start, end, rank }, reading, out);
  }
  const exposuresEnd = end;
  const orphans: Signal[] = [];
  for (const signal of codeSlot < 0 ? signals : [code, ...signals]) {
    const orphan = orphans.find(({ campaign }) => campaign === signal.campaign);
    if (orphan) {
      if (TIER[signal.lent] < TIER[orphan.lent]) orphan.lent = signal.lent;
    } else if (!lend(signal, { start, end: exposuresEnd }, reading, out)) orphans.push({ ...signal });
  }
  orphans.sort((a, b) => Number(b.isCode) - Number(a.isCode) || a.campaign - b.campaign);
  for (const orphan of orphans) end = insertSynthetic(orphan, { start, end, rank }, reading, out);
  return end;
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

/** Of a campaign's touches on one UTC day keeps the first; a touch without campaign counts by its slot. Returns the new end. */
function dropRepeats(start: number, end: number, convertedAtMs: number, span: { out: Evaluated; campaignOf: CampaignOfSlot }): number {
  const { out, campaignOf } = span;
  const groupOf = (touch: number) => (campaignOf[out.slot[touch]] >= 0 ? campaignOf[out.slot[touch]] : -2 - out.slot[touch]);
  const dayOf = (touch: number) => Math.floor((convertedAtMs - out.ageMs[touch]) / DAY_MS);
  let kept = start;
  for (let touch = start; touch < end; touch += 1) {
    let isRepeat = false;
    for (let earlier = kept - 1; earlier >= start && !isRepeat && dayOf(earlier) === dayOf(touch); earlier -= 1) {
      isRepeat = groupOf(earlier) === groupOf(touch);
    }
    if (isRepeat) continue;
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
  let end = gatherTouches(chunk, path, reading, out);
  if (reading.signals.length > 0 || chunk.codeSlot[path] >= 0) end = applySignals(chunk, path, reading, { out, end });
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
  out.pathCount = chunk.pathCount;
  out.offsets[0] = 0;
  for (let path = 0; path < chunk.pathCount; path += 1) out.offsets[path + 1] = evaluatePath(chunk, path, reading, out);
}
