import {
  context as ambient,
  type Context as SpanContext,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { App } from '../platform/http.ts';
import { isTracing } from '../platform/tracing.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Its span, and the context that spans under it are made in, while requests are traced. */
    traced?: { span: Span; under: SpanContext } | undefined;
  }
}

/**
 * Makes a span of every request, under its route and never its address, while the process traces. What a caller says of a trace of its own
 * is linked to, not continued: strangers must not decide what is exported.
 */
export function traceRequests(app: App): void {
  app.addHook('onRequest', (request, _reply, done) => {
    if (!isTracing()) return done();
    const { method, routeOptions, id, headers } = request;
    const route = routeOptions.url ?? 'unknown';
    const told = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, headers));
    const attributes = { 'http.request.method': method, 'http.route': route, 'earshot.request_id': id };
    const links = told === undefined ? [] : [{ context: told }];
    const span = trace.getTracer('earshot').startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, root: true, attributes, links });
    const under = trace.setSpan(ROOT_CONTEXT, span);
    request.traced = { span, under };
    return ambient.with(under, done);
  });
  // What came with the body may have come in another context.
  app.addHook('preHandler', (request, _reply, done) => (request.traced ? ambient.with(request.traced.under, done) : done()));
  app.addHook('onResponse', async ({ traced, actor }, { statusCode }) => {
    if (!traced) return;
    traced.span.setAttribute('http.response.status_code', statusCode);
    if (actor) traced.span.setAttribute('earshot.tenant_id', actor.tenantId);
    if (statusCode >= 500) traced.span.setStatus({ code: SpanStatusCode.ERROR });
    traced.span.end();
  });
}
