import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Anomaly, AnomalyFeedback, AnomalyQuery, AnomalySeries, AnomalyWatch } from './schema.ts';
import { getAnomaly, getAnomalySeries, getAnomalyWatch, judgeAnomaly, listAnomalies } from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['AI'];
const PATH = '/ai/anomalies';

/** GET /ai/anomalies, /watch, /{id} and /{id}/series; PUT /ai/anomalies/{id}/feedback. */
export function anomalyRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List anomalies, what began last first',
      description:
        'What was unusual in daily and hourly series of the tenant, its shows and its campaigns; alerts of one cause are one anomaly.',
      querystring: AnomalyQuery,
      response: { 200: pageSchema(Anomaly) },
    },
    handler: (request) => {
      const { limit: _limit, cursor: _cursor, ...filter } = request.query;
      return listAnomalies(context, actorOf(request), filter, pageRequest(request.query));
    },
  });
  app.get(`${PATH}/watch`, {
    schema: { tags, summary: 'See how many series are watched, and how far', response: { 200: AnomalyWatch } },
    handler: (request) => getAnomalyWatch(context, actorOf(request)),
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Get an anomaly with the figures of its series', params, response: { 200: Anomaly } },
    handler: (request) => getAnomaly(context, actorOf(request), request.params.id),
  });
  app.get(`${PATH}/:id/series`, {
    schema: {
      tags,
      summary: 'Read the series of an anomaly with what was expected of them',
      params,
      response: { 200: AnomalySeries },
    },
    handler: (request) => getAnomalySeries(context, actorOf(request), request.params.id),
  });
  app.put(`${PATH}/:id/feedback`, {
    schema: {
      tags,
      summary: 'Say whether an anomaly was useful, expected or wrong',
      description: 'It moves the limits of its series, or leaves its days out of what is learned, from the next look on.',
      params,
      body: AnomalyFeedback,
      response: { 200: Anomaly },
    },
    handler: (request) => judgeAnomaly(context, actorOf(request), request.params.id, request.body),
  });
}
