import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildModel, creditByUnit, type Model, MODEL_NAMES, weighPath } from './index.ts';

const DAY = 86_400_000;
const UNITS = 5;

interface Path {
  touches: { age: number; unit: number }[];
  conversions: number;
  value: number;
}

const anyPath: fc.Arbitrary<Path> = fc.record({
  touches: fc
    .array(fc.record({ age: fc.integer({ min: 0, max: 90 * DAY }), unit: fc.nat(UNITS - 1) }), { maxLength: 30 })
    .map((touches) => touches.toSorted((a, b) => b.age - a.age)),
  conversions: fc.integer({ min: 0, max: 1000 }),
  value: fc.integer({ min: 0, max: 1_000_000 }),
});
const anyModels = fc
  .array(
    fc
      .tuple(fc.constantFrom(...MODEL_NAMES), fc.integer({ min: 1, max: 60 }))
      .map(([name, days]) => buildModel(name, { halfLifeMs: days * DAY })),
    { maxLength: 6 },
  )
  .map((models) => [buildModel('linear'), ...models]);

function creditOf(models: Model[], paths: Path[], unitCount = UNITS) {
  const offsets = new Int32Array(paths.length + 1);
  paths.forEach((path, place) => (offsets[place + 1] = offsets[place] + path.touches.length));
  const touches = paths.flatMap((path) => path.touches);
  const columns = {
    pathCount: paths.length,
    offsets,
    ageMs: Float64Array.from(touches, ({ age }) => age),
    unit: Int32Array.from(touches, ({ unit }) => unit),
  };
  const totals = {
    conversions: Float64Array.from(paths, ({ conversions }) => conversions),
    value: Float64Array.from(paths, ({ value }) => value),
  };
  return creditByUnit(models, columns, totals, unitCount);
}

/** The same sums from the one-path form, in the order of paths and touches. */
function naiveCredit(model: Model, paths: Path[]) {
  const sums = { conversions: new Float64Array(UNITS), value: new Float64Array(UNITS) };
  for (const { touches, conversions, value } of paths) {
    const weights = weighPath(
      model,
      touches.map(({ age }) => age),
    );
    touches.forEach(({ unit }, touch) => {
      sums.conversions[unit] += weights[touch] * conversions;
      sums.value[unit] += weights[touch] * value;
    });
  }
  return sums;
}

const isClose = (a: number, b: number) => Math.abs(a - b) <= 1e-11 * Math.max(Math.abs(a), Math.abs(b));

describe('credit by unit', () => {
  test('is the sum of weights times conversions and value, for several models at once', () => {
    fc.assert(
      fc.property(anyModels, fc.array(anyPath, { maxLength: 20 }), (models, paths) => {
        const credit = creditOf(models, paths);
        models.forEach((model, place) => {
          const naive = naiveCredit(model, paths);
          expect([...credit.conversions[place]]).toEqual(
            [...naive.conversions].map((sum) => expect.toSatisfy((x: number) => isClose(x, sum))),
          );
          expect([...credit.value[place]]).toEqual([...naive.value].map((sum) => expect.toSatisfy((x: number) => isClose(x, sum))));
        });
      }),
    );
  });

  test('of one path with one conversion has the bits of its weights', () => {
    fc.assert(
      fc.property(anyModels, anyPath, (models, path) => {
        const touches = path.touches.slice(0, UNITS).map(({ age }, unit) => ({ age, unit }));
        const { conversions } = creditOf(models, [{ touches, conversions: 1, value: 0 }]);
        const ages = touches.map(({ age }) => age);
        models.forEach((model, place) => expect([...conversions[place]].slice(0, touches.length)).toEqual([...weighPath(model, ages)]));
      }),
    );
  });

  test('of one long conversion per unit has the bits of its weights in a large batch, too', () => {
    const lengths = [1, 2, 3, 17, 64, 65, 300];
    const models = [3, 7]
      .map((days) => buildModel('time_decay', { halfLifeMs: days * DAY }))
      .concat(MODEL_NAMES.map((name) => buildModel(name)));
    let unit = 0;
    const marked = lengths.map((length) => ({
      touches: Array.from({ length }, (_, touch) => ({ age: (length - touch) ** 2 * 54_321, unit: unit++ })),
      conversions: 1,
      value: 0,
    }));
    const filler = { touches: [{ age: 0, unit }], conversions: 1, value: 1 };
    const paths = marked.flatMap((path) => [path, ...Array.from({ length: 60_000 }, () => filler)]);
    const credit = creditOf(models, paths, unit + 1);
    models.forEach((model, place) => {
      const weights = marked.flatMap(({ touches }) => [
        ...weighPath(
          model,
          touches.map(({ age }) => age),
        ),
      ]);
      expect([...credit.conversions[place]].slice(0, unit)).toEqual(weights);
    });
  });

  test('of each model does not depend on the models asked for beside it', () => {
    fc.assert(
      fc.property(anyModels, fc.array(anyPath, { maxLength: 10 }), (models, paths) => {
        const together = creditOf(models, paths);
        models.forEach((model, place) => {
          const alone = creditOf([model], paths);
          expect(together.conversions[place]).toEqual(alone.conversions[0]);
          expect(together.value[place]).toEqual(alone.value[0]);
        });
      }),
    );
  });

  test('conserves the totals of paths that have a touch', () => {
    fc.assert(
      fc.property(anyModels, fc.array(anyPath, { maxLength: 20 }), (models, paths) => {
        const credited = paths.filter(({ touches }) => touches.length > 0);
        const total = (of: (path: Path) => number) => credited.reduce((sum, path) => sum + of(path), 0);
        const credit = creditOf(models, paths);
        models.forEach((_model, place) => {
          expect(credit.conversions[place].reduce((sum, part) => sum + part, 0)).toBeCloseTo(
            total(({ conversions }) => conversions),
            6,
          );
          expect(credit.value[place].reduce((sum, part) => sum + part, 0)).toBeCloseTo(
            total(({ value }) => value),
            4,
          );
        });
      }),
    );
  });

  test('spans chunks: many paths and one very long one', () => {
    const longest = Array.from({ length: 40_000 }, (_, touch) => ({ age: (40_000 - touch) * 1000, unit: touch % UNITS }));
    const short = Array.from({ length: 30_000 }, (_, path) => ({
      touches: [
        { age: path + 5, unit: path % UNITS },
        { age: 3, unit: 0 },
      ],
      conversions: 1,
      value: path,
    }));
    const paths = [...short, { touches: longest, conversions: 7, value: 900 }, ...short];
    const models = MODEL_NAMES.map((name) => buildModel(name));
    const credit = creditOf(models, paths);
    models.forEach((model, place) => {
      const naive = naiveCredit(model, paths);
      naive.conversions.forEach((sum, unit) => expect(isClose(credit.conversions[place][unit], sum)).toBe(true));
      naive.value.forEach((sum, unit) => expect(isClose(credit.value[place][unit], sum)).toBe(true));
    });
  });

  test('counts one conversion per path when conversions are left out', () => {
    const columns = { pathCount: 2, offsets: Int32Array.of(0, 2, 3), ageMs: Float64Array.of(5, 0, 9), unit: Uint16Array.of(0, 1, 1) };
    const credit = creditByUnit([buildModel('linear')], columns, { value: Float64Array.of(10, 4) }, 2);
    expect([...credit.conversions[0]]).toEqual([0.5, 1.5]);
    expect([...credit.value[0]]).toEqual([5, 9]);
  });

  test('of no paths is zero for every unit', () => {
    expect([...creditOf([buildModel('time_decay')], []).value[0]]).toEqual([0, 0, 0, 0, 0]);
  });
});
