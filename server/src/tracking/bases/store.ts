import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { ConnectionType } from '../intake/rules.ts';

/** One thing that counts rest on, as it was when they were last counted by it. */
export interface Basis {
  part: 'window' | 'lists' | 'placement' | 'inserted_ad' | 'survey_names' | 'survey_placements';
  key: string;
  basis: unknown;
}

export async function findBases(tx: TenantTx, parts: readonly Basis['part'][]): Promise<Basis[]> {
  return tx.query<Basis>({
    name: 'find-counting-bases',
    text: 'select part, key, basis from counting_bases where tenant_id = $1 and part = any ($2::text[])',
    values: [tx.tenantId, column(parts, (part) => part)],
  });
}

/** What one thing was when counts last rested on it; undefined when they never did. */
export async function findBasis(tx: TenantTx, part: Basis['part'], key: string): Promise<unknown> {
  const [row] = await tx.query<{ basis: unknown }>({
    name: 'find-counting-basis',
    text: 'select basis from counting_bases where tenant_id = $1 and part = $2 and key = $3',
    values: [tx.tenantId, part, key],
  });
  return row?.basis;
}

export async function upsertBases(tx: TenantTx, bases: readonly Basis[]): Promise<void> {
  await tx.query({
    text: `insert into counting_bases (tenant_id, part, key, basis)
           select $1, * from unnest($2::text[], $3::text[], $4::jsonb[]) as b (part, key, basis)
           on conflict (tenant_id, part, key) do update set basis = excluded.basis`,
    values: [
      tx.tenantId,
      column(bases, (one) => one.part),
      column(bases, (one) => one.key),
      column(bases, (one) => JSON.stringify(one.basis)),
    ],
  });
}

/** Adds what counts rest on from now on and notes that it was used today; what stands there stays. Returns how many were not there. */
export async function insertBases(tx: TenantTx, bases: readonly Basis[]): Promise<number> {
  const rows = await tx.query<{ is_new: boolean }>({
    text: `insert into counting_bases as b (tenant_id, part, key, basis)
           select $1, * from unnest($2::text[], $3::text[], $4::jsonb[]) order by 2, 3
           on conflict (tenant_id, part, key) do update set used_on = current_date where b.used_on < current_date
           returning xmax = 0 as is_new`,
    values: [
      tx.tenantId,
      column(bases, (one) => one.part),
      column(bases, (one) => one.key),
      column(bases, (one) => JSON.stringify(one.basis)),
    ],
  });
  return rows.filter((row) => row.is_new).length;
}

/** Deletes keys of a part with nothing behind them (null) that were not used for so many days, and beyond so many the longest unused. */
export async function deleteIdleBases(tx: TenantTx, part: Basis['part'], { days, most }: { days: number; most: number }): Promise<void> {
  await tx.query({
    text: `with idle as (
             select key, used_on, row_number() over (order by used_on desc, key) as place from counting_bases
             where tenant_id = $1 and part = $2 and basis = 'null'::jsonb
           )
           delete from counting_bases where tenant_id = $1 and part = $2
             and key = any (array(select key from idle where used_on < current_date - $3::integer or place > $4))`,
    values: [tx.tenantId, part, days, most],
  });
}

export async function deleteBases(tx: TenantTx, part: Basis['part'], keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.query({
    text: 'delete from counting_bases where tenant_id = $1 and part = $2 and key = any ($3::text[])',
    values: [tx.tenantId, part, column(keys, (key) => key)],
  });
}

const MARK = `insert into waiting_listeners (tenant_id, priority, listener_key, item_key, day)
  select distinct $1::uuid, 1, listener_key, item_key, (occurred_at at time zone 'UTC')::date from episode_requests`;

async function countMarked(tx: TenantTx, statement: { text: string; values: unknown[] }): Promise<number> {
  const [row] = await tx.query<{ marked: number }>({
    text: `with marked as (${statement.text} returning 1) select count(*)::integer as marked from marked`,
    values: statement.values,
  });
  return row.marked;
}

/** Has every listener of the tenant counted anew; returns how many marks that takes. */
export async function markAllWaiting(tx: TenantTx): Promise<number> {
  return countMarked(tx, { text: `${MARK} where tenant_id = $1 and not is_erased`, values: [tx.tenantId] });
}

/** Where and when downloads may have to be told anew; null leaves a side open. */
export interface Reach {
  show: string;
  episode: string | null;
  startsOn: string | null;
  endsOn: string | null;
}

/** Has the downloads of these shows and episodes in these days told anew; returns how many marks that takes. */
export async function markDownloadsWaiting(tx: TenantTx, reaches: readonly Reach[]): Promise<number> {
  if (reaches.length === 0) return 0;
  const text = `${MARK} as r
    where tenant_id = $1 and not is_erased and fate = 'download' and exists (
      select 1 from unnest($2::text[], $3::text[], $4::date[], $5::date[]) as reach (show, episode, starts_on, ends_on)
      where r.show = reach.show and (reach.episode is null or r.episode = reach.episode)
        and (reach.starts_on is null or r.occurred_at >= reach.starts_on::timestamp at time zone 'UTC')
        and (reach.ends_on is null or r.occurred_at < (reach.ends_on + 1)::timestamp at time zone 'UTC')
    )`;
  const values = [
    tx.tenantId,
    column(reaches, (one) => one.show),
    column(reaches, (one) => one.episode),
    column(reaches, (one) => one.startsOn),
    column(reaches, (one) => one.endsOn),
  ];
  return countMarked(tx, { text, values });
}

/** What the lists say of an address in a part of one UTC day in which their answer is the same: from included, to excluded. */
export interface AddressNetwork {
  addressKey: string;
  fromAt: string;
  toAt: string;
  connectionType: ConnectionType;
  isExcluded: boolean;
  isShared: boolean;
  asn: number | null;
  country: string | null;
  region: string | null;
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
/** The part of a day that a place among the instants $2 stands for. */
const SPAN = `to_char(greatest(r.day, ($2::timestamptz[])[r.place]) at time zone 'UTC', ${ISO}) as "fromAt",
  to_char(least(r.day + interval '24 hours', ($2::timestamptz[])[r.place + 1]) at time zone 'UTC', ${ISO}) as "toAt"`;

/** What is stored of the addresses that are still kept, by address and by the parts of days that these instants, ascending, begin. */
export async function findAddressNetworks(tx: TenantTx, changes: readonly number[]): Promise<(AddressNetwork & { sealed: Buffer })[]> {
  return tx.query<AddressNetwork & { sealed: Buffer }>({
    text: `select distinct replace(kept.address_key::text, '-', '') as "addressKey",
             ${SPAN}, r.connection_type as "connectionType",
             r.is_excluded as "isExcluded", r.is_shared as "isShared", r.asn, r.country, r.region, kept.sealed
           from (select distinct on (address_key) address_key, sealed from request_addresses where tenant_id = $1
                 order by address_key, day desc) as kept
           cross join lateral (
             select distinct date_trunc('day', occurred_at, 'UTC') as day, width_bucket(occurred_at, $2::timestamptz[]) as place,
               connection_type, is_excluded, is_shared, asn, country, region
             from episode_requests where tenant_id = $1 and address_key = kept.address_key and not is_erased
           ) as r`,
    values: [tx.tenantId, column(changes, (ms) => new Date(ms).toISOString())],
  });
}

/** Gives requests another network, takes them out of the sums, and has them counted anew; returns how many there are. */
export async function moveNetworks(tx: TenantTx, networks: readonly AddressNetwork[]): Promise<number> {
  if (networks.length === 0) return 0;
  const [row] = await tx.query<{ moved: number }>({
    text: `with given as materialized (
             select * from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::boolean[], $7::boolean[], $8::bigint[],
               $9::text[], $10::text[]) as n (address_key, from_at, to_at, connection_type, is_excluded, is_shared, asn, country, region)
           ), before as materialized (
             select r.listener_key, r.item_key, (r.occurred_at at time zone 'UTC')::date as day, coalesce(r.show, '') as show,
               coalesce(r.episode, '') as episode, r.evidence, r.fate,
               coalesce(r.fate = 'download' and r.connection_type not in ('relay', 'datacenter'), false) as is_usable
             from given join episode_requests as r on r.tenant_id = $1 and r.address_key = given.address_key and not r.is_erased
               and tstzrange(given.from_at, given.to_at) @> r.occurred_at
           ), sums as (
             insert into request_days as d (tenant_id, day, show, episode, evidence, fate, is_usable, requests)
             select $1, day, show, episode, evidence, fate, is_usable, -count(*) from before where fate is not null
             group by day, show, episode, evidence, fate, is_usable order by day, show, episode, evidence, fate, is_usable
             on conflict (tenant_id, day, show, episode, evidence, fate, is_usable)
               do update set requests = d.requests + excluded.requests
           ), marks as (
             insert into waiting_listeners (tenant_id, priority, listener_key, item_key, day)
             select distinct $1::uuid, 1, listener_key, item_key, day from before
           ), moved as (
             update episode_requests as r
             set connection_type = given.connection_type, is_excluded = given.is_excluded, is_shared = given.is_shared, asn = given.asn,
               country = given.country, region = given.region, fate = null, reason = null
             from given where r.tenant_id = $1 and r.address_key = given.address_key and not r.is_erased
               and tstzrange(given.from_at, given.to_at) @> r.occurred_at
             returning 1
           ) select count(*)::integer as moved from moved`,
    values: [
      tx.tenantId,
      column(networks, (one) => one.addressKey),
      column(networks, (one) => one.fromAt),
      column(networks, (one) => one.toAt),
      column(networks, (one) => one.connectionType),
      column(networks, (one) => one.isExcluded),
      column(networks, (one) => one.isShared),
      column(networks, (one) => one.asn),
      column(networks, (one) => one.country),
      column(networks, (one) => one.region),
    ],
  });
  return row.moved;
}
