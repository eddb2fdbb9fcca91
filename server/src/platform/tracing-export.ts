import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { context, propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Logger } from './log.ts';
import type { Database } from './tenant-door.ts';
import { takeTraces } from './trace-marks.ts';
import { noteTracing } from './tracing.ts';

const CLOSING_MS = 5_000;

export interface TracingOptions {
  /** The collector's OTLP address over HTTP, without /v1/traces and without a slash at the end. */
  endpoint: string;
  /** The share of traces that begin here and are exported, from 0 to 1; what a caller has decided stands. */
  share: number;
  role: string;
  log: Logger;
  db: Database;
}

/**
 * Exports the traces of this process until `close`, which sends what waits, for 5 seconds at most. A collector that cannot be reached costs
 * traces, and nothing else: they wait in memory, 2,048 spans at most.
 */
export function startTracing({ endpoint, share, role, log, db }: TracingOptions): { close(): Promise<void> } {
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: CLOSING_MS });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'earshot', 'service.instance.id': `${role}-${process.pid}` }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1_000 })],
  });
  const contexts = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(contexts);
  trace.setGlobalTracerProvider(provider);
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  noteTracing((tenantId, task) => takeTraces(db, tenantId, task));
  log.info({ endpoint, share }, 'traces are exported');
  return {
    close: async () => {
      noteTracing(undefined);
      const over = new Promise<void>((resolve) => void setTimeout(resolve, CLOSING_MS).unref());
      await Promise.race([provider.shutdown().catch((error: unknown) => log.warn({ err: error }, 'the last traces were not sent')), over]);
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}
