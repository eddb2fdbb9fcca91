import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { HashedIdentity } from '../intake/rules.ts';
import type { ErasedEvent, EventKind } from './rules.ts';
import type { SubjectConversion, SubjectField, SubjectKey, SubjectRefund, SubjectTouchpoint } from './schema.ts';

const COLUMNS = { user: 'user_key', email: 'email_key', device: 'device_key', click: 'click_key' } as const;
const PLAIN = ['user', 'email', 'device', 'click'] as const;

/** Whether a row carries a key of the person, whose keys are $2 to $7. */
export const CARRIES = `(${PLAIN.map((field, place) => `${COLUMNS[field]} = any ($${place + 2}::uuid[])`).join(' or ')}
  or address_key = any ($6::uuid[]) and exists (
    select 1 from unnest($6::uuid[], $7::uuid[]) as pair (address, agent)
    where pair.address = address_key and pair.agent is not distinct from agent_key
  ))`;

/** By which fields a row was found. */
const IDENTIFIED_BY = `array_remove(array[
  ${PLAIN.map((field, place) => `case when ${COLUMNS[field]} = any ($${place + 2}::uuid[]) then '${field}' end`).join(', ')},
  case when address_key = any ($6::uuid[]) and agent_key = any ($7::uuid[]) then 'address_agent' end
], null) as "identifiedBy"`;

/** The keys of a person as $2 to $7. */
export function subjectColumns(keys: readonly SubjectKey[]): string[] {
  const pairs = keys.filter(({ field }) => field === 'address_agent');
  return [
    ...PLAIN.map((field) =>
      column(
        keys.filter((one) => one.field === field),
        (one) => one.key,
      ),
    ),
    column(pairs, (one) => one.key),
    column(pairs, (one) => one.agentKey),
  ];
}

interface KeyColumns {
  address_key: string | null;
  agent_key: string | null;
  user_key: string | null;
  email_key: string | null;
  device_key: string | null;
  click_key: string | null;
}

/** A deleted touchpoint, as far as it says which conversions it may have belonged to. */
export interface DeletedTouchpoint extends HashedIdentity {
  id: string;
  occurredAt: string;
}

function toIdentity(row: KeyColumns): HashedIdentity {
  return {
    addressKey: row.address_key ?? undefined,
    agentKey: row.agent_key ?? undefined,
    userKey: row.user_key ?? undefined,
    emailKey: row.email_key ?? undefined,
    deviceKey: row.device_key ?? undefined,
    clickKey: row.click_key ?? undefined,
  };
}

/** What a deleted touchpoint says of which conversions it may have belonged to. */
export const TOUCHED_COLUMNS = 'id, occurred_at, address_key, agent_key, user_key, email_key, device_key, click_key';

export function toDeleted(row: KeyColumns & { id: string; occurred_at: Date }): DeletedTouchpoint {
  return { ...toIdentity(row), id: row.id, occurredAt: row.occurred_at.toISOString() };
}

/** Keeps every event of the tenant out until the transaction ends, so that none comes in between what is looked at and what is done. */
export async function closeIntake(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('intake:' || $1, 0))`, values: [tx.tenantId] });
}

/** Deletes up to about `limit` touchpoints of a person that were received before an instant, or all; returns what they were. */
export async function deleteTouchpoints(
  tx: TenantTx,
  keys: readonly SubjectKey[],
  { limit, before }: { limit: number; before: string | undefined },
): Promise<DeletedTouchpoint[]> {
  const rows = await tx.query<Parameters<typeof toDeleted>[0]>({
    text: `with chosen as materialized (
             select ctid as place from touchpoints where tenant_id = $1 and ${CARRIES} and received_at <= $9 limit $8
           ), gone as (
             delete from touchpoints
             where tenant_id = $1 and ctid = any (array(select place from chosen)) and ${CARRIES} and received_at <= $9
             returning ${TOUCHED_COLUMNS}
           ), marked as (
             insert into exposure_marks (tenant_id, day) select distinct $1::uuid, (occurred_at at time zone 'UTC')::date from gone
           )
           select * from gone`,
    values: [tx.tenantId, ...subjectColumns(keys), limit, before ?? 'infinity'],
  });
  return rows.map(toDeleted);
}

const KEY_TABLES = { touchpoint: 'touchpoint_keys', conversion: 'conversion_keys', request: 'episode_request_keys' } as const;

export async function deleteEventKeys(tx: TenantTx, kind: EventKind, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: `delete from ${KEY_TABLES[kind]} where tenant_id = $1 and id = any ($2::text[])`,
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

export async function insertErasedEvents(tx: TenantTx, events: readonly ErasedEvent[]): Promise<void> {
  await tx.query({
    text: `insert into erased_events (tenant_id, kind, id_key) select $1, * from unnest($2::text[], $3::uuid[])
           on conflict do nothing`,
    values: [tx.tenantId, column(events, (one) => one.kind), column(events, (one) => one.idKey)],
  });
}

/** Those of these hashes that are of erased events. */
export async function findErasedKeys(tx: TenantTx, kind: EventKind, idKeys: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ key: string }>({
    text: `select replace(id_key::text, '-', '') as key from erased_events
           where tenant_id = $1 and kind = $2 and id_key = any ($3::uuid[])`,
    values: [tx.tenantId, kind, column(idKeys, (key) => key)],
  });
  return rows.map(({ key }) => key);
}

/** The ids of up to `limit` conversions of a person that were received before an instant, or all. */
export async function findSubjectConversionIds(
  tx: TenantTx,
  keys: readonly SubjectKey[],
  { limit, before }: { limit: number; before: string | undefined },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({
    text: `select id from conversions where tenant_id = $1 and ${CARRIES} and received_at <= $9 limit $8`,
    values: [tx.tenantId, ...subjectColumns(keys), limit, before ?? 'infinity'],
  });
  return rows.map(({ id }) => id);
}

/** Makes amounts of their day out of conversions, each under a new id and with the value given. */
export async function updateToAmounts(
  tx: TenantTx,
  amounts: readonly { id: string; newId: string; fingerprint: string; valueMinor: number | null }[],
): Promise<void> {
  const values = [
    tx.tenantId,
    column(amounts, (one) => one.id),
    column(amounts, (one) => one.newId),
    column(amounts, (one) => one.fingerprint),
    column(amounts, (one) => one.valueMinor),
  ];
  await tx.query({
    text: `with amounts as (
             select * from unnest($2::text[], $3::text[], $4::uuid[], $5::bigint[]) as amount (id, new_id, fingerprint, value_minor)
           ), named as (
             insert into conversion_keys (tenant_id, id, fingerprint) select $1, new_id, fingerprint from amounts
           )
           update conversions as c
           set id = amounts.new_id, occurred_at = date_trunc('day', c.occurred_at, 'UTC'),
             received_at = date_trunc('day', c.received_at, 'UTC'), value_minor = amounts.value_minor, order_id = null, promo_code = null,
             is_new_customer = null, address_key = null, agent_key = null, user_key = null, email_key = null, device_key = null,
             click_key = null, connection_type = 'unknown', country = null, region = null, asn = null, player = null,
             list_version = null, metadata = null, consent = 'unknown', is_erased = true
           from amounts where c.tenant_id = $1 and c.id = amounts.id`,
    values,
  });
}

/** Deletes refunds of these conversions, and returns how many. */
export async function deleteRefunds(tx: TenantTx, conversionIds: readonly string[]): Promise<number> {
  const rows = await tx.query({
    text: 'delete from refunds where tenant_id = $1 and conversion_id = any ($2::text[]) returning 1',
    values: [tx.tenantId, column(conversionIds, (id) => id)],
  });
  return rows.length;
}

export async function deleteConversions(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: 'delete from conversions where tenant_id = $1 and id = any ($2::text[])',
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

/** Takes marks away from conversions that are gone. */
export async function deleteDirty(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: 'delete from dirty_conversions where tenant_id = $1 and conversion_id = any ($2::text[])',
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

/** A key under which conversions may change from one instant to another; `infinity` has no end. */
export interface Reach {
  key: string;
  fromAt: string;
  toAt: string;
}

const REACHED = {
  addressKey: 'address_key',
  userKey: 'user_key',
  emailKey: 'email_key',
  deviceKey: 'device_key',
  clickKey: 'click_key',
} as const;
export type ReachField = keyof typeof REACHED;

/** Marks the conversions that carry one of these keys in its time, before all others and whatever they were marked for. */
export async function insertDirtyReached(tx: TenantTx, field: ReachField, reaches: readonly Reach[], reason: string): Promise<void> {
  await tx.query({
    text: `insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
           select distinct $1::uuid, c.id, -1, $5
           from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) as seen (key, from_at, to_at)
           cross join lateral (
             select id from conversions
             where tenant_id = $1 and ${REACHED[field]} = seen.key and occurred_at between seen.from_at and seen.to_at offset 0
           ) as c
           order by c.id
           on conflict (tenant_id, conversion_id) do update set priority = excluded.priority, reason = excluded.reason
             where dirty_conversions.reason <> 'erased'`,
    values: [
      tx.tenantId,
      column(reaches, (one) => one.key),
      column(reaches, (one) => one.fromAt),
      column(reaches, (one) => one.toAt),
      reason,
    ],
  });
}

/** The keys of one sort on a person's touchpoints, each from the first to so many days after the last. */
export async function findTouchpointReaches(
  tx: TenantTx,
  keys: readonly SubjectKey[],
  field: ReachField,
  lookbackDays: number,
): Promise<Reach[]> {
  return tx.query<Reach>({
    text: `select ${REACHED[field]} as key, min(occurred_at)::text as "fromAt",
             (max(occurred_at) + make_interval(days => $8))::text as "toAt"
           from touchpoints where tenant_id = $1 and ${CARRIES} and ${REACHED[field]} is not null group by 1`,
    values: [tx.tenantId, ...subjectColumns(keys), lookbackDays],
  });
}

/** The keys of one sort on a person's conversions, each from the first on. */
export async function findConversionReaches(tx: TenantTx, keys: readonly SubjectKey[], field: ReachField): Promise<Reach[]> {
  return tx.query<Reach>({
    text: `select ${REACHED[field]} as key, min(occurred_at)::text as "fromAt", 'infinity' as "toAt"
           from conversions where tenant_id = $1 and ${CARRIES} and ${REACHED[field]} is not null group by 1`,
    values: [tx.tenantId, ...subjectColumns(keys)],
  });
}

/** Marks a person's own conversions, before all others. */
export async function insertDirtyOfSubject(tx: TenantTx, keys: readonly SubjectKey[], reason: string): Promise<void> {
  await tx.query({
    text: `insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
           select $1, id, -1, $8 from conversions where tenant_id = $1 and ${CARRIES} order by id
           on conflict (tenant_id, conversion_id) do update set priority = excluded.priority, reason = excluded.reason
             where dirty_conversions.reason <> 'erased'`,
    values: [tx.tenantId, ...subjectColumns(keys), reason],
  });
}

/** Whether a conversion is still marked because of what somebody asked for. */
export async function hasErasedMarks(tx: TenantTx): Promise<boolean> {
  const rows = await tx.query({
    text: `select 1 from dirty_conversions where tenant_id = $1 and priority = -1 limit 1`,
    values: [tx.tenantId],
  });
  return rows.length > 0;
}

/** Where a listing of a person's events goes on: after this instant, and at it after this id. */
export interface After {
  occurredAt: string;
  id: string;
}

const FIRST: After = { occurredAt: '-infinity', id: '' };

function pageOf(tx: TenantTx, keys: readonly SubjectKey[], after: After | undefined, limit: number): unknown[] {
  const { occurredAt, id } = after ?? FIRST;
  return [tx.tenantId, ...subjectColumns(keys), limit, occurredAt, id];
}

const IN_ORDER = `tenant_id = $1 and ${CARRIES} and (occurred_at, id) > ($9::timestamptz, $10) order by occurred_at, id limit $8`;

interface Instants {
  occurredAt: Date;
  receivedAt: Date;
}

function withInstants<Row extends Instants>(row: Row) {
  return { ...row, occurredAt: row.occurredAt.toISOString(), receivedAt: row.receivedAt.toISOString() };
}

export async function findSubjectTouchpoints(
  tx: TenantTx,
  keys: readonly SubjectKey[],
  after: After | undefined,
  limit: number,
): Promise<SubjectTouchpoint[]> {
  const rows = await tx.query<Omit<SubjectTouchpoint, keyof Instants> & Instants>({
    text: `select id, occurred_at as "occurredAt", received_at as "receivedAt", kind, campaign, channel, show, episode, placement, test,
             arm, delivery_evidence as "deliveryEvidence", connection_type as "connectionType", country, region, asn, player, consent,
             metadata, ${IDENTIFIED_BY}
           from touchpoints where ${IN_ORDER}`,
    values: pageOf(tx, keys, after, limit),
  });
  return rows.map(withInstants);
}

export async function findSubjectConversions(
  tx: TenantTx,
  keys: readonly SubjectKey[],
  after: After | undefined,
  limit: number,
): Promise<SubjectConversion[]> {
  const rows = await tx.query<Omit<SubjectConversion, keyof Instants> & Instants>({
    text: `select id, occurred_at as "occurredAt", received_at as "receivedAt", source, kind, value_minor as "valueMinor", currency,
             order_id as "orderId", promo_code as "promoCode", is_new_customer as "isNewCustomer",
             connection_type as "connectionType", country, region, asn, player, consent, metadata, ${IDENTIFIED_BY}
           from conversions where ${IN_ORDER}`,
    values: pageOf(tx, keys, after, limit),
  });
  return rows.map(withInstants);
}

export async function findSubjectRefunds(tx: TenantTx, conversionIds: readonly string[]): Promise<SubjectRefund[]> {
  const rows = await tx.query<Omit<SubjectRefund, 'occurredAt'> & { occurredAt: Date }>({
    text: `select conversion_id as "conversionId", id, occurred_at as "occurredAt", value_minor as "valueMinor", kind from refunds
           where tenant_id = $1 and conversion_id = any ($2::text[]) order by conversion_id, id`,
    values: [tx.tenantId, column(conversionIds, (id) => id)],
  });
  return rows.map((row) => ({ ...row, occurredAt: row.occurredAt.toISOString() }));
}

/** The keys of a conversion that may stand for whoever made it, the first it has of them does. */
const OWN_KEY = PLAIN.map((field) => `(${COLUMNS[field]}, '${field}')`).join(', ');

/**
 * One key of each person with a conversion that came from a source: their user, else their e-mail, their device or their click, else the
 * address with the agent, where one was told.
 */
export async function findKeysOfSource(tx: TenantTx, source: string, shop: string | undefined): Promise<SubjectKey[]> {
  const rows = await tx.query<{ field: SubjectField; key: string; agent: string | null }>({
    text: `select distinct coalesce(own.field, 'address_agent') as field, replace(coalesce(own.key, address_key)::text, '-', '') as key,
             case when own.key is null then replace(agent_key::text, '-', '') end as agent
           from conversions left join lateral (
             select key, field from (values ${OWN_KEY}) as given (key, field) where key is not null limit 1
           ) as own on true
           where tenant_id = $1 and source = 'webhook' and metadata ->> 'source' = $2
             and ($3::text is null or lower(metadata ->> 'shop') = $3) and coalesce(own.key, address_key) is not null`,
    values: [tx.tenantId, source, shop ?? null],
  });
  return rows.map(({ field, key, agent }) => (agent === null ? { field, key } : { field, key, agentKey: agent }));
}
