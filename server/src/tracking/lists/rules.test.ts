import { describe, expect, test } from 'vitest';
import { readList } from './formats.ts';
import { ageWarning, builtInLists, compileContent, compileLists, type LoadedVersion, remembering } from './rules.ts';
import type { ListKind } from './schema.ts';

const DAY_MS = 86_400_000;
const AT = Date.parse('2026-11-20T12:00:00Z');

function version(id: number, kind: ListKind, text: string, effectiveFromMs = 0): LoadedVersion {
  const compiled = compileContent(readList(text, { kind, connectionType: 'datacenter' }).content);
  return { id, kind, compiled, effectiveFromMs, checkedAtMs: AT };
}

function patterns(...entries: { name: string; pattern: string; category?: string }[]): string {
  return JSON.stringify({ entries });
}

describe('what comes with Earshot', () => {
  const lists = builtInLists();

  test.each([
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'bot'],
    ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 'bot'],
    ['Example Podcast Transcriber/2.0 CFNetwork/1410 Darwin/22.6', 'bot'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/105.0 Safari/537.36', 'bot'],
    ['Overcast/3.0 (+http://overcast.fm/; iOS podcast app)', 'app'],
    ['Podcasts/1650.20 CFNetwork/1333.0.4 Darwin/21.5.0', 'app'],
    ['Spotify/8.7.10 iOS/15.3.1 (iPhone13,2)', 'app'],
    ['AppleCoreMedia/1.0.0.20G75 (iPhone; U; CPU OS 16_6 like Mac OS X; en_us)', 'library'],
    ['okhttp/4.9.0', 'library'],
    ['python-requests/2.31.0', 'library'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36', 'browser'],
    ['Mozilla/5.0 (Linux; Android 10; CUBOT X18) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36', 'browser'],
    ['Xyzzy', 'unknown'],
  ])('knows that %s is a %s', (userAgent, expected) => expect(lists.agent(userAgent, AT).class).toBe(expected));

  test('tells what scripts use from what plays on devices', () => {
    expect(
      ['python-requests/2.31.0', 'curl/8.4.0', 'okhttp/4.9.0', 'Overcast/3.0'].map((agent) => lists.agent(agent, AT).isAutomated),
    ).toEqual([true, true, false, false]);
  });

  test('knows large clouds and relays, and nothing of other addresses', () => {
    const types = ['52.1.2.3', '2a01:4f8::1', '104.28.5.5', '203.0.113.9', 'not an address'].map(
      (ip) => lists.network(ip, AT).connectionType,
    );
    expect(types).toEqual(['datacenter', 'datacenter', 'relay', 'unknown', 'unknown']);
  });

  test('reads a hostile user agent of any length', () => {
    for (const part of ['(', 'a', 'Bot ', '%20', 'Mozilla/5.0 (', '\u0000', '((((', 'aA']) {
      expect(lists.agent(part.repeat(5_000), AT)).toBeDefined();
    }
  });
});

describe('loaded lists', () => {
  test('are asked in the order bots, apps, libraries, browsers, and before the grammar', () => {
    const lists = compileLists([
      version(1, 'apps', patterns({ name: 'Two', pattern: 'Two' }, { name: 'Any', pattern: 'Thing' })),
      version(2, 'bots', patterns({ name: 'One', pattern: 'TwoBot' })),
      version(3, 'libraries', patterns({ name: 'Lib', pattern: '^lib', category: 'bot' })),
    ]);
    expect(lists.agent('TwoBot/1', AT)).toMatchObject({ class: 'bot', name: 'One', player: null, isAutomated: true });
    expect(lists.agent('Two/1', AT)).toMatchObject({ class: 'app', name: 'Two', player: 'Two', isAutomated: false });
    expect(lists.agent('libfetch', AT)).toMatchObject({ class: 'library', isAutomated: true });
    expect(lists.agent('Googlebot/2.1', AT).class).toBe('bot');
  });

  test('never make a bot of the program whose duplicates are a rule of their own', () => {
    const lists = compileLists([version(1, 'bots', patterns({ name: 'Apple Podcasts (Watch)', pattern: '^atc/' }))]);
    expect(lists.agent('atc/1.0', AT).class).toBe('app');
  });

  test('hold from their date, the later date winning, then the newer version', () => {
    const lists = compileLists([
      version(1, 'networks', '192.0.2.0/24,mobile', AT - 10 * DAY_MS),
      version(2, 'networks', '192.0.2.0/24,relay', AT),
      version(3, 'networks', '192.0.2.0/24,business', AT - 10 * DAY_MS),
    ]);
    const at = (days: number) => lists.network('192.0.2.1', AT + days * DAY_MS).connectionType;
    expect([-11, -10, -1, 0, 5].map(at)).toEqual(['unknown', 'business', 'business', 'relay', 'relay']);
    expect([-11, -10, 0].map((days) => lists.version(AT + days * DAY_MS))).toEqual([0, 3, 2]);
  });

  test('say of an address its system, its country, its region and its type: the network before the system', () => {
    const lists = compileLists([
      version(1, 'asns', '192.0.2.0,192.0.2.255,64500,Example\n198.51.100.0,198.51.100.255,16509,AMAZON-02'),
      version(2, 'asn_types', '64500,mobile'),
      version(3, 'countries', '192.0.2.0,192.0.2.255,de\n192.0.2.192,192.0.2.255,de-by'),
      version(4, 'networks', '192.0.2.128/25,business'),
      version(5, 'exclusions', '192.0.2.7'),
    ]);
    expect(lists.network('192.0.2.7', AT)).toEqual({
      connectionType: 'mobile',
      asn: 64_500,
      asName: 'Example',
      country: 'DE',
      region: null,
      isExcluded: true,
      isShared: false,
    });
    expect(lists.network('192.0.2.200', AT)).toMatchObject({
      connectionType: 'business',
      country: 'DE',
      region: 'DE-BY',
      isExcluded: false,
    });
    expect(lists.network('198.51.100.1', AT).connectionType).toBe('datacenter');
  });

  test('of shared addresses hold for 90 days after the last check', () => {
    const lists = compileLists([version(1, 'shared_addresses', '192.0.2.0/24')]);
    expect([0, 90, 91].map((days) => lists.network('192.0.2.1', AT + days * DAY_MS).isShared)).toEqual([true, true, false]);
  });
});

test('an old list is pointed out, each kind after its own time', () => {
  expect(ageWarning('bots', 30)).toBeNull();
  expect(ageWarning('bots', 31)).toContain('31 days old');
  expect(ageWarning('shared_addresses', 91)).toContain('not used');
});

test('what is remembered is asked once, and what was not asked for long is forgotten', () => {
  const asked: string[] = [];
  const answer = remembering((text) => (asked.push(text), text.toUpperCase()), 4);
  expect(['a', 'a', 'b', 'a', 'c', 'd', 'e', 'e', 'a'].map(answer).join('')).toBe('AABACDEEA');
  expect(asked.filter((text) => text === 'e')).toHaveLength(1);
});
