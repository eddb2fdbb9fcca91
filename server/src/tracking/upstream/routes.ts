import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { App } from '../../platform/http.ts';
import type { PublicRequestTakers } from '../edge/schema.ts';
import type { Snapshots } from '../snapshots/service.ts';
import { admitRedirector, FRAMES_PATH, SNAPSHOT_PATH, takeFrames } from './service.ts';

/** A frame of a thousand records, each as large as the largest body of a webhook would make it, is never sent; this is ample. */
const BODY_LIMIT = 16 * 1024 * 1024;

/** GET /edge/snapshot and POST /edge/frames, for this installation's own redirectors; nobody else is let in, or has a body read. */
export function upstreamRoutes(
  app: App,
  context: Context,
  { snapshots, takers }: { snapshots: Snapshots; takers: PublicRequestTakers },
): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    scope.addHook('onRequest', async (request) => {
      const path = request.url.split('?', 1)[0];
      await admitRedirector(context, 'public', request.headers.authorization, { method: request.method, path });
    });
    scope.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
    scope.get(SNAPSHOT_PATH, {
      schema: { hide: true },
      handler: async (request, reply) => {
        const text = snapshots.text();
        if (text === undefined) throw new AppError('unavailable', 'The public ids have not been read yet.', { retryAfterSeconds: 2 });
        const mark = `"${text.slice(0, 64)}"`;
        if (request.headers['if-none-match'] === mark) return reply.code(304).send();
        return reply.type('text/plain; charset=utf-8').header('etag', mark).send(text);
      },
    });
    scope.post(FRAMES_PATH, {
      schema: { hide: true },
      bodyLimit: BODY_LIMIT,
      handler: async (request, reply) => {
        if (!Buffer.isBuffer(request.body)) throw new AppError('unsupported_media_type', 'Send frames as application/octet-stream.');
        return reply.send(await takeFrames(context, 'system', takers, request.body));
      },
    });
  });
}
