import type { EdgeContext } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import type { Edge } from '../edge/service.ts';
import { BEACON_FIELDS, BEACON_PREFLIGHT_FIELDS, MAX_BEACON_BYTES } from './schema.ts';
import { keepBeacon } from './service.ts';

const PATH = '/c';

/**
 * POST /c?p=<public id>: what site tags send, as text or JSON. Answered once it is in the spool, whether the database is there or not; what
 * it becomes is decided after that. OPTIONS allows pages to say that a body is JSON.
 */
export function beaconRoutes(app: App, context: EdgeContext, edge?: Edge): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BEACON_BYTES }, (_request, body, done) => done(null, body));
    const config = { public: true, cors: false } as const;
    scope.options(PATH, { schema: { hide: true }, config }, (_request, reply) => reply.headers(BEACON_PREFLIGHT_FIELDS).code(204).send());
    scope.post(PATH, {
      schema: { hide: true },
      config,
      bodyLimit: MAX_BEACON_BYTES,
      handler: async (request, reply) => {
        void reply.headers(BEACON_FIELDS);
        const { p: publicId } = request.query as { p?: unknown };
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        await keepBeacon(context, 'public', request.raw, { publicId: String(publicId), body, edge });
        return reply.code(204).send();
      },
    });
  });
}
