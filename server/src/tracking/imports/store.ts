import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Import, ImportReject, NewImport } from './schema.ts';

interface Row {
  import_id: string;
  kind: Import['kind'];
  file_name: string;
  bytes: number;
  fingerprint: string;
  format: Import['format'];
  columns: (string | null)[] | null;
  defaults: Record<string, string>;
  taken_bytes: number;
  taken_lines: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  created_at: Date;
  created_by: string;
  changed_at: Date;
  finished_at: Date | null;
}

/** Where a list of imports goes on: behind this one. */
export interface Position {
  createdAt: string;
  id: string;
}

/** A file that is to be imported, under the id it gets. */
export interface Opening extends NewImport {
  id: string;
  at: Date;
  by: string;
}

function mapping({ columns, defaults }: NewImport): string[] {
  return [JSON.stringify(columns ?? null), JSON.stringify(defaults)];
}

/** Inserts an import; undefined when one of the same file is open. */
export async function insertImport(tx: TenantTx, opening: Opening): Promise<Import | undefined> {
  const { id, kind, fileName, bytes, fingerprint, format, at, by } = opening;
  const rows = await tx.query<Row>({
    text: `insert into imports (tenant_id, import_id, kind, file_name, bytes, fingerprint, format, columns, defaults, created_at,
             created_by, changed_at)
           values ($1, $2, $3, $4, $5, $6, $7, nullif($8::jsonb, 'null'), $9, $10, $11, $10)
           on conflict (tenant_id, kind, fingerprint, bytes) where finished_at is null do nothing returning *`,
    values: [tx.tenantId, id, kind, fileName, bytes, fingerprint, format, ...mapping(opening), at, by],
  });
  return rows.map(toImport)[0];
}

/** Reads an open import of the same file otherwise, as long as nothing of it was taken; answers it as it stands now. */
export async function remapOpen(tx: TenantTx, opening: Opening): Promise<Import | undefined> {
  const { kind, fingerprint, bytes, fileName, format } = opening;
  const values = [tx.tenantId, kind, fingerprint, bytes];
  const same = 'tenant_id = $1 and kind = $2 and fingerprint = $3 and bytes = $4 and finished_at is null';
  await tx.query({
    text: `update imports set columns = nullif($5::jsonb, 'null'), defaults = $6, file_name = $7, format = $8
           where ${same} and taken_bytes = 0`,
    values: [...values, ...mapping(opening), fileName, format],
  });
  const rows = await tx.query<Row>({ text: `select * from imports where ${same}`, values });
  return rows.map(toImport)[0];
}

export async function countOpen(tx: TenantTx): Promise<number> {
  const text = 'select count(*)::int as open from imports where tenant_id = $1 and finished_at is null';
  const [{ open }] = await tx.query<{ open: number }>({ text, values: [tx.tenantId] });
  return open;
}

export async function findImport(tx: TenantTx, id: string): Promise<Import | undefined> {
  const rows = await tx.query<Row>({ text: 'select * from imports where tenant_id = $1 and import_id = $2', values: [tx.tenantId, id] });
  return rows.map(toImport)[0];
}

/** The newest first. */
export async function listImports(
  tx: TenantTx,
  state: Import['state'] | undefined,
  after: Position | undefined,
  limit: number,
): Promise<Import[]> {
  const rows = await tx.query<Row>({
    text: `select * from imports where tenant_id = $1 and ($2::text is null or (finished_at is null) = ($2 = 'open'))
             and ($3::timestamptz is null or (created_at, import_id) < ($3, $4::uuid))
           order by created_at desc, import_id desc limit $5`,
    values: [tx.tenantId, state ?? null, after?.createdAt ?? null, after?.id ?? null, limit],
  });
  return rows.map(toImport);
}

/** Keeps other parts out until an instant, by which the claim is known; false where another one is on its way, or this one is taken. */
export async function claim(tx: TenantTx, { id, takenBytes }: Import, now: Date, until: Date): Promise<boolean> {
  const rows = await tx.query({
    text: `update imports set claimed_until = $5 where tenant_id = $1 and import_id = $2 and taken_bytes = $3 and finished_at is null
             and (claimed_until is null or claimed_until <= $4) returning 1`,
    values: [tx.tenantId, id, takenBytes, now, until],
  });
  return rows.length === 1;
}

/** Ends a claim, unless somebody else has one by now. */
export async function release(tx: TenantTx, { id }: Import, claimedUntil: Date): Promise<void> {
  await tx.query({
    text: 'update imports set claimed_until = null where tenant_id = $1 and import_id = $2 and claimed_until = $3',
    values: [tx.tenantId, id, claimedUntil],
  });
}

/** What came of a part. */
export interface Taken {
  bytes: number;
  lineEnds: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  /** The claim under which it was stored. */
  claimedUntil: Date;
}

/** Counts a part that began where the import stood; undefined where it was counted already, or another sender has the claim by now. */
export async function advance(tx: TenantTx, { id, takenBytes }: Import, taken: Taken, now: Date): Promise<Import | undefined> {
  const rows = await tx.query<Row>({
    text: `update imports set taken_bytes = taken_bytes + $4, taken_lines = taken_lines + $5, accepted = accepted + $6,
             duplicates = duplicates + $7, rejected = rejected + $8, changed_at = $9, claimed_until = null,
             finished_at = case when taken_bytes + $4 = bytes then $9::timestamptz end
           where tenant_id = $1 and import_id = $2 and taken_bytes = $3 and finished_at is null and claimed_until = $10 returning *`,
    values: [
      tx.tenantId,
      id,
      takenBytes,
      taken.bytes,
      taken.lineEnds,
      taken.accepted,
      taken.duplicates,
      taken.rejected,
      now,
      taken.claimedUntil,
    ],
  });
  return rows.map(toImport)[0];
}

export async function insertRejects(tx: TenantTx, id: string, rejects: readonly ImportReject[]): Promise<void> {
  await tx.query({
    text: `insert into import_rejects (tenant_id, import_id, line, code, pointer, reason)
           select $1, $2, * from unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) on conflict do nothing`,
    values: [
      tx.tenantId,
      id,
      column(rejects, (one) => one.line),
      column(rejects, (one) => one.code),
      column(rejects, (one) => one.pointer),
      column(rejects, (one) => one.reason),
    ],
  });
}

export async function listRejects(tx: TenantTx, id: string, afterLine: number, limit: number): Promise<ImportReject[]> {
  return tx.query<ImportReject>({
    text: `select line, code, pointer, reason from import_rejects where tenant_id = $1 and import_id = $2 and line > $3
           order by line limit $4`,
    values: [tx.tenantId, id, afterLine, limit],
  });
}

/** Deletes an import with its rejects; false when there was none. */
export async function deleteImport(tx: TenantTx, id: string): Promise<boolean> {
  const text = 'delete from imports where tenant_id = $1 and import_id = $2 returning 1';
  return (await tx.query({ text, values: [tx.tenantId, id] })).length === 1;
}

/** Deletes the finished imports beyond so many, the oldest first. */
export async function deleteFinishedBeyond(tx: TenantTx, most: number): Promise<void> {
  await tx.query({
    text: `delete from imports where tenant_id = $1 and import_id in (
             select import_id from imports where tenant_id = $1 and finished_at is not null
             order by finished_at desc, import_id offset $2)`,
    values: [tx.tenantId, most],
  });
}

export async function deleteOldImports(tx: TenantTx, before: Date): Promise<void> {
  await tx.query({ text: 'delete from imports where tenant_id = $1 and changed_at < $2', values: [tx.tenantId, before] });
}

function toImport(row: Row): Import {
  return {
    id: row.import_id,
    kind: row.kind,
    fileName: row.file_name,
    bytes: row.bytes,
    fingerprint: row.fingerprint,
    format: row.format,
    columns: row.columns,
    defaults: row.defaults,
    state: row.finished_at === null ? 'open' : 'done',
    takenBytes: row.taken_bytes,
    takenLines: row.taken_lines,
    accepted: row.accepted,
    duplicates: row.duplicates,
    rejected: row.rejected,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    changedAt: row.changed_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
