import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { fromShopify, openShop, type Shop, shopifyOrder, shopifyRefund, signed, stripeSignature } from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { drainSpool } from '../../tracking/draining/service.ts';
import { openSource } from '../../tracking/sources/service.ts';
import { adapterOf } from './adapters.ts';
import { parseBody } from './reading.ts';
import { replayRange, takeHookRequests, workOnDeliveries } from './service.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await openShop(world, 'shopify');
});
afterAll(() => world.close());

const KINDS = ['shopify', 'woocommerce', 'stripe'] as const;
const TOPICS = {
  shopify: ['orders/paid', 'orders/create', 'refunds/create', 'customers/redact', 'customers/data_request', 'shop/redact', 'nothing'],
  woocommerce: ['order.created', 'order.updated', 'order.deleted', 'nothing'],
  stripe: ['checkout.session.completed', 'invoice.paid', 'invoice_payment.paid', 'charge.refunded', 'nothing'],
} as const;

/** Texts that fields hold where they are well, and some where they are not. */
const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('USD', 'JPY', 'XXX', 'paid', '2026-11-10T10:00:00Z', '1.00', '-5', '1e9', 'NaN', '', '203.0.113.9', 'a@b.example'),
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
);
const FIELDS = `id order_id currency total_price total processed_at created_at date_created_gmt transactions kind amount status refunds
  discount_codes coupon_lines code customer email landing_site browser_ip client_details user_agent note_attributes name value meta_data key
  amount_total amount_paid created mode payment_status metadata discounts data object previous_attributes amount_refunded livemode type
  shipping_lines tax_lines price __proto__ constructor toString`.split(/\s+/);
const hostile = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...FIELDS), tie('value'), { maxKeys: 12, noNullPrototype: false }),
  ),
})).value;

describe('whatever a body holds', () => {
  test.each(KINDS)('%s reads it without throwing', async (kind) => {
    const adapter = adapterOf(kind);
    const source = await openSource(world.database.context, 'system', world.mine.tenantId, shop.key);
    if (!adapter || !source) throw new Error('nothing reads it');
    const reading = { source: 'a', headers: {}, options: source.options };
    const readsIt = fc.property(hostile, fc.constantFrom(...TOPICS[kind]), (json, topic) => {
      const text = Buffer.from(JSON.stringify(json) ?? 'null');
      const parsed = parseBody(text);
      const event = kind === 'stripe' ? { data: { object: parsed }, livemode: true, created: 1 } : parsed;
      const name = adapter.nameOf({ headers: {}, body: text, receivedAtMs: 0 }, parsed);
      return name.key.length > 0 && typeof adapter.meaningOf(event, { ...reading, topic }) === 'object';
    });
    expect(fc.check(readsIt, { numRuns: 2_000 })).toMatchObject({ failed: false, numRuns: 2_000 });
  });

  const odd: [string, string | Uint8Array][] = [
    ['nothing', ''],
    ['no JSON', '{'],
    ['no object', '[1,2]'],
    ['a bare text', '"x"'],
    ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)],
    ['a nesting of a hundred thousand', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['U+0000', '{"id":"\\u0000","currency":"USD","total_price":"1","created_at":"2026-11-10T10:00:00Z"}'],
    ['half a surrogate pair', '{"id":"\\ud800","currency":"USD","total_price":"1","created_at":"2026-11-10T10:00:00Z"}'],
    ['an id of a million characters', JSON.stringify(shopifyOrder(1, { id: 'x'.repeat(1_000_000) }))],
    ['a code of a thousand characters', JSON.stringify(shopifyOrder(2, { discount_codes: [{ code: 'x'.repeat(1_000) }] }))],
    ['a currency that is none', JSON.stringify(shopifyOrder(3, { currency: 'DOGE' }))],
    ['a price below zero', JSON.stringify(shopifyOrder(4, { total_price: '-1.00' }))],
    ['a price beyond all', JSON.stringify(shopifyOrder(5, { total_price: '9'.repeat(30) }))],
    ['a time long ago', JSON.stringify(shopifyOrder(6, { processed_at: '1970-01-01T00:00:00Z' }))],
    ['a time in the year 30000', JSON.stringify(shopifyOrder(7, { processed_at: '+030000-01-01T00:00:00Z', created_at: null }))],
  ];
  test.each(odd)('%s, signed, is answered 200 and kept with what is wrong', async (_what, body) => {
    for (const kind of KINDS) {
      const to = kind === 'shopify' ? shop : await openShop(world, kind);
      const text = typeof body === 'string' ? body : Buffer.from(body).toString('latin1');
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        'x-shopify-topic': 'orders/paid',
        'x-shopify-hmac-sha256': signed(body),
        'x-wc-webhook-topic': 'order.created',
        'x-wc-webhook-signature': signed(body),
        'stripe-signature': stripeSignature(text, NOW_MS),
      };
      const answer = await to.post(body, headers);
      // Bytes that are no text cannot be signed the way this test signs for Stripe.
      expect(answer.status).toBe(kind === 'stripe' && typeof body !== 'string' ? 401 : 200);
      expect(['received', 'waiting']).not.toContain((await to.newest()).state);
    }
  });

  test('beyond four mebibytes is refused as too large', async () => {
    const sent = fromShopify('orders/paid', 'x'.repeat(4 * 1024 * 1024 + 1));
    expect(await shop.post(sent.body, sent.headers)).toMatchObject({ status: 413 });
  });
});

describe('while the database is away', () => {
  test('a delivery is answered 200, waits in the spool, and is taken once it is back, exactly once', async () => {
    const { db } = world.database.context;
    const id = 830_000_001;
    const sent = fromShopify('orders/paid', shopifyOrder(id));
    const wrong = fromShopify('orders/paid', shopifyOrder(id + 1), { secret: 'wrong-secret' });
    const pools = { jobs: db.jobs, app: db.app };
    const away = Object.assign(Object.create(db.jobs) as typeof db.jobs, { connect: () => Promise.reject(new Error('away')) });
    Object.assign(db, { jobs: away, app: away });
    try {
      expect((await shop.post(sent.body, sent.headers)).status).toBe(200);
      expect((await shop.post(wrong.body, wrong.headers)).status).toBe(200);
    } finally {
      Object.assign(db, pools);
    }
    expect((await shop.post(sent.body, sent.headers)).status).toBe(200);
    const { context } = world.database;
    const takers = {
      hook: (on: typeof context, requests: Parameters<typeof takeHookRequests>[2]) => takeHookRequests(on, 'system', requests),
    };
    expect(await drainSpool(context, 'system', takers)).toMatchObject({ taken: 2, aside: 0 });
    const states = (await shop.received()).slice(0, 3).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['duplicate', 'kept', 'refused']);
  });
});

describe('replaying', () => {
  test('a delivery once more changes nothing that it brought, nor that it did', async () => {
    const sent = fromShopify('orders/paid', shopifyOrder(831_000_001));
    await shop.post(sent.body, sent.headers);
    const { id } = await shop.newest();
    const again = await world.send('POST', `/tracking/deliveries/${id}/replay`, { body: {} });
    expect(again.json).toMatchObject({ state: 'kept', reason: null, made: ['shopify:order:831000001'] });
    expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ action: 'delivery.replay', target: id });
  });

  test('all of a source in a range takes those of the asked states alone, and again changes nothing', async () => {
    const own = await openShop(world, 'shopify', {}, { isEnabled: false });
    for (const id of [832_000_001, 832_000_002, 832_000_003]) {
      world.database.setNow(NOW_MS + id - 832_000_000);
      const sent = fromShopify('orders/paid', shopifyOrder(id));
      await own.post(sent.body, sent.headers);
    }
    world.database.setNow(NOW_MS);
    await world.send('PUT', `/tracking/sources/${own.key}`, { body: {} });
    const at = (ms: number) => new Date(NOW_MS + ms).toISOString();
    const range = { source: own.key, states: ['set_aside'] as const, from: at(1), to: at(3) };
    const heard: string[] = [];
    const replay = () => replayRange(world.database.context, world.mine.actor, range, { heard: ({ state }) => void heard.push(state) });
    expect(await replay()).toBe(2);
    expect(await replay()).toBe(0);
    expect(heard).toEqual(['kept', 'kept']);
    expect((await own.received()).map(({ state }) => state)).toEqual(['set_aside', 'kept', 'kept']);
  });

  test('of a delivery whose body is not kept any more is refused', async () => {
    const sent = fromShopify('orders/paid', shopifyOrder(833_000_001), { id: 'twice' });
    await shop.post(sent.body, sent.headers);
    await shop.post(sent.body, sent.headers);
    const { id, hasBody } = await shop.newest();
    expect(hasBody).toBe(false);
    expect(await world.send('POST', `/tracking/deliveries/${id}/replay`, { body: {} })).toMatchObject({ status: 409 });
  });
});

test('a refund that waits is taken up by the background once its order came, and two processes never do it twice', async () => {
  const sent = fromShopify('refunds/create', shopifyRefund(834_000_009, 834_000_001, '10.00'));
  await shop.post(sent.body, sent.headers);
  const order = fromShopify('orders/paid', shopifyOrder(834_000_001));
  await shop.post(order.body, order.headers);
  const work = () => workOnDeliveries(world.database.context, 'system', world.mine.tenantId);
  await Promise.all([work(), work(), work()]);
  const { rows } = await world.admin.query('select 1 from refunds where conversion_id = $1', ['shopify:order:834000001']);
  expect(rows).toHaveLength(1);
});

test('another tenant sees nothing of it', async () => {
  const { id } = await shop.newest();
  const key = world.theirs.apiKey;
  expect((await world.send('GET', `/tracking/deliveries/${id}`, { key })).status).toBe(404);
  expect((await world.send('GET', `/tracking/deliveries/${id}/content`, { key })).status).toBe(404);
  expect((await world.send('POST', `/tracking/deliveries/${id}/replay`, { key, body: {} })).status).toBe(404);
  const { json } = await world.send('GET', '/tracking/deliveries?limit=200', { key });
  expect((json as { items: { source: string }[] }).items.map(({ source }) => source)).not.toContain(shop.key);
});

test('of deliveries that are not genuine so many are kept a day, and none of what comes after', async () => {
  const own = await openShop(world, 'shopify');
  for (let count = 0; count < 103; count += 1) {
    world.database.setNow(world.database.context.clock() + 1_000);
    const { body, headers } = fromShopify('orders/paid', '{}', { secret: 'wrong-secret' });
    expect((await own.post(body, headers)).status).toBe(401);
  }
  expect(await own.received()).toHaveLength(100);
});
