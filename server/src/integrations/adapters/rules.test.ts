import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMAIL_SHA256, GA4, META, PODSCRIBE, SEGMENT } from '../../../test/sender-fixtures.ts';
import { ConversionInput } from '../../tracking/intake/schema.ts';
import { ga4Events, readGa4 } from './ga4.ts';
import { metaEvents, readMeta } from './meta.ts';
import { readPodscribe } from './podscribe.ts';
import { type Adapting, instantOfCount, isSecret, splitKey } from './rules.ts';
import { readSegment, segmentEvents } from './segment.ts';

const ADAPTING: Adapting = { source: 'shop', receivedAtMs: Date.parse('2026-11-20T10:00:00Z'), revenue: 'gross' };
const REQUEST = { ip: '203.0.113.9', userAgent: 'Browser/1', referer: undefined, objects: false };

describe('Segment', () => {
  test('an "Order Completed" becomes a purchase with all that ties it to its person', () => {
    expect(readSegment(SEGMENT.whole, ADAPTING)).toEqual({
      conversion: {
        id: 'segment:shop:ajs-next-1',
        kind: 'purchase',
        occurredAt: '2026-11-19T09:30:00.000Z',
        orderId: '50314b8e',
        valueMinor: 2_750,
        currency: 'USD',
        promoCode: 'TECH10',
        identity: {
          ip: '203.0.113.9',
          userAgent: 'Browser/1',
          userId: 'user-17',
          deviceId: 'anon-1',
          clickId: 'click-1',
          emailSha256: EMAIL_SHA256,
        },
        metadata: { utm_medium: 'audio', utm_source: 'podcast', utm_campaign: 'spring', referrer: 'news.example' },
      },
    });
  });

  test('what counts of an order follows the option of its source, to the minor unit', () => {
    const valueBy = (revenue: Adapting['revenue'], properties: object = {}) => {
      const event = { ...SEGMENT.whole, properties: { ...SEGMENT.whole.properties, ...properties } };
      const reading = readSegment(event, { ...ADAPTING, revenue });
      return 'conversion' in reading ? reading.conversion.valueMinor : undefined;
    };
    expect([valueBy('gross'), valueBy('without_tax'), valueBy('without_tax_and_shipping')]).toEqual([2_750, 2_650, 2_500]);
    expect(valueBy('without_tax_and_shipping', { revenue: undefined })).toBe(2_500);
    expect(valueBy('gross', { total: undefined })).toBe(2_500);
    expect(valueBy('gross', { currency: 'JPY', total: 1_200 })).toBe(1_200);
  });

  test('of a batch each event stands alone, with what the batch says for all', () => {
    const readings = segmentEvents(SEGMENT.batch).map((event) => readSegment(event, ADAPTING));
    expect(readings.map((reading) => Object.keys(reading)[0])).toEqual(['skipped', 'conversion', 'fault', 'conversion', 'fault', 'fault']);
    expect(readings[1]).toMatchObject({ conversion: { id: 'segment:shop:m-1', kind: 'signup', identity: { ip: '203.0.113.9' } } });
    expect(readings[2]).toEqual({ fault: 'a value needs a currency of ISO 4217' });
  });

  test('advertising that was refused is consent denied', () => {
    const withConsent = (categoryPreferences: object) => {
      const reading = readSegment({ ...SEGMENT.whole, context: { consent: { categoryPreferences } } }, ADAPTING);
      return 'conversion' in reading ? reading.conversion.consent : undefined;
    };
    expect(withConsent({ Advertising: false, Analytics: true })).toBe('denied');
    expect(withConsent({ Advertising: true })).toBe('granted');
    expect(withConsent({ Analytics: true })).toBeUndefined();
  });
});

describe('Google Analytics 4', () => {
  test('a purchase is known by its transaction and counts as it does there', () => {
    const [purchase, scroll] = (ga4Events(GA4.whole) ?? []).map((event) => readGa4(GA4.whole, event, ADAPTING));
    expect(purchase).toMatchObject({
      conversion: {
        id: 'ga4:shop:purchase:T-1',
        occurredAt: '2025-11-19T09:50:00.000Z',
        orderId: 'T-1',
        valueMinor: 3_003,
        currency: 'EUR',
        consent: 'granted',
        identity: { ip: '203.0.113.9', userId: 'user-17', deviceId: '1234.5678', emailSha256: EMAIL_SHA256 },
      },
    });
    expect(scroll).toEqual({ skipped: 'scroll' });
  });

  test('a value without currency, and an event without name, are refused; what needs neither is taken at its receipt', () => {
    const readings = (ga4Events(GA4.partial) ?? []).map((event) => readGa4(GA4.partial, event, ADAPTING));
    expect(readings.map((reading) => Object.keys(reading)[0])).toEqual(['fault', 'conversion', 'fault']);
    expect(readings[1]).toMatchObject({ conversion: { kind: 'lead', occurredAt: '2026-11-20T10:00:00.000Z' } });
    expect(ga4Events({ events: 'none' })).toBeUndefined();
  });
});

describe('Meta', () => {
  test('a purchase is known by its name and id', () => {
    const [event] = metaEvents(META.whole) ?? [];
    expect(readMeta(event, ADAPTING)).toMatchObject({
      conversion: {
        id: 'meta:shop:Purchase:event-1',
        occurredAt: '2025-11-19T09:50:00.000Z',
        valueMinor: 14_252,
        currency: 'USD',
        orderId: 'M-1',
        identity: { ip: '2001:db8::1', userAgent: 'Browser/1', userId: 'user-17', emailSha256: EMAIL_SHA256 },
        metadata: { utm_source: 'podcast' },
      },
    });
    expect(metaEvents({ data: JSON.stringify(META.whole.data) })).toEqual(META.whole.data);
    expect(metaEvents({ data: '{' })).toBeUndefined();
  });

  test('events stand alone, and one whose person opted out is told without consent', () => {
    const readings = (metaEvents(META.partial) ?? []).map((event) => readMeta(event, ADAPTING));
    expect(readings.map((reading) => Object.keys(reading)[0])).toEqual(['conversion', 'conversion', 'skipped', 'fault']);
    expect(readings[0]).toMatchObject({ conversion: { kind: 'lead', consent: 'denied' } });
  });
});

describe('Podscribe', () => {
  test('the parameters of its tag become a purchase with code and hashed e-mail', () => {
    expect(readPodscribe({ ...REQUEST, parameters: PODSCRIBE.whole }, ADAPTING)).toMatchObject({
      conversion: {
        id: 'podscribe:shop:purchase:P-1',
        valueMinor: 4_999,
        promoCode: 'tech10',
        isNewCustomer: true,
        identity: { ip: '203.0.113.9', userAgent: 'Browser/1', emailMd5: '9e26471d35a78862c17e467d87cddedf' },
        metadata: { referrer: 'news.example', items: '3' },
      },
    });
  });

  test('what is no amount is refused, another action is none, and a browser that objects is heard', () => {
    expect(readPodscribe({ ...REQUEST, parameters: PODSCRIBE.faulty }, ADAPTING)).toEqual({
      fault: 'the value is no amount that is taken',
    });
    expect(readPodscribe({ ...REQUEST, parameters: { action: 'scroll' } }, ADAPTING)).toEqual({ skipped: 'scroll' });
    expect(readPodscribe({ ...REQUEST, parameters: {} }, ADAPTING)).toEqual({ fault: 'an "action" is needed' });
    const view = readPodscribe({ ...REQUEST, objects: true, parameters: { action: 'view' } }, ADAPTING);
    expect(view).toMatchObject({ conversion: { kind: 'visit', consent: 'denied' } });
  });
});

test('a key is twelve characters of a public id and the secret behind it', () => {
  expect(splitKey('abcdefghijklsecret')).toEqual({ publicId: 'abcdefghijkl', secret: 'secret' });
  expect(isSecret('secret', [Buffer.from('older'), Buffer.from('secret')])).toBe(true);
  expect(isSecret('', [Buffer.from('secret')])).toBe(false);
  expect(isSecret('secret', [])).toBe(false);
});

test('counts of seconds and microseconds are instants, and nothing else is one', () => {
  expect(instantOfCount(1_763_545_800, 1 / 1_000)).toBe('2025-11-19T09:50:00.000Z');
  expect(instantOfCount('1763545800123456', 1_000)).toBe('2025-11-19T09:50:00.123Z');
  for (const value of ['', 'now', -1, 0, Number.NaN, 1e300, null, {}]) expect(instantOfCount(value, 1_000)).toBeUndefined();
});

test('whatever a sender posts, what is read of it is fit to be stored or said to be faulty', () => {
  const anyTree = fc.jsonValue({ maxDepth: 4 });
  const part = fc.oneof(
    anyTree,
    fc.constantFrom('Order Completed', 'purchase', 'Purchase', 'USD', 7, '2026-11-20T10:00:00Z', 1_763_545_800),
  );
  const names = ['event', 'name', 'event_name', 'event_time', 'properties', 'params', 'user_data', 'custom_data', 'context', 'messageId'];
  const inner = fc.dictionary(fc.constantFrom('value', 'total', 'currency', 'order_id', 'em', 'ip', 'page', 'campaign', 'coupon'), part);
  const event = fc.dictionary(fc.constantFrom(...names), fc.oneof(part, inner));
  fc.assert(
    fc.property(event, (sent) => {
      const readings = [readSegment(sent, ADAPTING), readGa4(sent, sent, ADAPTING), readMeta(sent, ADAPTING)];
      for (const reading of [...readings, readPodscribe({ ...REQUEST, parameters: { action: 'view', ...sent } }, ADAPTING)])
        if ('conversion' in reading) expect(ConversionInput.safeParse(reading.conversion).error).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
  expect.hasAssertions();
});
