import fc from 'fast-check';
import { expect, test } from 'vitest';
import { creditEvents } from './events.ts';
import { type ExposureColumns, joinPaths, type JoinOptions } from './join.ts';
import { buildModel, MODEL_NAMES } from './models/model.ts';
import { weighPath } from './credit.ts';

interface Exposure {
  identity: number;
  atMs: number;
  unit: number;
  rank: number;
}

interface Conversion {
  identity: number;
  atMs: number;
  value: number;
  rank: number;
}

interface World {
  exposures: Exposure[];
  conversions: Conversion[];
  options: JoinOptions;
}

const UNITS = 3;

const columnsOf = ({ exposures, conversions }: World) => ({
  exposures: {
    identity: Int32Array.from(exposures, ({ identity }) => identity),
    atMs: Float64Array.from(exposures, ({ atMs }) => atMs),
    unit: Uint16Array.from(exposures, ({ unit }) => unit),
    rank: Int32Array.from(exposures, ({ rank }) => rank),
  },
  conversions: {
    identity: Int32Array.from(conversions, ({ identity }) => identity),
    atMs: Float64Array.from(conversions, ({ atMs }) => atMs),
    value: Float64Array.from(conversions, ({ value }) => value),
    rank: Int32Array.from(conversions, ({ rank }) => rank),
  },
});

/** Small numbers, so that instants, windows' ends and identities meet often. */
const worlds: fc.Arbitrary<World> = fc.integer({ min: 1, max: 40 }).chain((identityCount) =>
  fc.record({
    exposures: fc
      .array(fc.tuple(fc.nat(identityCount - 1), fc.nat(30), fc.nat(UNITS - 1)), { maxLength: 200 })
      .map((all) => all.map(([identity, atMs, unit], rank): Exposure => ({ identity, atMs, unit, rank }))),
    conversions: fc
      .array(fc.tuple(fc.nat(identityCount - 1), fc.nat(30), fc.nat(1_000)), { maxLength: 60 })
      .map((all) => all.map(([identity, atMs, value], rank): Conversion => ({ identity, atMs, value, rank }))),
    options: fc.record({
      identityCount: fc.constant(identityCount),
      lookbackMs: fc.nat(20),
      roundExposures: fc.integer({ min: 1, max: 50 }),
    }),
  }),
);

/** Every path by comparing each conversion with each exposure: the ranks of its touches, oldest first. */
function nestedJoin({ exposures, conversions, options }: World): Map<number, Exposure[]> {
  const isOf = (conversion: Conversion) => (exposure: Exposure) => {
    const age = conversion.atMs - exposure.atMs;
    return exposure.identity === conversion.identity && age >= 0 && age <= options.lookbackMs;
  };
  const oldestFirst = (a: Exposure, b: Exposure) => a.atMs - b.atMs || a.rank - b.rank;
  return new Map(conversions.map((conversion) => [conversion.rank, exposures.filter(isOf(conversion)).sort(oldestFirst)]));
}

/** What the join hands out, path by path in its order, told by ranks. */
function joined(world: World) {
  const { exposures, conversions } = columnsOf(world);
  const found: { conversion: number; touches: number[]; ages: number[]; units: number[] }[] = [];
  joinPaths(exposures, conversions, world.options, ({ pathCount, offsets, ageMs, unit, exposure, conversion }) => {
    for (let path = 0; path < pathCount; path += 1) {
      const [start, end] = [offsets[path], offsets[path + 1]];
      found.push({
        conversion: conversions.rank[conversion[path]],
        touches: Array.from(exposure.subarray(start, end), (row) => exposures.rank[row]),
        ages: Array.from(ageMs.subarray(start, end)),
        units: Array.from(unit.subarray(start, end)),
      });
    }
  });
  return found;
}

test('every conversion has the path that comparing it with each exposure gives, ties by rank', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const should = nestedJoin(world);
      const found = joined(world);
      expect(found.map(({ conversion }) => conversion).sort((a, b) => a - b)).toEqual([...should.keys()]);
      for (const { conversion, touches, ages, units } of found) {
        const path = should.get(conversion) ?? [];
        expect(touches).toEqual(path.map(({ rank }) => rank));
        expect(units).toEqual(path.map(({ unit }) => unit));
        expect(ages).toEqual(path.map(({ atMs }) => world.conversions[conversion].atMs - atMs));
      }
    }),
  );
});

test('events in another order of arrival give the same paths in the same order, and the same bits of credit', () => {
  const shuffled = worlds.chain((world) => {
    const mixed = <One>(all: One[]) => fc.shuffledSubarray(all, { minLength: all.length });
    return fc.record({
      world: fc.constant(world),
      other: fc.record({ exposures: mixed(world.exposures), conversions: mixed(world.conversions), options: fc.constant(world.options) }),
    });
  });
  const models = MODEL_NAMES.map((name) => buildModel(name, { halfLifeMs: 7 }));
  fc.assert(
    fc.property(shuffled, ({ world, other }) => {
      expect(joined(other)).toEqual(joined(world));
      const creditOf = (one: World) => creditEvents(models, columnsOf(one), one.options, UNITS);
      expect(creditOf(other)).toEqual(creditOf(world));
    }),
  );
});

test('credit from raw events is the sum of the weights of every path, and the values of all conversions with a touch', () => {
  const models = MODEL_NAMES.map((name) => buildModel(name, { halfLifeMs: 7 }));
  fc.assert(
    fc.property(worlds, (world) => {
      const credit = creditEvents(models, columnsOf(world), world.options, UNITS);
      const paths = nestedJoin(world);
      expect(credit.attributed).toBe([...paths.values()].filter(({ length }) => length > 0).length);
      expect(credit.touches).toBe([...paths.values()].reduce((sum, { length }) => sum + length, 0));
      models.forEach((model, place) => {
        const should = new Float64Array(2 * UNITS);
        for (const [conversion, path] of paths) {
          const { atMs, value } = world.conversions[conversion];
          const weights = weighPath(
            model,
            Float64Array.from(path, (touch) => atMs - touch.atMs),
          );
          path.forEach(({ unit }, touch) => {
            should[unit] += weights[touch];
            should[UNITS + unit] += weights[touch] * value;
          });
        }
        const is = [...credit.conversions[place], ...credit.value[place]];
        is.forEach((sum, at) => expect(sum).toBeCloseTo(should[at], 6));
      });
    }),
  );
});

test('a path of many touches at few instants goes by time, then rank, whatever order they stand in', () => {
  const exposures: Exposure[] = Array.from({ length: 500 }, (_, rank) => ({ identity: 0, atMs: rank % 7, unit: rank % UNITS, rank }));
  const conversions: Conversion[] = [{ identity: 0, atMs: 10, value: 1, rank: 0 }];
  const options = { identityCount: 1, lookbackMs: 8 };
  const backwards = { exposures: exposures.toReversed(), conversions, options };
  const expected = nestedJoin(backwards)
    .get(0)
    ?.map(({ rank }) => rank);
  expect(joined(backwards)[0].touches).toEqual(expected);
  expect(expected).toHaveLength(356);
});

test('without ranks, rows are the order of equal instants', () => {
  const exposures: ExposureColumns = { identity: Int32Array.of(0, 0, 0), atMs: Float64Array.of(5, 3, 5), unit: Uint16Array.of(0, 1, 2) };
  const rows: number[] = [];
  const options = { identityCount: 1, lookbackMs: 9 };
  joinPaths(exposures, { identity: Int32Array.of(0), atMs: Float64Array.of(5) }, options, (paths) =>
    rows.push(...paths.exposure.slice(0, 3)),
  );
  expect(rows).toEqual([1, 0, 2]);
});

test('many ranges of identities, some crowded, some without conversions, join as each conversion alone does', () => {
  const identityCount = 50_000;
  const next = (place: number) => Math.imul(place ^ (place >>> 7), 0x9e3779b1) >>> 4;
  const crowded = (place: number) => (place % 10 === 0 ? 7 : next(place) % identityCount);
  const exposures = Array.from({ length: 60_000 }, (_, rank): Exposure => {
    return { identity: crowded(rank + 1), atMs: next(rank + 2) % 1_000, unit: next(rank + 3) % UNITS, rank };
  });
  const conversions = Array.from({ length: 20_000 }, (_, rank): Conversion => {
    const identity = rank % 400 === 0 ? 7 : next(rank + 5) % (identityCount / 2);
    return { identity, atMs: next(rank + 6) % 1_000, value: rank, rank };
  });
  const byIdentity = Map.groupBy(exposures, ({ identity }) => identity);
  const found = joined({ exposures, conversions, options: { identityCount, lookbackMs: 100, roundExposures: 9_000 } });
  expect(found).toHaveLength(conversions.length);
  for (const { conversion, touches } of found) {
    const { identity, atMs } = conversions[conversion];
    const path = (byIdentity.get(identity) ?? []).filter((one) => one.atMs <= atMs && one.atMs >= atMs - 100);
    expect(touches).toEqual(path.sort((a, b) => a.atMs - b.atMs || a.rank - b.rank).map(({ rank }) => rank));
  }
});
