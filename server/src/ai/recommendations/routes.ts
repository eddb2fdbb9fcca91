import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { refreshRecommendations } from '../recommendation-work/service.ts';
import { Recommendation, RecommendationDecision, RecommendationLook, RecommendationQuery } from './schema.ts';
import { decideRecommendation, getRecommendation, getRecommendationLook, listRecommendations } from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['AI'];
const PATH = '/ai/recommendations';

/** GET /ai/recommendations and /ai/recommendations/look; POST …/refresh; GET and PATCH /ai/recommendations/{id}. */
export function recommendationRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List recommendations, the open ones with the largest expected gain first',
      querystring: RecommendationQuery,
      response: { 200: pageSchema(Recommendation) },
    },
    handler: (request) => {
      const { status } = request.query;
      return listRecommendations(context, actorOf(request), { status }, pageRequest(request.query));
    },
  });
  app.get(`${PATH}/look`, {
    schema: {
      tags,
      summary: 'Tell when figures were looked at last, and why nothing is recommended of some kinds',
      response: { 200: RecommendationLook },
    },
    handler: (request) => getRecommendationLook(context, actorOf(request)),
  });
  app.post(`${PATH}/refresh`, {
    schema: {
      tags,
      summary: 'Look at the figures now rather than at the daily time',
      response: { 200: RecommendationLook },
    },
    handler: (request) => refreshRecommendations(context, actorOf(request)),
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Get a recommendation', params, response: { 200: Recommendation } },
    handler: (request) => getRecommendation(context, actorOf(request), request.params.id),
  });
  app.patch(`${PATH}/:id`, {
    schema: {
      tags,
      summary: 'Say what becomes of a recommendation',
      description: 'Once it is done, later figures are held against what was expected, as soon as there are enough of them.',
      params,
      body: RecommendationDecision,
      response: { 200: Recommendation },
    },
    handler: (request) => decideRecommendation(context, actorOf(request), request.params.id, request.body),
  });
}
