import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { AppError, type ErrorCode } from '../../platform/errors.ts';
import type { App } from '../../platform/http.ts';
import type { Edge } from '../../tracking/edge/service.ts';
import { MOST_TAG_BYTES } from './podscribe.ts';
import { keepTagRequest, takeGa4, takeMeta, takeSegment } from './service.ts';

/** What one request may hold. */
const MOST_BYTES = 2 * 1024 * 1024;
const BASE = '/api/v1/integrations';
/** A transparent picture of one pixel (GIF89a). */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const options = { schema: { hide: true }, config: { public: true, cors: false }, bodyLimit: MOST_BYTES } as const;

const bodyOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

function parameterOf({ query }: FastifyRequest, name: string): string {
  const value = (query as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

/** The name in `Authorization: Basic`, and what stands behind its colon. */
function basicOf({ headers }: FastifyRequest): { name: string; password: string } {
  const [scheme, encoded = ''] = (headers.authorization ?? '').split(' ');
  const text = scheme.toLowerCase() === 'basic' ? Buffer.from(encoded, 'base64').toString() : '';
  const colon = text.indexOf(':');
  return colon < 0 ? { name: text, password: '' } : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

function bearerOf({ headers }: FastifyRequest): string {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}

/** POST /integrations/segment, and the addresses of Segment's tracking API under it. */
function segmentRoutes(scope: App, context: Context): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const { name, password } = basicOf(request);
    const result = await takeSegment(context, 'public', { name, password, body: bodyOf(request), address: request.ip });
    return reply.send({ success: true, ...result });
  };
  scope.post(`${BASE}/segment`, { ...options, handler });
  scope.post(`${BASE}/segment/v1/:call`, { ...options, handler });
}

/** POST /integrations/ga4, and the addresses of the Measurement Protocol under it; what is under `debug` stores nothing. */
function ga4Routes(scope: App, context: Context): void {
  const take = (request: FastifyRequest, isTrial: boolean) => {
    const publicId = parameterOf(request, 'measurement_id') || parameterOf(request, 'firebase_app_id');
    const shown = { publicId, secret: parameterOf(request, 'api_secret'), address: request.ip };
    return takeGa4(context, 'public', { ...shown, body: bodyOf(request), isTrial });
  };
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    await take(request, false);
    return reply.code(204).send();
  };
  scope.post(`${BASE}/ga4`, { ...options, handler });
  scope.post(`${BASE}/ga4/mp/collect`, { ...options, handler });
  scope.post(`${BASE}/ga4/debug/mp/collect`, {
    ...options,
    handler: async (request, reply) => {
      const { rejected } = await take(request, true);
      const validationMessages = rejected.map(({ index, detail }) => ({
        fieldPath: `events[${index}]`,
        description: detail,
        validationCode: 'VALUE_INVALID',
      }));
      return reply.send({ validationMessages });
    },
  });
}

/** What a refusal is called by the Graph API, and the number that stands for it there. */
const META_ERRORS: Partial<Record<ErrorCode, [string, number]>> = {
  unauthenticated: ['OAuthException', 190],
  quota_exceeded: ['OAuthException', 4],
  rate_limited: ['OAuthException', 4],
};

/** POST /integrations/meta, and the address that the Conversions API has under it. */
function metaRoutes(scope: App, context: Context): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const { pixel = '' } = request.params as { pixel?: string };
    const token = parameterOf(request, 'access_token') || bearerOf(request);
    const type = request.headers['content-type'];
    try {
      const { received, messages } = await takeMeta(context, 'public', { pixel, token, body: bodyOf(request), type, address: request.ip });
      return await reply.send({ events_received: received, messages, fbtrace_id: request.id });
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
      const [kind, code] = META_ERRORS[error.code] ?? ['GraphMethodException', 100];
      return reply.code(400).send({ error: { message: error.message, type: kind, code, fbtrace_id: request.id } });
    }
  };
  scope.post(`${BASE}/meta`, { ...options, handler });
  scope.post(`${BASE}/meta/:pixel/events`, { ...options, handler });
  scope.post(`${BASE}/meta/:version/:pixel/events`, { ...options, handler });
}

/** GET and POST /integrations/podscribe and /integrations/podscribe/tag: always a picture, whatever becomes of the request. */
function podscribeRoutes(scope: App, context: Context, edge: Edge | undefined): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const body = request.method === 'POST' ? bodyOf(request) : undefined;
    try {
      await keepTagRequest(context, 'public', request.raw, { publicId: parameterOf(request, 'advertiser'), body, edge });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      request.log[error.code === 'unavailable' ? 'warn' : 'debug']({ code: error.code }, 'a request of a tag is not kept');
    }
    return reply
      .headers({ 'cache-control': 'no-store', 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
      .type('image/gif')
      .send(PIXEL);
  };
  for (const path of [`${BASE}/podscribe`, `${BASE}/podscribe/tag`]) {
    scope.get(path, { ...options, bodyLimit: MOST_TAG_BYTES, handler });
    scope.post(path, { ...options, bodyLimit: MOST_TAG_BYTES, handler });
  }
}

/** Where senders of other systems' events post them: each at an address of its own, answered as it expects. */
export function adapterRoutes(app: App, context: Context, edge?: Edge): void {
  void app.register(async (inner) => {
    const scope = inner as unknown as App;
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
    segmentRoutes(scope, context);
    ga4Routes(scope, context);
    metaRoutes(scope, context);
    podscribeRoutes(scope, context, edge);
  });
}
