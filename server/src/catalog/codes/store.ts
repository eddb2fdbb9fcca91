import { column } from '../../platform/columns.ts';
import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { CodePlace, Period } from './rules.ts';
import type { CodeFilter, PromoCode } from './schema.ts';

interface CodeRow {
  code: string;
  campaign: string;
  show: string | null;
  /** Infinite ends come as numbers. */
  valid_from: Date | number;
  valid_until: Date | number;
  created_at: Date;
}

const COLUMNS = 'code, campaign, show, valid_from, valid_until, created_at';

/** An end of a period as PostgreSQL takes it. */
function instant(atMs: number): string {
  if (Number.isFinite(atMs)) return new Date(atMs).toISOString();
  return atMs < 0 ? '-infinity' : 'infinity';
}

/** Keeps others from changing what this tenant's codes stand for until the transaction ends. */
export async function lockCodes(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('promo_codes:' || $1, 0))`, values: [tx.tenantId] });
}

export async function listCodes(tx: TenantTx, filter: CodeFilter, { after, limit }: { after: CodePlace; limit: number }) {
  const { campaign, show, code, validAt } = filter;
  const rows = await tx.query<CodeRow>({
    text: `select ${COLUMNS} from promo_codes where tenant_id = $1 and (code, valid_from) > ($2, $3::timestamptz)
             and ($5::text is null or campaign = $5) and ($6::text is null or show = $6) and ($7::text is null or code = $7)
             and ($8::timestamptz is null or (valid_from <= $8 and valid_until > $8))
           order by code, valid_from limit $4`,
    values: [tx.tenantId, after.code, instant(after.from), limit, campaign ?? null, show ?? null, code ?? null, validAt ?? null],
  });
  return rows.map(toPromoCode);
}

/** What a code is mapped to; its mappings do not overlap. */
export interface Mapping extends Period {
  code: string;
  campaign: string;
  show: string | null;
}

/** Writes a mapping over the one that starts when it does, if there is one. */
export async function upsertCode(tx: TenantTx, { code, campaign, show, from, until }: Mapping): Promise<PromoCode> {
  const [row] = await tx.query<CodeRow>({
    text: `insert into promo_codes (tenant_id, code, campaign, show, valid_from, valid_until) values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id, code, valid_from)
             do update set campaign = excluded.campaign, show = excluded.show, valid_until = excluded.valid_until
           returning ${COLUMNS}`,
    values: [tx.tenantId, code, campaign, show, instant(from), instant(until)],
  });
  return toPromoCode(row);
}

/** Deletes a code's mappings that start at these instants. */
export async function deleteMappings(tx: TenantTx, code: string, starts: number[]): Promise<void> {
  await tx.query({
    text: 'delete from promo_codes where tenant_id = $1 and code = $2 and valid_from = any ($3::timestamptz[])',
    values: [tx.tenantId, code, starts.map(instant)],
  });
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
    text: `select ${COLUMNS} from promo_codes where tenant_id = $1 and code = any ($2::text[]) order by code, valid_from`,
    values: [tx.tenantId, column(codes, (code) => code)],
  });
  return rows.map(toPromoCode);
}

function toInstant(at: Date | number): string | null {
  return typeof at === 'number' ? null : at.toISOString();
}

function toPromoCode(row: CodeRow): PromoCode {
  return {
    code: row.code,
    campaign: row.campaign,
    show: row.show,
    validFrom: toInstant(row.valid_from),
    validUntil: toInstant(row.valid_until),
    createdAt: row.created_at.toISOString(),
  };
}
