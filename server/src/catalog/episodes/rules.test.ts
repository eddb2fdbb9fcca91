import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, keyForEpisode, knownAddresses, peelPrefixes, positionText, readPosition } from './rules.ts';
import { fileAddressOf } from './service.ts';

const BARE = 'https://media.host.example/show/episode-1.mp3?key=1';
const REST = 'media.host.example/show/episode-1.mp3?key=1';

describe('a measurement prefix is peeled off', () => {
  test.each([
    'https://dts.podtrac.com/redirect.mp3/',
    'https://www.podtrac.com/pts/redirect.m4a/',
    'https://play.podtrac.com/show-1/',
    'https://pscrb.fm/rss/p/',
    'https://verifi.podscribe.com/rss/p/',
    'https://prfx.byspotify.com/e/',
    'http://pdst.fm/e/',
    'https://pdcn.co/e/',
    'https://mgln.ai/e/42/',
    'https://mgln.ai/e/',
    'https://claritaspod.com/measure/',
    'https://clrtpod.com/m/',
    'https://arttrk.com/p/ABC12/',
    'https://op3.dev/e/',
    'https://op3.dev/e,pg=917393e3-1b1e-5cef-ace4-edaa54e1f810/',
    'https://chtbl.com/track/ABC12/',
    'https://media.blubrry.com/show/',
    'https://pfx.vpixl.com/abc12/',
    'https://tracking.swap.fm/track/abc12/',
    'https://growx.podkite.com/https/abc12/',
    'https://s.gum.fm/s-abc12/',
    'https://earshot.example/e/0123456789ab/',
  ])('%s', (prefix) => {
    expect(peelPrefixes(`${prefix}${REST}`)).toBe(BARE);
  });
});

test('prefixes are peeled however many stand in a row, with schemes between them or without, and with slashes lost on the way', () => {
  expect(peelPrefixes(`https://pdst.fm/e/pscrb.fm/rss/p/mgln.ai/e/42/claritaspod.com/measure/arttrk.com/p/AB12/op3.dev/e/${REST}`)).toBe(
    BARE,
  );
  expect(peelPrefixes(`https://op3.dev/e/https://pdst.fm/e/https://earshot.example/e/0123456789ab/${BARE}`)).toBe(BARE);
  expect(peelPrefixes(`https://never.seen.example/r/https:/media.host.example/show/episode-1.mp3?key=1`)).toBe(BARE);
});

test('an address without a scheme is of https', () => {
  expect(peelPrefixes(`pdst.fm/e/${REST}`)).toBe(BARE);
  expect(addressOf(REST)).toBe(addressOf(BARE));
});

test('what is no prefix stays, and so does what is no web address', () => {
  for (const url of [BARE, 'https://op3.dev/e/', 'https://op3.dev/about', 'https://media.example/e/0123456789ab/file.mp3'])
    expect(peelPrefixes(url)).toBe(url);
  for (const text of ['', 'file', 'ftp://host.example/a', 'https://']) {
    expect(peelPrefixes(text)).toBe(text);
    expect(addressOf(text)).toBeUndefined();
  }
});

test('an address is the same for every scheme, query, fragment, spelling and prefix', () => {
  const address = 'media.host.example/a~b%20c%2F.mp3';
  for (const url of [
    'https://media.host.example/a~b%20c%2F.mp3',
    'http://MEDIA.host.example:80/a%7eb%20c%2f.mp3?_from=1#t=5',
    'https://pdst.fm/e/media.host.example/a%7Eb c%2F.mp3?x',
  ])
    expect(addressOf(url)).toBe(address);
  expect(addressOf(`https://media.host.example/${'x'.repeat(1_000)}`)).toBeUndefined();
});

test('peeling ends and finds nothing more the second time, whatever it is given', () => {
  const part = fc.constantFrom(
    'https://',
    'http:/',
    'op3.dev/e/',
    'pdst.fm/e/',
    'mgln.ai/e/',
    '0123456789ab/',
    'a.example/',
    '//',
    '%',
    '?',
    'x',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string(),
        fc.array(part, { maxLength: 20 }).map((parts) => parts.join('')),
      ),
      (text) => {
        const peeled = peelPrefixes(text);
        expect(peeled.length).toBeLessThanOrEqual(3 * text.length + 8);
        expect(addressOf(peeled)).toBe(addressOf(text));
      },
    ),
  );
});

test('a position in a list is read as it was written, and nothing else is', () => {
  for (const publishedAt of [null, '2026-11-20T12:00:00.000Z'])
    expect(readPosition(positionText({ publishedAt, key: 'a b\nc' }))).toEqual({ publishedAt: publishedAt ?? '-infinity', key: 'a b\nc' });
  for (const text of ['', 'key', '2026-11-20T12:00:00.000Z', '2026-99-20T12:00:00.000Z key', 'now key'])
    expect(() => readPosition(text)).toThrow(/cursor/);
});

test('a playlist is known by its folder too, in which its segments lie; any other file by its own address alone', () => {
  expect(knownAddresses('https://media.example/41/hls/index.m3u8?token=1')).toEqual([
    'media.example/41/hls/index.m3u8',
    'media.example/41/hls/',
  ]);
  expect(knownAddresses('https://pdst.fm/e/media.example/41.mp3')).toEqual(['media.example/41.mp3']);
  expect(knownAddresses('nothing')).toEqual([]);
});

test('a bare path of a log keeps all but its query, and an address on the web has one spelling', () => {
  expect(fileAddressOf('/show/41.mp3?x=1#t')).toBe('/show/41.mp3');
  expect(fileAddressOf('http://localhost/%7ea.mp3?x=1')).toBe('localhost/~a.mp3');
  expect(fileAddressOf('op3.dev/e/media.example/a%7eb.mp3')).toBe('media.example/a~b.mp3');
});

test('a guid that turns the direction of text is no key: its episode comes under one made from it', () => {
  expect(keyForEpisode('show', 'episode-\u202e1', new Map())).toMatch(/^show:[0-9a-f]{24}$/);
  expect(keyForEpisode('show', 'episode-1', new Map())).toBe('episode-1');
});
