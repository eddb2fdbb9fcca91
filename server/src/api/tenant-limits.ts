import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayBeLimited } from '../metering/limits/service.ts';
import { closeReservationIn, refusalIn, reserveIn } from '../metering/reservations/service.ts';
import { recordUsageIn } from '../metering/usage/service.ts';
import { newId } from '../platform/chance.ts';
import type { Context } from '../platform/context.ts';
import { AppError, isLimit } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { inTenant } from '../platform/tenant-door.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Under which the file it asks for is set aside on the tenant's limits. */
    exportReservation?: string | undefined;
    /** True once that file is counted. */
    isExportCounted?: boolean | undefined;
  }
}

const RESERVED_FOR_MS = 100_000;
const FILE_TYPES = ['text/csv', 'application/x-ndjson'];
const READING: readonly string[] = ['GET', 'HEAD'];
/** Where limits are read and mended: a limit on requests must not lock out whoever raises it. */
const ALWAYS_READ = /^\/api\/v1\/cost\/limits(?:[/?]|$)/;
/** Whose requests a limit on requests refuses: programs', and a browser's that was opened with a key. People who are signed in go on. */
const PROGRAMS: readonly string[] = ['api_key', 'session', 'oauth'];
/** Taking everything along is never refused. */
const NEVER_REFUSED = '/api/v1/tenants/:id/export';

/** Whether a file is asked for: of a route, or of that form of its answer which is one. */
function asksForFile({ routeOptions, query }: FastifyRequest): boolean {
  if (routeOptions.url === NEVER_REFUSED) return false;
  const schema = routeOptions.schema as { response?: Record<string, { content?: Record<string, unknown> }> } | undefined;
  const content = schema?.response?.[200]?.content ?? {};
  if (!FILE_TYPES.some((type) => type in content)) return false;
  return !('application/json' in content) || (query as { format?: unknown }).format !== 'json';
}

/** Refuses a program's reading once the tenant's limit on requests is reached. @throws AppError `quota_exceeded`. */
async function refuseReading(context: Context, tenantId: string): Promise<void> {
  if (!(await mayBeLimited(context, 'system', tenantId, 'api_calls'))) return;
  const look = { readOnly: true, unmetered: true };
  const refusal = await inTenant(context.db, tenantId, (tx) => refusalIn(context, tx, { meter: 'api_calls', quantity: '1' }), look);
  if (refusal) throw refusal;
}

/** Sets a file aside on the tenant's limits before it is begun. @throws AppError `quota_exceeded`. */
async function reserveExport(context: Context, tenantId: string, request: FastifyRequest): Promise<void> {
  if (!(await mayBeLimited(context, 'system', tenantId, 'exports'))) return;
  const id = newId();
  await inTenant(context.db, tenantId, (tx) => reserveIn(context, tx, { id, meter: 'exports', quantity: '1', forMs: RESERVED_FOR_MS }));
  request.exportReservation = id;
}

/** Lets work that only reads go on where its limits cannot be looked up, with a warning in the log. */
async function unlessUnknown({ log }: Context, check: Promise<void>): Promise<void> {
  try {
    await check;
  } catch (error) {
    if (error instanceof AppError && isLimit(error.code)) throw error;
    log.warn({ err: error }, 'a limit could not be looked up; reading goes on');
  }
}

/**
 * Holds requests to the limits that tenants set themselves: programs' reading to that on `api_calls`, files to that on `exports`. A tenant
 * without such limits pays for a look into the process's memory; where limits cannot be looked up, reading goes on.
 */
export function holdToLimits(app: App, context: Context): void {
  app.decorateRequest('exportReservation', undefined);
  app.decorateRequest('isExportCounted', undefined);
  app.addHook('preHandler', async (request) => {
    const { actor } = request;
    if (!actor) return;
    const isReading = READING.includes(request.method) && PROGRAMS.includes(actor.kind) && !ALWAYS_READ.test(request.url);
    if (isReading) await unlessUnknown(context, refuseReading(context, actor.tenantId));
    if (asksForFile(request)) await unlessUnknown(context, reserveExport(context, actor.tenantId, request));
  });
  // When the answer begins: one that is read slowly is not to outlive what was set aside for it.
  app.addHook('onSend', async (request, reply) => settleExport(context, request, isFileAnswer(reply)));
}

/** Whether an answer is a file. */
export function isFileAnswer(reply: FastifyReply): boolean {
  const type = String(reply.getHeader('content-type'));
  return reply.statusCode < 300 && FILE_TYPES.some((one) => type === one || type.startsWith(`${one};`));
}

/** Counts a file that was set aside, or gives back what was set aside for one that did not come to be. */
async function settleExport(context: Context, request: FastifyRequest, isFile: boolean): Promise<void> {
  const { exportReservation: id, actor } = request;
  if (id === undefined || !actor) return;
  request.exportReservation = undefined;
  const settled = isFile ? '1' : null;
  try {
    await inTenant(context.db, actor.tenantId, (tx) =>
      closeReservationIn(context, tx, { id, settled }, async (reservedAt) => {
        if (isFile) await recordUsageIn(context, tx, [{ meter: 'exports', id, quantity: '1', atMs: reservedAt.getTime() }]);
      }),
    );
    request.isExportCounted = isFile;
  } catch (error) {
    context.log.warn({ err: error }, 'a file that was set aside could not be counted at once');
  }
}
