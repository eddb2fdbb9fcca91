import type { FastifyRequest } from 'fastify';
import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { countedAs } from '../platform/networks.ts';
import { authenticateOperator } from '../security/operators/service.ts';
import { noOperator } from '../tenants/authorize.ts';
import { cameLater, noteRecognition } from './body.ts';
import { countOne, openCounts } from './limits.ts';

/** Of one address, or one network of IPv6, whoever asks: administration is done by few people. */
const REQUESTS_PER_MINUTE = 600;
const BEARER = /^Bearer +(\S+)$/i;

async function recognise(context: Context, request: FastifyRequest): Promise<void> {
  if (request.routeOptions.config.public === true) return;
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw noOperator();
  request.operator = await authenticateOperator(context, 'public', token);
  noteRecognition(request);
}

/**
 * The door of the installation's administration: it knows operators alone. A tenant's credential is refused in the same words as none, no
 * cookie is read, and nothing behind it acts in a tenant. A route marked `public` is let through without credentials. Who asks is looked at
 * again once the body has arrived.
 */
export function addOperatorDoor(app: App, context: Context): void {
  const counts = openCounts();
  const limit = { points: REQUESTS_PER_MINUTE, refusal: `An address may make ${REQUESTS_PER_MINUTE} requests a minute here.` };
  app.decorateRequest('operator', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const { one, wide = one } = countedAs(request.ip);
    await countOne(counts, wide, limit, reply);
    await recognise(context, request);
  });
  app.addHook('preValidation', async (request) => {
    if (cameLater(request)) await recognise(context, request);
  });
}
