import { SECRET } from './delivering-shop.ts';
import { type AddressExample, type Asked, PUBLIC_ID } from './example-address.ts';
import type { Ground } from './example-ground.ts';
import { layout } from './example-layout.ts';

const BASE = '/api/v1/integrations';
/** 19 November 2026, 9:30 UTC, in seconds. */
const AT = 1_795_080_600;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const PIXEL = { status: 200, output: 'pixel.gif' } as const;

const ofSegment = (messageId: string, event: object) => layout({ type: 'track', messageId, userId: 'customer-7', ...event });
const OF_GA4 = { client_id: '1234.5678', user_id: 'customer-7', timestamp_micros: `${AT}000000` };
const ofMeta = (id: string) => {
  const user = { external_id: ['customer-7'] };
  const sale = { value: 49, currency: 'EUR', order_id: id };
  return layout({ data: [{ event_name: 'Purchase', event_time: AT, event_id: id, user_data: user, custom_data: sale }] });
};

/** A request with the public id and the secret in one, as the name of Basic authentication. */
function askSegment({ ids }: Ground, path: string, body: string): Asked {
  return { path, headers: JSON_TYPE, user: `${ids.segment}${SECRET}:`, body, known: [[`${ids.segment}${SECRET}`, PUBLIC_ID + SECRET]] };
}

/** A request with the id and the secret in the address. */
function askGa4({ ids }: Ground, path: string, events: object[]): Asked {
  const name = `G-${ids.ga4.toUpperCase()}`;
  return {
    path: `${path}?measurement_id=${name}&api_secret=${SECRET}`,
    headers: JSON_TYPE,
    body: layout({ ...OF_GA4, events }),
    known: [[name, `G-${PUBLIC_ID.toUpperCase()}`]],
  };
}

/** A request with the public id in the address, and the event beside it or in the body. */
function askPodscribe({ ids }: Ground, path: string, event: string | object): Asked {
  const asked: Asked = { path: `${path}?advertiser=${ids.podscribe}`, known: [[ids.podscribe, PUBLIC_ID]] };
  return typeof event === 'string' ? { ...asked, path: `${asked.path}&${event}` } : { ...asked, headers: JSON_TYPE, body: layout(event) };
}

const SEGMENT: readonly AddressExample[] = [
  {
    name: `POST ${BASE}/segment`,
    summary: 'Take a call of Segment; the name is the write key, which is the public id with the secret behind it',
    caller: 'A destination of Segment asks, or whoever sends to it.',
    status: 200,
    ask: (ground) => {
      const properties = { order_id: '1002', total: 49, currency: 'EUR', coupon: 'MORNING20' };
      const order = ofSegment('call-1', { event: 'Order Completed', timestamp: '2026-11-19T09:30:00Z', properties });
      return askSegment(ground, `${BASE}/segment`, order);
    },
  },
  {
    name: `POST ${BASE}/segment/v1/{call}`,
    summary: "The same at the addresses of Segment's own API, such as `track` and `batch`",
    caller: "Segment's libraries ask, with their host changed.",
    status: 200,
    ask: (ground) => {
      const signup = ofSegment('call-2', { event: 'Signed Up', timestamp: '2026-11-19T09:31:00Z' });
      return askSegment(ground, `${BASE}/segment/v1/track`, signup);
    },
  },
];

const GA4: readonly AddressExample[] = [
  {
    name: `POST ${BASE}/ga4`,
    summary: 'Take a body of the Measurement Protocol of Google Analytics 4',
    caller: 'Servers ask that send to Google Analytics.',
    status: 204,
    withHeaders: true,
    ask: (ground) => askGa4(ground, `${BASE}/ga4`, [{ name: 'sign_up', params: {} }]),
  },
  {
    name: `POST ${BASE}/ga4/mp/collect`,
    summary: 'The same at the address that it has there',
    caller: 'Servers and tag managers ask, with their host changed.',
    status: 204,
    withHeaders: true,
    ask: (ground) =>
      askGa4(ground, `${BASE}/ga4/mp/collect`, [{ name: 'purchase', params: { transaction_id: '1003', value: 49, currency: 'EUR' } }]),
  },
  {
    name: `POST ${BASE}/ga4/debug/mp/collect`,
    summary: 'Tell what would be refused, and store nothing',
    caller: 'Whoever sets a sender up asks.',
    status: 200,
    ask: (ground) => askGa4(ground, `${BASE}/ga4/debug/mp/collect`, [{ name: 'purchase', params: { transaction_id: '1004', value: 49 } }]),
  },
];

const META: readonly AddressExample[] = [
  {
    name: `POST ${BASE}/meta`,
    summary: 'Take events of the Conversions API of Meta; the token is the public id with the secret behind it',
    caller: 'Servers ask that send to Meta.',
    status: 200,
    ask: ({ ids }) => ({
      path: `${BASE}/meta`,
      headers: { Authorization: `Bearer ${ids.meta}${SECRET}`, ...JSON_TYPE },
      body: ofMeta('1005'),
      known: [[`${ids.meta}${SECRET}`, PUBLIC_ID + SECRET]],
    }),
  },
  {
    name: `POST ${BASE}/meta/{pixel}/events`,
    summary: 'The same with the public id in the address, and the secret as the token',
    caller: 'Servers ask, with their host changed.',
    status: 200,
    ask: ({ ids }) => ({
      path: `${BASE}/meta/${ids.meta}/events?access_token=${SECRET}`,
      headers: JSON_TYPE,
      body: ofMeta('1006'),
      known: [[ids.meta, PUBLIC_ID]],
    }),
  },
  {
    name: `POST ${BASE}/meta/{version}/{pixel}/events`,
    summary: 'The same with the version that the Graph API has in its addresses',
    caller: "Meta's libraries ask, with their host changed.",
    status: 200,
    ask: ({ ids }) => ({
      path: `${BASE}/meta/v21.0/${ids.meta}/events?access_token=${SECRET}`,
      headers: JSON_TYPE,
      body: ofMeta('1007'),
      known: [[ids.meta, PUBLIC_ID]],
    }),
  },
];

const PODSCRIBE: readonly AddressExample[] = [
  {
    ...PIXEL,
    name: `GET ${BASE}/podscribe`,
    summary: "Answer a picture to Podscribe's tag, and take what its address says",
    caller: 'Browsers ask, for the pages of a shop.',
    ask: (ground) => askPodscribe(ground, `${BASE}/podscribe`, 'action=view'),
  },
  {
    ...PIXEL,
    name: `POST ${BASE}/podscribe`,
    summary: 'The same with what it says in the body',
    caller: 'Browsers ask, for the pages of a shop.',
    ask: (ground) => askPodscribe(ground, `${BASE}/podscribe`, { action: 'lead', order_number: 'lead-1' }),
  },
  {
    ...PIXEL,
    name: `GET ${BASE}/podscribe/tag`,
    summary: 'The same at the address that the tag has there',
    caller: 'Browsers ask, with the host of the tag changed.',
    ask: (ground) => askPodscribe(ground, `${BASE}/podscribe/tag`, 'action=purchase&order_number=1008&order_value=49.00&currency=EUR'),
  },
  {
    ...PIXEL,
    name: `POST ${BASE}/podscribe/tag`,
    summary: 'The same with what it says in the body',
    caller: 'Browsers ask, with the host of the tag changed.',
    ask: (ground) => askPodscribe(ground, `${BASE}/podscribe/tag`, { action: 'signup', order_number: 'signup-1' }),
  },
];

/** The addresses of [Senders of other systems](../../docs/integrations.md). */
export const SENDER_ADDRESSES: readonly AddressExample[] = [...SEGMENT, ...GA4, ...META, ...PODSCRIBE];
