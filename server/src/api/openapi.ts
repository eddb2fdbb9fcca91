import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from '../platform/http.ts';
import { hashSource } from '../platform/markup.ts';
import { sessionCookieName } from '../security/sessions/routes.ts';
import { completeOpenApi } from './openapi-rules.ts';

const DESCRIPTION = `Earshot receives ad exposures and conversions, matches them, splits each conversion's credit under several models
and explains it.
Send "Authorization: Bearer" with an API key. Failures are problem documents (RFC 9457) with a stable code.`;

const SCRIPTS = /<script[^>]*>([^]*?)<\/script>/g;
// Without it a browser asks for /favicon.ico before the page can name another one.
const ICON = '<link rel="icon" href="/favicon.svg" type="image/svg+xml" />';

/**
 * The policy with the hashes of the scripts that stand in the page, so that these run and no others. What draws the reference writes styles
 * into the page as it goes, which only this page may.
 */
function policyOf(page: string, policy: string): string {
  const scripts = Array.from(page.matchAll(SCRIPTS), ([, script]) => script).filter((script) => script !== '');
  return policy
    .replace("script-src 'self'", ["script-src 'self'", ...scripts.map(hashSource)].join(' '))
    .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");
}

/** Shows the document at /docs, from this process alone: nothing of it goes to another service, nor offers to. */
async function addReference(scope: App): Promise<void> {
  scope.addHook('onSend', async (_request, reply, payload) => {
    const policy = reply.raw.getHeader('content-security-policy');
    const isPage = typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html');
    if (!isPage || typeof policy !== 'string') return payload;
    void reply.header('content-security-policy', policyOf(payload, policy));
    return payload.replace('<head>', `<head>${ICON}`);
  });
  await scope.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      title: 'Earshot API',
      withDefaultFonts: false,
      telemetry: false,
      showDeveloperTools: 'never',
      hideClientButton: true,
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
}

/** Describes every route as OpenAPI 3.1 at /openapi.json, and shows it at /docs. */
export async function addOpenApi(app: App, { secure }: { secure: boolean }): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Earshot', version: '1', description: DESCRIPTION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          operator: { type: 'http', scheme: 'bearer', description: 'The token of an operator who is signed in; no tenant has one.' },
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the tenant, or an access token of the OAuth server.' },
          session: { type: 'apiKey', in: 'cookie', name: sessionCookieName(secure), description: 'The session of a signed-in browser.' },
        },
      },
      security: [{ apiKey: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  // Written once: it is large, and anybody may ask for it as often as they like.
  let document: Buffer | undefined;
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    document ??= Buffer.from(JSON.stringify(completeOpenApi(app.swagger())));
    return reply.type('application/json; charset=utf-8').send(document);
  });
  await app.register(async (scope) => addReference(scope as unknown as App));
}
