import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { drainRequests } from '../../tracking/counting/service.ts';
import type { VendorComparison } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PATH = '/attribution/vendor-reports';
const DETAILS = { vendor: 'spotify', from: '2026-07-01', to: '2026-08-01', groupBy: 'show', currency: 'USD' };
const put = (key: string, more: object) => world.send('PUT', `${PATH}/${key}`, { body: { ...DETAILS, ...more } });
const get = async (key: string) => (await world.send('GET', `${PATH}/${key}`)).json as VendorComparison;

test('a report by show finds our shows by name, counts clicks out, and tells which of ours the vendor has not', async () => {
  await world.send('PUT', '/shows/daily', { body: { name: 'The Daily Thing' } });
  const touch = (id: string, more: object) => ({
    id,
    occurredAt: '2026-07-05T10:00:00Z',
    kind: 'download',
    campaign: 'july',
    show: 'daily',
    identity: { ip: '203.0.113.40', userAgent: id },
    ...more,
  });
  const touchpoints = [
    touch('v-1', {}),
    touch('v-2', {}),
    touch('v-3', { kind: 'click', identity: { clickId: 'c-9' } }),
    touch('v-4', { show: 'weekly', identity: { ip: '203.0.113.41' } }),
  ];
  const order = { id: 'v-order', occurredAt: '2026-07-06T10:00:00Z', kind: 'purchase', valueMinor: 3_000, currency: 'USD' };
  await world.send('POST', '/touchpoints', { body: { touchpoints } });
  await world.send('POST', '/conversions', { body: { conversions: [{ ...order, identity: { clickId: 'c-9' } }] } });
  await world.drain();
  const rows = [
    { name: 'the daily thing', impressions: 2, reach: 1, purchases: 2, revenueMinor: 3_000 },
    { name: 'Unknown', impressions: 7 },
  ];
  expect(await put('july', { rows })).toMatchObject({ status: 200, json: { key: 'july', rowCount: 2, model: 'linear', lookbackDays: 30 } });
  const comparison = await get('july');
  expect(comparison.rows[0]).toMatchObject({ key: 'daily', usableShare: 1 });
  expect(comparison.rows[0].differences).toMatchObject([
    { metric: 'impressions', ours: 2, difference: 0 },
    { metric: 'reach', ours: 1, difference: 0 },
    { metric: 'purchases', ours: 1, steps: [{ value: 1 }, { reason: 'exposures_only', value: 0 }], unexplained: 2 },
    { metric: 'revenueMinor', ours: 3_000, difference: 0, isBeyondTolerance: false },
  ]);
  expect(comparison.rows[1]).toMatchObject({ key: null, usableShare: null, differences: [{ ours: 0, unexplained: 7 }] });
  expect(comparison.missing).toEqual([{ key: 'weekly', exposures: 1 }]);
  expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ action: 'vendor_report.put', target: 'july' });
});

test('a download counts once for all the placements it delivered, and a relay’s address is no household', async () => {
  const placement = (campaign: string) => ({ campaign, show: 'twice', position: 'mid_roll', kind: 'baked_in' });
  for (const key of ['twice-1', 'twice-2']) await world.send('PUT', `/placements/${key}`, { body: placement('twice') });
  const request = (id: string, ip: string) => {
    return { id, occurredAt: '2026-07-07T10:00:00Z', url: 'https://cdn.example/2.mp3', ip, userAgent: 'AntennaPod/3.4.0', show: 'twice' };
  };
  const requests = [request('t-1', '198.51.100.1'), request('t-2', '198.51.100.2'), request('t-3', '172.224.224.1')];
  await world.send('POST', '/tracking/requests', { body: { requests } });
  await drainRequests(world.database.context, 'system', world.mine.tenantId);
  const impression = { id: 'twice', occurredAt: '2026-07-07T11:00:00Z', kind: 'impression', campaign: 'twice', show: 'twice' };
  await world.send('POST', '/touchpoints', { body: { touchpoints: [{ ...impression, identity: { ip: '198.51.100.1' } }] } });
  for (const [groupBy, name] of [
    ['show', 'twice'],
    ['campaign', 'twice'],
  ]) {
    await put('twice', { groupBy, rows: [{ name, impressions: 4, reach: 3 }] });
    expect((await get('twice')).rows[0]).toMatchObject({
      usableShare: 0.75,
      differences: [{ ours: 4 }, { ours: 2, steps: [{ reason: 'other_addresses', value: 3 }], unexplained: 0 }],
    });
  }
});

test('the same key again takes the place of what was there, and is forgotten once', async () => {
  await put('again', { rows: [{ name: 'a', leads: 1 }] });
  await put('again', {
    rows: [
      { name: 'b', leads: 2 },
      { name: 'b', leads: 3 },
    ],
  });
  expect((await get('again')).rows).toMatchObject([{ name: 'b', differences: [{ vendor: 5 }] }]);
  expect((await world.send('DELETE', `${PATH}/again`)).status).toBe(204);
  expect((await world.send('DELETE', `${PATH}/again`)).status).toBe(404);
});

test.each([
  ['days the wrong way round', { to: '2026-06-01', rows: [{ name: 'a', leads: 1 }] }, 'must lie after'],
  ['revenue without a currency', { currency: undefined, rows: [{ name: 'a', revenueMinor: 1 }] }, 'currency'],
  ['a row without figures', { rows: [{ name: 'a' }] }, 'has no figure'],
  ['no rows', { rows: [] }, 'rows'],
])('%s is refused with the field', async (_what, more, words) => {
  const { status, text } = await put('bad', more);
  expect(status).toBe(400);
  expect(text).toContain(words);
});

test('another tenant finds none of it', async () => {
  const theirs = { key: world.theirs.apiKey };
  expect((await world.send('GET', `${PATH}/july`, theirs)).status).toBe(404);
  const { items } = (await world.send('GET', PATH, theirs)).json as { items: { key: string }[] };
  expect(items.map(({ key }) => key)).toEqual([world.theirs.campaign, `spare-${world.theirs.campaign}`]);
});

test('the key and the title of one show on two lines are one row, whose reach is left out', async () => {
  await world.send('PUT', '/shows/both', { body: { name: 'Both Ways' } });
  const identity = { ip: '203.0.113.50', userAgent: 'b' };
  const touchpoints = [{ id: 'b-1', occurredAt: '2026-07-08T10:00:00Z', kind: 'download', show: 'both', identity }];
  await world.send('POST', '/touchpoints', { body: { touchpoints } });
  await world.drain();
  const rows = [
    { name: 'both', impressions: 1, reach: 1 },
    { name: 'BOTH WAYS', impressions: 2, reach: 1 },
  ];
  await put('both', { rows });
  const found = (await get('both')).rows;
  expect(found).toMatchObject([{ name: 'both', key: 'both', differences: [{ metric: 'impressions', vendor: 3, ours: 1 }] }]);
  expect(found[0].differences).toHaveLength(1);
});
