import type { TenantTx } from '../../platform/tenant-door.ts';
import { IS_HEARD } from '../evidence/store.ts';

/** What exposures are counted by. */
export type ReachGrouping = 'campaign' | 'show';

/** Which exposures are counted, of those who heard the ad: by their time, from included, to excluded. */
export interface ReachSpan {
  fromAt: string;
  toAt: string;
}

/** How far the exposures of one key reached. */
export interface Reach {
  key: string | null;
  /** Impressions and downloads; a download is one, however many placements it delivered. */
  exposures: number;
  /** Exposures whose address may stand for a household. */
  usableExposures: number;
  /** Distinct addresses that may stand for a household. */
  households: number;
  /** Distinct addresses of any kind. */
  addresses: number;
  /** Distinct pairs of address and user agent. */
  devices: number;
}

const IS_OF_PLACEMENT = `(kind = 'download' and placement is not null and id like 'download:%')`;
/** The request that a touchpoint of a counted download was made of: its id without the placement, or its hash, behind it. */
const REQUEST = `case when right(id, length(placement) + 1) = ':' || placement then left(id, -length(placement) - 1)
  else left(id, -33) end`;
/** Exposures, each counted download once. */
const exposures = (filter: string) => `count(*) filter (where ${filter} and not is_of_placement)
  + count(distinct request) filter (where ${filter} and is_of_placement)`;

export async function countReach(tx: TenantTx, { fromAt, toAt }: ReachSpan, groupBy: ReachGrouping): Promise<Reach[]> {
  return tx.query<Reach>({
    text: `select key, (${exposures('true')})::integer as exposures, (${exposures('is_usable')})::integer as "usableExposures",
             count(distinct address_key) filter (where is_usable)::integer as households,
             count(distinct address_key)::integer as addresses,
             count(distinct (address_key, agent_key)) filter (where address_key is not null)::integer as devices
           from (
             select ${groupBy} as key, address_key, agent_key,
               address_key is not null and connection_type in ('household', 'unknown') as is_usable,
               ${IS_OF_PLACEMENT} as is_of_placement, case when ${IS_OF_PLACEMENT} then ${REQUEST} end as request
             from touchpoints
             where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and kind in ('download', 'impression')
               and ${IS_HEARD}
           ) as exposure group by key`,
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
  /** Those of them that were observed, without a download in as long a time before it. */
  isNew: number;
  /** Whose time before counts: the promoted show was downloaded, by whomever, before their first exposure, so that it was measured. */
  observed: number;
  /** Of the observed, with a download in as long a time before their first exposure. */
  before: number;
  /** Of the observed, with none before it, so that they could arrive. */
  strangers: number;
  /** The first measured download of the promoted show since one window before the first exposure; null without one before the last. */
  measuredFrom: Date | null;
}

export async function countArrivals(tx: TenantTx, promotion: Promotion): Promise<Arrivals> {
  const { fromAt, toAt, campaign, ranIn, promoted, windowDays } = promotion;
  const download = `select 1 from touchpoints d
    where d.tenant_id = $1 and d.address_key = e.address_key and d.kind = 'download' and d.show = $6`;
  const [row] = await tx.query<Arrivals>({
    text: `with exposed as (
             select address_key, min(occurred_at) as first_at from touchpoints
             where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and kind in ('download', 'impression')
               and ${IS_HEARD} and campaign = $4 and show = $5 and address_key is not null and connection_type in ('household', 'unknown')
             group by address_key
           ), measured as (
             select min(occurred_at) as from_at from touchpoints
             where tenant_id = $1 and kind = 'download' and show = $6
               and occurred_at >= (select min(first_at) from exposed) - $7 * interval '1 day'
               and occurred_at < (select max(first_at) from exposed)
           ), told as (
             select coalesce((select from_at from measured) < e.first_at, false) as observed,
               exists (${download} and d.occurred_at > e.first_at and d.occurred_at <= e.first_at + $7 * interval '1 day') as arrived,
               exists (${download} and d.occurred_at < e.first_at and d.occurred_at >= e.first_at - $7 * interval '1 day') as before
             from exposed e
           )
           select count(*)::integer as exposed, count(*) filter (where arrived)::integer as arrived,
             count(*) filter (where observed)::integer as observed,
             count(*) filter (where observed and arrived and not before)::integer as "isNew",
             count(*) filter (where observed and before)::integer as before,
             count(*) filter (where observed and not before)::integer as strangers,
             (select from_at from measured) as "measuredFrom"
           from told`,
    values: [tx.tenantId, fromAt, toAt, campaign, ranIn, promoted, windowDays],
  });
  return row;
}
