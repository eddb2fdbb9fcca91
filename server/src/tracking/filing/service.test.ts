import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { takeFedEpisodesIn } from '../../catalog/episodes/service.ts';
import { ensureShowStubsIn } from '../../catalog/shows/service.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { drainRequests } from '../counting/service.ts';
import { openLog } from '../logs/service.ts';
import type { RequestReading } from '../requests/rules.ts';
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
    const read = (text: string) => tx.query<Record<string, unknown>>({ text, values: [tenantId] });
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

describe('lines of a log that come again', () => {
  const AGENT = 'AntennaPod/3.4.0';
  const line = (ip: string, time: string, path: string) =>
    `${ip} - - [10/Nov/2026:${time} +0000] "GET ${path} HTTP/1.1" 200 9000000 "-" "${AGENT}"`;
  const LINES = [
    line('198.51.100.9', '10:00:00', '/show/41.mp3'),
    line('198.51.100.9', '11:00:00', '/show/41.mp3'),
    line('198.51.100.10', '10:00:00', '/show/42.mp3'),
    line('198.51.100.10', '10:00:00', '/show/43.mp3'),
    line('198.51.100.10', '10:00:01', `${HLS.slice('https://cdn.example.com'.length)}1.ts`),
  ];
  const SITE = { site: 'https://cdn.example.com' };
  const imported = async ({ actor }: TestTenant, reading: RequestReading) => {
    const log = await openLog(database.context, actor, { format: 'auto', ...reading });
    const items = LINES.map((text) => log.read(text)).map((read) => read && 'item' in read && read.item);
    return { ...(await acceptEpisodeRequests(database.context, actor, items, log.origin())), lacksSite: log.lacksSite() };
  };
  /** What is there in the end, ids left out: they are made with the tenant's own key. */
  const outcome = async (tenant: TestTenant) => {
    await count(tenant);
    const { fates, touchpoints, days } = await everything(tenant);
    const places = fates.map(({ show, episode, fate }) => `${String(show)} ${String(episode)} ${String(fate)}`).sort();
    return { places, touchpoints: touchpoints.map(({ show, episode }) => `${String(show)} ${String(episode)}`).sort(), days };
  };

  test.each([
    ['first without the site', [{}, SITE]],
    ['later without it', [SITE, {}]],
    ['first for another show', [{ show: 'other' }, SITE]],
    ['twice for another show, with and without it', [{ ...SITE, show: 'other' }, { show: 'other' }, SITE, {}]],
  ])('%s end as those that came with the site alone', async (_what, readings: RequestReading[]) => {
    const [once, often] = [await createTestTenant(database.context), await createTestTenant(database.context)];
    for (const tenant of [once, often]) await readFeed(tenant);
    await imported(once, SITE);
    for (const reading of readings) {
      expect(await imported(often, reading)).toMatchObject({ rejected: [] });
      await count(often);
    }
    const found = await outcome(often);
    expect(found).toEqual(await outcome(once));
    expect(found.places).toEqual([
      'daily guid-41 download',
      'daily guid-41 repeat',
      'daily guid-42 download',
      'daily guid-42 repeat',
      'null null download',
    ]);
  });

  test('are told of when they match no episode, and filed anew once when they are read otherwise', async () => {
    const tenant = await createTestTenant(database.context);
    await readFeed(tenant);
    expect(await imported(tenant, {})).toMatchObject({ accepted: 5, withoutEpisode: 5, withoutUserAgent: 0, refiled: 0, lacksSite: true });
    await count(tenant);
    const again = { accepted: 0, duplicates: 5, withoutEpisode: 1, lacksSite: false };
    expect(await imported(tenant, SITE)).toMatchObject({ ...again, refiled: 5 });
    expect(await imported(tenant, SITE)).toMatchObject({ ...again, refiled: 0 });
    expect(await imported(tenant, {})).toMatchObject({ duplicates: 5, refiled: 0 });
  });

  test('read with their site get their episode when the catalogue learns of the file afterwards', async () => {
    const tenant = await createTestTenant(database.context);
    await imported(tenant, {});
    await imported(tenant, SITE);
    await count(tenant);
    await readFeed(tenant);
    expect((await outcome(tenant)).places.filter((place) => place.startsWith('daily'))).toHaveLength(4);
  });
});
