import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { episodeAddress, thresholdBytes } from './delivery.ts';
import { type EpisodeRequest, WINDOW_KINDS, type WindowKind } from './schema.ts';
import { countWindows } from './windows.ts';

/** Half an hour at 128 kbit/s behind an ID3 tag of 40,000 bytes: a minute is 960,000 bytes, the threshold 1,000,000. */
const WHOLE: EpisodeRequest = {
  at: '2026-11-02T10:00:00Z',
  ip: '203.0.113.9',
  userAgent: 'Overcast/3.0',
  method: 'GET',
  status: 200,
  range: null,
  bytesSent: 28_840_000,
  url: 'https://host.example/ep.mp3',
  durationSeconds: 1_800,
  fileBytes: 28_840_000,
  headerBytes: 40_000,
};
const THRESHOLD = 1_000_000;

function whole(at: string): EpisodeRequest {
  return { ...WHOLE, at };
}

/** A 206 of the bytes from `start` to `end`, both included, of which all went out unless `bytesSent` says otherwise. */
function part(at: string, range: string, more: Partial<EpisodeRequest> = {}): EpisodeRequest {
  return { ...WHOLE, at, status: 206, range: `bytes=${range}`, bytesSent: null, ...more };
}

function count(requests: EpisodeRequest[], window: WindowKind = 'calendar_day') {
  return countWindows(requests, window, 'host_log_bytes');
}

/** What becomes of one request alone. */
function fateOf(request: EpisodeRequest) {
  return count([request])[0];
}

describe('§5.5.1: windows', () => {
  const VECTOR = ['2026-11-02T22:00:00Z', '2026-11-03T03:00:00Z', '2026-11-03T22:15:00Z', '2026-11-04T23:15:00Z'].map(whole);

  test.each<[WindowKind, number[]]>([
    ['calendar_day', [1, 1, 0, 1]],
    ['rolling_first', [1, 0, 1, 1]],
    ['rolling_last', [1, 0, 0, 1]],
  ])('the method vector counts in %s as %j', (window, downloads) => {
    expect(count(VECTOR, window).map((fate) => (fate === 'download' ? 1 : 0))).toEqual(downloads);
  });

  test.each(WINDOW_KINDS)('in %s a window holds 24 hours less one millisecond', (window) => {
    const day = '2026-11-02T00:00:00.000Z';
    expect(count([day, '2026-11-02T23:59:59.999Z'].map(whole), window)).toEqual(['download', 'repeat']);
    expect(count([day, '2026-11-03T00:00:00.000Z'].map(whole), window)).toEqual(['download', 'download']);
  });

  test('a day is a UTC day whatever zone an instant is written in', () => {
    expect(count([whole('2026-11-03T01:30:00+02:00'), whole('2026-11-02T10:00:00Z')])).toEqual(['repeat', 'download']);
  });
});

describe('§5.5.3: the threshold', () => {
  test('is the header and one minute at the bitrate of this episode', () => {
    expect(thresholdBytes(WHOLE)).toBe(THRESHOLD);
    expect(thresholdBytes({ fileBytes: 1_000_001, headerBytes: 0, durationSeconds: 90 })).toBe(666_668);
  });

  test.each([
    ['less than a minute of audio', { durationSeconds: 59.9 }],
    ['no known duration', { durationSeconds: null }],
    ['no known header', { headerBytes: null }],
    ['a header larger than the file', { headerBytes: 30_000_000 }],
  ])('is the whole file with %s', (_, sizes) => expect(thresholdBytes({ ...WHOLE, ...sizes })).toBe(28_840_000));

  test('is never asked of a whole answer, unless the log proves that it was broken off', () => {
    expect(fateOf({ ...WHOLE, bytesSent: 5_000, fileBytes: null })).toBe('download');
    expect(fateOf({ ...WHOLE, bytesSent: 5_000 })).toBe('below_threshold');
    const catalogue = { durationSeconds: 1_800, fileBytes: 28_840_000, headerBytes: 40_000 };
    const asked = { ...WHOLE, bytesSent: 5_000, fileBytes: null, durationSeconds: null, headerBytes: null };
    expect(countWindows([asked], 'calendar_day', 'host_log_bytes', catalogue)).toEqual(['download']);
  });

  test('takes the size of the file from the answer’s Content-Range', () => {
    const answered = { range: 'bytes 0-999999/28840000', fileBytes: null };
    expect(fateOf(part(WHOLE.at, '', answered))).toBe('download');
    expect(fateOf(part(WHOLE.at, '', { ...answered, range: 'bytes 0-999998/28840000' }))).toBe('below_threshold');
    expect(fateOf(part(WHOLE.at, '', { ...answered, range: 'bytes 0-999999/*' }))).toBe('below_threshold');
  });

  test('is reached by its last byte and not by the one before', () => {
    expect(fateOf(part(WHOLE.at, '0-999999'))).toBe('download');
    expect(fateOf(part(WHOLE.at, '0-999998'))).toBe('below_threshold');
  });

  test('of a file of unknown size is reached by an answer that holds the whole of it alone', () => {
    const unknown = { fileBytes: null };
    expect(fateOf({ ...WHOLE, ...unknown })).toBe('download');
    expect(fateOf({ ...WHOLE, ...unknown, bytesSent: null })).toBe('download');
    expect(fateOf(part(WHOLE.at, '0-', unknown))).toBe('download');
    expect(fateOf(part(WHOLE.at, '0-', { ...unknown, bytesSent: 20_000_000 }))).toBe('below_threshold');
    expect(fateOf(part(WHOLE.at, '0-20000000', unknown))).toBe('below_threshold');
  });

  test("a size that one request does not state is taken from the listener's others", () => {
    const requests = [
      part('2026-11-02T10:00:00Z', '0-999999', { fileBytes: null, headerBytes: null, durationSeconds: null }),
      part('2026-11-02T11:00:00Z', '0-9'),
    ];
    expect(count(requests)).toEqual(['download', 'repeat']);
  });

  test('does not count bytes that were asked for and not sent', () => {
    expect(fateOf(part(WHOLE.at, '0-', { bytesSent: 999_999 }))).toBe('below_threshold');
    expect(fateOf(part(WHOLE.at, '0-', { bytesSent: 1_000_000 }))).toBe('download');
    expect(fateOf({ ...WHOLE, bytesSent: 999_999 })).toBe('below_threshold');
    expect(fateOf({ ...WHOLE, bytesSent: 0, fileBytes: null })).toBe('below_threshold');
  });

  test('a 200 without bytes in the log is the whole file, whatever range was asked for', () => {
    expect(fateOf({ ...WHOLE, bytesSent: null, range: 'bytes=100-200' })).toBe('download');
  });

  test('several ranges of one request are united, and the bytes sent fill them in their order', () => {
    expect(fateOf(part(WHOLE.at, '0-499999,1000000-1499999'))).toBe('download');
    expect(fateOf(part(WHOLE.at, '0-499999,100-499999,1000000-1499998'))).toBe('below_threshold');
    expect(fateOf(part(WHOLE.at, '0-499999,1000000-1499999', { bytesSent: 999_999 }))).toBe('below_threshold');
  });

  test('bytes whose place the log does not tell never add up, and one such answer can be enough', () => {
    const unplaced = { range: null, bytesSent: 600_000 };
    expect(count([part('2026-11-02T10:00:00Z', '', unplaced), part('2026-11-02T10:05:00Z', '', unplaced)])).toEqual([
      'below_threshold',
      'below_threshold',
    ]);
    expect(fateOf(part(WHOLE.at, '', { range: null, bytesSent: THRESHOLD }))).toBe('download');
    expect(fateOf(part(WHOLE.at, 'x-y', { bytesSent: THRESHOLD }))).toBe('download');
    expect(fateOf(part(WHOLE.at, 'x-y'))).toBe('below_threshold');
  });

  test('an answer that some networks log as 0 counts by the bytes it shows', () => {
    expect(fateOf(part(WHOLE.at, '0-', { status: 0, bytesSent: THRESHOLD }))).toBe('download');
    expect(fateOf(part(WHOLE.at, '0-', { status: 0 }))).toBe('below_threshold');
    expect(fateOf(part(WHOLE.at, '0-', { status: null }))).toBe('below_threshold');
  });
});

describe('§5.5.3, §5.5.4: ranges united over one window', () => {
  const play = [
    part('2026-11-02T10:00:00Z', '0-399999'),
    part('2026-11-02T10:01:00Z', '200000-799999'),
    part('2026-11-02T10:02:00Z', '20000000-20199999'),
    part('2026-11-02T10:03:00Z', '800000-999999'),
  ];

  test('the request that completes it is the download, those before are partial, those after repeat', () => {
    expect(count(play)).toEqual(['partial', 'partial', 'download', 'repeat']);
  });

  test('a listener who never completes it is below the threshold throughout', () => {
    expect(count(play.slice(0, 2))).toEqual(['below_threshold', 'below_threshold']);
  });

  test('the same bytes twice are the same bytes', () => {
    expect(count([play[1], play[1], play[1]])).toEqual(['below_threshold', 'below_threshold', 'below_threshold']);
  });

  test.each(WINDOW_KINDS)('the order of arrival never matters in %s', (window) => {
    const range = fc.tuple(fc.nat(9), fc.nat(4)).map(([from, length]) => `${from * 150_000}-${(from + length) * 150_000}`);
    const request = fc
      .tuple(fc.nat(5_000), range)
      .map(([minutes, text]) => part(new Date(Date.UTC(2026, 10, 2) + minutes * 60_000).toISOString(), text));
    const distinct = fc.uniqueArray(request, { selector: ({ at }) => at, maxLength: 20 });
    const shuffled = distinct.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(shuffled, ([list, mixed]) => {
        const [fates, again] = [count(list, window), count(mixed, window)];
        expect(mixed.map((one) => fates[list.indexOf(one)])).toEqual(again);
      }),
    );
  });

  test('a play across midnight is united by rolling windows, and not by calendar days', () => {
    const late = [part('2026-11-02T23:59:00Z', '0-599999'), part('2026-11-03T00:01:00Z', '600000-999999')];
    expect(count(late, 'calendar_day')).toEqual(['below_threshold', 'below_threshold']);
    expect(count(late, 'rolling_first')).toEqual(['partial', 'download']);
    expect(count(late, 'rolling_last')).toEqual(['partial', 'download']);
  });

  test('before its first download a window from the first request holds the 24 hours before the one at hand', () => {
    const slow = [
      part('2026-11-02T00:00:00Z', '0-399999'),
      part('2026-11-02T20:00:00Z', '400000-699999'),
      part('2026-11-03T06:00:00Z', '700000-999999'),
      part('2026-11-03T07:00:00Z', '0-399999'),
    ];
    expect(count(slow, 'rolling_first')).toEqual(['below_threshold', 'partial', 'partial', 'download']);
    expect(count(slow, 'rolling_last')).toEqual(['partial', 'partial', 'download', 'repeat']);
  });

  test('the bytes of one window make no download in the next', () => {
    const next = [whole('2026-11-02T10:00:00Z'), part('2026-11-03T09:59:00Z', '0-899999'), part('2026-11-03T10:00:00Z', '900000-999999')];
    expect(count(next, 'rolling_first')).toEqual(['download', 'repeat', 'below_threshold']);
  });

  test('segments of one HLS rendition are one episode and must show their bytes', () => {
    const segment = (at: string, name: string, bytesSent: number | null) => ({
      ...WHOLE,
      at,
      url: `https://host.example/ep/${name}?t=1`,
      bytesSent,
    });
    const requests = [
      segment('2026-11-02T10:00:00Z', 'index.m3u8', 900),
      segment('2026-11-02T10:00:01Z', '1.ts', 500_000),
      segment('2026-11-02T10:00:02Z', '1.ts', 500_000),
      segment('2026-11-02T10:00:03Z', '2.ts', null),
      segment('2026-11-02T10:00:10Z', '3.ts', 500_000),
    ];
    expect(new Set(requests.map(({ url }) => episodeAddress(url)))).toEqual(new Set(['https://host.example/ep/']));
    expect(count(requests)).toEqual(['partial', 'partial', 'partial', 'partial', 'download']);
  });

  test('a prefix sees no bytes, so each of its requests completes the threshold', () => {
    const requests = [part('2026-11-02T10:00:00Z', '0-9', { status: null }), part('2026-11-02T10:01:00Z', '10-', { status: null })];
    expect(countWindows(requests, 'calendar_day', 'prefix_request')).toEqual(['download', 'repeat']);
  });

  test('a listener who sends very many ranges takes no time beyond their number', () => {
    const many = Array.from({ length: 20_000 }, (_, place) =>
      part(new Date(Date.UTC(2026, 10, 2) + place * 60_000).toISOString(), `${place * 7}-${place * 7}`),
    );
    expect(count(many, 'rolling_first').every((fate) => fate === 'below_threshold')).toBe(true);
  });
});
