import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Readout } from './schema.ts';
import { getReadout } from './service.ts';

const params = z.strictObject({ key: CatalogKey });

/** GET /attribution/experiments/{key}/readout. */
export function readoutRoutes(app: App, context: Context): void {
  app.get('/attribution/experiments/:key/readout', {
    schema: {
      tags: ['Attribution'],
      summary: 'Read what an experiment shows so far',
      description:
        'Sample ratio and contamination first, then the comparison as assigned. The verdict over an audience goes by a test that ' +
        'may be read at any time; over regions and times it comes once, at the end.',
      params,
      response: { 200: Readout },
    },
    handler: (request) => getReadout(context, actorOf(request), request.params.key),
  });
}
