import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendOrganic, apportion, apportionConversions, apportionPath, buildModel, MODEL_NAMES, NANO, weighPath } from './index.ts';

const DAY = 86_400_000;
const anyWeights = fc.oneof(
  fc
    .tuple(fc.constantFrom(...MODEL_NAMES), fc.array(fc.integer({ min: 0, max: 90 * DAY }), { minLength: 1, maxLength: 60 }))
    .map(([name, ages]) =>
      weighPath(
        buildModel(name),
        ages.toSorted((a, b) => b - a),
      ),
    ),
  fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 60 }).map((parts) => {
    const total = parts.reduce((sum, part) => sum + part, 0);
    return Float64Array.from(parts, (part) => (total === 0 ? 1 / parts.length : part / total));
  }),
);
const anyValue = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 1e9 }), fc.maxSafeInteger().map(Math.abs));
const exactSum = (parts: Iterable<number>) => [...parts].reduce((sum, part) => sum + BigInt(part), 0n);

/** Largest remainder over whole-number parts, without a floating-point number: the remainder of value × part ÷ total decides. */
function exactParts(value: bigint, parts: bigint[]): bigint[] {
  const total = parts.reduce((sum, part) => sum + part, 0n);
  const credit = parts.map((part) => (value * part) / total);
  const left = Number(value - credit.reduce((sum, part) => sum + part, 0n));
  const byRemainder = parts
    .map((part, place) => ({ place, remainder: (value * part) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.place - b.place : a.remainder > b.remainder ? -1 : 1));
  for (const { place } of byRemainder.slice(0, left)) credit[place] += 1n;
  return credit;
}

/** The models' weights as whole numbers in proportion. */
const rationalWeights = {
  linear: (n: number) => Array.from({ length: n }, () => 1n),
  position_based: (n: number) => {
    if (n < 3) return Array.from({ length: n }, () => 1n);
    return Array.from({ length: n }, (_, place) => (place === 0 || place === n - 1 ? 2n * BigInt(n - 2) : 1n));
  },
  time_decay: (n: number) => Array.from({ length: n }, (_, place) => 1n << BigInt(place)),
};

describe('credit in minor units', () => {
  test('adds up exactly to the value, in whole units that are never negative', () => {
    fc.assert(
      fc.property(anyValue, anyWeights, (value, weights) => {
        const credit = apportionPath(value, weights);
        expect(exactSum(credit)).toBe(BigInt(value));
        expect(credit.every((part) => Number.isSafeInteger(part) && part >= 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('is within one unit of the share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), anyWeights, (value, weights) => {
        apportionPath(value, weights).forEach((part, touch) => expect(Math.abs(part - value * weights[touch])).toBeLessThan(1 + 1e-6));
      }),
    );
  });

  test.each(['linear', 'position_based', 'time_decay'] as const)('of %s is the largest remainder of exact fractions', (name) => {
    const halfLifeMs = 7 * DAY;
    const lengths = fc.integer({ min: 1, max: name === 'time_decay' ? 16 : 60 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), lengths, (value, n) => {
        const ages = Array.from({ length: n }, (_, place) => (n - 1 - place) * halfLifeMs);
        const credit = apportionPath(value, weighPath(buildModel(name, { halfLifeMs }), ages));
        expect([...credit].map(BigInt)).toEqual(exactParts(BigInt(value), rationalWeights[name](n)));
      }),
      { numRuns: 500 },
    );
  });

  test('goes to the earlier touch when remainders are equal', () => {
    expect([...apportionPath(2, [0.25, 0.25, 0.25, 0.25])]).toEqual([1, 1, 0, 0]);
    expect([...apportionPath(1, [0.5 - 1e-12, 0.5 + 1e-12])]).toEqual([1, 0]);
  });

  test('of a share that is whole but for rounding stays whole', () => {
    expect([...apportionPath(10_000, [0.4, 0.19999999999999996, 0.4])]).toEqual([4000, 2000, 4000]);
  });

  test('adds up when rounding leaves more units than touches, or takes too many', () => {
    const value = Number.MAX_SAFE_INTEGER;
    for (const shift of [-1e-12, 1e-12]) {
      expect(exactSum(apportionPath(value, [0.5 + shift, 0.25, 0.25]))).toBe(BigInt(value));
    }
  });

  test('of a path does not depend on the other paths of the batch', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyValue, anyWeights), { maxLength: 6 }), (paths) => {
        const offsets = new Int32Array(paths.length + 1);
        paths.forEach(([, weights], place) => (offsets[place + 1] = offsets[place] + weights.length));
        const credit = new Float64Array(offsets[paths.length]).fill(NaN);
        const values = Float64Array.from(paths, ([value]) => value);
        apportion({ pathCount: paths.length, offsets }, values, Float64Array.from(paths.flatMap(([, weights]) => [...weights])), credit);
        expect([...credit]).toEqual(paths.flatMap(([value, weights]) => [...apportionPath(value, weights)]));
      }),
    );
  });

  test.each([-1, 0.5, NaN, Infinity, 2 ** 53])('of the impossible value %d is refused', (value) => {
    expect(() => apportionPath(value, [1])).toThrow(RangeError);
  });

  test('of an amount without a touch is refused, of nothing it is nothing', () => {
    expect(() => apportionPath(1, [])).toThrow(RangeError);
    expect(apportionPath(0, [])).toHaveLength(0);
  });
});

test('billionths of a conversion add up to 1,000,000,000 exactly, each within one of its weight', () => {
  fc.assert(
    fc.property(anyWeights, (weights) => {
      const nano = new Float64Array(weights.length);
      apportionConversions({ pathCount: 1, offsets: Int32Array.of(0, weights.length) }, weights, nano);
      expect(exactSum(nano)).toBe(BigInt(NANO));
      nano.forEach((part, touch) => {
        expect(part).toBeGreaterThanOrEqual(0);
        expect(Math.abs(part - weights[touch] * NANO)).toBeLessThanOrEqual(1 + 1e-3);
      });
    }),
  );
});

describe('credit beside an organic share', () => {
  const anyShares = fc.array(fc.tuple(anyValue, fc.array(fc.nat(9), { maxLength: 6 }), fc.nat(9)), { maxLength: 6 });

  test('adds up exactly with it, in money and in billionths, and is that of the path with one more touch', () => {
    fc.assert(
      fc.property(anyShares, (list) => {
        const paths = list.map(([value, parts, rest]) => {
          const total = parts.reduce((sum, part) => sum + part, rest) || 1;
          return { value, weights: parts.map((part) => part / total), organic: parts.every((part) => part === 0) ? 1 : rest / total };
        });
        const offsets = new Int32Array(paths.length + 1);
        paths.forEach(({ weights }, path) => (offsets[path + 1] = offsets[path] + weights.length));
        const weights = Float64Array.from(paths.flatMap((path) => path.weights));
        const organic = Float64Array.from(paths, (path) => path.organic);
        const shares = appendOrganic({ pathCount: paths.length, offsets }, weights, organic);
        const [minor, nano] = [0, 1].map(() => new Float64Array(shares.weights.length));
        const values = Float64Array.from(paths, ({ value }) => value);
        apportion(shares, values, shares.weights, minor);
        apportionConversions(shares, shares.weights, nano);
        paths.forEach((path, place) => {
          const [from, upTo] = [shares.offsets[place], shares.offsets[place + 1]];
          expect(upTo - from).toBe(path.weights.length === 0 ? 0 : path.weights.length + 1);
          if (upTo === from) return;
          expect([...minor.subarray(from, upTo)]).toEqual([...apportionPath(path.value, [...path.weights, path.organic])]);
          expect(exactSum(minor.subarray(from, upTo))).toBe(BigInt(path.value));
          expect(exactSum(nano.subarray(from, upTo))).toBe(BigInt(NANO));
        });
      }),
    );
  });

  test('goes to a touch before it goes to organic when remainders are equal', () => {
    const shares = appendOrganic({ pathCount: 1, offsets: Int32Array.of(0, 1) }, Float64Array.of(0.5), Float64Array.of(0.5));
    const minor = new Float64Array(2);
    apportion(shares, Float64Array.of(3), shares.weights, minor);
    expect([...minor]).toEqual([2, 1]);
  });
});

describe('many units to many touches', () => {
  /** Largest remainder as it is promised, one look at every touch for every unit. */
  function naive(value: number, weights: readonly number[]): number[] {
    const parts = weights.map((weight) => Math.floor(value * weight + 1e-9));
    const rest = weights.map((weight, touch) => value * weight - parts[touch]);
    for (let left = value - parts.reduce((a, b) => a + b, 0); left > 0; left -= 1) {
      let best = 0;
      for (let touch = 1; touch < rest.length; touch += 1) if (rest[touch] > rest[best] + 1e-9) best = touch;
      parts[best] += 1;
      rest[best] -= 2;
    }
    return parts;
  }

  const uneven = fc
    .array(fc.integer({ min: 1, max: 40 }), { minLength: 100, maxLength: 400 })
    .map((shares) => shares.map((share) => share / shares.reduce((a, b) => a + b, 0)));
  const even = fc.integer({ min: 100, max: 400 }).map((count) => Array.from({ length: count }, () => 1 / count));
  const nearTies = fc
    .array(fc.integer({ min: 0, max: 6 }), { minLength: 100, maxLength: 400 })
    .map((steps) => steps.map((step) => 1 / steps.length + (step - 3) * 4e-13));

  test('go where looking at every touch for every unit would send them', () => {
    fc.assert(
      fc.property(fc.oneof(uneven, even, nearTies), fc.integer({ min: 1, max: 2_000 }), (weights, value) => {
        expect([...apportionPath(value, weights)]).toEqual(naive(value, weights));
      }),
      { numRuns: 300 },
    );
  });
});
