import { column } from '../../platform/columns.ts';
import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, IntakeTx, TenantTx } from '../../platform/tenant-door.ts';
import type { ConversionRow, EventRow, HashedIdentity, TouchpointRow } from '../intake/rules.ts';
import type { SharedIdentity } from './rules.ts';

interface KeyRow {
  share_id: string;
  campaign: string | null;
  kinds: string[] | null;
  sealed_key: Buffer;
}

/** The sealed keys of the live matching shares that the tenant takes part in. */
export async function listKeys(tx: TenantTx): Promise<KeyRow[]> {
  return tx.query<KeyRow>({ name: 'live-share-keys', text: 'select share_id, campaign, kinds, sealed_key from live_share_keys()' });
}

/** A row of an event beside one of the identities it has under shares' keys. */
interface Pair<Row> {
  row: Row;
  shared: SharedIdentity;
}

function pairsOf<Row extends EventRow>(rows: readonly Row[]): Pair<Row>[] {
  return rows.flatMap((row) => (row.shared ?? []).map((shared) => ({ row, shared })));
}

const FIELDS = ['addressKey', 'agentKey', 'userKey', 'emailKey', 'deviceKey', 'clickKey'] as const;

async function insertArrivals(tx: IntakeTx, pairs: readonly Pair<EventRow>[]): Promise<void> {
  const arrivals = [...new Map(pairs.map(({ row, shared }) => [`${row.tenantId} ${shared.shareId}`, { row, shared }])).values()];
  await tx.query({
    text: 'insert into share_arrivals (tenant_id, share_id) select * from unnest($1::uuid[], $2::uuid[])',
    values: [column(arrivals, ({ row }) => row.tenantId), column(arrivals, ({ shared }) => shared.shareId)],
  });
}

/** Stores what shares ask of these touchpoints, and leaves word that they wait to be matched. */
export async function insertShareTouchpoints(tx: IntakeTx, rows: readonly TouchpointRow[]): Promise<void> {
  const pairs = pairsOf(rows);
  if (pairs.length === 0) return;
  await tx.query({
    text: `insert into share_touchpoints (
             tenant_id, share_id, touchpoint_id, occurred_at, address_key, agent_key, user_key, email_key, device_key, click_key,
             own_address_key, own_agent_key, own_user_key, own_email_key, own_device_key, own_click_key
           )
           select * from unnest(
             $1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[],
             $10::uuid[], $11::uuid[], $12::uuid[], $13::uuid[], $14::uuid[], $15::uuid[], $16::uuid[]
           )`,
    values: [
      column(pairs, ({ row }) => row.tenantId),
      column(pairs, ({ shared }) => shared.shareId),
      column(pairs, ({ row }) => row.id),
      column(pairs, ({ row }) => row.occurredAt),
      ...FIELDS.map((field) => column(pairs, ({ shared }) => shared[field])),
      ...FIELDS.map((field) => column(pairs, ({ row }) => row[field])),
    ],
  });
  await insertArrivals(tx, pairs);
}

/** The same for conversions, of which only the keys are stored once more. */
export async function insertShareConversions(tx: IntakeTx, rows: readonly ConversionRow[]): Promise<void> {
  const pairs = pairsOf(rows);
  if (pairs.length === 0) return;
  await tx.query({
    text: `insert into share_conversions (
             tenant_id, share_id, conversion_id, address_key, agent_key, user_key, email_key, device_key, click_key, code_key
           )
           select * from unnest(
             $1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::uuid[]
           )`,
    values: [
      column(pairs, ({ row }) => row.tenantId),
      column(pairs, ({ shared }) => shared.shareId),
      column(pairs, ({ row }) => row.id),
      ...FIELDS.map((field) => column(pairs, ({ shared }) => shared[field])),
      column(pairs, ({ shared }) => shared.codeKey),
    ],
  });
  await insertArrivals(tx, pairs);
}

type Keys = Record<(typeof FIELDS)[number], string | null>;

const keyColumn = (name: string, as: string) => `replace(${name}::text, '-', '') as "${as}"`;
const nameOf = (field: string) => field.replace('Key', '_key');
const KEYS = FIELDS.map((field) => keyColumn(nameOf(field), field)).join(', ');
const OWN_KEYS = FIELDS.map((field) => keyColumn(`own_${nameOf(field)}`, `own ${field}`)).join(', ');

function toIdentity(row: Record<string, string | null>, prefix = ''): HashedIdentity {
  return Object.fromEntries(FIELDS.map((field) => [field, row[prefix + field] ?? undefined]));
}

/** A touchpoint of a share: who it is of under the share's key, and under the tenant's own. */
export interface SharedTouchpoint {
  id: string;
  shared: HashedIdentity;
  own: HashedIdentity;
}

/** A share's touchpoints in a stretch of time, both ends included. */
export async function findShareTouchpoints(
  tx: TenantTx,
  shareId: string,
  span: { fromMs: number; toMs: number },
): Promise<SharedTouchpoint[]> {
  const rows = await tx.query<Record<string, string | null> & { id: string }>({
    text: `select touchpoint_id as id, ${KEYS}, ${OWN_KEYS}
           from share_touchpoints where tenant_id = $1 and share_id = $2 and occurred_at between $3 and $4`,
    values: [tx.tenantId, shareId, new Date(span.fromMs).toISOString(), new Date(span.toMs).toISOString()],
  });
  return rows.map((row) => ({ id: row.id, shared: toIdentity(row), own: toIdentity(row, 'own ') }));
}

/** A conversion's keys under a share's key, by the conversion's id. */
export async function findShareConversions(tx: TenantTx, shareId: string): Promise<Map<string, SharedIdentity>> {
  const rows = await tx.query<Keys & { id: string; codeKey: string | null }>({
    text: `select conversion_id as id, ${KEYS}, ${keyColumn('code_key', 'codeKey')}
           from share_conversions where tenant_id = $1 and share_id = $2`,
    values: [tx.tenantId, shareId],
  });
  return new Map(
    rows.map(({ id, codeKey, ...row }) => {
      return [id, { ...toIdentity(row), shareId, codeKey: codeKey ?? undefined }];
    }),
  );
}

/** Id and instant of a share's touchpoints, in order. */
export async function listShareTouchpoints(tx: TenantTx, shareId: string): Promise<{ id: string; occurredAt: string }[]> {
  return tx.query<{ id: string; occurredAt: string }>({
    text: `select touchpoint_id as id, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt"
           from share_touchpoints where tenant_id = $1 and share_id = $2 order by occurred_at, touchpoint_id collate "C"`,
    values: [tx.tenantId, shareId],
  });
}

export async function deleteOfShare(tx: TenantTx, shareId: string): Promise<void> {
  await tx.query({ text: 'delete from share_touchpoints where tenant_id = $1 and share_id = $2', values: [tx.tenantId, shareId] });
  await tx.query({ text: 'delete from share_conversions where tenant_id = $1 and share_id = $2', values: [tx.tenantId, shareId] });
}

/** Deletes what shares hold of these events, and leaves word to match those shares again. */
export async function deleteOfEvents(tx: TenantTx, kind: 'touchpoint' | 'conversion', ids: readonly string[]): Promise<void> {
  const table = kind === 'touchpoint' ? 'share_touchpoints' : 'share_conversions';
  await tx.query({
    text: `with gone as (
             delete from ${table} where tenant_id = $1 and ${kind}_id = any ($2::text[]) returning share_id
           )
           insert into share_arrivals (tenant_id, share_id) select distinct $1::uuid, share_id from gone`,
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

/** Shares of the tenant that got or lost events, with what says so. */
export async function listArrivals(tx: TenantTx): Promise<{ id: string; shareId: string }[]> {
  return tx.query<{ id: string; shareId: string }>({
    text: 'select id, share_id as "shareId" from share_arrivals where tenant_id = $1',
    values: [tx.tenantId],
  });
}

export async function deleteArrivals(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: 'delete from share_arrivals where tenant_id = $1 and id = any ($2::uuid[])',
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

export async function listTenantsWithArrivals(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['share_arrivals']);
}

/** Leaves word that the shares these conversions take part in are to be matched again. */
export async function insertArrivalsOfConversions(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: `insert into share_arrivals (tenant_id, share_id)
           select distinct $1::uuid, share_id from share_conversions where tenant_id = $1 and conversion_id = any ($2::text[])`,
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

/** The same of every share that the tenant has events in. */
export async function insertArrivalsOfAll(tx: TenantTx): Promise<void> {
  await tx.query({
    text: `insert into share_arrivals (tenant_id, share_id)
           select $1::uuid, share_id from share_touchpoints where tenant_id = $1
           union select $1::uuid, share_id from share_conversions where tenant_id = $1`,
    values: [tx.tenantId],
  });
}
