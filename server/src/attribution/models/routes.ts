import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { ModelList } from './schema.ts';
import { listModels } from './service.ts';

/** GET /attribution/models. */
export function modelRoutes(app: App, context: Context): void {
  app.get('/attribution/models', {
    schema: { tags: ['Attribution'], summary: 'List the models', response: { 200: ModelList } },
    handler: (request) => listModels(context, actorOf(request)),
  });
}
