import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { personOf } from '../../tenants/authorize.ts';
import { setCookies } from '../sessions/cookies.ts';
import { Session } from '../sessions/schema.ts';
import { describeStarted } from '../visitors/service.ts';
import { Memberships, TenantChoice } from './schema.ts';
import { listMemberships, switchTenant } from './service.ts';

/** GET /security/sessions/current/tenants, PUT /security/sessions/current/tenant. */
export function membershipRoutes(app: App, context: Context, { secure }: { secure: boolean }): void {
  app.get('/security/sessions/current/tenants', {
    config: { person: true },
    schema: { tags: ['Members'], summary: 'List the tenants you belong to', response: { 200: Memberships } },
    handler: async (request) => ({ items: await listMemberships(context, personOf(request)), nextCursor: null }),
  });
  app.put('/security/sessions/current/tenant', {
    config: { person: true },
    schema: { tags: ['Members'], summary: 'Act in another of your tenants', body: TenantChoice, response: { 200: Session } },
    handler: async (request, reply) => {
      const tokens = await switchTenant(context, personOf(request), request.body.tenant);
      setCookies(reply, secure, tokens);
      return describeStarted(context, 'public', tokens.token, request.ip);
    },
  });
}
