import { recordAuditIn, recordAuditOfIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { recordSecurityEventIn, recordSecurityEventOfIn } from '../../platform/security-events.ts';
import { type AuthTx, inAuth, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, unauthenticated } from '../../tenants/authorize.ts';
import { keepRoomIn } from '../../tenants/quotas/service.ts';
import { isKeyId } from '../apikeys/rules.ts';
import { type KnownKey, listKeysKnownTo, revokeKeysKnownTo, settleKeysOf } from '../apikeys/store.ts';
import { countSeats, revokeInvitationsOf } from '../invitations/store.ts';
import { deleteConsentsOf } from '../oauthconsents/store.ts';
import { forgetKeys } from '../keyuse/service.ts';
import { leavesNoOwner, losesInvitations, type RoleChange, touchesOwners } from './rules.ts';
import type { Member, MemberChange, MemberKey, RemovedMember } from './schema.ts';
import {
  countOwners,
  deleteMember,
  findMember,
  listMembers as listRows,
  listMemberships,
  lockMembers,
  type StoredMember,
  updateRole,
} from './store.ts';

function absent(): AppError {
  return new AppError('not_found', 'There is no such member.');
}

function toMember({ personId, ...member }: StoredMember, actor: Actor): Member {
  return { id: personId, ...member, isYou: personId === actor.personId };
}

/**
 * The actor as they are now: a role may have been taken away since the request came in, and what is decided here must not rest on it. To be
 * called once the tenant's members are locked.
 */
async function presentActorIn(tx: TenantTx | AuthTx, actor: Actor): Promise<Actor> {
  if (actor.personId === undefined) return actor;
  const own = await findMember(tx, actor.tenantId, actor.personId);
  if (!own) throw unauthenticated();
  return { ...actor, role: own.role };
}

/**
 * Makes sure that the actor, as they are now, may do this to a member of their tenant; to change anything of an owner takes an owner. The
 * tenant's members stay locked until the transaction ends.
 * @throws AppError `forbidden`; `step_up_required`; `not_found` for nobody of this tenant.
 */
export async function requireMemberIn(tx: AuthTx, actor: Actor, id: string, operation: 'members.read' | 'members.write'): Promise<void> {
  await lockMembers(tx, actor.tenantId);
  const present = await presentActorIn(tx, actor);
  authorize(present, operation);
  const member = await findMember(tx, actor.tenantId, id);
  if (!member) throw absent();
  if (operation === 'members.write' && member.role === 'owner') authorize(present, 'owners.write');
}

async function refuseOwnerlessIn(tx: TenantTx | AuthTx, tenantId: string, change: RoleChange): Promise<void> {
  if (!leavesNoOwner(change, await countOwners(tx, tenantId))) return;
  throw new AppError('conflict', 'This is the last owner of the tenant. Make somebody else an owner first.');
}

/**
 * The members of the actor's tenant, in the order of their ids. They are people with names and addresses, so reading them is recorded.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listMembers(context: Context, actor: Actor, page: PageRequest): Promise<Page<Member>> {
  authorize(actor, 'members.read');
  if (page.after !== undefined && !isKeyId(page.after)) throw strayCursor();
  const rows = await inTenant(context.db, actor.tenantId, async (tx) => {
    const found = await listRows(tx, page.after, page.limit + 1);
    await recordAuditIn(tx, { actor: actor.name, action: 'member.list', target: 'members' });
    return found;
  });
  return pageOf(
    rows.map((row) => toMember(row, actor)),
    page.limit,
    ({ id }) => id,
  );
}

/**
 * The live API keys whose secret a member was shown: keys work on when their maker goes. They are those the member made or rotated, also in
 * a browser opened with such a key, and those that these keys made or rotated in turn.
 * @throws AppError `forbidden`; `not_found` for nobody of this tenant.
 */
export async function listMemberKeys(context: Context, actor: Actor, id: string): Promise<MemberKey[]> {
  authorize(actor, 'members.read');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    if (!(await findMember(tx, tx.tenantId, id))) throw absent();
    return listKeysKnownTo(tx, id, context.clock());
  });
}

const revocation = (actor: string, { id }: KnownKey) => ({ actor, action: 'api_key.revoke', target: id });

/** Gives a member another role in an open transaction; true when keys were revoked with it. */
async function changeIn(context: Context, tx: TenantTx, actor: Actor, { member, change, revokeKeys }: Changing): Promise<boolean> {
  const { personId } = member;
  const revoked = revokeKeys ? await revokeKeysKnownTo(tx, personId, context.clock()) : [];
  for (const key of revoked) await recordAuditIn(tx, revocation(actor.name, key));
  if (change.from === change.to) return revoked.length > 0;
  await refuseOwnerlessIn(tx, tx.tenantId, change);
  await updateRole(tx, personId, change.to);
  const withdrawn = losesInvitations(change) ? await revokeInvitationsOf(tx, tx.tenantId, personId, context.clock()) : [];
  for (const target of withdrawn) await recordAuditIn(tx, { ...withdrawal(actor.name), target });
  const told = { before: { role: change.from }, after: { role: change.to } };
  await recordAuditIn(tx, { actor: actor.name, action: 'member.change', target: personId, ...told });
  await recordSecurityEventIn(tx, { kind: 'member_role_changed', actor: actor.name, detail: { personId, ...change } });
  return revoked.length > 0;
}

interface Changing {
  member: StoredMember;
  change: RoleChange & { to: Member['role'] };
  revokeKeys: boolean;
}

/**
 * Gives a member another role, from their next request on. Only owners make and unmake owners, and the last one stays; the open
 * invitations of somebody who may not have sent them any more are withdrawn. With `revokeKeys` the keys of `listMemberKeys` are revoked.
 * @throws AppError `forbidden`; `step_up_required`; `not_found`; `conflict` for the last owner.
 */
export async function changeMember(
  context: Context,
  actor: Actor,
  id: string,
  { role, revokeKeys = false }: MemberChange,
): Promise<Member> {
  authorize(actor, 'members.write');
  const [changed, hasRevoked] = await inTenant(context.db, actor.tenantId, async (tx) => {
    await lockMembers(tx, tx.tenantId);
    const present = await presentActorIn(tx, actor);
    authorize(present, 'members.write');
    const member = await findMember(tx, tx.tenantId, id);
    if (!member) throw absent();
    const change = { from: member.role, to: role };
    if (touchesOwners(change) || (revokeKeys && member.role === 'owner')) authorize(present, 'owners.write');
    return [toMember({ ...member, role }, actor), await changeIn(context, tx, actor, { member, change, revokeKeys })] as const;
  });
  if (hasRevoked) forgetKeys(context);
  return changed;
}

/** What the log says of invitations that end with the rights of whoever sent them. */
function withdrawal(actor: string) {
  return { actor, action: 'invitation.revoke', after: { because: 'inviter' } };
}

/** Seats are counted in the tenant's own transaction, after the one that knows people has let one go. */
async function keepSeats(context: Context, tenantId: string): Promise<void> {
  await inTenant(context.db, tenantId, async (tx) => keepRoomIn(context, tx, 'members', () => countSeats(tx, context.clock())));
}

async function takeOutIn(
  context: Context,
  tx: AuthTx,
  actor: Pick<Actor, 'tenantId' | 'name'>,
  { member, action, revokeKeys = false }: { member: StoredMember; action: string; revokeKeys?: boolean },
): Promise<RemovedMember> {
  const { personId, role } = member;
  const { tenantId, name } = actor;
  await refuseOwnerlessIn(tx, tenantId, { from: role, to: undefined });
  await deleteMember(tx, tenantId, personId);
  await deleteConsentsOf(tx, personId, tenantId);
  const withdrawn = await revokeInvitationsOf(tx, tenantId, personId, context.clock());
  for (const target of withdrawn) await recordAuditOfIn(tx, tenantId, { ...withdrawal(name), target });
  const keys = await settleKeysOf(tx, { tenantId, personId }, { nowMs: context.clock(), revokes: revokeKeys });
  if (revokeKeys) for (const key of keys) await recordAuditOfIn(tx, tenantId, revocation(name, key));
  await recordAuditOfIn(tx, tenantId, { actor: name, action, target: personId, before: { role } });
  const detail = { personId, role, liveKeys: revokeKeys ? 0 : keys.length };
  await recordSecurityEventOfIn(tx, tenantId, { kind: 'member_removed', actor: name, detail });
  return { keys, keysRevoked: revokeKeys };
}

/**
 * Takes a member out of the tenant: their sessions there end at once, and the invitations they sent are withdrawn. Only owners remove
 * owners, and the last one stays. API keys work on without their maker: what it answers names those whose secret the member was shown, and
 * with `revokeKeys` they are revoked in the same transaction.
 * @throws AppError `forbidden`; `step_up_required`; `not_found`; `conflict` for the last owner.
 */
export async function removeMember(
  context: Context,
  actor: Actor,
  id: string,
  { revokeKeys = false }: { revokeKeys?: boolean } = {},
): Promise<RemovedMember> {
  authorize(actor, 'members.write');
  const removed = await inAuth(context.db, async (tx) => {
    await lockMembers(tx, actor.tenantId);
    const present = await presentActorIn(tx, actor);
    authorize(present, 'members.write');
    const member = await findMember(tx, actor.tenantId, id);
    if (!member) throw absent();
    if (touchesOwners({ from: member.role, to: undefined })) authorize(present, 'owners.write');
    return takeOutIn(context, tx, actor, { member, action: 'member.remove', revokeKeys });
  });
  if (removed.keysRevoked) forgetKeys(context);
  await keepSeats(context, actor.tenantId);
  return removed;
}

/** A tenant that a person belongs to, since when and as what. */
export interface MembershipSince {
  tenantId: string;
  role: Member['role'];
  since: string;
}

/** The tenants a person belongs to. */
export async function listMembershipsIn(tx: AuthTx, personId: string): Promise<MembershipSince[]> {
  const found: MembershipSince[] = [];
  for (const { tenantId } of await listMemberships(tx, personId)) {
    const member = await findMember(tx, tenantId, personId);
    if (member) found.push({ tenantId, role: member.role, since: member.createdAt });
  }
  return found;
}

/**
 * Takes a person out of every tenant, in the caller's transaction; returns the tenants, whose seats `keepSeatsOf` counts once it is kept.
 * @throws AppError `conflict` for the last owner of one of them.
 */
export async function leaveAllIn(context: Context, tx: AuthTx, personId: string): Promise<string[]> {
  const tenantIds = (await listMemberships(tx, personId)).map(({ tenantId }) => tenantId).sort();
  for (const tenantId of tenantIds) {
    await lockMembers(tx, tenantId);
    const member = await findMember(tx, tenantId, personId);
    if (member) await takeOutIn(context, tx, { tenantId, name: `member:${personId}` }, { member, action: 'member.leave' });
  }
  return tenantIds;
}

/** Counts a tenant's seats anew after somebody left. */
export async function keepSeatsOf(context: Context, _actor: 'system', tenantId: string): Promise<void> {
  await keepSeats(context, tenantId);
}

/**
 * Takes the person who asks out of the tenant they act in; their sessions there end at once.
 * @throws AppError `forbidden` for what is no person; `conflict` for the last owner.
 */
export async function leaveTenant(context: Context, actor: Actor): Promise<void> {
  authorize(actor, 'members.leave');
  const { personId, tenantId } = actor;
  if (personId === undefined) throw unauthenticated();
  await inAuth(context.db, async (tx) => {
    await lockMembers(tx, tenantId);
    const member = await findMember(tx, tenantId, personId);
    if (!member) throw absent();
    await takeOutIn(context, tx, actor, { member, action: 'member.leave' });
  });
  await keepSeats(context, tenantId);
}
