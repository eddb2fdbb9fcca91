import { bigints, booleans, instants, smallints, texts, uuids } from '../../platform/binary-columns.ts';
import { column } from '../../platform/columns.ts';
import type { IntakeTx } from '../../platform/tenant-door.ts';
import type { ConversionRow, EventRow, TouchpointRow } from './rules.ts';

/** The two tables that hold keys and fingerprints. */
export type KeyTable = 'touchpoint_keys' | 'conversion_keys';

/**
 * Claims the keys that are new; returns the rows that got theirs. A row whose key is taken, also by a transaction just ending, is left
 * out.
 */
export async function insertKeys<Row extends EventRow>(tx: IntakeTx, table: KeyTable, rows: Row[]): Promise<Row[]> {
  const [{ claimed, tenant_ids: tenantIds, ids }] = await tx.query<{ claimed: number; tenant_ids: string[] | null; ids: string[] | null }>({
    name: `insert-${table}`,
    text: `with claimed as (
             insert into ${table} (tenant_id, id, fingerprint)
             select unnest($1::uuid[]), unnest($2::text[]), unnest($3::uuid[]) on conflict do nothing returning tenant_id, id
           )
           select count(*)::integer as claimed,
             case when count(*) < $4 then array_agg(tenant_id) end as tenant_ids, case when count(*) < $4 then array_agg(id) end as ids
           from claimed`,
    values: [uuids(rows, (row) => row.tenantId), texts(rows, (row) => row.id), uuids(rows, (row) => row.fingerprint), rows.length],
  });
  if (claimed === rows.length) return rows;
  const fresh = new Set(ids?.map((id, place) => `${tenantIds?.[place]} ${id}`));
  return rows.filter((row) => fresh.has(`${row.tenantId} ${row.id}`));
}

/** The stored fingerprints of these rows' keys, by "tenant id". */
export async function findFingerprints(tx: IntakeTx, table: KeyTable, rows: EventRow[]): Promise<Map<string, string>> {
  const found = await tx.query<{ tenant_id: string; id: string; fingerprint: string }>({
    text: `select stored.* from unnest($1::uuid[], $2::text[]) as asked (tenant_id, id)
           cross join lateral (
             select tenant_id, id, fingerprint from ${table} where tenant_id = asked.tenant_id and id = asked.id offset 0
           ) as stored`,
    values: [column(rows, (row) => row.tenantId), column(rows, (row) => row.id)],
  });
  return new Map(found.map((row) => [`${row.tenant_id} ${row.id}`, row.fingerprint.replaceAll('-', '')]));
}

/** Stores touchpoints whose keys were claimed in this transaction, and leaves them as waiting work. */
export async function insertTouchpoints(tx: IntakeTx, rows: TouchpointRow[]): Promise<void> {
  await tx.query({
    name: 'insert-touchpoints',
    text: `with incoming as materialized (
             select unnest($1::uuid[]) as tenant_id, unnest($2::text[]) as id, unnest($3::timestamptz[]) as occurred_at,
               unnest($4::text[]) as kind, unnest($5::text[]) as campaign, unnest($6::text[]) as channel,
               unnest($7::text[]) as show, unnest($8::text[]) as episode, unnest($9::text[]) as placement,
               unnest($10::uuid[]) as address_key, unnest($11::uuid[]) as agent_key, unnest($12::uuid[]) as user_key,
               unnest($13::uuid[]) as email_key, unnest($14::uuid[]) as device_key, unnest($15::uuid[]) as click_key,
               unnest($16::text[]) as connection_type, unnest($17::text[]) as test, unnest($18::text[]) as arm,
               unnest($19::jsonb[]) as metadata, unnest($20::smallint[]) as priority, unnest($21::text[]) as consent,
               unnest($22::text[]) as country, unnest($23::bigint[]) as asn, unnest($24::text[]) as player,
               unnest($25::integer[]) as list_version, unnest($26::text[]) as region, unnest($27::text[]) as delivery_evidence
           ), stored as (
             insert into touchpoints (tenant_id, id, occurred_at, kind, campaign, channel, show, episode, placement, address_key,
               agent_key, user_key, email_key, device_key, click_key, connection_type, test, arm, metadata, consent,
               country, asn, player, list_version, region, delivery_evidence)
             select tenant_id, id, occurred_at, kind, campaign, channel, show, episode, placement, address_key,
               agent_key, user_key, email_key, device_key, click_key, connection_type, test, arm, metadata, consent,
               country, asn, player, list_version, region, delivery_evidence from incoming
           )
           insert into new_touchpoints (
             tenant_id, priority, occurred_at, campaign, show, episode, address_key, user_key, email_key, device_key, click_key
           )
           select tenant_id, priority, occurred_at, campaign, show, episode, address_key, user_key, email_key, device_key, click_key
           from incoming`,
    values: [
      ...eventColumns(rows),
      texts(rows, (row) => row.campaign),
      texts(rows, (row) => row.channel),
      texts(rows, (row) => row.show),
      texts(rows, (row) => row.episode),
      texts(rows, (row) => row.placement),
      ...identityColumns(rows),
      texts(rows, (row) => row.connectionType),
      texts(rows, (row) => row.test),
      texts(rows, (row) => row.arm),
      column(rows, (row) => row.metadata),
      smallints(rows, (row) => row.priority),
      texts(rows, (row) => row.consent),
      ...derivedColumns(rows),
      texts(rows, (row) => row.deliveryEvidence),
    ],
  });
}

/** Stores conversions whose keys were claimed in this transaction, and leaves them as waiting work. */
export async function insertConversions(tx: IntakeTx, rows: ConversionRow[]): Promise<void> {
  await tx.query({
    name: 'insert-conversions',
    text: `with incoming as materialized (
             select unnest($1::uuid[]) as tenant_id, unnest($2::text[]) as id, unnest($3::timestamptz[]) as occurred_at,
               unnest($4::text[]) as kind, unnest($5::text[]) as source, unnest($6::bigint[]) as value_minor,
               unnest($7::text[]) as currency, unnest($8::text[]) as order_id, unnest($9::text[]) as promo_code,
               unnest($10::boolean[]) as is_new_customer, unnest($11::uuid[]) as address_key, unnest($12::uuid[]) as agent_key,
               unnest($13::uuid[]) as user_key, unnest($14::uuid[]) as email_key, unnest($15::uuid[]) as device_key,
               unnest($16::uuid[]) as click_key, unnest($17::text[]) as connection_type, unnest($18::jsonb[]) as metadata,
               unnest($19::smallint[]) as priority, unnest($20::text[]) as consent, unnest($21::text[]) as country,
               unnest($22::bigint[]) as asn, unnest($23::text[]) as player, unnest($24::integer[]) as list_version,
               unnest($25::text[]) as region
           ), stored as (
             insert into conversions (
               tenant_id, id, occurred_at, kind, source, value_minor, currency, order_id, promo_code, is_new_customer,
               address_key, agent_key, user_key, email_key, device_key, click_key, connection_type, metadata, consent,
               country, asn, player, list_version, region)
             select tenant_id, id, occurred_at, kind, source, value_minor, currency, order_id, promo_code, is_new_customer,
               address_key, agent_key, user_key, email_key, device_key, click_key, connection_type, metadata, consent,
               country, asn, player, list_version, region from incoming
           )
           insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
           select tenant_id, id, priority, 'new' from incoming order by tenant_id, id on conflict do nothing`,
    values: [
      ...eventColumns(rows),
      texts(rows, (row) => row.source),
      bigints(rows, (row) => row.valueMinor),
      texts(rows, (row) => row.currency),
      texts(rows, (row) => row.orderId),
      texts(rows, (row) => row.promoCode),
      booleans(rows, (row) => row.isNewCustomer),
      ...identityColumns(rows),
      texts(rows, (row) => row.connectionType),
      column(rows, (row) => row.metadata),
      smallints(rows, (row) => row.priority),
      texts(rows, (row) => row.consent),
      ...derivedColumns(rows),
    ],
  });
}

function eventColumns(rows: EventRow[]): Buffer[] {
  return [
    uuids(rows, (row) => row.tenantId),
    texts(rows, (row) => row.id),
    instants(rows, (row) => row.occurredAt),
    texts(rows, (row) => row.kind),
  ];
}

function derivedColumns(rows: EventRow[]): (Buffer | string)[] {
  return [
    texts(rows, (row) => row.country),
    bigints(rows, (row) => row.asn),
    texts(rows, (row) => row.player),
    column(rows, (row) => row.listVersion),
    texts(rows, (row) => row.region),
  ];
}

function identityColumns(rows: EventRow[]): Buffer[] {
  return [
    uuids(rows, (row) => row.addressKey),
    uuids(rows, (row) => row.agentKey),
    uuids(rows, (row) => row.userKey),
    uuids(rows, (row) => row.emailKey),
    uuids(rows, (row) => row.deviceKey),
    uuids(rows, (row) => row.clickKey),
  ];
}
