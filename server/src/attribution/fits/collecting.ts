import type { ExposureNames } from './names.ts';

/** A conversion as far as observing people needs it: what its path's person goes by (0 for nobody), when, and its kind as a code. */
export interface ObservedConversion {
  person: number;
  atMs: number;
  kind: number;
}

/** An exposure with its names, two halves of a hash of its id, and its unit. */
export interface ObservedExposure extends ExposureNames {
  atMs: number;
  idHigh: number;
  idLow: number;
  unit: string;
}

/** Exposures in columns that may be longer than `count`. */
export interface ExposureColumns {
  count: number;
  /** Its own name, else its home's, else what it goes by elsewhere; 0 where only a path that holds it says whose it is. */
  name: Uint32Array<ArrayBuffer>;
  /** The address it was heard at, where that may stand for a household; 0 elsewhere. */
  home: Uint32Array<ArrayBuffer>;
  /** 1 where the name is its own. */
  isOwn: Uint8Array<ArrayBuffer>;
  atMs: Float64Array<ArrayBuffer>;
  unit: Int32Array<ArrayBuffer>;
}

/** Conversions in columns that may be longer than `count`; a person by the name that its path gives. */
export interface ConversionColumns {
  count: number;
  name: Uint32Array<ArrayBuffer>;
  atMs: Float64Array<ArrayBuffer>;
  kind: Uint8Array<ArrayBuffer>;
}

/** Which touches the paths of which people hold: the row of the exposure, −1 for a touch that is no exposure. */
export interface HoldingColumns {
  count: number;
  name: Uint32Array<ArrayBuffer>;
  exposure: Int32Array<ArrayBuffer>;
}

/** What was seen of everybody in no order, with units in the order they were met. */
export interface Seen {
  units: string[];
  exposures: ExposureColumns;
  conversions: ConversionColumns;
  holdings: HoldingColumns;
  /** Exposures of nobody in particular, which are not among the others. */
  unusableExposures: number;
  /** Conversions of nobody in particular: nothing belongs to them. */
  unmatchedConversions: number;
  /** The last instant at which anything happened; −Infinity when nothing did. */
  endMs: number;
}

/** Takes conversions first, each with the hashes of its path's touches, eight bytes each; then exposures; both in any order. */
export interface Collector {
  addConversion(conversion: ObservedConversion, touchHashes: DataView): void;
  addExposure(exposure: ObservedExposure): void;
  finish(): Seen;
}

const FIRST_ROOM = 1_024;

const longerBytes = (column: Uint8Array) => {
  const longer = new Uint8Array(2 * column.length);
  longer.set(column);
  return longer;
};
const longerNumbers = (column: Uint32Array) => {
  const longer = new Uint32Array(2 * column.length);
  longer.set(column);
  return longer;
};
const longerPlaces = (column: Int32Array) => {
  const longer = new Int32Array(2 * column.length);
  longer.set(column);
  return longer;
};
const longerTimes = (column: Float64Array) => {
  const longer = new Float64Array(2 * column.length);
  longer.set(column);
  return longer;
};

/** Numbers the touches of paths by hashes of their ids, from 0 on: an open-addressed table. */
function openTouches() {
  let size = FIRST_ROOM;
  let [high, low, number] = [new Int32Array(size), new Int32Array(size), new Int32Array(size).fill(-1)];
  let count = 0;

  function placeOf(idHigh: number, idLow: number): number {
    let place = (idLow ^ Math.imul(idHigh, 0x9e3779b1)) & (size - 1);
    while (number[place] >= 0 && (high[place] !== idHigh || low[place] !== idLow)) place = (place + 1) & (size - 1);
    return place;
  }

  function put(idHigh: number, idLow: number, touch: number): void {
    const place = placeOf(idHigh, idLow);
    high[place] = idHigh;
    low[place] = idLow;
    number[place] = touch;
  }

  function grow(): void {
    const before = { high, low, number };
    size *= 2;
    [high, low, number] = [new Int32Array(size), new Int32Array(size), new Int32Array(size).fill(-1)];
    before.number.forEach((touch, place) => {
      if (touch >= 0) put(before.high[place], before.low[place], touch);
    });
  }

  return {
    /** The number of a touch, a new one for one that was not there. */
    numberOf(idHigh: number, idLow: number): number {
      const known = number[placeOf(idHigh, idLow)];
      if (known >= 0) return known;
      count += 1;
      if (2 * count > size) grow();
      put(idHigh, idLow, count - 1);
      return count - 1;
    },
    /** The number of a touch that is there; −1 for another one. */
    find: (idHigh: number, idLow: number): number => number[placeOf(idHigh, idLow)],
    count: () => count,
  };
}

function pushExposure(to: ExposureColumns, { own, home, away, atMs }: ObservedExposure, unit: number): void {
  const row = to.count;
  if (row === to.atMs.length) {
    [to.name, to.home, to.isOwn] = [longerNumbers(to.name), longerNumbers(to.home), longerBytes(to.isOwn)];
    [to.atMs, to.unit] = [longerTimes(to.atMs), longerPlaces(to.unit)];
  }
  to.name[row] = own || home || away;
  to.home[row] = home;
  to.isOwn[row] = own === 0 ? 0 : 1;
  to.atMs[row] = atMs;
  to.unit[row] = unit;
  to.count += 1;
}

function pushConversion(to: ConversionColumns, { person, atMs, kind }: ObservedConversion): void {
  const row = to.count;
  if (row === to.atMs.length) [to.name, to.atMs, to.kind] = [longerNumbers(to.name), longerTimes(to.atMs), longerBytes(to.kind)];
  to.name[row] = person;
  to.atMs[row] = atMs;
  to.kind[row] = kind;
  to.count += 1;
}

function pushHolding(to: HoldingColumns, name: number, touch: number): void {
  if (to.count === to.name.length) [to.name, to.exposure] = [longerNumbers(to.name), longerPlaces(to.exposure)];
  to.name[to.count] = name;
  to.exposure[to.count] = touch;
  to.count += 1;
}

function emptyColumns(): Pick<Seen, 'exposures' | 'conversions' | 'holdings'> {
  const numbers = () => new Uint32Array(FIRST_ROOM);
  const [times, places, bytes] = [() => new Float64Array(FIRST_ROOM), () => new Int32Array(FIRST_ROOM), () => new Uint8Array(FIRST_ROOM)];
  return {
    exposures: { count: 0, name: numbers(), home: numbers(), isOwn: bytes(), atMs: times(), unit: places() },
    conversions: { count: 0, name: numbers(), atMs: times(), kind: bytes() },
    holdings: { count: 0, name: numbers(), exposure: places() },
  };
}

/** An empty collection; what `arrange` makes of it does not depend on the order in which events are added. */
export function openCollector(): Collector {
  const touches = openTouches();
  const { exposures, conversions, holdings } = emptyColumns();
  const units = new Map<string, number>();
  let rowOf: Int32Array | undefined;
  const seen = { unusableExposures: 0, unmatchedConversions: 0, endMs: -Infinity };
  return {
    addConversion(conversion, hashes) {
      seen.endMs = Math.max(seen.endMs, conversion.atMs);
      if (conversion.person === 0) {
        seen.unmatchedConversions += 1;
        return;
      }
      for (let at = 0; at + 8 <= hashes.byteLength; at += 8) {
        pushHolding(holdings, conversion.person, touches.numberOf(hashes.getInt32(at), hashes.getInt32(at + 4)));
      }
      pushConversion(conversions, conversion);
    },
    addExposure(exposure) {
      seen.endMs = Math.max(seen.endMs, exposure.atMs);
      rowOf ??= new Int32Array(touches.count()).fill(-1);
      const touch = touches.find(exposure.idHigh, exposure.idLow);
      if (touch < 0 && exposure.own === 0 && exposure.home === 0 && exposure.away === 0) {
        seen.unusableExposures += 1;
        return;
      }
      let unit = units.get(exposure.unit);
      if (unit === undefined) units.set(exposure.unit, (unit = units.size));
      if (touch >= 0) rowOf[touch] = exposures.count;
      pushExposure(exposures, exposure, unit);
    },
    finish() {
      for (let place = 0; place < holdings.count; place += 1) holdings.exposure[place] = rowOf?.[holdings.exposure[place]] ?? -1;
      return { ...seen, units: [...units.keys()], exposures, conversions, holdings };
    },
  };
}

/** The memory of what was seen, which can be handed to another thread. */
export function buffersOf({ exposures, conversions, holdings }: Seen): ArrayBuffer[] {
  const columns = [exposures, conversions, holdings].flatMap((table) => Object.values<number | ArrayBufferView<ArrayBuffer>>({ ...table }));
  return columns.flatMap((column) => (typeof column === 'number' ? [] : [column.buffer]));
}
