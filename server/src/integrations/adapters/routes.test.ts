import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GA4, META, PODSCRIBE, SEGMENT } from '../../../test/sender-fixtures.ts';
import type { Sending } from '../../../test/http.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { drainSpool } from '../../tracking/draining/service.ts';
import type { SourceWithSecret } from '../../tracking/sources/schema.ts';
import { takeTagRequests } from './service.ts';

let world: World;
const sources: Record<string, SourceWithSecret> = {};
beforeAll(async () => {
  world = await openWorld();
  for (const kind of ['segment', 'ga4', 'meta', 'podscribe']) {
    const { json } = await world.send('POST', '/tracking/sources', { body: { key: `of-${kind}`, kind } });
    sources[kind] = json as SourceWithSecret;
  }
});
afterAll(() => world.close());

const basic = (name: string, password = '') => ({ authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` });
const idOf = (kind: string) => String(sources[kind].publicId);
const secretOf = (kind: string) => String(sources[kind].secret);
const writeKey = (kind = 'segment') => `${idOf(kind)}${secretOf(kind)}`;
const post = (path: string, sending: Sending) => world.server.send('POST', `/api/v1/integrations/${path}`, sending);

async function stored(id: string) {
  const text = `select kind, source, value_minor::integer as value, currency, order_id as "orderId", consent, user_key is not null as known
                from conversions where tenant_id = $1 and id = $2`;
  return (await world.admin.query<Record<string, unknown>>(text, [world.mine.tenantId, id])).rows[0];
}

test('a source says where its sender posts', () => {
  expect(sources.segment.address).toMatch(/\/api\/v1\/integrations\/segment$/);
});

describe('a sender of Segment', () => {
  test('posts with its write key as it does there, and twice is once', async () => {
    const sending = { body: SEGMENT.whole, headers: basic(writeKey()) };
    const first = await post('segment/v1/track', sending);
    expect([first.status, first.json]).toEqual([200, { success: true, accepted: 1, duplicates: 0, skipped: 0, rejected: [] }]);
    expect((await post('segment', sending)).json).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(await stored('segment:of-segment:ajs-next-1')).toMatchObject({
      kind: 'purchase',
      source: 'server',
      value: 2_750,
      orderId: '50314b8e',
    });
  });

  test('learns of a batch what of it was refused, while the rest is stored', async () => {
    const { json } = await post('segment/v1/batch', { body: SEGMENT.batch, headers: basic(idOf('segment'), secretOf('segment')) });
    expect(json).toMatchObject({
      success: true,
      accepted: 1,
      skipped: 1,
      rejected: [{ index: 2 }, { index: 3 }, { index: 4 }, { index: 5 }],
    });
    const { json: source } = await world.send('GET', '/tracking/sources/of-segment');
    expect(source).toMatchObject({ lastFault: 'a value needs a currency of ISO 4217' });
  });

  test('may send its key in the body', async () => {
    const body = { ...SEGMENT.whole, messageId: 'in-body', writeKey: writeKey() };
    expect((await post('segment', { body })).status).toBe(200);
  });

  test.each([
    ['no key', {}],
    ['a wrong secret', { headers: basic('000000000000', 'wrong') }],
    ['a key of another kind of source', { headers: { authorization: 'Bearer x' } }],
  ])('is refused with %s', async (_name, sending) => {
    expect((await post('segment', { body: SEGMENT.whole, ...sending })).status).toBe(401);
    expect((await post('segment', { body: SEGMENT.whole, headers: basic(writeKey('ga4')) })).status).toBe(401);
  });

  test('is told what is wrong with one event alone, and with a body that is none', async () => {
    const headers = basic(writeKey());
    const one = await post('segment', { body: { type: 'track' }, headers });
    expect([one.status, one.json]).toMatchObject([400, { detail: 'Nothing was stored: a track call needs an "event".' }]);
    expect((await post('segment', { body: '{', headers })).status).toBe(400);
  });
});

describe('a sender of Google Analytics 4', () => {
  const query = (secret = secretOf('ga4')) => `measurement_id=G-${idOf('ga4').toUpperCase()}&api_secret=${secret}`;

  test('posts with the id and the secret in the address, and hears nothing back', async () => {
    const answer = await post(`ga4/mp/collect?${query()}`, { body: GA4.whole });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await stored('ga4:of-ga4:purchase:T-1')).toMatchObject({ kind: 'purchase', value: 3_003, currency: 'EUR', consent: 'granted' });
    expect((await post(`ga4?${query()}`, { body: GA4.whole })).status).toBe(204);
    expect((await post(`ga4?${query('wrong')}`, { body: GA4.whole })).status).toBe(401);
  });

  test('can ask what would be refused, and nothing is stored of it', async () => {
    const before = await world.rowCounts();
    const { json } = await post(`ga4/debug/mp/collect?${query()}`, { body: GA4.partial });
    expect(json).toMatchObject({ validationMessages: [{ fieldPath: 'events[0]' }, { fieldPath: 'events[2]' }] });
    expect((await world.rowCounts()).conversions).toBe(before.conversions);
  });
});

describe('a sender of Meta conversions', () => {
  test('posts with its token, by the address it has there', async () => {
    const { status, json } = await post(`meta/v21.0/${idOf('meta')}/events?access_token=${secretOf('meta')}`, { body: META.whole });
    expect([status, json]).toMatchObject([200, { events_received: 1, messages: [] }]);
    expect(await stored('meta:of-meta:Purchase:event-1')).toMatchObject({ value: 14_252, currency: 'USD', known: true });
  });

  test('hears which event is too old, and the others are kept', async () => {
    const { json } = await post('meta', { body: { ...META.partial, access_token: writeKey('meta') } });
    expect(json).toMatchObject({
      events_received: 2,
      messages: [expect.stringMatching(/^data\[1\]: /), expect.stringMatching(/^data\[3\]: /)],
    });
    expect(await stored('meta:of-meta:Lead:lead-1')).toMatchObject({ kind: 'lead', consent: 'denied', known: false });
  });

  test('may post a form, as its tools do, and test events are not stored', async () => {
    const form = (more: Record<string, string>) => ({
      body: new URLSearchParams({ data: JSON.stringify([{ ...META.whole.data[0], event_id: 'form' }]), ...more }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const path = `meta?access_token=${writeKey('meta')}`;
    expect((await post(path, form({ test_event_code: 'TEST1' }))).json).toMatchObject({ events_received: 1 });
    expect(await stored('meta:of-meta:Purchase:form')).toBeUndefined();
    expect((await post(path, form({}))).json).toMatchObject({ events_received: 1 });
    expect(await stored('meta:of-meta:Purchase:form')).toMatchObject({ orderId: 'M-1' });
  });

  test('is refused in its own words', async () => {
    const { status, json } = await post('meta?access_token=wrong', { body: META.whole });
    expect([status, json]).toMatchObject([400, { error: { type: 'OAuthException', code: 190 } }]);
  });
});

describe("a page with Podscribe's tag", () => {
  const drain = () =>
    drainSpool(world.database.context, 'system', { hook: (context, requests) => takeTagRequests(context, 'public', requests) });

  test('asks for a picture and is taken by its parameters, of the weakest source, once', async () => {
    const query = new URLSearchParams({ advertiser: idOf('podscribe'), ...PODSCRIBE.whole }).toString();
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(`${world.server.url}/api/v1/integrations/podscribe/tag?${query}`, {
        method,
        headers: { 'user-agent': 'Browser/1' },
      });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/gif']);
    }
    await drain();
    expect(await stored('podscribe:of-podscribe:purchase:P-1')).toMatchObject({ kind: 'purchase', source: 'pixel', value: 4_999 });
  });

  test('gets its picture whatever it sends', async () => {
    for (const query of ['', '?advertiser=nobody', '?advertiser=000000000000&action=purchase'])
      expect((await fetch(`${world.server.url}/api/v1/integrations/podscribe${query}`)).status).toBe(200);
    await drain();
  });
});

describe('of what anybody sends to a tag', () => {
  const request = (body: unknown, place: number, target = '/api/v1/integrations/podscribe') => ({
    tenantId: world.mine.tenantId,
    target: 'of-podscribe',
    request: {
      id: `01a213e7-890d-7f87-9b32-${String(place).padStart(12, '0')}`,
      receivedAt: new Date(world.database.context.clock()).toISOString(),
      kind: 'hook' as const,
      publicId: idOf('podscribe'),
      method: 'POST',
      target,
      ip: '203.0.113.9',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)).toString('base64'),
    },
  });

  test.each([
    ['brackets without end', `{"action":"view","a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['the character U+0000', '{"action":"purchase","order_number":"a\\u0000b"}'],
    ['half a surrogate pair', '{"action":"purchase","order_number":"a\\ud800"}'],
  ])('%s is left out, and the rest is stored', async (_name, body) => {
    const good = { action: 'purchase', order_number: `beside ${_name}` };
    await takeTagRequests(world.database.context, 'public', [request(body, 1), request(good, 2)]);
    expect(await stored(`podscribe:of-podscribe:purchase:beside ${_name}`)).toBeDefined();
  });

  test('the character U+0000 in an address is left out', async () => {
    const target = '/api/v1/integrations/podscribe?action=purchase&order_number=n%00ul&url=https%3A%2F%2Fs.example%2F%3Futm_source%3D%2500';
    await takeTagRequests(world.database.context, 'public', [request('', 3, target)]);
    expect(await stored('podscribe:of-podscribe:purchase:nul')).toMatchObject({ orderId: 'nul' });
  });

  test('what is beyond 64 KiB is refused before it is kept', async () => {
    const answer = await post(`podscribe?advertiser=${idOf('podscribe')}`, { body: { action: 'view', filler: 'x'.repeat(65_536) } });
    expect(answer.status).toBe(413);
  });
});

test('a source that is off takes nothing', async () => {
  await world.send('PUT', '/tracking/sources/of-segment', { body: { isEnabled: false } });
  expect((await post('segment', { body: SEGMENT.whole, headers: basic(writeKey()) })).status).toBe(401);
});

test('a key that is in a large body is not looked for, and one that stands before it is', async () => {
  const large = { ...META.whole, filler: 'x'.repeat(600_000) };
  expect((await post('meta', { body: { ...large, access_token: writeKey('meta') } })).json).toMatchObject({ error: { code: 100 } });
  expect((await post(`meta?access_token=${writeKey('meta')}`, { body: large })).status).toBe(200);
});

test('who shows wrong secrets for a source is told to wait, and other sources go on', async () => {
  const statuses: number[] = [];
  for (let guess = 0; guess < 12; guess++) {
    const { status } = await post(`ga4?measurement_id=${idOf('ga4')}&api_secret=guess-${guess}`, { body: GA4.whole });
    statuses.push(status);
  }
  expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
  expect(statuses.at(-1)).toBe(429);
  expect((await post(`meta?access_token=${writeKey('meta')}`, { body: META.whole })).status).toBe(200);
});
