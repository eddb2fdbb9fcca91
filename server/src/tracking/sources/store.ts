import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { NewSource, Source, SourceKind, SourceTerms } from './schema.ts';

/** A source as stored: without what is worked out from other tables. */
export type StoredSource = Omit<Source, 'address' | 'publicId'>;

interface Row {
  key: string;
  kind: SourceKind;
  name: string | null;
  is_enabled: boolean;
  options: Source['options'];
  has_secret: boolean;
  previous_until: Date | null;
  last_received_at: Date | null;
  last_failed_at: Date | null;
  last_fault: string | null;
  created_at: Date;
}

const COLUMNS = `key, kind, name, is_enabled, options, sealed_secret is not null as has_secret, created_at,
  last_received_at, last_failed_at, last_fault, case when previous_until > now() then previous_until end as previous_until`;

export async function countSources(tx: TenantTx): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from event_sources where tenant_id = $1',
    values: [tx.tenantId],
  });
  return row.count;
}

/** Adds a source; undefined when the tenant has one under this key. */
export async function insertSource(
  tx: TenantTx,
  { key, kind, name, isEnabled, options }: NewSource,
  sealedSecret: Buffer | undefined,
): Promise<StoredSource | undefined> {
  const [row] = await tx.query<Row>({
    text: `insert into event_sources (tenant_id, key, kind, name, is_enabled, options, sealed_secret)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning ${COLUMNS}`,
    values: [tx.tenantId, key, kind, name, isEnabled, JSON.stringify(options), sealedSecret ?? null],
  });
  return row && toSource(row);
}

/** Sources after this key, by key. */
export async function listSources(tx: TenantTx, after: string, limit: number): Promise<StoredSource[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from event_sources where tenant_id = $1 and key > $2 order by key limit $3`,
    values: [tx.tenantId, after, limit],
  });
  return rows.map(toSource);
}

/** Tenants with a source of one of these kinds that is on. */
export async function listTenantsWithKinds(tx: DirectoryTx, kinds: readonly SourceKind[]): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({
    text: 'select distinct tenant_id from event_sources where is_enabled and kind = any ($1::text[])',
    values: [kinds],
  });
  return rows.map(({ tenant_id }) => tenant_id);
}

export async function findSource(tx: TenantTx, key: string): Promise<StoredSource | undefined> {
  const [row] = await tx.query<Row>({
    text: `select ${COLUMNS} from event_sources where tenant_id = $1 and key = $2`,
    values: [tx.tenantId, key],
  });
  return row && toSource(row);
}

export async function updateTerms(tx: TenantTx, key: string, { name, isEnabled, options }: SourceTerms): Promise<void> {
  await tx.query({
    text: 'update event_sources set name = $3, is_enabled = $4, options = $5 where tenant_id = $1 and key = $2',
    values: [tx.tenantId, key, name, isEnabled, JSON.stringify(options)],
  });
}

/** Puts a new secret in the place of the present one, which goes on working for so many hours, if at all. */
export async function updateSecret(tx: TenantTx, key: string, sealedSecret: Buffer, overlapHours: number): Promise<void> {
  await tx.query({
    text: `update event_sources set sealed_secret = $3,
             sealed_previous_secret = case when $4 > 0 then sealed_secret end,
             previous_until = case when $4 > 0 and sealed_secret is not null then now() + make_interval(hours => $4) end
           where tenant_id = $1 and key = $2`,
    values: [tx.tenantId, key, sealedSecret, overlapHours],
  });
}

/** The sealed secrets that are good now, the present one first. */
export async function findSealedSecrets(tx: TenantTx, key: string): Promise<Buffer[]> {
  const [row] = await tx.query<{ sealed: Buffer | null; previous: Buffer | null }>({
    text: `select sealed_secret as sealed, case when previous_until > now() then sealed_previous_secret end as previous
           from event_sources where tenant_id = $1 and key = $2`,
    values: [tx.tenantId, key],
  });
  return row === undefined ? [] : [row.sealed, row.previous].filter((one) => one !== null);
}

export async function deleteSource(tx: TenantTx, key: string): Promise<void> {
  await tx.query({ text: 'delete from event_sources where tenant_id = $1 and key = $2', values: [tx.tenantId, key] });
}

/** Notes that something genuine came, at most every ten seconds: many may come at the same time. */
export async function updateReceived(tx: TenantTx, key: string): Promise<void> {
  await tx.query({
    text: `update event_sources set last_received_at = now()
           where tenant_id = $1 and key = $2 and (last_received_at is null or last_received_at < now() - interval '10 seconds')`,
    values: [tx.tenantId, key],
  });
}

/** Notes that something failed, and why; at most every ten seconds while the reason is the same. */
export async function updateFailed(tx: TenantTx, key: string, fault: string): Promise<void> {
  await tx.query({
    text: `update event_sources set last_failed_at = now(), last_fault = $3
           where tenant_id = $1 and key = $2
             and (last_failed_at is null or last_failed_at < now() - interval '10 seconds' or last_fault is distinct from $3)`,
    values: [tx.tenantId, key, fault],
  });
}

function toSource(row: Row): StoredSource {
  return {
    key: row.key,
    kind: row.kind,
    name: row.name,
    isEnabled: row.is_enabled,
    options: row.options,
    hasSecret: row.has_secret,
    previousSecretUntil: row.previous_until?.toISOString() ?? null,
    lastReceivedAt: row.last_received_at?.toISOString() ?? null,
    lastFailedAt: row.last_failed_at?.toISOString() ?? null,
    lastFault: row.last_fault,
    createdAt: row.created_at.toISOString(),
  };
}
