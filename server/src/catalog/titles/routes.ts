import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CatalogKey } from '../campaigns/schema.ts';
import { Title, TitleDetails } from './schema.ts';
import { listTitles, putTitle } from './service.ts';

const params = z.strictObject({ key: CatalogKey });

/** GET and PUT of shows and episodes. */
export function titleRoutes(app: App, context: Context): void {
  for (const table of ['shows', 'episodes'] as const) {
    app.get(`/${table}`, {
      schema: { tags: ['Catalog'], summary: `List ${table}`, querystring: PageQuery, response: { 200: pageSchema(Title) } },
      handler: (request) => listTitles(context, actorOf(request), table, pageRequest(request.query)),
    });
    app.put(`/${table}/:key`, {
      schema: { tags: ['Catalog'], summary: `Name one of the ${table}`, params, body: TitleDetails, response: { 200: Title } },
      handler: (request) => putTitle(context, actorOf(request), { table, key: request.params.key, details: request.body }),
    });
  }
}
