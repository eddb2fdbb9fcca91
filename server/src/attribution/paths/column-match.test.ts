import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ConversionEvidence, TouchpointEvidence } from '../../tracking/evidence/service.ts';
import { COLUMN_KEYS, idOf, type Interner, type Names } from '../../tracking/eventcolumns/schema.ts';
import { matchColumns, matchingColumns } from './column-match.ts';
import { indexTouchpoints, matchPath } from './match.ts';

const DAY_MS = 86_400_000;
const CONNECTIONS = ['household', 'mobile', 'business', 'relay', 'datacenter', 'unknown'] as const;

type Event = Pick<TouchpointEvidence, 'id' | 'isControl' | 'occurredAtMs' | 'connectionType' | 'agentKey' | (typeof COLUMN_KEYS)[number]>;

function createInterner(): Interner & { number: (text: string | undefined) => number } {
  const numbers = new Map<string, number>();
  const number = (text: string | undefined) => {
    if (text === undefined) return -1;
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text) ?? -1;
  };
  return {
    number,
    get count() {
      return numbers.size;
    },
    size: () => 0,
    numberOf: (bytes, start, end) => number(Buffer.from(bytes.subarray(start, end)).toString()),
    find: (bytes) => numbers.get(Buffer.from(bytes).toString()),
    bytesOf: (of) => Buffer.from([...numbers.keys()][of]),
  };
}

const createNames = () => ({ keys: createInterner(), connections: createInterner(), kinds: createInterner() }) satisfies Names;

function rowsOf(
  events: readonly Event[],
  { keys, connections }: ReturnType<typeof createNames>,
): Parameters<typeof matchingColumns>[0]['touchpoints'] {
  const ids = events.map(({ id }) => Buffer.from(id));
  let end = 0;
  return {
    count: events.length,
    atMs: Float64Array.from(events, ({ occurredAtMs }) => occurredAtMs),
    keys: Int32Array.from(events.flatMap((one) => COLUMN_KEYS.map((name) => keys.number(one[name])))),
    agent: Int32Array.from(events, ({ agentKey }) => keys.number(agentKey)),
    connection: Int32Array.from(events, ({ connectionType }) => connections.number(connectionType)),
    kind: new Int32Array(events.length),
    ids: Buffer.concat(ids),
    idEnds: Int32Array.from(ids, ({ length }) => (end += length)),
    isControl: Uint8Array.from(events, ({ isControl }) => (isControl === true ? 1 : 0)),
  };
}

const key = (name: string, most: number, frequency: number) =>
  fc.option(
    fc.nat(most).map((number) => `${name}-${number}`),
    { nil: undefined, freq: frequency },
  );

/** Few keys, user agents and instants on a coarse grid, so that classes, ties, ends of windows and crowded addresses are met often. */
const event = (prefix: string, { devices, addresses, steps }: { devices: number; addresses: number; steps: number }) =>
  fc
    .record({
      occurredAtMs: fc.oneof(
        fc.nat(steps).map((step) => step * 15 * DAY_MS),
        fc.nat(steps).map((step) => step * 15 * DAY_MS + 1),
      ),
      connectionType: fc.constantFrom(...CONNECTIONS),
      agentKey: key('agent', devices, 4),
      clickKey: key('click', 3, 1),
      userKey: key('user', 3, 1),
      emailKey: key('email', 3, 1),
      deviceKey: key('device', 3, 1),
      addressKey: key('address', addresses, 6),
      isControl: fc.boolean(),
      number: fc.nat(1_000_000),
    })
    .map(({ number, occurredAtMs, ...rest }): Event => ({
      ...rest,
      occurredAtMs: Date.parse('2026-01-01T00:00:00Z') + occurredAtMs,
      id: `${prefix}${number}`,
    }));

const distinct = (events: Event[]) => [...new Map(events.map((one) => [one.id, one])).values()];
const worlds = fc.record({
  touchpoints: fc
    .oneof(
      fc.array(event('t', { devices: 3, addresses: 2, steps: 12 }), { maxLength: 60 }),
      fc.array(event('é', { devices: 40, addresses: 0, steps: 4 }), { minLength: 60, maxLength: 160, size: 'max' }),
    )
    .map(distinct),
  conversions: fc.array(event('c', { devices: 3, addresses: 1, steps: 8 }), { maxLength: 20 }).map(distinct),
});

test('many conversions matched at once have the touches, in the order and by the classes, that matching each by itself gives', () => {
  let household = 0;
  let refused = 0;
  fc.assert(
    fc.property(worlds, ({ touchpoints, conversions }) => {
      const names = createNames();
      const rows = { touchpoints: rowsOf(touchpoints, names), conversions: rowsOf(conversions, names), names };
      const columns = matchingColumns(rows, { touchpointsPerKey: 1_000, pairsPerKey: 100_000 });
      const { offsets, touch, evidence, isCrowded } = matchColumns(columns);
      const index = indexTouchpoints(touchpoints as unknown as TouchpointEvidence[]);
      conversions.forEach((conversion, row) => {
        const should = matchPath(conversion as unknown as ConversionEvidence, index);
        const places = Array.from({ length: offsets[row + 1] - offsets[row] }, (_, place) => offsets[row] + place);
        expect(places.map((at) => [idOf(columns.touchpoints, touch[at]), evidence[at]])).toEqual(
          should.map((one) => [one.touchpoint.id, one.evidence]),
        );
        expect(isCrowded[row]).toBe(0);
        household += should.filter((one) => one.evidence === 7).length;
        refused += should.length === 0 ? 1 : 0;
      });
    }),
    { numRuns: 300 },
  );
  expect(household).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(100);
});

test('a conversion with a key on more touchpoints, or more pairs, than may be joined is marked, and has no touches', () => {
  const base = { connectionType: 'household', agentKey: undefined, clickKey: undefined, userKey: undefined, emailKey: undefined } as const;
  const on = (id: string, addressKey: string): Event => ({
    ...base,
    deviceKey: undefined,
    addressKey,
    id,
    occurredAtMs: Date.parse('2026-01-01T00:00:00Z'),
  });
  const names = createNames();
  const touchpoints = rowsOf([on('t1', 'a'), on('t2', 'a'), on('t3', 'a'), on('t4', 'b'), on('t5', 'b')], names);
  const conversions = rowsOf([on('c1', 'a'), on('c2', 'b'), on('c3', 'b'), on('c4', 'c')], names);
  const limited = (touchpointsPerKey: number, pairsPerKey: number) =>
    matchingColumns({ touchpoints, conversions, names }, { touchpointsPerKey, pairsPerKey });
  const { offsets, isCrowded } = matchColumns(limited(2, 100));
  expect([...isCrowded]).toEqual([1, 0, 0, 0]);
  expect([...offsets]).toEqual([0, 0, 2, 4, 4]);
  expect([...matchColumns(limited(3, 4)).isCrowded]).toEqual([0, 0, 0, 0]);
  const { isCrowded: byPairs, touch } = matchColumns(limited(3, 3));
  expect([...byPairs]).toEqual([0, 1, 1, 0]);
  expect(touch).toHaveLength(3);
});
