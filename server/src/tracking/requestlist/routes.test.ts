import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import { drainRequests } from '../counting/service.ts';
import type { StoredEpisodeRequest } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.send('POST', '/tracking/requests', { body: { requests } });
  await drainRequests(world.database.context, 'system', world.mine.tenantId);
  await world.send('POST', '/tracking/requests', { body: { requests: [request('waits', { occurredAt: '2026-11-12T10:00:00Z' })] } });
});
afterAll(() => world.close());

const request = (id: string, more: object = {}) => ({
  id,
  occurredAt: '2026-11-10T10:00:00Z',
  url: 'https://cdn.example/1.mp3',
  ip: '198.51.100.7',
  userAgent: 'AntennaPod/3.4.0',
  show: 'listed',
  episode: 'one',
  ...more,
});
const logged = {
  status: 206,
  range: 'bytes=0-99',
  bytesSent: 100,
  fileBytes: 10_000,
  occurredAt: '2026-11-10T12:00:00Z',
  ip: '198.51.100.8',
};
const requests = [
  request('first'),
  request('again', { occurredAt: '2026-11-10T11:00:00Z' }),
  request('a-bot', { userAgent: 'Googlebot/2.1 (+http://www.google.com/bot.html)', ip: '198.51.100.9' }),
  request('too-little', logged),
  request('other', { show: 'listed-2', episode: 'two', occurredAt: '2026-11-11T00:00:00Z' }),
];

const list = async (query = '') => (await world.send('GET', `/tracking/requests${query}`)).json as Page<StoredEpisodeRequest>;
const ids = async (query: string) => (await list(query)).items.map(({ id }) => id);

test('each request is told with its fate, or why it is no download, newest first, and nothing of its address', async () => {
  const { items, nextCursor } = await list('?show=listed');
  expect(nextCursor).toBeNull();
  expect(items.map(({ id, fate }) => [id, fate])).toEqual([
    ['waits', null],
    ['too-little', 'below_threshold'],
    ['again', 'repeat'],
    ['first', 'download'],
    ['a-bot', 'bot'],
  ]);
  expect(items[3]).toEqual({
    id: 'first',
    occurredAt: '2026-11-10T10:00:00.000Z',
    receivedAt: expect.any(String) as string,
    source: 'api',
    evidence: 'prefix_request',
    show: 'listed',
    episode: 'one',
    player: 'AntennaPod',
    userAgent: 'AntennaPod/3.4.0',
    connectionType: 'unknown',
    asn: null,
    country: null,
    method: 'GET',
    status: null,
    range: null,
    bytesSent: null,
    fate: 'download',
    listVersion: expect.any(String) as string,
    touchpointIds: ['download:first'],
    isErased: false,
  });
  expect(items[1]).toMatchObject({ evidence: 'host_log_bytes', status: 206, range: 'bytes=0-99', bytesSent: 100, touchpointIds: [] });
});

test('show, episode, fate and days choose', async () => {
  expect(await ids('?episode=two')).toEqual(['other']);
  expect(await ids('?show=listed&fate=bot')).toEqual(['a-bot']);
  expect(await ids('?show=listed&fate=waiting')).toEqual(['waits']);
  expect(await ids('?show=listed&from=2026-11-12')).toEqual(['waits']);
  expect(await ids('?fate=repeat&from=2026-11-10&to=2026-11-11')).toEqual(['again']);
  for (const query of ['?fate=lost', '?from=2026-11-12&to=2026-11-12', '?cursor=bm93aGVyZQ', '?colour=red'])
    expect((await world.send('GET', `/tracking/requests${query}`)).status).toBe(400);
});

test('pages hold every request once', async () => {
  const all = await ids('?limit=200');
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const page = await list(`?limit=2${cursor}`);
    expect(page.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === null) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  expect(seen).toEqual(all);
});

test('a page that looked at 20,000 requests says where to go on', async () => {
  await world.admin.query(
    `insert into episode_requests (tenant_id, id, occurred_at, source, evidence, item_key, url_key, listener_key, connection_type,
       is_excluded, is_shared, is_segment, method, consent, fate)
     select $1, 'many-' || n, '2026-11-05'::timestamptz + n * interval '1 millisecond', 'api', 'prefix_request', gen_random_uuid(),
       gen_random_uuid(), gen_random_uuid(), 'unknown', false, false, false, 'GET', 'unknown',
       case when n = 1 then 'watch' else 'repeat' end
     from generate_series(1, 20001) as n`,
    [world.mine.tenantId],
  );
  const first = await list('?fate=watch&to=2026-11-06');
  expect(first.items).toEqual([]);
  const second = await list(`?fate=watch&to=2026-11-06&cursor=${String(first.nextCursor)}`);
  expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([['many-1'], null]);
});

test('another tenant has none of them, and a key without the scope is refused', async () => {
  const theirs = await world.send('GET', '/tracking/requests?show=listed', { key: world.theirs.apiKey });
  expect(theirs.json).toEqual({
    items: [],
    nextCursor: null,
    unknown: [{ pointer: '/show', detail: expect.stringContaining('"listed"') }],
  });
  expect((await world.send('GET', '/tracking/requests', { key: world.mine.keys.ingest })).status).toBe(403);
});
