import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
let key: string;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  const words = ['tenants', 'create', '--name', 'Logs', '--slug', 'logs', '--tier', 'enterprise'];
  key = (await runJson<{ apiKey: string }>(words, { folder })).apiKey;
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const importWords = (kind: string, file: string, ...more: string[]) => ['import', kind, file, '--tenant', 'logs', ...more];
const importJson = (kind: string, file: string, ...more: string[]) => runJson<object>(importWords(kind, file, ...more), { folder });

const yesterday = new Date(Date.now() - 86_400_000);
const clfDay = `${String(yesterday.getUTCDate()).padStart(2, '0')}/${yesterday.toUTCString().slice(8, 11)}/${yesterday.getUTCFullYear()}`;
const line = (ip: string, second: string, bytes = 5_000_000) =>
  `${ip} - - [${clfDay}:10:00:${second} +0000] "GET /1.mp3 HTTP/1.1" 200 ${bytes} "-" "AntennaPod/3.4.0"`;

/** The waterfall once so many requests are counted and none waits. */
async function countedOf(apiKey: string, query: string, requests: number): Promise<object> {
  for (;;) {
    const answer = await fetch(`${server.url}/api/v1/tracking/waterfall?${query}`, { headers: { authorization: `Bearer ${apiKey}` } });
    const found = (await answer.json()) as { requests: number; waitingRequests: number };
    if (found.waitingRequests === 0 && found.requests >= requests) return found;
  }
}

test('a packed log is imported once however often, its bad lines with reasons, and its downloads are counted', async () => {
  const lines = [line('198.51.100.1', '01'), 'no line of a log', line('198.51.100.2', '02'), line('198.51.100.1', '03'), ''];
  writeFileSync(join(folder, 'access.log.gz'), gzipSync(lines.join('\n')));
  const more = ['--show', 'daily', '--site', 'https://cdn.example'];
  const notes = { refiled: 0, withoutUserAgent: 0 };
  expect(await importJson('logs', 'access.log.gz', ...more)).toEqual({
    accepted: 3,
    duplicates: 0,
    rejected: 1,
    ...notes,
    withoutEpisode: 3,
  });
  const [reject] = readFileSync(join(folder, 'access.log.gz.rejected.ndjson'), 'utf8').trimEnd().split('\n');
  expect(JSON.parse(reject)).toMatchObject({ line: 2, code: 'invalid', source: 'no line of a log' });
  writeFileSync(join(folder, 'overlap.log'), [lines[3], line('198.51.100.3', '04')].join('\n'));
  const overlap = await importJson('requests', 'overlap.log', '--format', 'combined', ...more);
  expect(overlap).toEqual({ accepted: 1, duplicates: 1, rejected: 0, ...notes, withoutEpisode: 2 });
  let waterfall: { waitingRequests: number; downloads: number; repeats: number };
  do {
    const answer = await fetch(`${server.url}/api/v1/tracking/waterfall?show=daily`, { headers: { authorization: `Bearer ${key}` } });
    waterfall = (await answer.json()) as typeof waterfall;
  } while (waterfall.downloads < 3 || waterfall.waitingRequests > 0);
  expect(waterfall).toMatchObject({ requests: 4, downloads: 3, repeats: 1 });
});

test('a log that cannot count as it is, says so with the fix, and is filed anew when it is read with it', async () => {
  const text = [line('198.51.100.7', '01'), line('198.51.100.8', '02').replace(/ "-" "AntennaPod.*/, '')].join('\n');
  writeFileSync(join(folder, 'paths.log'), text);
  const { err } = await run(importWords('logs', 'paths.log'), { folder });
  expect(err).toMatch(/2 lines match no episode\. .* import it again with --site https:\/\/HOST/);
  expect(err).toMatch(/1 line has no user agent and cannot count .* combined format/);
  const again = await run(importWords('logs', 'paths.log', '--site', 'https://cdn.example', '--show', 'paths'), { folder });
  expect(again.out).toContain('0 accepted, 2 duplicates, 0 rejected.');
  expect(again.err).toMatch(/2 lines stored before are filed anew/);
  expect(again.err).toMatch(/2 lines match no episode\. Episodes are found once the catalogue knows their files \(earshot shows add\)/);
  expect(await countedOf(key, 'show=paths', 2)).toMatchObject({ requests: 2 });
});

test('a table with headings that nobody knows is refused before a line of it is stored', async () => {
  writeFileSync(join(folder, 'strange.csv'), 'when,visitor,file\n2026-11-01,203.0.113.9,/1.mp3\n');
  const { code, err } = await run(importWords('logs', 'strange.csv'), { folder });
  expect(code).toBe(1);
  expect(err).toContain('names no column for the time. Call it one of at, occurredAt');
  expect(existsSync(join(folder, 'strange.csv.rejected.ndjson'))).toBe(false);
});

test('with --history requests of any age are taken and counted; without it they are refused and the way is named', async () => {
  const words = ['tenants', 'create', '--name', 'Old', '--slug', 'old-log'];
  const { slug, apiKey } = await runJson<{ slug: string; apiKey: string }>(words, { folder });
  const request = { at: '2019-03-05T10:00:00Z', url: 'https://cdn.example/old.mp3', ip: '198.51.100.9', userAgent: 'AntennaPod/3.4.0' };
  const file = join(folder, 'old.ndjson');
  writeFileSync(file, `${JSON.stringify(request)}\n`);
  const importing = ['import', 'requests', file, '--tenant', slug];
  expect(await runJson(importing, { folder })).toMatchObject({ accepted: 0, rejected: 1 });
  expect(readFileSync(`${file}.rejected.ndjson`, 'utf8')).toContain('earshot import --history');
  const past = join(folder, 'older.ndjson');
  writeFileSync(past, `${JSON.stringify(request)}\n`);
  expect(await runJson(['import', 'requests', past, '--tenant', slug, '--history'], { folder })).toMatchObject({
    accepted: 1,
    rejected: 0,
  });
  expect(await countedOf(apiKey, 'from=2019-03-05&to=2019-03-06', 1)).toMatchObject({ requests: 1, downloads: 1 });
});

test('a host’s figures are entered from its own CSV', async () => {
  writeFileSync(join(folder, 'figures.csv'), 'Date,Downloads\n01-11-2026,"1,200"\n2026-11-02,7\nsomeday,3\n');
  const words = ['import', 'host-figures', 'figures.csv', '--tenant', 'logs', '--show', 'daily', '--source', 'a host'];
  expect(await runJson(words, { folder })).toEqual({ stored: 2, rejected: 1 });
  expect(existsSync(join(folder, 'figures.csv.rejected.ndjson'))).toBe(true);
  writeFileSync(join(folder, 'figures.csv'), 'Date,Downloads\n11/01/2026,4\n');
  expect(await runJson(words, { folder })).toEqual({ stored: 0, rejected: 1 });
  const rejected = readFileSync(join(folder, 'figures.csv.rejected.ndjson'), 'utf8');
  expect(rejected).toContain('may mean 2026-01-11 or 2026-11-01; write days as year-month-day');
  writeFileSync(join(folder, 'figures.csv'), 'Date,Downloads\n11/01/2026,4\n11/13/2026,5\n');
  expect(await runJson(words, { folder })).toEqual({ stored: 2, rejected: 0 });
});

test('a format there is not is refused', async () => {
  const { code, err } = await run(importWords('logs', 'access.log.gz', '--format', 'wav'), { folder });
  expect(code).not.toBe(0);
  expect(err).toContain('Allowed choices');
});
