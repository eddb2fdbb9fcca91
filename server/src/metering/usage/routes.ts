import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { answerIntake, eachItemAlone, itemsOf } from '../../platform/item-batch.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import {
  Meter,
  MeterInput,
  MeterKey,
  Meters,
  StoredUsageEvent,
  Usage,
  UsageBatch,
  UsageEventQuery,
  UsageQuery,
  UsageResult,
} from './schema.ts';
import { acceptUsage, getUsage, listMeters, listUsageEvents, putMeter, removeMeter } from './service.ts';

const tags = ['Cost'];
const params = z.strictObject({ key: MeterKey });

/** GET and POST /cost/usage, GET /cost/usage/events; GET /cost/meters, PUT and DELETE /cost/meters/{key}. */
export function usageRoutes(app: App, context: Context): void {
  app.post('/cost/usage', {
    ...eachItemAlone,
    schema: {
      tags,
      summary: "Count usage on the tenant's own meters",
      description:
        'Answers 202 only after the sums are committed. Each item stands alone; the same id of a source again is a duplicate. ' +
        'Limits refuse nothing that was used; those that are reached stand in warnings.',
      body: UsageBatch,
      response: { 202: UsageResult },
    },
    handler: async (request, reply) => {
      const items = itemsOf(request.body, 'events');
      return answerIntake(reply, await acceptUsage(context, actorOf(request), items), 'events');
    },
  });
  app.get('/cost/usage', {
    schema: { tags, summary: 'Get what was used, by meter', querystring: UsageQuery, response: { 200: Usage } },
    handler: (request) => getUsage(context, actorOf(request), request.query),
  });
  app.get('/cost/usage/events', {
    schema: {
      tags,
      summary: "List the events behind a meter's figure",
      querystring: UsageEventQuery,
      response: { 200: pageSchema(StoredUsageEvent) },
    },
    handler: (request) => {
      const { meter, from, to } = request.query;
      return listUsageEvents(context, actorOf(request), { meter, from, to }, pageRequest(request.query));
    },
  });
  app.get('/cost/meters', {
    schema: { tags, summary: 'List meters', response: { 200: Meters } },
    handler: (request) => listMeters(context, actorOf(request)),
  });
  app.put('/cost/meters/:key', {
    schema: { tags, summary: 'Make or change a meter', params, body: MeterInput, response: { 200: Meter } },
    handler: (request) => putMeter(context, actorOf(request), request.params.key, request.body),
  });
  app.delete('/cost/meters/:key', {
    schema: { tags, summary: 'Remove a meter that has no usage', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeMeter(context, actorOf(request), request.params.key);
      return reply.code(204).send(null);
    },
  });
}
