import type { TestedIdentity } from '../../tracking/participants/service.ts';

/** A participant with more touchpoints of one test stands for nobody (METHOD §4). */
const MOST_TOUCHPOINTS = 10_000;
/** A key as it is compared: 128 bits, of which the first 64 tell keys apart; 20 million of them are alike in one of 100,000 tests. */
const KEY_BYTES = 16;
/** The arm of an exposure that names none of the plan. */
const NO_ARM = 255;

type Keys = Partial<Pick<TestedIdentity, 'addressKey' | 'userKey' | 'emailKey' | 'deviceKey' | 'clickKey'>>;

/** The keys by which somebody is known; a user agent alone is nobody's. */
export function keysOf({ addressKey, userKey, emailKey, deviceKey, clickKey }: Keys): string[] {
  return [addressKey, userKey, emailKey, deviceKey, clickKey].flatMap((key) => key ?? []);
}

/** Keys of several owners in one column of bytes; those of an owner begin at its offset and end at the next one's. */
export interface KeyColumn {
  bytes: Uint8Array<ArrayBuffer>;
  offsets: Uint32Array<ArrayBuffer>;
}

/** The keys of each owner, of 32 hexadecimal digits each. */
export function keyColumn(owners: readonly (readonly string[])[]): KeyColumn {
  const offsets = new Uint32Array(owners.length + 1);
  owners.forEach((keys, place) => (offsets[place + 1] = offsets[place] + keys.length));
  const bytes = new Uint8Array(KEY_BYTES * offsets[owners.length]);
  bytes.set(Buffer.from(owners.flat().join(''), 'hex'));
  return { bytes, offsets };
}

/** Exposed identities in columns. */
export interface IdentityColumns {
  keys: KeyColumn;
  /** The place of the arm; 255 for none of the plan. */
  arm: Uint8Array<ArrayBuffer>;
  firstAtMs: Float64Array<ArrayBuffer>;
  touchpoints: Uint32Array<ArrayBuffer>;
}

/** Exposed identities as columns, in a test whose arms have these names. */
export function identityColumns(identities: readonly TestedIdentity[], arms: readonly string[]): IdentityColumns {
  const places = new Map(arms.map((name, place) => [name, place]));
  return {
    keys: keyColumn(identities.map(keysOf)),
    arm: Uint8Array.from(identities, ({ arm }) => places.get(arm ?? '') ?? NO_ARM),
    firstAtMs: Float64Array.from(identities, ({ firstAtMs }) => firstAtMs),
    touchpoints: Uint32Array.from(identities, ({ touchpoints }) => touchpoints),
  };
}

/** Who takes part in a test: each identity once, in the arm it was first exposed in. */
export interface Participants {
  /** By participant: the place of the arm, and the first exposure. */
  arm: ArrayLike<number>;
  firstAtMs: ArrayLike<number>;
  /** By participant: 1 where it was exposed in another arm too. */
  isContaminated: ArrayLike<number>;
  /** Touchpoints of the test without an arm of the plan, and those without a key to know somebody by. */
  unassignedTouchpoints: number;
  unusableTouchpoints: number;
  /** By owner of keys: the participant who has one of them, the one exposed first of several; −1 when nobody has. */
  find(keys: KeyColumn): Int32Array<ArrayBuffer>;
}

function grown<Column extends Uint8Array | Uint32Array | Float64Array>(column: Column, length: number): Column {
  const longer = new (column.constructor as new (length: number) => Column)(length);
  longer.set(column);
  return longer;
}

/** Which number stands under a key: an open-addressed table. */
function createKeyTable() {
  let size = 1 << 12;
  let [high, low, number] = [new Int32Array(size), new Int32Array(size), new Uint32Array(size)];
  let count = 0;
  function placeOf(one: number, other: number): number {
    const mixed = Math.imul(other ^ Math.imul(one, 0x9e3779b1), 0x85ebca6b);
    let place = (mixed ^ (mixed >>> 15)) & (size - 1);
    while (number[place] !== 0 && (high[place] !== one || low[place] !== other)) place = (place + 1) & (size - 1);
    return place;
  }
  function put(one: number, other: number, value: number): void {
    const place = placeOf(one, other);
    [high[place], low[place], number[place]] = [one, other, value];
  }
  function grow(): void {
    const before = { high, low, number };
    size *= 2;
    [high, low, number] = [new Int32Array(size), new Int32Array(size), new Uint32Array(size)];
    for (let place = 0; place < before.number.length; place += 1)
      if (before.number[place] !== 0) put(before.high[place], before.low[place], before.number[place]);
  }
  return {
    /** Undefined when nothing stands under it. */
    of: (one: number, other: number): number | undefined => {
      const found = number[placeOf(one, other)];
      return found === 0 ? undefined : found - 1;
    },
    add(one: number, other: number, value: number): void {
      count += 1;
      if (3 * count > 2 * size) grow();
      put(one, other, value + 1);
    },
  };
}

/** Identities that were added so far, in columns that are longer. */
function createRows() {
  let [parent, firstAtMs, touchpoints, arm, arms] = [
    new Uint32Array(1_024),
    new Float64Array(1_024),
    new Uint32Array(1_024),
    new Uint8Array(1_024),
    new Uint32Array(1_024),
  ];
  let count = 0;
  return {
    count: () => count,
    columns: () => ({ parent, firstAtMs, touchpoints, arm, arms }),
    push(ofArm: number, atMs: number, seen: number): number {
      if (count === parent.length) {
        const length = 2 * count;
        [parent, touchpoints, arms] = [grown(parent, length), grown(touchpoints, length), grown(arms, length)];
        [firstAtMs, arm] = [grown(firstAtMs, length), grown(arm, length)];
      }
      [parent[count], firstAtMs[count], touchpoints[count], arm[count], arms[count]] = [count, atMs, seen, ofArm, 1 << ofArm];
      count += 1;
      return count - 1;
    },
    rootOf(row: number): number {
      let root = row;
      while (parent[root] !== root) root = parent[root];
      for (let next = row; parent[next] !== root;) [parent[next], next] = [root, parent[next]];
      return root;
    },
    /** Makes two identities one: of the arm of the earlier exposure, or of the first arm of two at once. */
    join(one: number, other: number): void {
      if (one === other) return;
      parent[other] = one;
      touchpoints[one] += touchpoints[other];
      arms[one] |= arms[other];
      if (firstAtMs[other] > firstAtMs[one] || (firstAtMs[other] === firstAtMs[one] && arm[other] > arm[one])) return;
      [firstAtMs[one], arm[one]] = [firstAtMs[other], arm[other]];
    },
  };
}

/** Calls back with each key of an owner, as two words. */
function eachKey({ offsets }: KeyColumn, view: DataView, owner: number, onKey: (high: number, low: number) => void): void {
  for (let key = offsets[owner]; key < offsets[owner + 1]; key += 1)
    onKey(view.getInt32(key * KEY_BYTES), view.getInt32(key * KEY_BYTES + 4));
}

const viewOf = ({ bytes }: KeyColumn) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Gathers who takes part in a test and tells them apart once all were added; identities that share a key, also through a third, are one. An
 * identity of two keys takes at most 150 bytes with its outcomes, all of them outside of the heap.
 */
export function createParticipants() {
  const table = createKeyTable();
  const rows = createRows();
  const counts = { unassigned: 0, unusable: 0 };

  function add({ keys, arm, firstAtMs, touchpoints }: IdentityColumns): void {
    const view = viewOf(keys);
    for (let place = 0; place < arm.length; place += 1) {
      if (arm[place] === NO_ARM) counts.unassigned += touchpoints[place];
      else if (keys.offsets[place] === keys.offsets[place + 1]) counts.unusable += touchpoints[place];
      else {
        const row = rows.push(arm[place], firstAtMs[place], touchpoints[place]);
        eachKey(keys, view, place, (high, low) => {
          const known = table.of(high, low);
          if (known === undefined) table.add(high, low, row);
          else rows.join(rows.rootOf(row), rows.rootOf(known));
        });
      }
    }
  }

  function finish(): Participants {
    const { firstAtMs, touchpoints, arm, arms } = rows.columns();
    const participantOf = new Int32Array(rows.count()).fill(-1);
    const kept = new Uint32Array(rows.count());
    let people = 0;
    for (let row = 0; row < rows.count(); row += 1) {
      if (rows.rootOf(row) !== row || touchpoints[row] > MOST_TOUCHPOINTS) continue;
      participantOf[row] = people;
      kept[people] = row;
      people += 1;
    }
    const roots = kept.subarray(0, people);
    const first = Float64Array.from(roots, (row) => firstAtMs[row]);
    return {
      arm: Uint8Array.from(roots, (row) => arm[row]),
      firstAtMs: first,
      isContaminated: Uint8Array.from(roots, (row) => ((arms[row] & (arms[row] - 1)) === 0 ? 0 : 1)),
      unassignedTouchpoints: counts.unassigned,
      unusableTouchpoints: counts.unusable,
      find(keys) {
        const view = viewOf(keys);
        const found = new Int32Array(keys.offsets.length - 1).fill(-1);
        for (let owner = 0; owner < found.length; owner += 1) {
          eachKey(keys, view, owner, (high, low) => {
            const row = table.of(high, low);
            const one = row === undefined ? -1 : participantOf[rows.rootOf(row)];
            const best = found[owner];
            if (one >= 0 && (best < 0 || first[one] < first[best] || (first[one] === first[best] && one < best))) found[owner] = one;
          });
        }
        return found;
      },
    };
  }

  return { add, finish };
}
