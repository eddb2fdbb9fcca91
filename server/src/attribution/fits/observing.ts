import { createHash } from 'node:crypto';
import type { Observations } from '../../../../engine/src/index.ts';
import type { Seen } from './collecting.ts';
import { KNOWN_BY, type People, peopleOf } from './people.ts';

const BY_HOUSEHOLD = KNOWN_BY.indexOf('household');
const BY_PERSON = KNOWN_BY.indexOf('person');
const BY_DEVICE = KNOWN_BY.indexOf('device');

/** The exposures of people who are watched, and all conversions, by person, then time; units in the order of their keys. */
export interface Arranged {
  units: string[];
  exposures: { person: Uint32Array; atMs: Float64Array; unit: Int32Array; knownBy: Uint8Array };
  conversions: { person: Uint32Array; atMs: Float64Array; kind: Uint8Array };
  /** Devices that were never at a household, and what was heard there: nobody is watched by them. */
  away: { people: number; exposures: number };
  endMs: number;
}

/** Rows in the order of their people, of time, and of a third column. */
function inOrder(person: Uint32Array, atMs: Float64Array, third: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from(person, (_, row) => row);
  return order.sort((a, b) => person[a] - person[b] || atMs[a] - atMs[b] || third[a] - third[b]);
}

/** By row, how the person is known of whom it is: the strongest way of all their exposures. `order` has rows by person. */
function knownByOf({ home, isOwn }: Seen['exposures'], ofExposure: Uint32Array, order: Uint32Array): Uint8Array {
  const known = new Uint8Array(order.length);
  for (let from = 0; from < order.length;) {
    let [upTo, best] = [from, BY_DEVICE];
    for (; upTo < order.length && ofExposure[order[upTo]] === ofExposure[order[from]]; upTo += 1) {
      const row = order[upTo];
      best = Math.min(best, home[row] !== 0 ? BY_HOUSEHOLD : isOwn[row] === 1 ? BY_PERSON : BY_DEVICE);
    }
    for (; from < upTo; from += 1) known[order[from]] = best;
  }
  return known;
}

/**
 * Everybody's events in one order, with units in the order of their keys. A device that was never at a household is left out: what its
 * owner buys at home is not known to be theirs, and it would be taken for somebody who never buys.
 */
export function arrange(seen: Seen, people: People = peopleOf(seen)): Arranged {
  const { exposures, conversions } = seen;
  const units = seen.units.toSorted();
  const places = new Map(units.map((unit, place) => [unit, place]));
  const placeOf = Int32Array.from(seen.units, (unit) => places.get(unit) ?? 0);
  const unit = exposures.unit.subarray(0, exposures.count).map((number) => placeOf[number]);
  const heard = inOrder(people.ofExposure, exposures.atMs, unit);
  const knownBy = knownByOf(exposures, people.ofExposure, heard);
  const watched = heard.filter((row) => knownBy[row] !== BY_DEVICE);
  const bought = inOrder(people.ofConversion, conversions.atMs, conversions.kind);
  const isNext = (row: number, place: number) => place === 0 || people.ofExposure[row] !== people.ofExposure[heard[place - 1]];
  return {
    units,
    exposures: {
      person: Uint32Array.from(watched, (row) => people.ofExposure[row]),
      atMs: Float64Array.from(watched, (row) => exposures.atMs[row]),
      unit: Int32Array.from(watched, (row) => unit[row]),
      knownBy: Uint8Array.from(watched, (row) => knownBy[row]),
    },
    conversions: {
      person: Uint32Array.from(bought, (row) => people.ofConversion[row]),
      atMs: Float64Array.from(bought, (row) => conversions.atMs[row]),
      kind: Uint8Array.from(bought, (row) => conversions.kind[row]),
    },
    away: {
      people: heard.filter((row, place) => knownBy[row] === BY_DEVICE && isNext(row, place)).length,
      exposures: heard.length - watched.length,
    },
    endMs: seen.endMs,
  };
}

/** Stretches of time in which people would have been seen converting, with what happened in each. */
export interface Watched extends Observations {
  exposureUnit: Int32Array;
  /** By conversion: its kind as a code. */
  conversionKind: Uint8Array;
  /** By stretch: the first one of the same person, that person, and how they are known, as a place in `KNOWN_BY`. */
  firstOf: Int32Array;
  person: Uint32Array;
  knownBy: Uint8Array;
  /** The end of the data: nobody is watched longer. */
  endMs: number;
  /** Conversions of people who saw nothing within a lookback before them: they are not in any stretch. */
  unwatchedConversions: number;
  /** People with an exposure who are watched. */
  people: number;
}

interface Reach {
  from: number;
  upTo: number;
}

/** The events of one person in a column sorted by person, from a place on. */
function reachOf(person: Uint32Array, from: number): Reach {
  let upTo = from;
  while (upTo < person.length && person[upTo] === person[from]) upTo += 1;
  return { from, upTo };
}

function openRows() {
  const list = (): number[] => [];
  return { from: list(), to: list(), firstOf: list(), head: list(), exposuresUpTo: [0], conversionsUpTo: [0] };
}

/**
 * Watches everybody from each exposure on for a lookback: conversions are known to be theirs in this time alone. Stretches that touch are
 * one; all end where the data end. Exposures at the data's very end are watched for no time.
 */
export function watch({ exposures, conversions, endMs }: Arranged, lookbackMs: number): Watched {
  const rows = openRows();
  const kept = { at: [] as number[], kind: [] as number[] };
  let unwatched = 0;
  let people = 0;
  let next = 0;
  const skipTo = (person: number) => {
    for (; next < conversions.person.length && conversions.person[next] < person; next += 1) unwatched += 1;
  };
  for (let place = 0; place < exposures.person.length;) {
    const person = exposures.person[place];
    const [head, { upTo }] = [place, reachOf(exposures.person, place)];
    people += 1;
    const first = rows.from.length;
    skipTo(person);
    while (place < upTo) {
      const from = exposures.atMs[place];
      let until = from + lookbackMs;
      for (place += 1; place < upTo && exposures.atMs[place] <= until; place += 1) until = exposures.atMs[place] + lookbackMs;
      const to = Math.min(until, endMs);
      for (; next < conversions.person.length && conversions.person[next] === person && conversions.atMs[next] <= to; next += 1) {
        if (conversions.atMs[next] < from) unwatched += 1;
        else {
          kept.at.push(conversions.atMs[next]);
          kept.kind.push(conversions.kind[next]);
        }
      }
      rows.from.push(from);
      rows.to.push(to);
      rows.firstOf.push(first);
      rows.head.push(head);
      rows.exposuresUpTo.push(place);
      rows.conversionsUpTo.push(kept.at.length);
    }
  }
  unwatched += conversions.person.length - next;
  return {
    identityCount: rows.from.length,
    observedFrom: Float64Array.from(rows.from),
    observedTo: Float64Array.from(rows.to),
    exposureOffsets: Int32Array.from(rows.exposuresUpTo),
    exposureAt: exposures.atMs,
    exposureUnit: exposures.unit,
    conversionOffsets: Int32Array.from(rows.conversionsUpTo),
    conversionAt: Float64Array.from(kept.at),
    conversionKind: Uint8Array.from(kept.kind),
    firstOf: Int32Array.from(rows.firstOf),
    person: Uint32Array.from(rows.head, (head) => exposures.person[head]),
    knownBy: Uint8Array.from(rows.head, (head) => exposures.knownBy[head]),
    endMs,
    unwatchedConversions: unwatched,
    people,
  };
}

/** The same stretches with conversions of one kind alone, or of several. */
export function ofKinds(watched: Watched, kinds: ReadonlySet<number> | undefined): Watched {
  if (kinds === undefined) return watched;
  const offsets = new Int32Array(watched.identityCount + 1);
  const at: number[] = [];
  const kind: number[] = [];
  for (let row = 0; row < watched.identityCount; row += 1) {
    for (let place = watched.conversionOffsets[row]; place < watched.conversionOffsets[row + 1]; place += 1) {
      if (!kinds.has(watched.conversionKind[place])) continue;
      at.push(watched.conversionAt[place]);
      kind.push(watched.conversionKind[place]);
    }
    offsets[row + 1] = at.length;
  }
  return { ...watched, conversionOffsets: offsets, conversionAt: Float64Array.from(at), conversionKind: Uint8Array.from(kind) };
}

/** One stretch as bytes: what happened in it, and when, under the names of units. */
function rowHash(watched: Watched, units: readonly string[], row: number): Buffer {
  const events: [number, string | number][] = [];
  for (let place = watched.exposureOffsets[row]; place < watched.exposureOffsets[row + 1]; place += 1)
    events.push([watched.exposureAt[place], units[watched.exposureUnit[place]]]);
  for (let place = watched.conversionOffsets[row]; place < watched.conversionOffsets[row + 1]; place += 1)
    events.push([watched.conversionAt[place], watched.conversionKind[place]]);
  return createHash('sha256')
    .update(JSON.stringify([watched.observedTo[row], watched.knownBy[row], events]))
    .digest();
}

/** A hash of all stretches, whatever their order, and by stretch a number from 0 to `folds` − 1 that is the same for all of one person. */
export function digest(watched: Watched, units: readonly string[], folds: number): { inputHash: string; foldOf: Uint8Array } {
  const foldOf = new Uint8Array(watched.identityCount);
  const sums = new Float64Array(8);
  for (let row = 0; row < watched.identityCount; row += 1) {
    const hash = rowHash(watched, units, row);
    const first = watched.firstOf[row];
    foldOf[row] = first === row ? hash.readUInt32BE(28) % folds : foldOf[first];
    for (let word = 0; word < 8; word += 1) sums[word] = (sums[word] + hash.readUInt32BE(4 * word)) % 4_294_967_296;
  }
  return { inputHash: createHash('sha256').update(sums.join(' ')).digest('hex'), foldOf };
}

/** Observations of these stretches, each as often as it is named. */
export function withRows(watched: Watched, rows: ArrayLike<number>): Observations {
  const taken = Uint32Array.from(rows);
  const gather = (offsets: Int32Array) => {
    const upTo = new Int32Array(taken.length + 1);
    taken.forEach((row, place) => (upTo[place + 1] = upTo[place] + offsets[row + 1] - offsets[row]));
    const places = new Uint32Array(upTo[taken.length]);
    taken.forEach((row, place) => {
      for (let number = 0; number < upTo[place + 1] - upTo[place]; number += 1) places[upTo[place] + number] = offsets[row] + number;
    });
    return { places, offsets: upTo };
  };
  const [exposures, conversions] = [gather(watched.exposureOffsets), gather(watched.conversionOffsets)];
  return {
    identityCount: taken.length,
    observedFrom: Float64Array.from(taken, (row) => watched.observedFrom[row]),
    observedTo: Float64Array.from(taken, (row) => watched.observedTo[row]),
    exposureOffsets: exposures.offsets,
    exposureAt: Float64Array.from(exposures.places, (place) => watched.exposureAt[place]),
    exposureUnit: Int32Array.from(exposures.places, (place) => watched.exposureUnit[place]),
    conversionOffsets: conversions.offsets,
    conversionAt: Float64Array.from(conversions.places, (place) => watched.conversionAt[place]),
  };
}

/** The stretches that are not in a fold. */
export function withoutFold(watched: Watched, foldOf: Uint8Array, fold: number): Observations {
  return withRows(
    watched,
    Array.from({ length: watched.identityCount }, (_, row) => row).filter((row) => foldOf[row] !== fold),
  );
}
