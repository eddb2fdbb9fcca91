import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { authenticateOperator } from '../security/operators/service.ts';
import { noOperator } from '../tenants/authorize.ts';
import { hasAwaitedBody } from './body.ts';

const WINDOW_SECONDS = 60;
/** Of one address, whoever asks: administration is done by few people. */
const REQUESTS_PER_MINUTE = 600;
const BEARER = /^Bearer +(\S+)$/i;

async function recognise(context: Context, request: FastifyRequest): Promise<void> {
  if (request.routeOptions.config.public === true) return;
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw noOperator();
  request.operator = await authenticateOperator(context, 'public', token);
}

/**
 * The door of the installation's administration: it knows operators alone. A tenant's credential is refused in the same words as none, no
 * cookie is read, and nothing behind it acts in a tenant. A route marked `public` is let through without credentials. Who asks is looked at
 * again once the body has arrived.
 */
export function addOperatorDoor(app: App, context: Context): void {
  const limiter = new RateLimiterMemory({ points: REQUESTS_PER_MINUTE, duration: WINDOW_SECONDS, keyPrefix: 'operators' });
  app.decorateRequest('operator', undefined);
  app.addHook('onRequest', async (request) => {
    try {
      await limiter.consume(request.ip);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
      const message = `An address may make ${REQUESTS_PER_MINUTE} requests a minute here. Try again in ${seconds} seconds.`;
      throw new AppError('rate_limited', message, { retryAfterSeconds: seconds, cause: refusal });
    }
    await recognise(context, request);
  });
  app.addHook('preValidation', async (request) => {
    if (hasAwaitedBody(request)) await recognise(context, request);
  });
}
