import { Command } from 'commander';
import { createInvitation, listInvitations } from '../../../../server/src/security/invitations/service.ts';
import { NewInvitation } from '../../../../server/src/security/invitations/schema.ts';
import { listMembers, removeMember } from '../../../../server/src/security/members/service.ts';
import { endMemberSessions } from '../../../../server/src/security/membersessions/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';
import { onMember } from './on-member.ts';

interface Options {
  tenant: string;
  json?: boolean;
}

async function list({ tenant, json }: Options): Promise<void> {
  const found = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    const members = await everyPage((page) => listMembers(context, actor, page));
    const invitations = await everyPage((page) => listInvitations(context, actor, page));
    return {
      members: members.map(({ id, email, name, role, createdAt }) => ({ id, email, name, role, createdAt })),
      invitations: invitations.map(({ id, email, role, expiresAt }) => ({ id, email, role, expiresAt })),
    };
  });
  if (json === true) {
    process.stdout.write(`${JSON.stringify(found)}\n`);
    return;
  }
  const lines = [
    ...found.members.map(({ email, role, name }) => `${email}  ${role}  ${name}`),
    ...found.invitations.map(({ email, role, expiresAt }) => `${email}  ${role}  invited until ${expiresAt}`),
  ];
  process.stdout.write(lines.length === 0 ? 'Nobody is a member yet, and nobody is invited.\n' : `${lines.join('\n')}\n`);
}

async function invite(email: string, { tenant, role, json }: Options & { role: string }): Promise<void> {
  const input = NewInvitation.safeParse({ email, role });
  if (!input.success) {
    const [issue] = input.error.issues;
    throw new CommandError(`${issue.path.join('.')} ${issue.message}.`);
  }
  const invitation = await onInstallation(async ({ context }) => createInvitation(context, await operatorOf(context, tenant), input.data));
  const { id, expiresAt } = invitation;
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ id, email: invitation.email, role: invitation.role, expiresAt })}\n`
      : `An invitation is on its way to ${invitation.email}; it works until ${expiresAt}.\n`,
  );
}

async function endSessions(email: string, { tenant, json }: Options): Promise<void> {
  const { wanted, id, result: ended } = await onMember(email, tenant, endMemberSessions);
  const sessions = `${ended} ${ended === 1 ? 'session' : 'sessions'}`;
  process.stdout.write(
    json === true ? `${JSON.stringify({ id, email: wanted, ended })}\n` : `${sessions} of ${wanted} in ${tenant} ended.\n`,
  );
}

async function remove(email: string, { tenant, json, revokeKeys }: Options & { revokeKeys?: boolean }): Promise<void> {
  const { wanted, id, result } = await onMember(email, tenant, (context, actor, member) =>
    removeMember(context, actor, member, { revokeKeys: revokeKeys === true }),
  );
  const { keys, keysRevoked } = result;
  const fate = keysRevoked ? 'are revoked' : 'work on; revoke them with "earshot keys revoke"';
  const about =
    keys.length === 0
      ? ''
      : `API keys whose secret they know, which ${fate}: ${keys.map(({ name, hint }) => `${name} (${hint})`).join(', ')}.\n`;
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ id, email: wanted, keys, keysRevoked })}\n`
      : `${wanted} is no longer a member of ${tenant}.\n${about}`,
  );
}

/** `earshot members list`: who belongs to a tenant, and who is invited to. */
export function listMembersCommand(): Command {
  return new Command('list')
    .description('list the members of a tenant, and the invitations that wait')
    .requiredOption('--tenant <slug>', 'whose members')
    .option('--json', 'print {"members","invitations"}')
    .action(list);
}

/** `earshot members invite`: a mailed link by which somebody becomes a member. */
export function inviteMemberCommand(): Command {
  return new Command('invite')
    .description('mail somebody a link that works once, within seven days')
    .argument('<email>', 'whom')
    .requiredOption('--tenant <slug>', 'to which tenant')
    .option('--role <role>', 'owner, admin, analyst, viewer or billing', 'viewer')
    .option('--json', 'print {"id","email","role","expiresAt"}')
    .action(invite);
}

/** `earshot members end-sessions`: signs a member out of a tenant everywhere. */
export function endMemberSessionsCommand(): Command {
  return new Command('end-sessions')
    .description('end every session in which a member acts in a tenant; they can sign in again')
    .argument('<email>', 'whose')
    .requiredOption('--tenant <slug>', 'in which tenant')
    .option('--json', 'print {"id","email","ended"}')
    .action(endSessions);
}

/** `earshot members remove`: takes somebody out of a tenant at once. */
export function removeMemberCommand(): Command {
  return new Command('remove')
    .description('take a member out of a tenant; their sessions there end at once')
    .argument('<email>', 'whom')
    .requiredOption('--tenant <slug>', 'of which tenant')
    .option('--revoke-keys', 'also revoke the API keys whose secret they were shown')
    .option('--json', 'print {"id","email","keys","keysRevoked"}')
    .action(remove);
}
