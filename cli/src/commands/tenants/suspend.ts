import { Command } from 'commander';
import { administerSuspension } from '../../../../server/src/security/administration/service.ts';
import { lineOf, onTenant, print } from './named.ts';

async function suspend(slug: string, { json }: { json?: boolean }): Promise<void> {
  const changed = await onTenant(slug, (context, tenantId) => administerSuspension(context, 'system', tenantId));
  print(json, changed, lineOf(changed));
}

/** `earshot tenants suspend`: refuses a tenant everything until it is reactivated. */
export function suspendCommand(): Command {
  return new Command('suspend')
    .description('refuse a tenant everything, within two seconds, until it is reactivated; nothing of it is deleted')
    .argument('<slug>', "the tenant's short name")
    .option('--json', 'print the tenant')
    .action(suspend);
}
