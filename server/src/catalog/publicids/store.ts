import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { PublicId, PublicIdKind } from './schema.ts';

interface PublicIdRow {
  public_id: string;
  tenant_id: string;
  kind: PublicIdKind;
  target: string;
}

/**
 * Adds an id, which the database makes and claims: a tenant that could choose one would learn which ones others have. Undefined when this
 * target has one, or is being given one at the same time; the claim is then spent.
 */
export async function insertPublicId(tx: TenantTx, kind: PublicIdKind, target: string): Promise<string | undefined> {
  const [row] = await tx.query<PublicIdRow>({
    text: `insert into public_ids (tenant_id, kind, target) values ($1, $2, $3) on conflict do nothing returning public_id`,
    values: [tx.tenantId, kind, target],
  });
  return row?.public_id;
}

export async function findPublicIds(tx: TenantTx, kind: PublicIdKind, targets: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<PublicIdRow>({
    text: 'select target, public_id from public_ids where tenant_id = $1 and kind = $2 and target = any ($3::text[])',
    values: [tx.tenantId, kind, targets],
  });
  return new Map(rows.map((row) => [row.target, row.public_id]));
}

export async function deletePublicId(tx: TenantTx, kind: PublicIdKind, target: string): Promise<void> {
  await tx.query({
    text: 'delete from public_ids where tenant_id = $1 and kind = $2 and target = $3',
    values: [tx.tenantId, kind, target],
  });
}

/** Ids of all tenants after this one, in the order of the ids. */
export async function listPublicIds(tx: DirectoryTx, after: string, limit: number): Promise<PublicId[]> {
  const rows = await tx.query<PublicIdRow>({
    text: 'select public_id, tenant_id, kind, target from public_ids where public_id > $1 order by public_id limit $2',
    values: [after, limit],
  });
  return rows.map(toPublicId);
}

export async function findPublicIdsById(tx: DirectoryTx, publicIds: readonly string[]): Promise<PublicId[]> {
  const rows = await tx.query<PublicIdRow>({
    text: 'select public_id, tenant_id, kind, target from public_ids where public_id = any ($1::text[])',
    values: [publicIds],
  });
  return rows.map(toPublicId);
}

function toPublicId(row: PublicIdRow): PublicId {
  return { publicId: row.public_id, tenantId: row.tenant_id, kind: row.kind, target: row.target };
}
