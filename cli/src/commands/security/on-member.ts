import type { endMemberSessions } from '../../../../server/src/security/membersessions/service.ts';
import { listMembers } from '../../../../server/src/security/members/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';

/** Does something to the member with this address, and tells what came of it. */
export async function onMember<Result>(
  email: string,
  tenant: string,
  work: (...on: Parameters<typeof endMemberSessions>) => Promise<Result>,
): Promise<{ wanted: string; id: string; result: Result }> {
  const wanted = email.trim().toLowerCase();
  return onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    const members = await everyPage((page) => listMembers(context, actor, page));
    const member = members.find((one) => one.email === wanted);
    if (!member) throw new CommandError(`Nobody with the address "${wanted}" is a member of "${tenant}".`);
    return { wanted, id: member.id, result: await work(context, actor, member.id) };
  });
}
