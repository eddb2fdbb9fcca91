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
  const inserted = await tx.query<{ tenant_id: string; id: string }>({
    name: `insert-${table}`,
    text: `insert into ${table} (tenant_id, id, fingerprint)
           select * from unnest($1::uuid[], $2::text[], $3::uuid[]) on conflict do nothing returning tenant_id, id`,
    values: [column(rows, (row) => row.tenantId), column(rows, (row) => row.id), column(rows, (row) => row.fingerprint)],
  });
  if (inserted.length === rows.length) return rows;
  const fresh = new Set(inserted.map((row) => `${row.tenant_id} ${row.id}`));
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
             select * from unnest(
               $1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
               $10::uuid[], $11::uuid[], $12::uuid[], $13::uuid[], $14::uuid[], $15::uuid[], $16::text[], $17::text[], $18::text[],
               $19::jsonb[], $20::smallint[], $21::text[], $22::text[], $23::bigint[], $24::text[], $25::integer[],
               $26::text[], $27::text[]
             ) as t (tenant_id, id, occurred_at, kind, campaign, channel, show, episode, placement, address_key,
               agent_key, user_key, email_key, device_key, click_key, connection_type, test, arm, metadata, priority, consent,
               country, asn, player, list_version, region, delivery_evidence)
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
      column(rows, (row) => row.campaign),
      column(rows, (row) => row.channel),
      column(rows, (row) => row.show),
      column(rows, (row) => row.episode),
      column(rows, (row) => row.placement),
      ...identityColumns(rows),
      column(rows, (row) => row.connectionType),
      column(rows, (row) => row.test),
      column(rows, (row) => row.arm),
      column(rows, (row) => row.metadata),
      column(rows, (row) => row.priority),
      column(rows, (row) => row.consent),
      ...derivedColumns(rows),
      column(rows, (row) => row.deliveryEvidence),
    ],
  });
}

/** Stores conversions whose keys were claimed in this transaction, and leaves them as waiting work. */
export async function insertConversions(tx: IntakeTx, rows: ConversionRow[]): Promise<void> {
  await tx.query({
    name: 'insert-conversions',
    text: `with incoming as materialized (
             select * from unnest(
               $1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[],
               $10::boolean[], $11::uuid[], $12::uuid[], $13::uuid[], $14::uuid[], $15::uuid[], $16::uuid[], $17::text[],
               $18::jsonb[], $19::smallint[], $20::text[], $21::text[], $22::bigint[], $23::text[], $24::integer[],
               $25::text[]
             ) as t (tenant_id, id, occurred_at, kind, source, value_minor, currency, order_id, promo_code, is_new_customer,
               address_key, agent_key, user_key, email_key, device_key, click_key, connection_type, metadata, priority, consent,
               country, asn, player, list_version, region)
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
      column(rows, (row) => row.source),
      column(rows, (row) => row.valueMinor),
      column(rows, (row) => row.currency),
      column(rows, (row) => row.orderId),
      column(rows, (row) => row.promoCode),
      column(rows, (row) => row.isNewCustomer),
      ...identityColumns(rows),
      column(rows, (row) => row.connectionType),
      column(rows, (row) => row.metadata),
      column(rows, (row) => row.priority),
      column(rows, (row) => row.consent),
      ...derivedColumns(rows),
    ],
  });
}

function eventColumns(rows: EventRow[]): string[] {
  return [
    column(rows, (row) => row.tenantId),
    column(rows, (row) => row.id),
    column(rows, (row) => row.occurredAt),
    column(rows, (row) => row.kind),
  ];
}

function derivedColumns(rows: EventRow[]): string[] {
  return [
    column(rows, (row) => row.country),
    column(rows, (row) => row.asn),
    column(rows, (row) => row.player),
    column(rows, (row) => row.listVersion),
    column(rows, (row) => row.region),
  ];
}

function identityColumns(rows: EventRow[]): string[] {
  return [
    column(rows, (row) => row.addressKey),
    column(rows, (row) => row.agentKey),
    column(rows, (row) => row.userKey),
    column(rows, (row) => row.emailKey),
    column(rows, (row) => row.deviceKey),
    column(rows, (row) => row.clickKey),
  ];
}
