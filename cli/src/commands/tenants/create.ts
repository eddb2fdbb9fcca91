import { Command } from 'commander';
import { administerCreation } from '../../../../server/src/security/administration/service.ts';
import { Tier } from '../../../../server/src/tenants/schema.ts';
import { Email } from '../../../../server/src/security/sessions/schema.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation } from '../../installation.ts';

interface Options {
  name: string;
  slug: string;
  tier: string;
  currency?: string;
  owner?: string;
  json?: boolean;
}

async function create(options: Options): Promise<void> {
  const tier = Tier.safeParse(options.tier);
  if (!tier.success) throw new CommandError(`--tier is "${options.tier}"; use one of ${Tier.options.join(', ')}.`);
  const owner = options.owner === undefined ? undefined : Email.safeParse(options.owner);
  if (owner?.success === false) throw new CommandError(`--owner is "${options.owner}", which is no e-mail address.`);
  const input = { name: options.name, slug: options.slug, tier: tier.data, currency: options.currency, owner: owner?.data };
  const created = await onInstallation(({ context }) => administerCreation(context, 'system', input));
  if (options.json === true) process.stdout.write(`${JSON.stringify(created)}\n`);
  else {
    process.stdout.write(
      `Tenant ${created.slug} is there (${created.tenantId}).\nIts API key, with every scope, is shown this once:\n\n  ${created.apiKey}\n`,
    );
  }
}

/** `earshot tenants create`: a tenant and its first API key. */
export function createCommand(): Command {
  return new Command('create')
    .description('create a tenant and its first API key, which has every scope and is shown once')
    .requiredOption('--name <name>', 'what people call the tenant')
    .requiredOption('--slug <slug>', 'its short name: a-z, 0-9 and "-"')
    .option('--tier <tier>', 'free, starter, professional or enterprise', 'free')
    .option('--currency <code>', 'currency of its reports (ISO 4217); otherwise the one its conversions have')
    .option('--owner <email>', 'invite this person, by mail, to be its first owner')
    .option('--json', 'print {"tenantId","slug","apiKey"}')
    .action(create);
}
