import type { App } from '../platform/http.ts';

/** Logs each answer as one line on the level debug: method, route (never the address with its ids), status, time and tenant. */
export function addRequestLog(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, actor } = request;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    request.log.debug(
      { method, route: routeOptions.url ?? 'unknown', status: reply.statusCode, ms, tenantId: actor?.tenantId },
      'answered',
    );
  });
}
