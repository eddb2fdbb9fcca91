import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import { AppError } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';

/** Serves the built dashboard; addresses that are neither files nor API are rooms of it. Without a folder, nothing but the API answers. */
export async function addDashboard(app: App, folder: string | undefined): Promise<void> {
  const present = folder !== undefined && existsSync(folder);
  if (present) await app.register(fastifyStatic, { root: folder, wildcard: false, maxAge: '1h', immutable: false });
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html');
    if (present && wantsPage) return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
    throw new AppError('not_found', 'There is nothing at this address. See /docs for what there is.');
  });
}
