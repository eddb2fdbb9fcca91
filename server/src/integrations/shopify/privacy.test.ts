import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshShopifyId, openShop, postShopify, type Shop, shopifyOrder, shopifyRefund } from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { runPrivacyRequests } from '../../privacy/work/service.ts';
import { openDelivery } from '../../tracking/deliveries/service.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await openShop(world, 'shopify');
});
afterAll(() => world.close());

const send = (topic: string, json: unknown, more?: Parameters<typeof postShopify>[3], to = shop) => postShopify(to, topic, json, more);
async function stored(id: string): Promise<Record<string, unknown> | undefined> {
  const text = 'select *, value_minor::integer as value_minor from conversions where id = $1';
  return (await world.admin.query<Record<string, unknown>>(text, [id])).rows.at(0);
}
describe('a privacy topic', () => {
  const customer = { id: 191_167, email: 'john@example.com', phone: '555-625-1199' };
  const request = { shop_id: 954_889, shop_domain: 'a-shop.myshopify.com', customer };
  const runAll = () => runPrivacyRequests(world.database.context, 'system', world.mine.tenantId);
  const of = async (id: string) => (await world.send('GET', `/security/privacy-requests/${id}`)).json;

  test('asks for the data of a customer as a request that ends in an export with their deliveries', async () => {
    await send('orders/paid', shopifyOrder(freshShopifyId(), { email: customer.email, customer }));
    await send('customers/data_request', { ...request, orders_requested: [1], data_request: { id: 9_999 } });
    const [id] = (await shop.newest()).made;
    expect(await of(id)).toMatchObject({ kind: 'access', status: 'in_progress', verification: 'known_person' });
    await runAll();
    expect(await of(id)).toMatchObject({ status: 'done', exportExpiresAt: expect.any(String) as string });
  });

  test('has a customer erased: their conversions, and what the shop delivered of them', async () => {
    const id = freshShopifyId();
    await send('orders/paid', shopifyOrder(id, { email: customer.email, customer }));
    const delivery = await shop.newest();
    await send('customers/redact', { ...request, orders_to_redact: [id] });
    const [requestId] = (await shop.newest()).made;
    await runAll();
    expect(await of(requestId)).toMatchObject({ kind: 'erasure', status: 'done' });
    expect(await stored(`shopify:order:${id}`)).toBeUndefined();
    expect((await world.send('GET', `/tracking/deliveries/${delivery.id}`)).json).toMatchObject({ hasBody: false, made: [] });
    await expect(openDelivery(world.database.context, world.mine.actor, delivery.id)).rejects.toMatchObject({ code: 'not_found' });
    const { rows } = await world.admin.query('select 1 from hook_orders where conversion_id = $1', [`shopify:order:${id}`]);
    expect(rows).toEqual([]);
    await send('orders/paid', shopifyOrder(id, { email: customer.email, customer }));
    expect(await stored(`shopify:order:${id}`)).toBeUndefined();
  });

  test('of a shop has all its customers erased and its source switched off', async () => {
    const own = await openShop(world, 'shopify', { shop: 'a-shop.myshopify.com' });
    const [known, guest] = [freshShopifyId(), freshShopifyId()];
    await send('orders/paid', shopifyOrder(known, { customer: { id: 5_001 }, email: 'k@example.com', note_attributes: [] }), {}, own);
    await send('orders/paid', shopifyOrder(guest, { customer: null, email: 'g@example.com', note_attributes: [] }), {}, own);
    await send('shop/redact', { shop_id: 954_889, shop_domain: 'a-shop.myshopify.com' }, {}, own);
    await runAll();
    expect(await stored(`shopify:order:${known}`)).toBeUndefined();
    expect(await stored(`shopify:order:${guest}`)).toBeUndefined();
    expect((await own.received()).map(({ hasBody }) => hasBody)).toEqual([true, false, false]);
    expect((await world.send('GET', `/tracking/sources/${own.key}`)).json).toMatchObject({ isEnabled: false });
  });

  test('of a shop erases also customers known by nothing but a click, or an address without a program', async () => {
    const own = await openShop(world, 'shopify', { shop: 'a-shop.myshopify.com' });
    const nobody = { customer: null, email: null, landing_site: null, client_details: null, browser_ip: null, note_attributes: [] };
    const told = [
      { note_attributes: [{ name: 'esid', value: 'a-click-alone' }] },
      { browser_ip: '203.0.113.77' },
      { browser_ip: '203.0.113.78', client_details: { user_agent: 'Mozilla/5.0 (theirs)' } },
    ].map((known) => ({ id: freshShopifyId(), known: { ...nobody, ...known } }));
    for (const { id, known } of told) await send('orders/paid', shopifyOrder(id, known), {}, own);
    for (const { id } of told) expect(await stored(`shopify:order:${id}`)).toBeDefined();
    await send('shop/redact', { shop_id: 954_889, shop_domain: 'a-shop.myshopify.com' }, {}, own);
    await runAll();
    for (const { id } of told) expect(await stored(`shopify:order:${id}`)).toBeUndefined();
  });

  test.each([
    ['the only shop of a source', { shop: 'a-shop.myshopify.com' }],
    ['one of several shops of a source', {}],
  ])('of %s erases also what a page told of an order by another name, and then the name', async (_name, options) => {
    const own = await openShop(world, 'shopify', options);
    const id = freshShopifyId();
    await send(
      'orders/paid',
      shopifyOrder(id, { customer: { id }, email: null, checkout_token: `token-${id}`, note_attributes: [] }),
      {},
      own,
    );
    const page = { id: `page-${id}`, kind: 'purchase', occurredAt: '2026-11-10T10:00:00Z', orderId: `token-${id}` };
    await world.send('POST', '/conversions', { body: { conversions: [{ ...page, identity: { deviceId: `device-${id}` } }] } });
    await send('shop/redact', { shop_id: 954_889, shop_domain: 'a-shop.myshopify.com' }, {}, own);
    await runAll();
    expect(await stored(`shopify:order:${id}`)).toBeUndefined();
    expect(await stored(page.id)).toBeUndefined();
    const { rows } = await world.admin.query('select 1 from hook_orders where source = $1', [own.key]);
    expect(rows).toEqual([]);
  });

  test('of one of several shops of a source leaves those of the others, and the source on', async () => {
    const own = await openShop(world, 'shopify');
    const [gone, left] = [freshShopifyId(), freshShopifyId()];
    const buyer = (id: number) => ({
      customer: { id },
      email: `b${id}@example.com`,
      note_attributes: [],
      browser_ip: null,
      client_details: null,
    });
    await send('orders/paid', shopifyOrder(gone, buyer(gone)), { shop: 'Gone.myshopify.com' }, own);
    await send('orders/paid', shopifyOrder(left, buyer(left)), { shop: 'left.myshopify.com' }, own);
    await send(
      'orders/create',
      shopifyOrder(freshShopifyId(), { ...buyer(1), financial_status: 'pending' }),
      { shop: 'gone.myshopify.com' },
      own,
    );
    await send('shop/redact', { shop_id: 2, shop_domain: 'gone.myshopify.com' }, { shop: 'gone.myshopify.com' }, own);
    await runAll();
    expect(await stored(`shopify:order:${gone}`)).toBeUndefined();
    expect(await stored(`shopify:order:${left}`)).toBeDefined();
    expect((await own.received()).map(({ hasBody }) => hasBody)).toEqual([true, false, true, false]);
    expect((await world.send('GET', `/tracking/sources/${own.key}`)).json).toMatchObject({
      isEnabled: true,
      lastFault: 'the shop gone.myshopify.com had everything of its customers erased',
    });
    await send('refunds/create', shopifyRefund(left, left, '10.00'), { shop: 'left.myshopify.com' }, own);
    expect(await own.newest()).toMatchObject({ state: 'kept' });
  });

  const redact = { ...request, orders_to_redact: [1] };
  const dataRequest = { ...request, orders_requested: [1], data_request: { id: 1 } };
  const ofShop = { shop_id: 954_889, shop_domain: 'a-shop.myshopify.com' };
  test.each([
    ['shop/redact', 'an order', shopifyOrder(1)],
    ['shop/redact', 'an order that names a shop', { ...shopifyOrder(1), ...ofShop }],
    ['shop/redact', 'nothing', {}],
    ['shop/redact', 'a list', [ofShop]],
    ['shop/redact', 'a shop without its id', { shop_domain: 'a-shop.myshopify.com' }],
    ['shop/redact', 'the erasure of a customer', redact],
    ['shop/redact', 'the request of a customer for their data', dataRequest],
    ['customers/redact', 'an order', shopifyOrder(1)],
    ['customers/redact', 'a customer without a shop', { customer }],
    ['customers/redact', 'the request of a customer for their data', dataRequest],
    ['customers/data_request', 'an order', shopifyOrder(1)],
    ['customers/data_request', 'the erasure of a customer', redact],
  ])('%s, which is not signed, makes nothing of %s', async (topic, _what, body) => {
    await send(topic, body);
    expect(await shop.newest()).toMatchObject({ state: 'failed', reason: `the body is not that of the topic ${topic}`, made: [] });
    expect((await world.send('GET', `/tracking/sources/${shop.key}`)).json).toMatchObject({ isEnabled: true });
  });

  test('of another shop than it says it comes from fails', async () => {
    await send('shop/redact', { ...ofShop, shop_domain: 'other.myshopify.com' });
    const reason = 'the request is of the shop other.myshopify.com, and comes from another';
    expect(await shop.newest()).toMatchObject({ state: 'failed', reason });
  });

  test('that names nobody fails visibly', async () => {
    await send('customers/redact', { ...request, customer: {} });
    expect(await shop.newest()).toMatchObject({ state: 'failed', reason: 'the request names no customer' });
  });

  test('the end of the app’s installation is shown at the source', async () => {
    const own = await openShop(world, 'shopify');
    await send('app/uninstalled', { id: 954_889 }, {}, own);
    expect(await own.newest()).toMatchObject({ state: 'kept' });
    expect((await world.send('GET', `/tracking/sources/${own.key}`)).json).toMatchObject({
      isEnabled: true,
      lastFault: 'the app was uninstalled from the shop, which sends no orders any more',
    });
  });
});
