import { describe, expect, test } from 'vitest';
import {
  type CountedAgent,
  type CountedNetwork,
  isBadAgent,
  isBot,
  isDatacenter,
  isExcludedAddress,
  isFailed,
  isImplausibleVolume,
  isNotGet,
  isNotModified,
  isProbe,
  isSafeListValid,
  isWatchDuplicate,
  MAX_DAILY_PAIRS,
} from './filters.ts';

const AGENT: CountedAgent = { class: 'app', isAutomated: false };
const NETWORK: CountedNetwork = { connectionType: 'household', isExcluded: false, isShared: false };

describe('step 1.3: what HTTP says', () => {
  test.each(['HEAD', 'POST', 'OPTIONS', 'GETS'])('%s asks for no audio', (method) => expect(isNotGet({ method })).toBe(true));
  test.each(['GET', 'get'])('%s asks for audio', (method) => expect(isNotGet({ method })).toBe(false));

  test('a 304 is a listener who has the file already', () => {
    expect([304, 200, 206, null].map((status) => isNotModified({ status }))).toEqual([true, false, false, false]);
  });

  test.each([204, 301, 302, 401, 403, 404, 410, 416, 500, 503])('an answer %i delivered no audio', (status) => {
    expect(isFailed({ status }, 'host_log_bytes')).toBe(true);
  });

  test('200, 206, a cut-off 206 that is logged as 0 and an unknown status are judged by their bytes', () => {
    expect([200, 206, 0, null].map((status) => isFailed({ status }, 'host_log_bytes'))).toEqual([false, false, false, false]);
  });

  test("a prefix's own redirect is no failure, and what it refused is", () => {
    expect([302, 307, 404].map((status) => isFailed({ status }, 'prefix_request'))).toEqual([false, false, true]);
  });
});

describe('step 1.2: who asks for no listener', () => {
  test.each(['bytes=0-1', ' BYTES = 0 - 1 '])('"%s" only finds out whether ranges are understood', (range) => {
    expect(isProbe({ range })).toBe(true);
  });
  test.each([null, 'bytes=0-', 'bytes=0-10', 'bytes=0-0', 'bytes=10-11', 'bytes=0-1,5-9'])('%s is no such probe', (range) => {
    expect(isProbe({ range })).toBe(false);
  });

  test.each(['atc/1.0 watchOS/7.1 model/Watch5,4 hwp/t8006 build/18R590', '(null)/(null) watchOS/5.0.1 model/Watch3,3'])(
    '%s fetches what its phone fetched',
    (userAgent) => expect(isWatchDuplicate({ userAgent })).toBe(true),
  );
  test.each(['atc/1.0', 'Podcasts/1.0 watchOS/7.1', 'Overcast/3.0 Apple Watch', null])('%s is counted like any other', (userAgent) => {
    expect(isWatchDuplicate({ userAgent })).toBe(false);
  });

  test.each([
    null,
    '',
    '  ',
    '-',
    'null',
    '(null)',
    'undefined',
    '12345/6.7',
    'Mozilla/5.0',
    'Mozilla/5.0 (compatible;)',
    'Firefox 55.02',
    'App\u0000/1.0',
    "x' union select 1",
    '<script>alert(1)</script>',
    `App/${'9'.repeat(2_000)}`,
  ])('the user agent %j tells of no program', (userAgent) => expect(isBadAgent({ userAgent })).toBe(true));
  test.each([
    'Podcasts/1650.20 CFNetwork/1333.0.4 Darwin/21.5.0',
    'Pocket Casts',
    'Mozilla/5.0 (X11; Linux) Firefox/55.0',
    'プレーヤー/1.0',
  ])('the user agent %s tells of one', (userAgent) => expect(isBadAgent({ userAgent })).toBe(false));

  test('bots are filtered, and programs that fetch without a person; apps and browsers are not', () => {
    expect(isBot({ ...AGENT, class: 'bot' })).toBe(true);
    expect(isBot({ class: 'library', isAutomated: true })).toBe(true);
    expect(isBot({ class: 'library', isAutomated: false })).toBe(false);
    expect(isBot(AGENT)).toBe(false);
  });

  test('nobody listens in a datacenter; behind a relay and at home somebody does', () => {
    const types = ['datacenter', 'relay', 'household', 'mobile', 'unknown'];
    expect(types.map((connectionType) => isDatacenter({ ...NETWORK, connectionType }))).toEqual([true, false, false, false, false]);
  });

  test('an address on the exclusion list is out, and no other', () => {
    expect([true, false].map((isExcluded) => isExcludedAddress({ ...NETWORK, isExcluded }))).toEqual([true, false]);
  });

  test('more pairs of program and episode a day than people ask for are implausible, unless many people are known to be there', () => {
    expect(isImplausibleVolume(MAX_DAILY_PAIRS, NETWORK)).toBe(false);
    expect(isImplausibleVolume(MAX_DAILY_PAIRS + 1, NETWORK)).toBe(true);
    expect(isImplausibleVolume(MAX_DAILY_PAIRS + 1, { isShared: true })).toBe(false);
  });

  test('a safe list holds for 90 days after somebody checked it', () => {
    const [checked, day] = [Date.parse('2026-01-01T00:00:00Z'), 86_400_000];
    expect([90, 90.5].map((days) => isSafeListValid(checked, checked + days * day))).toEqual([true, false]);
  });
});
