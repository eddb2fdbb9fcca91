import type { Context } from '../../platform/context.ts';
import { getStanding } from '../../tenants/standing/service.ts';

/** Whether pages of a tenant are shown to strangers: not while it is suspended, and not once it is closed. */
export async function isOpenTenant(context: Context, _actor: 'system', tenantId: string): Promise<boolean> {
  const standing = await getStanding(context, 'system', tenantId);
  return standing !== undefined && !standing.isSuspended && standing.eraseAfter === undefined;
}
