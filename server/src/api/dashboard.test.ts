import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { startTestServer, type TestServer } from '../../test/http.ts';

const SCRIPT = 'console.log("a room of the dashboard");\n'.repeat(40);
const PAGE = '<!doctype html><title>Earshot</title>';

let folder: string;
let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-pages-'));
  mkdirSync(join(folder, 'assets'));
  for (const [name, text] of [
    ['assets/room-a1b2c3.js', SCRIPT],
    ['index.html', PAGE],
  ]) {
    writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, `${name}.gz`), gzipSync(text));
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text));
  }
  database = await openTestDatabase();
  server = await startTestServer(database.context, { dashboardFolder: folder });
});
afterAll(async () => {
  await server.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

/** What is answered to a browser that takes these encodings, as it comes over the wire. */
async function bytesOf(path: string, encodings: string): Promise<{ headers: Record<string, unknown>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': encodings, accept: 'text/html,*/*' };
    request(new URL(path, server.url), { headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(parts) }));
    })
      .on('error', reject)
      .end();
  });
}

test.each([
  ['br', 'gzip, deflate, br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  [undefined, 'identity', (body: Buffer) => body],
] as const)('the pages come packed as the browser takes them: %s', async (encoding, accepted, unpack) => {
  for (const [path, text] of [
    ['/assets/room-a1b2c3.js', SCRIPT],
    ['/', PAGE],
    ['/catalog/campaigns', PAGE],
  ]) {
    const { headers, body } = await bytesOf(path, accepted);
    expect(unpack(body).toString()).toBe(text);
    expect(headers).toMatchObject({ 'content-type': expect.stringMatching(/(html|javascript)/) as string });
    expect(headers['content-encoding']).toBe(encoding);
    if (encoding !== undefined) expect(headers.vary).toMatch(/accept-encoding/i);
  }
});

test('what has its hash in its name is kept by browsers for good, and the page that names it is asked for each time', async () => {
  const [script, page] = [await bytesOf('/assets/room-a1b2c3.js', 'br'), await bytesOf('/catalog/campaigns', 'br')];
  expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(page.headers['cache-control']).toBe('no-cache');
});
