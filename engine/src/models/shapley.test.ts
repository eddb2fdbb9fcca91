import fc from 'fast-check';
import { expect, test } from 'vitest';
import { creditByShapley, creditByWeights, weighPathByShapley, weighShapley } from '../index.ts';

const UNITS = 8;
const anyPaths = fc.array(
  fc.record({ units: fc.array(fc.nat(UNITS - 1), { maxLength: 12 }), conversions: fc.nat(9), value: fc.nat(1_000) }),
  { maxLength: 20 },
);

function columnsOf(paths: { units: number[] }[]) {
  const offsets = new Int32Array(paths.length + 1);
  paths.forEach(({ units }, place) => (offsets[place + 1] = offsets[place] + units.length));
  const unit = Int32Array.from(paths.flatMap(({ units }) => units));
  return { pathCount: paths.length, offsets, unit, ageMs: new Float64Array(unit.length) };
}

function weightsOf(paths: { units: number[] }[]) {
  const columns = columnsOf(paths);
  const weights = new Float64Array(columns.unit.length).fill(NaN);
  weighShapley(columns, weights);
  return { columns, weights };
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Shapley's own formula over all coalitions of units; a coalition earns what all paths bring that need nobody outside it. */
function shapleyValues(paths: { units: number[]; conversions: number }[]): number[] {
  const needs = paths.map(({ units }) => units.reduce((set, unit) => set | (1 << unit), 0));
  const worth = Array.from({ length: 1 << UNITS }, (_, coalition) =>
    paths.reduce((sum, { conversions }, path) => sum + (needs[path] !== 0 && (needs[path] & ~coalition) === 0 ? conversions : 0), 0),
  );
  const sizeOf = (coalition: number) => coalition.toString(2).replaceAll('0', '').length;
  return Array.from({ length: UNITS }, (_, unit) =>
    worth.reduce((sum, before, coalition) => {
      if ((coalition & (1 << unit)) !== 0) return sum;
      const size = sizeOf(coalition);
      const chance = (factorial(size) * factorial(UNITS - size - 1)) / factorial(UNITS);
      return sum + chance * (worth[coalition | (1 << unit)] - before);
    }, 0),
  );
}

test("the credit of units is Shapley's value over all coalitions", () => {
  fc.assert(
    fc.property(anyPaths, (paths) => {
      const { columns, weights } = weightsOf(paths);
      const totals = {
        conversions: Float64Array.from(paths, ({ conversions }) => conversions),
        value: Float64Array.from(paths, ({ value }) => value),
      };
      const credit = creditByWeights(columns, totals, weights, UNITS);
      const quick = creditByShapley(columns, totals, UNITS);
      for (const part of ['conversions', 'value'] as const) {
        quick[part].forEach((sum, unit) => expect(Math.abs(sum - credit[part][unit])).toBeLessThanOrEqual(1e-11 * credit[part][unit]));
      }
      shapleyValues(paths).forEach((value, unit) => expect(Math.abs(credit.conversions[unit] - value)).toBeLessThan(1e-9));
      shapleyValues(paths.map(({ units, value }) => ({ units, conversions: value }))).forEach((value, unit) =>
        expect(Math.abs(credit.value[unit] - value)).toBeLessThan(1e-7),
      );
    }),
    { numRuns: 60 },
  );
});

test('weights of a path add up to 1, and have the same bits alone, in a batch and in any order of paths', () => {
  fc.assert(
    fc.property(anyPaths, (paths) => {
      const { columns, weights } = weightsOf(paths);
      const own = paths.map((_path, place) => [...weights.subarray(columns.offsets[place], columns.offsets[place + 1])]);
      expect(own).toEqual(paths.map(({ units }) => [...weighPathByShapley(units)]));
      const reversed = weightsOf(paths.toReversed());
      expect([...reversed.weights]).toEqual(own.toReversed().flat());
      for (const path of own) {
        if (path.length > 0) expect(Math.abs(path.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThanOrEqual(1e-12);
      }
    }),
  );
});

test('the weight is 1 by units by touches of the unit, also for units with large numbers and long paths', () => {
  expect([...weighPathByShapley([7, 3, 7])]).toEqual([0.25, 0.5, 0.25]);
  expect([...weighPathByShapley([5_000_000, 0])]).toEqual([0.5, 0.5]);
  const long = weighPathByShapley(Array.from({ length: 3_000 }, (_, touch) => touch % 2));
  expect(new Set(long)).toEqual(new Set([1 / 3_000]));
});

test('credit by unit counts one conversion per path when conversions are left out, and nothing for paths without touches', () => {
  const columns = columnsOf([{ units: [1, 0, 1] }, { units: [] }, { units: [1] }]);
  const credit = creditByShapley(columns, { value: Float64Array.of(10, 99, 4) }, 3);
  expect(credit).toEqual({ conversions: Float64Array.of(0.5, 1.5, 0), value: Float64Array.of(5, 9, 0) });
});
