import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PublicRequest } from '../edge/schema.ts';
import { ConversionInput, TouchpointInput } from '../intake/schema.ts';
import { pathChecksum } from '../tags/rules.ts';
import { isFromSites, readBeacon, termsOf, yieldsOf } from './rules.ts';

const TAG = {
  sites: ['https://shop.example', 'https://*.shop.example'],
  paths: [{ path: '/daily', campaign: 'spring', show: 'daily-tech' }],
};
const TERMS = termsOf(TAG);
const HASH = 'ab'.repeat(32);

function beacon(events: unknown[], { consent = 'granted', headers = {} }: { consent?: string; headers?: object } = {}): PublicRequest {
  return {
    id: '01a213e7-890d-7f87-9b32-3881f0d89edc',
    receivedAt: '2026-11-20T10:00:00.000Z',
    kind: 'beacon',
    publicId: 'abcdefghijkl',
    method: 'POST',
    target: '/c?p=abcdefghijkl',
    ip: '203.0.113.9',
    headers: { origin: 'https://shop.example', 'user-agent': 'Browser/1', ...headers },
    body: Buffer.from(JSON.stringify({ consent, events })).toString('base64'),
  };
}
const view = (more: object = {}) => ({ id: '0123456789abcdef', kind: 'view', age: 0, ...more });
const only = (event: unknown, options?: { consent?: string; headers?: object }) => yieldsOf(beacon([event], options), TERMS)?.[0] ?? {};

test('a view becomes a visit of the moment it happened, whatever the clock of the page', () => {
  const { conversion, touchpoint } = only(
    view({ age: 1_500, clickId: 'c-1', referrer: 'news.example', utm: { source: 'podcast', term: 'x' } }),
  );
  expect(conversion).toEqual({
    id: 'pixel:abcdefghijkl:0123456789abcdef',
    occurredAt: '2026-11-20T09:59:58.500Z',
    kind: 'visit',
    consent: 'granted',
    identity: { ip: '203.0.113.9', userAgent: 'Browser/1', clickId: 'c-1' },
    metadata: { referrer: 'news.example', utm_source: 'podcast', utm_term: 'x' },
  });
  expect(touchpoint).toBeUndefined();
});

test('a purchase keeps order, code and value to the minor unit', () => {
  const sale = {
    kind: 'purchase',
    orderId: '1001',
    value: '49.99',
    currency: 'usd',
    promoCode: 'TECH10',
    isNewCustomer: true,
    emailSha256: HASH,
  };
  expect(only(view(sale)).conversion).toMatchObject({
    kind: 'purchase',
    orderId: '1001',
    valueMinor: 4_999,
    currency: 'USD',
    promoCode: 'TECH10',
  });
  expect(only(view({ ...sale, value: 1200, currency: 'JPY' })).conversion).toMatchObject({ valueMinor: 1_200, currency: 'JPY' });
});

test.each([
  ['a value without currency', { value: '10' }],
  ['a currency without value', { currency: 'USD' }],
  ['a currency that is none', { value: '10', currency: 'XYZ' }],
  ['a negative value', { value: '-1', currency: 'USD' }],
  ['a value beyond what is taken', { value: '99999999999999', currency: 'USD' }],
])('a purchase with %s is kept without a value', (_name, sale) => {
  const { conversion } = only(view({ kind: 'purchase', orderId: '1', ...sale }));
  expect(conversion?.orderId).toBe('1');
  expect(conversion?.valueMinor).toBeUndefined();
  expect(conversion?.currency).toBeUndefined();
});

test('a visit that begins at a mapped path leaves a vanity visit of its campaign, and one within the site leaves none', () => {
  const landing = pathChecksum('/daily');
  const { conversion, touchpoint } = only(view({ landing, referrer: 'news.example' }));
  expect(touchpoint).toMatchObject({
    id: 'vanity:abcdefghijkl:0123456789abcdef',
    kind: 'vanity_visit',
    campaign: 'spring',
    show: 'daily-tech',
  });
  expect(touchpoint?.occurredAt).toBe(conversion?.occurredAt);
  expect(only(view({ landing: pathChecksum('/other') })).touchpoint).toBeUndefined();
  const within = only(view({ landing, referrer: 'www.shop.example' }));
  expect(within.touchpoint).toBeUndefined();
  expect(within.conversion?.metadata).toEqual({});
});

test.each([
  ['consent denied', { consent: 'denied' }],
  ['a browser that asks not to be followed', { headers: { 'sec-gpc': '1' } }],
])('with %s nothing tells who it was', (_name, options) => {
  const { conversion, touchpoint } = only(view({ clickId: 'c', userId: 'u', emailSha256: HASH, landing: pathChecksum('/daily') }), options);
  expect(conversion).toMatchObject({ consent: 'denied' });
  expect([conversion?.identity, touchpoint?.identity]).toEqual([undefined, undefined]);
});

test('an answer of a survey is neither conversion nor touchpoint, and names its order beside who gave it', () => {
  const plain = { id: 'pixel:abcdefghijkl:0123456789abcdef', occurredAt: '2026-11-20T10:00:00.000Z', answer: 'a podcast' };
  const told = view({ kind: 'survey', answer: ' a podcast ', orderId: '7' });
  expect(only(told)).toEqual({ answer: { ...plain, consent: 'granted', orderId: '7', identity: { ip: '203.0.113.9' } } });
  expect(only(told, { consent: 'denied' })).toEqual({ answer: { ...plain, consent: 'denied' } });
  expect(only(view({ kind: 'survey' }))).toEqual({});
});

test('a page counts by its origin, by its referrer where it names none, and never without either', () => {
  const from = (headers: Record<string, string>) => isFromSites({ headers }, TERMS);
  expect(from({ origin: 'https://www.shop.example' })).toBe(true);
  expect(from({ referer: 'https://shop.example/a?b' })).toBe(true);
  expect(from({ origin: 'https://evil.example', referer: 'https://shop.example/' })).toBe(false);
  expect(from({ origin: 'null' })).toBe(false);
  expect(from({})).toBe(false);
});

test.each(['', '{', '[]', 'null', '{"events":1}', '{"events":[', `{"consent":"denied"}`, '"x"'])('%j is no beacon', (body) => {
  expect(readBeacon(Buffer.from(body))).toBeUndefined();
});

test('a beacon beyond 64 KiB or 50 events is none', () => {
  expect(readBeacon(Buffer.from(JSON.stringify({ events: [], x: 'x'.repeat(65_536) })))).toBeUndefined();
  expect(readBeacon(Buffer.from(JSON.stringify({ events: Array.from({ length: 51 }, () => view()) })))).toBeUndefined();
});

test('an event that is none does not spoil its neighbours', () => {
  const found = readBeacon(
    Buffer.from(JSON.stringify({ events: [null, 7, {}, { id: 'x', kind: 'view' }, view(), view({ kind: 'steal' })] })),
  );
  expect(found).toMatchObject({ consent: 'unknown', unreadable: 5 });
  expect(found?.events).toHaveLength(1);
});

const anyField = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string()),
  fc.dictionary(fc.string(), fc.string()),
);
const FIELDS = ('age landing referrer utm clickId userId emailSha256 orderId value currency promoCode isNewCustomer answer' as const).split(
  ' ',
);
const anyEvent = fc.record({
  id: fc.stringMatching(/^[0-9a-f]{8,64}$/),
  kind: fc.constantFrom('view', 'lead', 'signup', 'purchase'),
  ...Object.fromEntries(FIELDS.map((name) => [name, fc.option(anyField, { nil: undefined })])),
});

test('whatever the fields of an event hold, what comes of it is fit to be stored', () => {
  fc.assert(
    fc.property(anyEvent, fc.constantFrom('granted', 'denied', 'unknown', 'odd'), (event, consent) => {
      const yields = yieldsOf(beacon([event], { consent }), TERMS);
      // JSON that names a prototype is not read at all.
      if (yields === undefined) expect(JSON.stringify(event)).toContain('__proto__');
      const { conversion, touchpoint } = yields?.[0] ?? {};
      if (conversion === undefined) return;
      expect(ConversionInput.safeParse(conversion).error).toBeUndefined();
      if (touchpoint) expect(TouchpointInput.safeParse(touchpoint).error).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test('no bytes make reading a beacon fail', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
      expect(() => readBeacon(Buffer.from(bytes))).not.toThrow();
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      expect(() => readBeacon(Buffer.from(text))).not.toThrow();
    }),
    { numRuns: 500 },
  );
});

test('of answers to a survey a beacon brings one', () => {
  const answers = Array.from({ length: 20 }, (_none, place) => view({ id: `survey-${place}-00`, kind: 'survey', answer: 'a podcast' }));
  expect(yieldsOf(beacon([...answers, view()]), TERMS)?.map(({ answer }) => answer !== undefined)).toEqual([true, false]);
});

test('a purchase counts without an address where the connection ended before it was read', () => {
  const [{ conversion }] = yieldsOf({ ...beacon([view({ kind: 'purchase', orderId: '1' })]), ip: '' }, TERMS) ?? [{}];
  expect(ConversionInput.safeParse(conversion).error).toBeUndefined();
});
