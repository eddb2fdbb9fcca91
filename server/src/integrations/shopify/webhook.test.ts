import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  freshShopifyId,
  fromShopify,
  openShop,
  postShopify,
  type Shop,
  shopifyOrder,
  shopifyRefund,
  signed,
} from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { findSubject } from '../../tracking/subjects/service.ts';
import { workOnDeliveries } from '../hooks/service.ts';

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
const explained = async (id: string) => {
  await world.drain();
  const { json } = await world.send('GET', `/attribution/conversions/${encodeURIComponent(id)}/explanation`);
  return json as { valueMinor: number; grossValueMinor: number; refundedMinor: number };
};

describe('an order that was paid', () => {
  test('becomes a conversion with its value, code, customer and where they came from', async () => {
    const id = freshShopifyId();
    expect(await send('orders/paid', shopifyOrder(id))).toMatchObject({ status: 200, json: { received: true } });
    expect(await shop.newest()).toMatchObject({ state: 'kept', topic: 'orders/paid', made: [`shopify:order:${id}`], attempts: 1 });
    expect(await stored(`shopify:order:${id}`)).toMatchObject({
      kind: 'purchase',
      source: 'webhook',
      value_minor: 4_999,
      currency: 'USD',
      order_id: String(id % 10_000),
      promo_code: 'TECH10',
      is_new_customer: true,
      occurred_at: new Date('2026-11-10T10:00:00Z'),
      metadata: {
        source: shop.key,
        shop: 'a-shop.myshopify.com',
        referrer: 'https://search.example/',
        utm_source: 'podcast',
        utm_campaign: 'daily-tech',
        discountCodes: ['tech10'],
        revenue: 'gross',
      },
    });
  });

  test('is known by its address, browser, mail, customer and click, each only as a keyed hash', async () => {
    const id = freshShopifyId();
    await send('orders/paid', shopifyOrder(id));
    const { tenantId } = world.mine;
    const emailSha256 = createHash('sha256').update('buyer@example.com').digest('hex');
    const identities = [
      { emailSha256 },
      { userId: 'shopify:customer:115310627314723' },
      { clickId: 'click-1' },
      { ip: '203.0.113.9', userAgent: 'Mozilla/5.0 (a browser)' },
    ];
    const { keys } = await findSubject(world.database.context, 'system', tenantId, identities);
    const row = await stored(`shopify:order:${id}`);
    const bare = (name: string) => String(row?.[name]).replaceAll('-', '');
    expect(keys).toEqual([
      { field: 'email', key: bare('email_key') },
      { field: 'user', key: bare('user_key') },
      { field: 'click', key: bare('click_key') },
      { field: 'address_agent', key: bare('address_key'), agentKey: bare('agent_key') },
    ]);
  });

  test('takes the click id from the landing page when no attribute carries it', async () => {
    const id = freshShopifyId();
    await send('orders/paid', shopifyOrder(id, { note_attributes: [], landing_site: '/?esid=click-2' }));
    const { keys } = await findSubject(world.database.context, 'system', world.mine.tenantId, [{ clickId: 'click-2' }]);
    expect(String((await stored(`shopify:order:${id}`))?.click_key).replaceAll('-', '')).toBe(keys[0].key);
  });

  test('that says nothing of who placed it counts all the same', async () => {
    const id = freshShopifyId();
    const nobody = { email: null, customer: null, browser_ip: null, client_details: null, note_attributes: [], landing_site: null };
    await send('orders/paid', shopifyOrder(id, { ...nobody, discount_codes: [] }));
    expect(await stored(`shopify:order:${id}`)).toMatchObject({ value_minor: 4_999, is_new_customer: null, promo_code: null });
  });

  test.each([
    ['without_tax', false, 4_500],
    ['without_tax_and_shipping', false, 4_000],
    ['without_tax_and_shipping', true, 4_050],
  ])('counts %s where the source says so', async (revenue, isTaxIncluded, value) => {
    const own = await openShop(world, 'shopify', { revenue });
    const id = freshShopifyId();
    await send('orders/paid', shopifyOrder(id, { taxes_included: isTaxIncluded }), {}, own);
    expect(await stored(`shopify:order:${id}`)).toMatchObject({ value_minor: value });
    await send('refunds/create', shopifyRefund(id, id, '49.99'), {}, own);
    expect(await explained(`shopify:order:${id}`)).toMatchObject({ grossValueMinor: value, refundedMinor: value, valueMinor: 0 });
  });

  test.each([
    ['JPY', '1200', 1_200],
    ['KWD', '1.234', 1_234],
    ['EUR', '0.00', 0],
  ])('in %s keeps the minor unit of its currency', async (currency, total_price, value) => {
    const id = freshShopifyId();
    await send('orders/paid', shopifyOrder(id, { currency, total_price }));
    expect(await stored(`shopify:order:${id}`)).toMatchObject({ currency, value_minor: value });
  });

  test.each([
    ['name', '7'],
    ['id', '820999007'],
  ])('is called by its %s where the source says so', async (orderIdFrom, expected) => {
    const own = await openShop(world, 'shopify', { orderIdFrom });
    const id = orderIdFrom === 'id' ? 820_999_007 : 820_999_008;
    await send('orders/paid', shopifyOrder(id, { name: '#7' }), {}, own);
    expect(await stored(`shopify:order:${id}`)).toMatchObject({ order_id: expected });
  });

  test('has an id that is kept exactly also where a program could not hold it', async () => {
    const body = JSON.stringify(shopifyOrder(1)).replace('"id":1,', '"id":820982911946154508,');
    await send('orders/paid', body);
    expect((await shop.newest()).made).toEqual(['shopify:order:820982911946154508']);
  });
});

describe('the same order', () => {
  test('delivered twice, or by two topics at the same time, is kept once', async () => {
    const id = freshShopifyId();
    const order = shopifyOrder(id);
    await Promise.all([
      send('orders/paid', order, { id: 'same' }),
      send('orders/paid', order, { id: 'same' }),
      send('orders/create', order),
      send('orders/updated', order),
    ]);
    await workOnDeliveries(world.database.context, 'system', world.mine.tenantId);
    const states = (await shop.received()).slice(0, 4).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['duplicate', 'duplicate', 'duplicate', 'kept']);
    const { rows } = await world.admin.query('select 1 from conversions where id = $1', [`shopify:order:${id}`]);
    expect(rows).toHaveLength(1);
  });

  test('with other content but for what it came to keeps what came first', async () => {
    const id = freshShopifyId();
    await send('orders/paid', shopifyOrder(id));
    await send('orders/updated', shopifyOrder(id, { discount_codes: [], updated_at: '2026-11-11T10:00:00Z' }));
    expect(await shop.newest()).toMatchObject({ state: 'duplicate', reason: 'kept already, with other content' });
    expect(await stored(`shopify:order:${id}`)).toMatchObject({ value_minor: 4_999, promo_code: 'TECH10' });
  });

  test('told by webhook, tag, import and API counts once: the webhook counts, and its refund lowers it', async () => {
    const id = freshShopifyId();
    const orderId = String(id % 10_000);
    const same = { kind: 'purchase', currency: 'USD', orderId, identity: { userId: 'u' } };
    const tell = (own: object) => world.send('POST', '/conversions', { body: { conversions: [{ ...same, ...own }] } });
    const total = async () => {
      await world.drain();
      const { json } = await world.send('GET', '/attribution/report?conversionKind=purchase&currency=USD');
      return (json as { totals: { conversions: number; valueMinor: number } }).totals;
    };
    const before = await total();
    await tell({ id: `api-${id}`, occurredAt: '2026-11-10T09:59:00Z', valueMinor: 5_100 });
    await send('orders/paid', shopifyOrder(id));
    await tell({ id: `tag-${id}`, occurredAt: '2026-11-10T10:00:01Z', valueMinor: 4_999 });
    const after = await total();
    expect(after).toMatchObject({ conversions: before.conversions + 1, valueMinor: before.valueMinor + 4_999 });
    await send('refunds/create', shopifyRefund(id, id, '9.99'));
    expect((await total()).valueMinor).toBe(before.valueMinor + 4_000);
  });
});

describe('a delivery', () => {
  test('with a wrong signature is refused, kept aside, and taken once the secret is right', async () => {
    const own = await openShop(world, 'shopify');
    const id = freshShopifyId();
    expect(await send('orders/paid', shopifyOrder(id), { secret: 'another-secret' }, own)).toMatchObject({
      status: 401,
      json: { code: 'unauthenticated', detail: 'The delivery is refused: the signature does not belong to this body and secret.' },
    });
    const { id: delivery } = await own.newest();
    const replay = () => world.send('POST', `/tracking/deliveries/${delivery}/replay`, { body: {} });
    expect(await replay()).toMatchObject({ status: 409 });
    expect(await stored(`shopify:order:${id}`)).toBeUndefined();
    await world.send('POST', `/tracking/sources/${own.key}/rotate`, { body: { secret: 'another-secret' } });
    expect(await replay()).toMatchObject({ status: 200, json: { state: 'kept', made: [`shopify:order:${id}`] } });
  });

  test('signed with the secret before is taken for as long as that works', async () => {
    const own = await openShop(world, 'shopify');
    await world.send('POST', `/tracking/sources/${own.key}/rotate`, { body: { secret: 'a-new-secret' } });
    expect((await send('orders/paid', shopifyOrder(freshShopifyId()), {}, own)).status).toBe(200);
    expect((await send('orders/paid', shopifyOrder(freshShopifyId()), { secret: 'a-new-secret' }, own)).status).toBe(200);
    await world.admin.query(`update event_sources set previous_until = now() where key = $1`, [own.key]);
    expect((await send('orders/paid', shopifyOrder(freshShopifyId()), {}, own)).status).toBe(401);
  });

  test.each([
    ['no signature', { 'x-shopify-hmac-sha256': '' }],
    ['a signature that is none', { 'x-shopify-hmac-sha256': '%%%' }],
    ['a signature cut short', { 'x-shopify-hmac-sha256': signed('{}').slice(0, 20) }],
  ])('with %s is refused', async (_what, headers) => {
    const sent = fromShopify('orders/paid', '{}');
    expect((await shop.post(sent.body, { ...sent.headers, ...headers })).status).toBe(401);
  });

  test('whose body was changed on the way by a single blank is refused', async () => {
    const { body, headers } = fromShopify('orders/paid', shopifyOrder(freshShopifyId()));
    expect((await shop.post(`${body} `, headers)).status).toBe(401);
  });

  test('is kept byte for byte, sealed, and looking at it is recorded', async () => {
    const body = `{"id":  77 ,\n"note":"caf\\u00e9 ü"}`;
    await send('inventory/changed', body);
    const { id } = await shop.newest();
    const { json } = await world.send('GET', `/tracking/deliveries/${id}/content`);
    expect(Buffer.from((json as { body: string }).body, 'base64').toString()).toBe(body);
    expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ action: 'delivery.open', target: id });
    const { rows } = await world.admin.query<{ sealed: Buffer }>('select sealed from hook_deliveries where id = $1', [id]);
    expect(rows[0].sealed.includes('caf')).toBe(false);
  });

  test('of a topic nobody knows is kept aside, visible', async () => {
    await send('fulfillments/create', { id: 1 });
    const { json } = await world.send('GET', `/tracking/deliveries?state=unknown_topic&source=${shop.key}`);
    expect((json as { items: object[] }).items[0]).toMatchObject({ topic: 'fulfillments/create', hasBody: true });
  });

  test('of an order that is not paid, or of a test, is set aside', async () => {
    await send('orders/create', shopifyOrder(freshShopifyId(), { financial_status: 'pending' }));
    expect(await shop.newest()).toMatchObject({ state: 'set_aside' });
    await send('orders/paid', shopifyOrder(freshShopifyId(), { financial_status: 'pending' }));
    expect(await shop.newest()).toMatchObject({ state: 'set_aside' });
    await send('orders/paid', shopifyOrder(freshShopifyId(), { test: true }));
    expect(await shop.newest()).toMatchObject({ state: 'set_aside', reason: 'a test order' });
  });

  test('from another shop than the source names is set aside', async () => {
    const own = await openShop(world, 'shopify', { shop: 'A-Shop.myshopify.com' });
    await send('orders/paid', shopifyOrder(freshShopifyId()), { shop: 'other.myshopify.com' }, own);
    expect(await own.newest()).toMatchObject({
      state: 'set_aside',
      reason: 'comes from other.myshopify.com, not from a-shop.myshopify.com',
    });
    await send('orders/paid', shopifyOrder(freshShopifyId()), {}, own);
    expect(await own.newest()).toMatchObject({ state: 'kept' });
  });

  test('to a source that is off is set aside, and brings its order when it is replayed later', async () => {
    const own = await openShop(world, 'shopify', {}, { isEnabled: false });
    await send('orders/paid', shopifyOrder(freshShopifyId()), {}, own);
    const { id, state } = await own.newest();
    expect(state).toBe('set_aside');
    await world.send('PUT', `/tracking/sources/${own.key}`, { body: {} });
    expect(await world.send('POST', `/tracking/deliveries/${id}/replay`, { body: {} })).toMatchObject({ json: { state: 'kept' } });
  });

  test('to an address that leads nowhere, or to another kind of source, is told so', async () => {
    const { body, headers } = fromShopify('orders/paid', shopifyOrder(freshShopifyId()));
    for (const path of ['/hooks/shopify/aaaaaaaaaaaa', '/hooks/shopify/no', `/hooks/stripe/${shop.source.publicId}`])
      expect(await world.server.send('POST', path, { body, headers })).toMatchObject({ status: 404, json: { code: 'not_found' } });
  });
});

test('what could not be stored because the tenant is suspended waits, and is brought later', async () => {
  const id = freshShopifyId();
  await world.admin.query('update tenants set suspended_at = now() where tenant_id = $1', [world.mine.tenantId]);
  world.database.setNow(world.database.context.clock() + 60_000);
  const { body, headers } = fromShopify('orders/paid', shopifyOrder(id));
  expect((await shop.post(body, headers)).status).toBe(200);
  await world.admin.query('update tenants set suspended_at = null where tenant_id = $1', [world.mine.tenantId]);
  world.database.setNow(world.database.context.clock() + 60_000);
  await world.admin.query(`update hook_deliveries set due_at = now() where state = 'received'`);
  await workOnDeliveries(world.database.context, 'system', world.mine.tenantId);
  expect(await shop.newest()).toMatchObject({ state: 'kept', attempts: 2 });
});
