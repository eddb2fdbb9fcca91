import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildModel, type Model, MODEL_NAMES, weigh, weighPath } from './index.ts';

const DAY = 86_400_000;
const models = fc.oneof(
  fc.constantFrom(...MODEL_NAMES).map((name) => buildModel(name)),
  fc.double({ min: 3_600_000, max: 90 * DAY, noNaN: true }).map((halfLifeMs) => buildModel('time_decay', { halfLifeMs })),
  fc
    .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }))
    .map(([first, last]) => buildModel('position_based', { firstShare: first / 100, lastShare: last / 100 })),
);
const oldestFirst = (ages: number[]) => ages.toSorted((a, b) => b - a);
const wholeAges = fc.array(fc.integer({ min: 0, max: 90 * DAY }), { maxLength: 60 }).map(oldestFirst);
const anyAges = fc.array(fc.double({ min: 0, max: 3_650 * DAY, noNaN: true }), { maxLength: 60 }).map(oldestFirst);
const someAges = wholeAges.filter((ages) => ages.length > 0);

function columnsOf(paths: number[][]) {
  const offsets = new Int32Array(paths.length + 1);
  paths.forEach((path, place) => (offsets[place + 1] = offsets[place] + path.length));
  return { pathCount: paths.length, offsets, ageMs: Float64Array.from(paths.flat()) };
}

function weighAll(model: Model, paths: number[][]): number[][] {
  const columns = columnsOf(paths);
  const weights = new Float64Array(columns.ageMs.length).fill(NaN);
  weigh(model, columns, weights);
  return paths.map((_path, place) => [...weights.subarray(columns.offsets[place], columns.offsets[place + 1])]);
}

/** The models as METHOD tells them, by the shortest way. */
function naiveWeights(model: Model, ages: number[]): number[] {
  const n = ages.length;
  const raw = ages.map((age, place) => {
    if (model.name === 'first_touch') return place === 0 ? 1 : 0;
    if (model.name === 'last_touch') return place === n - 1 ? 1 : 0;
    if (model.name === 'linear' || n === 1) return 1;
    if (model.name === 'time_decay') return Math.pow(2, -(age - ages[n - 1]) / model.halfLifeMs);
    if (n === 2) return model.firstShare + model.lastShare === 0 ? 1 : [model.firstShare, model.lastShare][place];
    if (place === 0) return model.firstShare;
    return place === n - 1 ? model.lastShare : (1 - model.firstShare - model.lastShare) / (n - 2);
  });
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

describe('weights', () => {
  test('are never negative and add up to 1 within 1e-12', () => {
    fc.assert(
      fc.property(models, fc.oneof(wholeAges, anyAges), (model, ages) => {
        const weights = weighPath(model, ages);
        expect(weights.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
        if (ages.length > 0) expect(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThanOrEqual(1e-12);
      }),
    );
  });

  test('agree with the naive formulas to 1e-12 of a conversion', () => {
    fc.assert(
      fc.property(models, wholeAges, (model, ages) => {
        const naive = naiveWeights(model, ages);
        weighPath(model, ages).forEach((weight, place) => expect(Math.abs(weight - naive[place])).toBeLessThanOrEqual(1e-12));
      }),
    );
  });

  test('of a path are the same bits alone and in a batch', () => {
    fc.assert(
      fc.property(models, fc.array(fc.oneof(wholeAges, anyAges), { maxLength: 8 }), (model, paths) => {
        expect(weighAll(model, paths)).toEqual(paths.map((path) => [...weighPath(model, path)]));
      }),
    );
  });

  test('of a path do not change with the order of the paths in a batch', () => {
    fc.assert(
      fc.property(models, fc.array(wholeAges, { maxLength: 8 }), (model, paths) => {
        expect(weighAll(model, paths.toReversed())).toEqual(weighAll(model, paths).toReversed());
      }),
    );
  });

  test('do not change when every age grows by the same time', () => {
    fc.assert(
      fc.property(models, wholeAges, fc.integer({ min: 0, max: 90 * DAY }), (model, ages, shift) => {
        expect([
          ...weighPath(
            model,
            ages.map((age) => age + shift),
          ),
        ]).toEqual([...weighPath(model, ages)]);
      }),
    );
  });

  test('do not depend on the unit of time: ages and half-life may be scaled together', () => {
    fc.assert(
      fc.property(models, wholeAges, fc.integer({ min: 1, max: 100 }), (model, ages, factor) => {
        const scaled = weighPath(
          { ...model, halfLifeMs: model.halfLifeMs * factor },
          ages.map((age) => age * factor),
        );
        weighPath(model, ages).forEach((weight, place) => expect(Math.abs(weight - scaled[place])).toBeLessThanOrEqual(1e-12));
      }),
    );
  });

  test.each(['first_touch', 'last_touch', 'linear', 'position_based'] as const)('of %s do not depend on ages at all', (name) => {
    fc.assert(
      fc.property(wholeAges, (ages) => {
        expect([...weighPath(buildModel(name), ages)]).toEqual([...weighPath(buildModel(name), new Float64Array(ages.length))]);
      }),
    );
  });

  test('of time_decay never fall towards the conversion, and halve with a half-life', () => {
    fc.assert(
      fc.property(someAges, (ages) => {
        const weights = weighPath(buildModel('time_decay'), ages);
        for (let touch = 1; touch < weights.length; touch += 1)
          expect(weights[touch]).toBeGreaterThanOrEqual(weights[touch - 1] * (1 - 1e-14));
      }),
    );
    expect([...weighPath(buildModel('time_decay', { halfLifeMs: DAY }), [2 * DAY, DAY, 0])]).toEqual([1 / 7, 2 / 7, 4 / 7]);
  });

  test('of time_decay go to the newest touch when all others are beyond measure', () => {
    const weights = weighPath(buildModel('time_decay', { halfLifeMs: 3_600_000 }), [36_500 * DAY, 3_650 * DAY, 400 * DAY]);
    expect([...weights]).toEqual([0, 0, 1]);
  });
});

test('one touch takes all under every model', () => {
  fc.assert(
    fc.property(models, fc.double({ min: 0, max: 1e15, noNaN: true }), (model, age) => {
      expect([...weighPath(model, [age])]).toEqual([1]);
    }),
  );
});

test('a path without touches has no weights', () => {
  for (const name of MODEL_NAMES) expect(weighPath(buildModel(name), [])).toHaveLength(0);
});

test.each([[[-1]], [[NaN]], [[Infinity]], [[1, 2]]])('ages %o are refused', (ages) => {
  expect(() => weighPath(buildModel('linear'), ages)).toThrow(RangeError);
});
