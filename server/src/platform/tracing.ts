import {
  type Attributes,
  context as ambient,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/**
 * Traces as OpenTelemetry has them: a request, the transactions and statements under it, background work for a tenant. Nothing is traced,
 * and next to nothing is spent on it, before a process starts its export (`tracing-export.ts`). Spans name tenants by id and statements by
 * their text, which holds no values; nothing of an event or a person is in them.
 */
const tracer = () => trace.getTracer('earshot');

/** Tells which requests asked for a tenant's work; undefined while nothing is traced. */
export type Askers = (tenantId: string, task: string) => Promise<string[]>;

let askers: Askers | undefined;

/** Told by the export when it starts and, with undefined, when it ends. */
export function noteTracing(known: Askers | undefined): void {
  askers = known;
}

/** Whether this process traces at all. */
export function isTracing(): boolean {
  return askers !== undefined;
}

/** Does work outside of any trace. */
export async function untraced<Result>(work: () => Promise<Result>): Promise<Result> {
  return ambient.with(ROOT_CONTEXT, work);
}

/** The span under way, where it is one that is exported. */
export function activeSpan(): Span | undefined {
  const span = isTracing() ? trace.getActiveSpan() : undefined;
  return span?.isRecording() === true ? span : undefined;
}

/** The span under way as W3C Trace Context writes it, such as 00-…-…-01; undefined where nothing is exported. */
export function activeTraceparent(): string | undefined {
  const told = activeSpan()?.spanContext();
  return told && `00-${told.traceId}-${told.spanId}-01`;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/;

/** Links to spans that were written down by `activeTraceparent`. */
function linksTo(traceparents: readonly string[]): Link[] {
  return traceparents.flatMap((text) => {
    const [, traceId, spanId] = TRACEPARENT.exec(text) ?? [];
    return traceId === undefined ? [] : [{ context: { traceId, spanId, traceFlags: 1, isRemote: true } }];
  });
}

async function runIn<Result>(span: Span, work: () => Promise<Result>): Promise<Result> {
  try {
    return await ambient.with(trace.setSpan(ambient.active(), span), work);
  } catch (error) {
    // An error's message may hold values of rows; its code and kind do not.
    const name = error instanceof Error ? error.name : 'Error';
    const code = error instanceof Error && 'code' in error ? String(error.code) : name;
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute('error.type', code);
    throw error;
  } finally {
    span.end();
  }
}

/** Does a part of what is being traced as a span of its own; where nothing is being traced it is just done. */
export async function inSpan<Result>(name: string, attributes: Attributes, work: () => Promise<Result>): Promise<Result> {
  if (activeSpan() === undefined) return work();
  return runIn(tracer().startSpan(name, { kind: SpanKind.CLIENT, attributes }), work);
}

/** Does background work as the root of a trace, linked to the requests that asked for it. */
export async function inWorkSpan<Result>(
  { task, tenantId }: { task: string; tenantId: string },
  work: () => Promise<Result>,
): Promise<Result> {
  if (askers === undefined) return work();
  // Work is not kept from being done by what is only to be told of it.
  const links = linksTo(await askers(tenantId, task).catch(() => []));
  const attributes = { 'earshot.task': task, 'earshot.tenant_id': tenantId };
  return runIn(tracer().startSpan(`work ${task}`, { kind: SpanKind.CONSUMER, root: true, attributes, links }), work);
}
