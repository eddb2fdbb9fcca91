import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalText, decimalUnits, proportionalParts, roundedQuotient } from './decimals.ts';

test('a plain decimal is read exactly, and one with more decimals is rounded away from zero at the half', () => {
  expect(decimalUnits('1.5', 2)).toBe(150n);
  expect(decimalUnits('-0.005', 2)).toBe(-1n);
  expect(decimalUnits('0.0049999', 2)).toBe(0n);
  expect(decimalUnits('9007199254740993.1', 1)).toBe(90071992547409931n);
});

test.each(['NaN', 'Infinity', '-Infinity', '1e309', '1e3', '', '-', '.5', '5.', '1,000', ' 1', '+1', '0x10', '1_000'])(
  '%j is no plain decimal',
  (text) => expect(decimalUnits(text, 10)).toBeUndefined(),
);

const LARGEST = 10n ** 40n - 1n;

test('a number of more than 40 digits before or after its point is none that is read', () => {
  expect(decimalUnits(decimalText(LARGEST, 0), 0)).toBe(LARGEST);
  expect(decimalUnits(decimalText(LARGEST + 1n, 0), 0)).toBeUndefined();
  expect(decimalUnits(`0.${'1'.repeat(41)}`, 2)).toBeUndefined();
});

test('what is written is read back as the same number, without an exponent and without zeros at its end', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -LARGEST, max: LARGEST }), fc.nat(20), (units, digits) => {
      const text = decimalText(units, digits);
      expect(decimalUnits(text, digits)).toBe(units);
      expect(text).toMatch(/^-?\d+(\.\d*[1-9])?$/);
    }),
  );
});

test('a quotient is never further than half a unit from the true one, and symmetric about zero', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 9n }), (dividend, divisor) => {
      const twice = 2n * (roundedQuotient(dividend, divisor) * divisor - dividend);
      expect(twice <= divisor && twice >= -divisor).toBe(true);
      expect(roundedQuotient(-dividend, divisor)).toBe(-roundedQuotient(dividend, divisor));
    }),
  );
});

const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 });
const total = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

test('parts sum to the whole, each within one unit of its exact share, and none goes to a weight of 0 while others have one', () => {
  fc.assert(
    fc.property(total, weights, (whole, all) => {
      const parts = proportionalParts(whole, all);
      const sum = all.reduce((some, weight) => some + weight, 0n);
      expect(parts.reduce((some, part) => some + part, 0n)).toBe(whole);
      for (const [place, part] of parts.entries()) {
        const off = sum === 0n ? part * BigInt(all.length) - whole : part * sum - whole * all[place];
        const unit = sum === 0n ? BigInt(all.length) : sum;
        expect(off < unit && off > -unit).toBe(true);
        if (sum !== 0n && all[place] === 0n) expect(part).toBe(0n);
      }
    }),
  );
});

test('a negative whole is split as the positive one, and of equal remainders the earlier one gains', () => {
  fc.assert(
    fc.property(total, weights, (whole, all) => {
      expect(proportionalParts(-whole, all)).toEqual(proportionalParts(whole, all).map((part) => -part));
    }),
  );
  expect(proportionalParts(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  expect(proportionalParts(-5n, [0n, 0n])).toEqual([-3n, -2n]);
});

test('there are no parts without weights, nor of negative ones', () => {
  expect(() => proportionalParts(1n, [])).toThrow(RangeError);
  expect(() => proportionalParts(1n, [2n, -1n])).toThrow(RangeError);
});
