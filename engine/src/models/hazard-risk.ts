import type { Observations } from './observations.ts';

/** Observations made ready for fitting: what can act on whom, and for how long. */
export interface Risk {
  unitCount: number;
  strata: number;
  /** Conversions with the exposures before each, within the lookback, oldest first: columns as those of paths. */
  pathCount: number;
  offsets: Int32Array;
  unit: Int32Array;
  ageMs: Float64Array;
  stratum: Int32Array;
  /**
   * By unit: for each exposure that was at risk how long after it observation or lookback ended, at `endOffsets[unit]` up to, not
   * including, `endOffsets[unit + 1]`; and, of exposures from before their observation, how long after it that began.
   */
  endOffsets: Int32Array;
  endMs: Float64Array;
  beginOffsets: Int32Array;
  beginMs: Float64Array;
  /** By stratum. */
  personTimeMs: Float64Array;
  conversions: Float64Array;
}

/** How many there are of what, and how far back an exposure is looked for. */
export interface Extent {
  unitCount: number;
  strata: number;
  lookbackMs: number;
}

/** @throws RangeError for a unit or stratum that is not there, a time that is not a number, or a conversion outside its observation. */
export function riskOf(observations: Observations, extent: Extent): Risk {
  check(observations, extent);
  const sorted = sortWithin(observations);
  const order = canonicalOrder(sorted);
  const risk = emptyRisk(sorted, extent);
  const places = { end: risk.endOffsets.slice(), begin: risk.beginOffsets.slice() };
  for (const identity of order) {
    addExposures(sorted, identity, { risk, places, lookbackMs: extent.lookbackMs });
    addConversions(sorted, identity, risk, extent.lookbackMs);
  }
  const untimed = risk.personTimeMs.findIndex((time, stratum) => time === 0 && risk.conversions[stratum] > 0);
  if (untimed >= 0) throw new RangeError(`stratum ${untimed} has conversions, and nobody was observed for any time`);
  return risk;
}

function check(observations: Observations, { unitCount, strata }: Extent): void {
  const { identityCount, observedFrom, observedTo, stratum, exposureOffsets, exposureAt, exposureUnit } = observations;
  for (let identity = 0; identity < identityCount; identity += 1) {
    const [from, to] = [observedFrom[identity], observedTo[identity]];
    if (!(to >= from && to - from < Infinity)) throw new RangeError(`the observation of identity ${identity} must end after it begins`);
    if (stratum !== undefined && !(stratum[identity] >= 0 && stratum[identity] < strata)) {
      throw new RangeError(`the stratum of identity ${identity} must be from 0 to ${strata - 1}, not ${stratum[identity]}`);
    }
    for (let place = observations.conversionOffsets[identity]; place < observations.conversionOffsets[identity + 1]; place += 1) {
      const at = observations.conversionAt[place];
      if (!(at >= from && at <= to)) throw new RangeError(`a conversion of identity ${identity} lies outside its observation`);
    }
  }
  for (let exposure = exposureOffsets[0]; exposure < exposureOffsets[identityCount]; exposure += 1) {
    if (!Number.isFinite(exposureAt[exposure])) throw new RangeError(`the time of exposure ${exposure} must be a number`);
    if (!(exposureUnit[exposure] >= 0 && exposureUnit[exposure] < unitCount)) {
      throw new RangeError(`the unit of exposure ${exposure} must be from 0 to ${unitCount - 1}, not ${exposureUnit[exposure]}`);
    }
  }
}

/**
 * Copies with the exposures of each identity in order of time, simultaneous ones in order of units, and its conversions in order of time.
 */
function sortWithin(observations: Observations): Observations {
  const { identityCount, exposureOffsets, conversionOffsets } = observations;
  const exposureAt = observations.exposureAt.slice();
  const exposureUnit = observations.exposureUnit.slice();
  const conversionAt = observations.conversionAt.slice();
  for (let identity = 0; identity < identityCount; identity += 1) {
    const start = exposureOffsets[identity];
    for (let place = start + 1; place < exposureOffsets[identity + 1]; place += 1) {
      const [at, unit] = [exposureAt[place], exposureUnit[place]];
      let hole = place;
      while (hole > start && (exposureAt[hole - 1] > at || (exposureAt[hole - 1] === at && exposureUnit[hole - 1] > unit))) {
        exposureAt[hole] = exposureAt[hole - 1];
        exposureUnit[hole] = exposureUnit[hole - 1];
        hole -= 1;
      }
      exposureAt[hole] = at;
      exposureUnit[hole] = unit;
    }
    conversionAt.subarray(conversionOffsets[identity], conversionOffsets[identity + 1]).sort();
  }
  return { ...observations, exposureAt, exposureUnit, conversionAt };
}

/**
 * Identities in an order that follows from what was observed of them alone: that of a hash, which sorts quickly, and where hashes agree, of
 * the observations themselves. Who compares as equal adds the same to every sum.
 */
function canonicalOrder(observations: Observations): Uint32Array {
  const { identityCount } = observations;
  // A number holds 53 bits: as many as it takes for the identity, and as many of its hash as fit above them.
  const bits = Math.max(21, 32 - Math.clz32(identityCount));
  const room = 2 ** bits;
  const keys = new Float64Array(identityCount);
  for (let identity = 0; identity < identityCount; identity += 1) {
    keys[identity] = (hashOf(observations, identity) >>> (bits - 21)) * room + identity;
  }
  keys.sort();
  const order = Uint32Array.from(keys, (key) => key % room);
  const hashAt = (place: number) => Math.floor(keys[place] / room);
  for (let from = 0; from < identityCount;) {
    let upTo = from + 1;
    while (upTo < identityCount && hashAt(upTo) === hashAt(from)) upTo += 1;
    if (upTo - from > 1) order.subarray(from, upTo).sort((a, b) => compareIdentities(observations, a, b));
    from = upTo;
  }
  return order;
}

/** A hash of 32 bits from all that was observed of an identity. */
function hashOf(observations: Observations, identity: number): number {
  const { observedFrom, observedTo, stratum, exposureOffsets, exposureAt, exposureUnit, conversionOffsets, conversionAt } = observations;
  let hash = mix(mix(stratum === undefined ? 0 : stratum[identity], observedFrom[identity]), observedTo[identity]);
  for (let place = exposureOffsets[identity]; place < exposureOffsets[identity + 1]; place += 1) {
    hash = mix(mix(hash, exposureAt[place]), exposureUnit[place]);
  }
  for (let place = conversionOffsets[identity]; place < conversionOffsets[identity + 1]; place += 1) hash = mix(hash, conversionAt[place]);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Both halves of a whole number, spread by odd multipliers (D. Knuth, The Art of Computer Programming 3, 6.4). */
function mix(hash: number, number: number): number {
  const once = Math.imul(hash ^ (number >>> 0) ^ Math.floor(number / 4_294_967_296), 0x45d9f3b);
  return Math.imul(once ^ (once >>> 16), 0x9e3779b1);
}

function compareIdentities(observations: Observations, a: number, b: number): number {
  const { observedFrom, observedTo, stratum, exposureOffsets, conversionOffsets } = observations;
  return (
    observedFrom[a] - observedFrom[b] ||
    observedTo[a] - observedTo[b] ||
    (stratum === undefined ? 0 : stratum[a] - stratum[b]) ||
    compareParts(observations.exposureAt, exposureOffsets, a, b) ||
    compareParts(observations.exposureUnit, exposureOffsets, a, b) ||
    compareParts(observations.conversionAt, conversionOffsets, a, b)
  );
}

function compareParts(column: ArrayLike<number>, offsets: Int32Array, a: number, b: number): number {
  const length = offsets[a + 1] - offsets[a];
  if (length !== offsets[b + 1] - offsets[b]) return length - (offsets[b + 1] - offsets[b]);
  for (let place = 0; place < length; place += 1) {
    const difference = column[offsets[a] + place] - column[offsets[b] + place];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The place of the first exposure at or after the instant, among those of the identity. */
function firstFrom({ exposureOffsets, exposureAt }: Observations, identity: number, instant: number): number {
  let low = exposureOffsets[identity];
  let high = exposureOffsets[identity + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (exposureAt[middle] < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

function emptyRisk(observations: Observations, { unitCount, strata, lookbackMs }: Extent): Risk {
  const { identityCount, exposureOffsets, exposureAt, exposureUnit, conversionOffsets, conversionAt } = observations;
  const endOffsets = new Int32Array(unitCount + 1);
  const beginOffsets = new Int32Array(unitCount + 1);
  let touches = 0;
  for (let identity = 0; identity < identityCount; identity += 1) {
    const [from, to] = [observations.observedFrom[identity], observations.observedTo[identity]];
    for (let place = exposureOffsets[identity]; place < exposureOffsets[identity + 1]; place += 1) {
      const begin = from - exposureAt[place];
      if (Math.min(to - exposureAt[place], lookbackMs) <= Math.max(0, begin)) continue;
      endOffsets[exposureUnit[place] + 1] += 1;
      if (begin > 0) beginOffsets[exposureUnit[place] + 1] += 1;
    }
    for (let place = conversionOffsets[identity]; place < conversionOffsets[identity + 1]; place += 1) {
      let touch = firstFrom(observations, identity, conversionAt[place] - lookbackMs);
      for (; touch < exposureOffsets[identity + 1] && exposureAt[touch] <= conversionAt[place]; touch += 1) touches += 1;
    }
  }
  for (let unit = 0; unit < unitCount; unit += 1) {
    endOffsets[unit + 1] += endOffsets[unit];
    beginOffsets[unit + 1] += beginOffsets[unit];
  }
  const conversions = conversionOffsets[identityCount] - conversionOffsets[0];
  return {
    unitCount,
    strata,
    pathCount: 0,
    offsets: new Int32Array(conversions + 1),
    unit: new Int32Array(touches),
    ageMs: new Float64Array(touches),
    stratum: new Int32Array(conversions),
    endOffsets,
    endMs: new Float64Array(endOffsets[unitCount]),
    beginOffsets,
    beginMs: new Float64Array(beginOffsets[unitCount]),
    personTimeMs: new Float64Array(strata),
    conversions: new Float64Array(strata),
  };
}

interface Filling {
  risk: Risk;
  /** Where the next exposure of each unit goes. */
  places: { end: Int32Array; begin: Int32Array };
  lookbackMs: number;
}

function addExposures(observations: Observations, identity: number, { risk, places, lookbackMs }: Filling): void {
  const { exposureOffsets, exposureAt, exposureUnit, stratum } = observations;
  const [from, to] = [observations.observedFrom[identity], observations.observedTo[identity]];
  risk.personTimeMs[stratum === undefined ? 0 : stratum[identity]] += to - from;
  for (let place = exposureOffsets[identity]; place < exposureOffsets[identity + 1]; place += 1) {
    const begin = from - exposureAt[place];
    const end = Math.min(to - exposureAt[place], lookbackMs);
    if (end <= Math.max(0, begin)) continue;
    const unit = exposureUnit[place];
    risk.endMs[places.end[unit]] = end;
    places.end[unit] += 1;
    if (begin <= 0) continue;
    risk.beginMs[places.begin[unit]] = begin;
    places.begin[unit] += 1;
  }
}

function addConversions(observations: Observations, identity: number, risk: Risk, lookbackMs: number): void {
  const { exposureOffsets, exposureAt, exposureUnit, conversionOffsets, conversionAt, stratum } = observations;
  for (let place = conversionOffsets[identity]; place < conversionOffsets[identity + 1]; place += 1) {
    const at = conversionAt[place];
    let next = risk.offsets[risk.pathCount];
    let exposure = firstFrom(observations, identity, at - lookbackMs);
    for (; exposure < exposureOffsets[identity + 1] && exposureAt[exposure] <= at; exposure += 1) {
      risk.unit[next] = exposureUnit[exposure];
      risk.ageMs[next] = at - exposureAt[exposure];
      next += 1;
    }
    const own = stratum === undefined ? 0 : stratum[identity];
    risk.stratum[risk.pathCount] = own;
    risk.conversions[own] += 1;
    risk.pathCount += 1;
    risk.offsets[risk.pathCount] = next;
  }
}
