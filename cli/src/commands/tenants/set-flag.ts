import { Command } from 'commander';
import { administerFlag, administerTierFlag } from '../../../../server/src/security/administration/service.ts';
import { FlagName, FlagTurn } from '../../../../server/src/tenants/flags/schema.ts';
import { Tier } from '../../../../server/src/tenants/schema.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation } from '../../installation.ts';
import { argumentOf, print, tenantOf } from './named.ts';

interface Options {
  tenant?: string;
  tier?: string;
  until?: string;
  json?: boolean;
}

function turnOf(word: string, until: string | undefined): FlagTurn | undefined {
  if (!['on', 'off', 'default'].includes(word)) throw new CommandError(`The flag is to be "${word}"; use on, off or default.`);
  return word === 'default' ? undefined : argumentOf(FlagTurn, '--until', { enabled: word === 'on', expiresAt: until ?? null });
}

async function setFlag(name: string, word: string, { tenant, tier, until, json }: Options): Promise<void> {
  const flag = argumentOf(FlagName, 'The flag', name);
  const turn = turnOf(word, until);
  if ((tenant === undefined) === (tier === undefined)) throw new CommandError('Name either --tenant or --tier.');
  await onInstallation(async ({ context }) => {
    if (tenant !== undefined) await administerFlag(context, 'system', { tenantId: await tenantOf(context, tenant), flag }, turn);
    else await administerTierFlag(context, 'system', { tier: argumentOf(Tier, '--tier', tier), flag }, turn);
  });
  const whose = tenant === undefined ? { tier } : { tenant };
  const result = { flag, ...whose, enabled: turn?.enabled ?? null, expiresAt: turn?.expiresAt ?? null };
  print(json, result, `${flag} is ${word} for ${tenant ?? `the tier ${tier}`}${until === undefined ? '' : ` until ${until}`}.`);
}

/** `earshot tenants set-flag`: turns a feature flag for a tenant or a whole tier. */
export function setFlagCommand(): Command {
  return new Command('set-flag')
    .description('turn a feature flag for one tenant, or for every tenant of a tier that has none of its own')
    .argument('<flag>', FlagName.options.join(', '))
    .argument('<state>', 'on, off, or default to leave it to the tier and the default again')
    .option('--tenant <slug>', 'for this tenant')
    .option('--tier <tier>', 'for this tier')
    .option('--until <instant>', 'an RFC 3339 instant after which it was never said; without it, for good')
    .option('--json', 'print {"flag","tenant" or "tier","enabled","expiresAt"}')
    .action(setFlag);
}
