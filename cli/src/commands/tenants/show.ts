import { Command } from 'commander';
import { showFlags, showQuotas, showTenant } from '../../../../server/src/security/administration/service.ts';
import { lineOf, onTenant, print } from './named.ts';

async function show(slug: string, { json }: { json?: boolean }): Promise<void> {
  const found = await onTenant(slug, async (context, tenantId) => ({
    ...(await showTenant(context, 'system', tenantId)),
    quotas: (await showQuotas(context, 'system', tenantId)).items,
    flags: (await showFlags(context, 'system', tenantId)).items,
  }));
  const quotas = found.quotas.map(({ quota, used, limit, source }) => `  ${quota}\t${used ?? '-'} of ${limit ?? 'no limit'} (${source})`);
  const flags = found.flags.map(({ flag, enabled, source }) => `  ${flag}\t${enabled ? 'on' : 'off'} (${source})`);
  print(json, found, [lineOf(found), `  id\t${found.id}`, `  since\t${found.createdAt}`, ...quotas, ...flags].join('\n'));
}

/** `earshot tenants show`: one tenant with its quotas and flags. */
export function showCommand(): Command {
  return new Command('show')
    .description('show a tenant with its quotas and feature flags')
    .argument('<slug>', "the tenant's short name")
    .option('--json', 'print the tenant, with "quotas" and "flags"')
    .action(show);
}
