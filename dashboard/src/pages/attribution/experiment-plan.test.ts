import { expect, test } from 'vitest';
import { armsIn } from './experiment-plan.ts';

test('variants are read with their shares, whatever their names hold', () => {
  expect(armsIn('plain 50\n\nhalf price: 25%\nfree month 25', 'variants')).toEqual([
    { name: 'plain', share: 0.5 },
    { name: 'half price', share: 0.25 },
    { name: 'free month', share: 0.25 },
  ]);
});

test('a variant without share is left for the API to refuse', () => {
  expect(armsIn('plain', 'variants')).toEqual([{ name: 'plain' }]);
});

test('regions are read with their arm', () => {
  expect(armsIn('treatment: US-CA, US-NY\ncontrol US-TX US-WA', 'geo')).toEqual([
    { name: 'treatment', regions: ['US-CA', 'US-NY'] },
    { name: 'control', regions: ['US-TX', 'US-WA'] },
  ]);
});
