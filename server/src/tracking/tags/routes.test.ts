import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { resolvePublicId } from '../../catalog/publicids/service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PATH = '/tracking/tags/store';
const DETAILS = {
  name: 'The store',
  sites: ['https://Store.example', 'https://*.store.example'],
  clickDays: 14,
  paths: [{ path: '/Daily/', campaign: 'spring', show: 'daily-tech' }],
};

interface Tag {
  publicId: string;
  snippet: string;
  paths: object[];
}

test('a tag gets a public id that stays, and a snippet with it; its campaigns and shows become known', async () => {
  const made = await world.send('PUT', PATH, { body: DETAILS });
  expect(made.json).toMatchObject({
    key: 'store',
    name: 'The store',
    sites: ['https://store.example', 'https://*.store.example'],
    clickDays: 14,
    paths: [{ path: '/daily', campaign: 'spring', show: 'daily-tech' }],
  });
  const { publicId, snippet } = made.json as Tag;
  expect(snippet).toContain(`data-tag="${publicId}" data-days="14"`);
  const { tenantId } = world.mine;
  expect(await resolvePublicId(world.database.context, 'public', publicId)).toMatchObject({ tenantId, kind: 'tag', target: 'store' });
  expect((await world.send('GET', '/campaigns/spring')).status).toBe(200);
  const changed = await world.send('PUT', PATH, { body: { ...DETAILS, name: 'Renamed', paths: [] } });
  expect(changed.json).toMatchObject({ publicId, name: 'Renamed', paths: [] });
  expect((await world.send('GET', PATH)).json).toEqual(changed.json);
  expect((await world.auditOf(world.mine)).filter(({ target }) => target === 'store')).toMatchObject([
    { action: 'site_tag.put' },
    { action: 'site_tag.put' },
  ]);
});

test('a deleted tag is gone, and its public id means nothing any more', async () => {
  const made = await world.send('PUT', '/tracking/tags/short-lived', { body: DETAILS });
  expect((await world.send('DELETE', '/tracking/tags/short-lived')).status).toBe(204);
  expect((await world.send('GET', '/tracking/tags/short-lived')).status).toBe(404);
  expect(await resolvePublicId(world.database.context, 'public', (made.json as Tag).publicId)).toBeUndefined();
});

test.each([
  ['no site', { sites: [] }, '/sites'],
  ['an address in place of an origin', { sites: ['https://store.example/shop'] }, '/sites/0'],
  ['a path with a query', { paths: [{ path: '/a?b', campaign: 'c' }] }, '/paths/0/path'],
  ['a path twice', { paths: ['/a', '/A/'].map((path) => ({ path, campaign: 'c' })) }, '/paths'],
  ['a click id that is kept for years', { clickDays: 401 }, '/clickDays'],
])('refuses %s', async (_name, change, pointer) => {
  const answer = await world.send('PUT', PATH, { body: { ...DETAILS, ...change } });
  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({ errors: [{ pointer }] });
});

test('the script is the same for everybody, may be kept for an hour, and is told by its tag after that', async () => {
  const get = (headers: Record<string, string>) => fetch(`${world.server.url}/t.js`, { headers });
  const first = await get({});
  expect(first.status).toBe(200);
  expect(Object.fromEntries(first.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  });
  const text = await first.text();
  const tag = String(first.headers.get('etag'));
  expect((await get({ 'if-none-match': `"other", ${tag}` })).status).toBe(304);
  for (const encoding of ['br', 'gzip']) {
    const packed = await get({ 'accept-encoding': encoding });
    expect(packed.headers.get('content-encoding')).toBe(encoding);
    expect(await packed.text()).toBe(text);
  }
  expect(first.headers.get('set-cookie')).toBeNull();
});
