import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { feedText } from '../../../test/feed-server.ts';
import { openOutbound } from '../../platform/outbound.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import type { Context } from '../../platform/context.ts';
import { fetchFeed } from './service.ts';

const HOST = '127.0.0.5';
const GOOD = feedText('Good', [{ guid: '1' }]);

let database: TestDatabase;
let context: Context;
let server: Server;
let answerWith: RequestListener;
let asked: string[];
beforeAll(async () => {
  database = await openTestDatabase();
  // The one address inside that may be reached; all others are as closed as they are to an installation.
  context = { ...database.context, outbound: openOutbound({ networks: [HOST] }) };
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answerWith(request, response);
  });
  server.listen(0, HOST);
  await once(server, 'listening');
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database.close();
});

const portOf = () => (server.address() as AddressInfo).port;
const fetchIt = (more: object = {}) => fetchFeed(context, 'system', { url: `http://${HOST}:${portOf()}/feed`, ...more });
const text = (body: string | Buffer, headers = {}) => {
  answerWith = (_request, response) => response.writeHead(200, headers).end(body);
};

describe('a feed is read', () => {
  test('with what makes its host say next time that nothing changed', async () => {
    text(GOOD, { etag: '"1"', 'last-modified': 'Fri, 20 Nov 2026 06:00:00 GMT', 'cache-control': 'public, max-age=7200' });
    const first = await fetchIt();
    expect(first).toMatchObject({ kind: 'read', etag: '"1"', lastModified: 'Fri, 20 Nov 2026 06:00:00 GMT', freshSeconds: 7_200 });
    answerWith = ({ headers }, response) => {
      const isKnown = headers['if-none-match'] === '"1"' && headers['if-modified-since'] === 'Fri, 20 Nov 2026 06:00:00 GMT';
      response.writeHead(isKnown ? 304 : 500).end();
    };
    expect(await fetchIt({ etag: '"1"', lastModified: 'Fri, 20 Nov 2026 06:00:00 GMT' })).toMatchObject({ kind: 'unchanged' });
  });

  test('once where its host sends the same again', async () => {
    text(GOOD);
    const { contentHash } = (await fetchIt()) as { contentHash: Buffer };
    expect(await fetchIt({ contentHash })).toMatchObject({ kind: 'unchanged' });
  });

  test('packed, and in an encoding that it does not know', async () => {
    text(gzipSync(GOOD), { 'content-encoding': 'gzip', 'content-type': 'text/xml; charset=klingon' });
    expect(await fetchIt()).toMatchObject({ kind: 'read', feed: { title: 'Good' } });
  });

  test('where it moved to, and its address is new only as far as it moved for good', async () => {
    const hops: Record<string, [number, string]> = { '/feed': [301, '/b'], '/b': [308, '/c'], '/c': [302, '/d'], '/d': [301, '/e'] };
    answerWith = ({ url = '' }, response) => {
      const [status, location] = hops[url] ?? [200, ''];
      response.writeHead(status, { location }).end(status === 200 ? GOOD : '');
    };
    expect(await fetchIt()).toMatchObject({ kind: 'read', url: `http://${HOST}:${portOf()}/c` });
    expect(asked).toEqual(['/feed', '/b', '/c', '/d', '/e']);
  });
});

describe('a hostile host', () => {
  test.each([
    ['http://127.0.0.1', 'loopback'],
    ['http://169.254.169.254/latest/meta-data', 'where clouds keep their secrets'],
    ['http://10.0.0.1', 'a private network'],
    ['http://[::1]', 'loopback in IPv6'],
    ['http://localhost', 'a name that leads inside'],
    ['https://2130706433', 'loopback as a number'],
  ])('cannot lead to %s, %s', async (location) => {
    answerWith = (_request, response) => response.writeHead(301, { location: location.replace(/(?<=\w)$/, `:${portOf()}/`) }).end();
    expect(await fetchIt()).toMatchObject({ kind: 'failed', problem: expect.stringContaining('not on the public internet') as string });
    expect(asked).toEqual(['/feed']);
  });

  test('cannot lead elsewhere than to the web, nor round and round', async () => {
    answerWith = (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    expect(await fetchIt()).toMatchObject({ kind: 'failed', problem: 'This is not a web address.' });
    answerWith = (_request, response) => response.writeHead(302, { location: '/feed' }).end();
    expect(await fetchIt()).toMatchObject({ kind: 'failed', problem: 'The address redirects more than 5 times.' });
  });

  test('is cut off after 32 MiB, sent or unpacked, of 50 and of endlessly many', async () => {
    const tooLarge = { kind: 'failed', problem: 'The answer has more than 33554432 bytes.' };
    text(Buffer.alloc(50_000_000, '<a/>'));
    expect(await fetchIt()).toMatchObject(tooLarge);
    text(gzipSync(Buffer.alloc(50_000_000, ' ')), { 'content-encoding': 'gzip' });
    expect(await fetchIt()).toMatchObject(tooLarge);
    const part = Buffer.alloc(1_000_000, ' ');
    answerWith = (_request, response) => {
      const send = () => {
        while (!response.destroyed && response.write(part));
        if (!response.destroyed) response.once('drain', send);
      };
      send();
    };
    expect(await fetchIt()).toMatchObject(tooLarge);
  });

  test('has no more time than there is, however it dawdles', async () => {
    answerWith = (_request, response) => void response.write('<rss>');
    expect(await fetchIt({ timeoutMs: 200 })).toMatchObject({ kind: 'failed', problem: 'The address gave no answer within 0.2 seconds.' });
  });

  test('that breaks off, answers with a page, or in no encoding there is, fails with a reason', async () => {
    answerWith = (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('<rss>');
      response.socket?.end();
    };
    expect(await fetchIt()).toMatchObject({ kind: 'failed' });
    text('<html></html>');
    expect(await fetchIt()).toMatchObject({ kind: 'failed', problem: 'The address answers with a web page, not with a feed.' });
    text(Buffer.from(Array.from({ length: 10_000 }, (_, place) => (place * 7) % 256)), { 'content-type': 'text/xml; charset=utf-16' });
    expect(await fetchIt()).toMatchObject({ kind: 'failed', problem: 'This is no RSS feed.' });
  });

  test.each([
    [404, {}, { kind: 'failed', problem: 'The host answers 404.' }],
    [503, { 'retry-after': '120' }, { kind: 'failed', problem: 'The host answers 503.', retryAfterSeconds: 120 }],
    [429, { 'retry-after': 'Fri, 20 Nov 2026 12:01:00 GMT' }, { kind: 'failed', retryAfterSeconds: 60 }],
    [410, {}, { kind: 'gone' }],
  ])('that answers %i with %j is understood', async (status, headers, answer) => {
    answerWith = (_request, response) => response.writeHead(status, headers).end();
    expect(await fetchIt()).toMatchObject(answer);
  });
});
