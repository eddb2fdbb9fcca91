import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { KeepReservation, KeptReservation, NewReservation, Reservation, SettledReservation, Settlement } from './schema.ts';
import { createReservation, keepReservation, releaseReservation, settleReservation } from './service.ts';

const tags = ['Cost'];
const params = z.strictObject({ id: z.uuid() });
const PATH = '/cost/reservations';

/** POST /cost/reservations; POST /cost/reservations/{id}/settle and …/keep; DELETE /cost/reservations/{id}. */
export function reservationRoutes(app: App, context: Context): void {
  app.post(PATH, {
    schema: {
      tags,
      summary: 'Set aside what work may use, before it begins',
      description:
        'On all limits that hold for it, or on none: then the answer is 429, or 402 where the meter counts money, and names entity, ' +
        'limit, what is used and when counting begins anew.',
      headers: IdempotencyHeaders,
      body: NewReservation,
      response: { 201: Reservation },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await createReservation(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.post(`${PATH}/:id/settle`, {
    schema: {
      tags,
      summary: 'Count what work used, and give back the rest',
      description: 'All of it is counted, also beyond what was set aside. Only the first settlement counts.',
      params,
      body: Settlement,
      response: { 200: SettledReservation },
    },
    handler: (request) => settleReservation(context, actorOf(request), request.params.id, request.body.quantity),
  });
  app.post(`${PATH}/:id/keep`, {
    schema: { tags, summary: 'Keep what is set aside for longer work', params, body: KeepReservation, response: { 200: KeptReservation } },
    handler: (request) => keepReservation(context, actorOf(request), request.params.id, request.body.seconds),
  });
  app.delete(`${PATH}/:id`, {
    schema: { tags, summary: 'Give back what is set aside', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await releaseReservation(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
