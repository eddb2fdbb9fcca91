import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import type { Advertiser } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const put = (key: string, body: unknown) => world.send('PUT', `/advertisers/${key}`, { body });

test('an advertiser is created, replaced as a whole, read back and deleted', async () => {
  const created = await put('brand', { name: ' Brand ', siteHost: 'Shop.Brand.Example' });
  expect(created).toMatchObject({ status: 200, json: { key: 'brand', name: 'Brand', siteHost: 'shop.brand.example' } });
  expect((await world.send('GET', '/advertisers/brand')).json).toEqual(created.json);
  expect((await put('brand', {})).json).toEqual({ ...(created.json as Advertiser), name: null, siteHost: null });
  expect((await world.send('DELETE', '/advertisers/brand')).status).toBe(204);
  expect((await world.send('GET', '/advertisers/brand')).status).toBe(404);
  expect((await world.auditOf(world.mine)).slice(-3).map(({ action, target }) => `${action} ${target}`)).toEqual([
    'advertiser.put brand',
    'advertiser.put brand',
    'advertiser.delete brand',
  ]);
});

test('one that campaigns name is not deleted until they name another', async () => {
  await world.send('PUT', '/campaigns/of-brand', { body: { advertiser: 'named' } });
  expect(await world.send('DELETE', '/advertisers/named')).toMatchObject({ status: 409, json: { code: 'conflict' } });
  await world.send('PUT', '/campaigns/of-brand', { body: {} });
  expect((await world.send('DELETE', '/advertisers/named')).status).toBe(204);
});

test.each([
  'https://shop.example',
  'shop.example/path',
  'shop',
  'shop..example',
  '-a.example',
  'a.example:80',
  '10.0.0.1',
  `${'a'.repeat(64)}.example`,
])('the host %j is refused at its field', async (siteHost) => {
  expect(await put('refused', { siteHost })).toMatchObject({ status: 400, json: { errors: [{ pointer: '/siteHost' }] } });
});

test('advertisers are listed by key, a page at a time, and another tenant sees none of them', async () => {
  for (const key of ['page-c', 'page-a', 'page-b']) await put(key, {});
  const first = (await world.send('GET', '/advertisers?limit=3')).json as Page<Advertiser>;
  const second = (await world.send('GET', `/advertisers?limit=3&cursor=${first.nextCursor}`)).json as Page<Advertiser>;
  const keys = [...first.items, ...second.items].map(({ key }) => key);
  expect(keys).toEqual(keys.toSorted());
  expect(keys).toEqual(expect.arrayContaining(['page-a', 'page-b', 'page-c']));
  const theirs = (await world.send('GET', '/advertisers', { key: world.theirs.apiKey })).json as Page<Advertiser>;
  expect(theirs.items.map(({ key }) => key)).toEqual(['advertiser-of-theirs']);
});
