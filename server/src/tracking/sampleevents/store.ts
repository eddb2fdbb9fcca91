import { SAMPLE_ID, SAMPLE_KEY } from '../../platform/sample-names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { type DeletedTouchpoint, TOUCHED_COLUMNS, toDeleted } from '../subjects/store.ts';

/** Deletes up to `limit` touchpoints that are sample data; returns what they were. */
export async function deleteSampleTouchpoints(tx: TenantTx, limit: number): Promise<DeletedTouchpoint[]> {
  const rows = await tx.query<Parameters<typeof toDeleted>[0]>({
    text: `with chosen as materialized (
             select ctid as place from touchpoints where tenant_id = $1 and starts_with(id, $2) limit $3
           ), gone as (
             delete from touchpoints
             where tenant_id = $1 and ctid = any (array(select place from chosen)) and starts_with(id, $2)
             returning ${TOUCHED_COLUMNS}
           ), marked as (
             insert into exposure_marks (tenant_id, day) select distinct $1::uuid, (occurred_at at time zone 'UTC')::date from gone
           )
           select * from gone`,
    values: [tx.tenantId, SAMPLE_ID, limit],
  });
  return rows.map(toDeleted);
}

export async function findSampleConversionIds(tx: TenantTx, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({
    text: 'select id from conversions where tenant_id = $1 and starts_with(id, $2) order by id limit $3',
    values: [tx.tenantId, SAMPLE_ID, limit],
  });
  return rows.map(({ id }) => id);
}

/** Keys of shows, episodes and campaigns that sample data made and touchpoints carry. */
export async function listCarriedKeys(tx: TenantTx): Promise<string[]> {
  const rows = await tx.query<{ key: string }>({
    text: `select distinct key from touchpoints cross join lateral unnest(array[campaign, show, episode]) as key
           where tenant_id = $1 and starts_with(key, $2)`,
    values: [tx.tenantId, SAMPLE_KEY],
  });
  return rows.map(({ key }) => key);
}
