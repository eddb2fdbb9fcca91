import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromShopify, openShop, type Shop, shopifyOrder, signed, stripeSignature } from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

type Step = () => Promise<unknown>;

/** What a page or another system tells of an order under one of its names. */
const told =
  (id: string, orderId: string, more: object = {}): Step =>
  () => {
    const own = { id, orderId, occurredAt: '2026-11-10T09:59:00Z', kind: 'purchase', valueMinor: 4_999, currency: 'USD' };
    return world.send('POST', '/conversions', { body: { conversions: [{ ...own, identity: { userId: id }, ...more }] } });
  };

async function inTurn(steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    await step();
    await world.drain();
  }
}

/** How many conversions count, and what they come to. */
async function counted(currency = 'USD'): Promise<[number, number]> {
  await world.drain();
  const { json } = await world.send('GET', `/attribution/report?conversionKind=purchase&currency=${currency}`);
  const { conversions, valueMinor } = (json as { totals: { conversions: number; valueMinor: number } }).totals;
  return [conversions, valueMinor];
}

async function added(steps: readonly Step[], currency?: string): Promise<[number, number]> {
  const [conversions, valueMinor] = await counted(currency);
  await inTurn(steps);
  const [after, afterMinor] = await counted(currency);
  return [after - conversions, afterMinor - valueMinor];
}

let orders = 870_000_000;
const fresh = () => (orders += 1);
const shopify = (shop: Shop, id: number, more: object = {}): Step => {
  const sent = fromShopify('orders/paid', shopifyOrder(id, { total_price: '60.00', checkout_token: `token-${id}`, ...more }));
  return () => shop.post(sent.body, sent.headers);
};
const woocommerce =
  (shop: Shop, id: number, number: string): Step =>
  () => {
    const times = { date_created_gmt: '2026-11-10T10:00:00', date_paid_gmt: '2026-11-10T10:01:00' };
    const body = JSON.stringify({
      id,
      number,
      order_key: `wc_order_${id}`,
      status: 'processing',
      currency: 'EUR',
      total: '9.00',
      ...times,
    });
    return shop.post(body, { 'x-wc-webhook-topic': 'order.updated', 'x-wc-webhook-signature': signed(body) });
  };

describe('an order of Shopify', () => {
  const names = (id: number) => [
    `${id}`,
    `${id % 10_000}`,
    `#${id % 10_000}`,
    ` # ${id % 10_000} `,
    `token-${id}`,
    `gid://shopify/Order/${id}`,
  ];

  test.each([0, 1, 2, 3, 4, 5])('told by a page under another of its names counts once, whichever comes first (%i)', async (place) => {
    const shop = await openShop(world, 'shopify');
    const [one, other] = [fresh(), fresh()];
    expect(await added([shopify(shop, one), told(`page-${one}`, names(one)[place])])).toEqual([1, 6_000]);
    expect(await added([told(`page-${other}`, names(other)[place]), shopify(shop, other)])).toEqual([1, 6_000]);
  });

  test('told by a page and a server under two names counts once', async () => {
    const shop = await openShop(world, 'shopify');
    const id = fresh();
    expect(await added([told(`a-${id}`, names(id)[4]), told(`b-${id}`, names(id)[0]), shopify(shop, id)])).toEqual([1, 6_000]);
  });

  test('is lowered by a refund that names it otherwise', async () => {
    const shop = await openShop(world, 'shopify');
    const id = fresh();
    await inTurn([shopify(shop, id), told(`page-${id}`, names(id)[4])]);
    const refunds = [{ id: 'r', occurredAt: '2026-11-11T10:00:00Z', valueMinor: 1_000 }];
    await world.send('POST', `/conversions/page-${id}/refunds`, { body: { refunds } });
    await world.drain();
    const { json } = await world.send('GET', `/attribution/conversions/${encodeURIComponent(`shopify:order:${id}`)}/explanation`);
    expect(json).toMatchObject({ grossValueMinor: 6_000, refundedMinor: 1_000 });
  });
});

test('orders without a shop are compared without blanks and without a number sign', async () => {
  expect(await added([told('bare', '7788'), told('signed', ' #7788 ')])).toEqual([1, 4_999]);
});

test('where the id of one order of WooCommerce is the number of another, both count, and a page’s number means the second', async () => {
  const shop = await openShop(world, 'woocommerce');
  const steps = [woocommerce(shop, 5_001, '6001'), woocommerce(shop, 4_001, '5001'), woocommerce(shop, 4_002, '5002')];
  const page = told('page-5001', '5001', { currency: 'EUR', valueMinor: 900 });
  expect(await added([...steps, page], 'EUR')).toEqual([3, 2_700]);
  expect(await added([told('page-key', 'wc_order_4001', { currency: 'EUR', valueMinor: 900 })], 'EUR')).toEqual([0, 0]);
});

test.each(['session first', 'invoice first'])('Checkout with an invoice counts once under the shop’s own order id, %s', async (first) => {
  const shop = await openShop(world, 'stripe');
  const id = fresh();
  const created = Date.parse('2026-11-10T10:00:00Z') / 1_000;
  const post = (type: string, object: object): Step => {
    const body = JSON.stringify({ id: `evt_${type}_${id}`, type, livemode: true, created, data: { object } });
    return () => shop.post(body, { 'stripe-signature': stripeSignature(body, world.database.context.clock()) });
  };
  const paid = { currency: 'usd', created, payment_intent: `pi_${id}` };
  const metadata = { order_id: `own-${id}` };
  const session = { id: `cs_${id}`, mode: 'payment', payment_status: 'paid', amount_total: 4_999, invoice: `in_${id}`, metadata, ...paid };
  const steps = [
    post('checkout.session.completed', session),
    post('invoice.paid', { id: `in_${id}`, amount_paid: 4_999, billing_reason: 'manual', ...paid }),
  ];
  const page = told(`server-${id}`, `own-${id}`);
  expect(await added([...(first === 'session first' ? steps : steps.toReversed()), page])).toEqual([1, 4_999]);
});

test('an order that its page told of first, under another name, is no earlier purchase of its buyer', async () => {
  const shop = await openShop(world, 'shopify');
  const id = fresh();
  const customer = { id: 99_001 };
  const identity = { userId: 'shopify:customer:99001' };
  await inTurn([told(`page-${id}`, `token-${id}`, { identity }), shopify(shop, id, { customer, note_attributes: [], discount_codes: [] })]);
  const prior = async () => {
    const { json } = await world.send('GET', '/attribution/report?conversionKind=purchase&currency=USD&exclude=priorCustomers');
    return (json as { totals: { conversions: number } }).totals.conversions;
  };
  const before = await prior();
  await inTurn([shopify(shop, fresh(), { customer, processed_at: '2026-11-12T10:00:00Z', note_attributes: [], discount_codes: [] })]);
  expect(await prior()).toBe(before);
  expect(before).toBe((await counted())[0] - 1);
});
