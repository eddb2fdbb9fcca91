import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../authorize.ts';
import { requireOwnTenant } from '../lifecycle/rules.ts';
import { FLAG_NAMES, type FlagName, FLAGS, standingOf, type Turn } from './registry.ts';
import type { FlagState, FlagStates } from './schema.ts';
import { deleteTurn, findTurns, upsertTurn } from './store.ts';

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

/** Turns a flag for the tenant of an open transaction, or leaves it to the tier and the default again. */
export async function turnFlagIn(tx: TenantTx, actorName: string, flag: FlagName, turn: Turn | undefined): Promise<void> {
  const before = (await findTurns(tx)).tenant.get(flag);
  if (turn) await upsertTurn(tx, flag, turn);
  else await deleteTurn(tx, flag);
  await recordAuditIn(tx, {
    actor: actorName,
    action: 'tenant_flag.put',
    target: flag,
    before: before && { ...before },
    after: turn && { ...turn },
  });
}
