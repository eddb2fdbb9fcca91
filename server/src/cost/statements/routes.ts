import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Statement, StatementQuery } from './schema.ts';
import { exportStatement, getStatement } from './service.ts';

/** GET /cost/statements. */
export function statementRoutes(app: App, context: Context): void {
  app.get('/cost/statements', {
    schema: {
      tags: ['Cost'],
      summary: "Get a month's bill, ready to be sent",
      description: 'Lines are rounded together, so that they sum to the total. A closed one stays as it is. CSV has one row per line.',
      querystring: StatementQuery,
      response: { 200: { content: { 'application/json': { schema: Statement }, 'text/csv': { schema: z.string() } } } },
    },
    handler: async (request, reply) => {
      const { month, format } = request.query;
      if (format === 'json')
        return reply.type('application/json; charset=utf-8').send(await getStatement(context, actorOf(request), month));
      return reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="statement-${month}.csv"`)
        .send(await exportStatement(context, actorOf(request), month));
    },
  });
}
