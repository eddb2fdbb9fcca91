import type { FastifyRequest } from 'fastify';
import { AppError } from '../platform/errors.ts';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** Whether a browser says that another site's page made it send this. Programs that are no browsers say neither. */
function isFromElsewhere({ headers, host }: FastifyRequest, publicUrl: string): boolean {
  const { 'sec-fetch-site': site, origin } = headers;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin === undefined) return false;
  return origin !== new URL(publicUrl).origin && (!URL.canParse(origin) || new URL(origin).host !== host);
}

/**
 * Refuses a request that would act with the cookies of a browser when another site's page sent it; SameSite cookies say the same once more.
 * A request with an Authorization header acts with that alone.
 * @throws AppError `forbidden`.
 */
export function refuseCrossSite(request: FastifyRequest, publicUrl: string): void {
  if (SAFE.includes(request.method) || request.headers.authorization !== undefined || !isFromElsewhere(request, publicUrl)) return;
  throw new AppError('forbidden', 'A page of another site may not send this. Use the pages of this installation, or send an API key.');
}
