import { Command } from 'commander';
import { administerCreation } from '../../../../server/src/security/administration/service.ts';
import { type NewTenant, Tier } from '../../../../server/src/tenants/schema.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation } from '../../installation.ts';

interface Options {
  name: string;
  slug: string;
  tier: string;
  currency?: string;
  json?: boolean;
}

async function create(options: Options): Promise<void> {
  const tier = Tier.safeParse(options.tier);
  if (!tier.success) throw new CommandError(`--tier is "${options.tier}"; use one of ${Tier.options.join(', ')}.`);
  const input: NewTenant = { name: options.name, slug: options.slug, tier: tier.data, currency: options.currency };
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
    .option('--json', 'print {"tenantId","slug","apiKey"}')
    .action(create);
}
