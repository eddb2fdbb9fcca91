import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { drainRequests } from '../counting/service.ts';
import type { DownloadPage, DownloadRow } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.send('POST', '/tracking/requests', { body: { requests } });
  await drainRequests(world.database.context, 'system', world.mine.tenantId);
});
afterAll(() => world.close());

const request = (id: string, show: string, episode: string, more: { day?: string; userAgent?: string; ip?: string } = {}) => {
  const { day = '2026-11-10', ...rest } = more;
  const file = { url: `https://cdn.example/${show}/${episode}.mp3`, show, episode };
  return { id, occurredAt: `${day}T10:00:00Z`, ip: '198.51.100.1', userAgent: 'AntennaPod/3.4.0', ...file, ...rest };
};
const requests = [
  request('a', 'daily', 'one'),
  request('again', 'daily', 'one'),
  request('b', 'daily', 'two'),
  request('c', 'daily', 'one', { ip: '198.51.100.2', day: '2026-11-11' }),
  request('bot', 'daily', 'one', { userAgent: 'Googlebot/2.1 (+http://www.google.com/bot.html)' }),
  request('d', 'weekly', 'w', { day: '2026-11-11' }),
];

const list = async (query = '') => (await world.send('GET', `/tracking/downloads?show=daily&${query}`)).json as DownloadPage;
const brief = ({ items }: DownloadPage) => items.map(({ day, show, episode, downloads }: DownloadRow) => [day, show, episode, downloads]);

test('downloads stand by show and day, the newest day first, with the window they are counted by', async () => {
  const all = (await world.send('GET', '/tracking/downloads?from=2026-11-10&to=2026-11-12')).json as DownloadPage;
  expect(brief(all).filter(([, show]) => show === 'daily' || show === 'weekly')).toEqual([
    ['2026-11-11', 'daily', null, 1],
    ['2026-11-11', 'weekly', null, 1],
    ['2026-11-10', 'daily', null, 2],
  ]);
  expect(all).toMatchObject({ window: 'calendar_day', waitingRequests: 0, nextCursor: null });
});

test('each row tells what its downloads rest on, how many may be matched, and how many requests there were', async () => {
  const { items } = await list('groupBy=show');
  const evidence = items[0].evidence;
  expect(items).toMatchObject([{ day: null, episode: null, downloads: 3, usable: 3, requests: 5 }]);
  expect(Object.values(evidence).reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(Object.keys(evidence).every((name) => ['host_log_bytes', 'prefix_request'].includes(name))).toBe(true);
});

test.each([
  [
    'episode',
    [
      [null, null, 'one', 2],
      [null, null, 'two', 1],
    ],
  ],
  [
    'day',
    [
      ['2026-11-11', null, null, 1],
      ['2026-11-10', null, null, 2],
    ],
  ],
  [
    'episode,day',
    [
      ['2026-11-11', null, 'one', 1],
      ['2026-11-10', null, 'one', 1],
      ['2026-11-10', null, 'two', 1],
    ],
  ],
])('by %s every row is a sum of its own, and all rows together are the waterfall', async (groupBy, rows) => {
  const page = await list(`groupBy=${groupBy}`);
  expect(brief(page)).toEqual(rows);
  const { json } = await world.send('GET', '/tracking/waterfall?show=daily');
  const { downloads, requests: all } = json as { downloads: number; requests: number };
  const sum = (name: 'downloads' | 'requests') => page.items.reduce((total, row) => total + row[name], 0);
  expect([sum('downloads'), sum('requests')]).toEqual([downloads, all]);
});

test('pages join without a gap or a repeat', async () => {
  const rows: DownloadRow[] = [];
  let cursor = '';
  do {
    const page = await list(`groupBy=day,episode,show&limit=1${cursor}`);
    rows.push(...page.items);
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  expect(rows).toEqual((await list('groupBy=show,episode,day')).items);
  expect(rows).toHaveLength(3);
});

test.each([
  ['groupBy=campaign', 'groupBy'],
  ['groupBy=show,show', 'groupBy'],
  ['from=2026-11-11&to=2026-11-11', 'to'],
  ['from=yesterday', 'from'],
  ['cursor=WyJhIl0', 'cursor'],
])('%s is refused, with the parameter', async (query, pointer) => {
  const { status, text } = await world.send('GET', `/tracking/downloads?${query}`);
  expect([status, text]).toEqual([400, expect.stringContaining(pointer)]);
});

test('of another tenant nothing shows', async () => {
  const { json } = await world.send('GET', '/tracking/downloads?show=daily', { key: world.theirs.apiKey });
  expect(json).toMatchObject({ items: [] });
});

test('filters that the catalogue does not know are told, by their parameter, and those it knows are not', async () => {
  const read = async (query: string) => (await world.send('GET', `/tracking/downloads?${query}`)).json as DownloadPage;
  await world.send('PUT', '/shows/daily', { body: { name: 'The Daily' } });
  await world.send('PUT', '/episodes/one', { body: { name: null } });
  expect((await read('show=daily&episode=one')).unknown).toEqual([]);
  expect((await read('')).unknown).toEqual([]);
  const { items, unknown } = await read('show=dialy&episode=none');
  expect([items, unknown]).toEqual([
    [],
    [
      { pointer: '/show', detail: expect.stringContaining('The catalogue has no show "dialy"') },
      { pointer: '/episode', detail: expect.stringContaining('The catalogue has no episode "none"') },
    ],
  ]);
  expect((await read('show=the%20daily')).unknown).toEqual([
    { pointer: '/show', detail: '"the daily" is the name of the show daily; filter by its key.' },
  ]);
  const theirs = await world.send('GET', '/tracking/downloads?show=daily', { key: world.theirs.apiKey });
  expect(theirs.json).toMatchObject({ unknown: [{ pointer: '/show' }] });
});
