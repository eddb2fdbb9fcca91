import { Command } from 'commander';
import { showFlags, showQuotas, showTenant } from '../../../../server/src/security/administration/service.ts';
import { columnsText } from '../../table-text.ts';
import { lineOf, onTenant, print, usedText } from './named.ts';

async function show(slug: string, { json }: { json?: boolean }): Promise<void> {
  const found = await onTenant(slug, async (context, tenantId) => ({
    ...(await showTenant(context, 'system', tenantId)),
    quotas: (await showQuotas(context, 'system', tenantId)).items,
    flags: (await showFlags(context, 'system', tenantId)).items,
  }));
  const quotas = found.quotas.map((state) => [`  ${state.quota}`, usedText(state)]);
  const flags = found.flags.map(({ flag, enabled, source }) => [`  ${flag}`, `${enabled ? 'on' : 'off'} (${source})`]);
  const rows = [['  id', found.id], ['  since', found.createdAt], ...quotas, ...flags];
  print(json, found, `${lineOf(found)}\n${columnsText(rows)}`);
}

/** `earshot tenants show`: one tenant with its quotas and flags. */
export function showCommand(): Command {
  return new Command('show')
    .description('show a tenant with its quotas and feature flags')
    .argument('<slug>', "the tenant's short name")
    .option('--json', 'print the tenant, with "quotas" and "flags"')
    .action(show);
}
