import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { tallyUsage } from '../platform/usage-tally.ts';
import { isFileAnswer } from './tenant-limits.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** How many bytes its connection had sent before this request. */
    bytesBefore?: number | undefined;
  }
}

/** Bytes of the answer on the wire, as the connection counts them; by its own length where there is no connection. */
function bytesOf(request: FastifyRequest, reply: FastifyReply): number {
  const { bytesWritten } = request.raw.socket as { bytesWritten?: number };
  if (bytesWritten !== undefined && request.bytesBefore !== undefined) return Math.max(0, bytesWritten - request.bytesBefore);
  return Number(reply.getHeader('content-length') ?? 0);
}

/** Counts every answered request of a tenant, the bytes of its answer, and the files among the answers. */
export function countUsage(app: App, context: Context): void {
  const { db } = context;
  app.addHook('onRequest', async (request) => {
    request.bytesBefore = (request.raw.socket as { bytesWritten?: number }).bytesWritten;
  });
  app.addHook('onResponse', async (request, reply) => {
    const tenantId = request.actor?.tenantId;
    if (tenantId === undefined) return;
    tallyUsage(db, tenantId, { meter: 'api_calls', quantity: 1 });
    tallyUsage(db, tenantId, { meter: 'egress_bytes', quantity: bytesOf(request, reply) });
    // One that was set aside on a limit is counted already.
    if (isFileAnswer(reply) && !request.isExportCounted) tallyUsage(db, tenantId, { meter: 'exports', quantity: 1 });
  });
}
