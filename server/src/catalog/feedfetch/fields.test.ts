import { expect, test } from 'vitest';
import { decodeFeed } from './encoding.ts';
import { bytesOf, instantOf, secondsOf, textOf, urlOf, uuidOf, withinBytes } from './fields.ts';

test.each([
  ['Thu, 26 Nov 2026 03:15:11 GMT', '2026-11-26T03:15:11.000Z'],
  ['Thu, 26 Nov 2026 03:15:11 +0200', '2026-11-26T01:15:11.000Z'],
  ['26 Nov 2026 03:15 EST', '2026-11-26T08:15:00.000Z'],
  ['2026-11-26T03:15:11.5+01:00', '2026-11-26T02:15:11.500Z'],
  ['2026-11-26T03:15:11', '2026-11-26T03:15:11.000Z'],
  ['Thu, 26 Nov 2026 03:15:11', '2026-11-26T03:15:11.000Z'],
  ['26 Nov 2026', '2026-11-26T00:00:00.000Z'],
  ['Thu, 26 Nov 2026 03:15:11 CET?', undefined],
  ['1066-10-14T09:00:00Z', undefined],
  ['9999-12-31T00:00:00Z', undefined],
  ['yesterday', undefined],
  ['', undefined],
])('the date %j is %j on every machine', (text, instant) => {
  expect(instantOf(text)).toBe(instant);
});

test.each([
  ['1:02:03', 3_723],
  ['62:03', 3_723],
  ['3723', 3_723],
  ['3723.9', 3_723],
  [' 00:30:00 ', 1_800],
  ['0', undefined],
  ['-5', undefined],
  ['1:2:3:4', undefined],
  ['99999999', undefined],
  ['an hour', undefined],
])('the duration %j is %j seconds', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});

test('a number of bytes is one that can be believed', () => {
  expect(['28800000', ' 1 ', '0', '-1', '1e6', '9'.repeat(17), 'x', undefined].map(bytesOf)).toEqual([28_800_000, 1, ...Array(6)]);
});

test('an address is of the web, without a password, and not too long', () => {
  expect(urlOf(' HTTPS://Media.Example/a b.mp3 ')).toBe('https://media.example/a%20b.mp3');
  for (const text of [
    '/relative.mp3',
    'javascript:alert(1)',
    'ftp://a.example/',
    'https://a:b@c.example/',
    `https://a.example/${'x'.repeat(2_000)}`,
  ])
    expect(urlOf(text)).toBeUndefined();
});

test('a text is one line that the database takes, cut between characters', () => {
  expect(textOf(' a\n\tb\u0000 c\u2028 ', 10)).toBe('a b c');
  expect(textOf('\ud800x', 10)).toBe('\ufffdx');
  expect(textOf('aaa😀', 4)).toBe('aaa\ufffd');
  expect(textOf('  ', 10)).toBeUndefined();
});

test('a guid is a UUID in lower case, or none', () => {
  expect(uuidOf(' 917393E3-1B1E-5CEF-ACE4-EDAA54E1F810 ')).toBe('917393e3-1b1e-5cef-ace4-edaa54e1f810');
  expect(uuidOf('917393e3')).toBeUndefined();
});

test('of a list as much is kept as fits', () => {
  expect(withinBytes(['aaaa', 'b', 'c'], 80)).toEqual(['aaaa', 'b']);
  expect(withinBytes(['a'], 0)).toEqual([]);
});

const xml = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a>`;
test.each([
  ['UTF-8 without a word', Buffer.from('é'), undefined, 'é'],
  ['its declaration', Buffer.from(`${xml('ISO-8859-1')}é`, 'latin1'), 'text/xml', `${xml('ISO-8859-1')}é`],
  [
    'its content type before its declaration',
    Buffer.from(`${xml('utf-8')}é`, 'latin1'),
    'text/xml; charset="windows-1252"',
    `${xml('utf-8')}é`,
  ],
  ['a mark of byte order before both', Buffer.from(`\ufeff${xml('utf-8')}é`, 'utf16le'), 'text/xml; charset=utf-8', `${xml('utf-8')}é`],
  ['an encoding that nobody knows', Buffer.from(`${xml('klingon')}é`), 'text/xml; charset=nothing', `${xml('klingon')}é`],
  ['bytes that are nothing in it', Buffer.from([0x61, 0xff, 0xc3, 0x62]), 'text/xml; charset=utf-8', 'a\ufffd\ufffdb'],
])('a feed is read by %s', (_, bytes, contentType, text) => {
  expect(decodeFeed(bytes, contentType)).toBe(text);
});
