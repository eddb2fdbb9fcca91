import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { compareStatedPlacementsIn } from '../../tracking/insertedads/service.ts';
import { drainRequests } from '../../tracking/counting/service.ts';
import type { Explanation } from '../explanations/schema.ts';
import type { Waterfall } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.send('PUT', '/placements/p-in', { body: { ...placement, campaign: 'inserted' } });
  await world.send('PUT', '/placements/p-late', { body: { ...placement, campaign: 'late' } });
});
afterAll(() => world.close());

const placement = { show: 'daily', position: 'mid_roll', kind: 'dynamic' };
const ads = [
  { placement: 'p-in', firstByte: 0, lastByte: 499_999 },
  { placement: 'p-late', firstByte: 5_000_000, lastByte: 5_499_999 },
];
/** An answer of a host that inserts ads: a part of a file of ten megabytes and twenty minutes. */
const answer = (id: string, first: number, last: number, more: object = {}) => ({
  id,
  occurredAt: '2026-11-10T10:00:00Z',
  url: 'https://host.example/daily/1.mp3',
  ip: '198.51.100.7',
  userAgent: 'AntennaPod/3.4.0',
  show: 'daily',
  episode: 'one',
  status: 206,
  range: `bytes=${first}-${last}`,
  bytesSent: last - first + 1,
  fileBytes: 10_000_000,
  durationSeconds: 1_200,
  headerBytes: 0,
  ads,
  ...more,
});

const send = async (...requests: object[]) => (await world.send('POST', '/tracking/requests', { body: { requests } })).json;
const count = async () => {
  await drainRequests(world.database.context, 'system', world.mine.tenantId);
  await world.drain();
};
const delivered = async () => {
  const { rows } = await world.admin.query<{ id: string; campaign: string; delivery_evidence: string }>(
    `select id, campaign, delivery_evidence from touchpoints where tenant_id = $1 and id like 'download:%' order by id`,
    [world.mine.tenantId],
  );
  return rows.map(({ id, campaign, delivery_evidence }) => [id, campaign, delivery_evidence]);
};
const adsOf = async (query: string) => {
  const { exposures } = (await world.send('GET', `/tracking/waterfall?${query}`)).json as Waterfall;
  return exposures.find(({ kind }) => kind === 'ad');
};

test('an ad that was sent whole inside a download is delivered; one that was not is kept with the reason in the waterfall', async () => {
  expect(await send(answer('play', 0, 999_999))).toMatchObject({ accepted: 1 });
  await count();
  expect(await delivered()).toEqual([['download:play:p-in', 'inserted', 'host_log_bytes']]);
  expect(await adsOf('campaign=inserted')).toMatchObject({
    received: 1,
    filtered: [],
    exposures: 1,
    usable: 1,
    matched: 0,
    unaccounted: 0,
  });
  expect(await adsOf('campaign=late')).toMatchObject({
    received: 1,
    filtered: [{ reason: 'ad_not_delivered', requests: 1, share: 1 }],
    exposures: 0,
    evidence: [{ evidence: 'host_log_bytes', received: 1, exposures: 0 }],
  });
  expect(await adsOf('show=daily')).toMatchObject({ received: 2, exposures: 1 });
  expect((await world.send('GET', '/placements/p-in/pacing')).json).toMatchObject({ counted: 'download', delivered: 1 });
});

test('what the same listener was sent later in the window delivers it, and the credit follows', async () => {
  await send(answer('on', 1_000_000, 5_499_999, { occurredAt: '2026-11-10T11:00:00Z' }));
  const order = { id: 'o-1', occurredAt: '2026-11-12T10:00:00Z', kind: 'purchase', valueMinor: 100, currency: 'USD' };
  await world.send('POST', '/conversions', { body: { conversions: [{ ...order, identity: { ip: '198.51.100.7' } }] } });
  await count();
  expect(await delivered()).toEqual([
    ['download:play:p-in', 'inserted', 'host_log_bytes'],
    ['download:play:p-late', 'late', 'host_log_bytes'],
  ]);
  expect(await adsOf('campaign=late')).toMatchObject({ received: 1, filtered: [], exposures: 1, matched: 1, attributed: 1 });
  const { touchpoints } = (await world.send('GET', '/attribution/conversions/o-1/explanation')).json as Explanation;
  expect(touchpoints.map(({ campaign, deliveryEvidence, creditMinor }) => [campaign, deliveryEvidence, creditMinor])).toEqual([
    ['inserted', 'host_log_bytes', 50],
    ['late', 'host_log_bytes', 50],
  ]);
});

test('an answer whose log tells no bytes delivers no ad, and what is no download none either', async () => {
  const silent = { ip: '198.51.100.8', status: 200, range: undefined, bytesSent: undefined, evidence: 'host_log_bytes' };
  await send(answer('silent', 0, 0, silent), answer('short', 0, 499_999, { ip: '198.51.100.9', durationSeconds: 120 }));
  await count();
  expect((await delivered()).map(([id]) => id)).toContain('download:silent');
  expect((await delivered()).filter(([id]) => id.startsWith('download:silent:') || id.startsWith('download:short'))).toEqual([]);
  expect(await adsOf('show=daily')).toMatchObject({ received: 4, exposures: 2 });
});

test('a placement that a host names and nobody booked is told, and its downloads follow when it is booked, moved and deleted', async () => {
  const unknown = [{ placement: 'p-new', firstByte: 0, lastByte: 9 }];
  await send(answer('new', 0, 9_999_999, { ip: '198.51.100.10', show: 'other', episode: 'o-1', ads: unknown }));
  await count();
  expect((await adsOf('show=other'))?.filtered).toMatchObject([{ reason: 'ad_unknown_placement', requests: 1 }]);
  const ofNew = async () => (await delivered()).filter(([id]) => id.startsWith('download:new'));
  await world.send('PUT', '/placements/p-new', { body: { ...placement, campaign: 'new' } });
  await count();
  expect(await ofNew()).toEqual([['download:new:p-new', 'new', 'host_log_bytes']]);
  await world.send('PUT', '/placements/p-new', { body: { ...placement, campaign: 'newer' } });
  await count();
  expect(await ofNew()).toEqual([['download:new:p-new', 'newer', 'host_log_bytes']]);
  await world.send('DELETE', '/placements/p-new');
  await count();
  expect(await ofNew()).toEqual([['download:new', null, 'host_log_bytes']]);
  expect(await world.auditOf(world.mine)).toContainEqual({ actor: 'system', action: 'downloads.restate', target: 'inserted ads' });
});

test('a baked-in placement that a host states the place of is judged by its bytes', async () => {
  const baked = { ...placement, kind: 'baked_in', show: 'baked', campaign: 'baked' };
  await world.send('PUT', '/placements/p-baked', { body: baked });
  const stated = [{ placement: 'p-baked', firstByte: 9_000_000, lastByte: 9_000_009 }];
  const more = { show: 'baked', episode: 'b-1' };
  await send(
    answer('judged', 0, 999_999, { ...more, ip: '198.51.100.20', ads: stated }),
    answer('assumed', 0, 999_999, { ...more, ip: '198.51.100.21', ads: undefined }),
  );
  await count();
  expect((await delivered()).filter(([, campaign]) => campaign === 'baked').map(([id]) => id)).toEqual(['download:assumed:p-baked']);
  expect(await adsOf('campaign=baked')).toMatchObject({
    received: 2,
    filtered: [{ reason: 'ad_not_delivered', requests: 1 }],
    exposures: 1,
  });
});

test('a baked-in ad whose place in the audio is known counts when the bytes there were sent, and as before when it is not', async () => {
  const heard = { ...placement, kind: 'baked_in', show: 'heard', campaign: 'heard' };
  await world.send('PUT', '/placements/p-heard', { body: heard });
  const more = { show: 'heard', episode: 'h-1', ads: undefined };
  // Twenty minutes in ten million bytes: a minute is 500,000.
  await send(
    answer('begun', 0, 999_999, { ...more, ip: '198.51.100.30' }),
    answer('whole', 0, 9_999_999, { ...more, ip: '198.51.100.31', status: 200, range: undefined }),
    answer('seen', 0, 0, { ...more, ip: '198.51.100.32', status: undefined, range: undefined, bytesSent: undefined }),
  );
  await count();
  const carriers = async () => (await delivered()).filter(([, campaign]) => campaign === 'heard').map(([id, , evidence]) => [id, evidence]);
  const all = [
    ['download:begun:p-heard', 'host_log_bytes'],
    ['download:seen:p-heard', 'prefix_request'],
    ['download:whole:p-heard', 'host_log_bytes'],
  ];
  expect(await carriers()).toEqual(all);
  const place = (startSeconds: number) => ({ body: { ...heard, audio: { startSeconds, endSeconds: startSeconds + 30 } } });
  await world.send('PUT', '/placements/p-heard', place(600));
  await count();
  expect(await carriers()).toEqual(all.slice(1));
  expect(await adsOf('campaign=heard')).toMatchObject({
    received: 3,
    filtered: [{ reason: 'ad_not_delivered', requests: 1 }],
    exposures: 2,
    evidence: [
      { evidence: 'host_log_bytes', received: 2, exposures: 1 },
      { evidence: 'prefix_request', received: 1, exposures: 1 },
    ],
  });
  await world.send('PUT', '/placements/p-heard', place(60));
  await count();
  expect(await carriers()).toEqual(all);
});

test.each([
  ['of a segment of HLS', { url: 'https://host.example/daily/1/segment-1.ts' }, 'leave them out of the segments of HLS'],
  ['that ends before it begins', { ads: [{ placement: 'p-in', firstByte: 2, lastByte: 1 }] }, 'lastByte must not lie before firstByte'],
  ['without a placement', { ads: [{ firstByte: 0, lastByte: 1 }] }, 'placement'],
  ['that is no list', { ads: 'p-in' }, 'ads'],
])('an ad %s is refused with what to do', async (_, more, detail) => {
  const { rejected } = (await send(answer(`bad-${JSON.stringify(more).length}`, 0, 9, more))) as {
    rejected: { code: string; detail: string }[];
  };
  expect(rejected).toMatchObject([{ code: 'invalid', detail: expect.stringContaining(detail) as string }]);
});

test('another tenant sees nothing of it', async () => {
  const { exposures } = (await world.send('GET', '/tracking/waterfall?show=daily', { key: world.theirs.apiKey })).json as Waterfall;
  expect(exposures).toEqual([]);
});

test('names nobody booked are forgotten 90 days after they were stated, or beyond 10,000, and read when placements change', async () => {
  const { admin, database, mine } = world;
  const fill = `insert into counting_bases (tenant_id, part, key, basis, used_on)
    select $1, 'inserted_ad', $2 || n, 'null', current_date - $3::integer from generate_series(1, $4::integer) as n`;
  const unbooked = async (like: string) => {
    const text = `select count(*)::integer as count from counting_bases
      where tenant_id = $1 and part = 'inserted_ad' and basis = 'null' and key like $2`;
    return (await admin.query<{ count: number }>(text, [mine.tenantId, like])).rows[0].count;
  };
  const state = async (id: string, name: string) => {
    await send(answer(id, 0, 9, { ip: '198.51.100.11', ads: [{ placement: name, firstByte: 0, lastByte: 9 }] }));
    await count();
  };
  await admin.query(fill, [mine.tenantId, 'old-', 91, 5]);
  await admin.query(fill, [mine.tenantId, 'ninety-', 90, 5]);
  await state('aged', 'p-aged');
  expect([await unbooked('old-%'), await unbooked('ninety-%'), await unbooked('p-aged')]).toEqual([0, 5, 1]);
  await admin.query(fill, [mine.tenantId, 'flood-', 1, 10_000]);
  await state('flooded', 'p-flooded');
  expect([await unbooked('%'), await unbooked('ninety-%'), await unbooked('p-flooded')]).toEqual([10_000, 0, 1]);
  const rowsRead = () =>
    inTenant(database.context.db, mine.tenantId, async (tx) => {
      let rows = 0;
      const query: TenantTx['query'] = async <Row>(statement: Parameters<TenantTx['query']>[0]) => {
        const found = await tx.query<Row>(statement);
        rows += found.length;
        return found;
      };
      await compareStatedPlacementsIn({ ...tx, query });
      return rows;
    });
  expect(await rowsRead()).toBeLessThan(5);
  await world.send('PUT', '/placements/p-flooded', { body: { ...placement, campaign: 'new' } });
  expect(await rowsRead()).toBeGreaterThan(9_000);
});
