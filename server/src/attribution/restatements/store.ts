import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { StoredPath } from '../paths/store.ts';
import type { RestatementReason } from './schema.ts';

const SEPARATOR = '\u001f';

function instant(expression: string): string {
  return `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** Which versions are listed; instants in milliseconds since 1970 UTC. */
export interface VersionFilter {
  conversion?: string | undefined;
  reason?: RestatementReason | undefined;
  from?: number | undefined;
  to?: number | undefined;
  /** Whether versions that took the place of none are listed, too. */
  withFirst: boolean;
}

/** Where a listing goes on: behind this version. */
export interface VersionPlace {
  at: string;
  conversionId: string;
}

/** A version of a path as far as lists need it. */
export interface ListedVersion {
  conversionId: string;
  version: number;
  at: string;
  supersededAt: string | null;
  reason: RestatementReason;
}

const COLUMNS = 'conversion_id, version, built_at, reason';

function branch(table: string, superseded: string, withFirst: boolean): string {
  return `(select ${COLUMNS}, ${superseded} as superseded_at from ${table}
    where tenant_id = $1 and ($2::text is null or conversion_id = $2) and ($3::text is null or reason = $3)
      and ($4::double precision is null or built_at >= to_timestamp($4 / 1000))
      and ($5::double precision is null or built_at < to_timestamp($5 / 1000))
      and (built_at, conversion_id collate "C") < ($6, $7) ${withFirst ? '' : `and (version > 1 or reason = 'erased')`}
    order by built_at desc, conversion_id collate "C" desc limit $8)`;
}

/** Versions, the newest first. */
export async function listVersions(
  tx: TenantTx,
  { conversion, reason, from, to, withFirst }: VersionFilter,
  after: VersionPlace | undefined,
  limit: number,
): Promise<ListedVersion[]> {
  return tx.query<ListedVersion>({
    text: `select conversion_id as "conversionId", version, ${instant('built_at')} as at, ${instant('superseded_at')} as "supersededAt",
             reason
           from (
             ${branch('paths', 'null::timestamptz', withFirst)} union all ${branch('path_history', 'superseded_at', withFirst)}
           ) as listed
           order by built_at desc, conversion_id collate "C" desc limit $8`,
    values: [
      tx.tenantId,
      conversion ?? null,
      reason ?? null,
      from ?? null,
      to ?? null,
      after?.at ?? 'infinity',
      after?.conversionId ?? '',
      limit,
    ],
  });
}

/** A version of a path, and from when on it held. */
export interface PathVersionRow extends StoredPath {
  at: string;
}

interface Row {
  conversion_id: string;
  version: number;
  converted_at: Date;
  at: string;
  duplicate_of: string | null;
  packed: Buffer | null;
  touchpoint_ids: string;
}

/** These versions, in no particular order; those that are gone are left out. */
export async function findVersions(tx: TenantTx, asked: readonly { conversionId: string; version: number }[]): Promise<PathVersionRow[]> {
  const of = (table: string) => `select asked.id, v.* from unnest($2::text[], $3::integer[]) as asked (id, number) cross join lateral (
      select conversion_id, version, converted_at, built_at, duplicate_of, packed, touchpoint_ids from ${table}
      where tenant_id = $1 and conversion_id = asked.id and version = asked.number offset 0
    ) as v`;
  const rows = await tx.query<Row>({
    text: `select conversion_id, version, converted_at, ${instant('built_at')} as at, duplicate_of, packed,
             array_to_string(touchpoint_ids, $4) as touchpoint_ids
           from (${of('paths')} union all ${of('path_history')}) as found`,
    values: [tx.tenantId, column(asked, (one) => one.conversionId), column(asked, (one) => one.version), SEPARATOR],
  });
  return rows.map((row) => ({
    conversionId: row.conversion_id,
    version: row.version,
    convertedAtMs: row.converted_at.getTime(),
    at: row.at,
    duplicateOf: row.duplicate_of,
    packed: row.packed,
    touchpointIds: row.touchpoint_ids === '' ? [] : row.touchpoint_ids.split(SEPARATOR),
  }));
}

/** The present version of a path, and how many earlier ones are kept; undefined where there is none. */
export async function countVersions(tx: TenantTx, conversionId: string): Promise<{ version: number; kept: number } | undefined> {
  const [row] = await tx.query<{ version: number; kept: number }>({
    text: `select p.version, (
             select count(*)::integer from path_history h where h.tenant_id = $1 and h.conversion_id = $2
           ) as kept
           from paths p where p.tenant_id = $1 and p.conversion_id = $2`,
    values: [tx.tenantId, conversionId],
  });
  return row;
}
