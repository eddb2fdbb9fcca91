import { afterAll, beforeAll, expect, test } from 'vitest';
import { inOwnFolder, openPatientEdge } from '../../../test/edge-world.ts';
import { fromShopify, openShop, SECRET, shopifyOrder, signed, stripeSignature } from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { drainSpool } from '../../tracking/draining/service.ts';
import { answerLink } from '../../tracking/edge/service.ts';
import { linkTaker } from '../../tracking/exposures/service.ts';
import { refreshSnapshots } from '../../tracking/snapshots/service.ts';

let world: World;
let place: ReturnType<typeof inOwnFolder<World['database']['context']>>;
beforeAll(async () => {
  world = await openWorld();
  place = inOwnFolder(world.database.context);
});
afterAll(async () => {
  await place.remove();
  await world.close();
});

/** Follows a link as it is made by default; resolves with where it led, which carries the click's id. */
async function follow(key: string): Promise<URL> {
  const details = { campaign: key, destination: 'https://shop.example/mug' };
  const link = (await world.send('PUT', `/links/${key}`, { body: details })).json as { publicId: string };
  const edge = openPatientEdge(place.context, place.folder);
  await refreshSnapshots(place.context, 'system', edge.snapshots);
  const headers = { 'user-agent': 'Mozilla/5.0 (a phone)' };
  const answer = await answerLink(edge, 'public', { url: `/l/${link.publicId}`, headers, socket: { remoteAddress: '198.51.100.77' } });
  await drainSpool(place.context, 'system', { link: linkTaker() });
  return new URL(String(answer.headers.location));
}

const NOBODY = { email: null, customer: null, browser_ip: null, client_details: null, note_attributes: [], discount_codes: [] };

/** How each shop tells where a buyer came from, and what its order becomes. */
const TELLINGS = {
  shopify: async (landing: URL) => {
    const shop = await openShop(world, 'shopify');
    const order = { ...NOBODY, processed_at: '2026-11-14T10:00:00Z', landing_site: landing.pathname + landing.search };
    const sent = fromShopify('orders/paid', shopifyOrder(860_000_001, order));
    await shop.post(sent.body, sent.headers);
    return shop.newest();
  },
  woocommerce: async (landing: URL) => {
    const shop = await openShop(world, 'woocommerce');
    const times = { date_created_gmt: '2026-11-14T10:00:00', date_paid_gmt: '2026-11-14T10:01:00' };
    const meta_data = [{ key: '_wc_order_attribution_session_entry', value: landing.href }];
    const body = JSON.stringify({ id: 86_001, number: '86001', status: 'processing', currency: 'EUR', total: '9.00', ...times, meta_data });
    await shop.post(body, { 'x-wc-webhook-topic': 'order.updated', 'x-wc-webhook-signature': signed(body, SECRET) });
    return shop.newest();
  },
  stripe: async (landing: URL) => {
    const shop = await openShop(world, 'stripe');
    const metadata = { click_id: landing.searchParams.get('click_id') };
    const paid = { mode: 'payment', payment_status: 'paid', amount_total: 900, currency: 'usd', payment_intent: 'pi_link' };
    const object = { id: 'cs_link', created: Date.parse('2026-11-14T10:00:00Z') / 1_000, ...paid, metadata };
    const body = JSON.stringify({ id: 'evt_link', type: 'checkout.session.completed', livemode: true, data: { object } });
    await shop.post(body, { 'stripe-signature': stripeSignature(body, world.database.context.clock()) });
    return shop.newest();
  },
};

test.each(['shopify', 'woocommerce', 'stripe'] as const)('an order of %s is credited to the link that led to it', async (kind) => {
  world.database.setNow(Date.parse('2026-11-12T10:00:00Z'));
  const landing = await follow(`link-of-${kind}`);
  world.database.setNow(Date.parse('2026-11-15T10:00:00Z'));
  const { made } = await TELLINGS[kind](landing);
  await world.drain();
  const { json } = await world.send('GET', `/attribution/conversions/${encodeURIComponent(made[0])}/explanation`);
  expect(json).toMatchObject({ touchpoints: [{ kind: 'click', campaign: `link-of-${kind}`, evidence: 'click_id', weight: 1 }] });
});
