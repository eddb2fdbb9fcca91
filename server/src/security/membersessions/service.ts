import { recordAuditOfIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { recordSecurityEventOfIn } from '../../platform/security-events.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { requireMemberIn } from '../members/service.ts';
import { describeSession } from '../sessions/rules.ts';
import { deleteSessionsIn, listSessionsIn } from '../sessions/store.ts';
import type { MemberSession } from './schema.ts';

/**
 * The sessions in which a member acts in the actor's tenant, last used first. Where a person acts in another tenant is not told. They
 * tell of devices and networks, so reading them is recorded.
 * @throws AppError `forbidden`; `not_found` for nobody of this tenant.
 */
export async function listMemberSessions(context: Context, actor: Actor, personId: string): Promise<MemberSession[]> {
  authorize(actor, 'members.read');
  const { tenantId, name } = actor;
  return inAuth(context.db, async (tx) => {
    await requireMemberIn(tx, actor, personId, 'members.read');
    const found = await listSessionsIn(tx, { personId, tenantId }, context.clock());
    await recordAuditOfIn(tx, tenantId, { actor: name, action: 'member_session.list', target: personId });
    return found.map(describeSession);
  });
}

async function endIn(tx: AuthTx, actor: Actor, { personId, id }: { personId: string; id?: string }): Promise<number> {
  const { tenantId, name } = actor;
  await requireMemberIn(tx, actor, personId, 'members.write');
  const ended = await deleteSessionsIn(tx, { personId, tenantId }, id);
  if (ended === 0) return 0;
  const told = id === undefined ? { ended } : { session: id };
  await recordAuditOfIn(tx, tenantId, { actor: name, action: 'member_session.revoke', target: personId, before: told });
  await recordSecurityEventOfIn(tx, tenantId, { kind: 'sessions_revoked', actor: name, detail: { personId, ended } });
  return ended;
}

/**
 * Ends one session in which a member acts in the actor's tenant; it is refused from the next request on. Only owners end those of owners.
 * @throws AppError `forbidden`; `step_up_required`; `not_found` for nobody of this tenant, and for a session that is over or
 * acts elsewhere.
 */
export async function endMemberSession(context: Context, actor: Actor, personId: string, id: string): Promise<void> {
  authorize(actor, 'members.write');
  await inAuth(context.db, async (tx) => {
    if ((await endIn(tx, actor, { personId, id })) === 0) throw new AppError('not_found', 'This member has no such session.');
  });
}

/**
 * Ends every session in which a member acts in the actor's tenant and tells how many; as `endMemberSession`.
 * @throws AppError `forbidden`; `step_up_required`; `not_found` for nobody of this tenant.
 */
export async function endMemberSessions(context: Context, actor: Actor, personId: string): Promise<number> {
  authorize(actor, 'members.write');
  return inAuth(context.db, (tx) => endIn(tx, actor, { personId }));
}
