import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { systemClock } from '../platform/clock.ts';
import { openLog } from '../platform/log.ts';
import { openDatabase } from '../platform/tenant-door.ts';
import type { App } from '../platform/http.ts';
import { buildApp } from './app.ts';
import { completeOpenApi } from './openapi-rules.ts';

const DESCRIPTION = `Earshot receives ad exposures and conversions, matches them, splits each conversion's credit under several models and explains it.
Send "Authorization: Bearer <API key>". Failures are problem documents (RFC 9457) with a stable code.`;

/** Describes every route as OpenAPI 3.1 at /openapi.json, and shows it at /docs. */
export async function addOpenApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Earshot', version: '1', description: DESCRIPTION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      servers: [{ url: '/' }],
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the tenant.' } } },
      security: [{ apiKey: [] }],
    },
    transform: jsonSchemaTransform,
  });
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => reply.send(completeOpenApi(app.swagger()) as never));
  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: { url: '/openapi.json', title: 'Earshot API', withDefaultFonts: false, telemetry: false },
  });
}

/** The OpenAPI document of this version, made without a database. */
export async function buildOpenApi(): Promise<object> {
  const log = openLog('silent');
  const nowhere = 'postgres://nobody@127.0.0.1:1/none';
  const db = openDatabase({ app: nowhere, intake: nowhere, jobs: nowhere }, log);
  const app = await buildApp({ db, clock: systemClock, log, sealingKey: Buffer.alloc(32) });
  const document = completeOpenApi(app.swagger());
  await app.close();
  await db.close();
  return document;
}
