import { quantile } from '../figures.ts';
import { type Connection, openConnection, writeRequest } from './connection.ts';
import { createEventWriter, type EventWriter } from './events.ts';
import type { LoadPlan, LoadResult } from './plan.ts';

const TICK_MS = 5;
const HOUSEHOLDS = 200_000;
const MINUTE_MS = 60_000;

interface Load {
  plan: LoadPlan;
  writer: EventWriter;
  connections: Connection[];
  result: LoadResult;
  latencies: { ms: number; isRead: boolean; minute: number }[];
  startedAt: number;
  endsAt: number;
}

interface Request {
  text: string;
  noun?: 'touchpoints' | 'conversions';
}

/** The next request: tenant by tenant, now and then conversions, now and then a report. */
function nextRequest({ plan, writer, result }: Load): Request {
  const { keys, batch, conversionsEvery, url, readsEvery = Infinity, paths = [] } = plan;
  const place = result.requests;
  result.requests += 1;
  const key = keys[Math.floor(place / conversionsEvery + place) % keys.length];
  if (place % readsEvery === readsEvery - 1) {
    const path = paths[Math.floor(place / readsEvery) % paths.length];
    return { text: writeRequest('GET', `${url}${path}`, { key }) };
  }
  const noun = place % conversionsEvery === conversionsEvery - 1 ? 'conversions' : 'touchpoints';
  const write = noun === 'touchpoints' ? writer.touchpoint : writer.conversion;
  const now = Date.now();
  const items = Array.from({ length: batch }, () => write(now - Math.floor(Math.random() * MINUTE_MS))).join(',');
  return { text: writeRequest('POST', `${url}/api/v1/${noun}`, { key, body: `{"${noun}":[${items}]}` }), noun };
}

async function sendOne(load: Load, connection: Connection, dueAt: number): Promise<void> {
  const { text, noun } = nextRequest(load);
  const { status, body } = await connection.send(text);
  const minute = Math.floor((dueAt - load.startedAt) / MINUTE_MS);
  load.latencies.push({ ms: performance.now() - dueAt, isRead: noun === undefined, minute });
  if (status !== (noun === undefined ? 200 : 202)) load.result.refused[status] = (load.result.refused[status] ?? 0) + 1;
  else if (noun !== undefined) load.result[noun] += (JSON.parse(body) as { accepted: number }).accepted;
}

/** As fast as the answers come: every connection sends its next request when it has its answer. */
async function sendClosed(load: Load): Promise<void> {
  await Promise.all(
    load.connections.map(async (connection) => {
      while (performance.now() < load.endsAt) await sendOne(load, connection, performance.now());
    }),
  );
}

/** At a fixed rate; a request's time counts from when it was due, also when no connection was free then. */
async function sendOpen(load: Load, rate: number): Promise<void> {
  const idle = [...load.connections];
  const startedAt = performance.now();
  const everyMs = (1_000 * load.plan.batch) / rate;
  const pending = new Set<Promise<void>>();
  let due = 0;
  const failed: unknown[] = [];
  while (performance.now() < load.endsAt && failed.length === 0) {
    while (idle.length > 0 && startedAt + due * everyMs <= performance.now()) {
      // In turn, so that none stays idle until the server closes it.
      const connection = idle.shift() as Connection;
      const sending: Promise<void> = sendOne(load, connection, startedAt + due * everyMs)
        .then(
          () => void idle.push(connection),
          (error: unknown) => void failed.push(error),
        )
        .finally(() => pending.delete(sending));
      pending.add(sending);
      due += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(pending);
  if (failed.length > 0) throw failed[0];
}

function byMinute(latencies: Load['latencies']): number[] {
  const minutes: number[][] = [];
  for (const { ms, minute } of latencies) (minutes[minute] ??= []).push(ms);
  return Array.from(minutes, (one) => quantile(one, 0.99));
}

const timesOf = (latencies: Load['latencies'], isRead: boolean) => latencies.filter((one) => one.isRead === isRead).map(({ ms }) => ms);

const summaryOf = (times: readonly number[]) => ({ count: times.length, p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) });

async function run(plan: LoadPlan): Promise<LoadResult> {
  const connections = await Promise.all(Array.from({ length: plan.connections }, () => openConnection(plan.url)));
  const reads = { count: 0, p50Ms: 0, p99Ms: 0 };
  const timesMs = { events: [], reads: [] };
  const counts = { requests: 0, touchpoints: 0, conversions: 0, refused: {} };
  const result = { seconds: 0, ...counts, p50Ms: 0, p99Ms: 0, reads, timesMs, p99ByMinute: [], cpuSeconds: 0 };
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const endsAt = startedAt + plan.seconds * 1_000;
  const writer = createEventWriter({ name: plan.name, seed: process.pid, households: HOUSEHOLDS });
  const load: Load = { plan, writer, connections, result, latencies: [], startedAt, endsAt };
  await (plan.rate === undefined ? sendClosed(load) : sendOpen(load, plan.rate));
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const connection of connections) connection.close();
  const [ofEvents, ofReads] = [timesOf(load.latencies, false), timesOf(load.latencies, true)];
  const { p50Ms, p99Ms } = summaryOf(ofEvents);
  return {
    ...result,
    seconds: (performance.now() - startedAt) / 1_000,
    p50Ms,
    p99Ms,
    reads: summaryOf(ofReads),
    timesMs: plan.keepsTimes === true ? { events: ofEvents, reads: ofReads } : timesMs,
    p99ByMinute: byMinute(load.latencies),
    cpuSeconds: (user + system) / 1e6,
  };
}

process.stdout.write(`${JSON.stringify(await run(JSON.parse(process.argv[2]) as LoadPlan))}\n`);
