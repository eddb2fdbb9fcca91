import { describe, expect, test } from 'vitest';
import { auditedAddress, derivedGuid, freeKey, nextPause, pauseAfterFailure, plainUrl, takeTurn } from './rules.ts';

const [MINUTE, HOUR, DAY] = [60, 3_600, 86_400];
const NOW_MS = Date.parse('2026-11-20T12:00:00Z');

describe('the guid that follows from an address', () => {
  test.each([
    // The two examples of the standard.
    ['podnews.net/rss', '9b024349-ccf0-5f69-a609-6b82873eab3c'],
    ['mp3s.nashownotes.com/pc20rss.xml', '917393e3-1b1e-5cef-ace4-edaa54e1f810'],
  ])('of %s is %s, with any scheme and slashes at the end', (address, guid) => {
    for (const scheme of ['', 'http://', 'https://', 'feed://']) {
      for (const end of ['', '/', '//']) expect(derivedGuid(scheme + address + end)).toBe(guid);
    }
  });
});

test('a key is made from the title, in any script, and is nobody else’s', () => {
  expect(freeKey('  The Daily: Tech & You! ', new Set())).toBe('the-daily-tech-you');
  expect(freeKey('Přehled dne', new Set(['přehled-dne', 'přehled-dne-2']))).toBe('přehled-dne-3');
  expect(freeKey('毎日のニュース', new Set())).toBe('毎日のニュース');
  for (const title of [undefined, '', '!!!']) expect(freeKey(title, new Set())).toBe('show');
  expect(freeKey('x'.repeat(1_000), new Set())).toHaveLength(80);
});

describe('a feed is read again', () => {
  const pause = (days: number | undefined, more = {}) =>
    nextPause(days === undefined ? undefined : NOW_MS - days * DAY * 1_000, NOW_MS, { chance: 0, ...more });

  test('the sooner the newer its newest episode is', () => {
    expect([0, 7, 8, 30, 31, undefined].map((days) => pause(days))).toEqual([
      30 * MINUTE,
      30 * MINUTE,
      2 * HOUR,
      2 * HOUR,
      6 * HOUR,
      6 * HOUR,
    ]);
  });

  test('later where its host says how long the answer stays fresh, but within a day', () => {
    expect(pause(0, { freshSeconds: 10 })).toBe(30 * MINUTE);
    expect(pause(0, { freshSeconds: 3 * HOUR })).toBe(3 * HOUR);
    expect(pause(0, { freshSeconds: 365 * DAY })).toBe(DAY);
  });

  test('up to a fifth later by chance, so that feeds do not fall due together', () => {
    expect(pause(0, { chance: 0.5 })).toBe(33 * MINUTE);
    expect(pause(0, { chance: 0.999 })).toBeLessThanOrEqual(36 * MINUTE);
  });
});

test('a feed that fails is tried after 10 minutes, then after twice as long each time, a day at most, or when its host asks for it', () => {
  const pause = (failures: number, retryAfterSeconds?: number) => pauseAfterFailure(failures, { retryAfterSeconds, chance: 0 });
  expect([1, 2, 3, 8, 9, 1_000].map((failures) => pause(failures))).toEqual([600, 1_200, 2_400, 76_800, DAY, DAY]);
  expect(pause(1, 30)).toBe(600);
  expect(pause(1, 2 * HOUR)).toBe(2 * HOUR);
  expect(pause(1, 365 * DAY)).toBe(7 * DAY);
});

test('a host is asked once in two seconds, whatever is asked of it, and others are not held up', () => {
  const turns = new Map<string, number>();
  expect(takeTurn(turns, 'https://feeds.example/a', NOW_MS)).toBe(true);
  expect(takeTurn(turns, 'https://feeds.example/b', NOW_MS + 1_999)).toBe(false);
  expect(takeTurn(turns, 'https://other.example/a', NOW_MS)).toBe(true);
  expect(takeTurn(turns, 'https://feeds.example/b', NOW_MS + 2_000)).toBe(true);
});

test('turns of hosts that are over are forgotten', () => {
  const turns = new Map<string, number>();
  for (let number = 0; number < 25_000; number += 1) takeTurn(turns, `https://h${number}.example/`, NOW_MS + number);
  expect(turns.size).toBeLessThanOrEqual(10_000);
});

test('an address has one form, and none of its query in the audit log', () => {
  expect(plainUrl('HTTPS://Feeds.Example:443/a b?c=d#e')).toBe('https://feeds.example/a%20b?c=d');
  expect(auditedAddress('https://feeds.example/a?token=1')).toBe('https://feeds.example/[removed]');
  expect(auditedAddress('https://feeds.example/private/hush/rss')).toBe('https://feeds.example/[removed]');
  expect(auditedAddress('https://feeds.example')).toBe('https://feeds.example/');
});
