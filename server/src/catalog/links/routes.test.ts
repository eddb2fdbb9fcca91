import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { inDirectory, inTenant } from '../../platform/tenant-door.ts';
import type { Page } from '../../platform/paging.ts';
import { resolvePublicId } from '../publicids/service.ts';
import type { Link, LinkDestination } from './schema.ts';
import { findLinksByKeyIn, listLinkDestinationsIn } from './service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const put = (key: string, more: object = {}) =>
  world.send('PUT', `/links/${key}`, { body: { campaign: 'winter', destination: 'https://shop.example/offer', ...more } });
const keysOf = (page: unknown) => (page as Page<Link>).items.map(({ key }) => key);

async function snapshot(): Promise<LinkDestination[]> {
  const found: LinkDestination[] = [];
  for (let after = ''; ;) {
    const page = await inDirectory(world.database.context.db, (tx) => listLinkDestinationsIn(tx, after, 2));
    if (page.length === 0) return found;
    found.push(...page);
    after = page[page.length - 1].publicId;
  }
}

test('a link is created with what it adds, replaced as a whole under the same address, read back and deleted', async () => {
  const created = (await put('l-1', { show: 'a-podcast' })).json as Link;
  expect(created).toMatchObject({
    campaign: 'winter',
    show: 'a-podcast',
    clickParameter: 'click_id',
    address: `${world.database.context.publicUrl}/l/${created.publicId}`,
    redirectsTo: 'https://shop.example/offer?utm_source=podcast&utm_medium=audio&utm_campaign=a-podcast',
  });
  expect((await world.send('GET', '/links/l-1')).json).toEqual(created);
  expect((await world.send('GET', '/shows')).text).toContain('"a-podcast"');
  const replaced = (await put('l-1', { utm: { source: 'network', medium: null }, clickParameter: null })).json as Link;
  expect(replaced).toMatchObject({
    show: null,
    clickParameter: null,
    address: created.address,
    redirectsTo: 'https://shop.example/offer?utm_source=network&utm_campaign=winter',
  });
  expect((await world.send('DELETE', '/links/l-1')).status).toBe(204);
  expect((await world.send('GET', '/links/l-1')).status).toBe(404);
  expect(await resolvePublicId(world.database.context, 'public', created.publicId)).toBeUndefined();
  expect((await world.auditOf(world.mine)).slice(-3).map(({ action, target }) => `${action} ${target}`)).toEqual([
    'link.put l-1',
    'link.put l-1',
    'link.delete l-1',
  ]);
});

test.each([
  ['a destination of another scheme', { destination: 'javascript:alert(1)' }, '/destination'],
  ['a destination with a password', { destination: 'https://a:b@shop.example/' }, '/destination'],
  ['an empty UTM parameter', { utm: { source: '' } }, '/utm/source'],
  ['an unknown UTM parameter', { utm: { id: 'x' } }, '/utm/id'],
  ['a click parameter that would need escaping', { clickParameter: 'a&b' }, '/clickParameter'],
])('%s is refused at its field', async (_what, more, pointer) => {
  expect(await put('refused', more)).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
});

test('the QR code is a picture of the address', async () => {
  await put('drawn');
  const answer = await world.send('GET', '/links/drawn/qr');
  expect(answer.headers.get('content-type')).toBe('image/svg+xml');
  expect(answer.text).toMatch(/^<svg [^]*<\/svg>\s*$/);
  await put('drawn-too');
  expect((await world.send('GET', '/links/drawn-too/qr')).text).not.toBe(answer.text);
});

test('links are listed by key, a page at a time, by campaign and show, and only those of the tenant', async () => {
  await put('list-b', { campaign: 'listed', show: 'one' });
  await put('list-a', { campaign: 'listed' });
  const first = (await world.send('GET', '/links?campaign=listed&limit=1')).json as Page<Link>;
  const second = (await world.send('GET', `/links?campaign=listed&limit=1&cursor=${first.nextCursor}`)).json;
  expect([keysOf(first), keysOf(second)]).toEqual([['list-a'], ['list-b']]);
  expect(keysOf((await world.send('GET', '/links?show=one')).json)).toEqual(['list-b']);
  expect(keysOf((await world.send('GET', '/links', { key: world.theirs.apiKey })).json)).toEqual([
    'link-of-theirs',
    'spare-link-of-theirs',
  ]);
});

test('a snapshot holds where the links of every tenant lead, a page at a time, each once', async () => {
  const { publicId, redirectsTo } = (await put('in-snapshot')).json as Link;
  const found = await snapshot();
  expect(found.find((one) => one.publicId === publicId)).toEqual({
    publicId,
    tenantId: world.mine.tenantId,
    key: 'in-snapshot',
    redirectsTo,
    clickParameter: 'click_id',
  });
  expect(new Set(found.map(({ tenantId }) => tenantId))).toEqual(new Set([world.mine.tenantId, world.theirs.tenantId]));
  const { rows } = await world.admin.query<{ count: string }>('select count(*) from links');
  expect(found).toHaveLength(Number(rows[0].count));
});

test('a tenant finds its own links by key and no others', async () => {
  const { context } = world.database;
  const find = (tenantId: string) =>
    inTenant(context.db, tenantId, (tx) => findLinksByKeyIn(context, tx, ['link-of-mine', 'link-of-theirs', 'never']));
  expect([...(await find(world.mine.tenantId)).keys()]).toEqual(['link-of-mine']);
});
