import { describe, expect, test } from 'vitest';
import type { Link } from '../../catalog/links/schema.ts';
import type { Placement } from '../../catalog/placements/schema.ts';
import type { PublicRequest } from '../edge/schema.ts';
import { TouchpointInput } from '../intake/schema.ts';
import { builtInLists } from '../lists/rules.ts';
import { clickOf, impressionOf, pixelParameters } from './rules.ts';

const ID = '0199b0c0-0000-7000-8000-000000000001';
const AT = '2026-11-20T12:00:00.000Z';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';
const BOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const placement = { key: 'p-1', campaign: 'spring', show: 'daily', episode: null } as Placement;
const link = { key: 'l-1', campaign: 'spring', show: 'daily' } as Link;
const lists = builtInLists();
const terms = { lists, episodes: new Set(['ep-9']) };
const TOKEN = { 'x-earshot-token': 'valid' };

function asked(query: string, more: Partial<PublicRequest> = {}): PublicRequest {
  const headers = { 'user-agent': PHONE };
  return {
    id: ID,
    receivedAt: AT,
    kind: 'pixel',
    publicId: 'abcdefghijkl',
    method: 'GET',
    target: `/i.gif?${query}`,
    ip: '203.0.113.9',
    headers,
    ...more,
  };
}

const impression = (query: string, more?: Partial<PublicRequest>) => impressionOf(asked(query, more), placement, terms);

describe('a pixel', () => {
  test('is an impression of its placement by whoever asked for it', () => {
    const item = impression('p=abcdefghijkl');
    expect(item).toEqual({
      id: `impression:${ID}`,
      occurredAt: AT,
      kind: 'impression',
      campaign: 'spring',
      channel: 'podcast',
      show: 'daily',
      placement: 'p-1',
      identity: { ip: '203.0.113.9', userAgent: PHONE },
      metadata: { evidence: 'ad_pixel', pixel: 'unproven' },
    });
    expect(TouchpointInput.safeParse(item).error).toBeUndefined();
  });

  test('takes listener, device, episode and arm from an ad server that names them', () => {
    const query = `ip=198.51.100.1&ua=${encodeURIComponent('Castro/1 (iPhone)')}&did=device-1&ep=ep-9&test=lift&arm=control&cb=123`;
    const item = impression(query.replace('198.51.100.1', '93.184.216.34'), {
      ip: '192.0.2.1',
      headers: { 'user-agent': 'Go-http-client/2.0', ...TOKEN },
    });
    expect(item).toMatchObject({
      metadata: { evidence: 'ad_pixel', pixel: 'proven' },
      episode: 'ep-9',
      test: 'lift',
      arm: 'control',
      identity: { ip: '93.184.216.34', userAgent: 'Castro/1 (iPhone)', deviceId: 'device-1' },
    });
  });

  test.each([
    ['a private address', 'ip=10.0.0.1', { headers: { 'user-agent': PHONE, ...TOKEN } }],
    ['no address', 'ip=household', { headers: { 'user-agent': PHONE, ...TOKEN } }],
    ['a range', 'ip=93.184.216.0/24', { headers: { 'user-agent': PHONE, ...TOKEN } }],
    ['an address without a token', 'ip=93.184.216.34&ua=Castro', {}],
    ['an address in a page of a browser', 'ip=93.184.216.34', { headers: { 'user-agent': PHONE, ...TOKEN, 'sec-fetch-mode': 'no-cors' } }],
    [
      'an address in a page that says where it is',
      'ip=93.184.216.34',
      { headers: { 'user-agent': PHONE, ...TOKEN, referer: 'https://blog.example/' } },
    ],
    ['a user agent alone', 'ua=Castro', { headers: { 'user-agent': PHONE, ...TOKEN } }],
  ])('believes its own connection rather than %s', (...[, query, more]) => {
    expect(impression(query, more)).toMatchObject({ identity: { ip: '203.0.113.9', userAgent: PHONE } });
  });

  test('names a device with the token of its address alone, and an episode that the tenant has alone', () => {
    const query = 'did=device-1&ep=ep-9';
    expect(impression(query)).toMatchObject({ episode: 'ep-9', identity: { ip: '203.0.113.9', userAgent: PHONE } });
    expect((impression(query) as TouchpointInput).identity).not.toHaveProperty('deviceId');
    const inPage = { headers: { 'user-agent': PHONE, ...TOKEN, origin: 'https://blog.example' } };
    expect((impression(query, inPage) as TouchpointInput).identity).not.toHaveProperty('deviceId');
    expect(impression(query, { headers: { 'user-agent': PHONE, ...TOKEN } })).toMatchObject({ identity: { deviceId: 'device-1' } });
    expect(impression('ep=ep-10')).not.toHaveProperty('episode');
    expect(impressionOf(asked('ep=ep-9'), { ...placement, episode: 'ep-1' }, terms)).toMatchObject({ episode: 'ep-1' });
  });

  test.each([
    '%%IP_ADDRESS%%',
    '[IP]',
    '{ip_address}',
    '${IP}',
    '@IP@',
    '(acast-ip)',
    '<IP>',
    '%5BIP%5D',
    '%7Bip%7D',
    '%24%7BIP%7D',
    '',
    ' ',
    '%%CACHEBUSTER%%',
  ])('has no parameter where the macro %s was left unfilled', (macro) => {
    expect(pixelParameters(`/i.gif?p=abc&did=${macro}&cb=1`)).toEqual(
      new Map([
        ['p', 'abc'],
        ['cb', '1'],
      ]),
    );
  });

  test('takes of a parameter that stands twice the first, and none with control characters', () => {
    expect(pixelParameters('/i.gif?did=a&did=b&ep=a%0Ab&show=x+y&ua=100%')).toEqual(
      new Map([
        ['did', 'a'],
        ['show', 'x y'],
        ['ua', '100%'],
      ]),
    );
  });

  test.each([
    ['1763639940', '2025-11-20T11:59:00.000Z', '2025-11-20T12:00:00.000Z'],
    ['1763639940123', '2025-11-20T11:59:00.123Z', '2025-11-20T12:00:00.000Z'],
    ['2026-11-20T11:00:00Z', '2026-11-20T11:00:00.000Z', AT],
    ['2026-11-20T12:03:00Z', AT, AT],
    ['2026-11-20T12:06:00Z', AT, AT],
    ['2026-11-18T12:00:00Z', AT, AT],
    ['yesterday', AT, AT],
    ['2026-99-99T99:99:99Z', AT, AT],
  ])('that says it was at %s was at %s', (ts, occurredAt, receivedAt) => {
    expect(impression(`ts=${ts}`, { receivedAt })).toMatchObject({ occurredAt });
  });

  test('of a person who objects carries that nothing of them may be kept', () => {
    expect(impression('', { headers: { 'user-agent': PHONE, 'sec-gpc': '1' } })).toMatchObject({ consent: 'denied' });
  });

  test.each([
    ['bot', { headers: { 'user-agent': BOT } }],
    ['ahead', { headers: { 'user-agent': PHONE, purpose: 'prefetch' } }],
    ['not_get', { method: 'HEAD' }],
  ])('counts nothing: %s', (why, more) => {
    expect(impression('', more)).toBe(why);
  });

  test('names an arm only of a test', () => {
    expect(impression('arm=control')).not.toHaveProperty('arm');
    expect(impression('test=lift&arm=')).not.toHaveProperty('arm');
    expect(impression(`test=lift&arm=${'x'.repeat(201)}`)).not.toHaveProperty('arm');
    expect(impression('test=offers&arm=Half%20price')).toMatchObject({ test: 'offers', arm: 'Half price' });
  });
});

describe('a link', () => {
  const click = (more: Partial<PublicRequest> = {}) =>
    clickOf(asked('', { kind: 'link', target: '/l/abcdefghijkl', ...more }), link, terms);

  test('is a click of its campaign, under the id that its destination was told', () => {
    const headers = { 'user-agent': PHONE, 'x-earshot-click': 'click-1', referer: 'https://blog.example/post?x' };
    const item = click({ headers });
    expect(item).toEqual({
      id: 'click:click-1',
      occurredAt: AT,
      kind: 'click',
      campaign: 'spring',
      channel: 'podcast',
      show: 'daily',
      identity: { ip: '203.0.113.9', userAgent: PHONE, clickId: 'click-1' },
      metadata: { link: 'l-1', referrer: 'blog.example' },
    });
    expect(TouchpointInput.safeParse(item).error).toBeUndefined();
  });

  test.each([
    ['bot', { headers: { 'user-agent': BOT } }],
    ['bot', { headers: { 'user-agent': 'curl/8.5.0' } }],
    ['ahead', { headers: { 'user-agent': PHONE, 'sec-purpose': 'prefetch' } }],
    ['not_get', { method: 'HEAD' }],
  ])('counts nothing: %s %j', (why, more) => {
    expect(click(more)).toBe(why);
  });

  test('of a person who objects carries that nothing of them may be kept', () => {
    expect(click({ headers: { 'user-agent': PHONE, 'sec-gpc': '1' } })).toMatchObject({ consent: 'denied' });
  });
});
