import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { DeliveryContent, DeliveryQuery, HookDelivery } from '../../tracking/deliveries/schema.ts';
import { getDelivery, listDeliveries, MOST_BODY_BYTES, openDelivery } from '../../tracking/deliveries/service.ts';
import type { PublicRequest } from '../../tracking/edge/schema.ts';
import { type Edge, keepOrRefuse, spoolRequest, withBody } from '../../tracking/edge/service.ts';
import { admitHook, receiveHook, type Reception, replayDelivery } from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['Tracking'];
const PATH = '/tracking/deliveries';

/** Takes a delivery, or keeps it in the spool while it cannot be stored: senders give up on an address that fails. */
async function takeOrSpool(context: Context, edge: Edge | undefined, request: PublicRequest): Promise<Reception> {
  try {
    return await receiveHook(context, 'public', request);
  } catch (error) {
    if (error instanceof AppError && error.code === 'rate_limited') throw error;
    if (!(error instanceof AppError) || error.code !== 'unavailable')
      context.log.error({ err: error }, 'a delivery could not be stored; it waits in the spool');
    await (edge ? keepOrRefuse(edge, 'public', request) : spoolRequest(context, 'public', request));
    return { status: 'taken' };
  }
}

/** POST /hooks/{source}/{publicId}: where shops and tools deliver. The body is taken byte for byte, whatever it says it is. */
export function hookRoutes(app: App, context: Context, edge?: Edge): void {
  const admitted = new WeakMap<FastifyRequest, PublicRequest>();
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BODY_BYTES }, (_request, body, done) => done(null, body));
    scope.post('/hooks/:source/:publicId', {
      schema: { hide: true },
      config: { public: true },
      bodyLimit: MOST_BODY_BYTES,
      onRequest: async (request) => {
        const { publicId } = request.params as { publicId: string };
        admitted.set(request, await admitHook(context, 'public', request.raw, { publicId, edge }));
      },
      handler: async (request, reply) => {
        const delivery = admitted.get(request);
        if (!delivery) throw new Error('a delivery that nobody let in is taken');
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const reception = await takeOrSpool(context, edge, withBody(delivery, body));
        if (reception.status === 'absent') throw new AppError('not_found', 'Nothing takes deliveries at this address.');
        if (reception.status === 'refused') throw new AppError('unauthenticated', `The delivery is refused: ${reception.reason}.`);
        return reply.header('cache-control', 'no-store').send({ received: true });
      },
    });
  });
}

/** GET /tracking/deliveries, GET /tracking/deliveries/{id} and its content, POST /tracking/deliveries/{id}/replay. */
export function deliveryRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List what shops and tools delivered, newest first',
      querystring: DeliveryQuery,
      response: { 200: pageSchema(HookDelivery) },
    },
    handler: (request) => {
      const { source, state, ...page } = request.query;
      return listDeliveries(context, actorOf(request), { source, state }, pageRequest(page));
    },
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Read what became of a delivery', params, response: { 200: HookDelivery } },
    handler: (request) => getDelivery(context, actorOf(request), request.params.id),
  });
  app.get(`${PATH}/:id/content`, {
    schema: {
      tags,
      summary: 'Read the headers and the body of a delivery',
      description: 'They may tell of a person, so looking at them is recorded in the audit log.',
      params,
      response: { 200: DeliveryContent },
    },
    handler: (request) => openDelivery(context, actorOf(request), request.params.id),
  });
  app.post(`${PATH}/:id/replay`, {
    schema: {
      tags,
      summary: 'Work on a delivery once more',
      description: 'What it brought before it does not bring again.',
      params,
      body: z.strictObject({}),
      response: { 200: HookDelivery },
    },
    handler: (request) => replayDelivery(context, actorOf(request), request.params.id),
  });
}
