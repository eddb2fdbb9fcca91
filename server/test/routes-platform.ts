import { createTestOperator, operatorToken, signInOf } from './operators.ts';
import { api, NOBODY, type RouteFixture, type Sent } from './route-fixture.ts';
import { tenantAllocationRoutes } from './routes-allocations.ts';
import { PRICE } from './routes-cost.ts';
import type { World } from './world.ts';

let slugs = 0;

const withToken = (token: string): Sent => ({ headers: { authorization: `Bearer ${token}` } });

function asOperator({ operator }: World): Pick<RouteFixture, 'isPlatform' | 'prepare'> {
  return { isPlatform: true, prepare: async () => withToken(operator.token) };
}

/** On a tenant that nothing else uses. */
function tenantRoutes(world: World): RouteFixture[] {
  const { tenantId } = world.operator;
  const as = asOperator(world);
  const of = (verb: string, below: string, status: number, more: Partial<RouteFixture> & { body?: unknown } = {}): RouteFixture => {
    const { body, ...rest } = more;
    const path = (id: string) => api(`/platform/tenants/${id}${below}`);
    const named = path('{id}')
      .replace('/quotas/members', '/quotas/{quota}')
      .replace('/flags/webhooks', '/flags/{flag}')
      .replace('/prices/events', '/prices/{meter}');
    return {
      operation: `${verb} ${named}`,
      status,
      valid: { path: path(tenantId), body },
      absent: { path: path(NOBODY), body },
      malformed: path('not-a-uuid'),
      ...as,
      ...rest,
    };
  };
  return [
    of('GET', '', 200),
    of('PATCH', '', 200, { body: { name: 'Renamed', tier: 'professional' }, audited: 'tenant.change' }),
    of('POST', '/suspend', 200, { body: { reason: 'Does not pay' }, audited: 'tenant.suspend' }),
    of('POST', '/reactivate', 200, { body: {}, audited: 'tenant.reactivate' }),
    of('POST', '/close', 200, { body: { waiveExport: true }, audited: 'tenant.close' }),
    of('GET', '/quotas', 200),
    of('PUT', '/quotas/members', 200, { body: { limit: 3 }, audited: 'tenant_quota.put' }),
    of('DELETE', '/quotas/members', 204, { audited: 'tenant_quota.put' }),
    of('GET', '/prices', 200),
    of('PUT', '/prices/events', 200, { body: PRICE, audited: 'tenant.put_price' }),
    of('GET', '/flags', 200),
    of('PUT', '/flags/webhooks', 200, { body: { enabled: true }, audited: 'tenant_flag.put' }),
    of('DELETE', '/flags/webhooks', 204, { audited: 'tenant_flag.put' }),
  ];
}

function sessionRoutes({ database: { context } }: World): RouteFixture[] {
  return [
    {
      operation: 'POST /api/v1/platform/sessions',
      status: 201,
      valid: { path: api('/platform/sessions'), body: { email: 'a@b.example', password: 'x', code: '000000' } },
      prepare: async () => ({ body: signInOf(context, await createTestOperator(context)) }),
      audited: 'operator.sign_in',
    },
    {
      operation: 'DELETE /api/v1/platform/sessions/current',
      status: 204,
      valid: { path: api('/platform/sessions/current') },
      isPlatform: true,
      prepare: async () => withToken(await operatorToken(context)),
      audited: 'operator.sign_out',
    },
  ];
}

/** The routes of the installation's administration. */
export function platformRoutes(world: World): RouteFixture[] {
  const as = asOperator(world);
  const ofTier = { valid: { path: api('/platform/tiers/free/flags/webhooks') }, malformed: api('/platform/tiers/free/flags/none') };
  return [
    ...sessionRoutes(world),
    ...tenantRoutes(world),
    { operation: 'GET /api/v1/platform/tenants', status: 200, valid: { path: api('/platform/tenants?limit=1') }, ...as },
    {
      operation: 'POST /api/v1/platform/tenants',
      status: 201,
      valid: { path: api('/platform/tenants'), body: { name: 'Made', slug: 'made-by-operator' } },
      ...as,
      prepare: async () => {
        slugs += 1;
        return { ...withToken(world.operator.token), body: { name: 'Made', slug: `made-by-operator-${slugs}` } };
      },
      audited: 'tenant.create',
    },
    { operation: 'GET /api/v1/platform/flags', status: 200, valid: { path: api('/platform/flags') }, ...as },
    {
      operation: 'PUT /api/v1/platform/tiers/{tier}/flags/{flag}',
      status: 204,
      ...ofTier,
      valid: { ...ofTier.valid, body: { enabled: true } },
      ...as,
      audited: 'tier_flag.put',
    },
    { operation: 'DELETE /api/v1/platform/tiers/{tier}/flags/{flag}', status: 204, ...ofTier, ...as, audited: 'tier_flag.put' },
    ...tenantAllocationRoutes(world),
    { operation: 'GET /api/v1/platform/onboarding', status: 200, valid: { path: api('/platform/onboarding') }, ...as },
    { operation: 'GET /api/v1/platform/costs', status: 200, valid: { path: api('/platform/costs') }, ...as },
    { operation: 'GET /api/v1/platform/audit-log', status: 200, valid: { path: api('/platform/audit-log?limit=1') }, ...as },
  ];
}
