import { drainShares } from '../src/attribution/share-runs/service.ts';
import { NewShare } from '../src/attribution/shares/schema.ts';
import { acceptShare, claimShare, createShare } from '../src/attribution/shares/service.ts';
import type { Context } from '../src/platform/context.ts';
import type { TestTenant } from './database.ts';

/** Shares between the two tenants of a world, one for each thing that can be done to one. */
export interface WorldShares {
  /** Given by `theirs`, accepted by `mine`. */
  received: string;
  /** Given by `theirs`, entered and not accepted by `mine`; and the same once more. */
  offered: string;
  toDecline: string;
  /** Given by `mine`, accepted by `theirs`; and one that nobody has entered. */
  given: string;
  toRevoke: string;
  /** Given by `theirs`, and nobody's yet, with its code. */
  foreign: string;
  code: string;
  /** A matching share, given by `theirs` and accepted by `mine`, that was matched once. */
  matching: string;
}

/** A tenant with a campaign to share. */
type Grantor = Pick<TestTenant, 'tenantId' | 'actor'> & { campaign: string };

/** An offer of the grantor's campaign with everything in its scope and the lowest floor. */
export async function offer(context: Context, { actor, campaign }: Grantor, more: Partial<NewShare> = {}) {
  const breakdowns: NewShare['breakdowns'] = ['show', 'episode', 'placement', 'channel', 'day'];
  const wide = { campaign, partner: 'Partner', breakdowns, minPeople: 2, showsSpend: true, expiresAt: '2027-11-20T12:00:00Z' };
  return createShare(context, actor, NewShare.parse({ ...wide, ...more }));
}

/** A share that the grantee has accepted, with its figures built. */
export async function grant(context: Context, from: Grantor, to: Pick<TestTenant, 'actor'>, more: Partial<NewShare> = {}): Promise<string> {
  const { id, invitationCode } = await offer(context, from, more);
  await claimShare(context, to.actor, invitationCode);
  await acceptShare(context, to.actor, id, { conversionKinds: null });
  await drainShares(context, 'system', from.tenantId);
  return id;
}

async function enter(context: Context, from: Grantor, to: Pick<TestTenant, 'actor'>): Promise<string> {
  const { id, invitationCode } = await offer(context, from);
  await claimShare(context, to.actor, invitationCode);
  return id;
}

/** Shares in every state between two tenants. */
export async function fillShares(context: Context, mine: Grantor, theirs: Grantor): Promise<WorldShares> {
  const received = await grant(context, theirs, mine);
  const [offered, toDecline] = [await enter(context, theirs, mine), await enter(context, theirs, mine)];
  const given = await grant(context, mine, theirs);
  const { id: toRevoke } = await offer(context, mine);
  const { id: foreign, invitationCode: code } = await offer(context, theirs);
  const matching = await grant(context, theirs, mine, { kind: 'matching' });
  for (const { tenantId } of [mine, theirs]) await drainShares(context, 'system', tenantId);
  return { received, offered, toDecline, given, toRevoke, foreign, code, matching };
}
