import { api, type RouteFixture } from './route-fixture.ts';

/** What a tenant enters by hand. */
export const PURCHASE = { kind: 'purchase', day: '2026-11-01', currency: 'USD', amount: '12.50', note: 'Hosting' } as const;

export function costRoutes(): RouteFixture[] {
  const entries = api('/cost/entries');
  return [
    { operation: 'GET /api/v1/cost/entries', permission: 'cost_entries.read', status: 200, valid: { path: `${entries}?limit=1` } },
    {
      operation: 'POST /api/v1/cost/entries',
      permission: 'cost_entries.write',
      status: 201,
      valid: { path: entries, body: PURCHASE },
      audited: 'cost_entry.create',
    },
  ];
}
