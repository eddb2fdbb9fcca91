import { expect, test } from 'vitest';
import { minorAmount } from './money.ts';

test('an amount is told exactly in the minor units of its currency', () => {
  expect(minorAmount('49.99', 'USD')).toBe(4999);
  expect(minorAmount(49.99, 'USD')).toBe(4999);
  expect(minorAmount(1.1, 'USD')).toBe(110);
  expect(minorAmount(' 7 ', 'EUR')).toBe(700);
  expect(minorAmount('1200', 'JPY')).toBe(1200);
  expect(minorAmount('1.234', 'KWD')).toBe(1234);
  expect(minorAmount('90071992547409.91', 'USD')).toBe(Number.MAX_SAFE_INTEGER);
});

test('digits beyond the minor unit are rounded half up', () => {
  expect(minorAmount('1.005', 'USD')).toBe(101);
  expect(minorAmount('1.0049', 'USD')).toBe(100);
  expect(minorAmount(0.1 + 0.2, 'USD')).toBe(30);
  expect(minorAmount('99.5', 'JPY')).toBe(100);
  expect(minorAmount('0.999', 'USD')).toBe(100);
});

test('what is no plain amount is none', () => {
  for (const amount of ['', '-1', '1,50', '1.', '.5', 'NaN', '1e3', 1e21, Number.NaN, Infinity, null, {}, '9007199254740993.00', '0x10'])
    expect(minorAmount(amount, 'USD')).toBeUndefined();
});
