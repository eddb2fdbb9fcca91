import { Command } from 'commander';
import { administerChange } from '../../../../server/src/security/administration/service.ts';
import { Tier } from '../../../../server/src/tenants/schema.ts';
import { CommandError } from '../../command-error.ts';
import { lineOf, onTenant, print } from './named.ts';

async function setTier(slug: string, text: string, { json }: { json?: boolean }): Promise<void> {
  const tier = Tier.safeParse(text);
  if (!tier.success) throw new CommandError(`The tier is "${text}"; use one of ${Tier.options.join(', ')}.`);
  const changed = await onTenant(slug, (context, tenantId) => administerChange(context, 'system', tenantId, { tier: tier.data }));
  print(json, changed, lineOf(changed));
}

/** `earshot tenants set-tier`: puts a tenant on another tier. */
export function setTierCommand(): Command {
  return new Command('set-tier')
    .description('put a tenant on another tier; its limits hold within two seconds')
    .argument('<slug>', "the tenant's short name")
    .argument('<tier>', 'free, starter, professional or enterprise')
    .option('--json', 'print the tenant')
    .action(setTier);
}
