import { NewPrice } from '../src/cost/prices/schema.ts';
import { putPrice } from '../src/cost/prices/service.ts';
import { NewEntry } from '../src/cost/entries/schema.ts';
import { createEntry } from '../src/cost/entries/service.ts';
import { bookTenantAllocation } from '../src/cost/tenant-allocations/service.ts';
import type { Context } from '../src/platform/context.ts';
import type { Actor } from '../src/tenants/authorize.ts';
import { api, type RouteFixture } from './route-fixture.ts';
import { fillAllocations, splitInvoice } from './routes-allocations.ts';
import { wordOf } from './routes-usage.ts';
import type { World } from './world.ts';

/** What a tenant enters by hand. */
const PURCHASE = { kind: 'purchase', day: '2026-11-01', currency: 'USD', amount: '12.50', note: 'Hosting' } as const;
export const PRICE = { currency: 'USD', unitQuantity: '1000', tiers: [{ upTo: null, price: '0.40' }] };

/** An entry, a price, a month that waits to be rated, and a split of the bill. */
export async function fillCost(context: Context, actor: Actor): Promise<void> {
  await createEntry(context, actor, NewEntry.parse(PURCHASE));
  await putPrice(context, actor, 'emails', NewPrice.parse(PRICE));
  await fillAllocations(context, actor);
  await bookTenantAllocation(context, 'system', await splitInvoice(context, actor.tenantId));
}

export function costRoutes({ mine, theirs }: World): RouteFixture[] {
  const entries = api('/cost/entries');
  const price = (meter: string) => api(`/cost/prices/${meter}`);
  return [
    { operation: 'GET /api/v1/cost/prices', permission: 'cost_prices.read', status: 200, valid: { path: api('/cost/prices') } },
    {
      operation: 'PUT /api/v1/cost/prices/{meter}',
      permission: 'cost_prices.write',
      status: 200,
      valid: { path: price(`hours_of_${wordOf(mine.campaign)}`), body: PRICE },
      absent: { path: price('never'), body: PRICE },
      foreign: { path: price(`hours_of_${wordOf(theirs.campaign)}`), body: PRICE },
      malformed: price('x'.repeat(101)),
      audited: 'cost_price.put',
    },
    { operation: 'GET /api/v1/cost/entries', permission: 'cost_entries.read', status: 200, valid: { path: `${entries}?limit=1` } },
    {
      operation: 'POST /api/v1/cost/entries',
      permission: 'cost_entries.write',
      status: 201,
      valid: { path: entries, body: PURCHASE },
      audited: 'cost_entry.create',
    },
    {
      operation: 'GET /api/v1/cost/exports/focus',
      permission: 'cost_entries.read',
      status: 200,
      valid: { path: api('/cost/exports/focus?month=2026-11') },
    },
    { operation: 'GET /api/v1/cost/reports', permission: 'cost_entries.read', status: 200, valid: { path: api('/cost/reports') } },
    { operation: 'GET /api/v1/cost/forecast', permission: 'cost_entries.read', status: 200, valid: { path: api('/cost/forecast') } },
    { operation: 'GET /api/v1/cost/savings', permission: 'cost_entries.read', status: 200, valid: { path: api('/cost/savings') } },
    {
      operation: 'GET /api/v1/cost/statements',
      permission: 'cost_entries.read',
      status: 200,
      valid: { path: api('/cost/statements?month=2026-11') },
    },
  ];
}
