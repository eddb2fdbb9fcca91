import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { App } from '../platform/http.ts';
import { type KnownRoutes, refuseUnknown } from './addresses.ts';

/** Files that have the hash of what they hold in their name. */
const HASHED = /\/assets\/[^/]+$/;
const FOREVER = 'public, max-age=31536000, immutable';

/** Serves the built dashboard; addresses that are neither files nor API are rooms of it. Without a folder, nothing but the API answers. */
export async function addDashboard(app: App, known: KnownRoutes, folder: string | undefined): Promise<void> {
  const present = folder !== undefined && existsSync(folder);
  if (present) {
    const setHeaders = (reply: FastifyReply, path: string) => {
      if (HASHED.test(path)) reply.header('cache-control', FOREVER);
    };
    await app.register(fastifyStatic, { root: folder, wildcard: false, maxAge: '1h', preCompressed: true, setHeaders });
  }
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html');
    if (present && wantsPage) return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
    return refuseUnknown(known, request, reply);
  });
}
