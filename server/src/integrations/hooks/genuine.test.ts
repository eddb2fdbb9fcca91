import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fromShopify, openShop, shopifyOrder, stripeSignature } from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';

let orders = 851_000_000;
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** How often a text was read as JSON, and whether each time without calling back for each value in it. */
async function readingsOf(body: string, work: () => Promise<unknown>): Promise<boolean[]> {
  const parse = vi.spyOn(JSON, 'parse');
  try {
    await work();
    return parse.mock.calls.filter(([text]) => text === body).map(([, reviver]) => reviver === undefined);
  } finally {
    parse.mockRestore();
  }
}

test('a body is read once when it is genuine, and not at all when it is not', async () => {
  const shop = await openShop(world, 'shopify');
  const genuine = fromShopify('orders/paid', shopifyOrder(850_000_001));
  expect(await readingsOf(genuine.body, () => shop.post(genuine.body, genuine.headers))).toEqual([true]);
  expect(await shop.newest()).toMatchObject({ state: 'kept' });
  const wrong = fromShopify('orders/paid', shopifyOrder(850_000_002), { secret: 'another-secret' });
  expect(await readingsOf(wrong.body, () => shop.post(wrong.body, wrong.headers))).toEqual([]);
  const stripe = await openShop(world, 'stripe');
  const event = JSON.stringify({ id: 'evt_1', type: 'invoice.paid' });
  expect(await readingsOf(event, () => stripe.post(event, { 'stripe-signature': 't=1,v1=00' }))).toEqual([]);
});

test('what is not genuine is known by its bytes, and by what it says of itself once it turns out to be', async () => {
  const stripe = await openShop(world, 'stripe');
  const body = JSON.stringify({ id: 'evt_2', type: 'plan.created', livemode: true, data: { object: {} } });
  const signature = stripeSignature(body, world.database.context.clock(), ['the-secret-of-later']);
  expect((await stripe.post(body, { 'stripe-signature': signature })).status).toBe(401);
  const bytes = createHash('sha256').update(body).digest('hex');
  const refused = await stripe.newest();
  expect(refused).toMatchObject({ state: 'refused', deliveryId: bytes, topic: null });
  await world.send('POST', `/tracking/sources/${stripe.key}/rotate`, { body: { secret: 'the-secret-of-later' } });
  expect(await world.send('POST', `/tracking/deliveries/${refused.id}/replay`, { body: {} })).toMatchObject({
    json: { state: 'unknown_topic', deliveryId: 'evt_2', topic: 'plan.created' },
  });
  await stripe.post(body, { 'stripe-signature': signature });
  expect(await stripe.newest()).toMatchObject({ state: 'duplicate', reason: 'the same delivery came before' });
});

const NUL = String.fromCharCode(0);
const HALF = String.fromCharCode(0xd83c);

test.each([
  ['a browser that holds U+0000', { client_details: { user_agent: `A browser${NUL}` } }],
  ['a browser whose name is cut inside a character', { client_details: { user_agent: `${'x'.repeat(1_999)}🍀` } }],
  ['a campaign of where it came from that holds U+0000', { landing_site: '/?utm_campaign=a%00b' }],
  ['a referrer cut inside a character', { referring_site: `${'x'.repeat(499)}🍀` }],
  ['a number that holds U+0000', { order_number: `1${NUL}` }],
  ['a number of a thousand characters', { order_number: '1'.repeat(1_000) }],
  ['half a character in a code', { discount_codes: [{ code: `A${HALF}` }] }],
  ['a click id that holds U+0000', { note_attributes: [{ name: 'esid', value: `a${NUL}` }] }],
  ['a customer whose id holds U+0000', { customer: { id: `a${NUL}b` } }],
])('an order is kept with %s', async (_what, more) => {
  const shop = await openShop(world, 'shopify');
  const sent = fromShopify('orders/paid', shopifyOrder((orders += 1), more));
  await shop.post(sent.body, sent.headers);
  expect(await shop.newest()).toMatchObject({ state: 'kept', reason: null });
});
