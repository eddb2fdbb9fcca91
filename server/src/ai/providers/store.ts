import type { TenantTx } from '../../platform/tenant-door.ts';
import type { AUDIO_ANSWERS, ProviderKind, TranscriptTask } from './schema.ts';

/** A model that hears, and in which form it answers. */
export interface StoredAudioModel {
  model: string;
  answer: (typeof AUDIO_ANSWERS)[number];
}

/** A provider as stored. */
export interface StoredProvider {
  key: string;
  kind: ProviderKind;
  account: 'own' | 'operator';
  baseUrl: string | null;
  sealedKey: Buffer | null;
  models: string[];
  audioModels: StoredAudioModel[];
  position: number;
  monthlyCapCents: number | null;
  transcriptTasks: TranscriptTask[];
  isEnabled: boolean;
  createdAt: Date;
  updatedAt: Date;
}

interface ProviderRow {
  key: string;
  kind: ProviderKind;
  account: 'own' | 'operator';
  base_url: string | null;
  sealed_key: Buffer | null;
  models: string[];
  audio_models: StoredAudioModel[];
  position: number;
  monthly_cap_cents: number | null;
  transcript_tasks: TranscriptTask[];
  is_enabled: boolean;
  created_at: Date;
  updated_at: Date;
}

/** The tenant's providers in the order in which they are asked. */
export async function listStoredProviders(tx: TenantTx): Promise<StoredProvider[]> {
  const rows = await tx.query<ProviderRow>({
    text: 'select * from ai_providers where tenant_id = $1 order by position, key',
    values: [tx.tenantId],
  });
  return rows.map(toProvider);
}

/** One provider, locked until the transaction ends where it is to be changed. */
export async function findStoredProvider(tx: TenantTx, key: string, lock?: 'for update'): Promise<StoredProvider | undefined> {
  const [row] = await tx.query<ProviderRow>({
    text: `select * from ai_providers where tenant_id = $1 and key = $2 ${lock ?? ''}`,
    values: [tx.tenantId, key],
  });
  return row && toProvider(row);
}

/** Stores a provider; what was there under its key is replaced, but for when it was made. */
export async function upsertProvider(tx: TenantTx, provider: StoredProvider): Promise<void> {
  await tx.query({
    text: `insert into ai_providers (tenant_id, key, kind, account, base_url, sealed_key, models, position, monthly_cap_cents, is_enabled,
             created_at, updated_at, audio_models, transcript_tasks)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
           on conflict (tenant_id, key) do update set kind = excluded.kind, account = excluded.account, base_url = excluded.base_url,
             sealed_key = excluded.sealed_key, models = excluded.models, audio_models = excluded.audio_models, position = excluded.position,
             monthly_cap_cents = excluded.monthly_cap_cents, is_enabled = excluded.is_enabled, updated_at = excluded.updated_at,
             transcript_tasks = excluded.transcript_tasks`,
    values: [
      tx.tenantId,
      provider.key,
      provider.kind,
      provider.account,
      provider.baseUrl,
      provider.sealedKey,
      provider.models,
      provider.position,
      provider.monthlyCapCents,
      provider.isEnabled,
      provider.createdAt,
      provider.updatedAt,
      JSON.stringify(provider.audioModels),
      provider.transcriptTasks,
    ],
  });
}

export async function deleteStoredProvider(tx: TenantTx, key: string): Promise<void> {
  await tx.query({ text: 'delete from ai_providers where tenant_id = $1 and key = $2', values: [tx.tenantId, key] });
}

function toProvider(row: ProviderRow): StoredProvider {
  return {
    key: row.key,
    kind: row.kind,
    account: row.account,
    baseUrl: row.base_url,
    sealedKey: row.sealed_key,
    models: row.models,
    audioModels: row.audio_models,
    position: row.position,
    monthlyCapCents: row.monthly_cap_cents,
    transcriptTasks: row.transcript_tasks,
    isEnabled: row.is_enabled,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
