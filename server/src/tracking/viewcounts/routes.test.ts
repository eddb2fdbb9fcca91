import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { Page } from '../../platform/paging.ts';
import type { ViewDay } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.send('PUT', '/shows/v-show', { body: { name: 'The Video Show' } });
  await world.send('PUT', '/episodes/v-1', { body: { name: null } });
});
afterAll(() => world.close());

const count = (views: number | null, more: object = {}) => ({ platform: 'youtube', show: 'v-show', day: '2026-11-10', views, ...more });
const put = (...counts: object[]) => world.send('PUT', '/tracking/view-counts', { body: { counts } });
const days = async (query = '') => ((await world.send('GET', `/tracking/view-counts?show=v-show${query}`)).json as Page<ViewDay>).items;

test('views are totals by platform and day, labelled modelled, and a later total takes the place of the one before', async () => {
  expect((await put(count(5), count(7, { platform: 'spotify' }), count(3, { episode: 'v-1' }))).json).toEqual({
    stored: 3,
    removed: 0,
    unknown: [],
  });
  await put(count(6, { show: 'the video show' }));
  const label = { evidence: 'view_count', isModelled: true, downloads: 0, day: '2026-11-10', show: 'v-show' };
  expect(await days()).toEqual([
    { ...label, episode: null, views: { youtube: 6, spotify: 7 } },
    { ...label, episode: 'v-1', views: { youtube: 3 } },
  ]);
});

test('null takes a total back, and the deed is recorded', async () => {
  await put(count(1, { day: '2026-10-01' }));
  expect((await put(count(null, { day: '2026-10-01' }), count(null, { day: '2026-10-02' }))).json).toEqual({
    stored: 0,
    removed: 1,
    unknown: [],
  });
  expect(await days('&to=2026-11-01')).toEqual([]);
  expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ action: 'view_counts.put' });
});

test('a show that the catalogue does not have is told with its field and the fix', async () => {
  expect((await put(count(1, { show: 'v-shwo', day: '2026-09-01' }))).json).toMatchObject({
    stored: 1,
    unknown: [{ pointer: '/counts/0/show', detail: expect.stringContaining('no show "v-shwo"') }],
  });
});

test('they stand beside the downloads of the same show or episode and day', async () => {
  await inTenant(world.database.context.db, world.mine.tenantId, (tx) =>
    tx.query({
      text: `insert into request_days (tenant_id, day, show, episode, evidence, fate, is_usable, requests)
             values ($1, '2026-11-12', 'v-show', 'v-1', 'prefix_request', 'download', true, 4),
               ($1, '2026-11-12', 'v-show', 'v-2', 'prefix_request', 'download', false, 2),
               ($1, '2026-11-12', 'v-show', 'v-1', 'prefix_request', 'bot', false, 9)`,
      values: [tx.tenantId],
    }),
  );
  await put(count(1, { day: '2026-11-12' }), count(1, { day: '2026-11-12', episode: 'v-1' }));
  expect((await days('&from=2026-11-12')).map(({ episode, downloads }) => [episode, downloads])).toEqual([
    [null, 6],
    ['v-1', 4],
  ]);
});

test('no touchpoint is made of them, and no report knows them', async () => {
  const counted = async () => (await world.admin.query('select count(*) from touchpoints')).rows;
  const report = async () => (await world.send('GET', '/attribution/report?groupBy=show')).text;
  const before = [await counted(), await report()];
  await put(count(1_000_000, { show: 'a-show' }));
  await world.drain();
  expect([await counted(), await report()]).toEqual(before);
});

test('pages follow one another, and another tenant sees none of them', async () => {
  const all = await days('&limit=200');
  const seen: ViewDay[] = [];
  for (let cursor = ''; ;) {
    const page = (await world.send('GET', `/tracking/view-counts?show=v-show&limit=1${cursor}`)).json as Page<ViewDay>;
    seen.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  expect(seen).toEqual(all);
  const theirs = await world.send('GET', '/tracking/view-counts', { key: world.theirs.apiKey });
  expect((theirs.json as Page<ViewDay>).items).toEqual([]);
});

test.each([
  [{ platform: 'nobody' }, '/counts/0/platform'],
  [{ views: -1 }, '/counts/0/views'],
  [{ day: '2026-02-30' }, '/counts/0/day'],
])('is refused with %j', async (wrong, pointer) => {
  expect(await put(count(1, wrong))).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
});
