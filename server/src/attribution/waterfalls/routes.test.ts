import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { drainRequests } from '../../tracking/counting/service.ts';
import type { Waterfall } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.send('PUT', '/placements/p-1', { body: placement });
  await world.send('POST', '/tracking/requests', { body: { requests } });
  const { context } = world.database;
  await drainRequests(context, 'system', world.mine.tenantId);
  await world.send('POST', '/conversions', { body: { conversions } });
  await world.drain();
});
afterAll(() => world.close());

const AGENT = 'AntennaPod/3.4.0';
const placement = {
  campaign: 'winter',
  show: 'daily',
  position: 'mid_roll',
  kind: 'baked_in',
  startsOn: '2026-11-10',
  endsOn: '2026-11-11',
};

const request = (id: string, more: object = {}) => ({
  id,
  occurredAt: '2026-11-10T10:00:00Z',
  url: 'https://cdn.example/1.mp3',
  ip: '198.51.100.1',
  userAgent: AGENT,
  show: 'daily',
  episode: 'one',
  ...more,
});

const requests = [
  request('buyer'),
  request('buyer-again', { occurredAt: '2026-11-10T11:00:00Z' }),
  request('other', { ip: '198.51.100.2' }),
  request('early-buyer', { occurredAt: '2026-11-01T10:00:00Z', ip: '198.51.100.3' }),
  request('other-show', { show: 'weekly', episode: 'w-1', ip: '198.51.100.4' }),
  request('head', { method: 'HEAD', ip: '198.51.100.5' }),
  request('bot', { userAgent: 'Googlebot/2.1 (+http://www.google.com/bot.html)', ip: '198.51.100.6' }),
  request('denied', { consent: 'denied', ip: '198.51.100.7' }),
];

const conversions = [
  { id: 'b-1', occurredAt: '2026-11-12T10:00:00Z', kind: 'purchase', valueMinor: 100, currency: 'USD', identity: { ip: '198.51.100.1' } },
  { id: 'b-2', occurredAt: '2026-11-13T10:00:00Z', kind: 'purchase', valueMinor: 100, currency: 'USD', identity: { ip: '198.51.100.1' } },
  { id: 'b-3', occurredAt: '2026-11-14T10:00:00Z', kind: 'purchase', valueMinor: 100, currency: 'USD', identity: { ip: '198.51.100.3' } },
];

const read = async (query = '') => (await world.send('GET', `/tracking/waterfall${query}`)).json as Waterfall;

function addsUp(fall: Waterfall): void {
  const filtered = fall.filtered.reduce((sum, one) => sum + one.requests, 0);
  expect(fall.requests).toBe(filtered + fall.repeats + fall.downloads);
  expect(fall.downloads).toBe(fall.usable + fall.unusable);
  expect(fall.usable).toBe(fall.matched + fall.unmatched);
  expect(fall.matched).toBe(fall.attributed + fall.uncredited);
  expect(fall.requests).toBe(fall.evidence.reduce((sum, one) => sum + one.requests, 0));
}

test('everything adds up from the requests to the credited downloads, and says which window it is of', async () => {
  const fall = await read();
  addsUp(fall);
  expect(fall).toMatchObject({
    window: 'calendar_day',
    requests: 8,
    repeats: 1,
    downloads: 5,
    unusable: 1,
    usable: 4,
    usableShare: 0.8,
    isUsableShareLow: false,
    matched: 2,
    attributed: 2,
    unaccounted: 0,
    waitingRequests: 0,
    host: null,
  });
  expect(fall.filtered.map(({ reason, requests: count }) => [reason, count])).toEqual([
    ['not_get', 1],
    ['bot', 1],
  ]);
});

test('a campaign has what its placements cover, a show and days have theirs', async () => {
  const campaign = await read('?campaign=winter');
  addsUp(campaign);
  expect(campaign).toMatchObject({ requests: 6, downloads: 3, matched: 1, attributed: 1 });
  const show = await read('?show=weekly');
  addsUp(show);
  expect(show).toMatchObject({ requests: 1, downloads: 1, matched: 0 });
  const days = await read('?show=daily&from=2026-11-01&to=2026-11-02');
  addsUp(days);
  expect(days).toMatchObject({ requests: 1, downloads: 1, matched: 1, attributed: 1 });
  expect(await read('?campaign=never')).toMatchObject({ requests: 0, downloads: 0, usableShare: null, isUsableShareLow: false });
});

test('what the tenant’s lookback leaves out is matched and not credited', async () => {
  const settings = (await world.send('GET', `/tenants/${world.mine.tenantId}/settings`)).json as object;
  const put = (change: object) => world.send('PUT', `/tenants/${world.mine.tenantId}/settings`, { body: { ...settings, ...change } });
  await put({ lookbackDays: 5 });
  try {
    expect(await read()).toMatchObject({ matched: 2, attributed: 1, uncredited: 1 });
  } finally {
    await put({});
  }
});

test('requests that wait are said to wait', async () => {
  await world.send('POST', '/tracking/requests', { key: world.theirs.apiKey, body: { requests: [request('waiting')] } });
  const theirs = (await world.send('GET', '/tracking/waterfall', { key: world.theirs.apiKey })).json;
  expect(theirs).toMatchObject({ requests: 0, waitingRequests: 1 });
});

test('a host’s own figures stand beside ours, flagged beyond five per cent, with what each rule took out', async () => {
  const put = (figures: object[]) => world.send('PUT', '/tracking/host-figures', { body: { figures } });
  const figure = { show: 'daily', day: '2026-11-10', source: 'a host' };
  expect((await put([{ ...figure, downloads: 5 }])).json).toEqual({ stored: 1, removed: 0, unknown: [] });
  const { host } = await read('?show=daily');
  expect(host).toMatchObject({ sources: ['a host'], figures: 1, downloads: 5, counted: 3, difference: 2, differenceShare: 0.4 });
  expect(host?.isBeyondTolerance).toBe(true);
  expect(host?.explained).toEqual([
    { reason: 'bot', requests: 1, mostOfDifference: 0.5 },
    { reason: 'not_get', requests: 1, mostOfDifference: 0.5 },
    { reason: 'repeat', requests: 1, mostOfDifference: 0.5 },
  ]);
  await put([{ ...figure, downloads: 3 }]);
  expect((await read('?show=daily')).host).toMatchObject({ difference: 0, isBeyondTolerance: false });
  await put([{ ...figure, episode: 'one', downloads: 100 }]);
  expect((await read('?show=daily')).host).toMatchObject({ downloads: 3, figures: 1 });
  await world.send('PUT', '/placements/p-one', { body: { ...placement, campaign: 'one-only', episode: 'one' } });
  expect((await read('?campaign=one-only')).host).toMatchObject({ downloads: 100, figures: 1 });
  await world.send('DELETE', '/placements/p-one');
  expect((await read('?show=daily&episode=one')).host).toMatchObject({ downloads: 100 });
  expect((await put([{ ...figure, downloads: null }])).json).toEqual({ stored: 0, removed: 1, unknown: [] });
  expect((await read('?show=daily')).host).toMatchObject({ downloads: 100 });
  expect((await put([{ ...figure, day: 'yesterday', downloads: 1 }])).status).toBe(400);
  expect(await world.auditOf(world.mine)).toContainEqual(expect.objectContaining({ action: 'host_figures.put' }));
});

test('a download that a code lends its evidence to is credited where an address alone is too weak', async () => {
  await world.send('PUT', '/campaigns/winter/codes/SNOW', { body: {} });
  const order = { id: 'coded', occurredAt: '2026-11-12T12:00:00Z', kind: 'purchase', promoCode: 'SNOW', identity: { ip: '198.51.100.2' } };
  await world.send('POST', '/conversions', { body: { conversions: [order] } });
  await world.drain();
  const settings = (await world.send('GET', `/tenants/${world.mine.tenantId}/settings`)).json as object;
  const put = (change: object) => world.send('PUT', `/tenants/${world.mine.tenantId}/settings`, { body: { ...settings, ...change } });
  await put({ minEvidence: 'promo_code' });
  try {
    expect(await read('?campaign=winter')).toMatchObject({ matched: 2, attributed: 1, uncredited: 1 });
  } finally {
    await put({});
    await world.send('DELETE', '/campaigns/winter/codes/SNOW');
    await world.drain();
  }
});

test('downloads in paths that the sums of requests do not hold are told rather than hidden', async () => {
  const places = `update request_days set show = $2 where tenant_id = $1 and show = $3`;
  await world.admin.query(places, [world.mine.tenantId, 'elsewhere', 'daily']);
  const fall = await read('?show=daily');
  await world.admin.query(places, [world.mine.tenantId, 'daily', 'elsewhere']);
  expect(fall).toMatchObject({ usable: 0, matched: 0, unmatched: 0, attributed: 0, unaccounted: 3 });
});

test('another tenant sees nothing of it, and days that end before they begin are refused', async () => {
  const theirs = (await world.send('GET', '/tracking/waterfall?show=daily', { key: world.theirs.apiKey })).json;
  expect(theirs).toMatchObject({ downloads: 0, host: null });
  expect((await world.send('GET', '/tracking/waterfall?from=2026-11-02&to=2026-11-02')).status).toBe(400);
});

test('filters that the catalogue does not know are told beside the zeros they find', async () => {
  expect((await read('?show=daily&campaign=winter&episode=one')).unknown).toEqual([]);
  const { requests: found, unknown } = await read('?show=daly&campaign=wintr');
  expect([found, unknown.map(({ pointer }) => pointer)]).toEqual([0, ['/show', '/campaign']]);
});
