import { expect, test } from 'vitest';
import { exposureFalls, type ExposureSum, type Lost } from './exposures.ts';

const SUMS: ExposureSum[] = [
  { kind: 'impression', evidence: 'ad_pixel', isUsable: true, isHeard: true, exposures: 5 },
  { kind: 'impression', evidence: 'ad_pixel', isUsable: false, isHeard: true, exposures: 2 },
  { kind: 'impression', evidence: 'reported', isUsable: true, isHeard: true, exposures: 1 },
  { kind: 'download', evidence: 'reported', isUsable: true, isHeard: true, exposures: 7 },
];
const PIXELS: Lost[] = [
  { reason: 'bot', requests: 3 },
  { reason: 'not_get', requests: 1 },
];

test('what pixels were asked for and did not count is filtered out of impressions, in the order of the rules', () => {
  expect(exposureFalls(SUMS, { impression: PIXELS })).toEqual([
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
  expect(exposureFalls(SUMS.slice(3), {}).map(({ kind, received }) => [kind, received])).toEqual([['download', 7]]);
  expect(exposureFalls([], { impression: PIXELS }).map(({ kind, received, exposures }) => [kind, received, exposures])).toEqual([
    ['impression', 4, 0],
  ]);
  expect(exposureFalls([], {})).toEqual([]);
});

test('ads in downloads that were not delivered are taken out of ads, whatever became of other kinds', () => {
  const delivered: ExposureSum = { kind: 'ad', evidence: 'prefix_request', isUsable: true, isHeard: true, exposures: 4 };
  const [ads] = exposureFalls([delivered, ...SUMS], { ad: [{ reason: 'ad_not_delivered', requests: 6 }], impression: PIXELS });
  expect(ads).toMatchObject({ kind: 'ad', received: 10, filtered: [{ reason: 'ad_not_delivered', requests: 6 }], exposures: 4 });
  expect(ads.evidence).toEqual([
    { evidence: 'host_log_bytes', received: 6, exposures: 0 },
    { evidence: 'prefix_request', received: 4, exposures: 4 },
  ]);
});

test('what people in a control arm did not hear is filtered out of its kind, under its own evidence, usable or not', () => {
  const unheard = (isUsable: boolean, exposures: number): ExposureSum => ({
    kind: 'impression',
    evidence: 'reported',
    isUsable,
    isHeard: false,
    exposures,
  });
  const [impressions, downloads] = exposureFalls([...SUMS, unheard(true, 3), unheard(false, 1)], { impression: PIXELS });
  expect(impressions).toMatchObject({ received: 16, exposures: 8, usable: 6 });
  expect(impressions.filtered.at(-1)).toEqual({ reason: 'control_arm', requests: 4 });
  expect(impressions.evidence).toEqual([
    { evidence: 'ad_pixel', received: 11, exposures: 7 },
    { evidence: 'reported', received: 5, exposures: 1 },
  ]);
  expect(downloads).toMatchObject({ received: 7, filtered: [] });
});
