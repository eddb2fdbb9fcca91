import { Command } from 'commander';
import { createPerson } from '../../../../server/src/security/people/service.ts';
import { findTenantBySlug } from '../../../../server/src/tenants/service.ts';
import { CommandError } from '../../command-error.ts';
import { NoSuchTenant, onInstallation } from '../../installation.ts';

const ROLES = ['owner', 'admin', 'analyst', 'viewer', 'billing'] as const;
type Role = (typeof ROLES)[number];

interface Options {
  email: string;
  name: string;
  tenant?: string;
  role: string;
  json?: boolean;
}

function roleOf(text: string): Role {
  const role = ROLES.find((one) => one === text);
  if (role === undefined) throw new CommandError(`--role is "${text}"; use one of ${ROLES.join(', ')}.`);
  return role;
}

async function create({ email, name, tenant, role, json }: Options): Promise<void> {
  const wanted = roleOf(role);
  const personId = await onInstallation(async ({ context }) => {
    if (tenant === undefined) return createPerson(context, 'system', { email, name });
    const tenantId = await findTenantBySlug(context, 'system', tenant);
    if (tenantId === undefined) throw new NoSuchTenant(tenant, '"earshot tenants list" shows those there are.');
    return createPerson(context, 'system', { email, name, membership: { tenantId, role: wanted } });
  });
  if (json === true) process.stdout.write(`${JSON.stringify({ personId, email })}\n`);
  else process.stdout.write(`${name} is there (${personId}). A mail to ${email} says how to get in.\n`);
}

/** `earshot people create`: a person who may sign in, by a mailed link. */
export function peopleCreateCommand(): Command {
  return new Command('create')
    .description('create a person who may sign in; a mail with a link to choose a password goes to them')
    .requiredOption('--email <address>', 'the address they sign in with')
    .requiredOption('--name <name>', 'what people call them')
    .option('--tenant <slug>', 'a tenant to make them a member of')
    .option('--role <role>', 'owner, admin, analyst, viewer or billing', 'owner')
    .option('--json', 'print {"personId","email"}')
    .action(create);
}
