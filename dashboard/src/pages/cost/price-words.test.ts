import { expect, test } from 'vitest';
import { priceWords, readTiers, tierLines } from './price-words.ts';

const TIERS = [
  { upTo: '100000', price: '0.40' },
  { upTo: null, price: '0.25' },
];

test('tiers are typed a line each, and read back as they were', () => {
  expect(readTiers('0.40 up to 100,000\n\n 0.25 ')).toEqual(TIERS);
  expect(readTiers(tierLines(TIERS))).toEqual(TIERS);
  expect(readTiers('0.40')).toEqual([{ upTo: null, price: '0.40' }]);
  for (const wrong of ['', '0.40 up to 5', '0.4\n0.2', '0.4 beyond 5\n0.2', '0.4\n0.2 up to 5']) expect(readTiers(wrong)).toBeUndefined();
});

test('a price is said in words', () => {
  const price = { version: 1, validFrom: '2026-11-01', setBy: 'tenant', mode: 'graduated', createdAt: '' } as const;
  const terms = { ...price, currency: 'USD', unitQuantity: '1000', included: '5000', tiers: TIERS };
  expect(priceWords(terms, 'events')).toBe('5,000 free a month, then 0.40 up to 100,000, 0.25 USD for 1,000 events');
  expect(priceWords({ ...price, currency: null, unitQuantity: null, mode: null, included: null, tiers: null }, 'events')).toBe('No price');
});
