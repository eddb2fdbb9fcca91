import { currencyCode } from './codes.ts';

const FORMAT = 1;
const HEADER_BYTES = 72;
const TOUCH_BYTES = 16;

export const CUSTOMER_UNKNOWN = 0;
export const CUSTOMER_NEW = 1;
export const CUSTOMER_KNOWN = 2;

/** One touch of a path: its age, the slot it ran in, the class it was matched by, and its kind, as codes. */
export interface PackedTouch {
  ageMs: number;
  slot: number;
  evidence: number;
  kind: number;
}

/** Everything about one conversion's path that any report option needs. */
export interface PathRecord {
  convertedAtMs: number;
  /** Value less refunds, in minor units, never below zero; 0 when there is none. */
  valueMinor: number;
  currency: string | null;
  kind: number;
  /** Earliest purchase or subscription, and earliest visit, of the same person before the conversion; 0 when there is none on record. */
  priorPurchaseAtMs: number;
  priorVisitAtMs: number;
  customer: number;
  /** Slot of the campaign (and show) that the conversion's promo code is mapped to; −1 when none. */
  codeSlot: number;
  /** Where the visitor came from, as ids of the tenant's sources; −1 when unknown. */
  referrer: number;
  utm: number;
  /** How many touches come before a synthetic one at conversion − 1 ms. */
  syntheticRank: number;
  /** Number of the person it is matched with; 0 for a conversion that nothing is matched with. */
  person: number;
  touches: PackedTouch[];
}

/** The bytes stored for a path: little-endian, a header of 72 bytes, then the touches' ages, slots and evidence as columns. */
export function packPath(path: PathRecord): Buffer {
  const count = path.touches.length;
  const bytes = Buffer.alloc(HEADER_BYTES + TOUCH_BYTES * count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  view.setUint32(0, FORMAT, true);
  view.setUint32(4, count, true);
  view.setFloat64(8, path.convertedAtMs, true);
  view.setFloat64(16, path.valueMinor, true);
  view.setFloat64(24, path.priorPurchaseAtMs, true);
  view.setFloat64(32, path.priorVisitAtMs, true);
  view.setUint32(40, path.kind, true);
  view.setUint32(44, currencyCode(path.currency), true);
  view.setUint32(48, path.customer, true);
  view.setInt32(52, path.codeSlot, true);
  view.setInt32(56, path.referrer, true);
  view.setInt32(60, path.utm, true);
  view.setUint32(64, path.syntheticRank, true);
  view.setUint32(68, path.person, true);
  path.touches.forEach((touch, place) => {
    view.setFloat64(HEADER_BYTES + 8 * place, touch.ageMs, true);
    view.setInt32(HEADER_BYTES + 8 * count + 4 * place, touch.slot, true);
    view.setUint32(HEADER_BYTES + 12 * count + 4 * place, touch.evidence | (touch.kind << 8), true);
  });
  return bytes;
}

/** Many paths as columns; reused from chunk to chunk. Per-path columns are as long as `capacity`, touch columns grow as needed. */
export interface PathChunk {
  capacity: number;
  pathCount: number;
  offsets: Int32Array;
  convertedAtMs: Float64Array;
  valueMinor: Float64Array;
  priorPurchaseAtMs: Float64Array;
  priorVisitAtMs: Float64Array;
  kind: Uint8Array;
  currency: Uint32Array;
  customer: Uint8Array;
  codeSlot: Int32Array;
  referrer: Int32Array;
  utm: Int32Array;
  syntheticRank: Int32Array;
  person: Int32Array;
  ageMs: Float64Array;
  slot: Int32Array;
  evidence: Uint32Array;
}

/** An empty chunk for up to `capacity` paths. */
export function createChunk(capacity: number): PathChunk {
  return {
    capacity,
    pathCount: 0,
    offsets: new Int32Array(capacity + 1),
    convertedAtMs: new Float64Array(capacity),
    valueMinor: new Float64Array(capacity),
    priorPurchaseAtMs: new Float64Array(capacity),
    priorVisitAtMs: new Float64Array(capacity),
    kind: new Uint8Array(capacity),
    currency: new Uint32Array(capacity),
    customer: new Uint8Array(capacity),
    codeSlot: new Int32Array(capacity),
    referrer: new Int32Array(capacity),
    utm: new Int32Array(capacity),
    syntheticRank: new Int32Array(capacity),
    person: new Int32Array(capacity),
    ageMs: new Float64Array(capacity * 8),
    slot: new Int32Array(capacity * 8),
    evidence: new Uint32Array(capacity * 8),
  };
}

function growTouches(chunk: PathChunk, needed: number): void {
  const size = Math.max(needed, chunk.ageMs.length * 2);
  const ageMs = new Float64Array(size);
  const slot = new Int32Array(size);
  const evidence = new Uint32Array(size);
  ageMs.set(chunk.ageMs);
  slot.set(chunk.slot);
  evidence.set(chunk.evidence);
  Object.assign(chunk, { ageMs, slot, evidence });
}

/** How many bytes the stored path takes that these begin with. */
export function packedLength(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return HEADER_BYTES + TOUCH_BYTES * view.getUint32(4, true);
}

let aligned = new ArrayBuffer(8_192);
let asBytes = new Uint8Array(aligned);
let asFloats = new Float64Array(aligned);
let asInts = new Int32Array(aligned);

function align(bytes: Uint8Array): void {
  if (bytes.length > aligned.byteLength) {
    aligned = new ArrayBuffer(Math.ceil((bytes.length * 2) / 8) * 8);
    asBytes = new Uint8Array(aligned);
    asFloats = new Float64Array(aligned);
    asInts = new Int32Array(aligned);
  }
  asBytes.set(bytes);
}

/** Adds one stored path to a chunk that has room. @throws RangeError for bytes that are not of this format. */
export function appendPacked(chunk: PathChunk, bytes: Uint8Array): void {
  align(bytes);
  const count = asInts[1];
  if (asInts[0] !== FORMAT || bytes.length !== HEADER_BYTES + TOUCH_BYTES * count)
    throw new RangeError('a stored path has an unknown format');
  const path = chunk.pathCount;
  chunk.convertedAtMs[path] = asFloats[1];
  chunk.valueMinor[path] = asFloats[2];
  chunk.priorPurchaseAtMs[path] = asFloats[3];
  chunk.priorVisitAtMs[path] = asFloats[4];
  chunk.kind[path] = asInts[10];
  chunk.currency[path] = asInts[11];
  chunk.customer[path] = asInts[12];
  chunk.codeSlot[path] = asInts[13];
  chunk.referrer[path] = asInts[14];
  chunk.utm[path] = asInts[15];
  chunk.syntheticRank[path] = asInts[16];
  chunk.person[path] = asInts[17];
  const start = chunk.offsets[path];
  if (start + count > chunk.ageMs.length) growTouches(chunk, start + count);
  const ints = HEADER_BYTES / 4 + 2 * count;
  for (let touch = 0; touch < count; touch += 1) {
    chunk.ageMs[start + touch] = asFloats[HEADER_BYTES / 8 + touch];
    chunk.slot[start + touch] = asInts[ints + touch];
    chunk.evidence[start + touch] = asInts[ints + count + touch];
  }
  chunk.offsets[path + 1] = start + count;
  chunk.pathCount = path + 1;
}

/** Empties a chunk for the next paths. */
export function clearChunk(chunk: PathChunk): void {
  chunk.pathCount = 0;
  chunk.offsets[0] = 0;
}

/** A chunk that holds just these stored paths. */
export function chunkOf(packed: readonly Uint8Array[]): PathChunk {
  const chunk = createChunk(packed.length);
  for (const bytes of packed) appendPacked(chunk, bytes);
  return chunk;
}
