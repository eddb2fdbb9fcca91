import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { fromShopify, openShop, type Shop, shopifyOrder, shopifyRefund, signed, stripeSignature } from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { runPrivacyRequests } from '../../privacy/work/service.ts';
import { exportDeliveries, forgetOldDeliveries } from '../../tracking/deliveries/service.ts';
import { findSubject } from '../../tracking/subjects/service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const shopify = (topic: string, json: unknown, more?: object) => async (shop: Shop) => {
  const sent = fromShopify(topic, json, more);
  await shop.post(sent.body, sent.headers);
};
const woocommerce = (topic: string, json: object) => async (shop: Shop) => {
  const body = JSON.stringify(json);
  await shop.post(body, { 'x-wc-webhook-topic': topic, 'x-wc-webhook-signature': signed(body) });
};
const stripe = (type: string, object: object) => async (shop: Shop) => {
  const body = JSON.stringify({ id: `evt_${type}`, type, livemode: true, created: NOW_MS / 1_000, data: { object } });
  await shop.post(body, { 'stripe-signature': stripeSignature(body, world.database.context.clock()) });
};

const email = 'ann@example.com';
const nobody = { browser_ip: null, client_details: null, note_attributes: [] };
const unpaid = shopifyOrder(880_000_001, { ...nobody, email, customer: { id: 7 }, financial_status: 'pending' });
const session = { id: 'cs_1', created: 1, currency: 'usd', mode: 'payment', payment_status: 'unpaid', customer_details: { email } };

test.each([
  ['shopify', 'an order that is not paid', shopify('orders/create', unpaid)],
  ['shopify', 'a checkout that was left', shopify('checkouts/create', { id: 1, email })],
  ['shopify', 'a customer', shopify('customers/update', { id: 7, email })],
  ['shopify', 'an order that cannot be read', shopify('orders/paid', { email, line_items: [] })],
  ['woocommerce', 'an order that is not paid', woocommerce('order.created', { id: 1, status: 'pending', billing: { email } })],
  ['woocommerce', 'a customer', woocommerce('customer.created', { id: 1, email })],
  ['stripe', 'a session that is not paid', stripe('checkout.session.completed', session)],
  ['stripe', 'a charge', stripe('charge.succeeded', { id: 'ch_1', object: 'charge', billing_details: { email } })],
  ['stripe', 'a customer', stripe('customer.created', { id: 'cus_1', object: 'customer', email })],
] as const)('what %s tells of %s is handed out and erased with whom it tells of', async (kind, _what, send) => {
  const { context } = world.database;
  const shop = await openShop(world, kind);
  await send(shop);
  expect(await shop.newest()).toMatchObject({ hasBody: true, made: [] });
  const subject = await findSubject(context, 'system', world.mine.tenantId, [{ email }]);
  const found = (await exportDeliveries(context, 'system', world.mine.tenantId, subject)) as { source: string }[];
  expect(found.filter(({ source }) => source === shop.key)).toHaveLength(1);
  const body = { kind: 'erasure', identities: [{ email }], verification: 'known_person' };
  await world.send('POST', '/security/privacy-requests', { body });
  await runPrivacyRequests(context, 'system', world.mine.tenantId);
  expect(await shop.newest()).toMatchObject({ hasBody: false });
});

test('a refund is erased with whoever placed its order', async () => {
  const shop = await openShop(world, 'shopify');
  const id = 880_000_100;
  await shopify('orders/paid', shopifyOrder(id, { ...nobody, email: 'bob@example.com', customer: { id: 8 } }))(shop);
  await shopify('refunds/create', shopifyRefund(id, id, '10.00'))(shop);
  const body = { kind: 'erasure', identities: [{ email: 'bob@example.com' }], verification: 'known_person' };
  await world.send('POST', '/security/privacy-requests', { body });
  await runPrivacyRequests(world.database.context, 'system', world.mine.tenantId);
  expect((await shop.received()).map(({ hasBody }) => hasBody)).toEqual([false, false]);
});

test('the body of a delivery that nobody can be found by is kept for 7 days, any other for 60', async () => {
  const { context, setNow } = world.database;
  const shop = await openShop(world, 'shopify');
  await shopify('orders/paid', shopifyOrder(880_000_200), { secret: 'another-secret' })(shop);
  await shopify('inventory/changed', { id: 1 })(shop);
  await shopify('refunds/create', shopifyRefund(1, 880_000_999, '10.00'))(shop);
  await shopify('orders/create', { ...unpaid, id: 880_000_201 })(shop);
  const kept = async (days: number) => {
    setNow(NOW_MS + days * 86_400_000 + 1);
    await forgetOldDeliveries(context, 'system');
    return (await shop.received()).map(({ hasBody }) => hasBody);
  };
  expect(await kept(6.9)).toEqual([true, true, true, true]);
  expect(await kept(7)).toEqual([true, true, false, false]);
  expect(await kept(59)).toEqual([true, true, false, false]);
  expect(await kept(60)).toEqual([]);
  setNow(NOW_MS);
});
