import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshShopifyId, openShop, postShopify, type Shop, shopifyOrder } from '../../../test/delivering-shop.ts';
import { setLimit } from '../../../test/quota-world.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { SourceWithSecret } from '../../tracking/sources/schema.ts';
import { workOnDeliveries } from '../hooks/service.ts';

let world: World;
const keys: Record<string, string> = {};
beforeAll(async () => {
  world = await openWorld();
  for (const kind of ['segment', 'ga4']) {
    const { json } = await world.send('POST', '/tracking/sources', { body: { key: kind, kind } });
    const { publicId, secret } = json as SourceWithSecret;
    keys[kind] = `${publicId}${secret}`;
  }
});
afterAll(() => world.close());

let orders = 0;
let order = '';
beforeEach(() => {
  order = `R-${(orders += 1)}`;
});

const AT = '2026-11-19T09:30:00.000Z';
const segment = (event: string, properties: object, messageId: string) =>
  world.server.send('POST', '/api/v1/integrations/segment', {
    body: {
      type: 'track',
      event,
      messageId,
      timestamp: AT,
      userId: 'u',
      properties: { order_id: order, ...properties },
      writeKey: keys.segment,
    },
  });
const buyAtSegment = () => segment('Order Completed', { total: 50, currency: 'USD' }, `buy-${order}`);
const ga4 = (name: string, params: object) =>
  world.server.send('POST', `/api/v1/integrations/ga4?measurement_id=${keys.ga4.slice(0, 12)}&api_secret=${keys.ga4.slice(12)}`, {
    body: { client_id: 'c.1', events: [{ name, params: { transaction_id: order, ...params } }] },
  });
const work = () => workOnDeliveries(world.database.context, 'system', world.mine.tenantId);

async function amounts(id: string) {
  await world.drain();
  const { json } = await world.send('GET', `/attribution/conversions/${encodeURIComponent(id)}/explanation`);
  const { grossValueMinor, refundedMinor, valueMinor } = json as Record<string, number>;
  return [grossValueMinor, refundedMinor, valueMinor];
}

describe('a refund that Segment tells of', () => {
  test('lowers its order by what it says, once for each message', async () => {
    await buyAtSegment();
    for (const id of ['one', 'one', 'two']) await segment('Order Refunded', { total: '10.00', currency: 'usd' }, `${order}-${id}`);
    expect(await amounts(`segment:segment:buy-${order}`)).toEqual([5_000, 2_000, 3_000]);
  });

  test('gives back all of it where it says no amount, whatever was given back before', async () => {
    await buyAtSegment();
    await segment('Order Refunded', { total: 10, currency: 'USD' }, `${order}-part`);
    expect((await segment('Order Refunded', {}, `${order}-all`)).json).toMatchObject({ accepted: 1, duplicates: 0 });
    expect((await segment('Order Refunded', {}, `${order}-all`)).json).toMatchObject({ accepted: 0, duplicates: 1 });
    expect((await amounts(`segment:segment:buy-${order}`))[2]).toBe(0);
  });

  test('that comes before its order waits for it', async () => {
    expect((await segment('Order Refunded', { total: 10, currency: 'USD' }, `${order}-early`)).json).toMatchObject({ accepted: 1 });
    const { json } = await world.send('GET', '/tracking/deliveries?source=segment&state=waiting');
    expect(json).toMatchObject({ items: [{ topic: 'refund', reason: 'its order has not come yet' }] });
    await buyAtSegment();
    await work();
    expect(await amounts(`segment:segment:buy-${order}`)).toEqual([5_000, 1_000, 4_000]);
  });

  test.each([
    ['in another currency', { total: 10, currency: 'EUR' }, 'the refund is in EUR, and its order in USD'],
    ['of some products without an amount', { products: [{ product_id: '1' }] }, 'a refund of some products needs a value and its currency'],
    ['without a currency', { total: 10 }, 'a value needs a currency of ISO 4217'],
    ['without an order', { order_id: null, total: 10, currency: 'USD' }, 'a refund needs the id of its order'],
  ])('%s is refused, and says so', async (_name, properties, detail) => {
    await buyAtSegment();
    const { status, text } = await segment('Order Refunded', properties, `${order}-bad`);
    expect([status, text]).toEqual([400, expect.stringContaining(detail)]);
    expect((await amounts(`segment:segment:buy-${order}`))[1]).toBe(0);
  });
});

test('a refund of Google Analytics gives back its value, or all of its transaction, and the same again nothing', async () => {
  const id = `ga4:ga4:purchase:${order}`;
  await ga4('purchase', { value: 20, currency: 'USD' });
  for (let time = 0; time < 2; time += 1)
    expect((await ga4('refund', { value: 5, currency: 'USD', items: [{ item_id: 'a' }] })).status).toBe(204);
  expect(await amounts(id)).toEqual([2_000, 500, 1_500]);
  for (let time = 0; time < 2; time += 1) await ga4('refund', {});
  expect((await amounts(id))[2]).toBe(0);
});

test('a refund lowers an order that another sender told of as well', async () => {
  await buyAtSegment();
  const sale = { id: `own-${order}`, kind: 'purchase', occurredAt: AT, orderId: order, valueMinor: 4_000, currency: 'USD', identity: {} };
  await world.send('POST', '/conversions', { body: { conversions: [sale] } });
  await ga4('refund', { value: 5, currency: 'USD' });
  const [, refunded, left] = await amounts(`segment:segment:buy-${order}`);
  expect(refunded).toBe(500);
  expect(left).toBeGreaterThan(0);
});

test('nothing is taken at the webhook address of a source that has another one', async () => {
  const body = JSON.stringify({ id: 'x', occurredAt: AT, orderId: order });
  const answer = await world.server.send('POST', `/hooks/segment/${keys.segment.slice(0, 12)}`, { body });
  expect(answer.status).toBe(401);
});

test('a source may make as many requests a minute as an API key', async () => {
  world.database.setNow(world.database.context.clock() + 120_000);
  await setLimit(world.database, world.mine, 'api_calls_per_minute', 3);
  const statuses: number[] = [];
  for (let place = 0; place < 4; place += 1) statuses.push((await segment('Signed Up', {}, `${order}-${place}`)).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  expect((await ga4('sign_up', {})).status).toBe(204);
  await setLimit(world.database, world.mine, 'api_calls_per_minute', null);
});

test('who sends deliveries that are not genuine is told to wait, while genuine ones of the same address are taken', async () => {
  const post = (publicId: string) => world.server.send('POST', `/hooks/ga4/${publicId}`, { body: '{}' });
  const wrong: number[] = [];
  for (let guess = 0; guess < 12; guess += 1) wrong.push((await post(keys.ga4.slice(0, 12))).status);
  expect([wrong[0], wrong.at(-1)]).toEqual([401, 429]);
  expect((await segment('Signed Up', {}, `${order}-genuine`)).status).toBe(200);
});

describe('where two shops have an order of the same id, a refund that a tool tells of', () => {
  const shops: Shop[] = [];
  beforeAll(async () => {
    for (const _ of [1, 2]) shops.push(await openShop(world, 'shopify', { orderIdFrom: 'number' }));
  });
  /** Has both shops tell of an order under the id of this test, the second a day later. */
  async function sell() {
    const ids: number[] = [];
    for (const [place, shop] of shops.entries()) {
      const id = freshShopifyId();
      const day = new Date(Date.parse(AT) + place * 86_400_000).toISOString();
      const total = place === 0 ? '90.00' : '50.00';
      const told = shopifyOrder(id, {
        order_number: order,
        processed_at: day,
        created_at: day,
        total_price: total,
        email: `b${id}@example.com`,
      });
      await postShopify(shop, 'orders/paid', told, { shop: `shop-${place}.myshopify.com` });
      ids.push(id);
    }
    return ids.map((id) => `shopify:order:${id}`);
  }
  const buyOn = (day: string) =>
    world.server.send('POST', '/api/v1/integrations/segment', {
      body: {
        type: 'track',
        event: 'Order Completed',
        messageId: `buy-${order}`,
        timestamp: day,
        userId: 'u',
        properties: { order_id: order, total: 50, currency: 'USD' },
        writeKey: keys.segment,
      },
    });

  test('lowers the order that the tool told of, and all of it is what that came to', async () => {
    const [first, second] = await sell();
    await buyOn(new Date(Date.parse(AT) + 86_400_000 + 60_000).toISOString());
    await segment('Order Refunded', {}, `${order}-all`);
    expect(await amounts(first)).toEqual([9_000, 0, 9_000]);
    expect(await amounts(second)).toEqual([5_000, 5_000, 0]);
  });

  test('waits where nothing says which of them it is of', async () => {
    const [first, second] = await sell();
    await segment('Order Refunded', { total: 10, currency: 'USD' }, `${order}-part`);
    expect([await amounts(first), await amounts(second)]).toEqual([
      [9_000, 0, 9_000],
      [5_000, 0, 5_000],
    ]);
    await buyOn(new Date(Date.parse(AT) + 60_000).toISOString());
    await work();
    expect([await amounts(first), await amounts(second)]).toEqual([
      [9_000, 1_000, 8_000],
      [5_000, 0, 5_000],
    ]);
  });
});
