import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { waitingSessions } from '../../../test/waiting-sessions.ts';
import { NOW_MS } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { takeFedEpisodesIn } from '../../catalog/episodes/service.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { NewSource } from '../../tracking/sources/schema.ts';
import { createSource } from '../../tracking/sources/service.ts';
import { putHostFiguresIn } from '../../tracking/hostfigures/service.ts';
import { episodeKeysIn, mapHostEpisodes } from './service.ts';
import { requestPull, runPull, runPulls } from '../pulls/service.ts';

let world: World;
let host: Server;
let apiUrl = '';
/** What the host says of its episodes, and what each was downloaded. */
let told: { id: string; title?: string; file?: string; guid?: string; publishedAt?: string }[] = [];
const DAY = '2026-11-19';

/** Both hosts, as far as they are asked. */
function answer(url: URL): unknown {
  if (url.pathname === '/v1/episodes') {
    const page = Number(url.searchParams.get('pagination[page]'));
    const data = told.slice((page - 1) * 2, page * 2).map(({ id, title, file, publishedAt }) => {
      return { id, type: 'episode', attributes: { title, media_url: file, published_at: publishedAt } };
    });
    return { data, meta: { currentPage: page, totalPages: Math.ceil(told.length / 2), totalCount: told.length } };
  }
  const days = (downloads: number) => [{ date: '19-11-2026', downloads }];
  if (url.pathname.endsWith('/episodes') && url.pathname.startsWith('/v1/analytics'))
    return { data: { attributes: { episodes: told.map(({ id }, place) => ({ id: Number(id), downloads: days(place + 1) })) } } };
  if (url.pathname.startsWith('/v1/analytics')) return { data: { attributes: { downloads: days(100) } } };
  if (url.pathname === '/analytics/downloads') return { by_interval: [{ interval: DAY, downloads_total: 4 }] };
  const collection = told.map(({ id, title, file, guid, publishedAt }) => ({
    id,
    title,
    guid,
    enclosure_url: file,
    published_at: publishedAt,
  }));
  return { collection, pages: { next: null } };
}

beforeAll(async () => {
  world = await openWorld();
  host = createServer((request, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer(new URL(String(request.url), 'http://host'))));
  });
  host.listen(0, '127.0.0.1');
  await once(host, 'listening');
  apiUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
});
beforeEach(() => world.database.setNow(NOW_MS));
afterAll(async () => {
  host.closeAllConnections();
  host.close();
  await world.close();
});

let shows = 0;
async function pulled(kind: string): Promise<string> {
  const show = `show-${(shows += 1)}`;
  const input = NewSource.parse({
    key: `${kind}-${shows}`,
    kind,
    secret: 'the-key-of-the-host',
    options: { shows: { [String(shows)]: show }, apiUrl },
  });
  await createSource(world.database.context, world.mine.actor, input);
  await requestPull(world.database.context, world.mine.actor, input.key);
  for (;;) {
    const pull = await runPull(world.database.context, 'system', world.mine.tenantId, input.key);
    if (pull?.cursor === null) return show;
    world.database.setNow(world.database.context.clock() + 10_000);
  }
}

interface Fed {
  guid: string;
  title: string;
  file: string;
  publishedAt?: string;
}
/** Has the feed of a show read. */
async function read(show: string, episodes: Fed[]): Promise<void> {
  await world.send('PUT', `/shows/${show}`, { body: { name: show } });
  const fed = episodes.map(({ guid, title, file, publishedAt = '2026-11-01T06:00:00.000Z' }) => ({
    guid,
    title,
    link: undefined,
    transcripts: [],
    publishedAt,
    durationSeconds: 1_800,
    enclosures: [{ url: file, type: 'audio/mpeg', bytes: 1 }],
    persons: [],
  }));
  await inTenant(world.database.context.db, world.mine.tenantId, (tx) =>
    takeFedEpisodesIn(tx, { show, persons: [], episodes: fed }, new Date(world.database.context.clock())),
  );
}

async function figures(show: string) {
  const text = `select distinct on (episode) episode, downloads::integer as downloads from host_figures where show = $1 and day = $2
    order by episode, origin, entered_at desc`;
  return Object.fromEntries(
    (await world.admin.query<{ episode: string; downloads: number }>(text, [show, DAY])).rows.map((row) => [row.episode, row.downloads]),
  );
}
async function listed(show: string, more = '') {
  const { json } = await world.send('GET', `/tracking/host-episodes?show=${show}${more}`);
  return (json as { items: { id: string; episode: string | null }[] }).items.map(({ id, episode }) => [id, episode]);
}

const THREE = [
  { id: '1', title: 'One', file: 'https://media.transistor.fm/abc/one.mp3?src=site', publishedAt: '2026-11-01T06:00:00Z' },
  { id: '2', title: 'Two  things', file: 'https://media.transistor.fm/abc/elsewhere.mp3', publishedAt: '2026-11-02T06:00:00Z' },
  { id: '3', title: 'Three', file: 'https://media.transistor.fm/abc/three.mp3', publishedAt: '2026-11-03T06:00:00Z' },
];
const FEED: Fed[] = [
  { guid: 'g-1', title: 'Renamed', file: 'https://op3.dev/e/media.transistor.fm/abc/one.mp3' },
  { guid: 'g-2', title: 'Two things', file: 'https://other.example/2.mp3', publishedAt: '2026-11-02T23:00:00.000Z' },
  { guid: 'g-3', title: 'Another three', file: 'https://other.example/3.mp3', publishedAt: '2026-11-03T06:00:00.000Z' },
];

test('figures stand under names of the host until the feed is read, and under our episodes then, also earlier ones', async () => {
  told = THREE;
  const show = await pulled('transistor');
  expect(await figures(show)).toEqual({ '': 100, 'transistor:1': 1, 'transistor:2': 2, 'transistor:3': 3 });
  expect(await listed(show, '&isMapped=false')).toEqual([
    ['1', null],
    ['2', null],
    ['3', null],
  ]);
  await read(show, FEED);
  world.database.setNow(world.database.context.clock() + 600_001);
  await runPulls(world.database.context, 'system', world.mine.tenantId);
  expect(await figures(show)).toEqual({ '': 100, 'g-1': 1, 'g-2': 2, 'transistor:3': 3 });
  expect(await listed(show)).toEqual([
    ['1', 'g-1'],
    ['2', 'g-2'],
    ['3', null],
  ]);
  expect(await listed(show, '&isMapped=true')).toEqual([
    ['1', 'g-1'],
    ['2', 'g-2'],
  ]);
  const { json } = await world.send('GET', `/tracking/waterfall?show=${show}&episode=g-1`);
  expect((json as { host: object }).host).toMatchObject({ downloads: 1, sources: ['transistor'] });
});

/** Until a transaction waits for what another one has locked. */
async function untilSomebodyWaits(): Promise<void> {
  await expect.poll(() => waitingSessions(world.admin)).toBeGreaterThan(0);
}

test('figures that are being put while their episode is found do not stay under the name of the host', async () => {
  const { database, mine } = world;
  told = [{ id: '71', title: 'One', file: 'https://media.example/71.mp3' }];
  const show = await pulled('transistor');
  await read(show, [{ guid: 'g-71', title: 'One', file: 'https://media.example/71.mp3' }]);
  database.setNow(database.context.clock() + 600_001);
  let mapping: Promise<unknown> = Promise.resolve();
  await inTenant(database.context.db, mine.tenantId, async (tx) => {
    const key = (await episodeKeysIn(tx, 'transistor', ['71']))('71');
    mapping = mapHostEpisodes(database.context, 'system', mine.tenantId);
    await Promise.race([mapping, untilSomebodyWaits()]);
    await putHostFiguresIn(tx, mine.actor, [{ show, episode: key, day: DAY, downloads: 8, source: 'transistor' }], 'pull');
  });
  await mapping;
  expect(await listed(show)).toEqual([['71', 'g-71']]);
  expect(await figures(show)).toEqual({ '': 100, 'g-71': 8 });
});

test('an episode that is known before its host is asked has its figures under its key at once, by the guid of Simplecast too', async () => {
  shows += 1;
  const show = `show-${shows + 1}`;
  await read(show, [{ guid: 'guid-of-simplecast', title: 'A', file: 'https://a.example/a.mp3' }]);
  told = [{ id: 'uuid-1', guid: 'guid-of-simplecast', title: 'Another title' }];
  expect(await pulled('simplecast')).toBe(show);
  expect(await figures(show)).toEqual({ '': 4, 'guid-of-simplecast': 4 });
});

test('two episodes of one title and day are neither of them, and a figure that was entered by hand since stays', async () => {
  told = [{ id: '9', title: 'Same', publishedAt: '2026-11-05T06:00:00Z' }];
  const show = await pulled('transistor');
  const same = { title: 'Same', publishedAt: '2026-11-05T07:00:00.000Z' };
  await read(show, [
    { guid: 'first', file: 'https://a.example/1.mp3', ...same },
    { guid: 'second', file: 'https://a.example/2.mp3', ...same },
  ]);
  world.database.setNow(world.database.context.clock() + 600_001);
  await runPulls(world.database.context, 'system', world.mine.tenantId);
  expect(await listed(show)).toEqual([['9', null]]);
  const entered = { show, episode: 'first', day: DAY, downloads: 77, source: 'by hand' };
  await world.send('PUT', '/tracking/host-figures', { body: { figures: [entered] } });
  await read(show, [
    { guid: 'first', file: 'https://a.example/1.mp3', ...same },
    { guid: 'second', title: 'Not the same', file: 'https://a.example/2.mp3' },
  ]);
  world.database.setNow(world.database.context.clock() + 600_001);
  await runPulls(world.database.context, 'system', world.mine.tenantId);
  expect(await listed(show)).toEqual([['9', 'first']]);
  expect(await figures(show)).toMatchObject({ first: 77 });
});
