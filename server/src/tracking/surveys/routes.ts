import { z } from 'zod';
import { EventId, eachItemAlone, itemsOf } from '../../platform/item-batch.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { AnswerQuery, Mapping, SummaryQuery, SurveyAnswer, SurveyBatch, SurveyResult, SurveySummary } from './schema.ts';
import { acceptSurveyAnswers, getSurveySummary, listSurveyAnswers, mapSurveyAnswer } from './service.ts';

const tags = ['Tracking'];
const PATH = '/tracking/survey-answers';

/** POST and GET /tracking/survey-answers, PUT /tracking/survey-answers/{id}/mapping, GET /tracking/surveys/summary. */
export function surveyRoutes(app: App, context: Context): void {
  app.post(PATH, {
    ...eachItemAlone,
    schema: {
      tags,
      summary: 'Store answers to "how did you hear about us"',
      description: 'Each item stands alone; the same id again is a duplicate.',
      body: SurveyBatch,
      response: { 202: SurveyResult },
    },
    handler: async (request, reply) => {
      const result = await acceptSurveyAnswers(context, actorOf(request), itemsOf(request.body, 'answers'));
      return reply.code(202).send(result);
    },
  });
  app.get(PATH, {
    schema: { tags, summary: 'List answers, newest first', querystring: AnswerQuery, response: { 200: pageSchema(SurveyAnswer) } },
    handler: (request) => {
      const { state, ...page } = request.query;
      return listSurveyAnswers(context, actorOf(request), state, pageRequest(page));
    },
  });
  app.put(`${PATH}/:id/mapping`, {
    schema: {
      tags,
      summary: 'Say which show an answer means',
      description: 'Its conversion is matched again.',
      params: z.strictObject({ id: EventId }),
      body: Mapping,
      response: { 200: SurveyAnswer },
    },
    handler: (request) => mapSurveyAnswer(context, actorOf(request), request.params.id, request.body),
  });
  app.get('/tracking/surveys/summary', {
    schema: { tags, summary: 'Read the survey multiplier', querystring: SummaryQuery, response: { 200: SurveySummary } },
    handler: (request) => getSurveySummary(context, actorOf(request), request.query),
  });
}
