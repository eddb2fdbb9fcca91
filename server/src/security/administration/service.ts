import { recordDeedIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inAuth, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Operator, systemActor, type Tier } from '../../tenants/authorize.ts';
import type { FlagName, FlagStates, FlagTurn, TierFlags } from '../../tenants/flags/schema.ts';
import { listFlagsIn, listTierFlagsIn, turnFlagIn, turnTierFlagIn } from '../../tenants/flags/service.ts';
import type { TenantClosing, TenantDetails, TenantFilter } from '../../tenants/lifecycle/schema.ts';
import {
  beginExportIn,
  closeTenantIn,
  getTenantIn,
  listTenantsIn,
  reactivateTenantIn,
  renameTenantIn,
  setTierIn,
  suspendTenantIn,
  type WriteExport,
} from '../../tenants/lifecycle/service.ts';
import type { QuotaName, QuotaStates } from '../../tenants/quotas/schema.ts';
import { listQuotasIn, putQuotaIn } from '../../tenants/quotas/service.ts';
import { createTenant } from '../../tenants/service.ts';
import { forgetStanding } from '../../tenants/standing/service.ts';
import { createFirstApiKeyIn } from '../apikeys/service.ts';
import { inviteIn } from '../invitations/service.ts';
import type { AdministeredChange, AdministeredTenant, CreatedTenant, PlatformAuditEntry, TenantSuspension } from './schema.ts';
import { listPlatformAudit } from './store.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function nameOf(actor: Operator | 'system'): string {
  return actor === 'system' ? 'system' : actor.name;
}

/** What an operator does to one tenant, as the installation's own log calls it. */
interface Deed {
  tenantId: string;
  action: string;
  after?: Record<string, unknown>;
}

/** Does something to one tenant in a transaction of it, which holds the rows of both logs too. */
async function administer<Result>(
  context: Context,
  actor: Operator | 'system',
  deed: Deed,
  work: (tx: TenantTx, actorName: string) => Promise<Result>,
): Promise<Result> {
  const actorName = nameOf(actor);
  const result = await inTenant(context.db, deed.tenantId, async (tx) => {
    const done = await work(tx, actorName);
    await recordDeedIn(tx, { actor: actorName, action: deed.action, after: deed.after });
    return done;
  });
  forgetStanding(context, deed.tenantId);
  return result;
}

/** The installation's tenants, oldest first: who they are, not what they hold. */
export async function listTenants(
  context: Context,
  _actor: Operator | 'system',
  page: PageRequest,
  only: TenantFilter = {},
): Promise<Page<TenantDetails>> {
  if (page.after !== undefined && !UUID.test(page.after)) throw strayCursor();
  const rows = await inAuth(context.db, (tx) => listTenantsIn(tx, page.after, page.limit + 1, only));
  return pageOf(rows, page.limit, ({ id }) => id);
}

/** One tenant. @throws AppError `not_found`. */
export async function showTenant(context: Context, _actor: Operator | 'system', tenantId: string): Promise<TenantDetails> {
  return inTenant(context.db, tenantId, getTenantIn);
}

/**
 * Creates a tenant with its first API key, which has every scope and is told this once, and invites its first owner where one is named.
 * @throws AppError `invalid_request`; `conflict` when the slug is taken.
 */
export async function administerCreation(
  context: Context,
  actor: Operator | 'system',
  { owner, ...input }: AdministeredTenant,
): Promise<CreatedTenant> {
  let apiKey = '';
  const actorName = nameOf(actor);
  const tenantId = await createTenant(context, 'system', input, async (tx) => {
    apiKey = await createFirstApiKeyIn(tx);
    if (owner !== undefined) await inviteIn(context, tx, { ...systemActor(tx.tenantId), name: actorName }, { email: owner, role: 'owner' });
    const after = { name: input.name, slug: input.slug, tier: input.tier ?? 'free' };
    await recordDeedIn(tx, { actor: actorName, action: 'tenant.create', after });
  });
  return { tenantId, slug: input.slug, apiKey };
}

/** Renames a tenant, or puts it on another tier, or both. @throws AppError `not_found`. */
export async function administerChange(
  context: Context,
  actor: Operator | 'system',
  tenantId: string,
  { name, tier }: AdministeredChange,
): Promise<TenantDetails> {
  return administer(context, actor, { tenantId, action: 'tenant.change', after: { name, tier } }, async (tx, actorName) => {
    if (name !== undefined) await renameTenantIn(tx, actorName, name);
    if (tier !== undefined) await setTierIn(tx, actorName, tier);
    return getTenantIn(tx);
  });
}

/** Suspends a tenant: its credentials are refused within two seconds and its jobs rest. @throws AppError `not_found`. */
export async function administerSuspension(
  context: Context,
  actor: Operator | 'system',
  tenantId: string,
  { reason }: TenantSuspension,
): Promise<TenantDetails> {
  const deed = { tenantId, action: 'tenant.suspend', after: reason === undefined ? undefined : { reason } };
  return administer(context, actor, deed, (tx, actorName) => suspendTenantIn(context, tx, actorName));
}

/** Lifts a suspension and undoes a closing. @throws AppError `not_found`. */
export async function administerReactivation(context: Context, actor: Operator | 'system', tenantId: string): Promise<TenantDetails> {
  return administer(context, actor, { tenantId, action: 'tenant.reactivate' }, reactivateTenantIn);
}

/** Closes a tenant. @throws AppError `not_found`; `invalid_request` without a recent export and without a waiver. */
export async function administerClosing(
  context: Context,
  actor: Operator | 'system',
  tenantId: string,
  closing: TenantClosing,
): Promise<TenantDetails> {
  const deed = { tenantId, action: 'tenant.close', after: closing };
  return administer(context, actor, deed, (tx, actorName) => closeTenantIn(context, tx, actorName, closing));
}

/** How the quotas of a tenant stand. @throws AppError `not_found`. */
export async function showQuotas(context: Context, _actor: Operator | 'system', tenantId: string): Promise<QuotaStates> {
  return inTenant(context.db, tenantId, (tx) => listQuotasIn(context, tx));
}

/** Sets a limit for one tenant; null is none, and undefined gives it its tier's back. @throws AppError `not_found`. */
export async function administerQuota(
  context: Context,
  actor: Operator | 'system',
  { tenantId, quota }: { tenantId: string; quota: QuotaName },
  limit: number | null | undefined,
): Promise<QuotaStates> {
  const after = limit === undefined ? { quota } : { quota, limit };
  return administer(context, actor, { tenantId, action: 'tenant_quota.put', after }, async (tx, actorName) => {
    await getTenantIn(tx);
    await putQuotaIn(tx, actorName, quota, limit);
    return listQuotasIn(context, tx);
  });
}

/** Every flag as it stands for a tenant. @throws AppError `not_found`. */
export async function showFlags(context: Context, _actor: Operator | 'system', tenantId: string): Promise<FlagStates> {
  return inTenant(context.db, tenantId, async (tx) => {
    await getTenantIn(tx);
    return listFlagsIn(context, tx);
  });
}

/** Turns a flag for one tenant; undefined leaves it to its tier and the default again. @throws AppError `not_found`. */
export async function administerFlag(
  context: Context,
  actor: Operator | 'system',
  { tenantId, flag }: { tenantId: string; flag: FlagName },
  turn: FlagTurn | undefined,
): Promise<FlagStates> {
  return administer(context, actor, { tenantId, action: 'tenant_flag.put', after: { flag, ...turn } }, async (tx, actorName) => {
    await getTenantIn(tx);
    await turnFlagIn(tx, actorName, flag, turn);
    return listFlagsIn(context, tx);
  });
}

/** Every flag as it stands for each tier. */
export async function showTierFlags(context: Context, _actor: Operator | 'system'): Promise<TierFlags> {
  return inAuth(context.db, (tx) => listTierFlagsIn(context, tx));
}

/** Turns a flag for a whole tier; undefined leaves it to the default again. Tenants with a turn of their own keep it. */
export async function administerTierFlag(
  context: Context,
  actor: Operator | 'system',
  place: { tier: Tier; flag: FlagName },
  turn: FlagTurn | undefined,
): Promise<void> {
  await inAuth(context.db, (tx) => turnTierFlagIn(tx, nameOf(actor), place, turn));
}

/** Begins the export of a tenant from the command line of the machine; an operator who is signed in over HTTP sees no tenant's rows. */
export async function administerExport(context: Context, actor: 'system', tenantId: string): Promise<WriteExport> {
  const deed = { tenantId, action: 'tenant.export' };
  return administer(context, actor, deed, async (tx, actorName) => {
    await getTenantIn(tx);
    return beginExportIn(context, tx, actorName);
  });
}

/** The installation's own log, newest first: what operators and people did that is no one tenant's. */
export async function listPlatformLog(context: Context, _actor: Operator | 'system', page: PageRequest): Promise<Page<PlatformAuditEntry>> {
  if (page.after !== undefined && !/^\d{1,15}$/.test(page.after)) throw strayCursor();
  const before = page.after === undefined ? undefined : Number(page.after);
  const rows = await inAuth(context.db, (tx) => listPlatformAudit(tx, before, page.limit + 1));
  return pageOf(rows, page.limit, ({ seq }) => String(seq));
}
