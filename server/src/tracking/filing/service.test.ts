import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { takeFedEpisodesIn } from '../../catalog/episodes/service.ts';
import { ensureShowStubsIn } from '../../catalog/shows/service.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { drainRequests } from '../counting/service.ts';
import { acceptEpisodeRequests } from '../requests/service.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.setNow(NOW));

const HLS = 'https://cdn.example.com/show/42/';
const answered = { status: 200, bytesSent: 400_000, durationSeconds: 100, fileBytes: 300_000, headerBytes: 0 };
const request = (id: string, more: object = {}) => ({
  id,
  occurredAt: '2026-11-10T10:00:00Z',
  url: 'https://cdn.example.com/show/41.mp3?x=1',
  ip: '198.51.100.9',
  userAgent: 'AntennaPod/3.4.0',
  ...more,
});
/** By a prefix, by an export with a name of its own for the episode, by another listener, in segments, and of a file that stays unknown. */
const REQUESTS = [
  request('seen', { show: 'daily' }),
  request('again', { show: 'daily', occurredAt: '2026-11-10T11:00:00Z', url: 'http://pdst.fm/e/cdn.example.com/show/%341.mp3' }),
  request('told', { show: 'daily', episode: 'host-9', occurredAt: '2026-11-10T10:00:01Z', ...answered }),
  request('nameless', { ip: '198.51.100.10', occurredAt: '2026-11-11T10:00:00Z' }),
  request('segment-1', { url: `${HLS}1.ts`, ...answered, bytesSent: 100_000 }),
  request('segment-2', { url: `${HLS}2.ts`, ...answered, bytesSent: 100_000, occurredAt: '2026-11-10T10:00:30Z' }),
  request('stranger', { url: 'https://cdn.example.com/show/43.mp3', show: 'daily' }),
];
const NONE = { title: undefined, link: undefined, persons: [], transcripts: [], publishedAt: undefined, durationSeconds: undefined };
const file = (url: string, type = 'audio/mpeg') => ({ url, type, bytes: undefined });
const EPISODES = [
  { ...NONE, guid: 'guid-41', enclosures: [file('https://op3.dev/e/cdn.example.com/show/41.mp3')] },
  {
    ...NONE,
    guid: 'guid-42',
    enclosures: [file('https://cdn.example.com/show/42.mp3'), file(`${HLS}index.m3u8`, 'application/x-mpegURL')],
  },
];

const readFeed = ({ tenantId }: TestTenant) =>
  inTenant(database.context.db, tenantId, async (tx) => {
    await ensureShowStubsIn(tx, ['daily']);
    await takeFedEpisodesIn(tx, { show: 'daily', persons: [], episodes: EPISODES }, new Date(database.context.clock()));
  });
const send = ({ actor }: TestTenant, requests: object[] = REQUESTS) =>
  acceptEpisodeRequests(database.context, actor, requests, { source: 'api' });
const count = ({ tenantId }: TestTenant) => drainRequests(database.context, 'system', tenantId);

async function everything({ tenantId }: TestTenant) {
  return inTenant(database.context.db, tenantId, async (tx) => {
    const read = (text: string) => tx.query({ text, values: [tenantId] });
    return {
      fates: await read('select id, show, episode, fate, reason, touchpoint_ids from episode_requests where tenant_id = $1 order by id'),
      groups: await read(
        `select array_agg(id order by id) as ids from episode_requests where tenant_id = $1 group by listener_key, item_key order by 1`,
      ),
      touchpoints: await read('select id, show, episode, metadata from touchpoints where tenant_id = $1 order by id'),
      days: await read(
        `select day, show, episode, evidence, fate, is_usable, requests from request_days where tenant_id = $1 and requests <> 0
         order by 1, 2, 3, 4, 5, 6`,
      ),
    };
  });
}

test('requests that came before the catalogue had their file end as if it had had it: episodes, fates, sums and touchpoints', async () => {
  const [before, after] = [await createTestTenant(database.context), await createTestTenant(database.context)];
  await readFeed(before);
  await send(before);
  await count(before);
  await send(after);
  await count(after);
  const first = await everything(after);
  await readFeed(after);
  await count(after);
  const [expected, found] = [await everything(before), await everything(after)];
  expect(found).toEqual(expected);
  expect(first).not.toEqual(found);
  expect(found.fates).toMatchObject([
    { id: 'again', episode: 'guid-41', fate: 'repeat' },
    { id: 'nameless', show: 'daily', episode: 'guid-41', fate: 'download' },
    { id: 'seen', episode: 'guid-41', fate: 'repeat' },
    { id: 'segment-1', show: 'daily', episode: 'guid-42', fate: 'partial' },
    { id: 'segment-2', show: 'daily', episode: 'guid-42', fate: 'download' },
    { id: 'stranger', show: 'daily', episode: null, fate: 'download' },
    { id: 'told', episode: 'guid-41', fate: 'download' },
  ]);
  expect(found.touchpoints).toHaveLength(4);
});

test('a request whose file was known when it came stays with that episode, whoever has the address later', async () => {
  const tenant = await createTestTenant(database.context);
  await readFeed(tenant);
  await send(tenant, [request('known')]);
  await inTenant(database.context.db, tenant.tenantId, async (tx) => {
    const again = [
      { ...NONE, guid: 'guid-99', publishedAt: '2026-11-19T00:00:00Z', enclosures: [file('https://cdn.example.com/show/41.mp3')] },
    ];
    await takeFedEpisodesIn(tx, { show: 'daily', persons: [], episodes: again }, new Date(NOW));
  });
  await count(tenant);
  expect((await everything(tenant)).fates).toMatchObject([{ id: 'known', episode: 'guid-41' }]);
});

test('new files are looked for a minute long, so that a request on its way is found, and then no more', async () => {
  const tenant = await createTestTenant(database.context);
  const waiting = () =>
    inTenant(database.context.db, tenant.tenantId, (tx) =>
      tx.query({ text: 'select address from new_files where tenant_id = $1 order by address', values: [tenant.tenantId] }),
    );
  await readFeed(tenant);
  await count(tenant);
  expect(await waiting()).toHaveLength(4);
  database.setNow(NOW + 60_001);
  await count(tenant);
  expect(await waiting()).toEqual([]);
  await readFeed(tenant);
  expect(await waiting()).toEqual([]);
});
