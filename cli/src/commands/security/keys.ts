import { Command } from 'commander';
import { type ApiKey, NewApiKey } from '../../../../server/src/security/apikeys/schema.ts';
import { createApiKey, listApiKeys, revokeApiKey } from '../../../../server/src/security/apikeys/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';

interface Options {
  tenant: string;
  json?: boolean;
}

function lineOf({ id, name, hint, scopes, expiresAt, revokedAt, lastUsedAt }: ApiKey): string {
  const state = revokedAt === null ? (expiresAt === null ? 'no end' : `until ${expiresAt}`) : `revoked ${revokedAt}`;
  const use = lastUsedAt === null ? 'never used' : `last used ${lastUsedAt}`;
  return `${id}  ${hint}  ${scopes.join(',')}  ${state}  ${use}  ${name}`;
}

async function list({ tenant, json }: Options): Promise<void> {
  const keys = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    return everyPage((page) => listApiKeys(context, actor, page));
  });
  if (json === true) {
    process.stdout.write(`${JSON.stringify(keys)}\n`);
    return;
  }
  process.stdout.write(keys.length === 0 ? 'There are no API keys.\n' : `${keys.map(lineOf).join('\n')}\n`);
}

interface CreateOptions extends Options {
  name: string;
  scopes: string;
  expiresAt?: string;
  networks?: string;
  requestsPerMinute?: string;
}

function wordsOf(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** @throws CommandError that says which option is wrong. */
function keyOf({ name, scopes, expiresAt, networks, requestsPerMinute }: CreateOptions): NewApiKey {
  const parsed = NewApiKey.safeParse({
    name,
    scopes: wordsOf(scopes),
    expiresAt,
    allowedNetworks: networks === undefined ? undefined : wordsOf(networks),
    requestsPerMinute: requestsPerMinute === undefined ? undefined : Number(requestsPerMinute),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.')}: ${issue.message}.`);
}

async function create(options: CreateOptions): Promise<void> {
  const input = keyOf(options);
  const created = await onInstallation(async ({ context }) => createApiKey(context, await operatorOf(context, options.tenant), input));
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(created)}\n`
      : `The key "${created.name}" is there (${created.id}). It is shown this once:\n\n  ${created.apiKey}\n`,
  );
}

async function revoke(id: string, { tenant, json }: Options): Promise<void> {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new CommandError(`"${id}" is no id of a key; "earshot keys list" shows them.`);
  await onInstallation(async ({ context }) => revokeApiKey(context, await operatorOf(context, tenant), id));
  process.stdout.write(json === true ? `${JSON.stringify({ id })}\n` : `The key ${id} is revoked; it is refused within two seconds.\n`);
}

/** `earshot keys list`: the API keys of a tenant. */
export function listKeysCommand(): Command {
  return new Command('list')
    .description('list the API keys of a tenant, revoked ones too, without the keys themselves')
    .requiredOption('--tenant <slug>', 'whose keys')
    .option('--json', 'print them as a list, as GET /api/v1/security/api-keys has them')
    .action(list);
}

/** `earshot keys create`: an API key, shown once. */
export function createKeyCommand(): Command {
  return new Command('create')
    .description('create an API key, which is shown once')
    .requiredOption('--tenant <slug>', 'whose key')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption('--scopes <list>', 'ingest, read, admin, by commas')
    .option('--expires-at <instant>', 'when it ends, such as 2027-01-01T00:00:00Z')
    .option('--networks <list>', 'networks it works from, such as 203.0.113.0/24, by commas; everywhere when left out')
    .option('--requests-per-minute <number>', 'its own limit below that of the tier')
    .option('--json', 'print it as POST /api/v1/security/api-keys does, with apiKey')
    .action(create);
}

/** `earshot keys revoke`: ends an API key for good. */
export function revokeKeyCommand(): Command {
  return new Command('revoke')
    .description('revoke an API key for good; it is refused within two seconds')
    .argument('<id>', 'the key')
    .requiredOption('--tenant <slug>', 'whose key')
    .option('--json', 'print {"id"}')
    .action(revoke);
}
