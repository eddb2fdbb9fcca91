import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { FocusQuery } from './schema.ts';
import { exportFocus } from './service.ts';

const FILE = z.string().describe('one line per charge');

/** GET /cost/exports/focus. */
export function exportRoutes(app: App, context: Context): void {
  app.get('/cost/exports/focus', {
    schema: {
      tags: ['Cost'],
      summary: "Export a month's bill as CSV in FOCUS 1.2 or 1.4",
      description: 'Usage by day, meter, campaign, feature and tier of its price; purchases, credits and taxes one by one.',
      querystring: FocusQuery,
      response: { 200: { description: 'The bill', content: { 'text/csv': { schema: FILE } } } },
    },
    handler: async (request, reply) => {
      const { month, version } = request.query;
      const lines = await exportFocus(context, actorOf(request), month, version);
      return reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="focus-${version}-${month}.csv"`)
        .send(Readable.from(lines, { objectMode: false }) as never);
    },
  });
}
