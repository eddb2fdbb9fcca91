import type { TenantTx } from '../../platform/tenant-door.ts';
import { IS_HEARD } from '../evidence/store.ts';
import type { PlacementDay } from './placement-days.ts';

/** The deliveries of these placements by UTC day, in the order of the days: from an index that holds all that is asked for. */
export async function countDays(tx: TenantTx, placements: readonly string[]): Promise<PlacementDay[]> {
  return tx.query<PlacementDay>({
    text: `select placement, (occurred_at at time zone 'UTC')::date as day, kind, count(*) as delivered
           from touchpoints where tenant_id = $1 and placement = any ($2::text[]) and kind in ('impression', 'download') and ${IS_HEARD}
           group by 1, 2, 3 order by 2, 1, 3`,
    values: [tx.tenantId, placements],
  });
}

/** What the deliveries of a placement within its flight rest on, most first. */
export async function countEvidence(
  tx: TenantTx,
  { placement, kind, startsOn, endsOn }: { placement: string; kind: string; startsOn: string | null; endsOn: string | null },
): Promise<{ evidence: string | null; delivered: number }[]> {
  return tx.query<{ evidence: string | null; delivered: number }>({
    text: `select delivery_evidence as evidence, count(*) as delivered from touchpoints
           where tenant_id = $1 and placement = $2 and kind = $3 and ${IS_HEARD}
             and ($4::date is null or occurred_at >= $4::date at time zone 'UTC')
             and ($5::date is null or occurred_at < ($5::date + 1) at time zone 'UTC')
           group by 1 order by 2 desc, 1`,
    values: [tx.tenantId, placement, kind, startsOn, endsOn],
  });
}
