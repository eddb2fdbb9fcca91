import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, postmasterOf, runJson, type Server, startServer } from '../../../test/program.ts';

const folder = emptyFolder();
const identity = { userId: 'listener-1' };
const at = (day: string) => `2026-11-${day}T09:00:00Z`;
const touchpoint = { id: 'heard', kind: 'impression', occurredAt: at('01'), campaign: 'spring', show: 'daily-tech', identity };
const order = { id: 'order-1', kind: 'purchase', occurredAt: at('02'), valueMinor: 4_999, currency: 'USD', identity };

let api: Server;
let apiKey: string;
beforeAll(async () => {
  api = await startServer(folder, 'api');
  ({ apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Lark', '--slug', 'lark'], { folder }));
});
afterAll(() => api?.stop());

const waiting = async () => (await api.send('GET', '/attribution/status', apiKey)).json as { waitingConversions: number };
const totals = async () => ((await api.send('GET', '/attribution/report?model=linear', apiKey)).json as { totals: object }).totals;

test('a process that answers requests leaves the work to a worker, which answers no requests, and both stop cleanly', async () => {
  expect((await api.send('POST', '/touchpoints', apiKey, { touchpoints: [touchpoint] })).status).toBe(202);
  expect((await api.send('POST', '/conversions', apiKey, { conversions: [order] })).status).toBe(202);
  expect((await waiting()).waitingConversions).toBeGreaterThan(0);
  expect(await totals()).toMatchObject({ attributedConversions: 0 });
  const worker = await startServer(folder, 'worker');
  await expect.poll(totals, { timeout: 30_000 }).toMatchObject({ attributedConversions: 1, attributedValueMinor: 4_999 });
  expect(await waiting()).toMatchObject({ waitingConversions: 0 });
  for (const path of ['/health', '/ready', '/metrics']) expect((await fetch(`${worker.url}${path}`)).status).toBe(200);
  for (const path of ['/api/v1/campaigns', '/', '/docs', '/openapi.json', '/t.js', '/l/abc'])
    expect(`${path} ${(await fetch(`${worker.url}${path}`)).status}`).toBe(`${path} 404`);
  expect(await worker.stop()).toMatchObject({ code: 0 });
  expect((await api.send('GET', '/campaigns', apiKey)).status).toBe(200);
  expect(await api.stop()).toMatchObject({ code: 0 });
  expect(postmasterOf(folder)).toBeUndefined();
});
