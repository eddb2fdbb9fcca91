import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { AuditEntry, AuditExportQuery, AuditQuery } from './schema.ts';
import { exportAuditLog, listAuditLog } from './service.ts';

const FILES = {
  csv: { type: 'text/csv; charset=utf-8; header=present', name: 'audit-log.csv' },
  ndjson: { type: 'application/x-ndjson', name: 'audit-log.ndjson' },
};
const TEXT = z.string().describe('one line per row, the oldest first');

/** GET /security/audit-log and /security/audit-log/export. */
export function auditRoutes(app: App, context: Context): void {
  app.get('/security/audit-log', {
    schema: {
      tags: ['Security'],
      summary: 'List who did what, newest first',
      querystring: AuditQuery,
      response: { 200: pageSchema(AuditEntry) },
    },
    handler: (request) => listAuditLog(context, actorOf(request), request.query, pageRequest(request.query)),
  });
  app.get('/security/audit-log/export', {
    schema: {
      tags: ['Security'],
      summary: 'Export the audit log as CSV or NDJSON',
      querystring: AuditExportQuery,
      response: { 200: { content: { 'application/x-ndjson': { schema: TEXT }, 'text/csv': { schema: TEXT } } } },
    },
    handler: async (request, reply) => {
      const { type, name } = FILES[request.query.format];
      const lines = await exportAuditLog(context, actorOf(request), request.query);
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(Readable.from(lines, { objectMode: false }) as never);
    },
  });
}
