import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Spool } from './request-spool.ts';

const MAIN = join(import.meta.dirname, '../../main.ts');
const REQUEST = {
  at: '2026-11-02T22:00:00Z',
  ip: '203.0.113.9',
  userAgent: 'Overcast/3.0 (+http://overcast.fm/; iOS podcast app)',
  method: 'GET',
  status: 200,
  range: null,
  bytesSent: 28_800_000,
  url: 'https://host.example/ep.mp3',
  durationSeconds: 1_800,
  fileBytes: 28_800_000,
  headerBytes: 0,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-tracking-count-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(lines: readonly unknown[], ...args: string[]) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  writeFileSync(join(folder, 'log.ndjson'), text);
  const { INIT_CWD: _, ...env } = process.env;
  const result = spawnSync(process.execPath, [MAIN, 'tracking', 'count', 'log.ndjson', ...args], { cwd: folder, env, encoding: 'utf8' });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

function count(lines: readonly unknown[], window = 'calendar_day', ...args: string[]) {
  const { code, out, err } = run(lines, '--window', window, '--json', ...args);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as { requests: number; downloads: number; filtered: Record<string, number> };
}

describe('earshot tracking count', () => {
  const vector = ['2026-11-02T22:00:00Z', '2026-11-03T03:00:00Z', '2026-11-03T22:15:00Z', '2026-11-04T23:15:00Z'].map((at) => ({
    ...REQUEST,
    at,
  }));

  test.each([
    ['calendar_day', 3],
    ['rolling_first', 3],
    ['rolling_last', 2],
  ])('gives the method vector in %s', (window, downloads) => {
    expect(count(vector.toReversed(), window)).toEqual({ requests: 4, downloads, filtered: {} });
  });

  test('filters each request by the first rule it breaks, and requests are downloads, repeats and all filtered', () => {
    const partial = { ...REQUEST, ip: '203.0.113.10', status: 206, range: 'bytes=0-499999', bytesSent: 500_000 };
    const lines = [
      REQUEST,
      { ...REQUEST, at: '2026-11-02T22:30:00Z' },
      { ...REQUEST, method: 'HEAD' },
      { ...REQUEST, status: 304 },
      { ...REQUEST, status: 404 },
      { ...REQUEST, status: 206, range: 'bytes=0-1', bytesSent: 2 },
      { ...REQUEST, userAgent: null },
      { ...REQUEST, userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
      { ...REQUEST, userAgent: 'atc/1.0 watchOS/6.2 model/Watch3,3' },
      partial,
      { ...partial, at: '2026-11-02T22:01:00Z', range: 'bytes=500000-999999' },
      { ...partial, ip: '203.0.113.11' },
    ];
    const filtered = {
      not_get: 1,
      not_modified: 1,
      failed_status: 1,
      probe_range: 1,
      bad_agent: 1,
      bot: 1,
      watch: 1,
      partial: 1,
      below_threshold: 1,
    };
    expect(count(lines)).toEqual({ requests: 12, downloads: 2, filtered });
  });

  test('asks the whole file of a partial answer whose header is unknown, and takes whole answers without sizes for downloads', () => {
    const part = { ...REQUEST, headerBytes: null, status: 206, range: 'bytes=0-', bytesSent: REQUEST.fileBytes };
    const short = { ...part, ip: '203.0.113.10', bytesSent: REQUEST.fileBytes - 1 };
    const unsized = { ...REQUEST, ip: '203.0.113.11', bytesSent: 5_000, durationSeconds: null, fileBytes: null, headerBytes: null };
    expect(count([part, short, unsized])).toEqual({ requests: 3, downloads: 2, filtered: { below_threshold: 1 } });
  });

  test("counts a prefix's requests without their bytes", () => {
    const seen = { at: REQUEST.at, ip: REQUEST.ip, userAgent: REQUEST.userAgent, method: 'GET', range: 'bytes=0-999', url: REQUEST.url };
    expect(count([seen, { ...seen, status: 302 }], 'rolling_last', '--evidence', 'prefix_request')).toEqual({
      requests: 2,
      downloads: 1,
      filtered: {},
    });
  });

  test('says the number of a line that it cannot read, counts it as malformed and goes on', () => {
    const { code, out, err } = run(['{"at":', '', { ...REQUEST, ip: 'home' }, REQUEST], '--window', 'calendar_day', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ requests: 3, downloads: 1, filtered: { malformed: 2 } });
    expect(err).toBe('earshot: line 1: is not JSON\nearshot: line 3: ip: must be an IPv4 or IPv6 address\n');
  });

  test('refuses a file of which it can read no line, and says which command takes logs', () => {
    const line = '203.0.113.9 - - [10/Nov/2026:11:00:00 +0100] "GET /1.mp3 HTTP/1.1" 200 9 "-" "x"';
    const { code, out, err } = run([line, line], '--window', 'calendar_day', '--json');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('"earshot import logs" takes the logs of servers');
  });

  test('tells people what it filtered', () => {
    expect(run([REQUEST, { ...REQUEST, method: 'HEAD' }], '--window', 'calendar_day').out).toBe(
      '2 requests: 1 download, 0 repeats, and filtered\n  not_get: 1\n',
    );
  });

  test('asks for the kind of window, which has no default', () => {
    const { code, err } = run([REQUEST]);
    expect(code).not.toBe(0);
    expect(err).toContain('--window');
  });
});

describe('what is kept apart by key', () => {
  test('comes back together and in order when it went to the disk in between', () => {
    const spool = new Spool<number>({ maxHeld: 10, parts: 3 });
    for (let item = 0; item < 57; item += 1) spool.add(`key ${item % 7}`, item);
    const groups = [...spool.groups()].sort((a, b) => a[0] - b[0]);
    spool.close();
    expect(groups).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((first) => Array.from({ length: first === 0 ? 9 : 8 }, (_, place) => first + place * 7)),
    );
  });
});
