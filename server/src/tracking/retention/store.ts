import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

/** From when on events are kept, and whether every process has had the time to refuse earlier ones. */
export interface Horizon {
  keptFrom: Date;
  isSettled: boolean;
}

export async function findHorizon(tx: TenantTx): Promise<Horizon | undefined> {
  const [row] = await tx.query<{ kept_from: Date; is_settled: boolean }>({
    name: 'find-horizon',
    text: `select kept_from, set_at < now() - interval '10 minutes' as is_settled from retention_horizons where tenant_id = $1`,
    values: [tx.tenantId],
  });
  return row && { keptFrom: row.kept_from, isSettled: row.is_settled };
}

/** Moves the horizon forward, and tells whether it moved; never back, because what lay behind it is gone. */
export async function moveHorizon(tx: TenantTx, keptFrom: string): Promise<boolean> {
  const rows = await tx.query({
    text: `insert into retention_horizons (tenant_id, kept_from) values ($1, $2)
           on conflict (tenant_id) do update set kept_from = excluded.kept_from, set_at = now()
             where retention_horizons.kept_from < excluded.kept_from
           returning kept_from`,
    values: [tx.tenantId, keptFrom],
  });
  return rows.length > 0;
}

/** Deletes up to `limit` touchpoints from before an instant, with their keys; returns how many. */
export async function deleteOldTouchpoints(tx: TenantTx, before: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({
    text: `with chosen as materialized (
             select ctid as place from touchpoints where tenant_id = $1 and occurred_at < $2 limit $3
           ), deleted as (
             delete from touchpoints
             where tenant_id = $1 and occurred_at < $2 and ctid = any (array(select place from chosen)) returning id
           ), keys as (
             delete from touchpoint_keys where tenant_id = $1 and id in (select id from deleted)
           )
           select id from deleted`,
    values: [tx.tenantId, before, limit],
  });
  return rows.map(({ id }) => id);
}

/** Up to `limit` conversions from before an instant that do not wait for their path. */
export async function findOldConversionIds(tx: TenantTx, before: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({
    text: `select id from conversions as c where tenant_id = $1 and occurred_at < $2
             and not exists (select 1 from dirty_conversions where tenant_id = $1 and conversion_id = c.id)
           order by occurred_at desc, id desc limit $3`,
    values: [tx.tenantId, before, limit],
  });
  return rows.map(({ id }) => id);
}

/** Gives each `to` the refunds of its `from`, of those it has already only the larger ones. */
export async function moveRefunds(tx: TenantTx, moves: readonly { from: string; to: string }[]): Promise<void> {
  const values = [tx.tenantId, column(moves, ({ from }) => from), column(moves, ({ to }) => to)];
  await tx.query({
    text: `delete from refunds as present using unnest($2::text[], $3::text[]) as move (source, target), refunds as other
           where present.tenant_id = $1 and present.conversion_id = move.target
             and other.tenant_id = $1 and other.conversion_id = move.source and other.id = present.id
             and other.value_minor > present.value_minor`,
    values,
  });
  await tx.query({
    text: `insert into refunds (tenant_id, conversion_id, id, fingerprint, occurred_at, value_minor, received_at, is_whole, kind, told_at)
           select distinct on (move.target, r.id) $1, move.target, r.id, r.fingerprint, r.occurred_at, r.value_minor, r.received_at,
             r.is_whole, r.kind, r.told_at
           from unnest($2::text[], $3::text[]) as move (source, target)
           join refunds as r on r.tenant_id = $1 and r.conversion_id = move.source
           order by move.target, r.id, r.is_whole desc, r.value_minor desc on conflict do nothing`,
    values,
  });
}

/** Deletes these conversions with keys, refunds, codes and marks. */
export async function deleteConversionsWhole(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: `with refunds as (delete from refunds where tenant_id = $1 and conversion_id = any ($2::text[])),
             codes as (delete from order_codes where tenant_id = $1 and conversion_id = any ($2::text[])),
             marks as (delete from dirty_conversions where tenant_id = $1 and conversion_id = any ($2::text[]))
           delete from conversions where tenant_id = $1 and id = any ($2::text[])`,
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}
