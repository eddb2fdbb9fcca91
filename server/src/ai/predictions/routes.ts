import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { NewPrediction, Prediction, PredictionQuery, PredictionSummary } from './schema.ts';
import { createPrediction, getPrediction, listPredictions, removePrediction } from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['AI'];
const PATH = '/ai/predictions';

/** GET and POST /ai/predictions; GET and DELETE /ai/predictions/{id}. */
export function predictionRoutes(app: App, context: Context): void {
  app.post(PATH, {
    schema: {
      tags,
      summary: "Predict a campaign's outcome, an episode's downloads, or where a running campaign will end",
      description:
        'With intervals of 50, 80 and 95 %, from the history of the tenant alone, and with how such predictions did before. Without ' +
        'history the intervals are a prior alone, and no point is told. Attributed is not incremental.',
      headers: IdempotencyHeaders,
      body: NewPrediction,
      response: { 201: Prediction },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await createPrediction(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List predictions, the newest first',
      querystring: PredictionQuery,
      response: { 200: pageSchema(PredictionSummary) },
    },
    handler: (request) => {
      const { kind, campaign, episode, show } = request.query;
      return listPredictions(context, actorOf(request), { kind, campaign, episode, show }, pageRequest(request.query));
    },
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Get a prediction, with its backtest and its outcome', params, response: { 200: Prediction } },
    handler: (request) => getPrediction(context, actorOf(request), request.params.id),
  });
  app.delete(`${PATH}/:id`, {
    schema: { tags, summary: 'Forget a prediction', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removePrediction(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
