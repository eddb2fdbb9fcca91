import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openShop, SECRET, type Shop, stripeSignature } from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { acceptRefunds } from '../../tracking/refunds/service.ts';
import { workOnDeliveries } from '../hooks/service.ts';
import { minorOfStripe } from './rules.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await openShop(world, 'stripe');
});
afterAll(() => world.close());

const CREATED = Date.parse('2026-11-10T10:00:00Z') / 1_000;
let events = 0;
let payments = 0;
const fresh = () => `${(payments += 1)}`;

const event = (type: string, object: object, more: object = {}) => {
  events += 1;
  return { id: `evt_${events}`, object: 'event', type, livemode: true, created: CREATED + 60, data: { object }, ...more };
};

interface Sending {
  to?: Shop;
  signature?: string;
}

async function send(json: object | string, { to = shop, signature }: Sending = {}) {
  const body = typeof json === 'string' ? json : JSON.stringify(json);
  const header = signature ?? stripeSignature(body, world.database.context.clock());
  return to.post(body, { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': header });
}

const session = (id: string, more: object = {}) => ({
  id: `cs_${id}`,
  object: 'checkout.session',
  created: CREATED,
  mode: 'payment',
  payment_status: 'paid',
  amount_total: 4_999,
  currency: 'usd',
  client_reference_id: 'click-s',
  payment_intent: `pi_${id}`,
  invoice: null,
  customer: `cus_${id}`,
  customer_details: { email: 'Payer@Example.com' },
  discounts: [{ coupon: null, promotion_code: 'promo_1' }],
  total_details: { amount_tax: 400, amount_shipping: 500, amount_discount: 0 },
  metadata: {},
  ...more,
});
const invoice = (id: string, more: object = {}) => ({
  id: `in_${id}`,
  object: 'invoice',
  created: CREATED + 1,
  status_transitions: { paid_at: CREATED + 5 },
  billing_reason: 'subscription_cycle',
  amount_paid: 4_999,
  currency: 'usd',
  customer: `cus_${id}`,
  customer_email: 'payer@example.com',
  payment_intent: `pi_${id}`,
  ...more,
});
const charge = (id: string, refunded: number, more: object = {}) => ({
  id: `ch_${id}`,
  object: 'charge',
  amount: 4_999,
  amount_refunded: refunded,
  currency: 'usd',
  payment_intent: `pi_${id}`,
  ...more,
});
const refund = (id: string, now: number, before = 0, more: object = {}) =>
  event('charge.refunded', charge(id, now, more), {
    data: { object: charge(id, now, more), previous_attributes: { amount_refunded: before } },
  });

async function stored(id: string): Promise<Record<string, unknown> | undefined> {
  const text = 'select *, value_minor::integer as value_minor from conversions where id = $1';
  return (await world.admin.query<Record<string, unknown>>(text, [id])).rows.at(0);
}
const explained = async (id: string) => {
  await world.drain();
  return (await world.send('GET', `/attribution/conversions/${encodeURIComponent(id)}/explanation`)).json;
};

describe('a session of Checkout', () => {
  test('that is paid becomes a purchase of whoever clicked', async () => {
    const id = fresh();
    expect((await send(event('checkout.session.completed', session(id)))).status).toBe(200);
    expect(await stored(`stripe:checkout:cs_${id}`)).toMatchObject({
      kind: 'purchase',
      source: 'webhook',
      value_minor: 4_999,
      currency: 'USD',
      order_id: `pi_${id}`,
      promo_code: 'PROMO_1',
      occurred_at: new Date(CREATED * 1_000),
    });
    const row = await stored(`stripe:checkout:cs_${id}`);
    expect([row?.email_key, row?.user_key, row?.click_key].every((key) => typeof key === 'string')).toBe(true);
  });

  test('takes the code’s own name and the shop’s order id where they are told', async () => {
    const id = fresh();
    const told = { discounts: [{ promotion_code: { id: 'promo_1', code: 'Pod10' } }], metadata: { order_id: '1001', ESID: 'click-m' } };
    await send(event('checkout.session.completed', session(id, told)));
    expect(await stored(`stripe:checkout:cs_${id}`)).toMatchObject({ promo_code: 'POD10', order_id: '1001' });
  });

  test('takes what the code is called from the event that told of it, the newest name', async () => {
    const id = fresh();
    const promotion = { id: `promo_${id}A`, object: 'promotion_code', active: true };
    await send(event('promotion_code.created', { ...promotion, code: 'Before' }));
    await send(event('promotion_code.updated', { ...promotion, code: 'Pod20' }));
    expect(await shop.newest()).toMatchObject({ state: 'kept' });
    await send(event('checkout.session.completed', session(id, { discounts: [{ promotion_code: promotion.id }] })));
    expect(await stored(`stripe:checkout:cs_${id}`)).toMatchObject({ promo_code: 'POD20' });
  });

  test('that is paid later counts once it is', async () => {
    const id = fresh();
    await send(event('checkout.session.completed', session(id, { payment_status: 'unpaid' })));
    expect(await shop.newest()).toMatchObject({ state: 'set_aside' });
    await send(event('checkout.session.async_payment_succeeded', session(id)));
    expect(await stored(`stripe:checkout:cs_${id}`)).toMatchObject({ value_minor: 4_999 });
  });

  test.each([
    ['without_tax', 4_599],
    ['without_tax_and_shipping', 4_099],
  ])('counts %s where the source says so, and its refund in proportion', async (revenue, value) => {
    const own = await openShop(world, 'stripe', { revenue });
    const id = fresh();
    await send(event('checkout.session.completed', session(id)), { to: own });
    await send(refund(id, 4_999), { to: own });
    expect(await explained(`stripe:checkout:cs_${id}`)).toMatchObject({ grossValueMinor: value, refundedMinor: value, valueMinor: 0 });
  });
});

describe('a subscription', () => {
  test.each(['session first', 'invoice first'])(
    'bought in Checkout counts once, by the session, and so does its refund (%s)',
    async (first) => {
      const id = fresh();
      const began = { mode: 'subscription', payment_intent: null, subscription: `sub_${id}`, invoice: `in_${id}` };
      const told = [
        event('checkout.session.completed', session(id, began)),
        event('invoice.paid', invoice(id, { billing_reason: 'subscription_create' })),
      ];
      for (const one of first === 'session first' ? told : told.toReversed()) await send(one);
      await send(refund(id, 1_000));
      expect(await shop.newest()).toMatchObject({ state: 'kept' });
      expect(await explained(`stripe:checkout:cs_${id}`)).toMatchObject({ kind: 'subscription', refundedMinor: 1_000, valueMinor: 3_999 });
      const { json } = await world.send('GET', '/attribution/report?conversionKind=subscription');
      const { totals } = json as { totals: { conversions: number; valueMinor: number } };
      expect(totals.valueMinor).toBe(totals.conversions * 3_999);
    },
  );

  test('renewed becomes a purchase of its own', async () => {
    const id = fresh();
    await send(event('invoice.paid', invoice(id)));
    expect(await stored(`stripe:invoice:in_${id}`)).toMatchObject({ kind: 'purchase', value_minor: 4_999, order_id: `in_${id}` });
  });

  test.each(['invoice first', 'payment first'])('under net revenue is refunded in proportion, %s', async (first) => {
    const own = await openShop(world, 'stripe', { revenue: 'without_tax' });
    const id = fresh();
    const payment = { invoice: `in_${id}`, amount_paid: 4_999, currency: 'usd', payment: { payment_intent: `pi_${id}` } };
    const told = [event('invoice.paid', invoice(id, { payment_intent: undefined, tax: 999 })), event('invoice_payment.paid', payment)];
    for (const one of first === 'invoice first' ? told : told.toReversed()) await send(one, { to: own });
    await send(refund(id, 4_999), { to: own });
    expect(await explained(`stripe:invoice:in_${id}`)).toMatchObject({ grossValueMinor: 4_000, refundedMinor: 4_000, valueMinor: 0 });
  });

  test('whose invoice does not name its payment is refunded all the same, once that is told', async () => {
    const id = fresh();
    await send(event('invoice.paid', invoice(id, { payment_intent: undefined })));
    await send(refund(id, 1_000));
    expect(await shop.newest()).toMatchObject({ state: 'waiting' });
    const payment = {
      invoice: `in_${id}`,
      amount_paid: 4_999,
      currency: 'usd',
      payment: { type: 'payment_intent', payment_intent: `pi_${id}` },
    };
    await send(event('invoice_payment.paid', payment));
    await workOnDeliveries(world.database.context, 'system', world.mine.tenantId);
    expect(await explained(`stripe:invoice:in_${id}`)).toMatchObject({ refundedMinor: 1_000 });
  });
});

test('refunds of one charge in parts add up, in whatever order they come', async () => {
  const id = fresh();
  await send(refund(id, 3_000, 1_000));
  await send(event('checkout.session.completed', session(id)));
  await workOnDeliveries(world.database.context, 'system', world.mine.tenantId);
  await send(refund(id, 1_000));
  await send(refund(id, 1_000));
  expect(await shop.newest()).toMatchObject({ state: 'duplicate' });
  expect(await explained(`stripe:checkout:cs_${id}`)).toMatchObject({ refundedMinor: 3_000, valueMinor: 1_999 });
});

test('a refund that was kept under its older name, without its time, is not kept again when it is told again', async () => {
  const id = fresh();
  await send(event('invoice.paid', invoice(id)));
  const { occurredAt, ...told } = {
    id: `stripe:refund:ch_${id}:1000`,
    occurredAt: new Date((CREATED + 60) * 1_000).toISOString(),
    valueMinor: 1_000,
  };
  await acceptRefunds(world.database.context, world.mine.actor, `stripe:invoice:in_${id}`, [{ ...told, occurredAt }]);
  // Of the same order the session is a record too, which came after the refund was kept.
  await send(event('checkout.session.completed', session(id, { mode: 'subscription', invoice: `in_${id}` })));
  await send(refund(id, 1_000));
  expect(await shop.newest()).toMatchObject({ state: 'kept' });
  await send({ ...refund(id, 1_000), id: `evt_again_${id}` });
  expect(await shop.newest()).toMatchObject({ state: 'duplicate' });
  expect(await explained(`stripe:checkout:cs_${id}`)).toMatchObject({ refundedMinor: 1_000, valueMinor: 3_999 });
  await send({ ...refund(id, 1_000), created: CREATED + 900 });
  expect(await explained(`stripe:checkout:cs_${id}`)).toMatchObject({ refundedMinor: 2_000, valueMinor: 2_999 });
});

describe('a refund that fails after all', () => {
  const failed = (type: string, id: string, more: object = {}) =>
    event(type, {
      id: `re_${id}`,
      object: 'refund',
      amount: 1_000,
      charge: `ch_${id}`,
      payment_intent: `pi_${id}`,
      created: CREATED + 60,
      currency: 'usd',
      status: 'failed',
      ...more,
    });

  test.each(['after', 'before'])('is taken back once, told %s it, and the next one of the same sum counts', async (when) => {
    const id = fresh();
    await send(event('checkout.session.completed', session(id)));
    const failures = [failed('refund.failed', id), failed('charge.refund.updated', id), failed('refund.updated', id)];
    const told = when === 'after' ? [refund(id, 1_000), ...failures] : [...failures, refund(id, 1_000)];
    for (const one of told) await send(one);
    expect(await explained(`stripe:checkout:cs_${id}`)).toMatchObject({ refundedMinor: 0, valueMinor: 4_999 });
    await send({ ...refund(id, 1_000), created: CREATED + 900 });
    expect(await explained(`stripe:checkout:cs_${id}`)).toMatchObject({ refundedMinor: 1_000, valueMinor: 3_999 });
  });

  test('is nothing of what succeeds', async () => {
    await send(failed('refund.updated', fresh(), { status: 'succeeded' }));
    expect(await shop.newest()).toMatchObject({ state: 'set_aside' });
  });
});

describe('a signature', () => {
  const at = (seconds: number) => world.database.context.clock() + seconds * 1_000;
  const body = () => JSON.stringify(event('plan.created', {}));

  test.each([-300, 0, 300])('made %i seconds from arrival is taken', async (seconds) => {
    const text = body();
    expect((await send(text, { signature: stripeSignature(text, at(seconds)) })).status).toBe(200);
  });

  test.each([-301, 301])('made %i seconds from arrival is stale', async (seconds) => {
    const text = body();
    const answer = await send(text, { signature: stripeSignature(text, at(seconds)) });
    expect(answer).toMatchObject({ status: 401, json: { detail: expect.stringContaining('five minutes') as string } });
    expect(await shop.newest()).toMatchObject({ state: 'refused' });
  });

  test('among several is enough when one is right', async () => {
    const text = body();
    expect((await send(text, { signature: stripeSignature(text, at(0), ['old-secret', SECRET]) })).status).toBe(200);
  });

  test('of a time that was changed is wrong', async () => {
    const text = body();
    const moved = stripeSignature(text, at(-900)).replace(/^t=\d+/, `t=${Math.floor(at(0) / 1_000)}`);
    expect((await send(text, { signature: moved })).status).toBe(401);
  });

  test.each(['', 't=1', 'v1=00', 't=x,v1=00', ',,,', `t=1,v0=${'0'.repeat(64)}`])('"%s" is none', async (signature) => {
    const to = await openShop(world, 'stripe');
    const detail = 'The delivery is refused: the delivery carries no signature.';
    expect(await send(body(), { to, signature })).toMatchObject({ status: 401, json: { detail } });
  });

  test.each(['t=1,v1=00', 't=1,v1=zz', 't=1,v1', `t=1,v1=${'0'.repeat(64)}`])('"%s" is a wrong one', async (signature) => {
    const to = await openShop(world, 'stripe');
    const detail = 'The delivery is refused: the signature does not belong to this body and secret.';
    expect(await send(body(), { to, signature })).toMatchObject({ status: 401, json: { detail } });
  });

  test('that was right and is sent again makes nothing new', async () => {
    const text = JSON.stringify(event('invoice.paid', invoice(fresh())));
    const signature = stripeSignature(text, at(0));
    await send(text, { signature });
    await send(text, { signature });
    expect((await shop.received()).slice(0, 2).map(({ state }) => state)).toEqual(['duplicate', 'kept']);
  });
});

test('events of the test mode are set aside, unless the source takes them', async () => {
  const tried = event('invoice.paid', invoice(fresh()), { livemode: false });
  await send(tried);
  expect(await shop.newest()).toMatchObject({ state: 'set_aside', reason: 'an event of the test mode' });
  const own = await openShop(world, 'stripe', { acceptsTests: true });
  await send(tried, { to: own });
  expect(await own.newest()).toMatchObject({ state: 'kept' });
});

test.each([
  [1_000, 'USD', 1_000],
  [1_000, 'JPY', 1_000],
  [1_234, 'KWD', 1_234],
  [1_000, 'ISK', 10],
  [1_000, 'UGX', 10],
  [5, 'MGA', 500],
  [1_000, 'IQD', 10_000],
])('%i units of Stripe in %s are %i minor units', (amount, currency, minor) => {
  expect(minorOfStripe(amount, currency)).toBe(minor);
});
