import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { App } from '../../platform/http.ts';
import type { PublicRequestTakers } from '../edge/schema.ts';
import type { Snapshots } from '../snapshots/service.ts';
import { type Admitted, admitRedirector, FRAMES_PATH, IDS_PATH, packEntry, packSnapshot, SNAPSHOT_PATH, takeFrames } from './service.ts';

/** A frame of a thousand records, each as large as the largest body of a webhook would make it, is never sent; this is ample. */
const BODY_LIMIT = 16 * 1024 * 1024;

/**
 * GET /edge/snapshot, GET /edge/ids/{publicId} and POST /edge/frames, for this installation's own redirectors; nobody else is let in, or
 * has a body read. Answers are sealed.
 */
export function upstreamRoutes(
  app: App,
  context: Context,
  { snapshots, takers }: { snapshots: Snapshots; takers: PublicRequestTakers },
): void {
  const admissions = new WeakMap<FastifyRequest, Admitted>();
  const answer = (request: FastifyRequest, reply: FastifyReply, plain: Uint8Array | string) => {
    const sealed = admissions.get(request)?.seal(Buffer.from(plain));
    if (!sealed) throw new Error('a question that nobody let in is answered');
    return reply.type('application/octet-stream').send(sealed);
  };
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    scope.addHook('onRequest', async (request) => {
      const { method, url, headers } = request;
      admissions.set(request, await admitRedirector(context, 'public', headers.authorization, { method, path: url }));
    });
    scope.addHook('preHandler', async (request) => {
      const { body } = request;
      if (admissions.get(request)?.isMeant(Buffer.isBuffer(body) ? body : undefined) !== true)
        throw new AppError('unauthenticated', 'What was sent is not what the redirector signed.');
    });
    scope.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
    scope.get(SNAPSHOT_PATH, {
      schema: { hide: true },
      handler: async (request, reply) => {
        const { has } = request.query as { has?: string };
        return answer(request, reply, await packSnapshot('system', snapshots, has));
      },
    });
    scope.get(`${IDS_PATH}/:publicId`, {
      schema: { hide: true },
      handler: async (request, reply) => {
        const { publicId } = request.params as { publicId: string };
        return answer(request, reply, await packEntry(context, 'system', publicId));
      },
    });
    scope.post(FRAMES_PATH, {
      schema: { hide: true },
      bodyLimit: BODY_LIMIT,
      handler: async (request, reply) => {
        if (!Buffer.isBuffer(request.body)) throw new AppError('unsupported_media_type', 'Send frames as application/octet-stream.');
        return answer(request, reply, JSON.stringify(await takeFrames(context, 'system', takers, request.body)));
      },
    });
  });
}
