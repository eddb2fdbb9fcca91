import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { drainRequests } from '../../tracking/counting/service.ts';
import type { Explanation } from '../explanations/schema.ts';
import type { Comparison, Report } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.send('PUT', '/placements/p-baked', { body: placement });
  await world.send('POST', '/touchpoints', { body: { touchpoints } });
  await world.send('POST', '/tracking/requests', { body: { requests } });
  await drainRequests(world.database.context, 'system', world.mine.tenantId);
  await world.send('POST', '/conversions', { body: { conversions } });
  await world.drain();
});
afterAll(() => world.close());

const buyer = { userId: 'buyer', ip: '198.51.100.9' };
const touch = (id: string, kind: string, more: object = {}) => ({
  id,
  kind,
  occurredAt: '2026-11-08T10:00:00Z',
  campaign: 'evident',
  identity: buyer,
  ...more,
});
const touchpoints = [
  touch('pixel', 'impression', { metadata: { evidence: 'ad_pixel' } }),
  touch('told', 'impression'),
  touch('hearsay', 'download', { metadata: { evidence: 'view_count' } }),
  touch('clicked', 'click', { metadata: { evidence: 'ad_pixel' } }),
];
const placement = { campaign: 'evident', show: 'daily', position: 'mid_roll', kind: 'baked_in', startsOn: null, endsOn: null };
const request = {
  occurredAt: '2026-11-08T11:00:00Z',
  url: 'https://cdn.example/1.mp3',
  ip: buyer.ip,
  userAgent: 'AntennaPod/3.4.0',
  show: 'daily',
  episode: 'one',
};
const log = { status: 200, bytesSent: 10_000_000, fileBytes: 10_000_000, durationSeconds: 600 };
const requests = [
  { ...request, ...log, id: 'logged' },
  { ...request, id: 'seen', episode: 'two', url: 'https://cdn.example/2.mp3' },
];
const conversions = [
  { id: 'evident', occurredAt: '2026-11-10T10:00:00Z', kind: 'purchase', valueMinor: 600, currency: 'USD', identity: buyer },
];

const EVIDENCES = ['ad_pixel', 'host_log_bytes', 'prefix_request', 'reported', null];
const get = async <Body>(path: string): Promise<Body> => {
  const answer = await world.send('GET', `/attribution/${path}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json as Body;
};

test('a row says on which delivery evidence its credit rests, strongest first; what says nothing is reported', async () => {
  const { rows } = await get<Report>('report');
  const row = rows.find(({ key }) => key === 'evident');
  expect(row).toMatchObject({ valueMinor: 600 });
  expect(row?.deliveryEvidence.map(({ evidence, valueMinor }) => [evidence, valueMinor])).toEqual([
    ['ad_pixel', 100],
    ['host_log_bytes', 100],
    ['prefix_request', 100],
    ['reported', 200],
    [null, 100],
  ]);
});

test.each(['campaign', 'delivery_evidence', 'day'])('by %s the evidence of the rows adds up to that of the whole', async (groupBy) => {
  for (const query of [`groupBy=${groupBy}`, `groupBy=${groupBy}&lookbackDays=29`]) {
    const { rows, totals } = await get<Report>(`report?${query}`);
    const sums = EVIDENCES.map((name) =>
      rows.flatMap((row) => row.deliveryEvidence.filter(({ evidence }) => evidence === name)).reduce((sum, one) => sum + one.valueMinor, 0),
    );
    const whole = EVIDENCES.map((name) => totals.deliveryEvidence.find(({ evidence }) => evidence === name)?.valueMinor ?? 0);
    expect(sums).toEqual(whole);
    expect(sums.reduce((a, b) => a + b, 0)).toBe(totals.attributedValueMinor);
  }
});

test('credit is grouped by delivery evidence; acts of people have none', async () => {
  const { rows } = await get<Report>('report?groupBy=delivery_evidence&conversionKind=purchase');
  expect(Object.fromEntries(rows.map(({ label, valueMinor }) => [label, valueMinor]))).toEqual({
    '(none)': 5_099,
    ad_pixel: 100,
    host_log_bytes: 100,
    prefix_request: 100,
    reported: 200,
  });
  for (const row of rows)
    expect(row.deliveryEvidence).toEqual([expect.objectContaining({ evidence: row.key, valueMinor: row.valueMinor })]);
});

test('under each model of a comparison the evidence is that of its own credit', async () => {
  const { rows, totals } = await get<Comparison>('compare?conversionKind=purchase');
  const credits = rows.find(({ key }) => key === 'evident')?.credits;
  const parts = (model: string) =>
    credits?.[model].deliveryEvidence.filter(({ valueMinor }) => valueMinor > 0).map(({ evidence }) => evidence);
  expect(parts('first_touch')).toEqual([null]);
  expect(parts('last_touch')).toEqual(['prefix_request']);
  expect(totals.last_touch.deliveryEvidence).toContainEqual(expect.objectContaining({ evidence: 'prefix_request', valueMinor: 600 }));
});

test('an explanation says of each touchpoint how its delivery is known, and in words', async () => {
  const { touchpoints: credited, sentences } = await get<Explanation>('conversions/evident/explanation');
  expect(Object.fromEntries(credited.map(({ id, deliveryEvidence }) => [id, deliveryEvidence]))).toEqual({
    pixel: 'ad_pixel',
    told: 'reported',
    hearsay: 'reported',
    clicked: null,
    'download:logged:p-baked': 'host_log_bytes',
    'download:seen:p-baked': 'prefix_request',
  });
  expect(sentences.find((one) => one.startsWith('Impression pixel'))).toContain("told by the ad's own pixel");
  expect(sentences.find((one) => one.startsWith('Click clicked'))).not.toContain('known by');
});
