import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { EnteredFigure, StoredFigures } from './schema.ts';
import { putHostFiguresIn } from './service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  for (const [key, name] of [
    ['daily-tech', 'Daily Tech'],
    ['night-a', 'Night Shift'],
    ['night-b', 'night shift'],
  ]) {
    await world.send('PUT', `/shows/${key}`, { body: { name } });
  }
  await world.send('PUT', '/episodes/ep-41', { body: { name: 'On fog' } });
});
afterAll(() => world.close());

const put = async (...figures: object[]) => {
  const body = { figures: figures.map((figure) => ({ day: '2026-11-10', source: 'a host', downloads: 5, ...figure })) };
  const { status, json } = await world.send('PUT', '/tracking/host-figures', { body });
  expect(status).toBe(200);
  return json as StoredFigures;
};
const list = async (query = '') => (await world.send('GET', `/tracking/host-figures?from=2026-11-10${query}`)).json as Page<EnteredFigure>;
const places = async (query?: string) => (await list(query)).items.map(({ day, show, episode }) => [day, show, episode].join(' '));

test('a name that only one show or episode bears is its key, whatever its case', async () => {
  expect(await put({ show: ' daily TECH' }, { show: 'Daily Tech', episode: 'on fog', day: '2026-11-11' })).toEqual({
    stored: 2,
    removed: 0,
    unknown: [],
  });
  expect(await places()).toEqual(['2026-11-11 daily-tech ep-41', '2026-11-10 daily-tech ']);
  expect((await list()).items[1]).toMatchObject({ downloads: 5, source: 'a host', isKnown: true });
});

test('what the catalogue does not have, or has several of, is told with its field and the fix, and is taken back', async () => {
  const several = { show: 'Night Shift', episode: 'ep-x' };
  const { stored, unknown } = await put({ show: 'daily-tech', downloads: 6 }, { show: 'Dayly' }, several);
  expect(stored).toBe(3);
  expect(unknown).toEqual([
    {
      pointer: '/figures/1/show',
      detail: expect.stringContaining('no show "Dayly", by key or by name. Send another key, or make'),
    },
    {
      pointer: '/figures/2/show',
      detail: expect.stringContaining('Several shows are called "Night Shift": night-a, night-b. Send the key'),
    },
    { pointer: '/figures/2/episode', detail: expect.stringContaining('no episode "ep-x"') },
  ]);
  expect((await list('&show=Dayly')).items).toMatchObject([{ show: 'Dayly', isKnown: false }]);
  expect(await put({ show: 'Dayly', downloads: null }, { show: 'Night Shift', episode: 'ep-x', downloads: null })).toEqual({
    stored: 0,
    removed: 2,
    unknown: [],
  });
  expect(await places()).toEqual(['2026-11-11 daily-tech ep-41', '2026-11-10 daily-tech ']);
});

test('a figure that was entered under a title before the catalogue knew it is taken back by that title', async () => {
  await put({ show: 'Later Show', day: '2026-11-12' });
  await world.send('PUT', '/shows/later', { body: { name: 'Later Show' } });
  expect(await put({ show: 'Later Show', day: '2026-11-12', downloads: null })).toMatchObject({ removed: 1 });
  expect(await places('&show=Later Show')).toEqual([]);
});

test('the list goes on page by page, and holds nothing of another tenant', async () => {
  await put(...['a', 'b', 'c'].map((show) => ({ show, day: '2026-11-20' })));
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const page = await list(`&limit=1${cursor}`);
    seen.push(...page.items.map(({ show }) => show));
    if (page.nextCursor === null) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  expect(seen).toEqual(['a', 'b', 'c', 'daily-tech', 'daily-tech']);
  const theirs = await world.send('GET', '/tracking/host-figures?show=daily-tech', { key: world.theirs.apiKey });
  expect(theirs.json).toMatchObject({ items: [] });
  expect((await world.send('GET', '/tracking/host-figures?cursor=eA')).status).toBe(400);
});

const entered = async (query: string) =>
  (await list(query)).items.map(({ source, origin, downloads, isCounted }) => [source, origin, downloads, isCounted]);

test('figures of several sources stand beside each other, and of one place and day the one that came last counts', async () => {
  const place = { show: 'beside', day: '2026-11-21' };
  await put({ ...place, source: 'host a', downloads: 10 }, { ...place, source: 'host b', downloads: 20 });
  expect(await entered('&show=beside')).toEqual([
    ['host a', 'entered', 10, false],
    ['host b', 'entered', 20, true],
  ]);
  await put({ ...place, source: 'host a', downloads: 11 });
  expect(await entered('&show=beside')).toEqual([
    ['host a', 'entered', 11, true],
    ['host b', 'entered', 20, false],
  ]);
  const { json } = await world.send('GET', '/tracking/waterfall?show=beside');
  expect((json as { host: object }).host).toMatchObject({ downloads: 11, figures: 1, sources: ['host a'] });
  expect(await put({ ...place, source: 'host a', downloads: null })).toMatchObject({ removed: 1 });
  expect(await entered('&show=beside')).toEqual([['host b', 'entered', 20, true]]);
});

test('what was entered counts before what was pulled, whichever came last, until it is taken back', async () => {
  const { context } = world.database;
  const { actor, tenantId } = world.mine;
  const figure = { show: 'pulled', episode: null, day: '2026-11-22', source: 'transistor' };
  const pull = (downloads: number) =>
    inTenant(context.db, tenantId, (tx) => putHostFiguresIn(tx, actor, [{ ...figure, downloads }], 'pull'));
  await pull(30);
  await put({ ...figure, downloads: 31 });
  await put({ ...figure, source: 'a table', downloads: 32 });
  await pull(33);
  expect(await entered('&show=pulled')).toEqual([
    ['a table', 'entered', 32, true],
    ['transistor', 'entered', 31, false],
    ['transistor', 'pull', 33, false],
  ]);
  const pages = await list('&show=pulled&limit=2');
  expect((await list(`&show=pulled&cursor=${pages.nextCursor}`)).items).toMatchObject([{ origin: 'pull', downloads: 33 }]);
  const takeBack = (source: string) => put({ ...figure, source, downloads: null });
  await takeBack('a table');
  await takeBack('transistor');
  expect(await entered('&show=pulled')).toEqual([['transistor', 'pull', 33, true]]);
  expect(await takeBack('transistor')).toMatchObject({ removed: 1 });
  expect(await entered('&show=pulled')).toEqual([]);
});
