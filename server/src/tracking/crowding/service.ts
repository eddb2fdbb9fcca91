import type { Context } from '../../platform/context.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Crowd, isCrowded } from './rules.ts';
import { findCrowd } from './store.ts';

const DAY_MS = 86_400_000;

/** A tenant of whose last day's events too many share one address. */
export interface CrowdedTenant extends Crowd {
  tenantId: string;
}

/**
 * Those of these tenants of whose events of the last 24 hours more than 20 % share one address, each looked at through its own door;
 * tenants with fewer than 20 such events are passed over. It reads a day's events of each: for the operator, not for requests.
 */
export async function listCrowdedTenants(context: Context, _actor: 'system', tenantIds: readonly string[]): Promise<CrowdedTenant[]> {
  const since = new Date(context.clock() - DAY_MS);
  const crowded: CrowdedTenant[] = [];
  for (const tenantId of tenantIds) {
    const crowd = await inTenant(context.db, tenantId, (tx) => findCrowd(tx, since), { readOnly: true });
    if (isCrowded(crowd)) crowded.push({ tenantId, ...crowd });
  }
  return crowded;
}
