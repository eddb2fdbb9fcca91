import type { Context } from '../../platform/context.ts';
import { inDirectory, inTenant } from '../../platform/tenant-door.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { listSampledTenantsIn } from '../../tenants/samples/service.ts';
import { findEventFirstsIn } from '../../tracking/firsts/service.ts';

/** The tenants whose figures nobody watches: those that rest, and those whose every conversion is sample data. */
export async function listUnwatchedTenants(context: Context, _actor: 'system'): Promise<Set<string>> {
  const unwatched = await inDirectory(context.db, listRestingTenantsIn);
  for (const tenantId of await inDirectory(context.db, listSampledTenantsIn)) {
    const { hasConversion } = await inTenant(context.db, tenantId, findEventFirstsIn, { readOnly: true });
    if (!hasConversion) unwatched.add(tenantId);
  }
  return unwatched;
}
