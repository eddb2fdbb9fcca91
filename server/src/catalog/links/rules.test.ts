import { describe, expect, test } from 'vitest';
import { redirectOf, utmOf } from './rules.ts';
import { Destination } from './schema.ts';

const NONE = { source: null, medium: null, campaign: null, content: null, term: null };

describe('a redirect', () => {
  test.each([
    ['https://a.example/', 'https://a.example/?utm_source=s'],
    ['https://a.example/p?q=1', 'https://a.example/p?q=1&utm_source=s'],
    ['https://a.example/p?q=a%20b+c#top', 'https://a.example/p?q=a%20b+c&utm_source=s#top'],
    ['https://a.example/?utm_source=theirs', 'https://a.example/?utm_source=theirs'],
    ['https://a.example/?x=utm_source=1', 'https://a.example/?x=utm_source=1&utm_source=s'],
    ['https://a.example/#a?b', 'https://a.example/?utm_source=s#a?b'],
  ])('of %s is %s: what is there stays as it was written', (destination, expected) => {
    expect(redirectOf({ destination, utm: { ...NONE, source: 's' } })).toBe(expected);
  });

  test('escapes what it adds, and leads to the same host whatever that is', () => {
    const redirect = redirectOf({ destination: 'https://a.example/p', utm: { ...NONE, source: 'a&b=c #/..@evil.example', term: 'é' } });
    const url = new URL(redirect);
    expect([url.host, url.pathname, url.searchParams.get('utm_source'), url.searchParams.get('utm_term')]).toEqual([
      'a.example',
      '/p',
      'a&b=c #/..@evil.example',
      'é',
    ]);
  });
});

test('UTM parameters left out are filled in, and null ones are not', () => {
  expect(utmOf({ utm: {}, show: 'a-show', campaign: 'winter' })).toEqual({
    ...NONE,
    source: 'podcast',
    medium: 'audio',
    campaign: 'a-show',
  });
  expect(utmOf({ utm: { medium: null, term: 't' }, show: null, campaign: 'winter' })).toEqual({
    ...NONE,
    source: 'podcast',
    campaign: 'winter',
    term: 't',
  });
});

describe('a destination', () => {
  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example/',
    '//a.example/',
    '/path',
    'https:a.example',
    'https://',
    'https://user@a.example/',
    'https://user:secret@a.example/',
    'https://a.example\\@b.example/',
    'https://a.example/\nlocation: x',
    `https://a.example/${'x'.repeat(2_000)}`,
    `https://a.example/${'é'.repeat(400)}`,
  ])('that is %j is refused', (text) => {
    expect(Destination.safeParse(text).success).toBe(false);
  });

  test('is kept in the form a browser would ask for', () => {
    expect(Destination.parse(' HTTPS://Shop.Example:443/ä?q=ö ')).toBe('https://shop.example/%C3%A4?q=%C3%B6');
    expect(Destination.parse('http://shop.example')).toBe('http://shop.example/');
  });
});
