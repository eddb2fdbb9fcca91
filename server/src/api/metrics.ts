import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { outboxCountsOf } from '../platform/outbox-delivery.ts';

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

/** Counts and times every request by route, and answers GET /metrics in the Prometheus text format. */
export function addMetrics(app: App, context: Context): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addOutbox(registry, context);
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
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    const text = await registry.metrics();
    return reply.type(registry.contentType).send(text);
  });
}
