import { type AddressExample, PUBLIC_ID } from './example-address.ts';
import { layout } from './example-layout.ts';
import { SECRET, signed } from './delivering-shop.ts';

/** A delivery as Shopify makes it. It is signed as it stands here, so it names nothing that has another name in this installation. */
const ORDER = layout({
  id: 820_982_911,
  order_number: 1001,
  created_at: '2026-11-19T09:30:00Z',
  currency: 'EUR',
  total_price: '49.00',
  email: 'buyer@people.example',
  discount_codes: [{ code: 'LAMPS20', amount: '10.00', type: 'fixed_amount' }],
  note_attributes: [{ name: 'click_id', value: 'Vd4Jx0p-2mTq_8aZ' }],
  line_items: [],
});

const BEACON = layout({
  consent: 'granted',
  events: [
    { id: 'lamp-order-1', kind: 'purchase', age: 1_200, orderId: '1001', value: '49.00', currency: 'EUR', clickId: 'Vd4Jx0p-2mTq_8aZ' },
  ],
});

/** The addresses of [Public addresses](../../docs/tracking.md): of players, ad servers, browsers and shops. */
export const TRACKING_ADDRESSES: readonly AddressExample[] = [
  {
    name: 'GET /e/{publicId}/{address}',
    summary: 'Lead a player to the file behind the prefix, and note that it asked',
    caller: 'Players ask, by the addresses in the feed of a show.',
    status: 302,
    withHeaders: true,
    headers: ['cache-control', 'access-control-allow-origin'],
    ask: ({ ids }) => ({ path: `/e/${ids.prefix}/cdn.example.com/show/41.mp3?updated=17`, known: [[ids.prefix, PUBLIC_ID]] }),
  },
  {
    name: 'GET /i.gif',
    summary: 'Answer a picture of one pixel, and note an impression of its placement',
    caller: 'Ad servers ask, and players where the tag is in the ad.',
    status: 200,
    output: 'pixel.gif',
    headers: ['cache-control', 'access-control-allow-origin'],
    ask: ({ ids }) => ({ path: `/i.gif?p=${ids.pixel}&ep=evening-talk-12&cb=20261120`, known: [[ids.pixel, PUBLIC_ID]] }),
  },
  {
    name: 'GET /l/{publicId}',
    summary: 'Lead to the destination of a tracking link, and note the click',
    caller: 'Browsers ask, for people who follow a link of show notes.',
    status: 302,
    withHeaders: true,
    headers: ['cache-control'],
    ask: ({ ids }) => ({ path: `/l/${ids.link}`, known: [[ids.link, PUBLIC_ID]] }),
  },
  {
    name: 'GET /t.js',
    summary: 'Answer the script of the site tag',
    caller: 'Browsers ask, for the pages of a shop that carry the tag.',
    status: 200,
    output: 't.js',
    headers: ['cache-control', 'access-control-allow-origin'],
    ask: () => ({ path: '/t.js' }),
  },
  {
    name: 'POST /c',
    summary: 'Take what a page tells: visits, leads, signups, purchases and survey answers',
    caller: "The site tag's script asks, from a visitor's browser.",
    status: 204,
    withHeaders: true,
    headers: ['access-control-allow-origin'],
    ask: ({ ids }) => ({
      path: `/c?p=${ids.tag}`,
      headers: { 'Content-Type': 'application/json' },
      body: BEACON,
      known: [[ids.tag, PUBLIC_ID]],
    }),
  },
  {
    name: 'OPTIONS /c',
    summary: 'Allow pages of any site to send that as JSON',
    caller: 'Browsers ask, before a page sends.',
    status: 204,
    withHeaders: true,
    headers: ['access-control-allow-origin', 'access-control-allow-methods', 'access-control-allow-headers', 'access-control-max-age'],
    ask: () => ({
      path: '/c',
      headers: {
        Origin: 'https://lamps.example',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type',
      },
    }),
  },
  {
    name: 'POST /hooks/{source}/{publicId}',
    summary: `Take what a shop delivers; this one is signed with the secret \`${SECRET}\``,
    caller: 'Shopify, WooCommerce and Stripe ask.',
    status: 200,
    ask: ({ ids }) => ({
      path: `/hooks/shopify/${ids.shopify}`,
      headers: {
        'Content-Type': 'application/json',
        'X-Shopify-Topic': 'orders/paid',
        'X-Shopify-Shop-Domain': 'lamps.myshopify.com',
        'X-Shopify-Webhook-Id': 'delivery-1',
        'X-Shopify-Hmac-Sha256': signed(ORDER),
      },
      body: ORDER,
      known: [[ids.shopify, PUBLIC_ID]],
    }),
  },
];
