import { createHmac } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

interface Listed {
  id: string;
  state: string;
  made: string[];
}

const SECRET = 'what-both-sides-know';
const ORDER = JSON.stringify({
  id: 1_001,
  order_number: 1_001,
  currency: 'USD',
  total_price: '49.99',
  created_at: new Date().toISOString(),
  email: 'buyer@example.com',
});

let folder: string;
let server: Server;
let apiKey: string;
const api = async (path: string, body: object) => {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const answer = await fetch(`${server.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as Record<string, string>;
};
const on = (...words: string[]) => [...words, '--tenant', 'acme'];
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  ({ apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Acme', '--slug', 'acme'], { folder }));
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('earshot hooks lists what a shop delivered, prints it as it came, and replays what was refused once the secret is right', async () => {
  const { publicId } = await api('/tracking/sources', { key: 'shop', kind: 'shopify', secret: 'not-the-right-one' });
  const headers = {
    'content-type': 'application/json',
    'x-shopify-topic': 'orders/paid',
    'x-shopify-hmac-sha256': createHmac('sha256', SECRET).update(ORDER).digest('base64'),
  };
  const sent = await fetch(`${server.url}/hooks/shopify/${publicId}`, { method: 'POST', headers, body: ORDER });
  expect(sent.status).toBe(401);
  const [{ id, state }] = await runJson<Listed[]>(on('hooks', 'list', '--state', 'refused'), { folder });
  expect(state).toBe('refused');
  expect((await run(on('hooks', 'show', id, '--body'), { folder })).out).toBe(ORDER);
  expect((await run(on('hooks', 'replay', id), { folder })).err).toContain('still refused');
  await api('/tracking/sources/shop/rotate', { secret: SECRET });
  const replay = on('hooks', 'replay', '--source', 'shop', '--from', '2020-01-01');
  expect(await runJson<Listed[]>(replay, { folder })).toMatchObject([{ id, state: 'kept', made: ['shopify:order:1001'] }]);
  expect(await runJson<Listed[]>(replay, { folder })).toEqual([]);
  expect((await run(on('hooks', 'replay'), { folder })).err).toContain('Name one delivery');
}, 240_000);

test('earshot pulls shows how far hosts are asked, and asks one now', async () => {
  await api('/tracking/sources', { key: 'host', kind: 'op3', secret: 'the-key-of-the-host' });
  expect(await runJson(on('pulls', 'run', '--source', 'host'), { folder })).toMatchObject([{ source: 'host' }]);
  // The server that runs beside it may be the one that asks.
  await vi.waitFor(async () => {
    const told = await runJson(on('pulls', 'status'), { folder });
    expect(told).toMatchObject([{ source: 'host', fault: expect.stringContaining('no show is named') as string }]);
  }, 60_000);
  expect((await run(on('pulls', 'status'), { folder })).out).toContain('host  next ');
  expect((await run(on('pulls', 'run', '--source', 'nothing'), { folder })).err).toContain('There is no such host');
}, 240_000);

describe('earshot tracking view-counts', () => {
  const enter = (text: string) => {
    writeFileSync(join(folder, 'views.csv'), text);
    return on('tracking', 'view-counts', 'views.csv');
  };

  test('enters a file, and taking totals back leaves none', async () => {
    const header = 'platform,show,episode,day,views\n';
    const lines = 'youtube,a-show,,2026-11-01,5\nSpotify,a-show,e-1,2026-11-01,7\n';
    expect(await runJson(enter(header + lines), { folder })).toEqual({ stored: 2, removed: 0 });
    expect(await runJson(enter(`${header}youtube,a-show,,2026-11-01,\n`), { folder })).toEqual({ stored: 0, removed: 1 });
  }, 240_000);

  test.each([
    ['platform,show,day\n', 'no column views'],
    ['platform,show,day,views\nnobody,a,2026-11-01,1\n', 'line 2: platform'],
    ['platform,show,day,views\nyoutube,a,2026-11-01,-1\n', 'line 2: views'],
    ['platform,show,day,views\n', 'holds no view counts'],
  ])(
    'refuses %j as a whole',
    async (text, fault) => {
      expect((await run(enter(text), { folder })).err).toContain(fault);
    },
    240_000,
  );
});
