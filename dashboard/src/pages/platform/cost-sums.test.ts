import fc from 'fast-check';
import { expect, test } from 'vitest';
import { totalOf } from './cost-sums.ts';

test.each([
  [[], '0'],
  [['0.1', '0.2'], '0.3'],
  [['9007199254740993', '0.0000000001'], '9007199254740993.0000000001'],
  [['1.5', '-2.25'], '-0.75'],
  [['-3', '3'], '0'],
])('%j come to %s', (amounts, total) => {
  expect(totalOf(amounts)).toBe(total);
});

test('amounts of cents come to what they come to in whole numbers, in whatever order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -10_000_000, max: 10_000_000 }), { maxLength: 20 }), (cents) => {
      const amounts = cents.map(
        (one) => `${one < 0 ? '-' : ''}${Math.floor(Math.abs(one) / 100)}.${String(Math.abs(one) % 100).padStart(2, '0')}`,
      );
      const total = cents.reduce((sum, one) => sum + one, 0);
      expect(Math.round(Number(totalOf(amounts)) * 100)).toBe(total);
      expect(totalOf(amounts.toReversed())).toBe(totalOf(amounts));
    }),
  );
});
