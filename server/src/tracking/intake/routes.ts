import { answerIntake, eachItemAlone, IntakeResult, itemsOf } from '../../platform/item-batch.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { ConversionBatch, TouchpointBatch } from './schema.ts';
import { acceptConversions, acceptTouchpoints, requireRoom } from './service.ts';

/** POST /touchpoints and POST /conversions. */
export function intakeRoutes(app: App, context: Context): void {
  app.post('/touchpoints', {
    ...eachItemAlone,
    preParsing: async (request) => requireRoom(context, actorOf(request), 'touchpoints'),
    schema: {
      tags: ['Ingest'],
      summary: 'Store touchpoints',
      description:
        'Answers 202 only after the rows are committed. Each item stands alone; the same id with the same content is a duplicate.',
      body: TouchpointBatch,
      response: { 202: IntakeResult },
    },
    handler: async (request, reply) => {
      const items = itemsOf(request.body, 'touchpoints');
      return answerIntake(reply, await acceptTouchpoints(context, actorOf(request), items, 'server'), 'touchpoints');
    },
  });
  app.post('/conversions', {
    ...eachItemAlone,
    preParsing: async (request) => requireRoom(context, actorOf(request), 'conversions'),
    schema: {
      tags: ['Ingest'],
      summary: 'Store conversions',
      description:
        'Answers 202 only after the rows are committed. Each item stands alone; the same id with the same content is a duplicate.',
      body: ConversionBatch,
      response: { 202: IntakeResult },
    },
    handler: async (request, reply) => {
      const items = itemsOf(request.body, 'conversions');
      return answerIntake(reply, await acceptConversions(context, actorOf(request), items, 'server'), 'conversions');
    },
  });
}
