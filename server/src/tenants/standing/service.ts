import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Actor, closedUntil, unauthenticated } from '../authorize.ts';
import { effectiveLimit } from '../quotas/rules.ts';
import { listOverrides } from '../quotas/store.ts';
import { type Limits, QUOTAS } from '../quotas/tiers.ts';
import { TENANT_DEFAULTS } from '../settings/schema.ts';
import { findStanding, type StoredStanding } from './store.ts';

/** What every request asks of its tenant: whether it may go on, under which limits and defaults. */
export interface Standing extends StoredStanding {
  limits: Limits;
}

/** How long it is trusted without asking again: what another process changes acts within this time. */
const TRUST_MS = 2_000;
const REMEMBERED_TENANTS = 10_000;

interface Remembered {
  standing: Promise<Standing | undefined>;
  until: number;
}

const rememberedByContext = new WeakMap<Context, Map<string, Remembered>>();

function memoryOf(context: Context): Map<string, Remembered> {
  let memory = rememberedByContext.get(context);
  if (!memory) rememberedByContext.set(context, (memory = new Map<string, Remembered>()));
  return memory;
}

async function readStanding(context: Context, tenantId: string): Promise<Standing | undefined> {
  return inTenant(context.db, tenantId, async (tx) => {
    const stored = await findStanding(tx);
    if (!stored) return undefined;
    const overrides = await listOverrides(tx);
    const limits = Object.fromEntries(QUOTAS.map((quota) => [quota, effectiveLimit(stored.tier, quota, overrides).limit])) as Limits;
    return { ...stored, limits };
  });
}

/** Where a tenant stands, at most two seconds ago; undefined when it is gone. */
export async function getStanding(context: Context, _actor: 'system', tenantId: string): Promise<Standing | undefined> {
  const memory = memoryOf(context);
  const now = context.clock();
  const known = memory.get(tenantId);
  if (known && known.until > now) return known.standing;
  if (memory.size >= REMEMBERED_TENANTS) memory.clear();
  const standing = readStanding(context, tenantId);
  const remembered = { standing, until: now + TRUST_MS };
  memory.set(tenantId, remembered);
  standing.catch(() => {
    // A failure is not remembered: the next request asks again.
    if (memory.get(tenantId) === remembered) memory.delete(tenantId);
  });
  return standing;
}

/** Has this process ask again: what was changed just now acts at once. Called after the change was committed. */
export function forgetStanding(context: Context, tenantId: string): boolean {
  return memoryOf(context).delete(tenantId);
}

/** The refusal of a tenant that the operator has suspended. */
export function suspendedTenant(): AppError {
  return new AppError(
    'suspended',
    'This tenant is suspended, and nothing of it can be read or changed. Ask the operator of this installation.',
  );
}

/**
 * The actor as the tenant's standing lets it act: of a closed tenant as a reader. Whatever the credential, whoever comes through a door
 * passes here.
 * @throws AppError `suspended`; `unauthenticated` when the tenant is gone.
 */
export async function admit(context: Context, _actor: 'public', admitted: Actor): Promise<{ actor: Actor; standing: Standing }> {
  const standing = await getStanding(context, 'system', admitted.tenantId);
  if (!standing) throw unauthenticated();
  if (standing.isSuspended) throw suspendedTenant();
  return { actor: { ...admitted, tier: standing.tier, readOnlyUntil: standing.eraseAfter }, standing };
}

/** Lets events in only where the tenant is open. @throws AppError `suspended`. */
export async function requireOpen(context: Context, actor: 'system', tenantId: string): Promise<void> {
  const standing = await getStanding(context, actor, tenantId);
  if (standing?.isSuspended === true) throw suspendedTenant();
  if (standing?.eraseAfter) throw closedUntil(standing.eraseAfter);
}

/** Whether events of a tenant whose person's consent is not known come in without identity. */
export async function dropsUnknownConsent(context: Context, actor: 'system', tenantId: string): Promise<boolean> {
  return (await getStanding(context, actor, tenantId))?.consentUnknown === 'drop';
}

/** How many days a tenant keeps the addresses of requests, sealed; 0 for never. */
export async function addressDaysOf(context: Context, actor: 'system', tenantId: string): Promise<number> {
  return (await getStanding(context, actor, tenantId))?.addressDays ?? 0;
}

/** The options of reports that do not choose them; those every tenant begins with when the tenant is gone. */
export async function getReportDefaults(context: Context, actor: 'system', tenantId: string): Promise<Standing['defaults']> {
  return (await getStanding(context, actor, tenantId))?.defaults ?? TENANT_DEFAULTS;
}
