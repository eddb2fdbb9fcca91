import { NewAllocation, NewAllocationRules } from '../src/cost/allocations/schema.ts';
import { createAllocation, putAllocationRules } from '../src/cost/allocations/service.ts';
import { NewEntry } from '../src/cost/entries/schema.ts';
import { createEntry } from '../src/cost/entries/service.ts';
import { NewTenantAllocation } from '../src/cost/tenant-allocations/schema.ts';
import { createTenantAllocation } from '../src/cost/tenant-allocations/service.ts';
import type { Context } from '../src/platform/context.ts';
import type { Actor } from '../src/tenants/authorize.ts';
import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

const HOSTING = { kind: 'purchase', day: '2026-11-01', currency: 'USD', amount: '12.50', note: 'Hosting', feature: 'hosting' } as const;
const RULES = {
  pools: [{ key: 'hosting', features: ['hosting'], driver: { kind: 'even' } }],
  rest: { kind: 'usage', meter: 'api_calls' },
};

/** An entry, rules by which it is split, and a split of it. */
export async function fillAllocations(context: Context, actor: Actor): Promise<{ allocation: string }> {
  await createEntry(context, actor, NewEntry.parse(HOSTING));
  await putAllocationRules(context, actor, 'campaign', NewAllocationRules.parse(RULES));
  const { id } = await createAllocation(context, actor, NewAllocation.parse({ month: '2026-11', dimension: 'campaign' }));
  return { allocation: id };
}

export function allocationRoutes({ mine, theirs }: World): RouteFixture[] {
  const path = api('/cost/allocations');
  const get = { permission: 'cost_allocations.read', status: 200 } as const;
  const of = (below: string) => ({
    ...get,
    valid: { path: `${path}/${mine.allocation}${below}` },
    absent: { path: `${path}/${NOBODY}${below}` },
    foreign: { path: `${path}/${theirs.allocation}${below}` },
    malformed: `${path}/no-id${below}`,
  });
  return [
    { operation: 'GET /api/v1/cost/allocations', ...get, valid: { path: `${path}?limit=1` } },
    {
      operation: 'POST /api/v1/cost/allocations',
      permission: 'cost_allocations.write',
      status: 200,
      valid: { path, body: { month: '2026-11', dimension: 'feature' } },
      audited: 'cost_allocation.create',
    },
    { operation: 'GET /api/v1/cost/allocations/rules', ...get, valid: { path: `${path}/rules` } },
    {
      operation: 'PUT /api/v1/cost/allocations/rules/{dimension}',
      permission: 'cost_allocations.write',
      status: 200,
      valid: { path: `${path}/rules/advertiser`, body: RULES },
      malformed: `${path}/rules/planet`,
      audited: 'cost_allocation_rules.put',
    },
    { operation: 'GET /api/v1/cost/margins', ...get, valid: { path: api('/cost/margins?from=2026-10&to=2026-11') } },
    { operation: 'GET /api/v1/cost/allocations/{id}', ...of('') },
    { operation: 'GET /api/v1/cost/allocations/{id}/lines', ...of('/lines') },
  ];
}

const INVOICE = { month: '2026-11', currency: 'EUR' };
const pool = (key: string, owner: string) => ({ key, amount: '10.00', driver: { kind: 'weighted', weights: [{ owner, weight: '1' }] } });

/** The operator's invoice, split over one tenant alone, so that no other one is booked anything. */
export async function splitInvoice(context: Context, tenantId: string): Promise<string> {
  const asked = NewTenantAllocation.parse({ ...INVOICE, pools: [pool('hosting', tenantId)] });
  return (await createTenantAllocation(context, 'system', asked)).id;
}

export function tenantAllocationRoutes({ operator }: World): RouteFixture[] {
  const path = api('/platform/cost/allocations');
  const as = { isPlatform: true, prepare: async () => ({ headers: { authorization: `Bearer ${operator.token}` } }) } as const;
  const of = (below: string, body?: object) => ({
    status: 200,
    valid: { path: `${path}/${operator.allocation}${below}`, body },
    absent: { path: `${path}/${NOBODY}${below}`, body },
    malformed: `${path}/no-id${below}`,
    ...as,
  });
  const pools = [pool('support', operator.billedTenantId)];
  return [
    { operation: 'GET /api/v1/platform/cost/allocations', status: 200, valid: { path: `${path}?month=2026-11` }, ...as },
    {
      operation: 'POST /api/v1/platform/cost/allocations',
      status: 200,
      valid: { path, body: { ...INVOICE, currency: 'USD', pools } },
      ...as,
      audited: 'tenant_allocation.create',
    },
    { operation: 'GET /api/v1/platform/cost/allocations/{id}', ...of('') },
    { operation: 'POST /api/v1/platform/cost/allocations/{id}/bookings', ...of('/bookings', {}), audited: 'tenant.book_allocation' },
  ];
}
