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
const KEYS_OF_SHARED = FIELDS.map((field) => keyColumn(`s.${nameOf(field)}`, field)).join(', ');
const OWN_KEYS = FIELDS.map((field) => keyColumn(`own_${nameOf(field)}`, `own ${field}`)).join(', ');

function toIdentity(row: Record<string, string | null>, prefix = ''): HashedIdentity {
  return Object.fromEntries(FIELDS.map((field) => [field, row[prefix + field] ?? undefined]));
}

function toShared({ codeKey, ...row }: Keys & { codeKey: string | null }, shareId: string): SharedIdentity {
  return { ...toIdentity(row), shareId, codeKey: codeKey ?? undefined };
}

/** A touchpoint of a share: who it is of under the share's key, and under the tenant's own. */
export interface SharedTouchpoint {
  id: string;
  shared: HashedIdentity;
  own: HashedIdentity;
}

/** Which of a share's touchpoints are looked for: in a stretch of time, both ends included, those that carry one of these keys. */
export interface TouchpointsAsked {
  fromMs: number;
  toMs: number;
  identities: readonly HashedIdentity[];
}

/** The keys by which somebody is found; an agent alone is nobody's. */
const FINDING = FIELDS.filter((field) => field !== 'agentKey');

export async function findShareTouchpoints(tx: TenantTx, shareId: string, asked: TouchpointsAsked): Promise<SharedTouchpoint[]> {
  const carries = FINDING.map((field, place) => `${nameOf(field)} = any ($${place + 5}::uuid[])`).join(' or ');
  const rows = await tx.query<Record<string, string | null> & { id: string }>({
    text: `select touchpoint_id as id, ${KEYS}, ${OWN_KEYS}
           from share_touchpoints where tenant_id = $1 and share_id = $2 and occurred_at between $3 and $4 and (${carries})`,
    values: [
      tx.tenantId,
      shareId,
      new Date(asked.fromMs).toISOString(),
      new Date(asked.toMs).toISOString(),
      ...FINDING.map((field) => [...new Set(asked.identities.flatMap((keys) => keys[field] ?? []))]),
    ],
  });
  return rows.map((row) => ({ id: row.id, shared: toIdentity(row), own: toIdentity(row, 'own ') }));
}

/** Where a reader of conversions in their order stands. */
export interface Place {
  at: string;
  id: string;
}

/** Conversions that take part in a share, in their order, after a place; and the last one's place while there may be more. */
export async function listShareConversions(
  tx: TenantTx,
  shareId: string,
  { after, limit }: { after: Place | undefined; limit: number },
): Promise<{ found: Map<string, SharedIdentity>; next: Place | undefined }> {
  const rows = await tx.query<Keys & { id: string; at: string; codeKey: string | null }>({
    text: `select c.id, c.occurred_at::text as at, ${KEYS_OF_SHARED}, ${keyColumn('s.code_key', 'codeKey')}
           from conversions c join share_conversions s on s.tenant_id = c.tenant_id and s.share_id = $2 and s.conversion_id = c.id
           where c.tenant_id = $1 and s.tenant_id = $1 and ($3::timestamptz is null or (c.occurred_at, c.id) > ($3::timestamptz, $4::text))
           order by c.occurred_at, c.id limit $5`,
    values: [tx.tenantId, shareId, after?.at ?? null, after?.id ?? null, limit],
  });
  const found = rows.map(({ id, at: _at, ...row }): [string, SharedIdentity] => [id, toShared(row, shareId)]);
  const last = rows.length < limit ? undefined : rows[rows.length - 1];
  return { found: new Map(found), next: last && { at: last.at, id: last.id } };
}

/** What these conversions are under a share's key, by id. */
export async function findSharedIdentities(tx: TenantTx, shareId: string, ids: readonly string[]): Promise<Map<string, SharedIdentity>> {
  const rows = await tx.query<Keys & { id: string; codeKey: string | null }>({
    text: `select s.conversion_id as id, ${KEYS_OF_SHARED}, ${keyColumn('s.code_key', 'codeKey')}
           from unnest($3::text[]) as asked (id)
           join share_conversions s on s.tenant_id = $1 and s.share_id = $2 and s.conversion_id = asked.id`,
    values: [tx.tenantId, shareId, column(ids, (id) => id)],
  });
  return new Map(rows.map(({ id, ...row }) => [id, toShared(row, shareId)]));
}

/** Id and instant of a share's touchpoints, in order, some thousands at a time. */
export async function* readShareTouchpoints(tx: TenantTx, shareId: string): AsyncGenerator<{ id: string; occurredAt: string }[]> {
  await tx.query({
    text: `declare exposures no scroll cursor for
           select touchpoint_id as id, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt"
           from share_touchpoints where tenant_id = $1 and share_id = $2 order by occurred_at, touchpoint_id collate "C"`,
    values: [tx.tenantId, shareId],
  });
  for (;;) {
    const rows = await tx.query<{ id: string; occurredAt: string }>({ text: 'fetch 5000 from exposures' });
    if (rows.length === 0) break;
    yield rows;
  }
  await tx.query({ text: 'close exposures' });
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
