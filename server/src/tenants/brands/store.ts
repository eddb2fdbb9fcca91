import type { TenantTx } from '../../platform/tenant-door.ts';
import type { LogoType } from './schema.ts';

/** A brand as stored. */
export interface StoredBrand {
  colour: string | null;
  logo: { type: LogoType; width: number; height: number; content: string } | null;
  changedAt: string;
  changedBy: string;
}

/** How pages look, as stored. */
export interface StoredLook {
  colour: string | null;
  logo: { width: number; height: number } | null;
}

interface BrandRow {
  colour: string | null;
  logo: string | null;
  logo_type: LogoType | null;
  logo_width: number | null;
  logo_height: number | null;
  changed_at: Date;
  changed_by: string;
}

export async function findBrand(tx: TenantTx): Promise<StoredBrand | undefined> {
  const [row] = await tx.query<BrandRow>({
    text: `select colour, logo, logo_type, logo_width, logo_height, changed_at, changed_by from tenant_brands where tenant_id = $1`,
    values: [tx.tenantId],
  });
  return row && toBrand(row);
}

/** How the tenant's pages look, without the bytes of the logo. */
export async function findLook(tx: TenantTx): Promise<StoredLook | undefined> {
  const [row] = await tx.query<Pick<BrandRow, 'colour' | 'logo_width' | 'logo_height'>>({
    text: 'select colour, logo_width, logo_height from tenant_brands where tenant_id = $1',
    values: [tx.tenantId],
  });
  if (!row) return undefined;
  const { colour, logo_width: width, logo_height: height } = row;
  return { colour, logo: width === null || height === null ? null : { width, height } };
}

export async function upsertBrand(tx: TenantTx, { colour, logo, changedAt, changedBy }: StoredBrand): Promise<void> {
  await tx.query({
    text: `insert into tenant_brands (tenant_id, colour, logo, logo_type, logo_width, logo_height, changed_at, changed_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (tenant_id) do update set colour = excluded.colour, logo = excluded.logo, logo_type = excluded.logo_type,
             logo_width = excluded.logo_width, logo_height = excluded.logo_height, changed_at = excluded.changed_at,
             changed_by = excluded.changed_by`,
    values: [
      tx.tenantId,
      colour,
      logo?.content ?? null,
      logo?.type ?? null,
      logo?.width ?? null,
      logo?.height ?? null,
      changedAt,
      changedBy,
    ],
  });
}

/** Whether there was one to delete. */
export async function deleteBrand(tx: TenantTx): Promise<boolean> {
  const deleted = await tx.query({ text: 'delete from tenant_brands where tenant_id = $1 returning 1', values: [tx.tenantId] });
  return deleted.length === 1;
}

function toBrand(row: BrandRow): StoredBrand {
  const { logo: content, logo_type: type, logo_width: width, logo_height: height } = row;
  const hasLogo = content !== null && type !== null && width !== null && height !== null;
  return {
    colour: row.colour,
    logo: hasLogo ? { type, width, height, content } : null,
    changedAt: row.changed_at.toISOString(),
    changedBy: row.changed_by,
  };
}
