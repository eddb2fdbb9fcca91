import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openShop, SECRET, type Shop, signed } from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await openShop(world, 'woocommerce');
});
afterAll(() => world.close());

let deliveries = 0;
let orders = 700;
const fresh = () => (orders += 1);

/** How WooCommerce delivers; `delivery` is the id it gives, which two deliveries of one second share. */
function send(topic: string, json: unknown, { to = shop, delivery, secret }: { to?: Shop; delivery?: string; secret?: string } = {}) {
  deliveries += 1;
  const body = typeof json === 'string' ? json : JSON.stringify(json);
  return to.post(body, {
    'content-type': 'application/json',
    'x-wc-webhook-source': 'https://shop.example/',
    'x-wc-webhook-topic': topic,
    'x-wc-webhook-resource': 'order',
    'x-wc-webhook-event': topic.split('.')[1],
    'x-wc-webhook-signature': signed(body, secret ?? SECRET),
    'x-wc-webhook-id': '7',
    'x-wc-webhook-delivery-id': delivery ?? `d-${deliveries}`,
  });
}

const order = (id: number, more: object = {}) => ({
  id,
  number: String(id),
  status: 'processing',
  currency: 'EUR',
  date_created: '2026-11-10T11:00:00',
  date_created_gmt: '2026-11-10T10:00:00',
  date_modified_gmt: '2026-11-10T10:05:00',
  date_paid_gmt: '2026-11-10T10:01:00',
  total: '29.35',
  total_tax: '4.35',
  shipping_total: '5.00',
  customer_id: 26,
  customer_ip_address: '198.51.100.4',
  customer_user_agent: 'Mozilla/5.0 (a browser)',
  billing: { email: 'john.doe@example.com' },
  coupon_lines: [{ id: 1, code: 'pod5', discount: '5.00' }],
  meta_data: [
    { id: 1, key: '_wc_order_attribution_utm_source', value: 'podcast' },
    { id: 2, key: '_esid', value: 'click-w' },
  ],
  refunds: [],
  ...more,
});

const idOf = (id: number, { key } = shop) => `woocommerce:${key}:order:${id}`;
async function stored(id: string): Promise<Record<string, unknown> | undefined> {
  const text = 'select *, value_minor::integer as value_minor from conversions where id = $1';
  return (await world.admin.query<Record<string, unknown>>(text, [id])).rows.at(0);
}
const explained = async (id: string) => {
  await world.drain();
  return (await world.send('GET', `/attribution/conversions/${encodeURIComponent(id)}/explanation`)).json;
};

describe('the first ping, a form without a signature', () => {
  test('is answered 200 and leaves nothing', async () => {
    const own = await openShop(world, 'woocommerce');
    expect(await own.post('webhook_id=12', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({ status: 200 });
    expect(await own.received()).toEqual([]);
  });

  test.each(['webhook_id=12&more=1', 'webhook_id=', 'webhook_id=x'])('is nothing else: %s is refused', async (body) => {
    expect(await shop.post(body, { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({ status: 401 });
  });
});

describe('an order', () => {
  test('that was paid becomes a purchase', async () => {
    const id = fresh();
    expect((await send('order.created', order(id))).status).toBe(200);
    expect(await stored(idOf(id))).toMatchObject({
      kind: 'purchase',
      source: 'webhook',
      value_minor: 2_935,
      currency: 'EUR',
      order_id: String(id),
      promo_code: 'POD5',
      occurred_at: new Date('2026-11-10T10:00:00Z'),
      metadata: { source: shop.key, shop: 'https://shop.example/', utm_source: 'podcast', discountCodes: ['pod5'], revenue: 'gross' },
    });
  });

  test('counts once it is paid, whatever its changes before and after', async () => {
    const id = fresh();
    await send('order.created', order(id, { status: 'pending', date_paid_gmt: null }));
    expect(await shop.newest()).toMatchObject({ state: 'set_aside', reason: 'the order is not paid yet; its status is pending' });
    await send('order.updated', order(id));
    expect(await shop.newest()).toMatchObject({ state: 'kept', made: [idOf(id)] });
    await send('order.updated', order(id, { status: 'completed', date_modified_gmt: '2026-11-11T10:00:00' }));
    expect(await shop.newest()).toMatchObject({ state: 'duplicate' });
  });

  test('brings its refunds, each once, partial ones too', async () => {
    const id = fresh();
    await send('order.updated', order(id));
    const first = { id: id * 10, reason: '', total: '-10.00' };
    await send('order.updated', order(id, { refunds: [first], date_modified_gmt: '2026-11-12T10:00:00' }));
    const second = { id: id * 10 + 1, reason: '', total: '-0.35' };
    await send('order.updated', order(id, { refunds: [first, second], date_modified_gmt: '2026-11-13T10:00:00' }));
    expect(await shop.newest()).toMatchObject({ state: 'kept' });
    await send('order.updated', order(id, { refunds: [first, second], date_modified_gmt: '2026-11-14T10:00:00' }));
    expect(await shop.newest()).toMatchObject({ state: 'duplicate', reason: 'kept already' });
    expect(await explained(idOf(id))).toMatchObject({ grossValueMinor: 2_935, refundedMinor: 1_035, valueMinor: 1_900 });
  });

  test('refunded in whole under net revenue comes to nothing', async () => {
    const own = await openShop(world, 'woocommerce', { revenue: 'without_tax_and_shipping' });
    const id = fresh();
    await send('order.updated', order(id, { status: 'refunded', refunds: [{ id: 1, total: '-29.35' }] }), { to: own });
    expect(await explained(idOf(id, own))).toMatchObject({ grossValueMinor: 2_000, refundedMinor: 2_000, valueMinor: 0 });
  });

  test('of the same number in two shops is two', async () => {
    const [one, other] = [await openShop(world, 'woocommerce'), await openShop(world, 'woocommerce')];
    const id = fresh();
    await send('order.created', order(id), { to: one });
    await send('order.created', order(id), { to: other });
    expect(await stored(idOf(id, one))).toBeDefined();
    expect(await stored(idOf(id, other))).toBeDefined();
  });

  test('of a currency without minor units keeps its whole units', async () => {
    const id = fresh();
    await send('order.created', order(id, { currency: 'JPY', total: '1200' }));
    expect(await stored(idOf(id))).toMatchObject({ value_minor: 1_200 });
  });

  test('from another shop than the source names, or deleted, is set aside', async () => {
    const own = await openShop(world, 'woocommerce', { shop: 'other.example' });
    await send('order.created', order(fresh()), { to: own });
    expect(await own.newest()).toMatchObject({ state: 'set_aside', reason: 'comes from shop.example, not from other.example' });
    await send('order.deleted', { id: 1 });
    expect(await shop.newest()).toMatchObject({ state: 'set_aside' });
  });
});

test('two deliveries of one second, which share an id, are two; the same one again is a repeat', async () => {
  const [one, other] = [fresh(), fresh()];
  await send('order.created', order(one), { delivery: 'same-second' });
  await send('order.created', order(other), { delivery: 'same-second' });
  expect(await shop.newest()).toMatchObject({ state: 'kept', made: [idOf(other)] });
  await send('order.created', order(other), { delivery: 'same-second' });
  expect(await shop.newest()).toMatchObject({ state: 'duplicate', reason: 'the same delivery came before' });
});

test('a wrong signature, or none, is refused', async () => {
  expect((await send('order.created', order(fresh()), { secret: 'another' })).status).toBe(401);
  expect((await shop.post('{}', { 'content-type': 'application/json', 'x-wc-webhook-topic': 'order.created' })).status).toBe(401);
});

test('a topic nobody knows is kept aside', async () => {
  await send('coupon.created', { id: 1 });
  expect(await shop.newest()).toMatchObject({ state: 'unknown_topic', topic: 'coupon.created' });
});
