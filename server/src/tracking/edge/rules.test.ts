import { expect, test } from 'vitest';
import { clickIdOf, isAhead, keptFields, objects, withParameter } from './rules.ts';

const KEY = Buffer.alloc(32, 1);
const click = { publicId: 'abcdefghijkl', ip: '203.0.113.9', userAgent: 'Browser/1', receivedAt: '2026-11-20T12:00:00.000Z' };

test('a click keeps its id for an hour, and shares it with no other link, address, program, hour or installation', () => {
  const id = clickIdOf(KEY, click);
  expect(id).toMatch(/^[\w-]{22}$/);
  expect(clickIdOf(KEY, { ...click, receivedAt: '2026-11-20T12:59:59.999Z' })).toBe(id);
  const others = [
    clickIdOf(KEY, { ...click, publicId: 'bbcdefghijkl' }),
    clickIdOf(KEY, { ...click, ip: '203.0.113.8' }),
    clickIdOf(KEY, { ...click, userAgent: 'Browser/2' }),
    clickIdOf(KEY, { ...click, receivedAt: '2026-11-20T13:00:00.000Z' }),
    clickIdOf(Buffer.alloc(32, 2), click),
  ];
  expect(new Set([id, ...others]).size).toBe(6);
});

test.each([
  ['https://shop.example/', 'https://shop.example/?click_id=a%26b'],
  ['https://shop.example/?x=1', 'https://shop.example/?x=1&click_id=a%26b'],
  ['https://shop.example/?x=1#top', 'https://shop.example/?x=1&click_id=a%26b#top'],
  ['https://shop.example/#/route?x', 'https://shop.example/?click_id=a%26b#/route?x'],
  ['https://shop.example/?click_id=own', 'https://shop.example/?click_id=own'],
])('a parameter is added to %s before its fragment, and never twice', (address, expected) => {
  expect(withParameter(address, 'click_id', 'a&b')).toBe(expected);
});

test('of a header what tells of the listener’s program is kept, and what tells of addresses and credentials is not', () => {
  const headers = {
    'user-agent': 'Player/1',
    range: 'bytes=0-1',
    'sec-gpc': '1',
    'x-playback-session-id': 's',
    'x-forwarded-for': '203.0.113.9',
    'x-real-ip': '203.0.113.9',
    'x-earshot-click': 'forged',
    'x-api-key': 'secret',
    'x-original-forwarded-for': '203.0.113.9',
    authorization: 'Bearer secret',
    cookie: 'a=b',
    'stripe-signature': 't=1',
    referer: 'https://blog.example/',
  };
  const kept = {
    'user-agent': 'Player/1',
    range: 'bytes=0-1',
    'sec-gpc': '1',
    'x-playback-session-id': 's',
    referer: 'https://blog.example/',
  };
  expect(keptFields(headers)).toEqual(kept);
  expect(keptFields(headers, ['stripe-signature'])).toEqual({ ...kept, 'stripe-signature': 't=1' });
  expect(keptFields({ 'user-agent': 'x'.repeat(10_000) })['user-agent']).toHaveLength(4_096);
});

test.each([
  [{ purpose: 'prefetch' }, true],
  [{ 'sec-purpose': 'prefetch;prerender' }, true],
  [{ 'x-moz': 'prefetch' }, true],
  [{ 'x-purpose': 'preview' }, true],
  [{ 'user-agent': 'prefetch' }, false],
])('a program that looks ahead says so: %j', (headers, isIt) => {
  expect(isAhead(headers)).toBe(isIt);
});

test('a person objects by Global Privacy Control alone', () => {
  expect([objects({ 'sec-gpc': '1' }), objects({ 'sec-gpc': '0' }), objects({})]).toEqual([true, false, false]);
});
