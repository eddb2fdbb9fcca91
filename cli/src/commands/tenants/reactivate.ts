import { Command } from 'commander';
import { administerReactivation } from '../../../../server/src/security/administration/service.ts';
import { lineOf, onTenant, print } from './named.ts';

async function reactivate(slug: string, { json }: { json?: boolean }): Promise<void> {
  const changed = await onTenant(slug, (context, tenantId) => administerReactivation(context, 'system', tenantId));
  print(json, changed, lineOf(changed));
}

/** `earshot tenants reactivate`: lifts a suspension, and undoes a closing. */
export function reactivateCommand(): Command {
  return new Command('reactivate')
    .description('lift the suspension of a tenant, and undo its closing')
    .argument('<slug>', "the tenant's short name")
    .option('--json', 'print the tenant')
    .action(reactivate);
}
