import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../authorize.ts';
import { noSuchTenant, requireOwnTenant } from '../lifecycle/rules.ts';
import { requireModelIn } from '../models/service.ts';
import { forgetStanding } from '../standing/service.ts';
import { type DownloadWindow, TENANT_DEFAULTS, type TenantSettings } from './schema.ts';
import { findSettings, updateSettings } from './store.ts';

async function requireSettings(tx: TenantTx, hold: boolean): Promise<TenantSettings> {
  const found = await findSettings(tx, hold);
  if (!found) throw noSuchTenant();
  return found;
}

/** What the tenant has settled for itself. @throws AppError `forbidden`; `not_found` for any tenant but the actor's own. */
export async function getSettings(context: Context, actor: Actor, tenantId: string): Promise<TenantSettings> {
  authorize(actor, 'tenant_settings.read');
  requireOwnTenant(actor, tenantId);
  return inTenant(context.db, actor.tenantId, (tx) => requireSettings(tx, false));
}

/**
 * Replaces what the tenant has settled; reports without options of their own follow at once. What was before stands in the audit log.
 * Whether members need a second factor only a person changes.
 * @throws AppError as `getSettings`; `invalid_request` for a default model that is not there.
 */
export async function putSettings(context: Context, actor: Actor, tenantId: string, settings: TenantSettings): Promise<TenantSettings> {
  authorize(actor, 'tenant_settings.write');
  requireOwnTenant(actor, tenantId);
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const before = await requireSettings(tx, true);
    if (settings.mfaRequired !== before.mfaRequired) authorize(actor, 'members.write');
    if (settings.defaultModel !== before.defaultModel) await requireModelIn(tx, settings.defaultModel, '/defaultModel');
    await updateSettings(tx, settings);
    await recordAuditIn(tx, { actor: actor.name, action: 'tenant_settings.put', target: tenantId, before, after: settings });
  });
  forgetStanding(context, tenantId);
  return settings;
}

/** Which 24 hours make requests the same download, as settled now. */
export async function findDownloadWindowIn(tx: TenantTx): Promise<DownloadWindow> {
  return (await findSettings(tx))?.downloadWindow ?? TENANT_DEFAULTS.downloadWindow;
}

/** The model of reports that name none, as settled now; null for the installation's own, linear. */
export async function findDefaultModelIn(tx: TenantTx): Promise<string | null> {
  return (await findSettings(tx))?.defaultModel ?? null;
}

/** The zone by which the tenant's days and months begin, as settled now: an IANA name. */
export async function findTimeZoneIn(tx: TenantTx): Promise<string> {
  return (await findSettings(tx))?.timeZone ?? TENANT_DEFAULTS.timeZone;
}
