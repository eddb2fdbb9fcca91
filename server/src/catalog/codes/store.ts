import { column } from '../../platform/columns.ts';
import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { PromoCode } from './schema.ts';

interface CodeRow {
  code: string;
  campaign: string;
  show: string | null;
  created_at: Date;
}

const COLUMNS = 'code, campaign, show, created_at';

export async function listCodes(tx: TenantTx, campaign: string, after: string, limit: number): Promise<PromoCode[]> {
  const rows = await tx.query<CodeRow>({
    text: `select ${COLUMNS} from promo_codes where tenant_id = $1 and campaign = $2 and code > $3 order by code limit $4`,
    values: [tx.tenantId, campaign, after, limit],
  });
  return rows.map(toPromoCode);
}

export async function upsertCode(tx: TenantTx, code: { code: string; campaign: string; show: string | null }): Promise<PromoCode> {
  const [row] = await tx.query<CodeRow>({
    text: `insert into promo_codes (tenant_id, code, campaign, show) values ($1, $2, $3, $4)
           on conflict (tenant_id, code) do update set campaign = excluded.campaign, show = excluded.show
           returning ${COLUMNS}`,
    values: [tx.tenantId, code.code, code.campaign, code.show],
  });
  return toPromoCode(row);
}

export async function deleteCode(tx: TenantTx, campaign: string, code: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'delete from promo_codes where tenant_id = $1 and campaign = $2 and code = $3 returning code',
    values: [tx.tenantId, campaign, code],
  });
  return rows.length === 1;
}

export async function insertChangedCode(tx: TenantTx, code: string): Promise<void> {
  await tx.query({
    text: 'insert into changed_codes (tenant_id, code) values ($1, $2) on conflict do nothing',
    values: [tx.tenantId, code],
  });
}

export async function deleteChangedCodes(tx: TenantTx): Promise<string[]> {
  const rows = await tx.query<{ code: string }>({
    text: 'delete from changed_codes where tenant_id = $1 returning code',
    values: [tx.tenantId],
  });
  return rows.map((row) => row.code);
}

export async function countChangedCodes(tx: TenantTx): Promise<{ count: number; oldestAt: Date | null }> {
  const [row] = await tx.query<{ count: number; oldest_at: Date | null }>({
    name: 'count-changed-codes',
    text: 'select count(*)::integer as count, min(changed_at) as oldest_at from changed_codes where tenant_id = $1',
    values: [tx.tenantId],
  });
  return { count: row.count, oldestAt: row.oldest_at };
}

export async function listTenantsWithChangedCodes(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['changed_codes']);
}

export async function findCodes(tx: TenantTx, codes: string[]): Promise<PromoCode[]> {
  const rows = await tx.query<CodeRow>({
    text: `select ${COLUMNS} from promo_codes where tenant_id = $1 and code = any ($2::text[])`,
    values: [tx.tenantId, column(codes, (code) => code)],
  });
  return rows.map(toPromoCode);
}

function toPromoCode(row: CodeRow): PromoCode {
  return { code: row.code, campaign: row.campaign, show: row.show, createdAt: row.created_at.toISOString() };
}
