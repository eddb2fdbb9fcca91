import { expect, test } from 'vitest';
import { everyDay, formatQuantity } from './usage-amounts.ts';

test('quantities keep their size and lose no figure that matters', () => {
  expect(formatQuantity('1234567', 'events')).toBe('1,234,567');
  expect(formatQuantity('999999999999999.9999999999', 'hours')).toBe('999,999,999,999,999.9999');
  expect(formatQuantity('1202.500042', 'hours')).toBe('1,202.5');
  expect(formatQuantity('7.00004', 'hours')).toBe('7');
  expect(formatQuantity('0.000042', 'USD')).toBe('0.000042');
  expect(formatQuantity('2500000000', 'bytes')).toBe('2.5 GB');
});

test('days without usage stand between those with some', () => {
  expect(everyDay('2026-10-24', '2026-10-27', new Map([['2026-10-25', '3']]))).toEqual([
    { day: '2026-10-24', quantity: '0' },
    { day: '2026-10-25', quantity: '3' },
    { day: '2026-10-26', quantity: '0' },
  ]);
});
