import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_URL } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { resolvePublicId } from '../../catalog/publicids/service.ts';
import type { Page } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { SOURCE_KINDS, type Source, type SourceWithSecret } from './schema.ts';
import { noteFailedIn, noteReceivedIn, openSource } from './service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PATH = '/tracking/sources';
const post = (body: object) => world.send('POST', PATH, { body });
const read = async (key: string) => (await world.send('GET', `${PATH}/${key}`)).json as Source;
const secretsOf = async (key: string) =>
  (await openSource(world.database.context, 'system', world.mine.tenantId, key))?.secrets.map(String);

async function create(body: object): Promise<SourceWithSecret> {
  const created = await post(body);
  if (created.status !== 201) throw new Error(created.text);
  return created.json as SourceWithSecret;
}

describe('a source', () => {
  test('that calls has an address to paste, whose public id leads to it', async () => {
    const { address, publicId } = await create({ key: 'shop', kind: 'shopify', secret: 'their-secret' });
    expect(address).toBe(`${PUBLIC_URL}/hooks/shopify/${publicId}`);
    expect(await resolvePublicId(world.database.context, 'public', String(publicId))).toEqual({
      publicId,
      tenantId: world.mine.tenantId,
      kind: 'hook',
      target: 'shop',
    });
  });

  test('that is asked has none', async () => {
    expect(await create({ key: 'host', kind: 'transistor', secret: 'their-key' })).toMatchObject({ address: null, publicId: null });
  });

  test.each(SOURCE_KINDS)('can be of the kind %s', async (kind) => {
    expect(await create({ key: `of-${kind}`, kind })).toMatchObject({ kind, isEnabled: true, options: {} });
  });

  test('keeps its secret sealed, answers it never again, and leaves nothing of it in the audit log', async () => {
    const { secret } = await create({ key: 'woo', kind: 'woocommerce' });
    expect(secret).toMatch(/^[0-9A-Za-z]{43}$/);
    const { secret: given } = await create({ key: 'given', kind: 'woocommerce', secret: 'chosen-by-me-alone' });
    expect(given).toBeNull();
    expect(await read('given')).toMatchObject({ hasSecret: true });
    expect(await secretsOf('woo')).toEqual([secret]);
    expect(await secretsOf('given')).toEqual(['chosen-by-me-alone']);
    const { rows } = await world.admin.query<{ text: string }>(
      `select (select string_agg(encode(sealed_secret, 'escape'), '') from event_sources)
         || (select string_agg(l::text, '') from audit_log l) as text`,
    );
    expect(rows[0].text).not.toContain(secret);
    expect(rows[0].text).not.toContain('chosen-by-me-alone');
    expect((await world.send('GET', `${PATH}?limit=200`)).text).not.toMatch(/chosen-by-me-alone|"secret"/);
  });

  test('takes the secret before beside the new one for as long as was said, and older ones not at all', async () => {
    await create({ key: 'rotated', kind: 'stripe', secret: 'first-secret' });
    const rotate = (body: object) => world.send('POST', `${PATH}/rotated/rotate`, { body });
    expect((await rotate({ secret: 'second-secret' })).json).toMatchObject({
      secret: null,
      previousSecretUntil: expect.any(String) as string,
    });
    expect(await secretsOf('rotated')).toEqual(['second-secret', 'first-secret']);
    await rotate({ secret: 'third-secret', previousWorksHours: 1 });
    expect(await secretsOf('rotated')).toEqual(['third-secret', 'second-secret']);
    await world.admin.query(`update event_sources set previous_until = now() where key = 'rotated'`);
    expect(await secretsOf('rotated')).toEqual(['third-secret']);
    expect(await read('rotated')).toMatchObject({ previousSecretUntil: null });
    await rotate({ secret: 'fourth-secret', previousWorksHours: 0 });
    expect(await secretsOf('rotated')).toEqual(['fourth-secret']);
  });

  test('whose secret is made elsewhere cannot be rotated without it', async () => {
    await create({ key: 'theirs', kind: 'stripe' });
    expect(await world.send('POST', `${PATH}/theirs/rotate`, { body: {} })).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '/secret' }] },
    });
  });

  test('has its name and options replaced as a whole', async () => {
    await create({ key: 'changed', kind: 'shopify', name: 'A', options: { revenue: 'without_tax', shop: 'A.MyShopify.com' } });
    expect(await read('changed')).toMatchObject({ name: 'A', options: { revenue: 'without_tax', shop: 'a.myshopify.com' } });
    await world.send('PUT', `${PATH}/changed`, { body: { isEnabled: false } });
    expect(await read('changed')).toMatchObject({ name: null, isEnabled: false, options: {} });
  });

  test('keeps its secret from another host than the one it was given for', async () => {
    const apiUrl = 'https://api.host.example/v1';
    await create({ key: 'asked', kind: 'transistor', secret: 'their-key', options: { apiUrl } });
    const put = (options: object) => world.send('PUT', `${PATH}/asked`, { body: { options } });
    for (const options of [{ apiUrl: 'https://elsewhere.example/v1' }, { apiUrl: 'http://api.host.example/v1' }, {}])
      expect(await put(options)).toMatchObject({ status: 400, json: { errors: [{ pointer: '/options/apiUrl' }] } });
    expect((await put({ apiUrl: 'https://api.host.example/v2', sinceDays: 3 })).status).toBe(200);
    expect(await secretsOf('asked')).toEqual(['their-key']);
  });

  test('tells when something came and what failed last', async () => {
    await create({ key: 'noted', kind: 'shopify' });
    await inTenant(world.database.context.db, world.mine.tenantId, async (tx) => {
      await noteReceivedIn(tx, 'noted');
      await noteFailedIn(tx, 'noted', 'x'.repeat(400));
    });
    expect(await read('noted')).toMatchObject({
      lastReceivedAt: expect.any(String) as string,
      lastFailedAt: expect.any(String) as string,
      lastFault: 'x'.repeat(300),
    });
  });

  test('that is deleted leads nowhere any more', async () => {
    const { publicId } = await create({ key: 'deleted', kind: 'shopify' });
    expect((await world.send('DELETE', `${PATH}/deleted`)).status).toBe(204);
    expect(await resolvePublicId(world.database.context, 'public', String(publicId))).toBeUndefined();
    expect((await world.send('GET', `${PATH}/deleted`)).status).toBe(404);
  });

  test('is made once by the same Idempotency-Key, and a key is taken once', async () => {
    const headers = { 'idempotency-key': 'once' };
    const body = { key: 'once', kind: 'woocommerce' };
    const [one, again] = [await world.send('POST', PATH, { body, headers }), await world.send('POST', PATH, { body, headers })];
    expect(again.text).toBe(one.text);
    expect(await post(body)).toMatchObject({ status: 409 });
  });

  test.each([
    [{ key: 'Upper', kind: 'shopify' }, '/key'],
    [{ key: 'a', kind: 'nothing' }, '/kind'],
    [{ key: 'a', kind: 'shopify', secret: 'short' }, '/secret'],
    [{ key: 'a', kind: 'podscribe', secret: 'long-enough' }, '/secret'],
    [{ key: 'a', kind: 'woocommerce', secret: 'x'.repeat(15) }, '/secret'],
    [{ key: 'a', kind: 'segment', secret: 'x'.repeat(15) }, '/secret'],
    [{ key: 'a', kind: 'shopify', options: { shows: {} } }, '/options/shows'],
    [{ key: 'a', kind: 'transistor', options: { revenue: 'gross' } }, '/options/revenue'],
    [{ key: 'a', kind: 'transistor', options: { apiUrl: 'ftp://a' } }, '/options/apiUrl'],
  ])('is refused as %j', async (body, pointer) => {
    expect(await post(body)).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
  });

  test('is listed by key, page after page, to its own tenant alone', async () => {
    const all = (await world.send('GET', `${PATH}?limit=200`)).json as Page<Source>;
    const keys = all.items.map(({ key }) => key);
    expect(keys).toEqual(keys.toSorted());
    expect(keys).not.toContain(world.theirs.source);
    const first = (await world.send('GET', `${PATH}?limit=2`)).json as Page<Source>;
    const second = (await world.send('GET', `${PATH}?limit=2&cursor=${first.nextCursor}`)).json as Page<Source>;
    expect([...first.items, ...second.items].map(({ key }) => key)).toEqual(keys.slice(0, 4));
  });
});

test('a tenant has at most 100 sources', async () => {
  const key = world.theirs.apiKey;
  for (let count = 2; count < 100; count += 1)
    expect((await world.send('POST', PATH, { key, body: { key: `s-${count}`, kind: 'podscribe' } })).status).toBe(201);
  expect(await world.send('POST', PATH, { key, body: { key: 'beyond', kind: 'podscribe' } })).toMatchObject({ status: 409 });
});
