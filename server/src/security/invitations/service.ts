import { recordAuditIn } from '../../platform/audit.ts';
import { newId, randomSecret } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { queueStrangerMailIn } from '../../platform/outbox.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, type Role, unauthenticated } from '../../tenants/authorize.ts';
import { keepRoomIn, makeRoomIn } from '../../tenants/quotas/service.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { isKeyId } from '../apikeys/rules.ts';
import { onceIn } from '../idempotency/service.ts';
import { isMember } from '../members/store.ts';
import { inTenantAs } from '../presence/service.ts';
import { invitationMail } from './mails.ts';
import { hashInvitation, INVITATION_MS, invitationUrl, KEPT_MS, MOST_A_DAY, MOST_OPEN, MOST_SENDS, TOKEN_BYTES } from './rules.ts';
import { Invitation, type NewInvitation } from './schema.ts';
import {
  countInvitations,
  countSeats,
  deleteOutlived,
  insertInvitation,
  listInvitations as listRows,
  lockInvitation,
  updateLink,
  updateRevoked,
  withdrawOutlived,
} from './store.ts';

const DAY_MS = 86_400_000;

function absent(): AppError {
  return new AppError('not_found', 'There is no such open invitation.');
}

/** Owners alone make owners; that holds for inviting one, too. */
function authorizeInviting(actor: Actor, role: Role): void {
  authorize(actor, 'invitations.write');
  if (role === 'owner') authorize(actor, 'owners.write');
}

function freshLink(nowMs: number) {
  const token = randomSecret(TOKEN_BYTES).toString('base64url');
  return { token, tokenHash: hashInvitation(token), nowMs, expiresAtMs: nowMs + INVITATION_MS };
}

async function mailIn(context: Context, tx: TenantTx, { email, role }: Invitation, token: string): Promise<void> {
  const tenant = await findTenantIn(tx);
  if (!tenant) throw unauthenticated();
  await queueStrangerMailIn(
    context,
    tx,
    invitationMail(email, { tenant: tenant.name, role, url: invitationUrl(context.publicUrl, token) }),
  );
}

async function refuseTooManyIn(tx: TenantTx, nowMs: number): Promise<void> {
  const { open, recent } = await countInvitations(tx, nowMs, nowMs - DAY_MS);
  if (open >= MOST_OPEN)
    throw new AppError('conflict', `${MOST_OPEN} invitations wait already. Withdraw some, or wait until people have accepted.`);
  if (recent < MOST_A_DAY) return;
  throw new AppError('rate_limited', `A tenant may invite ${MOST_A_DAY} people a day. Try again tomorrow.`, { retryAfterSeconds: 3_600 });
}

/** Invites somebody to the tenant of an open transaction, as `createInvitation` does; the caller authorizes. */
export async function inviteIn(context: Context, tx: TenantTx, actor: Actor, { email, role }: NewInvitation): Promise<Invitation> {
  const { token, ...link } = freshLink(context.clock());
  if (await isMember(tx, email)) throw new AppError('conflict', 'Somebody with this e-mail address is a member already.');
  await refuseTooManyIn(tx, link.nowMs);
  for (const target of await withdrawOutlived(tx, email, link.nowMs))
    await recordAuditIn(tx, { actor: actor.name, action: 'invitation.revoke', target, after: { because: 'outlived' } });
  await deleteOutlived(tx, link.nowMs - KEPT_MS);
  await makeRoomIn(context, tx, 'members', () => countSeats(tx, link.nowMs));
  const invitation = await insertInvitation(tx, { id: newId(), email, role, invitedBy: actor.personId, ...link });
  if (!invitation)
    throw new AppError('conflict', 'This address has an invitation that waits already. Send that one again, or withdraw it.');
  await mailIn(context, tx, invitation, token);
  await recordAuditIn(tx, { actor: actor.name, action: 'invitation.create', target: invitation.id, after: { role } });
  return invitation;
}

/**
 * Invites somebody to the actor's tenant by a mailed link that works once, within seven days, and keeps a seat for them. Whether the
 * address has an account here does not show.
 * @throws AppError `forbidden` also for an owner, when an administrator invites; `step_up_required`; `conflict` for a member, for an
 * address that has an open invitation, and beyond 100 open ones; `quota_exceeded` when every seat is taken;
 * `rate_limited` beyond 200 a day; what `onceIn` throws.
 */
export async function createInvitation(context: Context, actor: Actor, input: NewInvitation, idempotencyKey?: string): Promise<Invitation> {
  authorizeInviting(actor, input.role);
  return inTenantAs(context, actor, 'invitations.write', (tx, present) => {
    authorizeInviting(present, input.role);
    const create = () => inviteIn(context, tx, actor, input);
    if (idempotencyKey === undefined) return create();
    const request = { principal: actor.name, route: 'POST /invitations', key: idempotencyKey, body: input, answer: Invitation };
    return onceIn(context, tx, request, create);
  });
}

/**
 * The invitations of the actor's tenant that wait, oldest first; also those whose link is over, until they are sent again or withdrawn.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listInvitations(context: Context, actor: Actor, page: PageRequest): Promise<Page<Invitation>> {
  authorize(actor, 'invitations.read');
  if (page.after !== undefined && !isKeyId(page.after)) throw strayCursor();
  const rows = await inTenant(context.db, actor.tenantId, async (tx) => {
    await recordAuditIn(tx, { actor: actor.name, action: 'invitation.list', target: 'invitations' });
    return listRows(tx, page.after, page.limit + 1);
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}

/**
 * Mails an invitation again, with another link and seven days anew; the link before does not work any more.
 * @throws AppError `forbidden`; `step_up_required`; `not_found`; `conflict` after 10 mails; `quota_exceeded` when it is over
 * and its seat was taken; what `onceIn` throws.
 */
export async function sendInvitation(context: Context, actor: Actor, id: string, idempotencyKey?: string): Promise<Invitation> {
  authorize(actor, 'invitations.write');
  return inTenantAs(context, actor, 'invitations.write', (tx, present) => {
    const send = async () => {
      const before = await lockInvitation(tx, id);
      if (!before) throw absent();
      authorizeInviting(present, before.role);
      const { token, ...link } = freshLink(context.clock());
      if (before.sends >= MOST_SENDS)
        throw new AppError('conflict', `This invitation was mailed ${MOST_SENDS} times, which is enough. Withdraw it and invite anew.`);
      if (Date.parse(before.expiresAt) <= link.nowMs) await makeRoomIn(context, tx, 'members', () => countSeats(tx, link.nowMs));
      const invitation = await updateLink(tx, id, link);
      await mailIn(context, tx, invitation, token);
      await recordAuditIn(tx, { actor: actor.name, action: 'invitation.send', target: id });
      return invitation;
    };
    if (idempotencyKey === undefined) return send();
    const route = `POST /invitations/${id}/send`;
    return onceIn(context, tx, { principal: actor.name, route, key: idempotencyKey, body: {}, answer: Invitation }, send);
  });
}

/** Withdraws an open invitation: its link does not work any more. @throws AppError `forbidden`; `step_up_required`; `not_found`. */
export async function revokeInvitation(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'invitations.write');
  await inTenantAs(context, actor, 'invitations.write', async (tx) => {
    const before = await lockInvitation(tx, id);
    if (!before) throw absent();
    await updateRevoked(tx, id, context.clock());
    await keepRoomIn(context, tx, 'members', () => countSeats(tx, context.clock()));
    await recordAuditIn(tx, { actor: actor.name, action: 'invitation.revoke', target: id, before: { role: before.role } });
  });
}

/** Whether anybody belongs to the tenant beside its first member, or is invited to. */
export async function hasCompanyIn(context: Context, tx: TenantTx): Promise<boolean> {
  return (await countSeats(tx, context.clock())) > 1;
}
