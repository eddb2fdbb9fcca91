import { column } from '../../platform/columns.ts';
import { streamBytes, streamRows } from '../../platform/copy-stream.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { BuiltPath } from './rules.ts';

/** Separates ids in one text; ids hold no control characters. */
const SEPARATOR = '\u001f';

/** SQL that tells an instant to the microsecond, which a Date would lose. */
function instant(expression: string): string {
  return `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** A path as stored, with its version. */
export interface StoredPath extends BuiltPath {
  version: number;
}

/** Serialises everything that writes one tenant's paths and rollups, until the transaction ends. */
export async function lockPaths(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('paths:' || $1, 0))`, values: [tx.tenantId] });
}

/** The instant of the last change; undefined when nothing was ever written. */
export async function findLedgerHead(tx: TenantTx): Promise<string | undefined> {
  const [row] = await tx.query<{ at: string }>({
    text: `select ${instant('at')} as at from ledger_heads where tenant_id = $1`,
    values: [tx.tenantId],
  });
  return row?.at;
}

/**
 * The instant from which on what this transaction writes holds, RFC 3339 with microseconds: later than that of every transaction before it,
 * whatever the clock does. The caller has locked the paths.
 */
export async function advanceLedger(tx: TenantTx): Promise<string> {
  const [{ at }] = await tx.query<{ at: string }>({
    name: 'advance-ledger',
    text: `insert into ledger_heads (tenant_id, at) values ($1, clock_timestamp())
           on conflict (tenant_id) do update set at = greatest(clock_timestamp(), ledger_heads.at + interval '1 microsecond')
           returning ${instant('at')} as at`,
    values: [tx.tenantId],
  });
  return at;
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

/** A path as it is streamed: by whose conversion, what it says and of which touchpoints. */
type StreamedPath = Pick<StoredPath, 'conversionId' | 'packed' | 'touchpointIds'> & { packed: Buffer };

/** Hands every path of conversions between two instants, the first included, to `onPath`, duplicates of an order left out; in no order. */
export async function streamPaths(tx: TenantTx, { from, before }: { from: string; before: string }, onPath: (path: StreamedPath) => void) {
  const query = `select conversion_id, packed, array_to_string(touchpoint_ids, '${SEPARATOR}') from paths
    where tenant_id = '${tx.tenantId}' and converted_at >= '${from}' and converted_at < '${before}' and packed is not null`;
  await streamRows(tx, query, 3, ({ bytes, starts, lengths }) => {
    const textOf = (field: number) => bytes.toString('utf8', starts[field], starts[field] + lengths[field]);
    const touchpointIds = textOf(2);
    onPath({
      conversionId: textOf(0),
      packed: bytes.subarray(starts[1], starts[1] + lengths[1]),
      touchpointIds: touchpointIds === '' ? [] : touchpointIds.split(SEPARATOR),
    });
  });
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

/** Moves the present version of these paths into history; it held until `at`, which `advanceLedger` gave. */
export async function insertHistory(tx: TenantTx, ids: string[], at: string): Promise<void> {
  await tx.query({
    text: `insert into path_history (
             tenant_id, conversion_id, version, converted_at, built_at, superseded_at, reason, duplicate_of, packed, touchpoint_ids
           )
           select p.tenant_id, p.conversion_id, p.version, p.converted_at, p.built_at, $3, p.reason, p.duplicate_of, p.packed,
             p.touchpoint_ids
           ${OF_ASKED}`,
    values: [tx.tenantId, column(ids, (id) => id), at],
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

/** Why a path was written anew since one of its versions, and whether it still has every touchpoint of that version. */
export interface PathChanges {
  reasons: string[];
  keepsTouchpoints: boolean;
}

/** What became of a conversion's path since its version `since`; as if nothing where that version is the present one. */
export async function findPathChanges(tx: TenantTx, conversionId: string, since: number): Promise<PathChanges> {
  const [found] = await tx.query<PathChanges>({
    text: `with versions as (
             select version, reason, touchpoint_ids from paths where tenant_id = $1 and conversion_id = $2
             union all
             select version, reason, touchpoint_ids from path_history where tenant_id = $1 and conversion_id = $2 and version >= $3
           )
           select coalesce(array_agg(distinct reason) filter (where version > $3), '{}') as reasons,
             coalesce(
               (select touchpoint_ids from versions where version = $3)
                 <@ (select touchpoint_ids from versions order by version desc limit 1),
               false
             ) as "keepsTouchpoints"
           from versions`,
    values: [tx.tenantId, conversionId, since],
  });
  return found;
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

/** Writes these versions as the present ones, which hold from `at` on, which `advanceLedger` gave. */
export async function upsertPaths(tx: TenantTx, rows: PathVersion[], at: string): Promise<void> {
  await tx.query({
    name: 'upsert-paths',
    text: `insert into paths (tenant_id, conversion_id, version, converted_at, built_at, reason, duplicate_of, packed, touchpoint_ids)
           select $1, id, version, converted_at, $10, reason, duplicate_of, decode(packed, 'hex'),
             string_to_array(coalesce(touchpoint_ids, ''), $9)
           from unnest($2::text[], $3::integer[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[])
             as built (id, version, converted_at, reason, duplicate_of, packed, touchpoint_ids)
           on conflict (tenant_id, conversion_id) do update
             set version = excluded.version, converted_at = excluded.converted_at, built_at = excluded.built_at, reason = excluded.reason,
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
      at,
    ],
  });
}

/** Where a conversion stands in the order of a ledger: by time, then by id. */
export interface LedgerPlace {
  convertedAt: string;
  conversionId: string;
}

/** What of a ledger is read: conversions of a stretch as they were at `at`, from behind a place on. */
export interface LedgerPage {
  at: string;
  from: string;
  before: string;
  after: LedgerPlace | undefined;
  limit: number;
}

/** A path as it was at an instant: the one that counts for its order. */
export interface LedgerPath extends StoredPath {
  packed: Buffer;
  reason: string;
}

const LEDGER_COLUMNS = 'conversion_id, version, converted_at, reason, packed, touchpoint_ids';

/** One branch of a ledger's page, in its order by index. */
function ledgerBranch(table: string, held: string): string {
  return `(select ${LEDGER_COLUMNS} from ${table}
    where tenant_id = $1 and converted_at >= $3 and converted_at < $4 and (converted_at, conversion_id collate "C") > ($5, $6)
      and packed is not null and ${held}
    order by converted_at, conversion_id collate "C" limit $7)`;
}

/** A page of the paths as they were at an instant, duplicates of an order left out, and where the page ends. */
export async function listLedger(tx: TenantTx, page: LedgerPage): Promise<{ paths: LedgerPath[]; end: LedgerPlace | undefined }> {
  const rows = await tx.query<Omit<PathRow, 'duplicate_of'> & { packed: Buffer; reason: string; place: string }>({
    name: 'list-ledger',
    text: `select conversion_id, version, converted_at, reason, packed, array_to_string(touchpoint_ids, $8) as touchpoint_ids,
             ${instant('converted_at')} as place
           from (
             ${ledgerBranch('paths', 'built_at <= $2')} union all
             ${ledgerBranch('path_history', 'built_at <= $2 and superseded_at > $2')}
           ) as held
           order by converted_at, conversion_id collate "C" limit $7`,
    values: [
      tx.tenantId,
      page.at,
      page.from,
      page.before,
      page.after?.convertedAt ?? '-infinity',
      page.after?.conversionId ?? '',
      page.limit,
      SEPARATOR,
    ],
  });
  const last = rows.at(-1);
  return {
    paths: rows.map((row) => ({
      conversionId: row.conversion_id,
      version: row.version,
      convertedAtMs: row.converted_at.getTime(),
      duplicateOf: null,
      packed: row.packed,
      reason: row.reason,
      touchpointIds: row.touchpoint_ids === '' ? [] : row.touchpoint_ids.split(SEPARATOR),
    })),
    end: last && rows.length === page.limit ? { convertedAt: last.place, conversionId: last.conversion_id } : undefined,
  };
}

/** Hashes of ids stand in eight bytes each behind what `streamPeople` reads of the path itself. */
const PERSON_BYTES = 16;

/** What of a stored path concerns its person: who, when and what they converted to. */
export interface PathPerson {
  person: number;
  atMs: number;
  kind: number;
}

/**
 * Hands the person of every stored path to `onPath`, with a hash of eight bytes for each touchpoint, duplicates of an order left out; in no
 * order. Bytes of the path as `packPath` writes them: the time at 8, the kind at 40, the person at 68.
 */
export async function streamPeople(tx: TenantTx, onPath: (path: PathPerson, touchpointHashes: DataView) => void): Promise<void> {
  const path: PathPerson = { person: 0, atMs: 0, kind: 0 };
  const hashes = `(select coalesce(string_agg(int8send(hashtextextended(id, 0)), ''::bytea), ''::bytea) from unnest(touchpoint_ids) as id)`;
  const head = `substring(packed from 9 for 8) || substring(packed from 41 for 4) || substring(packed from 69 for 4)`;
  const query = `select ${head} || ${hashes} from paths where tenant_id = '${tx.tenantId}' and packed is not null`;
  await streamBytes(tx, query, (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    path.atMs = view.getFloat64(0, true);
    path.kind = view.getUint32(8, true);
    path.person = view.getUint32(12, true);
    onPath(path, new DataView(bytes.buffer, bytes.byteOffset + PERSON_BYTES, bytes.byteLength - PERSON_BYTES));
  });
}
