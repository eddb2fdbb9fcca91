import type { withInstallation } from '../../server/src/main.ts';
import { findTenantBySlug } from '../../server/src/tenants/service.ts';
import { CommandError } from './command-error.ts';

type Context = Parameters<Parameters<typeof withInstallation>[0]>[0];

/** The id of the tenant that `--tenant` names. @throws CommandError when there is none of that slug. */
export async function tenantOf(context: Context, slug: string): Promise<string> {
  const tenantId = await findTenantBySlug(context, 'system', slug);
  if (tenantId !== undefined) return tenantId;
  throw new CommandError(`There is no tenant "${slug}". "earshot tenants create --name NAME --slug ${slug}" creates it.`);
}
