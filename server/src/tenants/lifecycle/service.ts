import { createHash } from 'node:crypto';
import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { createGate } from '../../platform/gate.ts';
import { type AuthTx, type DirectoryTx, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, type Tier } from '../authorize.ts';
import { requireEnabledIn } from '../flags/service.ts';
import { forgetNoticesIn } from '../quotas/service.ts';
import { forgetStanding, suspendedTenant } from '../standing/service.ts';
import { eraseAfter, exportedRow, isExported, noSuchTenant, requireClosable, requireOwnTenant } from './rules.ts';
import type { TenantChange, TenantClosing, TenantDetails, TenantFilter } from './schema.ts';
import {
  endShares,
  findLastExport,
  findTenantDetails,
  insertExport,
  listStoppedTenants,
  listSuspended,
  listTenants,
  listTenantTables,
  readTable,
  type StoredTenant,
  updateTenant,
} from './store.ts';

/** An export keeps a connection for as long as its reader takes. */
const exporters = createGate({ perOwner: 1, inAll: 2 });

function toDetails(tenant: StoredTenant): TenantDetails {
  const { id, slug, name, tier, currency, simulated } = tenant;
  const instant = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id,
    slug,
    name,
    tier,
    currency,
    simulated,
    state: tenant.closedAt ? 'closed' : tenant.suspendedAt ? 'suspended' : 'active',
    createdAt: tenant.createdAt.toISOString(),
    suspendedAt: instant(tenant.suspendedAt),
    closedAt: instant(tenant.closedAt),
    eraseAfter: instant(tenant.eraseAfter),
  };
}

async function requireTenant(tx: TenantTx, hold: boolean): Promise<StoredTenant> {
  const found = await findTenantDetails(tx, hold);
  if (!found) throw noSuchTenant();
  return found;
}

/** What an act changes of a tenant, and how the audit log calls it. */
interface Act {
  action: string;
  change: Partial<Pick<StoredTenant, 'name' | 'tier' | 'suspendedAt' | 'closedAt' | 'eraseAfter'>>;
}

/** Changes the tenant of an open transaction and records what was before; an act that changes nothing is not recorded. */
async function actIn(tx: TenantTx, actorName: string, before: StoredTenant, { action, change }: Act): Promise<TenantDetails> {
  const names = Object.keys(change) as (keyof Act['change'])[];
  const changed = names.filter((name) => String(change[name]) !== String(before[name]));
  const after = { ...before, ...change };
  if (changed.length > 0) {
    await updateTenant(tx, after);
    const told = (tenant: StoredTenant) => Object.fromEntries(changed.map((name) => [name, tenant[name]]));
    await recordAuditIn(tx, { actor: actorName, action, target: before.id, before: told(before), after: told(after) });
  }
  return toDetails(after);
}

/** The tenant of an open transaction. @throws AppError `not_found`. */
export async function getTenantIn(tx: TenantTx): Promise<TenantDetails> {
  return toDetails(await requireTenant(tx, false));
}

/** Renames the tenant of an open transaction. */
export async function renameTenantIn(tx: TenantTx, actorName: string, name: string): Promise<TenantDetails> {
  return actIn(tx, actorName, await requireTenant(tx, true), { action: 'tenant.rename', change: { name } });
}

/** Puts the tenant of an open transaction on another tier; its limits hold within two seconds. */
export async function setTierIn(tx: TenantTx, actorName: string, tier: Tier): Promise<TenantDetails> {
  const before = await requireTenant(tx, true);
  if (before.tier !== tier) await forgetNoticesIn(tx);
  return actIn(tx, actorName, before, { action: 'tenant.set_tier', change: { tier } });
}

/** Suspends the tenant of an open transaction: its credentials are refused within two seconds, and its jobs rest. */
export async function suspendTenantIn(context: Context, tx: TenantTx, actorName: string): Promise<TenantDetails> {
  const before = await requireTenant(tx, true);
  const change = { suspendedAt: before.suspendedAt ?? new Date(context.clock()) };
  return actIn(tx, actorName, before, { action: 'tenant.suspend', change });
}

/** Ends the suspension of the tenant of an open transaction, and undoes its closing when it was closed. */
export async function reactivateTenantIn(tx: TenantTx, actorName: string): Promise<TenantDetails> {
  const change = { suspendedAt: null, closedAt: null, eraseAfter: null };
  return actIn(tx, actorName, await requireTenant(tx, true), { action: 'tenant.reactivate', change });
}

/**
 * Closes the tenant of an open transaction: it is read only for 30 days, after which every row of it is deleted. The shares it gives and
 * received end at once, and stay ended when the closing is undone. Once more changes nothing.
 * @throws AppError `invalid_request` when nothing was exported in the last seven days and that is not waived.
 */
export async function closeTenantIn(context: Context, tx: TenantTx, actorName: string, closing: TenantClosing): Promise<TenantDetails> {
  // Before the tenant's row is held, as whoever revokes a share holds the share first and the tenant last.
  const ended = await endShares(tx);
  const before = await requireTenant(tx, true);
  if (before.closedAt) return toDetails(before);
  const now = context.clock();
  requireClosable({ lastExportAt: await findLastExport(tx), waiveExport: closing.waiveExport }, now);
  const change = { closedAt: new Date(now), eraseAfter: eraseAfter(now) };
  for (const { id, side } of ended) {
    const action = side === 'grantor' ? 'share.revoke' : 'share.decline';
    await recordAuditIn(tx, { actor: actorName, action, target: id });
  }
  return actIn(tx, actorName, before, { action: 'tenant.close', change });
}

/** Tenants as the installation's administration lists them, oldest first. */
export async function listTenantsIn(
  tx: AuthTx,
  after: string | undefined,
  limit: number,
  only: TenantFilter = {},
): Promise<TenantDetails[]> {
  return (await listTenants(tx, after, limit, only)).map(toDetails);
}

/** The actor's tenant. @throws AppError `forbidden`; `not_found` for any tenant but the actor's own. */
export async function getTenant(context: Context, actor: Actor, tenantId: string): Promise<TenantDetails> {
  authorize(actor, 'tenants.read');
  requireOwnTenant(actor, tenantId);
  return inTenant(context.db, tenantId, getTenantIn);
}

/** Renames the actor's tenant. @throws AppError as `getTenant`. */
export async function renameTenant(context: Context, actor: Actor, tenantId: string, change: TenantChange): Promise<TenantDetails> {
  authorize(actor, 'tenants.write');
  requireOwnTenant(actor, tenantId);
  return inTenant(context.db, tenantId, (tx) => renameTenantIn(tx, actor.name, change.name));
}

/** Closes the actor's tenant, as `closeTenantIn` does. @throws AppError as it, and as `getTenant`. */
export async function closeTenant(context: Context, actor: Actor, tenantId: string, closing: TenantClosing): Promise<TenantDetails> {
  authorize(actor, 'tenants.close');
  requireOwnTenant(actor, tenantId);
  const closed = await inTenant(context.db, tenantId, (tx) => closeTenantIn(context, tx, actor.name, closing));
  forgetStanding(context, tenantId);
  return closed;
}

/** Undoes a closing and nothing else: what the operator suspended stays so, also for somebody who was let in just before. */
async function reopenIn(tx: TenantTx, actorName: string): Promise<TenantDetails> {
  const before = await requireTenant(tx, true);
  if (before.suspendedAt) throw suspendedTenant();
  return actIn(tx, actorName, before, { action: 'tenant.reactivate', change: { closedAt: null, eraseAfter: null } });
}

/** Undoes the closing of the actor's tenant. @throws AppError as `getTenant`; `suspended` for one that the operator has suspended. */
export async function reactivateTenant(context: Context, actor: Actor, tenantId: string): Promise<TenantDetails> {
  authorize(actor, 'tenants.reactivate');
  requireOwnTenant(actor, tenantId);
  const open = await inTenant(context.db, tenantId, (tx) => reopenIn(tx, actor.name));
  forgetStanding(context, tenantId);
  return open;
}

/** What an export came to. */
export interface Exported {
  exportId: string;
  rows: number;
  sha256: string;
}

type Write = (text: string) => Promise<void>;

/** Writes every row of the tenant of a read-only transaction, table by table, and last a line that says how many there are. */
async function writeRows(tx: TenantTx, write: Write): Promise<{ rows: number; hash: Buffer }> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  for (const table of (await listTenantTables(tx)).filter(isExported)) {
    counts[table] = 0;
    for await (const rows of readTable(tx, table)) {
      const text = rows.map((row) => `${JSON.stringify({ table, row: exportedRow(row) })}\n`).join('');
      counts[table] += rows.length;
      hash.update(text);
      await write(text);
    }
  }
  const digest = hash.digest();
  await write(`${JSON.stringify({ counts, sha256: digest.toString('hex') })}\n`);
  return { rows: Object.values(counts).reduce((sum, count) => sum + count, 0), hash: digest };
}

/** Writes a whole tenant to whoever takes the text; resolves when everything is written and the export is recorded as finished. */
export type WriteExport = (write: Write) => Promise<Exported>;

async function finishExport(context: Context, made: { tenantId: string; requestedBy: string }, write: Write): Promise<Exported> {
  const { tenantId, requestedBy } = made;
  const { rows, hash } = await inTenant(context.db, tenantId, (tx) => writeRows(tx, write), { readOnly: true });
  const id = newId();
  const finishedAt = new Date(context.clock());
  await inTenant(context.db, tenantId, (tx) => insertExport(tx, { id, requestedBy, finishedAt, rowCount: rows, sha256: hash }));
  return { exportId: id, rows, sha256: hash.toString('hex') };
}

/**
 * Begins the export of a whole tenant in the caller's transaction, and records that. What comes are lines of JSON, `{"table","row"}` each:
 * one snapshot, secrets left out. The last line is `{"counts","sha256"}`, over the bytes before it.
 */
export async function beginExportIn(context: Context, tx: TenantTx, actorName: string): Promise<WriteExport> {
  const { tenantId } = tx;
  await recordAuditIn(tx, { actor: actorName, action: 'tenant.export', target: tenantId });
  return (write) => exporters.run(tenantId, () => finishExport(context, { tenantId, requestedBy: actorName }, write));
}

/**
 * Begins the export of the actor's tenant, as `beginExportIn` does.
 * @throws AppError `forbidden`, also where the flag `tenant_export` is off; `not_found` for any tenant but the actor's own.
 */
export async function beginExport(context: Context, actor: Actor, tenantId: string): Promise<WriteExport> {
  authorize(actor, 'tenants.export');
  requireOwnTenant(actor, tenantId);
  return inTenant(context.db, tenantId, async (tx) => {
    await requireEnabledIn(context, tx, 'tenant_export');
    return beginExportIn(context, tx, actor.name);
  });
}

/** The tenants whose jobs rest, because they are suspended. */
export async function listRestingTenantsIn(tx: DirectoryTx): Promise<Set<string>> {
  return new Set(await listSuspended(tx));
}

/** The tenants that are suspended or closed: nothing of theirs is shown to the public. */
export async function listStoppedTenantsIn(tx: DirectoryTx): Promise<Set<string>> {
  return new Set(await listStoppedTenants(tx));
}
