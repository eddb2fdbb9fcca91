import { expect, test } from 'vitest';
import { exposureFalls, type ExposureSum, type PixelSum } from './exposures.ts';

const SUMS: ExposureSum[] = [
  { kind: 'impression', evidence: 'ad_pixel', isUsable: true, exposures: 5 },
  { kind: 'impression', evidence: 'ad_pixel', isUsable: false, exposures: 2 },
  { kind: 'impression', evidence: 'reported', isUsable: true, exposures: 1 },
  { kind: 'download', evidence: 'reported', isUsable: true, exposures: 7 },
];
const PIXELS: PixelSum[] = [
  { reason: 'bot', requests: 3 },
  { reason: 'not_get', requests: 1 },
];

test('what pixels were asked for and did not count is filtered out of impressions, in the order of the rules', () => {
  expect(exposureFalls(SUMS, PIXELS)).toEqual([
    {
      kind: 'impression',
      received: 12,
      filtered: [
        { reason: 'not_get', requests: 1 },
        { reason: 'bot', requests: 3 },
      ],
      exposures: 8,
      usable: 6,
      evidence: [
        { evidence: 'ad_pixel', received: 11, exposures: 7 },
        { evidence: 'reported', received: 1, exposures: 1 },
      ],
    },
    expect.objectContaining({ kind: 'download', received: 7, filtered: [], exposures: 7, usable: 7 }),
  ]);
});

test('impressions and downloads are never added to each other, and a kind of which nothing came in has no fall', () => {
  expect(exposureFalls(SUMS.slice(3), []).map(({ kind, received }) => [kind, received])).toEqual([['download', 7]]);
  expect(exposureFalls([], PIXELS).map(({ kind, received, exposures }) => [kind, received, exposures])).toEqual([['impression', 4, 0]]);
  expect(exposureFalls([], [])).toEqual([]);
});
