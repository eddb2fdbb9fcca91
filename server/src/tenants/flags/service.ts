import { recordAuditIn, recordPlatformAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type AuthTx, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, type Tier } from '../authorize.ts';
import { requireOwnTenant } from '../lifecycle/rules.ts';
import { Tier as Tiers } from '../schema.ts';
import { FLAG_NAMES, type FlagName, FLAGS, standingOf, type Turn } from './registry.ts';
import type { FlagState, FlagStates, FlagTurn, TierFlag, TierFlags } from './schema.ts';
import { deleteTierTurn, deleteTurn, findTierTurn, findTierTurns, findTurns, upsertTierTurn, upsertTurn } from './store.ts';

async function statesIn(context: Context, tx: TenantTx): Promise<FlagState[]> {
  const said = await findTurns(tx);
  const now = context.clock();
  return FLAG_NAMES.map((flag) => {
    const { enabled, source, expiresAt } = standingOf(flag, { tenant: said.tenant.get(flag), tier: said.tier.get(flag) }, now);
    return { flag, description: FLAGS[flag].description, enabled, source, expiresAt: expiresAt?.toISOString() ?? null };
  });
}

/** Every flag as it stands for the tenant. @throws AppError `forbidden`; `not_found` for any tenant but the actor's own. */
export async function listFlags(context: Context, actor: Actor, tenantId: string): Promise<FlagStates> {
  authorize(actor, 'tenant_flags.read');
  requireOwnTenant(actor, tenantId);
  return inTenant(context.db, actor.tenantId, async (tx) => ({ items: await statesIn(context, tx) }));
}

/** Every flag as it stands for the tenant of an open transaction. */
export async function listFlagsIn(context: Context, tx: TenantTx): Promise<FlagStates> {
  return { items: await statesIn(context, tx) };
}

/** Every flag as it stands for each tier. */
export async function listTierFlagsIn(context: Context, tx: AuthTx): Promise<TierFlags> {
  const said = await findTierTurns(tx);
  const now = context.clock();
  const stands = (flag: FlagName, tier: Tier): TierFlag['tiers'][number] => {
    const { enabled, source, expiresAt } = standingOf(flag, { tier: said.get(tier)?.get(flag) }, now);
    return { tier, enabled, source: source === 'tier' ? source : 'default', expiresAt: expiresAt?.toISOString() ?? null };
  };
  const items = FLAG_NAMES.map((flag) => {
    const { description, isOnByDefault } = FLAGS[flag];
    return { flag, description, isOnByDefault, tiers: Tiers.options.map((tier) => stands(flag, tier)) };
  });
  return { items, nextCursor: null };
}

/** Whether a flag is on for the tenant of an open transaction, now. */
export async function isEnabledIn(context: Context, tx: TenantTx, flag: FlagName): Promise<boolean> {
  const said = await findTurns(tx);
  return standingOf(flag, { tenant: said.tenant.get(flag), tier: said.tier.get(flag) }, context.clock()).enabled;
}

/** Lets the caller go on only where the flag is on. @throws AppError `forbidden`. */
export async function requireEnabledIn(context: Context, tx: TenantTx, flag: FlagName): Promise<void> {
  if (await isEnabledIn(context, tx, flag)) return;
  throw new AppError('forbidden', `"${flag}" is switched off for this tenant. Ask the operator of this installation.`);
}

function toTurn(turn: FlagTurn | undefined): Turn | undefined {
  return turn && { enabled: turn.enabled, expiresAt: turn.expiresAt === null ? null : new Date(turn.expiresAt) };
}

/** A flag as the audit logs tell of it; nothing where nothing was said. */
function told(turn: Turn | undefined): Record<string, unknown> | undefined {
  return turn && { enabled: turn.enabled, expiresAt: turn.expiresAt };
}

/** Turns a flag for the tenant of an open transaction, or leaves it to the tier and the default again. */
export async function turnFlagIn(tx: TenantTx, actorName: string, flag: FlagName, asked: FlagTurn | undefined): Promise<void> {
  const before = (await findTurns(tx)).tenant.get(flag);
  const after = toTurn(asked);
  if (after) await upsertTurn(tx, flag, after);
  else await deleteTurn(tx, flag);
  await recordAuditIn(tx, { actor: actorName, action: 'tenant_flag.put', target: flag, before: told(before), after: told(after) });
}

/** Turns a flag for every tenant of a tier that has none of its own, or leaves it to the default again. */
export async function turnTierFlagIn(
  tx: AuthTx,
  actorName: string,
  { tier, flag }: { tier: Tier; flag: FlagName },
  asked: FlagTurn | undefined,
): Promise<void> {
  const before = await findTierTurn(tx, tier, flag);
  const after = toTurn(asked);
  if (after) await upsertTierTurn(tx, tier, flag, after);
  else await deleteTierTurn(tx, tier, flag);
  const target = `${tier}/${flag}`;
  await recordPlatformAuditIn(tx, { actor: actorName, action: 'tier_flag.put', target, before: told(before), after: told(after) });
}
