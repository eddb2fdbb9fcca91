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

/** A promotion of one show that ran in another one, and how long after it a download of the promoted show counts as an arrival. */
export interface Promotion extends ReachSpan {
  campaign: string;
  ranIn: string;
  promoted: string;
  windowDays: number;
}

/** Households a promotion reached, and which of them downloaded the promoted show. */
export interface Arrivals {
  exposed: number;
  /** With a download in the window after their first exposure. */
  arrived: number;
  /** Those of them without a download in as long a time before it. */
  isNew: number;
  /** With a download in as long a time before their first exposure. */
  before: number;
  /** With none before it, so that they could arrive. */
  strangers: number;
}

export async function countArrivals(tx: TenantTx, promotion: Promotion): Promise<Arrivals> {
  const { fromAt, toAt, campaign, ranIn, promoted, windowDays } = promotion;
  const download = `select 1 from touchpoints d
    where d.tenant_id = $1 and d.address_key = e.address_key and d.kind = 'download' and d.show = $6`;
  const [row] = await tx.query<Arrivals>({
    text: `with exposed as (
             select address_key, min(occurred_at) as first_at from touchpoints
             where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and kind in ('download', 'impression')
               and campaign = $4 and show = $5 and address_key is not null and connection_type in ('household', 'unknown')
             group by address_key
           ), told as (
             select
               exists (${download} and d.occurred_at > e.first_at and d.occurred_at <= e.first_at + $7 * interval '1 day') as arrived,
               exists (${download} and d.occurred_at < e.first_at and d.occurred_at >= e.first_at - $7 * interval '1 day') as before
             from exposed e
           )
           select count(*)::integer as exposed, count(*) filter (where arrived)::integer as arrived,
             count(*) filter (where arrived and not before)::integer as "isNew", count(*) filter (where before)::integer as before,
             count(*) filter (where not before)::integer as strangers
           from told`,
    values: [tx.tenantId, fromAt, toAt, campaign, ranIn, promoted, windowDays],
  });
  return row;
}
