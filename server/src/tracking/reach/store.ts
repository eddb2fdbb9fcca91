import type { TenantTx } from '../../platform/tenant-door.ts';

/** What exposures are counted by. */
export type ReachGrouping = 'campaign' | 'show';

/** Which exposures are counted: by their time, from included, to excluded. */
export interface ReachSpan {
  fromAt: string;
  toAt: string;
}

/** How far the exposures of one key reached. */
export interface Reach {
  key: string | null;
  exposures: number;
  /** Exposures whose address may stand for a household. */
  usableExposures: number;
  /** Distinct addresses. */
  households: number;
  /** Distinct pairs of address and user agent. */
  devices: number;
}

export async function countReach(tx: TenantTx, { fromAt, toAt }: ReachSpan, groupBy: ReachGrouping): Promise<Reach[]> {
  return tx.query<Reach>({
    text: `select ${groupBy} as key, count(*)::integer as exposures,
             count(*) filter (
               where address_key is not null and connection_type in ('household', 'unknown')
             )::integer as "usableExposures",
             count(distinct address_key)::integer as households,
             count(distinct (address_key, agent_key)) filter (where address_key is not null)::integer as devices
           from touchpoints
           where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and kind in ('download', 'impression')
           group by ${groupBy}`,
    values: [tx.tenantId, fromAt, toAt],
  });
}
