import type { AuthTx, DirectoryTx, TenantTx } from '../platform/tenant-door.ts';
import type { SessionTenant, Tenant } from './schema.ts';

interface TenantRow {
  name: string;
  slug: string;
  tier: Tenant['tier'];
  currency: string | null;
  simulated: boolean;
}

interface SessionRow extends TenantRow {
  time_zone: string;
  lookback_days: number;
  half_life_days: number;
  default_model: string | null;
  mfa_required: boolean;
}

export async function insertTenant(tx: TenantTx, tenant: Tenant, { sealedKey, at }: { sealedKey: Buffer; at: Date }): Promise<boolean> {
  const rows = await tx.query({
    text: `insert into tenants (tenant_id, slug, name, tier, currency, simulated, sealed_key, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning tenant_id`,
    values: [tx.tenantId, tenant.slug, tenant.name, tenant.tier, tenant.currency, tenant.simulated, sealedKey, at],
  });
  return rows.length === 1;
}

export async function findTenant(tx: TenantTx): Promise<Tenant | undefined> {
  const [row] = await tx.query<TenantRow>({
    name: 'find-tenant',
    text: 'select name, slug, tier, currency, simulated from tenants where tenant_id = $1',
    values: [tx.tenantId],
  });
  return row;
}

export async function findSealedKey(tx: TenantTx): Promise<Buffer | undefined> {
  const [row] = await tx.query<{ sealed_key: Buffer }>({
    text: 'select sealed_key from tenants where tenant_id = $1',
    values: [tx.tenantId],
  });
  return row?.sealed_key;
}

export async function findTenantId(tx: DirectoryTx, slug: string): Promise<string | undefined> {
  const [row] = await tx.query<{ tenant_id: string }>({ text: 'select tenant_id from tenants where slug = $1', values: [slug] });
  return row?.tenant_id;
}

export async function updateSealedKey(tx: TenantTx, sealedKey: Buffer): Promise<void> {
  await tx.query({ text: 'update tenants set sealed_key = $2 where tenant_id = $1', values: [tx.tenantId, sealedKey] });
}

export async function listTenantIds(tx: DirectoryTx): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({ text: 'select tenant_id from tenants order by tenant_id' });
  return rows.map((row) => row.tenant_id);
}

/** A tenant as whoever signs in to it needs to know it. */
export async function findTenantOf(tx: AuthTx, tenantId: string): Promise<(SessionTenant & { requiresMfa: boolean }) | undefined> {
  const [row] = await tx.query<SessionRow>({
    name: 'find-tenant-of',
    text: `select name, slug, tier, currency, simulated, time_zone, lookback_days, half_life_days, default_model, mfa_required
           from tenants where tenant_id = $1`,
    values: [tenantId],
  });
  return row && toSessionTenant(tenantId, row);
}

function toSessionTenant(id: string, row: SessionRow): SessionTenant & { requiresMfa: boolean } {
  const { time_zone: timeZone, lookback_days: lookbackDays, half_life_days: halfLifeDays, ...rest } = row;
  const { default_model: defaultModel, mfa_required: requiresMfa, ...tenant } = rest;
  return { ...tenant, id, timeZone, lookbackDays, halfLifeDays, defaultModel, requiresMfa };
}
