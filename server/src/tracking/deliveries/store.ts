import { column } from '../../platform/columns.ts';
import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { HashedIdentity } from '../intake/rules.ts';
import type { SubjectKey } from '../subjects/schema.ts';
import { CARRIES, subjectColumns } from '../subjects/store.ts';
import type { DeliveryFilter, DeliveryState, HookDelivery, NamedCode, NotedOrder, OrderRef } from './schema.ts';

interface Row {
  id: string;
  source: string;
  delivery_key: string;
  topic: string | null;
  state: DeliveryState;
  reason: string | null;
  received_at: Date;
  attempts: number;
  due_at: Date | null;
  made: string[];
  bytes: number;
  has_body: boolean;
}

/** A delivery as it is stored first. */
export interface NewDelivery extends HashedIdentity {
  id: string;
  source: string;
  deliveryKey: string;
  isFirst: boolean;
  topic: string | null;
  shop: string | null;
  state: Exclude<DeliveryState, 'waiting' | 'kept'>;
  reason: string | null;
  receivedAt: string;
  bytes: number;
  sealed: Buffer | null;
}

/** A delivery that this process alone works on for now. */
export interface Claimed {
  id: string;
  source: string;
  topic: string | null;
  receivedAt: string;
  attempts: number;
  sealed: Buffer | null;
}

/** What became of a delivery; with a pause it is worked on again. */
export interface Outcome {
  state: DeliveryState;
  reason: string | null;
  made: string[];
  pauseSeconds?: number | undefined;
  /** What a waiting one waits for. */
  orderRef?: string | undefined;
  /** A conversion of whom it tells. */
  conversionId?: string | undefined;
}

const COLUMNS =
  'id, source, delivery_key, topic, state, reason, received_at, attempts, due_at, made, bytes, sealed is not null as has_body';
const CLAIMED = 'd.id, d.source, d.topic, d.received_at, d.attempts, d.sealed';

/** Stores a delivery, a `received` one due at once; false when it is stored already, or another one is the first under its key. */
export async function insertDelivery(tx: TenantTx, row: NewDelivery): Promise<boolean> {
  const rows = await tx.query({
    text: `insert into hook_deliveries (tenant_id, id, source, delivery_key, is_first, topic, state, reason, received_at, bytes, sealed,
             address_key, agent_key, user_key, email_key, device_key, click_key, shop, due_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             case when $7 = 'received' then now() end)
           on conflict do nothing returning id`,
    values: [
      tx.tenantId,
      row.id,
      row.source,
      row.deliveryKey,
      row.isFirst,
      row.topic,
      row.state,
      row.reason,
      row.receivedAt,
      row.bytes,
      row.sealed,
      row.addressKey ?? null,
      row.agentKey ?? null,
      row.userKey ?? null,
      row.emailKey ?? null,
      row.deviceKey ?? null,
      row.clickKey ?? null,
      row.shop,
    ],
  });
  return rows.length === 1;
}

/** How many deliveries of a source in a state were kept since an instant. */
export async function countInState(tx: TenantTx, source: string, state: DeliveryState, since: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: `select count(*)::integer as count from hook_deliveries
           where tenant_id = $1 and source = $2 and state = $4 and received_at >= $3`,
    values: [tx.tenantId, source, since, state],
  });
  return row.count;
}

/** Has the first delivery of this key worked on anew, now that it came again, if it had failed. */
export async function updateFailed(tx: TenantTx, source: string, deliveryKey: string): Promise<void> {
  await tx.query({
    text: `update hook_deliveries set state = 'received', reason = null, attempts = 0, due_at = now()
           where tenant_id = $1 and source = $2 and delivery_key = $3 and is_first and state = 'failed' and sealed is not null`,
    values: [tx.tenantId, source, deliveryKey],
  });
}

/** Tenants with a delivery that is due. */
export async function listTenantsWithDue(tx: DirectoryTx): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({ text: 'select distinct tenant_id from hook_deliveries where due_at <= now()' });
  return rows.map(({ tenant_id }) => tenant_id);
}

export async function listTenantsWithDeliveries(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['hook_deliveries']);
}

/** Takes deliveries that are due, the oldest first, or the one named if it is due; the attempt is counted before it begins. */
export async function claimDue(
  tx: TenantTx,
  { id, limit, leaseSeconds }: { id?: string | undefined; limit: number; leaseSeconds: number },
): Promise<Claimed[]> {
  const rows = await tx.query<Row & { sealed: Buffer | null }>({
    text: `update hook_deliveries d set attempts = attempts + 1, due_at = now() + make_interval(secs => $3)
           where d.tenant_id = $1 and d.id in (
             select id from hook_deliveries where tenant_id = $1 and due_at <= now() and ($4::uuid is null or id = $4)
             order by due_at limit $2 for update skip locked
           )
           returning ${CLAIMED}`,
    values: [tx.tenantId, limit, leaseSeconds, id ?? null],
  });
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    topic: row.topic,
    receivedAt: row.received_at.toISOString(),
    attempts: row.attempts,
    sealed: row.sealed,
  }));
}

/** Writes down what became of a delivery; one that brought something before and nothing more now is kept all the same. */
export async function updateOutcome(tx: TenantTx, id: string, { state, reason, made, pauseSeconds, orderRef }: Outcome): Promise<void> {
  await tx.query({
    text: `update hook_deliveries set made = $5, order_ref = $7,
             state = case when $3 = 'duplicate' and has_brought then 'kept' else $3 end,
             reason = case when $3 = 'duplicate' and has_brought then null else $4 end,
             due_at = case when $3 in ('received', 'waiting') then now() + make_interval(secs => $6) end
           where tenant_id = $1 and id = $2 and state in ('received', 'waiting')`,
    values: [tx.tenantId, id, state, reason, made, pauseSeconds ?? 0, orderRef ?? null],
  });
}

/** Has a delivery found by whoever a conversion is of. */
export async function updateKeys(tx: TenantTx, id: string, conversionId: string): Promise<void> {
  await tx.query({
    text: `update hook_deliveries as d set user_key = coalesce(d.user_key, c.user_key), email_key = coalesce(d.email_key, c.email_key),
             device_key = coalesce(d.device_key, c.device_key), click_key = coalesce(d.click_key, c.click_key),
             address_key = case when d.address_key is null then c.address_key else d.address_key end,
             agent_key = case when d.address_key is null then c.agent_key else d.agent_key end
           from conversions as c where d.tenant_id = $1 and d.id = $2 and c.tenant_id = $1 and c.id = $3`,
    values: [tx.tenantId, id, conversionId],
  });
}

/** Deletes the bodies of deliveries before an instant that nobody can be found by; not of those that are still to be worked on. */
export async function deleteUnkeyedBefore(tx: TenantTx, before: string): Promise<void> {
  await tx.query({
    text: `update hook_deliveries set sealed = null
           where tenant_id = $1 and received_at < $2 and sealed is not null and state not in ('received', 'waiting')
             and user_key is null and email_key is null and click_key is null and address_key is null and device_key is null`,
    values: [tx.tenantId, before],
  });
}

/** Makes the deliveries due that wait for an order that has come. */
export async function updateWaiting(tx: TenantTx, source: string, refs: readonly string[]): Promise<void> {
  await tx.query({
    text: `update hook_deliveries set due_at = now()
           where tenant_id = $1 and source = $2 and state = 'waiting' and due_at > now() and order_ref = any ($3::text[])`,
    values: [tx.tenantId, source, refs],
  });
}

/**
 * Has a delivery whose body is kept worked on anew, under this name; false when there is none. A refused one is from now on the first under
 * its key.
 */
export async function updateToReceived(tx: TenantTx, id: string, { key, topic }: { key: string; topic: string | null }): Promise<boolean> {
  const rows = await tx.query({
    text: `update hook_deliveries set state = 'received', reason = null, attempts = 0, due_at = now(), is_first = true,
             delivery_key = $3, topic = $4, has_brought = has_brought or state = 'kept'
           where tenant_id = $1 and id = $2 and sealed is not null
             and (is_first or not exists (
               select 1 from hook_deliveries other
               where other.tenant_id = $1 and other.source = hook_deliveries.source and other.delivery_key = $3 and other.is_first
             ))
           returning id`,
    values: [tx.tenantId, id, key, topic],
  });
  return rows.length === 1;
}

/** The ids of deliveries of a source that can be replayed, oldest first. */
export async function listReplayable(
  tx: TenantTx,
  { source, states, from, to }: { source: string; states: readonly DeliveryState[]; from: string; to: string },
  after: string | undefined,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({
    text: `select id from hook_deliveries
           where tenant_id = $1 and source = $2 and state = any ($3::text[]) and received_at >= $4 and received_at < $5
             and sealed is not null and ($7::uuid is null or id > $7)
           order by id limit $6`,
    values: [tx.tenantId, source, states, from, to, limit, after ?? null],
  });
  return rows.map(({ id }) => id);
}

/** Deliveries before this id, the newest first; ids are in the order of time. */
export async function listDeliveries(
  tx: TenantTx,
  { source, state }: DeliveryFilter,
  before: string | undefined,
  limit: number,
): Promise<HookDelivery[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from hook_deliveries
           where tenant_id = $1 and ($2::text is null or source = $2) and ($3::text is null or state = $3) and ($4::uuid is null or id < $4)
           order by id desc limit $5`,
    values: [tx.tenantId, source ?? null, state ?? null, before ?? null, limit],
  });
  return rows.map(toDelivery);
}

export async function findDelivery(tx: TenantTx, id: string): Promise<HookDelivery | undefined> {
  const [row] = await tx.query<Row>({
    text: `select ${COLUMNS} from hook_deliveries where tenant_id = $1 and id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toDelivery(row);
}

/** The sealed content of a delivery; null when it is not kept any more. */
export async function findSealed(tx: TenantTx, id: string): Promise<Buffer | null> {
  const [row] = await tx.query<{ sealed: Buffer | null }>({
    text: 'select sealed from hook_deliveries where tenant_id = $1 and id = $2',
    values: [tx.tenantId, id],
  });
  return row?.sealed ?? null;
}

export async function deleteBefore(tx: TenantTx, before: string): Promise<void> {
  await tx.query({ text: 'delete from hook_deliveries where tenant_id = $1 and received_at < $2', values: [tx.tenantId, before] });
}

/** Notes orders, each as of the latest instant it was told of; returns the ids of conversions whose order came to something else. */
export async function upsertOrderRefs(tx: TenantTx, source: string, refs: readonly NotedOrder[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>({
    text: `with before as (
             select o.ref, o.conversion_id, o.value_minor, o.gross_minor from unnest($3::text[], $4::text[]) as given (ref, conversion_id)
             join hook_orders as o on o.tenant_id = $1 and o.source = $2 and o.ref = given.ref and o.conversion_id = given.conversion_id
           ), noted as (
             insert into hook_orders as o (tenant_id, source, ref, conversion_id, value_minor, gross_minor, as_of, order_id)
             select $1, $2, * from unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::timestamptz[], $8::text[])
             on conflict (tenant_id, source, ref, conversion_id) do update
               set value_minor = excluded.value_minor, gross_minor = excluded.gross_minor, as_of = excluded.as_of
               where (excluded.as_of, excluded.gross_minor, excluded.value_minor) > (o.as_of, o.gross_minor, o.value_minor)
                 and excluded.as_of > '-infinity'
             returning o.ref, o.conversion_id, o.value_minor, o.gross_minor, o.order_id
           )
           select noted.conversion_id as id from noted left join before using (ref, conversion_id)
           where noted.order_id is null
             and (noted.value_minor, noted.gross_minor) is distinct from (before.value_minor, before.gross_minor)`,
    values: [
      tx.tenantId,
      source,
      column(refs, (one) => one.ref),
      column(refs, (one) => one.conversionId),
      column(refs, (one) => one.valueMinor),
      column(refs, (one) => one.grossMinor),
      column(refs, (one) => one.asOf ?? '-infinity'),
      column(refs, (one) => one.orderId),
    ],
  });
  return new Set(rows.map(({ id }) => id));
}

/**
 * The conversions that an order of this name became, by whichever of its names; each with what the order came to last. Where rows of one
 * instant differ, the one that counts a part is of the order, and the one that counts all may be of its payment.
 */
export async function findOrderRefs(tx: TenantTx, source: string, ref: string): Promise<OrderRef[]> {
  return tx.query<OrderRef>({
    text: `select distinct on (conversion_id) ref, conversion_id as "conversionId", coalesce(value_minor, 0) as "valueMinor",
             coalesce(gross_minor, 0) as "grossMinor"
           from hook_orders
           where tenant_id = $1 and source = $2 and order_id is null and ref in (
             select ref from hook_orders where tenant_id = $1 and source = $2 and conversion_id in (
               select conversion_id from hook_orders where tenant_id = $1 and source = $2 and ref = $3 and order_id is null
             )
           ) order by conversion_id, gross_minor is null, as_of desc, value_minor = gross_minor, gross_minor desc, ref`,
    values: [tx.tenantId, source, ref],
  });
}

export async function upsertCodes(tx: TenantTx, source: string, codes: readonly NamedCode[]): Promise<void> {
  await tx.query({
    text: `insert into hook_codes (tenant_id, source, id, code) select $1, $2, * from unnest($3::text[], $4::text[])
           on conflict (tenant_id, source, id) do update set code = excluded.code where hook_codes.code <> excluded.code`,
    values: [tx.tenantId, source, column(codes, (one) => one.id), column(codes, (one) => one.code)],
  });
}

export async function findCodes(tx: TenantTx, source: string, ids: readonly string[]): Promise<NamedCode[]> {
  return tx.query<NamedCode>({
    text: 'select id, code from hook_codes where tenant_id = $1 and source = $2 and id = any ($3::text[])',
    values: [tx.tenantId, source, column(ids, (id) => id)],
  });
}

/** Deletes the names of the orders that these conversions are records of. */
export async function deleteOrderRefs(tx: TenantTx, conversionIds: readonly string[]): Promise<void> {
  await tx.query({
    text: 'delete from hook_orders where tenant_id = $1 and conversion_id = any ($2::text[])',
    values: [tx.tenantId, column(conversionIds, (id) => id)],
  });
}

/** Deletes what was kept of a person's deliveries; what still waited for work is given up. */
export async function deleteContents(tx: TenantTx, keys: readonly SubjectKey[]): Promise<void> {
  await tx.query({
    text: `update hook_deliveries set sealed = null, address_key = null, agent_key = null, user_key = null, email_key = null,
             device_key = null, click_key = null, made = '{}', due_at = null, reason = 'the person it tells of was erased',
             state = case when state in ('received', 'waiting') then 'failed' else state end
           where tenant_id = $1 and ${CARRIES}`,
    values: [tx.tenantId, ...subjectColumns(keys)],
  });
}

/**
 * Deletes what was kept of deliveries of a source, of one shop alone if one is given. The names of orders whose records are to be erased
 * stay until they are, as they are found by them.
 */
export async function deleteContentsOfSource(
  tx: TenantTx,
  { source, shop, except }: { source: string; shop: string | undefined; except: string },
): Promise<void> {
  await tx.query({
    text: `delete from hook_orders as o where tenant_id = $1 and source = $2 and $3 and not exists (
             select 1 from conversions where tenant_id = $1 and id = o.conversion_id and source = 'webhook' and metadata ->> 'source' = $2
           )`,
    values: [tx.tenantId, source, shop === undefined],
  });
  await tx.query({
    text: `update hook_deliveries set sealed = null, address_key = null, agent_key = null, user_key = null, email_key = null,
             device_key = null, click_key = null, due_at = null, reason = 'the shop had everything erased',
             state = case when state in ('received', 'waiting') then 'failed' else state end
           where tenant_id = $1 and source = $2 and id <> $3 and sealed is not null and ($4::text is null or shop = $4 or shop is null)`,
    values: [tx.tenantId, source, except, shop ?? null],
  });
}

/** What was kept of a person's deliveries, oldest first. */
export async function findContents(tx: TenantTx, keys: readonly SubjectKey[]): Promise<(Row & { sealed: Buffer })[]> {
  return tx.query<Row & { sealed: Buffer }>({
    text: `select ${COLUMNS}, sealed from hook_deliveries where tenant_id = $1 and sealed is not null and ${CARRIES} order by id`,
    values: [tx.tenantId, ...subjectColumns(keys)],
  });
}

export function toDelivery(row: Row): HookDelivery {
  return {
    id: row.id,
    source: row.source,
    deliveryId: row.delivery_key,
    topic: row.topic,
    state: row.state,
    reason: row.reason,
    receivedAt: row.received_at.toISOString(),
    attempts: row.attempts,
    nextAttemptAt: row.due_at?.toISOString() ?? null,
    made: row.made,
    bytes: row.bytes,
    hasBody: row.has_body,
  };
}
