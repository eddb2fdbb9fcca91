import type { TenantTx } from '../../platform/tenant-door.ts';
import type { TenantSettings } from './schema.ts';

interface SettingsRow {
  time_zone: string;
  currency: string | null;
  lookback_days: number;
  half_life_days: number;
  min_evidence: TenantSettings['minEvidence'];
  default_model: string | null;
  retention_days: number | null;
  consent_unknown: TenantSettings['consentUnknown'];
  download_window: TenantSettings['downloadWindow'];
  address_days: number;
  mfa_required: boolean;
}

const COLUMNS =
  'time_zone, currency, lookback_days, half_life_days, min_evidence, retention_days, consent_unknown, download_window, address_days, ' +
  'mfa_required, default_model';

/** `hold` keeps others from changing them until the transaction ends. */
export async function findSettings(tx: TenantTx, hold = false): Promise<TenantSettings | undefined> {
  const [row] = await tx.query<SettingsRow>({
    text: `select ${COLUMNS} from tenants where tenant_id = $1 ${hold ? 'for no key update' : ''}`,
    values: [tx.tenantId],
  });
  return row && toSettings(row);
}

export async function updateSettings(tx: TenantTx, settings: TenantSettings): Promise<void> {
  await tx.query({
    text: `update tenants set time_zone = $2, currency = $3, lookback_days = $4, half_life_days = $5, min_evidence = $6,
             retention_days = $7, consent_unknown = $8, mfa_required = $9,
             download_window = $10, address_days = $11, default_model = $12 where tenant_id = $1`,
    values: [
      tx.tenantId,
      settings.timeZone,
      settings.currency,
      settings.lookbackDays,
      settings.halfLifeDays,
      settings.minEvidence,
      settings.retentionDays,
      settings.consentUnknown,
      settings.mfaRequired,
      settings.downloadWindow,
      settings.addressDays,
      settings.defaultModel,
    ],
  });
}

function toSettings(row: SettingsRow): TenantSettings {
  return {
    timeZone: row.time_zone,
    currency: row.currency,
    lookbackDays: row.lookback_days,
    halfLifeDays: row.half_life_days,
    minEvidence: row.min_evidence,
    defaultModel: row.default_model,
    retentionDays: row.retention_days,
    consentUnknown: row.consent_unknown,
    downloadWindow: row.download_window,
    addressDays: row.address_days,
    mfaRequired: row.mfa_required,
  };
}
