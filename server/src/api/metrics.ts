import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { lookAtQueues, type Queue } from '../metering/queues/service.ts';
import type { Context } from '../platform/context.ts';
import type { AppError } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { measuresOf } from '../platform/measures.ts';
import { outboxCountsOf } from '../platform/outbox-delivery.ts';
import type { Edge } from '../tracking/edge/service.ts';
import { fatesOf } from '../tracking/exposures/service.ts';
import { edgeListener, putBefore } from './edge.ts';

function addOutbox(registry: Registry, context: Context): void {
  const gauge = new Gauge({
    name: 'earshot_outbox_mails',
    help: 'Mails since this process began: sent, failed tries, given up; and those that wait now.',
    labelNames: ['outcome'],
    registers: [registry],
    collect: () => {
      const { sent, failedTries, givenUp, waiting } = outboxCountsOf(context);
      for (const [outcome, count] of Object.entries({ sent, failed_try: failedTries, given_up: givenUp, waiting }))
        gauge.set({ outcome }, count);
    },
  });
}

/** What became of public requests that were taken from the spool. */
function addFates(registry: Registry, context: Context): void {
  const gauge = new Gauge({
    name: 'earshot_public_requests',
    help: 'Public requests taken from the spool since this process began, by kind and fate: counted, or why not.',
    labelNames: ['kind', 'fate'],
    registers: [registry],
    collect: () => {
      for (const [key, count] of fatesOf(context)) {
        const [kind, fate] = key.split(' ');
        gauge.set({ kind, fate }, count);
      }
    },
  });
}

/** What waits in the database, of all processes together. While the database is away nothing is told of it. */
function addQueues(registry: Registry, context: Context): void {
  const gauge = (name: string, help: string, valueOf: (queue: Queue) => number | null) => {
    const made = new Gauge({
      name,
      help,
      labelNames: ['queue'],
      registers: [registry],
      collect: async () => {
        const queues = await lookAtQueues(context, 'system').catch(() => []);
        made.reset();
        for (const queue of queues) {
          const value = valueOf(queue);
          if (value !== null) made.set({ queue: queue.name }, value);
        }
      },
    });
  };
  gauge(
    'earshot_queue_rows',
    'Rows of background work that wait in the database, by queue; 100000 stands for as many or more.',
    ({ rows }) => rows,
  );
  gauge(
    'earshot_queue_oldest_seconds',
    'For how long the oldest row of a queue has waited, by queue; 0 when nothing waits.',
    ({ oldestSeconds }) => oldestSeconds,
  );
}

/** What the edge answered, and what its spool holds. */
export function addEdgeMetrics(registry: Registry, edge: Edge): (seconds: number, status: number) => void {
  const requests = new Gauge({
    name: 'earshot_edge_requests',
    help: 'Public requests since this process began, by kind and what became of them; late ones were answered before they were on disk.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
    collect: () => {
      for (const [key, count] of edge.counts) {
        const [kind, outcome] = key.split(' ');
        requests.set({ kind, outcome }, count);
      }
    },
  });
  const spool = new Gauge({
    name: 'earshot_spool',
    help: 'The spool of public requests: records kept and lost since this process began, bytes on disk, and how many there may be.',
    labelNames: ['what'],
    registers: [registry],
    collect: () => {
      const { appended, lost, bytes, maxBytes } = edge.context.spool.counts();
      for (const [what, count] of Object.entries({ kept: appended, lost, bytes, max_bytes: maxBytes })) spool.set({ what }, count);
    },
  });
  const snapshot = new Gauge({
    name: 'earshot_edge_snapshot',
    help: 'The snapshot of public ids: how many, and how many seconds ago it was seen to be up to date (-1: not since this process began).',
    labelNames: ['what'],
    registers: [registry],
    collect: () => {
      const refreshedAtMs = edge.snapshots.refreshedAtMs();
      snapshot.set({ what: 'ids' }, edge.snapshots.size());
      snapshot.set({ what: 'age_seconds' }, refreshedAtMs === undefined ? -1 : (edge.context.clock() - refreshedAtMs) / 1_000);
    },
  });
  const durations = new Histogram({
    name: 'earshot_edge_request_duration_seconds',
    help: 'Time from a public request to its answer, by status.',
    labelNames: ['status'],
    buckets: [0.000_5, 0.001, 0.002, 0.003, 0.005, 0.007_5, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 1],
    registers: [registry],
  });
  return (seconds, status) => durations.observe({ status }, seconds);
}

/** Which quota refused; limits that tenants set themselves are told by one name, since theirs are their own. */
function quotaOf({ extensions }: AppError): string {
  return typeof extensions.quota === 'string' ? extensions.quota : 'own';
}

/**
 * Counts and times every request by route, and answers GET /metrics in the Prometheus text format. With an edge it also answers public
 * addresses, and measures them.
 */
export function addMetrics(app: App, context: Context, edge: Edge | undefined): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addOutbox(registry, context);
  addFates(registry, context);
  addQueues(registry, context);
  const { refusals } = measuresOf(context.log);
  const durations = new Histogram({
    name: 'earshot_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 3, 10],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
    if (request.refusal) refusals.inc({ code: request.refusal.code, quota: quotaOf(request.refusal) });
  });
  if (edge) putBefore(app.server, edgeListener(edge, addEdgeMetrics(registry, edge)));
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    const text = await Registry.merge([registry, measuresOf(context.log).registry]).metrics();
    return reply.type(registry.contentType).send(text);
  });
}
