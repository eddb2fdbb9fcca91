import { Command } from 'commander';
import { administerQuota } from '../../../../server/src/security/administration/service.ts';
import { QuotaName, QuotaOverride } from '../../../../server/src/tenants/quotas/schema.ts';
import { CommandError } from '../../command-error.ts';
import { argumentOf, onTenant, print, usedText } from './named.ts';

function limitOf(text: string): number | null | undefined {
  if (text === 'none') return null;
  if (text === 'tier') return undefined;
  if (!/^\d{1,16}$/.test(text)) throw new CommandError(`The limit is "${text}"; use a whole number, "none" or "tier".`);
  return argumentOf(QuotaOverride, 'The limit', { limit: Number(text) }).limit;
}

async function setQuota(slug: string, name: string, text: string, { json }: { json?: boolean }): Promise<void> {
  const quota = argumentOf(QuotaName, 'The quota', name);
  const limit = limitOf(text);
  const states = await onTenant(slug, (context, tenantId) => administerQuota(context, 'system', { tenantId, quota }, limit));
  const state = states.items.find((one) => one.quota === quota);
  print(json, state, state === undefined ? quota : `${quota}  ${usedText(state)}`);
}

/** `earshot tenants set-quota`: another limit than the tier's for one tenant. */
export function setQuotaCommand(): Command {
  return new Command('set-quota')
    .description("set another limit than the tier's for one tenant")
    .argument('<slug>', "the tenant's short name")
    .argument('<quota>', QuotaName.options.join(', '))
    .argument('<limit>', 'a whole number, "none" for no limit, or "tier" for the limit of its tier again')
    .option('--json', 'print the quota')
    .action(setQuota);
}
