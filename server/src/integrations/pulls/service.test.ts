import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { reactivateTenantIn, suspendTenantIn } from '../../tenants/lifecycle/service.ts';
import { forgetStanding } from '../../tenants/standing/service.ts';
import { NewSource } from '../../tracking/sources/schema.ts';
import { createSource } from '../../tracking/sources/service.ts';
import { listPullStates, requestPull, runPull, runPulls } from './service.ts';

let world: World;
let host: Server;
let apiUrl: string;
let asked: { at: number; url: URL; headers: IncomingMessage['headers'] }[] = [];
/** What the fake host answers: a status, and JSON. */
let answer: (url: URL) => { status?: number; headers?: Record<string, string>; json?: unknown } = () => ({});
beforeAll(async () => {
  world = await openWorld();
  host = createServer((request, response) => {
    const url = new URL(String(request.url), 'http://host');
    asked.push({ at: world.database.context.clock(), url, headers: request.headers });
    const { status = 200, headers = {}, json } = answer(url);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json ?? {}));
  });
  host.listen(0, '127.0.0.1');
  await once(host, 'listening');
  apiUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked = [];
  world.database.setNow(NOW_MS);
});
afterAll(async () => {
  host.closeAllConnections();
  host.close();
  await world.close();
});

let sources = 0;
async function open(kind: string, shows: Record<string, string>, more: object = {}): Promise<string> {
  sources += 1;
  const key = `${kind}-${sources}`;
  const input = NewSource.parse({ key, kind, secret: 'the-key-of-the-host', options: { shows, apiUrl, sinceDays: 2, ...more } });
  await createSource(world.database.context, world.mine.actor, input);
  await requestPull(world.database.context, world.mine.actor, key);
  return key;
}
const run = (key: string) => runPull(world.database.context, 'system', world.mine.tenantId, key);
const stateOf = async (key: string) =>
  (await listPullStates(world.database.context, world.mine.actor)).find(({ source }) => source === key);
async function figures(show: string) {
  const text = 'select episode, day::text as day, downloads::integer as downloads, source from host_figures where show = $1 order by 1, 2';
  return (await world.admin.query(text, [show])).rows as object[];
}
/** Runs a pull as often as it takes, moving the clock to when it is due each time; resolves with how often that was. */
async function runThrough(key: string): Promise<number> {
  for (let rounds = 1; ; rounds += 1) {
    const pull = await run(key);
    if (pull?.cursor === null) return rounds;
    world.database.setNow(Date.parse(String((await stateOf(key))?.dueAt)));
  }
}

/** A page of episodes as Transistor names them: 50 on each, at most. */
function namesOf(count: number, page: number) {
  const first = (page - 1) * 50;
  const data = Array.from({ length: Math.max(0, Math.min(50, count - first)) }, (_, place) => ({
    id: String(first + place + 1),
    type: 'episode',
    attributes: {
      title: `Episode ${first + place + 1}`,
      media_url: `https://media.transistor.fm/${first + place + 1}/a.mp3`,
      published_at: '2026-11-01T08:00:00.000Z',
    },
  }));
  return { data, meta: { currentPage: page, totalPages: Math.ceil(count / 50), totalCount: count } };
}

/** Transistor with its limit: beyond ten requests in ten seconds it blocks for ten. */
function transistor(episodes: number) {
  const times: number[] = [];
  let blockedUntil = 0;
  return (url: URL) => {
    const now = world.database.context.clock();
    if (now < blockedUntil || times.filter((at) => at > now - 10_000).length >= 10) {
      if (now >= blockedUntil) blockedUntil = now + 10_000;
      return { status: 429 };
    }
    times.push(now);
    const days = ['18-11-2026', '19-11-2026'];
    if (url.pathname === '/v1/episodes') return { json: namesOf(episodes, Number(url.searchParams.get('pagination[page]'))) };
    if (!url.pathname.endsWith('/episodes'))
      return { json: { data: { attributes: { downloads: days.map((date, place) => ({ date, downloads: 10 + place })) } } } };
    // Transistor's own examples have the month first in answers.
    const list = Array.from({ length: episodes }, (_, place) => ({
      id: place + 1,
      downloads: [
        { date: '11-18-2026', downloads: place },
        { date: '11-19-2026', downloads: place + 1 },
      ],
    }));
    return { json: { data: { attributes: { episodes: list } } } };
  };
}

describe('Transistor', () => {
  test('tells figures by show and episode and day, asked for with days written day first', async () => {
    answer = transistor(1);
    const key = await open('transistor', { '132543': 't-show' });
    expect(await runThrough(key)).toBe(1);
    expect(asked.map(({ url }) => url.pathname)).toEqual(['/v1/analytics/132543', '/v1/episodes', '/v1/analytics/132543/episodes']);
    expect(asked[0].url.search).toBe('?start_date=18-11-2026&end_date=19-11-2026');
    expect(asked[0].headers['x-api-key']).toBe('the-key-of-the-host');
    expect(await figures('t-show')).toEqual([
      { episode: '', day: '2026-11-18', downloads: 10, source: 'transistor' },
      { episode: '', day: '2026-11-19', downloads: 11, source: 'transistor' },
      { episode: 'transistor:1', day: '2026-11-18', downloads: 0, source: 'transistor' },
      { episode: 'transistor:1', day: '2026-11-19', downloads: 1, source: 'transistor' },
    ]);
  });

  test('is asked so slowly that it never blocks, and the pull goes on where it was', async () => {
    answer = transistor(1);
    const shows = Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`${1_000 + place}`, `slow-${place}`]));
    const key = await open('transistor', shows);
    expect(await runThrough(key)).toBe(8);
    expect(asked).toHaveLength(60);
    expect(new Set(asked.map(({ url }) => url.href)).size).toBe(60);
    for (const { at } of asked) expect(asked.filter((one) => one.at > at - 10_000 && one.at <= at).length).toBeLessThanOrEqual(10);
    expect(await stateOf(key)).toMatchObject({ requests: 60, failures: 0, fault: null });
  });

  test('that blocks all the same is left alone for ten seconds, then asked again for the same', async () => {
    let blocks = 1;
    const well = transistor(1);
    answer = (url) => (blocks-- > 0 ? { status: 429 } : well(url));
    const key = await open('transistor', { '7': 'blocked' });
    expect(await run(key)).toMatchObject({ fault: 'the host asked to be asked less often' });
    expect(await stateOf(key)).toMatchObject({ dueAt: new Date(NOW_MS + 10_000).toISOString() });
    expect(await run(key)).toBeUndefined();
    expect(asked).toHaveLength(1);
    await runThrough(key);
    expect(await figures('blocked')).toHaveLength(4);
  });

  test('whose answer is none is asked again later and later, and says so at the source', async () => {
    answer = () => ({ json: { data: { attributes: { downloads: [{ date: 'yesterday', downloads: 1 }] } } } });
    const key = await open('transistor', { '8': 'odd' });
    for (const minutes of [1, 2, 4]) {
      const before = world.database.context.clock();
      expect(await run(key)).toMatchObject({ fault: 'the answer of the host is not what was asked for' });
      const due = Date.parse(String((await stateOf(key))?.dueAt));
      expect(due - before).toBe(minutes * 60_000);
      world.database.setNow(due);
    }
    expect((await world.send('GET', `/tracking/sources/${key}`)).json).toMatchObject({
      lastFault: 'the answer of the host is not what was asked for',
    });
    expect(await figures('odd')).toEqual([]);
  });
});

test('a pull leaves a figure that was entered for the same day, and is visible beside it', async () => {
  answer = transistor(0);
  const figure = { show: 'corrected', day: '2026-11-18', source: 'transistor', downloads: 7 };
  await world.send('PUT', '/tracking/host-figures', { body: { figures: [figure] } });
  await runThrough(await open('transistor', { '9': 'corrected' }));
  const { json } = await world.send('GET', '/tracking/host-figures?show=corrected&to=2026-11-19');
  expect((json as { items: object[] }).items).toMatchObject([
    { downloads: 7, origin: 'entered', isCounted: true },
    { downloads: 10, origin: 'pull', isCounted: false },
  ]);
});

/** Simplecast, with pages of episodes by limit and offset. */
function simplecast(count: number) {
  return (url: URL) => {
    const day = { interval: '2026-11-19T00:00:00-05:00', downloads_total: 4 };
    if (url.pathname === '/analytics/downloads') return { json: { by_interval: [day, { interval: '2026-11-01', downloads_total: 9 }] } };
    const [limit, offset] = [Number(url.searchParams.get('limit')), Number(url.searchParams.get('offset'))];
    const collection = Array.from({ length: Math.max(0, Math.min(limit, count - offset)) }, (_, place) => ({ id: `ep-${offset + place}` }));
    const next = offset + limit < count ? { href: 'https://api.simplecast.com/next' } : null;
    return { json: { collection, pages: { next } } };
  };
}

test('Simplecast is asked page after page and episode after episode, each once, also over restarts', async () => {
  answer = simplecast(130);
  const key = await open('simplecast', { 'a-podcast': 's-show' });
  await runThrough(key);
  const addresses = asked.map(({ url }) => url.pathname + url.search);
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(addresses).toHaveLength(1 + 2 + 130);
  expect(asked[0].headers.authorization).toBe('Bearer the-key-of-the-host');
  expect(await figures('s-show')).toHaveLength(131);
  const rows = async () => (await world.auditOf(world.mine)).filter(({ actor }) => actor === `source:${key}`);
  const row = { actor: `source:${key}`, action: 'host_figures.put', target: 'host_figures' };
  expect(await rows()).toEqual([row]);
  await requestPull(world.database.context, world.mine.actor, key);
  await runThrough(key);
  expect(await rows()).toEqual([row, row]);
});

/** OP3, row by row, with continuation tokens. */
function op3(count: number) {
  return (url: URL) => {
    const [limit, from] = [Math.min(40, Number(url.searchParams.get('limit'))), Number(url.searchParams.get('continuationToken') ?? 0)];
    const rows = Array.from({ length: Math.min(limit, count - from) }, (_, place) => ({
      time: new Date(NOW_MS - 86_400_000 - (from + place) * 1_000).toISOString(),
      url: 'https://host.example/episode.mp3',
      audienceId: `a-${from + place}`,
      hashedIpAddress: `h-${(from + place) % 50}`,
      agentName: 'Overcast',
    }));
    return { json: { rows, count: rows.length, ...(from + limit < count ? { continuationToken: String(from + limit) } : {}) } };
  };
}

test('OP3 is asked row by row with its continuation tokens; asked again, nothing is counted twice', async () => {
  answer = op3(100);
  const key = await open('op3', { 'a-show-uuid': 'o-show' });
  await runThrough(key);
  expect(asked.map(({ url }) => url.searchParams.get('continuationToken'))).toEqual([null, '40', '80']);
  expect(asked[0].url.pathname).toBe('/api/1/downloads/show/a-show-uuid');
  const counted = async () =>
    (await world.admin.query(`select count(*)::integer as n from episode_requests where id like 'op3:%'`)).rows[0] as object;
  expect(await counted()).toEqual({ n: 100 });
  await requestPull(world.database.context, world.mine.actor, key);
  await runThrough(key);
  expect(await counted()).toEqual({ n: 100 });
});

test('two processes at once ask a host once', async () => {
  answer = simplecast(5);
  const key = await open('simplecast', { p: 'once-show' });
  await Promise.all([run(key), run(key), run(key)]);
  const addresses = asked.map(({ url }) => url.href);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('after six hours a host is asked again, from three days before the last time on', async () => {
  answer = simplecast(0);
  const key = await open('simplecast', { q: 'again-show' }, { sinceDays: 30 });
  await runThrough(key);
  expect(asked[0].url.searchParams.get('start_date')).toBe('2026-10-21');
  expect(await run(key)).toBeUndefined();
  world.database.setNow(NOW_MS + 6 * 3_600_000);
  asked = [];
  await runPulls(world.database.context, 'system', world.mine.tenantId);
  expect(asked.find(({ url }) => url.searchParams.get('podcast') === 'q')?.url.searchParams.get('start_date')).toBe('2026-11-17');
});

const startsOf = (podcast: string) =>
  asked.filter(({ url }) => url.searchParams.get('podcast') === podcast).map(({ url }) => url.searchParams.get('start_date'));

test('days of an outage are asked for once it is over, and a show that is added later from its own beginning', async () => {
  answer = simplecast(0);
  const key = await open('simplecast', { r: 'out-show' }, { sinceDays: 5 });
  await runThrough(key);
  world.database.setNow(NOW_MS + 6 * 3_600_000);
  answer = () => ({ status: 401 });
  expect(await run(key)).toMatchObject({ fault: 'the host answered 401' });
  world.database.setNow(NOW_MS + 20 * 86_400_000);
  answer = simplecast(0);
  await runThrough(key);
  await world.send('PUT', `/tracking/sources/${key}`, {
    body: { options: { shows: { r: 'out-show', s: 'new-show' }, apiUrl, sinceDays: 5 } },
  });
  world.database.setNow(NOW_MS + 20 * 86_400_000 + 7 * 3_600_000);
  asked = [];
  await runThrough(key);
  expect([startsOf('r'), startsOf('s')]).toEqual([['2026-11-17'], ['2026-12-05']]);
});

test('a host that asks to be left alone is not asked by hand before that is over; one that only failed is', async () => {
  answer = () => ({ status: 503 });
  const key = await open('simplecast', { t: 'rest-show' });
  const ask = () => requestPull(world.database.context, world.mine.actor, key);
  await run(key);
  await ask();
  answer = () => ({ status: 503, headers: { 'retry-after': '1200' } });
  expect(await run(key)).toMatchObject({ failures: 2, restsUntil: new Date(NOW_MS + 1_200_000).toISOString() });
  const until = expect.stringContaining(new Date(NOW_MS + 1_200_000).toISOString()) as string;
  await expect(ask()).rejects.toMatchObject({ code: 'conflict', message: until, retryAfterSeconds: 1_200 });
  world.database.setNow(NOW_MS + 1_200_000 - 1);
  expect(await run(key)).toBeUndefined();
  world.database.setNow(NOW_MS + 1_200_000);
  await ask();
  answer = simplecast(0);
  await runThrough(key);
  expect(await stateOf(key)).toMatchObject({ restsUntil: null, fault: null });
  expect(asked.filter(({ at }) => at < NOW_MS + 1_200_000)).toHaveLength(2);
});

test('rows that cannot be kept are a failure that the source shows, asked for again later and later', async () => {
  const { context } = world.database;
  const { tenantId } = world.mine;
  answer = op3(3);
  const key = await open('op3', { 'kept-uuid': 'kept-show' });
  await inTenant(context.db, tenantId, (tx) => suspendTenantIn(context, tx, 'test'));
  forgetStanding(context, tenantId);
  const first = await run(key);
  expect(first).toMatchObject({ failures: 1, fault: expect.stringContaining('suspended') as string });
  expect(Date.parse(first?.dueAt ?? '')).toBeGreaterThan(context.clock());
  await inTenant(context.db, tenantId, (tx) => reactivateTenantIn(tx, 'test'));
  forgetStanding(context, tenantId);
  world.database.setNow(Date.parse(first?.dueAt ?? ''));
  await runThrough(key);
  expect(await stateOf(key)).toMatchObject({ failures: 0, fault: null, stored: 3 });
});

test('without a show to be asked for, or when it is off, a host is not asked', async () => {
  const key = await open('simplecast', {});
  expect(await run(key)).toMatchObject({ fault: expect.stringContaining('no show is named') as string });
  await world.send('PUT', `/tracking/sources/${key}`, { body: { isEnabled: false, options: { apiUrl } } });
  await expect(requestPull(world.database.context, world.mine.actor, key)).rejects.toMatchObject({ code: 'not_found' });
  expect(await run(key)).toBeUndefined();
  expect(asked).toEqual([]);
});
