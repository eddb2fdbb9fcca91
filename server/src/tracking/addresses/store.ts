import { column } from '../../platform/columns.ts';
import type { IntakeTx, TenantTx } from '../../platform/tenant-door.ts';
import type { ConnectionType } from '../intake/rules.ts';

/** Addresses that are sealed together, and their hashes in the same order. */
export interface AddressPage {
  tenantId: string;
  day: string;
  keys: string[];
  sealed: Buffer;
}

export async function insertPages(tx: IntakeTx | TenantTx, pages: readonly AddressPage[]): Promise<void> {
  await tx.query({
    name: 'insert-event-addresses',
    text: `insert into event_addresses (tenant_id, day, address_keys, sealed)
           select tenant_id, day, address_keys::uuid[], decode(sealed, 'base64')
           from unnest($1::uuid[], $2::date[], $3::text[], $4::text[]) as page (tenant_id, day, address_keys, sealed)`,
    values: [
      column(pages, (page) => page.tenantId),
      column(pages, (page) => page.day),
      column(pages, (page) => `{${page.keys.join()}}`),
      column(pages, (page) => page.sealed.toString('base64')),
    ],
  });
}

/** A page's hashes as they are written elsewhere, in their order. */
const KEYS = `array(select replace(key::text, '-', '') from unnest(address_keys) with ordinality as k (key, place) order by place)`;

/** The pages that are kept. */
export async function findPages(tx: TenantTx): Promise<AddressPage[]> {
  const rows = await tx.query<Omit<AddressPage, 'tenantId'>>({
    text: `select day, ${KEYS} as keys, sealed from event_addresses where tenant_id = $1 order by day`,
    values: [tx.tenantId],
  });
  return rows.map((row) => ({ tenantId: tx.tenantId, ...row }));
}

/** Takes the pages that hold one of these hashes out, for those without them to be put back. */
export async function takePages(tx: TenantTx, keys: readonly string[]): Promise<AddressPage[]> {
  const rows = await tx.query<Omit<AddressPage, 'tenantId'>>({
    text: `delete from event_addresses where tenant_id = $1 and address_keys && $2::uuid[]
           returning day, ${KEYS} as keys, sealed`,
    values: [tx.tenantId, column(keys, (key) => key)],
  });
  return rows.map((row) => ({ tenantId: tx.tenantId, ...row }));
}

/** Deletes the addresses that came before a day; of the day itself all stay. */
export async function deleteOldPages(tx: TenantTx, before: string): Promise<void> {
  await tx.query({ text: 'delete from event_addresses where tenant_id = $1 and day < $2', values: [tx.tenantId, before] });
}

/** Of these hashes of addresses those that an event still carries. */
export async function findCarriedKeys(tx: TenantTx, keys: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ key: string }>({
    text: `select replace(asked.key::text, '-', '') as key from unnest($2::uuid[]) as asked (key)
           where exists (select 1 from touchpoints where tenant_id = $1 and address_key = asked.key)
             or exists (select 1 from conversions where tenant_id = $1 and address_key = asked.key)`,
    values: [tx.tenantId, column(keys, (key) => key)],
  });
  return rows.map(({ key }) => key);
}

/**
 * What is stored of an address in a part of one UTC day in which the lists' answer is the same, from included, to excluded, for events
 * that state one connection type or none.
 */
export interface StoredNetwork {
  addressKey: string;
  fromAt: string;
  toAt: string;
  stated: string | null;
  connectionType: ConnectionType;
  country: string | null;
  region: string | null;
  asn: number | null;
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
/** The part of a day that a place among the instants $3 stands for. */
const SPAN = `to_char(greatest(day, ($3::timestamptz[])[place]) at time zone 'UTC', ${ISO}) as "fromAt",
  to_char(least(day + interval '24 hours', ($3::timestamptz[])[place + 1]) at time zone 'UTC', ${ISO}) as "toAt"`;

const EVENTS = { touchpoints: `and id not like 'download:%'`, conversions: '' } as const;
export type EventTable = keyof typeof EVENTS;

/**
 * What is stored of these addresses' events, by the parts of days that the lists' changes, ascending, begin. Touchpoints made of counted
 * downloads follow their requests, and are left out.
 */
export async function findNetworks(
  tx: TenantTx,
  table: EventTable,
  keys: readonly string[],
  changes: readonly number[],
): Promise<StoredNetwork[]> {
  return tx.query<StoredNetwork>({
    text: `select replace(address_key::text, '-', '') as "addressKey", ${SPAN}, stated, connection_type as "connectionType", country,
             region, asn
           from (
             select distinct address_key, date_trunc('day', occurred_at, 'UTC') as day,
               width_bucket(occurred_at, $3::timestamptz[]) as place, metadata->>'connectionType' as stated,
               connection_type, country, region, asn
             from ${table} where tenant_id = $1 and address_key = any ($2::uuid[]) ${EVENTS[table]}
           ) as e`,
    values: [tx.tenantId, column(keys, (key) => key), column(changes, (ms) => new Date(ms).toISOString())],
  });
}

/** What events of an address and a part of a day are to say of their network. */
export interface MovedNetwork extends StoredNetwork {
  listVersion: number;
}

const MOVED = `moved as (
  select * from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::integer[],
    $10::text[]) as m (address_key, from_at, to_at, stated, connection_type, country, asn, list_version, region)
)`;
const SET = `set connection_type = moved.connection_type, country = moved.country, region = moved.region, asn = moved.asn,
  list_version = moved.list_version from moved
  where e.tenant_id = $1 and e.address_key = moved.address_key and (e.metadata->>'connectionType') is not distinct from moved.stated
    and e.occurred_at >= moved.from_at and e.occurred_at < moved.to_at`;

function movedColumns(tx: TenantTx, networks: readonly MovedNetwork[]): string[] {
  return [
    tx.tenantId,
    column(networks, (one) => one.addressKey),
    column(networks, (one) => one.fromAt),
    column(networks, (one) => one.toAt),
    column(networks, (one) => one.stated),
    column(networks, (one) => one.connectionType),
    column(networks, (one) => one.country),
    column(networks, (one) => one.asn),
    column(networks, (one) => one.listVersion),
    column(networks, (one) => one.region),
  ];
}

/** Gives touchpoints another network and leaves word of them, as of new ones, for the conversions they may change; returns how many. */
export async function moveTouchpoints(tx: TenantTx, networks: readonly MovedNetwork[]): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: `with ${MOVED}, changed as (
             update touchpoints as e ${SET} and e.id not like 'download:%'
             returning e.occurred_at, e.campaign, e.show, e.episode, e.address_key, e.user_key, e.email_key, e.device_key, e.click_key
           ), told as (
             insert into new_touchpoints (tenant_id, priority, reason, occurred_at, campaign, show, episode, address_key, user_key,
               email_key, device_key, click_key)
             select $1, 1, 'list_changed', occurred_at, campaign, show, episode, address_key, user_key, email_key, device_key, click_key
             from changed
           ) select count(*)::integer as count from changed`,
    values: movedColumns(tx, networks),
  });
  return row.count;
}

/** Gives conversions another network and has their paths built anew; returns how many. */
export async function moveConversions(tx: TenantTx, networks: readonly MovedNetwork[]): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: `with ${MOVED}, changed as (
             update conversions as e ${SET} returning e.id
           ), marked as (
             insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
             select $1, id, 1, 'list_changed' from changed order by id on conflict do nothing
           ) select count(*)::integer as count from changed`,
    values: movedColumns(tx, networks),
  });
  return row.count;
}

/** By which lists the tenant's addresses were last looked up; undefined before the first time. Whoever asks holds the answer alone. */
export async function findState(tx: TenantTx): Promise<string | undefined> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('networks:' || $1, 0))`, values: [tx.tenantId] });
  const [row] = await tx.query<{ state: string }>({ text: 'select state from network_states where tenant_id = $1', values: [tx.tenantId] });
  return row?.state;
}

export async function upsertState(tx: TenantTx, state: string): Promise<void> {
  await tx.query({
    text: `insert into network_states (tenant_id, state) values ($1, $2)
           on conflict (tenant_id) do update set state = excluded.state`,
    values: [tx.tenantId, state],
  });
}
