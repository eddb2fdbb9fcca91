import { expect, test } from 'vitest';
import { guessKind, guessMapping, hasIdentity, missingFields, timesFit } from './import-columns.ts';

test.each([
  [
    ['id', 'occurredAt', 'kind', 'identity.ip', 'metadata.note'],
    'touchpoints',
    ['id', 'occurredAt', 'kind', 'identity.ip', 'metadata.note'],
  ],
  [
    ['Download ID', 'Timestamp', 'IP Address', 'User-Agent', 'Podcast'],
    'touchpoints',
    ['id', 'occurredAt', 'identity.ip', 'identity.userAgent', 'show'],
  ],
  [['Order ID', 'Date', 'Total', 'Coupon'], 'conversions', ['id', 'occurredAt', 'amount', 'promoCode']],
  [['id', 'Order ID', 'created_at', 'amount', 'valueMinor'], 'conversions', ['id', 'orderId', 'occurredAt', null, 'valueMinor']],
  [['Time', 'Date', 'Whatever'], 'conversions', ['occurredAt', null, null]],
] as const)('%j are guessed', (header, kind, mapping) => expect(guessMapping(header, kind, [])).toEqual(mapping));

test.each([
  ['#1001', 'orderId'],
  ['1001', 'orderId'],
  ['EU-1001', 'orderId'],
  ['Ann Smith', null],
  ['Herons2026', null],
  ['', null],
])('a column Name that holds %j holds %j', (cell, field) => {
  expect(guessMapping(['Order', 'Name'], 'conversions', [['a', cell], ['b', ' '], ['c']])).toEqual(['id', field]);
});

test('one name of a person among order numbers is enough for none of them to be one', () => {
  expect(guessMapping(['Name'], 'conversions', [['#1'], ['Bob']])).toEqual([null]);
});

test('a file with amounts holds conversions', () => {
  expect(guessKind(['id', 'Total price'])).toBe('conversions');
  expect(guessKind(['id', 'show'])).toBe('touchpoints');
});

test('what is missing is told, unless it is chosen for every line', () => {
  expect(missingFields([null, 'occurredAt'], 'touchpoints', {})).toEqual(['id', 'kind']);
  expect(missingFields(['id', 'occurredAt', 'amount'], 'conversions', { kind: 'purchase' })).toEqual(['currency']);
  expect(missingFields(['id', 'occurredAt', 'amount'], 'conversions', { kind: 'purchase', currency: 'USD' })).toEqual([]);
  // No amount, no currency.
  expect(missingFields(['id', 'occurredAt'], 'conversions', { kind: 'signup' })).toEqual([]);
});

test('a customer or a code tells who it was', () => {
  expect(hasIdentity(['id', 'identity.userId'])).toBe(true);
  expect(hasIdentity(['id', 'promoCode'])).toBe(true);
  expect(hasIdentity(['id', null, 'show'])).toBe(false);
});

test('times need a zone', () => {
  const rows = (...times: string[]) => times.map((time) => ['x', time]);
  expect(timesFit(['id', 'occurredAt'], rows('2026-11-01T09:00:00Z', '2026-11-01T09:00:00.5+01:00', ''))).toBe(true);
  expect(timesFit(['id', 'occurredAt'], rows('2026-11-01 09:00'))).toBe(false);
  expect(timesFit(['id', null], rows('never'))).toBe(true);
});
