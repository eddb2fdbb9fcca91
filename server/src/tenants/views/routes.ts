import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../authorize.ts';
import { NewView, SavedView, SavedViews, ViewChange } from './schema.ts';
import { createSavedView, deleteSavedView, listSavedViews, renameSavedView } from './service.ts';

const tags = ['Tenants'];
const params = z.strictObject({ id: z.uuid() });

/** GET and POST /views, PATCH and DELETE /views/{id}. */
export function viewRoutes(app: App, context: Context): void {
  app.get('/views', {
    schema: { tags, summary: 'List saved views of rooms: your own, and those for everybody', response: { 200: SavedViews } },
    handler: async (request) => ({ items: await listSavedViews(context, actorOf(request)), nextCursor: null }),
  });
  app.post('/views', {
    schema: { tags, summary: 'Save a room as it is looked at', body: NewView, response: { 201: SavedView } },
    handler: async (request, reply) => reply.code(201).send(await createSavedView(context, actorOf(request), request.body)),
  });
  app.patch('/views/:id', {
    schema: { tags, summary: 'Rename a saved view', params, body: ViewChange, response: { 200: SavedView } },
    handler: (request) => renameSavedView(context, actorOf(request), request.params.id, request.body),
  });
  app.delete('/views/:id', {
    schema: { tags, summary: 'Delete a saved view', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await deleteSavedView(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
