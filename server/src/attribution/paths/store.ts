import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { BuiltPath } from './rules.ts';

/** Separates ids in one text; ids hold no control characters. */
const SEPARATOR = '\u001f';

/** A path as stored, with its version. */
export interface StoredPath extends BuiltPath {
  version: number;
}

/** Serialises everything that writes one tenant's paths and rollups, until the transaction ends. */
export async function lockPaths(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('paths:' || $1, 0))`, values: [tx.tenantId] });
}

interface PathRow {
  conversion_id: string;
  version: number;
  converted_at: Date;
  duplicate_of: string | null;
  packed: Buffer | null;
  touchpoint_ids: string;
}

/** The path of each conversion in $2, looked up by index whatever the planner thinks of the table's size. */
const OF_ASKED = `from unnest($2::text[]) as asked (id)
  cross join lateral (select * from paths where tenant_id = $1 and conversion_id = asked.id offset 0) as p`;

/** How many touches the stored path of each of these conversions has; those without a path are left out. */
export async function findTouchCounts(tx: TenantTx, ids: string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; count: number }>({
    name: 'find-touch-counts',
    text: `select asked.id, p.count from unnest($2::text[]) as asked (id)
           cross join lateral (
             select cardinality(touchpoint_ids) as count from paths where tenant_id = $1 and conversion_id = asked.id offset 0
           ) as p`,
    values: [tx.tenantId, column(ids, (id) => id)],
  });
  return new Map(rows.map(({ id, count }) => [id, count]));
}

export async function findPaths(tx: TenantTx, ids: string[]): Promise<StoredPath[]> {
  const rows = await tx.query<PathRow>({
    name: 'find-paths',
    text: `select p.conversion_id, p.version, p.converted_at, p.duplicate_of, p.packed,
             array_to_string(p.touchpoint_ids, $3) as touchpoint_ids
           ${OF_ASKED}`,
    values: [tx.tenantId, column(ids, (id) => id), SEPARATOR],
  });
  return rows.map((row) => ({
    conversionId: row.conversion_id,
    version: row.version,
    convertedAtMs: row.converted_at.getTime(),
    duplicateOf: row.duplicate_of,
    packed: row.packed,
    touchpointIds: row.touchpoint_ids === '' ? [] : row.touchpoint_ids.split(SEPARATOR),
  }));
}

/** Moves the present version of these paths into history. */
export async function insertHistory(tx: TenantTx, ids: string[]): Promise<void> {
  await tx.query({
    text: `insert into path_history (
             tenant_id, conversion_id, version, converted_at, built_at, reason, duplicate_of, packed, touchpoint_ids
           )
           select p.tenant_id, p.conversion_id, p.version, p.converted_at, p.built_at, p.reason, p.duplicate_of, p.packed, p.touchpoint_ids
           ${OF_ASKED}`,
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

/** What of a conversion's path concerns the person behind it. */
export interface PathSummary {
  conversionId: string;
  version: number;
  builtAt: string;
  reason: string;
  duplicateOf: string | null;
  touchpointIds: string[];
}

export async function findPathSummaries(tx: TenantTx, ids: readonly string[]): Promise<PathSummary[]> {
  const rows = await tx.query<Omit<PathSummary, 'builtAt'> & { builtAt: Date }>({
    text: `select p.conversion_id as "conversionId", p.version, p.built_at as "builtAt", p.reason, p.duplicate_of as "duplicateOf",
             p.touchpoint_ids as "touchpointIds"
           ${OF_ASKED}`,
    values: [tx.tenantId, column(ids, (id) => id)],
  });
  return rows.map((row) => ({ ...row, builtAt: row.builtAt.toISOString() }));
}

/** Deletes every earlier version of these paths; returns how many there were. */
export async function deleteHistory(tx: TenantTx, ids: readonly string[]): Promise<number> {
  const [{ count }] = await tx.query<{ count: number }>({
    text: `with deleted as (delete from path_history where tenant_id = $1 and conversion_id = any ($2::text[]) returning 1)
           select count(*)::integer as count from deleted`,
    values: [tx.tenantId, column(ids, (id) => id)],
  });
  return count;
}

/** Deletes the present version of these paths. */
export async function deletePaths(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: 'delete from paths where tenant_id = $1 and conversion_id = any ($2::text[])',
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

/** A path to be written as a version, and why. */
export interface PathVersion extends BuiltPath {
  version: number;
  reason: string;
}

export async function upsertPaths(tx: TenantTx, rows: PathVersion[]): Promise<void> {
  await tx.query({
    name: 'upsert-paths',
    text: `insert into paths (tenant_id, conversion_id, version, converted_at, reason, duplicate_of, packed, touchpoint_ids)
           select $1, id, version, converted_at, reason, duplicate_of, decode(packed, 'hex'),
             string_to_array(coalesce(touchpoint_ids, ''), $9)
           from unnest($2::text[], $3::integer[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[])
             as built (id, version, converted_at, reason, duplicate_of, packed, touchpoint_ids)
           on conflict (tenant_id, conversion_id) do update
             set version = excluded.version, converted_at = excluded.converted_at, built_at = now(), reason = excluded.reason,
               duplicate_of = excluded.duplicate_of, packed = excluded.packed, touchpoint_ids = excluded.touchpoint_ids`,
    values: [
      tx.tenantId,
      column(rows, (row) => row.conversionId),
      column(rows, (row) => row.version),
      column(rows, (row) => new Date(row.convertedAtMs).toISOString()),
      column(rows, (row) => row.reason),
      column(rows, (row) => row.duplicateOf),
      column(rows, (row) => row.packed?.toString('hex')),
      column(rows, (row) => row.touchpointIds.join(SEPARATOR)),
      SEPARATOR,
    ],
  });
}
