import type { FastifyRequest } from 'fastify';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { type Denial, recordDenial } from '../security/events/service.ts';

const TENANT_ROUTE = /^\/api\/v1\/tenants\/:id(\/|$)/;

/** Which kind of denial an error is; undefined for errors that bear on nobody's safety. */
function kindOf(request: FastifyRequest, error: unknown): Denial['kind'] | undefined {
  if (!(error instanceof AppError) || !request.actor) return undefined;
  if (error.code === 'forbidden') return 'scope_denied';
  const asked = TENANT_ROUTE.test(request.routeOptions.url ?? '') ? (request.params as { id?: string }).id : undefined;
  return error.code === 'not_found' && asked !== undefined && asked !== request.actor.tenantId ? 'cross_tenant_attempt' : undefined;
}

/** Leaves a security event behind where credentials were used for what they do not allow, or for another tenant's id. */
export function noteDenials(api: App, context: Context): void {
  api.addHook('onError', async (request, _reply, error) => {
    const kind = kindOf(request, error);
    const { actor, method, routeOptions, ip } = request;
    if (kind === undefined || !actor) return;
    await recordDenial(context, 'public', { actor, kind, method, route: routeOptions.url ?? '', address: ip });
  });
}
