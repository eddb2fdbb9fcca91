import type { AuthTx, TenantTx } from './tenant-door.ts';

/** A row of a chained audit log, with everything its hash covers; `before` and `after` are the JSON text that was stored. */
export interface ChainRow {
  seq: number;
  id: string;
  /** UTC, to the microsecond. */
  occurredAt: string;
  actor: string;
  action: string;
  target: string;
  before: string | null;
  after: string | null;
  previousHash: string;
  hash: string;
}

/** Where a chain ends. */
export interface ChainEnd {
  seq: number;
  hash: string;
}

/** Which rows are asked for; instants in milliseconds since 1970 UTC. */
export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
}

const COLUMNS = `seq, id, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "occurredAt", actor, action, target,
  before::text as before, after::text as after, encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash`;

const FILTERED = `($2::text is null or actor = $2) and ($3::text is null or action = $3) and ($4::text is null or target = $4)
  and ($5::double precision is null or occurred_at >= to_timestamp($5 / 1000))
  and ($6::double precision is null or occurred_at < to_timestamp($6 / 1000))`;

function valuesOf({ actor, action, target, from, to }: AuditFilter): unknown[] {
  return [actor ?? null, action ?? null, target ?? null, from ?? null, to ?? null];
}

/** Rows of the tenant's log before this one, the newest first. */
export async function listAuditRowsIn(tx: TenantTx, filter: AuditFilter, before: number | undefined, limit: number): Promise<ChainRow[]> {
  return tx.query<ChainRow>({
    text: `select ${COLUMNS} from audit_log
           where tenant_id = $1 and ${FILTERED} and ($7::bigint is null or seq < $7) order by seq desc limit $8`,
    values: [tx.tenantId, ...valuesOf(filter), before ?? null, limit],
  });
}

/** Rows of the tenant's log behind `after` and up to `through`, the oldest first. */
export async function listAuditChainIn(
  tx: TenantTx,
  filter: AuditFilter,
  { after, through }: { after: number; through: number },
  limit: number,
): Promise<ChainRow[]> {
  return tx.query<ChainRow>({
    text: `select ${COLUMNS} from audit_log where tenant_id = $1 and ${FILTERED} and seq > $7 and seq <= $8 order by seq limit $9`,
    values: [tx.tenantId, ...valuesOf(filter), after, through, limit],
  });
}

/** Rows of the tenant's log that are asked for, under a place of the asker's own: acts on these targets in a span of time. */
export interface AskedActs {
  place: number;
  actions: readonly string[];
  targets: readonly string[];
  /** Behind this instant; null for no beginning. */
  after: string | null;
  through: string;
}

/** Who acted, under the place of what was asked. */
export interface ActingRow {
  place: number;
  actor: string;
}

/** Who did what is asked for, each actor once, at most three for each place. */
export async function listActorsIn(tx: TenantTx, asked: readonly AskedActs[]): Promise<ActingRow[]> {
  if (asked.length === 0) return [];
  return tx.query<ActingRow>({
    text: `select a.place, found.actor
           from jsonb_to_recordset($2::jsonb) as a (place integer, actions text[], targets text[], after timestamptz, through timestamptz)
           cross join lateral (
             select actor, min(seq) as seq from audit_log
             where tenant_id = $1 and target = any (a.targets) and action = any (a.actions) and (a.after is null or occurred_at > a.after)
               and occurred_at <= a.through
             group by actor order by seq limit 3
           ) as found order by a.place, found.seq`,
    values: [tx.tenantId, JSON.stringify(asked)],
  });
}

/** Where the tenant's chain ends, as its head says; undefined before the first row. */
export async function findAuditHeadIn(tx: TenantTx): Promise<ChainEnd | undefined> {
  const [head] = await tx.query<ChainEnd>({
    text: `select seq, encode(hash, 'hex') as hash from audit_heads where tenant_id = $1`,
    values: [tx.tenantId],
  });
  return head;
}

/** Rows of the installation's own chain, with its head as it was at the same instant. */
export async function readPlatformChainIn(
  tx: AuthTx,
  after: number,
  limit: number,
): Promise<{ rows: ChainRow[]; head: ChainEnd | undefined }> {
  const found = await tx.query<{ headSeq: number; headHash: string } & { [Column in keyof ChainRow]: ChainRow[Column] | null }>({
    text: `select h.seq as "headSeq", encode(h.hash, 'hex') as "headHash", l.* from platform_audit_head h
           left join lateral (
             select ${COLUMNS} from platform_audit_log where platform_audit_log.seq > $1 order by platform_audit_log.seq limit $2
           ) l on true order by l.seq`,
    values: [after, limit],
  });
  const [first] = found;
  const rows = found.filter(({ seq }) => seq !== null) as unknown as ChainRow[];
  return { rows, head: first && { seq: first.headSeq, hash: first.headHash } };
}

/** Where the installation's own chain ends. */
export async function findPlatformHeadIn(tx: AuthTx): Promise<ChainEnd | undefined> {
  const [head] = await tx.query<ChainEnd>({ text: `select seq, encode(hash, 'hex') as hash from platform_audit_head` });
  return head;
}
