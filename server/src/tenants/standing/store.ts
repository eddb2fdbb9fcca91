import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Tier } from '../authorize.ts';
import type { TenantSettings } from '../settings/schema.ts';

interface StandingRow {
  tier: Tier;
  suspended_at: Date | null;
  closed_at: Date | null;
  erase_after: Date | null;
  lookback_days: number;
  half_life_days: number;
  min_evidence: TenantSettings['minEvidence'];
  default_model: string | null;
  consent_unknown: TenantSettings['consentUnknown'];
  address_days: number;
  storage_used: number | null;
}

/** A tenant's row as far as every request asks for it. */
export interface StoredStanding {
  tier: Tier;
  isSuspended: boolean;
  /** Until when a closed tenant can be read; undefined while it is not closed. */
  eraseAfter: Date | undefined;
  storageUsed: number;
  consentUnknown: TenantSettings['consentUnknown'];
  /** How long addresses of requests are kept. */
  addressDays: number;
  defaults: Pick<TenantSettings, 'lookbackDays' | 'halfLifeDays' | 'minEvidence' | 'defaultModel'>;
}

export async function findStanding(tx: TenantTx): Promise<StoredStanding | undefined> {
  const [row] = await tx.query<StandingRow>({
    name: 'find-standing',
    text: `select tier, suspended_at, closed_at, erase_after, lookback_days, half_life_days, min_evidence, consent_unknown,
             address_days, default_model,
             (select used from quota_counters where tenant_id = $1 and quota = 'storage_bytes' and period = '1970-01-01') as storage_used
           from tenants where tenant_id = $1`,
    values: [tx.tenantId],
  });
  return (
    row && {
      tier: row.tier,
      isSuspended: row.suspended_at !== null,
      eraseAfter: row.erase_after ?? undefined,
      storageUsed: row.storage_used ?? 0,
      consentUnknown: row.consent_unknown,
      addressDays: row.address_days,
      defaults: {
        lookbackDays: row.lookback_days,
        halfLifeDays: row.half_life_days,
        minEvidence: row.min_evidence,
        defaultModel: row.default_model,
      },
    }
  );
}
