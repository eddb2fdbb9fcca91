import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  freshShopifyId,
  fromShopify,
  openShop,
  postShopify,
  type Shop,
  shopifyOrder,
  shopifyRefund,
  stripeSignature,
} from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { workOnDeliveries } from './service.ts';

let world: World;
let shopify: Shop;
let stripe: Shop;
beforeAll(async () => {
  world = await openWorld();
  shopify = await openShop(world, 'shopify');
  stripe = await openShop(world, 'stripe');
});
afterAll(() => world.close());

const CREATED = Date.parse('2026-11-10T10:00:00Z') / 1_000;
let made = 0;

interface Told {
  valueMinor: number;
  refundedMinor: number;
  chargedBackMinor: number;
  sentences: string[];
}

async function explained(id: string): Promise<Told> {
  await world.drain();
  return (await world.send('GET', `/attribution/conversions/${encodeURIComponent(id)}/explanation`)).json as Told;
}

function inHeaders(topic: string, json: unknown, more: Record<string, string>): [string, Record<string, string>] {
  const { body, headers } = fromShopify(topic, json);
  return [body, { ...headers, ...more }];
}

const toShopify = (topic: string, json: unknown) => postShopify(shopify, topic, json);

async function toStripe(type: string, object: object, created = CREATED + 60 * (made + 1)): Promise<void> {
  made += 1;
  const body = JSON.stringify({ id: `evt_${made}`, object: 'event', type, livemode: true, created, data: { object } });
  const header = stripeSignature(body, world.database.context.clock());
  await stripe.post(body, { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': header });
}

const session = (id: string) => ({
  id: `cs_${id}`,
  object: 'checkout.session',
  created: CREATED,
  mode: 'payment',
  payment_status: 'paid',
  amount_total: 5_000,
  currency: 'usd',
  payment_intent: `pi_${id}`,
  customer: `cus_${id}`,
});
const dispute = (id: string, status: string, amount = 5_000) => ({
  id: `dp_${id}`,
  object: 'dispute',
  amount,
  charge: `ch_${id}`,
  payment_intent: `pi_${id}`,
  created: CREATED + 86_400,
  currency: 'usd',
  status,
});

describe('a dispute at Stripe', () => {
  test('takes its payment back once, whichever of its events tell of it, and gives it back once it was won', async () => {
    const id = 'won';
    await toStripe('checkout.session.completed', session(id));
    const order = `stripe:checkout:cs_${id}`;
    expect(await explained(order)).toMatchObject({ valueMinor: 5_000 });
    await toStripe('charge.dispute.created', dispute(id, 'needs_response'));
    expect(await explained(order)).toMatchObject({ valueMinor: 0, refundedMinor: 5_000, chargedBackMinor: 5_000 });
    await toStripe('charge.dispute.funds_withdrawn', dispute(id, 'needs_response'));
    expect(await stripe.newest()).toMatchObject({ state: 'duplicate' });
    await toStripe('charge.dispute.updated', dispute(id, 'under_review'));
    expect(await explained(order)).toMatchObject({ valueMinor: 0 });
    await toStripe('charge.dispute.closed', dispute(id, 'won'));
    await toStripe('charge.dispute.funds_reinstated', dispute(id, 'won'));
    expect(await explained(order)).toMatchObject({ valueMinor: 5_000, refundedMinor: 0, chargedBackMinor: 0 });
    const { json } = await world.send('GET', `/attribution/conversions/${encodeURIComponent(order)}/history`);
    const { items } = json as { items: object[] };
    expect(items).toMatchObject([
      {
        reason: 'chargeback',
        cause: { by: 'actor', actors: [`source:${stripe.key}`] },
        before: { valueMinor: 0 },
        after: { valueMinor: 5_000 },
      },
      { reason: 'chargeback', before: { valueMinor: 5_000 }, after: { valueMinor: 0 } },
      { reason: 'new' },
    ]);
  });

  test('that is lost, in part, keeps what it took; an inquiry takes nothing', async () => {
    for (const id of ['lost', 'asked']) await toStripe('checkout.session.completed', session(id));
    await toStripe('charge.dispute.created', dispute('asked', 'warning_needs_response'));
    expect(await stripe.newest()).toMatchObject({ state: 'set_aside', reason: 'an inquiry, by which nothing was taken back' });
    await toStripe('charge.dispute.closed', dispute('asked', 'warning_closed'));
    expect(await explained('stripe:checkout:cs_asked')).toMatchObject({ refundedMinor: 0 });
    await toStripe('charge.dispute.created', dispute('lost', 'needs_response', 2_000));
    await toStripe('charge.dispute.closed', dispute('lost', 'lost', 2_000));
    const told = await explained('stripe:checkout:cs_lost');
    expect(told).toMatchObject({ valueMinor: 3_000, chargedBackMinor: 2_000 });
    expect(told.sentences[1]).toBe("$20.00 was taken back by the buyer's bank (chargeback), so credit is computed on $30.00.");
  });

  test('that was won gives back what it took and nothing of a refund, also where its beginning was never told', async () => {
    const id = 'late';
    await toStripe('checkout.session.completed', session(id));
    const charge = { id: `ch_${id}`, object: 'charge', amount: 5_000, amount_refunded: 1_000, currency: 'usd', payment_intent: `pi_${id}` };
    await toStripe('charge.refunded', charge);
    await toStripe('charge.dispute.closed', dispute(id, 'won', 4_000));
    expect(await explained(`stripe:checkout:cs_${id}`)).toMatchObject({ valueMinor: 4_000, refundedMinor: 1_000, chargedBackMinor: 0 });
  });
});

describe('a dispute at Stripe that ends otherwise than it began', () => {
  const refundOf = (id: string, amount: number) => ({
    id: `ch_${id}`,
    object: 'charge',
    amount: 5_000,
    amount_refunded: amount,
    currency: 'usd',
    payment_intent: `pi_${id}`,
  });

  test.each(['charge_refunded', 'prevented'])(
    'as %s takes nothing beside the refund, whether or not its beginning was told',
    async (status) => {
      for (const isTold of [true, false]) {
        const id = `${status}_${isTold}`;
        await toStripe('checkout.session.completed', session(id));
        if (isTold) await toStripe('charge.dispute.created', dispute(id, 'needs_response', 2_000));
        await toStripe('charge.refunded', refundOf(id, 2_000));
        await toStripe('charge.dispute.closed', dispute(id, status, 2_000));
        expect(await explained(`stripe:checkout:cs_${id}`)).toMatchObject({ valueMinor: 3_000, refundedMinor: 2_000, chargedBackMinor: 0 });
      }
    },
  );

  test('as lost after it was won takes its payment again, once; lost and then won, it gives it back', async () => {
    for (const id of ['relost', 'rewon']) await toStripe('checkout.session.completed', session(id));
    for (const status of ['needs_response', 'won', 'lost', 'lost'])
      await toStripe('charge.dispute.updated', dispute('relost', status, 2_000));
    expect(await explained('stripe:checkout:cs_relost')).toMatchObject({ refundedMinor: 2_000, chargedBackMinor: 2_000 });
    for (const status of ['lost', 'won']) await toStripe('charge.dispute.updated', dispute('rewon', status, 2_000));
    expect(await explained('stripe:checkout:cs_rewon')).toMatchObject({ refundedMinor: 0, chargedBackMinor: 0 });
  });
});

describe('a dispute at Stripe whose events come in another order than they came about', () => {
  const events = (...statuses: string[]) => statuses.map((status, place) => ({ status, created: CREATED + 3_600 * (place + 1) }));

  test.each([
    ['lost after it was won', events('needs_response', 'won', 'lost'), 2_000],
    ['won after it was lost', events('needs_response', 'lost', 'won'), 0],
    ['lost at the second time', events('needs_response', 'won', 'under_review', 'won', 'lost'), 2_000],
  ])('stands as it stood last: %s', async (name, told, chargedBackMinor) => {
    for (const [turn, order] of [told.toReversed(), [...told.slice(2), ...told.slice(0, 2)], told].entries()) {
      const id = `${name.replaceAll(' ', '_')}_${turn}`;
      await toStripe('checkout.session.completed', session(id));
      for (const { status, created } of order) await toStripe('charge.dispute.updated', dispute(id, status, 2_000), created);
      for (const { status, created } of told) await toStripe('charge.dispute.updated', dispute(id, status, 2_000), created);
      expect(await explained(`stripe:checkout:cs_${id}`), id).toMatchObject({ refundedMinor: chargedBackMinor, chargedBackMinor });
    }
  });

  test('that ends in the second in which it began ended after it', async () => {
    await toStripe('checkout.session.completed', session('at_once'));
    await toStripe('charge.dispute.closed', dispute('at_once', 'prevented', 2_000), CREATED + 86_400);
    await toStripe('charge.dispute.created', dispute('at_once', 'needs_response', 2_000), CREATED + 86_400);
    expect(await explained('stripe:checkout:cs_at_once')).toMatchObject({ refundedMinor: 0 });
  });
});

describe('a dispute at Shopify', () => {
  const told = (id: number, more: object = {}) => ({
    id: id * 10,
    order_id: id,
    type: 'chargeback',
    amount: '20.00',
    currency: 'USD',
    reason: 'fraudulent',
    status: 'needs_response',
    initiated_at: '2026-11-12T10:00:00-05:00',
    finalized_on: null,
    ...more,
  });

  test('takes and gives back its order’s payment beside refunds, waits for the order, and an inquiry takes nothing', async () => {
    const id = freshShopifyId();
    await toShopify('disputes/create', told(id));
    expect(await shopify.newest()).toMatchObject({ state: 'waiting' });
    await toShopify('orders/paid', shopifyOrder(id));
    await toShopify('refunds/create', shopifyRefund(id, id, '10.00'));
    await workOnDeliveries(world.database.context, 'system', world.mine.tenantId);
    const order = `shopify:order:${id}`;
    const both = await explained(order);
    expect(both).toMatchObject({ refundedMinor: 3_000, chargedBackMinor: 2_000 });
    expect(both.sentences[1]).toMatch(/^\$10\.00 was refunded, and \$20\.00 was taken back by the buyer's bank \(chargeback\), so/);
    await toShopify('disputes/update', told(id, { status: 'lost' }));
    expect(await explained(order)).toMatchObject({ refundedMinor: 3_000 });
    await toShopify('disputes/update', told(id, { status: 'won' }));
    expect(await explained(order)).toMatchObject({ refundedMinor: 1_000, chargedBackMinor: 0 });
    await toShopify('disputes/update', told(id, { status: 'lost' }));
    expect(await explained(order)).toMatchObject({ refundedMinor: 3_000, chargedBackMinor: 2_000 });
    await toShopify('disputes/create', told(id, { id: 1, type: 'inquiry' }));
    expect(await shopify.newest()).toMatchObject({ state: 'set_aside' });
  });
});

test('a dispute at Shopify stands as it stood when Shopify saw it last, and a time of the future holds nothing up', async () => {
  const id = freshShopifyId();
  await toShopify('orders/paid', shopifyOrder(id));
  const of = { id: id * 10, order_id: id, type: 'chargeback', amount: '20.00', currency: 'USD', initiated_at: '2026-11-12T10:00:00Z' };
  const told = (status: string, triggeredAt: string) =>
    shopify.post(...inHeaders('disputes/update', { ...of, status }, { 'x-shopify-triggered-at': triggeredAt }));
  await told('lost', '2026-11-15T10:00:00.123456789Z');
  await told('won', '2026-11-14T10:00:00.123456789Z');
  expect(await explained(`shopify:order:${id}`)).toMatchObject({ chargedBackMinor: 2_000 });
  await told('won', '2036-11-16T10:00:00Z');
  expect(await explained(`shopify:order:${id}`)).toMatchObject({ chargedBackMinor: 0 });
  await told('lost', '2036-11-17T10:00:00Z');
  expect(await explained(`shopify:order:${id}`)).toMatchObject({ chargedBackMinor: 2_000 });
});

describe('a dispute at Shopify that a refund settled', () => {
  test.each(['charge_refunded', 'prevented'])('as %s takes nothing beside the refund', async (status) => {
    const id = freshShopifyId();
    await toShopify('orders/paid', shopifyOrder(id));
    const settled = {
      id: id * 10,
      order_id: id,
      type: 'chargeback',
      amount: '10.00',
      currency: 'USD',
      initiated_at: '2026-11-12T10:00:00Z',
    };
    await toShopify('disputes/create', { ...settled, status: 'needs_response' });
    await toShopify('refunds/create', shopifyRefund(id, id, '10.00'));
    await toShopify('disputes/update', { ...settled, status });
    expect(await explained(`shopify:order:${id}`)).toMatchObject({ refundedMinor: 1_000, chargedBackMinor: 0 });
  });
});

describe('a chargeback that a server sends', () => {
  test('is its own reason with who sent it, and is given back by a reversal', async () => {
    const event = { kind: 'purchase', valueMinor: 1_000, currency: 'USD', occurredAt: '2026-11-10T10:00:00Z', identity: { userId: 'u-1' } };
    await world.send('POST', '/conversions', { body: { conversions: [{ id: 'sent', ...event }] } });
    await world.drain();
    const post = (id: string, kind: string) =>
      world.send('POST', '/conversions/sent/refunds', {
        body: { refunds: [{ id, kind, occurredAt: '2026-11-12T10:00:00Z', valueMinor: 400 }] },
      });
    expect((await post('c-1', 'chargeback')).json).toMatchObject({ accepted: 1 });
    expect(await explained('sent')).toMatchObject({ valueMinor: 600, chargedBackMinor: 400 });
    expect((await post('c-1', 'refund')).json).toMatchObject({ accepted: 0, rejected: [{ code: 'conflict' }] });
    expect((await post('c-2', 'chargeback_reversal')).json).toMatchObject({ accepted: 1 });
    expect(await explained('sent')).toMatchObject({ valueMinor: 1_000, chargedBackMinor: 0 });
    const { json } = await world.send('GET', '/attribution/restatements?reason=chargeback&conversion=sent');
    expect((json as { items: object[] }).items).toMatchObject([
      { after: { valueMinor: 1_000 }, cause: { by: 'actor', actors: [expect.stringMatching(/^api_key:/)] } },
      { after: { valueMinor: 600 } },
    ]);
    expect((await post('c-3', 'gift')).json).toMatchObject({ accepted: 0, rejected: [{ index: 0 }] });
  });
});
