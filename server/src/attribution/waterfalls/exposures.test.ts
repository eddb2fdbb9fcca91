import { afterAll, beforeAll, expect, test } from 'vitest';
import { PHONE } from '../../../test/edge-world.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { ResolvedRequest } from '../../tracking/edge/schema.ts';
import { pixelTaker } from '../../tracking/exposures/service.ts';
import { deleteOldFilteredPixelsIn } from '../../tracking/filteredpixels/service.ts';
import type { Waterfall } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.send('PUT', '/placements/p-dynamic', { body: placement });
  const pixels = PIXELS.map((one) => asked(one));
  const take = pixelTaker();
  await take(world.database.context, pixels);
  await take(world.database.context, pixels.slice(2));
  await world.send('POST', '/touchpoints', { body: { touchpoints } });
  await world.send('POST', '/conversions', { body: { conversions } });
  await world.drain();
});
afterAll(() => world.close());

const placement = { campaign: 'inserted', show: 'daily', position: 'mid_roll', kind: 'dynamic' };
const BOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

interface Pixel {
  id: number;
  ip?: string;
  method?: string;
  receivedAt?: string;
  headers?: Record<string, string>;
}

const PIXELS: Pixel[] = [
  { id: 1, ip: '198.51.100.1' },
  { id: 2, ip: '198.51.100.2' },
  { id: 3, ip: '198.51.100.3', headers: { 'sec-gpc': '1' } },
  { id: 4, headers: { 'user-agent': BOT } },
  { id: 5, method: 'HEAD' },
  { id: 6, headers: { purpose: 'prefetch' } },
  { id: 7, receivedAt: '2026-11-01T10:00:00.000Z', headers: { 'user-agent': BOT } },
  { id: 8, receivedAt: '2020-11-01T10:00:00.000Z' },
];

function asked({ id, ip = '198.51.100.9', method = 'GET', receivedAt = '2026-11-10T10:00:00.000Z', headers = {} }: Pixel): ResolvedRequest {
  const request = {
    id: `0199b0c0-0000-7000-8000-00000000000${id}`,
    receivedAt,
    kind: 'pixel' as const,
    publicId: 'abcdefghijkl',
    method,
    target: '/i.gif?p=abcdefghijkl',
    ip,
    headers: { 'user-agent': PHONE, ...headers },
  };
  return { request, tenantId: world.mine.tenantId, target: 'p-dynamic' };
}

const touch = (id: string, kind: string, identity: object, more: object = {}) => ({
  id,
  kind,
  occurredAt: '2026-11-10T11:00:00Z',
  campaign: 'inserted',
  show: 'weekly',
  identity,
  ...more,
});
const touchpoints = [
  touch('told-1', 'impression', { ip: '198.51.100.1' }),
  touch('told-2', 'impression', { ip: '198.51.100.5' }, { metadata: { connectionType: 'relay' } }),
  touch('told-3', 'download', { userId: 'listener' }),
  touch('told-4', 'download', { ip: '198.51.100.1' }),
  touch('clicked', 'click', { userId: 'listener' }),
];
const sale = (id: string, identity: object) => ({
  id,
  occurredAt: '2026-11-12T10:00:00Z',
  kind: 'purchase',
  valueMinor: 100,
  currency: 'USD',
  identity,
});
const conversions = [sale('s-1', { ip: '198.51.100.1' }), sale('s-2', { userId: 'listener' }), sale('s-3', { ip: '198.51.100.1' })];

const read = async (query = '', key = world.mine.apiKey) =>
  (await world.send('GET', `/tracking/waterfall${query}`, { key })).json as Waterfall;

function addsUp({ exposures }: Waterfall): void {
  for (const fall of exposures) {
    expect(fall.received).toBe(fall.filtered.reduce((sum, one) => sum + one.requests, 0) + fall.exposures);
    expect(fall.exposures).toBe(fall.usable + fall.unusable);
    expect(fall.usable).toBe(fall.matched + fall.unmatched);
    expect(fall.matched).toBe(fall.attributed + fall.uncredited);
    expect(fall.received).toBe(fall.evidence.reduce((sum, one) => sum + one.received, 0));
    expect(fall.exposures).toBe(fall.evidence.reduce((sum, one) => sum + one.exposures, 0));
    expect(fall.unaccounted).toBe(0);
  }
}

test('impressions of a campaign that is inserted add up from the pixel’s requests to credit, the filtered with their reason', async () => {
  const fall = await read('?campaign=inserted');
  addsUp(fall);
  expect(fall).toMatchObject({ requests: 0, downloads: 0, waitingConversions: 0 });
  const [impressions, downloads] = fall.exposures;
  expect(impressions).toMatchObject({ kind: 'impression', received: 10, exposures: 5, unusable: 2, usable: 3, matched: 2, attributed: 2 });
  expect(impressions.filtered.map(({ reason, requests, share }) => [reason, requests, share])).toEqual([
    ['not_get', 1, 0.1],
    ['ahead', 1, 0.1],
    ['bot', 2, 0.2],
    ['too_old', 1, 0.1],
  ]);
  expect(impressions.evidence).toEqual([
    { evidence: 'ad_pixel', received: 8, exposures: 3 },
    { evidence: 'reported', received: 2, exposures: 2 },
  ]);
  expect(downloads).toMatchObject({ kind: 'download', received: 2, filtered: [], exposures: 2, usable: 2, matched: 2 });
});

test('a show and days have theirs, and what a pixel is asked for counts once however often it is handed over', async () => {
  const show = await read('?show=daily&from=2026-11-01&to=2026-12-01');
  addsUp(show);
  expect(show.exposures).toMatchObject([{ kind: 'impression', received: 7, exposures: 3, usable: 2, matched: 1 }]);
  const day = await read('?campaign=inserted&from=2026-11-01&to=2026-11-02');
  addsUp(day);
  expect(day.exposures).toMatchObject([{ kind: 'impression', received: 1, exposures: 0, usableShare: null }]);
  expect((await read('?campaign=other')).exposures).toEqual([]);
});

test('what the tenant’s lookback leaves out is matched and not credited', async () => {
  const settings = (await world.send('GET', `/tenants/${world.mine.tenantId}/settings`)).json as object;
  const put = (change: object) => world.send('PUT', `/tenants/${world.mine.tenantId}/settings`, { body: { ...settings, ...change } });
  await put({ lookbackDays: 1 });
  try {
    const [impressions] = (await read('?campaign=inserted')).exposures;
    expect(impressions).toMatchObject({ matched: 2, attributed: 0, uncredited: 2 });
  } finally {
    await put({});
  }
});

test('many waterfalls keep no connection from anybody else while they wait, and all are answered in the end', async () => {
  await world.admin.query('begin');
  await world.admin.query('lock table paths in access exclusive mode');
  const slow = Array.from({ length: 20 }, (_, place) =>
    world.send('GET', '/tracking/waterfall', { key: place % 2 === 0 ? world.mine.apiKey : world.theirs.apiKey }),
  );
  const paths = ['/campaigns', '/attribution/report', '/attribution/status'];
  const others = await Promise.all(paths.map((path) => world.send('GET', path)));
  expect(others.map(({ status }) => status)).toEqual(paths.map(() => 200));
  await world.admin.query('commit');
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual(slow.map(() => 200));
});

test('a flood of what counts nothing adds no rows beyond 10,000 of a day, and adds up all the same', async () => {
  const { admin, database, mine } = world;
  const take = pixelTaker();
  const receivedAt = '2026-11-13T10:00:00.000Z';
  await admin.query(
    `insert into filtered_pixels (tenant_id, id, occurred_at, placement, campaign, show, reason)
     select $1, 'flood-' || n, '2026-11-13T23:59:59Z', 'p-dynamic', 'inserted', 'daily', 'bot' from generate_series(1, 9998) as n`,
    [mine.tenantId],
  );
  const flood = [1, 2, 3, 4, 5]
    .map((id) => asked({ id, receivedAt, method: 'HEAD' }))
    .map((one, place) => ({
      ...one,
      request: { ...one.request, id: `0199b0c0-0000-7000-8000-0000000001${place}0` },
    }));
  await take(database.context, flood.slice(0, 4));
  await take(database.context, [...flood.slice(0, 2), ...flood.slice(4)]);
  const { rows } = await admin.query('select count(*)::integer as rows from filtered_pixels where tenant_id = $1 and occurred_at >= $2', [
    mine.tenantId,
    '2026-11-13',
  ]);
  expect(rows).toEqual([{ rows: 10_000 }]);
  const day = await read('?campaign=inserted&show=daily&from=2026-11-13&to=2026-11-14');
  addsUp(day);
  expect(day.exposures).toMatchObject([{ kind: 'impression', received: 10_003, exposures: 0 }]);
  expect(day.exposures[0].filtered.map(({ reason, requests }) => [reason, requests])).toEqual([
    ['not_get', 5],
    ['bot', 9_998],
  ]);
  const before = await inTenant(database.context.db, mine.tenantId, (tx) => deleteOldFilteredPixelsIn(tx, '2026-11-14T00:00:00Z', 20_000));
  expect(before).toBeGreaterThan(10_000);
  expect((await read('?campaign=inserted&from=2026-11-13&to=2026-11-14')).exposures).toEqual([]);
});

test('another tenant sees nothing of it', async () => {
  expect((await read('?campaign=inserted', world.theirs.apiKey)).exposures).toEqual([]);
});
