import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HazardRates, weighHazard, weighPathByHazard } from '../index.ts';

const DAY = 86_400_000;
const UNITS = 4;

const anyRates: fc.Arbitrary<HazardRates> = fc.record({
  baseline: fc.array(fc.constantFrom(0, 1e-12, 3e-10, 2e-9), { minLength: 2, maxLength: 2 }).map((list) => Float64Array.from(list)),
  effect: fc.array(fc.constantFrom(0, 0.001, 0.3, 2), { minLength: UNITS, maxLength: UNITS }).map((list) => Float64Array.from(list)),
  decay: fc
    .array(fc.integer({ min: 1, max: 1_440 }), { minLength: UNITS, maxLength: UNITS })
    .map((hours) => Float64Array.from(hours, (hour) => Math.LN2 / (hour * 3_600_000))),
  lookbackMs: fc.constantFrom(Infinity, 30 * DAY),
});
const anyPath = fc.record({
  touches: fc
    .array(fc.record({ unit: fc.nat(UNITS - 1), age: fc.integer({ min: 0, max: 90 * DAY }) }), { maxLength: 20 })
    .map((touches) => touches.toSorted((a, b) => b.age - a.age)),
  stratum: fc.nat(1),
});
type Path = typeof anyPath extends fc.Arbitrary<infer T> ? T : never;

function sharesOf(paths: Path[], rates: HazardRates) {
  const offsets = new Int32Array(paths.length + 1);
  paths.forEach(({ touches }, place) => (offsets[place + 1] = offsets[place] + touches.length));
  const touches = paths.flatMap((path) => path.touches);
  const columns = {
    pathCount: paths.length,
    offsets,
    unit: Int32Array.from(touches, ({ unit }) => unit),
    ageMs: Float64Array.from(touches, ({ age }) => age),
  };
  const shares = { weights: new Float64Array(touches.length).fill(NaN), organic: new Float64Array(paths.length).fill(NaN) };
  const strata = paths.map(({ stratum }) => stratum);
  weighHazard(columns, rates, strata, shares);
  return paths.map((_path, place) => ({
    weights: [...shares.weights.subarray(offsets[place], offsets[place + 1])],
    organic: shares.organic[place],
  }));
}

describe('hazard weights', () => {
  test('and the organic share add up to 1 in every path that has a touch, and are never negative', () => {
    fc.assert(
      fc.property(anyRates, fc.array(anyPath, { maxLength: 6 }), (rates, paths) => {
        sharesOf(paths, rates).forEach(({ weights, organic }, place) => {
          const sum = weights.reduce((total, weight) => total + weight, organic);
          if (paths[place].touches.length > 0) expect(Math.abs(sum - 1)).toBeLessThanOrEqual(1e-12);
          else expect(organic).toBe(0);
          expect([...weights, organic].every((share) => share >= 0 && share <= 1)).toBe(true);
        });
      }),
    );
  });

  test('are effect · decay · e^(−decay · age) by the hazard', () => {
    fc.assert(
      fc.property(anyRates, anyPath, (rates, path) => {
        const { weights, organic } = sharesOf([path], rates)[0];
        const made = path.touches.map(({ unit, age }) =>
          age <= rates.lookbackMs ? rates.effect[unit] * rates.decay[unit] * Math.exp(-rates.decay[unit] * age) : 0,
        );
        const hazard = made.reduce((sum, rate) => sum + rate, rates.baseline[path.stratum]);
        fc.pre(hazard > 1e-200 && path.touches.length > 0);
        weights.forEach((weight, touch) => expect(Math.abs(weight - made[touch] / hazard)).toBeLessThanOrEqual(1e-11));
        expect(Math.abs(organic - rates.baseline[path.stratum] / hazard)).toBeLessThanOrEqual(1e-11);
      }),
    );
  });

  test('have the same bits alone, in a batch and in any order of paths', () => {
    fc.assert(
      fc.property(anyRates, fc.array(anyPath, { maxLength: 6 }), (rates, paths) => {
        const batch = sharesOf(paths, rates);
        expect(sharesOf(paths.toReversed(), rates)).toEqual(batch.toReversed());
        paths.forEach(({ touches, stratum }, place) => {
          const units = touches.map(({ unit }) => unit);
          const ages = touches.map(({ age }) => age);
          const { weights, organic } = weighPathByHazard(units, ages, rates, stratum);
          expect({ weights: [...weights], organic }).toEqual(batch[place]);
        });
      }),
    );
  });

  test('leave everything organic where no touch and no baseline can have made the conversion', () => {
    const rates = { baseline: Float64Array.of(0), effect: Float64Array.of(1), decay: Float64Array.of(1 / DAY), lookbackMs: 30 * DAY };
    expect(weighPathByHazard([0], [31 * DAY], rates)).toEqual({ weights: Float64Array.of(0), organic: 1 });
  });

  test('of units, strata or ages that cannot be are refused', () => {
    const rates = { baseline: Float64Array.of(0), effect: Float64Array.of(1), decay: Float64Array.of(1 / DAY), lookbackMs: Infinity };
    expect(() => weighPathByHazard([1], [0], rates)).toThrow(/unit 1/);
    expect(() => weighPathByHazard([0], [-1], rates)).toThrow(/age/);
    expect(() => weighPathByHazard([0], [0], rates, 1)).toThrow(/stratum 1/);
  });
});
