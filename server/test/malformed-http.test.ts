import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../src/api/app.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Everything the server says to these bytes until it ends the connection. */
async function converse(bytes: string): Promise<string> {
  const { hostname, port } = new URL(world.server.url);
  const socket = connect(Number(port), hostname);
  socket.write(Buffer.from(bytes, 'latin1'));
  return text(socket);
}

function bodyIn(said: string): unknown {
  return JSON.parse(said.slice(said.indexOf('\r\n\r\n') + 4));
}

async function expectAlive(): Promise<void> {
  expect((await world.server.send('GET', '/health')).status).toBe(200);
}

const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;
const post = (...lines: string[]) =>
  [
    'POST /api/v1/touchpoints HTTP/1.1',
    'Host: a',
    `Authorization: Bearer ${world.mine.apiKey}`,
    'Content-Type: application/json',
    ...lines,
  ] as const;

test.each<[string, () => string]>([
  ['words', () => head('hello')],
  ['an unknown method', () => head('FETCH / HTTP/1.1', 'Host: a')],
  ['the preface of HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a blank in the address', () => head('GET /a b HTTP/1.1', 'Host: a')],
  ['a NUL byte in the address', () => head('GET /a\0b HTTP/1.1', 'Host: a')],
  ['a NUL byte in a header', () => head('GET / HTTP/1.1', 'Host: a', 'X-A: a\0b')],
  ['a header without a name', () => head('GET / HTTP/1.1', 'Host: a', ': b')],
  ['a blank before the colon', () => head('GET / HTTP/1.1', 'Host : a')],
  ['a length and chunks at once', () => `${head(...post('Content-Length: 5', 'Transfer-Encoding: chunked'))}0\r\n\r\n`],
  ['two lengths', () => `${head(...post('Content-Length: 2', 'Content-Length: 20'))}{}`],
  ['a negative length', () => head(...post('Content-Length: -1'))],
  ['a length in words', () => head(...post('Content-Length: two'))],
  ['chunks that are not last', () => `${head(...post('Transfer-Encoding: chunked, gzip'))}0\r\n\r\n`],
  ['a chunk of no size', () => `${head(...post('Transfer-Encoding: chunked'))}zz\r\n{}\r\n0\r\n\r\n`],
  ['a chunk larger than it says', () => `${head(...post('Transfer-Encoding: chunked'))}1\r\n{}\r\n0\r\n\r\n`],
])('%s instead of HTTP is answered with a problem document, and the connection ends', async (_, bytes) => {
  const before = await world.rowCounts();
  const said = await converse(bytes());
  expect(said).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(said).toContain('Content-Type: application/problem+json; charset=utf-8\r\n');
  expect(said).toContain('x-content-type-options: nosniff\r\n');
  expect(said).toContain("content-security-policy: default-src 'none'; frame-ancestors 'none'\r\n");
  expect(said).toContain('Connection: close\r\n');
  expect(bodyIn(said)).toMatchObject({ status: 400, code: 'malformed_request', detail: 'This is not well-formed HTTP.' });
  expect(await world.rowCounts()).toEqual(before);
  await expectAlive();
});

test('header fields of more than 16 KiB are answered with what is too large', async () => {
  const said = await converse(head('GET / HTTP/1.1', 'Host: a', `X-A: ${'a'.repeat(20_000)}`));
  expect(said).toMatch(/^HTTP\/1\.1 431 /);
  expect(bodyIn(said)).toMatchObject({ status: 431, code: 'too_large', detail: expect.stringContaining('16 KiB') as string });
  await expectAlive();
});

test('an address that is not percent-encoded text is a problem document too', async () => {
  for (const path of ['/%zz', '/api/v1/campaigns/%', '/api/v1/campaigns/%ed%a0%80', '/api/v1/shows/%c3%28']) {
    const answer = await world.send('GET', path.replace('/api/v1', ''));
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(answer.json).toMatchObject({ status: 400, code: 'malformed_request', detail: 'The address is not well formed.' });
  }
});

test.each<[string, () => string]>([
  ['an address of another server', () => head('GET http://elsewhere.example/health HTTP/1.1', 'Host: a', 'Connection: close')],
  ['an asterisk', () => head('OPTIONS * HTTP/1.1', 'Host: a', 'Connection: close')],
  ['no host', () => head('GET /health HTTP/1.1', 'Connection: close')],
  ['the wish to become a socket', () => head('GET /health HTTP/1.1', 'Host: a', 'Connection: Upgrade, close', 'Upgrade: websocket')],
  ['the wish to be a tunnel', () => head('CONNECT elsewhere.example:443 HTTP/1.1', 'Host: a')],
  ['an expectation nobody has', () => head('GET /health HTTP/1.1', 'Host: a', 'Expect: a-miracle', 'Connection: close')],
  ['HTTP of 1996', () => head('GET /health HTTP/1.0')],
  ['a body where none belongs', () => `${head('GET /health HTTP/1.1', 'Host: a', 'Content-Length: 2', 'Connection: close')}{}`],
])('%s is answered or cut off, never with a failure of ours', async (_, bytes) => {
  const said = await converse(bytes());
  expect(said).toMatch(/^$|^HTTP\/1\.1 [24]\d\d /);
  await expectAlive();
});

test.each([
  ['a length', (bytes: number) => `${head(...post(`Content-Length: ${bytes}`, 'Connection: close'))}${' '.repeat(bytes)}`],
  [
    'chunks',
    (bytes: number) =>
      `${head(...post('Transfer-Encoding: chunked', 'Connection: close'))}${bytes.toString(16)}\r\n${' '.repeat(bytes)}\r\n0\r\n\r\n`,
  ],
])('a body far too large, sent with %s, is heard out and told so instead of being cut off', async (_, bytes) => {
  for (const mebibytes of [5, 40]) {
    const said = await converse(bytes(mebibytes * 1_048_576));
    expect(said).toMatch(/^HTTP\/1\.1 413 /);
    expect(bodyIn(said)).toMatchObject({ status: 413, code: 'too_large', detail: expect.stringContaining('4 MiB') as string });
  }
  expect(await converse(bytes(4 * 1_048_576))).toContain('"malformed_request"');
  await expectAlive();
});

test('a sender that hangs up in the middle of its body leaves nothing behind', async () => {
  const before = await world.rowCounts();
  const { hostname, port } = new URL(world.server.url);
  const socket = connect(Number(port), hostname);
  await new Promise<void>((resolve) => {
    socket.write(`${head(...post('Content-Length: 500'))}{"touchpoints":[`, () => resolve());
  });
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.destroy();
  });
  await expectAlive();
  expect(await world.rowCounts()).toEqual(before);
});

test('a request that does not end within ten seconds is ended', async () => {
  const app = await buildApp(world.database.context);
  expect(app.server).toMatchObject({ requestTimeout: 10_000, headersTimeout: 10_000, timeout: 20_000 });
  expect(app.server.keepAliveTimeout).toBeGreaterThan(60_000);
  await app.close();
});
