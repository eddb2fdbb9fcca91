import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { once } from 'node:events';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../authorize.ts';
import { TenantChange, TenantClosing, TenantDetails, TenantPath } from './schema.ts';
import { beginExport, closeTenant, getTenant, reactivateTenant, renameTenant, type WriteExport } from './service.ts';

const Nothing = z.strictObject({}).describe('{}: there is nothing to say');

/** The export as a stream that takes no more than its reader does; a failure cuts it off, and the last line is missing. */
export function exportStream(context: Context, write: WriteExport): PassThrough {
  const stream = new PassThrough();
  const gone = finished(stream);
  const take = async (text: string) => {
    if (stream.destroyed) throw new Error('the reader of an export has gone');
    if (!stream.write(text)) await Promise.race([once(stream, 'drain'), gone]);
  };
  // Whoever waits is told of a reader that has gone; nobody waits at the end.
  gone.catch(() => undefined);
  void write(take).then(
    () => stream.end(),
    (error: unknown) => {
      context.log.warn({ err: error }, 'an export was cut off');
      stream.destroy();
    },
  );
  return stream;
}

/** GET and PATCH /tenants/{id}; POST /tenants/{id}/close, reactivate and export. */
export function tenantRoutes(app: App, context: Context): void {
  app.get('/tenants/:id', {
    schema: { tags: ['Tenants'], summary: 'Read a tenant', params: TenantPath, response: { 200: TenantDetails } },
    handler: (request) => getTenant(context, actorOf(request), request.params.id),
  });
  app.patch('/tenants/:id', {
    schema: { tags: ['Tenants'], summary: 'Rename a tenant', params: TenantPath, body: TenantChange, response: { 200: TenantDetails } },
    handler: (request) => renameTenant(context, actorOf(request), request.params.id, request.body),
  });
  app.post('/tenants/:id/close', {
    schema: {
      tags: ['Tenants'],
      summary: 'Close a tenant',
      description: 'It can then be read for 30 days, in which the closing can be undone; after them every row of it is deleted.',
      params: TenantPath,
      body: TenantClosing,
      response: { 200: TenantDetails },
    },
    handler: (request) => closeTenant(context, actorOf(request), request.params.id, request.body),
  });
  app.post('/tenants/:id/reactivate', {
    schema: {
      tags: ['Tenants'],
      summary: 'Undo the closing of a tenant',
      params: TenantPath,
      body: Nothing,
      response: { 200: TenantDetails },
    },
    handler: (request) => reactivateTenant(context, actorOf(request), request.params.id),
  });
  app.post('/tenants/:id/export', {
    schema: {
      tags: ['Tenants'],
      summary: 'Export a whole tenant',
      description:
        'Lines of JSON, one row of one table each, secrets left out; the last line holds the counts and a SHA-256 of the others.',
      params: TenantPath,
      body: Nothing,
      response: { 200: { description: 'The export', content: { 'application/x-ndjson': { schema: z.string() } } } },
    },
    handler: async (request, reply) => {
      const write = await beginExport(context, actorOf(request), request.params.id);
      return reply.type('application/x-ndjson').send(exportStream(context, write) as never);
    },
  });
}
