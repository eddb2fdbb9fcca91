import { column } from '../../platform/columns.ts';
import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { ConnectionType } from '../intake/rules.ts';
import type { ConsentState } from '../intake/schema.ts';

/** A path of a tag, by its checksum, whose meaning changed. */
export interface ChangedPath {
  tag: string;
  landing: number;
  changedAt: string;
  /** Whether all visits that were being stored when it changed have been stored since. */
  isSettled: boolean;
}

/** A visit that began at a path, and the vanity visit that stands beside it, if one does. */
export interface StoredVisit {
  /** The visit's own, after "pixel:". */
  name: string;
  id: string;
  occurredAt: string;
  consent: ConsentState;
  connectionType: ConnectionType;
  country: string | null;
  region: string | null;
  asn: number | null;
  player: string | null;
  listVersion: number | null;
  metadata: string | null;
  addressKey: string | null;
  agentKey: string | null;
  userKey: string | null;
  emailKey: string | null;
  deviceKey: string | null;
  clickKey: string | null;
  isVanity: boolean;
  campaign: string | null;
  show: string | null;
}

export async function insertChangedPaths(tx: TenantTx, tag: string, landings: readonly number[]): Promise<void> {
  await tx.query({
    text: `insert into changed_paths (tenant_id, tag, landing) select $1, $2, * from unnest($3::bigint[])
           on conflict (tenant_id, tag, landing) do update set changed_at = clock_timestamp(), told_at = null`,
    values: [tx.tenantId, tag, column(landings, (one) => one)],
  });
}

/** Longer than what is told of a path takes from reading what the path means to its COMMIT. */
const IS_SETTLED = `changed_at < clock_timestamp() - interval '60 seconds'`;

/** Paths whose visits are to be told anew, in order, after one: those that just changed, and once more those that changed a while ago. */
export async function listChangedPaths(tx: TenantTx, after: Pick<ChangedPath, 'tag' | 'landing'>, limit: number): Promise<ChangedPath[]> {
  return tx.query<ChangedPath>({
    text: `select tag, landing, changed_at::text as "changedAt", ${IS_SETTLED} as "isSettled" from changed_paths
           where tenant_id = $1 and (tag, landing) > ($2, $3::bigint) and (told_at is null or ${IS_SETTLED})
           order by tag, landing limit $4`,
    values: [tx.tenantId, after.tag, after.landing, limit],
  });
}

/** The visits of a path were told anew, unless its meaning changed since; it waits on for those that are being stored. */
export async function markPathTold(tx: TenantTx, { tag, landing, changedAt }: ChangedPath): Promise<void> {
  await tx.query({
    text: `update changed_paths set told_at = clock_timestamp()
           where tenant_id = $1 and tag = $2 and landing = $3 and changed_at = $4::timestamptz`,
    values: [tx.tenantId, tag, landing, changedAt],
  });
}

/** A path waits no longer, unless its meaning changed since. */
export async function deleteChangedPath(tx: TenantTx, { tag, landing, changedAt }: ChangedPath): Promise<void> {
  await tx.query({
    text: 'delete from changed_paths where tenant_id = $1 and tag = $2 and landing = $3 and changed_at = $4::timestamptz',
    values: [tx.tenantId, tag, landing, changedAt],
  });
}

export async function listTenantsWithChangedPaths(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['changed_paths']);
}

const KEYS = ['address', 'agent', 'user', 'email', 'device', 'click']
  .map((name) => `replace(c.${name}_key::text, '-', '') as "${name}Key"`)
  .join(', ');

/** Visits to pages with this public id that began at a path, oldest first, after one. */
export async function listVisits(
  tx: TenantTx,
  { publicId, landing }: { publicId: string; landing: number },
  after: Pick<StoredVisit, 'occurredAt' | 'id'>,
  limit: number,
): Promise<StoredVisit[]> {
  const rows = await tx.query<Omit<StoredVisit, 'occurredAt'> & { occurredAt: Date }>({
    text: `select c.id, substr(c.id, 7) as name, c.occurred_at as "occurredAt", c.consent, c.connection_type as "connectionType", c.country,
             c.region, c.asn, c.player, c.list_version as "listVersion", (c.metadata - 'landing')::text as metadata, ${KEYS},
             t.id is not null as "isVanity", t.campaign, t.show
           from conversions as c
           left join lateral (
             select id, campaign, show from touchpoints
             where tenant_id = $1 and id = 'vanity:' || substr(c.id, 7) and occurred_at = c.occurred_at limit 1
           ) as t on true
           where c.tenant_id = $1 and c.metadata ? 'landing' and c.metadata ->> 'landing' = $2 and c.kind = 'visit'
             and starts_with(c.id, $3) and (c.occurred_at, c.id) > ($4::timestamptz, $5)
           order by c.occurred_at, c.id limit $6`,
    values: [tx.tenantId, String(landing), `pixel:${publicId}:`, after.occurredAt, after.id, limit],
  });
  return rows.map((row) => ({ ...row, occurredAt: row.occurredAt.toISOString() }));
}
