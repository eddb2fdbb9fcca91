import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { ping } from '../platform/tenant-door.ts';

const Ok = z.object({ status: z.literal('ok') });

/** GET /health (the process answers) and GET /ready (it can serve: the database answers too). */
export function operationRoutes(app: App, context: Context): void {
  app.get('/health', { schema: { tags: ['Operations'], summary: 'Tell whether the process lives', response: { 200: Ok } } }, async () => {
    return { status: 'ok' as const };
  });
  app.get(
    '/ready',
    { schema: { tags: ['Operations'], summary: 'Tell whether requests can be served', response: { 200: Ok } } },
    async () => {
      await ping(context.db);
      return { status: 'ok' as const };
    },
  );
}
