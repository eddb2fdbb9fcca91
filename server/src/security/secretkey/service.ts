import { recordAuditIn, recordPlatformAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { resealOutboxIn } from '../../platform/outbox.ts';
import { inAuth, inTenant } from '../../platform/tenant-door.ts';
import { rewrapInstallationKeysIn, rewrapTenantKeysIn, rotateDataKey } from '../../platform/vault.ts';
import { listTenantIds, resealTenantKeyIn } from '../../tenants/service.ts';
import { resealAnswersIn } from '../idempotency/service.ts';

/** What a change of the installation's secret went through. */
export interface SecretKeyRotation {
  tenants: number;
  /** How many data keys the previous secret had wrapped. */
  dataKeys: number;
  /** How many other sealed values the previous secret had sealed. */
  otherSecrets: number;
}

export interface RotationOptions {
  /** Also makes new data keys, which seal what is stored from now on. */
  newDataKeys?: boolean;
  /** Hears how many tenants of all are done. */
  onProgress?: (done: number, all: number) => void;
}

async function rotateOfTenant(context: Context, tenantId: string, { newDataKeys }: RotationOptions): Promise<[number, number]> {
  const counts = await inTenant(context.db, tenantId, async (tx): Promise<[number, number]> => {
    const keys = await rewrapTenantKeysIn(context, tx);
    const others = Number(await resealTenantKeyIn(context, tx)) + (await resealAnswersIn(context, tx));
    if (keys + others > 0)
      await recordAuditIn(tx, { actor: 'system', action: 'secret_key.rotate', target: tenantId, after: { dataKeys: keys } });
    return [keys, others];
  });
  if (newDataKeys === true) await rotateDataKey(context, tenantId);
  return counts;
}

/**
 * Brings everything that the installation's previous secret sealed under the present one: the wrapped data keys of each tenant and of the
 * installation, the tenants' hashing keys, kept answers and what waits to be sent. What data keys seal stays as it is. Tenant by tenant,
 * each in one transaction, so that a rotation that was cut off goes on where it stopped; a second one changes nothing.
 * @throws Error when something was sealed under neither of the two.
 */
export async function rotateSecretKey(context: Context, actor: 'system', options: RotationOptions = {}): Promise<SecretKeyRotation> {
  const tenantIds = await listTenantIds(context, actor);
  let [dataKeys, otherSecrets] = await inAuth(context.db, async (tx) => {
    const counts = [await rewrapInstallationKeysIn(context, tx), await resealOutboxIn(context, tx)];
    await recordPlatformAuditIn(tx, { actor, action: 'secret_key.rotate', target: 'installation', after: { dataKeys: counts[0] } });
    return counts;
  });
  if (options.newDataKeys === true) await rotateDataKey(context);
  for (const [place, tenantId] of tenantIds.entries()) {
    const [keys, others] = await rotateOfTenant(context, tenantId, options);
    dataKeys += keys;
    otherSecrets += others;
    options.onProgress?.(place + 1, tenantIds.length);
  }
  return { tenants: tenantIds.length, dataKeys, otherSecrets };
}
