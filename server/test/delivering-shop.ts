import { createHmac } from 'node:crypto';
import type { HookDelivery } from '../src/tracking/deliveries/schema.ts';
import type { Source } from '../src/tracking/sources/schema.ts';
import type { Page } from '../src/platform/paging.ts';
import { NewSource } from '../src/tracking/sources/schema.ts';
import { createSource } from '../src/tracking/sources/service.ts';
import type { Answer } from './http.ts';
import type { World } from './world.ts';

export const SECRET = 'what-both-sides-know';

/** A base64 HMAC-SHA-256 of a body, as Shopify and WooCommerce send it. */
export const signed = (body: string | Uint8Array, secret = SECRET) => createHmac('sha256', secret).update(body).digest('base64');

/** The header of Stripe: a time in seconds, and a signature for each secret. */
export function stripeSignature(body: string, atMs: number, secrets: string[] = [SECRET]): string {
  const seconds = Math.floor(atMs / 1_000);
  const each = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`);
  return [`t=${seconds}`, ...each, 'v0=00'].join(',');
}

let deliveries = 0;

/** A shop of `world.mine` under this key, and what it can send. */
export interface Shop {
  key: string;
  source: Source;
  /** Sends a body as it is. */
  post(body: string | Uint8Array, headers: Record<string, string>): Promise<Answer>;
  /** What came from it, newest first. */
  received(): Promise<HookDelivery[]>;
  newest(): Promise<HookDelivery>;
}

/** Opens a shop: a source with an address. */
export async function openShop(world: World, kind: Source['kind'], options: object = {}, more: object = {}): Promise<Shop> {
  deliveries += 1;
  const key = `${kind}-${deliveries}`;
  const input = NewSource.parse({ key, kind, secret: SECRET, options, ...more });
  const source = await createSource(world.database.context, world.mine.actor, input);
  const received = async () => ((await world.send('GET', `/tracking/deliveries?source=${key}&limit=200`)).json as Page<HookDelivery>).items;
  return {
    key,
    source,
    post: (body, headers) => world.server.send('POST', `/hooks/${kind}/${source.publicId}`, { body, headers }),
    received,
    newest: async () => (await received())[0],
  };
}

/** How Shopify delivers: signed, under an id of its own each time unless one is given. */
export function fromShopify(topic: string, json: unknown, more: { id?: string; secret?: string; shop?: string } = {}) {
  deliveries += 1;
  const body = typeof json === 'string' ? json : JSON.stringify(json);
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': topic,
      'x-shopify-hmac-sha256': signed(body, more.secret),
      'x-shopify-shop-domain': more.shop ?? 'a-shop.myshopify.com',
      'x-shopify-webhook-id': more.id ?? `delivery-${deliveries}`,
    },
  };
}

/** Has a Shopify shop deliver something. */
export function postShopify(shop: Shop, topic: string, json: unknown, more?: Parameters<typeof fromShopify>[2]) {
  const { body, headers } = fromShopify(topic, json, more);
  return shop.post(body, headers);
}

let shopifyIds = 820_982_000;
/** An id that no order of Shopify's has had yet. */
export const freshShopifyId = () => (shopifyIds += 1);

/** An order as Shopify tells it; the fields that are read, and some that are not. */
export const shopifyOrder = (id: number, more: object = {}) => ({
  id,
  admin_graphql_api_id: `gid://shopify/Order/${id}`,
  name: `#${id % 10_000}`,
  order_number: id % 10_000,
  test: false,
  created_at: '2026-11-10T12:00:00+02:00',
  processed_at: '2026-11-10T12:00:00+02:00',
  currency: 'USD',
  presentment_currency: 'EUR',
  total_price: '49.99',
  subtotal_price: '40.00',
  total_tax: '4.99',
  taxes_included: false,
  total_discounts: '10.00',
  financial_status: 'paid',
  email: 'Buyer@Example.com ',
  browser_ip: '203.0.113.9',
  client_details: { browser_ip: '203.0.113.9', user_agent: 'Mozilla/5.0 (a browser)' },
  landing_site: '/products/mug?utm_source=podcast&utm_campaign=daily-tech&x=1',
  referring_site: 'https://search.example/',
  discount_codes: [{ code: 'tech10', amount: '10.00', type: 'fixed_amount' }],
  note_attributes: [{ name: 'ESID', value: 'click-1' }],
  shipping_lines: [{ price: '5.00', discounted_price: '5.00', tax_lines: [{ price: '0.50' }] }],
  customer: { id: 115_310_627_314_723, email: 'buyer@example.com', orders_count: 1 },
  line_items: [{ id: 1, title: 'Mug', quantity: 2, price: '25.00' }],
  refunds: [],
  ...more,
});

export const shopifyRefund = (id: number, orderId: number, amount: string, more: object = {}) => ({
  id,
  order_id: orderId,
  created_at: '2026-11-12T10:00:00Z',
  processed_at: '2026-11-12T10:00:00Z',
  note: null,
  refund_line_items: [],
  transactions: [{ id: id + 1, order_id: orderId, kind: 'refund', status: 'success', amount, currency: 'USD', test: false }],
  ...more,
});
