import { column } from '../../platform/columns.ts';
import { SAMPLE_ID, SAMPLE_KEY } from '../../platform/sample-names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { type DeletedTouchpoint, TOUCHED_COLUMNS, toDeleted } from '../subjects/store.ts';

/** Whether there is any event that is sample data, by the index of ids. */
export async function hasSampleKeys(tx: TenantTx): Promise<boolean> {
  const some = (table: string) => `exists (select 1 from ${table} where tenant_id = $1 and starts_with(id, $2))`;
  const [{ found }] = await tx.query<{ found: boolean }>({
    text: `select ${some('touchpoint_keys')} or ${some('conversion_keys')} as found`,
    values: [tx.tenantId, SAMPLE_ID],
  });
  return found;
}

/** The day of the first event that is sample data; looks through all events. */
export async function findFirstSampleDay(tx: TenantTx): Promise<string | null> {
  const first = (table: string) => `select min(occurred_at) as at from ${table} where tenant_id = $1 and starts_with(id, $2)`;
  const [{ day }] = await tx.query<{ day: string | null }>({
    text: `select (min(at) at time zone 'UTC')::date::text as day from (${first('touchpoints')} union all ${first('conversions')}) firsts`,
    values: [tx.tenantId, SAMPLE_ID],
  });
  return day;
}

/** Days of events: from the first until before the last. */
export interface Span {
  from: string;
  to: string;
}

/** Where up to `limit` touchpoints lie that are sample data. */
export async function findSamplePlaces(tx: TenantTx, { from, to }: Span, limit: number): Promise<string[]> {
  const rows = await tx.query<{ place: string }>({
    text: `select ctid::text as place from touchpoints
           where tenant_id = $1 and occurred_at >= $3 and occurred_at < $4 and starts_with(id, $2) limit $5`,
    values: [tx.tenantId, SAMPLE_ID, from, to, limit],
  });
  return rows.map(({ place }) => place);
}

/** Deletes touchpoints that are sample data and lie in these places; returns what they were. */
export async function deleteSampleTouchpoints(tx: TenantTx, { from, to }: Span, places: readonly string[]): Promise<DeletedTouchpoint[]> {
  const rows = await tx.query<Parameters<typeof toDeleted>[0]>({
    text: `with gone as (
             delete from touchpoints
             where tenant_id = $1 and ctid = any ($5::tid[]) and occurred_at >= $3 and occurred_at < $4 and starts_with(id, $2)
             returning ${TOUCHED_COLUMNS}
           ), marked as (
             insert into exposure_marks (tenant_id, day) select distinct $1::uuid, (occurred_at at time zone 'UTC')::date from gone
           )
           select * from gone`,
    values: [tx.tenantId, SAMPLE_ID, from, to, column(places, (place) => place)],
  });
  return rows.map(toDeleted);
}

export async function findSampleConversionIds(tx: TenantTx, { from, to }: Span, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({
    text: `select id from conversions
           where tenant_id = $1 and occurred_at >= $3 and occurred_at < $4 and starts_with(id, $2) order by id limit $5`,
    values: [tx.tenantId, SAMPLE_ID, from, to, limit],
  });
  return rows.map(({ id }) => id);
}

/**
 * Keys of shows, episodes and campaigns that sample data made and touchpoints, or requests for episodes, carry. These came in after the
 * entries were made; of requests their own time tells nearly the same.
 */
export async function listCarriedKeys(tx: TenantTx, madeAt: string): Promise<string[]> {
  const rows = await tx.query<{ key: string }>({
    text: `select key from touchpoints cross join lateral unnest(array[campaign, show, episode]) as key
           where tenant_id = $1 and received_at >= $3 and starts_with(key, $2)
           union
           select key from episode_requests cross join lateral unnest(array[show, episode]) as key
           where tenant_id = $1 and occurred_at >= $3 and starts_with(key, $2)`,
    values: [tx.tenantId, SAMPLE_KEY, madeAt],
  });
  return rows.map(({ key }) => key);
}
