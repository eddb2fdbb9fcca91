import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { TenantPath } from '../../tenants/lifecycle/schema.ts';
import { Sample } from './schema.ts';
import { getSample, loadSample, removeSample } from './service.ts';

const Nothing = z.strictObject({}).describe('{}: there is nothing to say');

/** GET, POST and DELETE /tenants/{id}/sample. */
export function sampleRoutes(app: App, context: Context): void {
  const schema = { tags: ['Tenants'], params: TenantPath, response: { 200: Sample } };
  app.get('/tenants/:id/sample', {
    schema: { ...schema, summary: 'Read whether there is sample data in a tenant' },
    handler: (request) => getSample(context, actorOf(request), request.params.id),
  });
  app.post('/tenants/:id/sample', {
    schema: {
      ...schema,
      summary: 'Fill an empty tenant with sample data',
      description: 'A small simulated world, through the same intake as any events, whose numbers it counts for.',
      body: Nothing,
    },
    handler: (request) => loadSample(context, actorOf(request), request.params.id),
  });
  app.delete('/tenants/:id/sample', {
    schema: { ...schema, summary: 'Remove the sample data of a tenant wholly' },
    handler: (request) => removeSample(context, actorOf(request), request.params.id),
  });
}
