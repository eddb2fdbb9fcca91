import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildApiKey, hashApiKey, hintOf, isKeyId, isWellFormedApiKey } from './rules.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'.split('');
const secret = fc.string({ unit: fc.constantFrom(...BASE62), minLength: 30, maxLength: 30 });

test('a key has its prefix, its secret and a checksum, and is well formed', () => {
  fc.assert(
    fc.property(secret, (text) => {
      const key = buildApiKey(text);
      expect(key).toMatch(/^earshot_live_[0-9A-Za-z]{36}$/);
      expect(key.slice(13, 43)).toBe(text);
      expect(isWellFormedApiKey(key)).toBe(true);
    }),
  );
});

test('a key with one wrong character is refused, wherever it stands', () => {
  fc.assert(
    fc.property(secret, fc.nat(48), fc.constantFrom(...BASE62), (text, place, character) => {
      const key = buildApiKey(text);
      fc.pre(key[place] !== character);
      expect(isWellFormedApiKey(key.slice(0, place) + character + key.slice(place + 1))).toBe(false);
    }),
  );
});

test('a key with two neighbours exchanged, cut off or with more around it is refused', () => {
  const key = buildApiKey('0123456789ABCDEFGHIJKLMNOPQRST');
  for (let place = 13; place < 42; place += 1) {
    const exchanged = key.slice(0, place) + key[place + 1] + key[place] + key.slice(place + 2);
    expect(isWellFormedApiKey(exchanged)).toBe(false);
  }
  for (const other of [key.slice(1), key.slice(0, -1), ` ${key}`, `${key}\n`, `${key}x`, '', key.replace('live', 'test')])
    expect(isWellFormedApiKey(other)).toBe(false);
});

test('what is stored of a key is its SHA-256, and what is shown of it leaves 26 characters unknown', () => {
  const key = buildApiKey('0123456789ABCDEFGHIJKLMNOPQRST');
  expect(hashApiKey(key).toString('hex')).toBe(createHash('sha256').update(key).digest('hex'));
  expect(hintOf(key)).toBe('earshot_live_0123…');
});

test('a secret of another length makes no key', () => {
  expect(() => buildApiKey('x'.repeat(29))).toThrow(RangeError);
});

test('a key goes by a UUID in lower case', () => {
  expect(isKeyId('01a213e7-890d-7f87-9b32-3881f0d89edc')).toBe(true);
  for (const text of [
    '',
    'x',
    '01A213E7-890D-7F87-9B32-3881F0D89EDC',
    '01a213e7890d7f879b323881f0d89edc',
    '01a213e7-890d-7f87-9b32-3881f0d89edc\n',
  ])
    expect(isKeyId(text)).toBe(false);
});
