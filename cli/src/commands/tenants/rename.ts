import { Command } from 'commander';
import { administerChange } from '../../../../server/src/security/administration/service.ts';
import { TenantName } from '../../../../server/src/tenants/schema.ts';
import { argumentOf, lineOf, onTenant, print } from './named.ts';

async function rename(slug: string, text: string, { json }: { json?: boolean }): Promise<void> {
  const name = argumentOf(TenantName, 'The name is not one:', text);
  const changed = await onTenant(slug, (context, tenantId) => administerChange(context, 'system', tenantId, { name }));
  print(json, changed, lineOf(changed));
}

/** `earshot tenants rename`: another name for a tenant; its slug stays. */
export function renameCommand(): Command {
  return new Command('rename')
    .description('give a tenant another name; its short name stays')
    .argument('<slug>', "the tenant's short name")
    .argument('<name>', 'what people call it from now on')
    .option('--json', 'print the tenant')
    .action(rename);
}
