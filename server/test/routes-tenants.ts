import type { Operation } from '../src/tenants/authorize.ts';
import { reactivateTenant } from '../src/tenants/lifecycle/service.ts';
import { inTenant, type TenantTx } from '../src/platform/tenant-door.ts';
import { beginSampleIn, putSampleIn } from '../src/tenants/samples/service.ts';
import { cookieOf } from './people.ts';
import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

/** As if sample data were there, of which nothing is left. */
async function leaveSample(tx: TenantTx): Promise<void> {
  const [startsOn, changedAt] = ['2026-10-23', new Date('2026-11-20T12:00:00Z')];
  if (await beginSampleIn(tx, startsOn, changedAt))
    await putSampleIn(tx, { state: 'loaded', startsOn, changedAt, touchpoints: 0, conversions: 0 });
}

/** The routes under /tenants. */
export function tenantsRoutes({ database: { context }, mine, theirs }: World): RouteFixture[] {
  const settings = {
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    lookbackDays: 30,
    halfLifeDays: 7,
    minEvidence: 'household_ip',
    defaultModel: null,
    retentionDays: null,
    consentUnknown: 'keep',
    downloadWindow: 'calendar_day',
    addressDays: 7,
    mfaRequired: false,
  };
  const of = (verb: string, below: string, permission: Operation, more: Partial<RouteFixture> & { body?: unknown } = {}): RouteFixture => {
    const path = (id: string) => api(`/tenants/${id}${below}`);
    const { body, ...rest } = more;
    return {
      operation: `${verb} ${path('{id}')}`,
      permission,
      status: 200,
      valid: { path: path(mine.tenantId), body },
      absent: { path: path(NOBODY), body },
      foreign: { path: path(theirs.tenantId), body },
      malformed: path('not-a-uuid'),
      ...rest,
    };
  };
  const asOwner = async () => ({ headers: { cookie: await cookieOf(context, mine.owner) } });
  const withSample = async () => {
    await inTenant(context.db, mine.tenantId, leaveSample);
    return { headers: { authorization: `Bearer ${mine.apiKey}` } };
  };
  return [
    of('GET', '', 'tenants.read'),
    of('PATCH', '', 'tenants.write', { body: { name: 'Another name' }, audited: 'tenant.rename' }),
    of('GET', '/settings', 'tenant_settings.read'),
    of('PUT', '/settings', 'tenant_settings.write', { body: settings, audited: 'tenant_settings.put' }),
    of('GET', '/brand', 'tenant_brand.read'),
    of('PUT', '/brand', 'tenant_brand.write', { body: { colour: '#0b6e5f', logo: null }, audited: 'tenant_brand.put' }),
    of('DELETE', '/brand', 'tenant_brand.write', { status: 204, audited: 'tenant_brand.delete' }),
    of('GET', '/quotas', 'tenant_quotas.read'),
    of('GET', '/flags', 'tenant_flags.read'),
    of('GET', '/sample', 'onboarding.read'),
    of('POST', '/sample', 'onboarding.write', { prepare: withSample, body: {} }),
    of('DELETE', '/sample', 'onboarding.write', { prepare: withSample, audited: 'sample.remove' }),
    of('GET', '/onboarding', 'onboarding.read'),
    of('PATCH', '/onboarding', 'onboarding.write', { body: { skip: ['spend'] }, audited: 'onboarding.change' }),
    of('POST', '/export', 'tenants.export', { prepare: asOwner, body: {}, audited: 'tenant.export' }),
    of('POST', '/close', 'tenants.close', {
      prepare: asOwner,
      body: { waiveExport: true },
      audited: 'tenant.close',
      auditedBeside: /^share\.(revoke|decline)$/,
      undo: () => reactivateTenant(context, mine.actor, mine.tenantId),
    }),
    of('POST', '/reactivate', 'tenants.reactivate', { prepare: asOwner, body: {} }),
  ];
}
