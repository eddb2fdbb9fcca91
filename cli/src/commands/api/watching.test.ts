import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
  links?: { traceId: string; spanId: string }[];
}

interface Export {
  resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
}

const folder = emptyFolder();
const ADDRESS = '203.0.113.77';
const EMAIL = 'd4f5'.repeat(16);
const identity = { ip: ADDRESS, emailSha256: EMAIL };
const at = (day: string) => `2026-11-${day}T09:00:00Z`;
const touchpoint = { id: 'heard', kind: 'impression', occurredAt: at('01'), campaign: 'spring', show: 'daily-tech', identity };
const order = (id: string, more = {}) => ({
  id,
  kind: 'purchase',
  occurredAt: at('02'),
  valueMinor: 4_999,
  currency: 'USD',
  identity,
  ...more,
});

const spans: Span[] = [];
let collector: HttpServer;
let server: Server;
let apiKey: string;
beforeAll(async () => {
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const { resourceSpans } = JSON.parse((await buffer(request)).toString()) as Export;
    if (request.url === '/v1/traces') spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans)));
    response.setHeader('content-type', 'application/json').end('{}');
  };
  collector = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  server = await startServer(folder, 'all', { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  ({ apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Lark', '--slug', 'lark'], { folder }));
});
afterAll(async () => {
  await server?.stop();
  collector.close();
});

const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
const send = (what: 'touchpoints' | 'conversions', items: object[]) => server.send('POST', `/${what}`, apiKey, { [what]: items });
const named = (name: string) => spans.filter((span) => span.name === name);

test('metrics tell of events, of what was matched and how soon, and of what waits, without a tenant', async () => {
  expect((await send('touchpoints', [touchpoint, touchpoint, { ...touchpoint, id: '' }])).status).toBe(202);
  expect((await send('conversions', [order('order-1'), order('order-2', { identity: { ip: '198.51.100.9' } })])).status).toBe(202);
  await expect.poll(metrics, { timeout: 30_000 }).toContain('earshot_matched_conversions_total{outcome="credited"} 1');
  const told = await metrics();
  for (const line of [
    'earshot_events_total{kind="touchpoint",outcome="accepted"} 1',
    'earshot_events_total{kind="touchpoint",outcome="duplicate"} 1',
    'earshot_events_total{kind="touchpoint",outcome="invalid"} 1',
    'earshot_events_total{kind="conversion",outcome="accepted"} 2',
    'earshot_matched_conversions_total{outcome="uncredited"} 1',
    'earshot_attribution_delay_seconds_count 2',
    'earshot_queue_rows{queue="runs"} 0',
    'earshot_work_duration_seconds_count{task="match",outcome="done"}',
    'earshot_http_request_duration_seconds_count{method="POST",route="/api/v1/conversions",status="202"} 1',
  ])
    expect(told).toContain(line);
  expect(told).not.toMatch(/lark|tenant_id/);
  await expect.poll(metrics, { timeout: 30_000 }).toContain('earshot_queue_oldest_seconds{queue="conversions"} 0\n');
});

test('metrics count what a quota refused, by the quota', async () => {
  expect(await run(['tenants', 'set-quota', 'lark', 'events_per_month', '3'], { folder })).toMatchObject({ code: 0 });
  const refused = async () => (await send('touchpoints', [{ ...touchpoint, id: `late-${crypto.randomUUID()}` }])).status;
  await expect.poll(refused, { timeout: 30_000 }).toBe(429);
  expect(await metrics()).toMatch(/earshot_limit_refusals_total\{code="quota_exceeded",quota="events_per_month"\} [1-9]/);
  expect(await run(['tenants', 'set-quota', 'lark', 'events_per_month', 'tier'], { folder })).toMatchObject({ code: 0 });
});

test('a trace goes from a request to its statements, and to the work that it asked for', async () => {
  await expect.poll(() => named('POST /api/v1/conversions').length, { timeout: 30_000 }).toBeGreaterThan(0);
  const [request] = named('POST /api/v1/conversions');
  await expect
    .poll(() => spans.filter(({ traceId }) => traceId === request.traceId).map(({ name }) => name), { timeout: 30_000 })
    .toEqual(expect.arrayContaining(['transaction intake', 'POST /api/v1/conversions']));
  const own = spans.filter(({ traceId }) => traceId === request.traceId);
  const transaction = own.find(({ name }) => name === 'transaction intake');
  const statements = own.filter(({ parentSpanId }) => parentSpanId === transaction?.spanId);
  const texts = statements.map(({ attributes }) => attributes.find(({ key }) => key === 'db.query.text')?.value.stringValue);
  expect(texts).toContainEqual(expect.stringContaining('insert into conversions'));
  const workOf = () => spans.filter(({ name, links }) => name === 'work match' && links?.some((link) => link.traceId === request.traceId));
  await expect.poll(() => workOf().length, { timeout: 30_000 }).toBe(1);
  const under = spans.filter(({ traceId }) => traceId === workOf()[0].traceId).map(({ name }) => name);
  expect(under).toEqual(expect.arrayContaining(['transaction app', 'take-dirty']));
});

test('a run that was asked for is linked to the request, and nothing of people or values is in any span', async () => {
  const asked = await server.send('POST', '/attribution/runs', apiKey, { model: 'linear' });
  expect(asked.status).toBe(202);
  const requests = () => named('POST /api/v1/attribution/runs');
  await expect.poll(() => requests().length, { timeout: 30_000 }).toBe(1);
  const linked = () => named('work runs').filter(({ links }) => links?.some(({ traceId }) => traceId === requests()[0].traceId));
  await expect.poll(() => linked().length, { timeout: 60_000 }).toBe(1);
  const text = JSON.stringify(spans);
  for (const value of [ADDRESS, EMAIL, 'order-1', 'daily-tech', apiKey]) expect(text).not.toContain(value);
});

test('what a stranger says of a trace is linked to, and does not become its own', async () => {
  const stranger = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  await fetch(`${server.url}/api/v1/campaigns`, { headers: { authorization: `Bearer ${apiKey}`, traceparent: stranger } });
  await expect.poll(() => named('GET /api/v1/campaigns').length, { timeout: 30_000 }).toBe(1);
  const [{ traceId, links }] = named('GET /api/v1/campaigns');
  expect(traceId).not.toBe('a'.repeat(32));
  expect(links).toMatchObject([{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }]);
});

test('a collector that cannot be reached keeps nobody from being served, nor the server from stopping', async () => {
  const other = await startServer(emptyFolder(), 'all', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
  expect((await fetch(`${other.url}/ready`)).status).toBe(200);
  expect(await other.stop()).toMatchObject({ code: 0 });
});
