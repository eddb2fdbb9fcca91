import { getCampaignIn } from '../../catalog/campaigns/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { newId, randomBase62 } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { queueStrangerMailIn } from '../../platform/outbox.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { requireEnabledIn } from '../../tenants/flags/service.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { forgetShareHashings } from '../../tracking/shares/service.ts';
import { markShareIn } from '../share-rollups/service.ts';
import { createShareKeyIn } from '../share-runs/service.ts';
import { buildCode, endsOf, hashCode, invitationText, isShareId, MOST_OFFERED_A_DAY, MOST_OPEN } from './rules.ts';
import { type Acceptance, CreatedShare, type NewShare, type ReceivedShare, type Share } from './schema.ts';
import {
  acceptShare as accept,
  claimShare as claim,
  countShares,
  endShare,
  findShare,
  insertShare,
  listReceived,
  listShares as listRows,
} from './store.ts';

const DAY_MS = 86_400_000;

function absent(): AppError {
  return new AppError('not_found', 'There is no such share.');
}

async function refuseTooManyIn(tx: TenantTx, nowMs: number): Promise<void> {
  const { open, recent } = await countShares(tx, nowMs - DAY_MS);
  if (open >= MOST_OPEN) throw new AppError('conflict', `${MOST_OPEN} shares are open already. Revoke some that nobody needs.`);
  if (recent < MOST_OFFERED_A_DAY) return;
  const refusal = `A tenant may offer ${MOST_OFFERED_A_DAY} shares a day. Try again tomorrow.`;
  throw new AppError('rate_limited', refusal, { retryAfterSeconds: 3_600 });
}

async function createIn(context: Context, tx: TenantTx, actor: Actor, input: NewShare): Promise<CreatedShare> {
  const { campaign, partner, email, ...scope } = input;
  if (input.kind === 'matching') await requireEnabledIn(context, tx, 'matching_shares');
  await getCampaignIn(tx, campaign);
  await refuseTooManyIn(tx, context.clock());
  const grantorName = (await findTenantIn(tx))?.name ?? '';
  const invitationCode = buildCode(randomBase62(30));
  const nowMs = context.clock();
  const instants = { createdAtMs: nowMs, ...endsOf(input, nowMs) };
  const share = await insertShare(tx, { ...input, ...instants, id: newId(), grantorName, codeHash: hashCode(invitationCode) });
  if (input.kind === 'matching') await createShareKeyIn(context, tx, { id: share.id, expiresAtMs: instants.expiresAtMs });
  await markShareIn(tx, share.id);
  await recordAuditIn(tx, { actor: actor.name, action: 'share.create', target: share.id, after: { campaign, partner, ...scope } });
  if (email !== undefined) {
    const subject = `${grantorName} shares figures with you`;
    await queueStrangerMailIn(context, tx, { to: email, subject, text: invitationText(grantorName, campaign, invitationCode) });
  }
  return { ...share, invitationCode };
}

/**
 * Offers one campaign's figures to whoever is handed the invitation code that is answered, once; only its hash is kept. With an idempotency
 * key the same call again within a day creates nothing and answers the same.
 * @throws AppError `forbidden`; `not_found` for a campaign the tenant does not have; `invalid_request` for days or an end that cannot be;
 * `conflict` beyond 200 open shares; `rate_limited` beyond 50 a day; what `onceIn` throws.
 */
export async function createShare(context: Context, actor: Actor, input: NewShare, idempotencyKey?: string): Promise<CreatedShare> {
  authorize(actor, 'shares.write');
  const share = await inTenant(context.db, actor.tenantId, (tx) => {
    const create = () => createIn(context, tx, actor, input);
    if (idempotencyKey === undefined) return create();
    const request = { principal: actor.name, route: 'POST /shares', key: idempotencyKey, body: input, answer: CreatedShare };
    return onceIn(context, tx, request, create);
  });
  forgetShareHashings(context);
  return share;
}

/** The shares the tenant gives, those that are over too, oldest first. @throws AppError `forbidden`; `invalid_request` for a cursor. */
export async function listShares(context: Context, actor: Actor, page: PageRequest): Promise<Page<Share>> {
  authorize(actor, 'shares.read');
  if (page.after !== undefined && !isShareId(page.after)) throw strayCursor();
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listRows(tx, page.after, page.limit + 1));
  return pageOf(rows, page.limit, ({ id }) => id);
}

/** One share the tenant gives. @throws AppError `forbidden`; `not_found`. */
export async function getShare(context: Context, actor: Actor, id: string): Promise<Share> {
  authorize(actor, 'shares.read');
  const found = await inTenant(context.db, actor.tenantId, (tx) => findShare(tx, id));
  if (!found) throw absent();
  return found;
}

/**
 * Ends a share the tenant gives: from the next request on the other side sees nothing of it. Once more changes nothing. It waits for nobody
 * but the tenant's own, and for them as long as it takes.
 * @throws AppError `forbidden`; `not_found`.
 */
export async function revokeShare(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'shares.write');
  const revoke = async (tx: TenantTx) => {
    if (!(await findShare(tx, id))) throw absent();
    if (await endShare(tx, id)) await recordAuditIn(tx, { actor: actor.name, action: 'share.revoke', target: id });
  };
  await inTenant(context.db, actor.tenantId, revoke, { patient: true });
  forgetShareHashings(context);
}

async function receivedIn(tx: TenantTx, id: string): Promise<ReceivedShare> {
  const [found] = await listReceived(tx, id);
  if (found === undefined) throw absent();
  return found;
}

/**
 * Enters an invitation code, so that the share names this tenant, which may look at what it covers and then accept it. A code works for one
 * tenant. The other side learns the tenant's name.
 * @throws AppError `forbidden`; `not_found` for a code that is unknown, used by another tenant, expired or the tenant's own.
 */
export async function claimShare(context: Context, actor: Actor, code: string): Promise<ReceivedShare> {
  authorize(actor, 'shares.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const id = await claim(tx, hashCode(code));
    if (id === undefined) throw new AppError('not_found', 'This invitation code does not work; ask whoever sent it for a new one.');
    await recordAuditIn(tx, { actor: actor.name, action: 'share.claim', target: id });
    return receivedIn(tx, id);
  });
}

/** The shares that name the tenant and are not over. @throws AppError `forbidden`. */
export async function listReceivedShares(context: Context, actor: Actor): Promise<{ items: ReceivedShare[]; nextCursor: null }> {
  authorize(actor, 'shares.read');
  const items = await inTenant(context.db, actor.tenantId, (tx) => listReceived(tx, null));
  return { items, nextCursor: null };
}

/** One share that names the tenant and is not over. @throws AppError `forbidden`; `not_found`. */
export async function getReceivedShare(context: Context, actor: Actor, id: string): Promise<ReceivedShare> {
  authorize(actor, 'shares.read');
  return inTenant(context.db, actor.tenantId, (tx) => receivedIn(tx, id));
}

/**
 * Accepts a share, whose figures can be read from then on. Of a matching share, conversions of the kinds named take part from then on, or
 * all. Once more changes nothing.
 * @throws AppError `forbidden`, also where matching shares are switched off; `not_found`; `invalid_request` for kinds where nothing is
 * matched.
 */
export async function acceptShare(context: Context, actor: Actor, id: string, { conversionKinds }: Acceptance): Promise<ReceivedShare> {
  authorize(actor, 'shares.write');
  const share = await inTenant(context.db, actor.tenantId, async (tx) => {
    const { kind } = await receivedIn(tx, id);
    if (kind === 'matching') await requireEnabledIn(context, tx, 'matching_shares');
    if (kind === 'report' && conversionKinds !== null)
      throw invalid('/conversionKinds', 'This share shows the figures of its grantor; none of your conversions take part. Leave it out.');
    const after = { kind, conversionKinds };
    if (await accept(tx, id, conversionKinds)) await recordAuditIn(tx, { actor: actor.name, action: 'share.accept', target: id, after });
    return receivedIn(tx, id);
  });
  forgetShareHashings(context);
  return share;
}

/** Declines a share that names the tenant, or gives an accepted one back: it is over for both sides. @throws AppError as above. */
export async function declineShare(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'shares.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    await receivedIn(tx, id);
    if (await endShare(tx, id)) await recordAuditIn(tx, { actor: actor.name, action: 'share.decline', target: id });
  });
  forgetShareHashings(context);
}
