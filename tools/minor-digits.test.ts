import { expect, test } from 'vitest';
import { minorDigits as ofClient } from '../client/src/index.ts';
import { minorDigits as ofServer } from '../server/src/platform/money.ts';

const currencies = Intl.supportedValuesOf('currency');

test('server and dashboard agree on what a minor unit is, in every currency', () => {
  expect(currencies.map(ofClient)).toEqual(currencies.map(ofServer));
});

test.each([
  ['USD', 2],
  ['HUF', 2],
  ['IDR', 2],
  ['JPY', 0],
  ['KWD', 3],
  ['CLF', 4],
])('the minor unit of %s has %i digits', (currency, digits) => {
  expect(ofServer(currency)).toBe(digits);
});
