import { Command } from 'commander';
import { administerClosing } from '../../../../server/src/security/administration/service.ts';
import { lineOf, onTenant, print } from './named.ts';

async function close(slug: string, { json, waiveExport = false }: { json?: boolean; waiveExport?: boolean }): Promise<void> {
  const changed = await onTenant(slug, (context, tenantId) => administerClosing(context, 'system', tenantId, { waiveExport }));
  print(json, changed, lineOf(changed));
}

/** `earshot tenants close`: a tenant is read only for 30 days, and then deleted. */
export function closeCommand(): Command {
  return new Command('close')
    .description('close a tenant: it can be read for 30 days, in which "tenants reactivate" undoes it, and is then deleted')
    .argument('<slug>', "the tenant's short name")
    .option('--waive-export', 'close it although nothing was exported in the last seven days')
    .option('--json', 'print the tenant')
    .action(close);
}
