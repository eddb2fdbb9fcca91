import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { ProviderKey } from '../providers/schema.ts';
import { ProviderTest, NewProviderTest } from './schema.ts';
import { testProvider } from './service.ts';

/** POST /ai/providers/{key}/test. */
export function providerTestRoutes(app: App, context: Context): void {
  app.post('/ai/providers/:key/test', {
    schema: {
      tags: ['AI'],
      summary: 'Ask an AI provider a small question, or have it hear a second of sound',
      params: z.strictObject({ key: ProviderKey }),
      body: NewProviderTest,
      response: { 200: ProviderTest },
    },
    handler: (request) => testProvider(context, actorOf(request), request.params.key, request.body),
  });
}
