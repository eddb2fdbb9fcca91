import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import type { HookDelivery } from '../../tracking/deliveries/schema.ts';
import type { SourceWithSecret } from '../../tracking/sources/schema.ts';

let world: World;
const sources: Record<string, { publicId: string; secret: string }> = {};
beforeAll(async () => {
  world = await openWorld();
  for (const kind of ['segment', 'ga4', 'meta', 'podscribe']) {
    const { json } = await world.send('POST', '/tracking/sources', { body: { key: kind, kind } });
    const { publicId, secret } = json as SourceWithSecret;
    sources[kind] = { publicId: publicId ?? '', secret: secret ?? '' };
  }
});
afterAll(() => world.close());

async function listed(source: string) {
  const { json } = await world.send('GET', `/tracking/deliveries?source=${source}&limit=200`);
  const { items } = json as Page<HookDelivery>;
  return items.map(({ state, topic, reason, hasBody }) => ({ state, topic, reason, hasBody }));
}

const AT = '2026-11-19T09:30:00.000Z';
const segment = (events: object[], writeKey = `${sources.segment.publicId}${sources.segment.secret}`) =>
  world.server.send('POST', '/api/v1/integrations/segment', { body: { batch: events, writeKey } });
const order = (id: string, properties: object) => ({
  type: 'track',
  event: 'Order Completed',
  messageId: id,
  timestamp: AT,
  userId: 'u',
  properties: { order_id: id, ...properties },
});

test('what Segment sends and is refused, unreadable or not counted stands among the deliveries, and what is kept does not', async () => {
  await segment([
    order('good', { total: 5, currency: 'USD' }),
    order('bad', { total: 5 }),
    { type: 'track', event: 'Product Viewed', messageId: 'v-1', userId: 'u', timestamp: AT },
    { type: 'track', event: 'Product Viewed', messageId: 'v-2', userId: 'u', timestamp: AT },
  ]);
  await segment([{ type: 'track', event: 'Product Viewed', messageId: 'v-3', userId: 'u', timestamp: AT }]);
  expect((await segment([], `${sources.segment.publicId}not-the-secret`)).status).toBe(401);
  const reason = 'events of this name are none of those that count; the first of the day stands for all';
  expect(await listed('segment')).toEqual(
    expect.arrayContaining([
      { state: 'refused', topic: null, reason: 'the secret that was shown is not that of the source', hasBody: false },
      { state: 'failed', topic: null, reason: 'a value needs a currency of ISO 4217', hasBody: false },
      { state: 'unknown_topic', topic: 'Product Viewed', reason, hasBody: false },
    ]),
  );
  expect(await listed('segment')).toHaveLength(3);
});

test('so does what Google Analytics and Meta send', async () => {
  const { publicId, secret } = sources.ga4;
  const events = [{ name: 'scroll' }, { name: 'purchase', params: { transaction_id: '1', value: 5 } }];
  await world.server.send('POST', `/api/v1/integrations/ga4?measurement_id=${publicId}&api_secret=${secret}`, {
    body: { client_id: 'c.1', events },
  });
  expect((await listed('ga4')).map(({ state }) => state).sort()).toEqual(['failed', 'unknown_topic']);
  const data = [{ event_name: 'ViewContent', event_time: 1, event_id: 'e' }, { event_name: 'Purchase' }];
  await world.server.send('POST', '/api/v1/integrations/meta', {
    body: { data, access_token: `${sources.meta.publicId}${sources.meta.secret}` },
  });
  expect((await listed('meta')).map(({ state }) => state)).toContain('failed');
});

test('of each state a hundred a day are listed, however many come', async () => {
  const bad = (from: number) => Array.from({ length: 70 }, (_, place) => order(`many-${from + place}`, { total: 5 }));
  await segment(bad(0));
  await segment(bad(100));
  expect((await listed('segment')).filter(({ state }) => state === 'failed')).toHaveLength(100);
});
