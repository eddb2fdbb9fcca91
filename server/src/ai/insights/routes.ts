import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Insight, InsightChange, InsightQuery } from './schema.ts';
import { changeInsight, getInsight, listInsights } from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['AI'];
const PATH = '/ai/insights';

/** GET /ai/insights; GET and PATCH /ai/insights/{id}. */
export function insightRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List what analyses, anomalies and forecasts have found, of the latest day first',
      querystring: InsightQuery,
      response: { 200: pageSchema(Insight) },
    },
    handler: (request) => {
      const { source, status, subjectType, subject } = request.query;
      return listInsights(context, actorOf(request), { source, status, subjectType, subject }, pageRequest(request.query));
    },
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Get an insight', params, response: { 200: Insight } },
    handler: (request) => getInsight(context, actorOf(request), request.params.id),
  });
  app.patch(`${PATH}/:id`, {
    schema: { tags, summary: 'Say what became of an insight', params, body: InsightChange, response: { 200: Insight } },
    handler: (request) => changeInsight(context, actorOf(request), request.params.id, request.body),
  });
}
