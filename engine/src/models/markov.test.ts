import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countTransitions,
  fitMarkov,
  fitTransitions,
  markovClassic,
  type MarkovOrder,
  openTransitions,
  renumberUnits,
  weighByEffect,
  weighPathByEffect,
} from '../index.ts';

const UNITS = 5;

interface Path {
  units: number[];
  conversions: number;
  nulls: number;
}

const anyPath: fc.Arbitrary<Path> = fc.record({
  units: fc.array(fc.nat(UNITS - 1), { maxLength: 7 }),
  conversions: fc.nat(5),
  nulls: fc.nat(5),
});
const anyPaths = fc.array(anyPath, { minLength: 1, maxLength: 25 });
const anyOrder = fc.constantFrom<MarkovOrder[]>(1, 2);

function columnsOf(paths: Path[]) {
  const offsets = new Int32Array(paths.length + 1);
  paths.forEach(({ units }, place) => (offsets[place + 1] = offsets[place] + units.length));
  const unit = Int32Array.from(paths.flatMap(({ units }) => units));
  const columns = { pathCount: paths.length, offsets, unit, ageMs: new Float64Array(unit.length) };
  const counts = {
    conversions: Float64Array.from(paths, ({ conversions }) => conversions),
    nulls: Float64Array.from(paths, ({ nulls }) => nulls),
  };
  return { columns, counts };
}

function fit(paths: Path[], order: MarkovOrder = 1, unitCount = UNITS) {
  const { columns, counts } = columnsOf(paths);
  return fitMarkov(columns, counts, unitCount, order);
}

/** Solves m · x = b by Gauss and Jordan, an equation at a time. */
function solve(m: number[][], b: number[]): number[] {
  const rows = m.map((row, place) => [...row, b[place]]);
  rows.forEach((_row, column) => {
    const best = rows.reduce((top, row, at) => (at > column && Math.abs(row[column]) > Math.abs(rows[top][column]) ? at : top), column);
    [rows[column], rows[best]] = [rows[best], rows[column]];
    const scaled = rows[column].map((cell) => cell / rows[column][column]);
    rows.forEach((row, at) => {
      if (at !== column) rows[at] = row.map((cell, place) => cell - row[column] * scaled[place]);
    });
    rows[column] = scaled;
  });
  return rows.map((row) => row[rows.length]);
}

/**
 * The probability of a conversion in the chain of the paths, self-loops and all, rebuilt without one unit: every step to a state whose last
 * touch is that unit leads to null. States go by name: the touches so far, as many as the order has.
 */
function conversionWithout(paths: Path[], order: MarkovOrder, removed: number): number {
  const steps = new Map<string, Map<string, number>>();
  const addStep = (from: string, to: string, times: number) => {
    const row = steps.get(from) ?? new Map<string, number>();
    steps.set(from, row.set(to, (row.get(to) ?? 0) + times));
  };
  for (const { units, conversions, nulls } of paths) {
    if (units.length === 0 || conversions + nulls === 0) continue;
    const names = units.map((_unit, place) => `after ${units.slice(Math.max(0, place + 1 - order), place + 1).join(' ')}`);
    ['start', ...names.slice(0, -1)].forEach((from, place) => {
      addStep(from, units[place] === removed ? 'null' : names[place], conversions + nulls);
    });
    addStep(names[names.length - 1], 'conversion', conversions);
    addStep(names[names.length - 1], 'null', nulls);
  }
  const states = [...steps.keys()].filter((name) => !name.endsWith(` ${removed}`));
  if (states.length === 0) return 0;
  const share = (from: string, to: string) => {
    const row = steps.get(from) ?? new Map<string, number>();
    return (row.get(to) ?? 0) / [...row.values()].reduce((sum, times) => sum + times, 0);
  };
  const chances = solve(
    states.map((from) => states.map((to) => (from === to ? 1 : 0) - share(from, to))),
    states.map((from) => share(from, 'conversion')),
  );
  return chances[states.indexOf('start')];
}

describe('removal effects', () => {
  test.each([1, 2] as const)('of order %d are what is lost when the chain is rebuilt without the unit and solved anew', (order) => {
    fc.assert(
      fc.property(anyPaths, (paths) => {
        const { removalEffects, conversionProbability } = fit(paths, order);
        const whole = conversionWithout(paths, order, -1);
        expect(Math.abs(conversionProbability - whole)).toBeLessThanOrEqual(1e-12);
        removalEffects.forEach((effect, unit) => {
          const without = conversionWithout(paths, order, unit);
          expect(Math.abs(effect - (whole > 0 ? 1 - without / whole : 0))).toBeLessThanOrEqual(1e-10);
        });
      }),
      { numRuns: 400 },
    );
  });

  test('lie between 0 and 1, and are 0 for units never seen', () => {
    fc.assert(
      fc.property(anyPaths, anyOrder, (paths, order) => {
        const { removalEffects } = fit(paths, order, UNITS + 3);
        expect(removalEffects.every((effect) => effect >= 0 && effect <= 1)).toBe(true);
        expect([...removalEffects.subarray(UNITS)]).toEqual([0, 0, 0]);
      }),
    );
  });

  test('are the same for units of which each stands where the other stood', () => {
    const swap = [1, 0, 2, 3, 4];
    fc.assert(
      fc.property(anyPaths, anyOrder, (paths, order) => {
        const mirrored = paths.map((path) => ({ ...path, units: path.units.map((unit) => swap[unit]) }));
        const [one, other] = fit([...paths, ...mirrored], order).removalEffects;
        expect(Math.abs(one - other)).toBeLessThanOrEqual(1e-12);
      }),
    );
  });

  test('of order 1 do not change by a bit when touches are repeated at once', () => {
    fc.assert(
      fc.property(anyPaths, fc.integer({ min: 2, max: 4 }), (paths, times) => {
        const repeated = paths.map((path) => ({ ...path, units: path.units.flatMap((unit) => Array.from({ length: times }, () => unit)) }));
        expect(fit(repeated).removalEffects).toEqual(fit(paths).removalEffects);
      }),
    );
  });

  test('do not change by a bit with the order of the paths, or when a path stands in two parts, or is counted in parts', () => {
    fc.assert(
      fc.property(anyPaths, anyOrder, (paths, order) => {
        const whole = fit(paths, order);
        expect(fit(paths.toReversed(), order)).toEqual(whole);
        const halves = paths.flatMap((path) => [
          { ...path, nulls: 0 },
          { ...path, conversions: 0 },
        ]);
        expect(fit(halves, order)).toEqual(whole);
        const transitions = openTransitions(UNITS, order);
        for (const path of paths) {
          const { columns, counts } = columnsOf([path]);
          countTransitions(transitions, columns, counts);
        }
        expect(fitTransitions(transitions)).toEqual(whole);
      }),
    );
  });

  test('of units numbered otherwise after counting are those of paths with these numbers', () => {
    const anyNumbers = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: UNITS, maxLength: UNITS });
    fc.assert(
      fc.property(anyPaths, anyOrder, anyNumbers, (paths, order, numbers) => {
        const transitions = openTransitions(UNITS, order);
        const { columns, counts } = columnsOf(paths);
        countTransitions(transitions, columns, counts);
        const renamed = paths.map((path) => ({ ...path, units: path.units.map((unit) => numbers[unit]) }));
        expect(fitTransitions(renumberUnits(transitions, numbers, 7))).toEqual(fit(renamed, order, 7));
      }),
    );
  });

  test('keep their precision where the chain is all but closed', () => {
    const paths = [
      { units: Array.from({ length: 200_001 }, (_, place) => place % 2), conversions: 1, nulls: 0 },
      { units: [2], conversions: 1, nulls: 2 },
    ];
    const { removalEffects, conversionProbability } = fit(paths);
    expect(Math.abs(conversionProbability * 2 - 1)).toBeLessThan(1e-14);
    [0.5, (0.5 * 100_000) / 100_001, 0.5].forEach((effect, unit) =>
      expect(Math.abs(removalEffects[unit] / effect - 1)).toBeLessThan(1e-14),
    );
  });

  test('of the worked example are those of its closed form', () => {
    const { removalEffects, conversionProbability } = fit([
      { units: [0, 1], conversions: 1, nulls: 0 },
      { units: [0], conversions: 0, nulls: 1 },
      { units: [1], conversions: 1, nulls: 1 },
    ]);
    expect(conversionProbability).toBeCloseTo(0.5, 15);
    expect(removalEffects[0]).toBeCloseTo(1 / 3, 15);
    expect(removalEffects[1]).toBe(1);
  });

  test('are 0 without a conversion, and without a path', () => {
    expect([...fit([{ units: [0, 1], conversions: 0, nulls: 3 }]).removalEffects]).toEqual([0, 0, 0, 0, 0]);
    expect(fit([])).toMatchObject({ conversionProbability: 0, states: 0, conversions: 0, nulls: 0 });
    expect(fit([{ units: [], conversions: 4, nulls: 1 }])).toMatchObject({ conversionProbability: 0, conversions: 0, nulls: 0 });
  });

  test('of more states than fit into memory are refused', () => {
    expect(() => openTransitions(4_097, 1)).toThrow(RangeError);
    const units = Array.from({ length: 4_098 }, (_, unit) => unit);
    expect(() => fit([{ units, conversions: 1, nulls: 0 }], 2, 5_000)).toThrow(/4098 states/);
  });
});

describe('weights by effect', () => {
  const anyEffects = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: UNITS, maxLength: UNITS });

  test('add up to 1, are in proportion to the effects, and are even where all are 0', () => {
    fc.assert(
      fc.property(anyPaths, anyEffects, (paths, list) => {
        const effects = Float64Array.from(list, (effect) => (effect < 0.2 ? 0 : effect));
        const { columns } = columnsOf(paths);
        const weights = new Float64Array(columns.unit.length);
        weighByEffect(columns, effects, weights);
        paths.forEach(({ units }, path) => {
          const own = [...weights.subarray(columns.offsets[path], columns.offsets[path + 1])];
          expect(own).toEqual([...weighPathByEffect(units, effects)]);
          const sum = units.reduce((total, unit) => total + effects[unit], 0);
          own.forEach((weight, touch) => expect(weight).toBeCloseTo(sum > 0 ? effects[units[touch]] / sum : 1 / units.length, 12));
          if (units.length > 0) expect(Math.abs(own.reduce((total, weight) => total + weight, 0) - 1)).toBeLessThanOrEqual(1e-12);
        });
      }),
    );
  });

  test('of a unit without an effect in the list are refused', () => {
    expect(() => weighPathByEffect([0, 2], Float64Array.of(1, 1))).toThrow(RangeError);
    expect(() => weighPathByEffect([-1], Float64Array.of(1, 1))).toThrow(RangeError);
  });
});

test('the classic total shares out the whole in proportion to the removal effects, and nothing where there is none', () => {
  const parts = markovClassic(Float64Array.of(0.5, 0.25, 0), 30);
  expect([...parts]).toEqual([20, 10, 0]);
  expect([...markovClassic(Float64Array.of(0, 0), 30)]).toEqual([0, 0]);
});
