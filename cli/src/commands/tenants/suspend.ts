import { Command } from 'commander';
import { administerSuspension } from '../../../../server/src/security/administration/service.ts';
import { TenantSuspension } from '../../../../server/src/security/administration/schema.ts';
import { argumentOf, lineOf, onTenant, print } from './named.ts';

async function suspend(slug: string, { json, reason }: { json?: boolean; reason?: string }): Promise<void> {
  const suspension = argumentOf(TenantSuspension, '--reason', { reason });
  const changed = await onTenant(slug, (context, tenantId) => administerSuspension(context, 'system', tenantId, suspension));
  print(json, changed, lineOf(changed));
}

/** `earshot tenants suspend`: refuses a tenant everything until it is reactivated. */
export function suspendCommand(): Command {
  return new Command('suspend')
    .description('refuse a tenant everything, within two seconds, until it is reactivated; nothing of it is deleted')
    .argument('<slug>', "the tenant's short name")
    .option('--reason <text>', "kept in the installation's own log; the tenant does not read it")
    .option('--json', 'print the tenant')
    .action(suspend);
}
