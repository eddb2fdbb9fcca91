import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportInstant } from './lines.ts';
import { MAPPINGS } from './mappings.ts';
import { LOG_FORMATS, type LogFormat, openLogReader } from './rules.ts';

const AGENT = 'Podcasts/1610.1 CFNetwork/1335 Darwin/21.6.0';

function readAll(format: LogFormat, text: string) {
  const reader = openLogReader(format);
  return text.split('\n').flatMap((line): unknown[] => {
    const read = reader.read(line);
    if (read === undefined) return [];
    return 'fault' in read ? [read.fault] : [Object.fromEntries(Object.entries(read.request).filter(([, value]) => value !== undefined))];
  });
}

describe('a line of a server’s log', () => {
  const line = `203.0.113.9 - - [10/Nov/2026:11:00:00 +0100] "GET /show/1.mp3?x=1 HTTP/1.1" 206 1048576 "-" "${AGENT}"`;

  test('in the combined format is a request, its time with its zone, and a dash is nothing', () => {
    expect(readAll('combined', line)).toEqual([
      {
        occurredAt: '2026-11-10T11:00:00+01:00',
        ip: '203.0.113.9',
        method: 'GET',
        url: '/show/1.mp3?x=1',
        status: 206,
        bytesSent: 1_048_576,
        userAgent: AGENT,
      },
    ]);
    expect(readAll('auto', line)).toEqual(readAll('combined', line));
  });

  test('in the common format has no user agent', () => {
    const common = '2001:db8::1 - frank [10/Nov/2026:10:00:00 +0000] "HEAD /1.mp3 HTTP/2.0" 200 -';
    expect(readAll('clf', common)).toEqual([
      {
        occurredAt: '2026-11-10T10:00:00+00:00',
        ip: '2001:db8::1',
        bytesSent: 0,
        method: 'HEAD',
        url: '/1.mp3',
        status: 200,
      },
    ]);
  });

  test('may have the range behind what combined has, and quotes in the user agent', () => {
    const [read] = readAll('combined', `${line.replace(AGENT, 'a \\"quoted\\" one')} "bytes=0-1048575" 0.003`);
    expect(read).toMatchObject({ range: 'bytes=0-1048575', userAgent: 'a "quoted" one' });
  });

  test.each([
    ['half a line', '203.0.113.9 - - [10/Nov', /never closes/],
    ['no time', '203.0.113.9 - - [yesterday] "GET / HTTP/1.1" 200 1 "-" "x"', /time/],
    ['no request', '203.0.113.9 - - [10/Nov/2026:10:00:00 +0000] "\\x16\\x03" 400 0 "-" "-"', /asks for nothing/],
  ])('with %s says so', (_what, text, fault) => {
    expect(readAll('combined', text)[0]).toMatch(fault);
  });
});

test('CloudFront’s log is read by its own header, in any order of columns', () => {
  const text = [
    '#Version: 1.0',
    '#Fields: date time c-ip cs-method cs(Host) cs-uri-stem sc-status cs(User-Agent) cs-uri-query sc-bytes x-host-header ' +
      'sc-range-start sc-range-end',
    `2026-11-10\t10:00:00\t203.0.113.9\tGET\td1.cloudfront.net\t/1.mp3\t206\tPodcasts%2F1610\tx=1\t1048900\tcdn.example\t0\t1048575`,
  ].join('\n');
  expect(readAll('auto', text)).toEqual([
    {
      occurredAt: '2026-11-10T10:00:00Z',
      ip: '203.0.113.9',
      method: 'GET',
      url: 'https://cdn.example/1.mp3?x=1',
      status: 206,
      userAgent: 'Podcasts/1610',
      bytesSent: 1_048_900,
      range: 'bytes=0-1048575',
    },
  ]);
});

test('Cloudflare’s log, Megaphone’s metrics and OP3’s downloads are known by their names', () => {
  const cloudflare = {
    ClientIP: '203.0.113.9',
    ClientRequestHost: 'cdn.example',
    ClientRequestMethod: 'GET',
    ClientRequestURI: '/1.mp3?x=1',
    ClientRequestUserAgent: AGENT,
    EdgeResponseBytes: 500,
    EdgeResponseStatus: 200,
    EdgeStartTimestamp: 1_794_304_800_000_000_000,
  };
  expect(readAll('auto', JSON.stringify(cloudflare))).toMatchObject([
    { occurredAt: '2026-11-10T10:00:00.000Z', url: 'https://cdn.example/1.mp3?x=1', bytesSent: 500, status: 200 },
  ]);
  const megaphone = {
    id: 'm-1',
    created_at: '2026-11-10 10:00:00 UTC',
    ip: '203.0.113.9',
    user_agent: AGENT,
    podcast_id: 'p',
    episode_id: 'e',
    filesize: 1000,
    bytes_sent: 900,
    duration: 1800,
    seconds_downloaded: 1700,
    blacklisted_ip: false,
    blacklisted_ua: true,
  };
  expect(readAll('auto', JSON.stringify(megaphone))).toEqual([
    {
      occurredAt: '2026-11-10T10:00:00Z',
      ip: '203.0.113.9',
      userAgent: AGENT,
      bytesSent: 900,
      fileBytes: 1000,
      durationSeconds: 1800,
      show: 'p',
      episode: 'e',
      url: 'e',
      counted: false,
    },
  ]);
  const op3 = [
    'serverUrl\taudienceId\ttime\thashedIpAddress\tagentType\tagentName',
    'https://h.example/1.mp3\ta1\t2026-11-10T10:00:00.000Z\th1\tapp\tOvercast',
  ];
  expect(readAll('auto', op3.join('\n'))).toEqual([
    { occurredAt: '2026-11-10T10:00:00.000Z', ipHash: 'a1', userAgent: 'Overcast', url: 'https://h.example/1.mp3', counted: true },
  ]);
});

test('a table is read by names people give its columns; a cell in quotes may hold the comma', () => {
  const text = [
    `timestamp,client_ip,user_agent,request_uri,status,bytes`,
    `2026-11-10 10:00:00,203.0.113.9,"A, ""B""",/1.mp3,200,7`,
    'short,line',
  ].join('\n');
  expect(readAll('csv', text)).toEqual([
    { occurredAt: '2026-11-10T10:00:00Z', ip: '203.0.113.9', userAgent: 'A, "B"', url: '/1.mp3', status: 200, bytesSent: 7 },
    'has 2 cells, and the header has 6',
  ]);
});

test.each([
  ['1794304800', '2026-11-10T10:00:00.000Z'],
  ['1794304800000', '2026-11-10T10:00:00.000Z'],
  ['1794304800.5', '2026-11-10T10:00:00.500Z'],
  ['2026-11-10T10:00:00+0100', '2026-11-10T10:00:00+01:00'],
  ['2026-11-10', undefined],
  ['', undefined],
])('the instant %j is %j', (text, instant) => {
  expect(exportInstant(text)).toBe(instant);
});

const wild = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('"', '\\', '[', ']', ' ', '\t', ',', '#', '{', '}', ':', '%', 'a', '0', '\u0000'), maxLength: 400 }),
);

test('no line brings any reader down, and each is a request, a fault or nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom(...LOG_FORMATS), fc.array(wild, { maxLength: 6 }), (format, lines) => {
      const reader = openLogReader(format);
      for (const line of lines) {
        const read = reader.read(line);
        expect(read === undefined || 'request' in read || typeof read.fault === 'string').toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('a long line of anything that repeats is read by every reader, and one beyond 65,536 characters is a fault', () => {
  for (const part of ['"', '\\"', '[', '""', ' ', ',', '%4', 'bytes=', '" "', '{"a":', 'GET ']) {
    for (const format of LOG_FORMATS) expect(() => openLogReader(format).read(part.repeat(60_000 / part.length))).not.toThrow();
  }
  expect(openLogReader('combined').read('x'.repeat(65_537))).toEqual({ fault: 'has more than 65536 characters' });
});

test('the length of an answer is no size of a file, and how long a server took is no length of the sound', () => {
  const line = 'at,ip,url,status,bytes_sent,content_length,duration\n2026-11-10T10:00:00Z,203.0.113.9,/1.mp3,206,100,100,7';
  const reader = openLogReader('csv');
  const [, read] = line.split('\n').map((one) => reader.read(one));
  expect(read).toMatchObject({ request: { bytesSent: 100, fileBytes: undefined, durationSeconds: undefined } });
});

test('ads in the file are read from a line of JSON and from a cell, and a cell that holds none is handed on to be refused', () => {
  const ads = [{ placement: 'p-1', firstByte: 0, lastByte: 99 }];
  const line = { at: '2026-11-10T10:00:00Z', ip: '198.51.100.1', url: 'https://cdn.example/1.mp3', bytesSent: 100 };
  const json = openLogReader('ndjson').read(JSON.stringify({ ...line, ads }));
  expect(json).toMatchObject({ request: { ads } });
  const table = openLogReader('csv');
  table.read('at,ip,url,bytesSent,ads');
  const cell = JSON.stringify(ads).replaceAll('"', '""');
  expect(table.read(`2026-11-10T10:00:00Z,198.51.100.1,https://cdn.example/1.mp3,100,"${cell}"`)).toMatchObject({ request: { ads } });
  expect(table.read('2026-11-10T10:00:00Z,198.51.100.1,https://cdn.example/1.mp3,100,mid')).toMatchObject({ request: { ads: 'mid' } });
  const none = table.read('2026-11-10T10:00:00Z,198.51.100.1,https://cdn.example/1.mp3,100,');
  expect(none && 'request' in none && none.request.ads).toBeUndefined();
});

describe('a table whose columns are called otherwise', () => {
  test('is refused with its header, what is missing and how that may be called', () => {
    const refusal = (header: string) => openLogReader('auto').read(header);
    const fault = (text: string) => ({ fault: expect.stringContaining(text), isOfFile: true });
    expect(refusal('when,visitor,file')).toEqual(
      fault('"when,visitor,file", names no column for the time. Call it one of at, occurredAt,'),
    );
    expect(refusal('at,visitor,url')).toEqual(fault('names no column for the address of who asked. Call it one of ip, clientIp,'));
    expect(refusal('at\tip\tsize')).toEqual(fault('names no column for the address of the file. Call it one of url, request_url,'));
  });

  test('and a time that cannot be read, is named as the file names it', () => {
    expect(readAll('csv', 'timestamp,ip,url\nyesterday,203.0.113.9,/1.mp3')).toEqual([
      'has a time in "timestamp" that cannot be read: "yesterday"; write it as 2026-11-01T10:00:00Z',
    ]);
    expect(readAll('ndjson', '{"when":"2026-11-01","ip":"203.0.113.9"}')[0]).toMatch(
      /^has no time; it stands under one of at, occurredAt,/,
    );
  });

  test('finds every name that is understood in the documentation', () => {
    const text = readFileSync(new URL('../../../../docs/commands.md', import.meta.url), 'utf8');
    const names = Object.values(MAPPINGS.own.columns).flat();
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
