import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { IS_HEARD } from '../evidence/store.ts';

/** What exposures can be counted by; `all` is one row of everything. */
export const EXPOSURE_KEYS = {
  campaign: 'campaign',
  show: 'show',
  episode: 'episode',
  placement: 'placement',
  day: `(occurred_at at time zone 'UTC')::date::text`,
  country: 'country',
  player: 'player',
  all: 'null::text',
} as const;
export type ExposureKey = keyof typeof EXPOSURE_KEYS;

/** Which exposures are counted, of those who heard the ad: by time (ISO, the end excluded), of these kinds, of a campaign, of a show. */
export interface ExposureScope {
  fromAt: string;
  toAt: string;
  kinds: readonly ('download' | 'impression')[];
  campaign?: string | undefined;
  show?: string | undefined;
}

/** Exposures of one key, and how they spread over households. */
export interface ExposureCount {
  key: string | null;
  /** A download is one, however many placements it delivered. */
  exposures: number;
  /** Those of them on an address that may stand for a household. */
  usableExposures: number;
  /** Those with anything at all to match by: an address that is no relay's and no datacenter's, or another key. */
  matchableExposures: number;
  /** Distinct addresses of that sort. */
  households: number;
  /** The sum, over households, of the square of how many exposures each had. */
  squares: number;
}

const IS_MATCHABLE = `(address_key is not null and connection_type not in ('relay', 'datacenter')
  or user_key is not null or email_key is not null or device_key is not null or click_key is not null)`;
const IS_HOUSEHOLD = `address_key is not null and connection_type in ('household', 'unknown')`;
/** The request that the touchpoint of a counted download was made of: its id without the placement, or its hash, behind it. */
export const REQUEST = `case when kind = 'download' and placement is not null and id like 'download:%' then
  case when right(id, length(placement) + 1) = ':' || placement then left(id, -length(placement) - 1) else left(id, -33) end end`;

/** The condition of a scope; adds its values to `values`, of which the tenant is the first. */
function within({ fromAt, toAt, kinds, campaign, show }: ExposureScope, values: unknown[]): string {
  const place = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    'tenant_id = $1',
    IS_HEARD,
    `occurred_at >= ${place(fromAt)}`,
    `occurred_at < ${place(toAt)}`,
    `kind = any (${place(kinds)}::text[])`,
  ];
  if (campaign !== undefined) conditions.push(`campaign = ${place(campaign)}`);
  if (show !== undefined) conditions.push(`show = ${place(show)}`);
  return conditions.join(' and ');
}

/** Whether an exposure of the scope is of a counted download: only of these can several rows be one exposure. */
async function hasCountedDownloads(tx: TenantTx, scope: ExposureScope): Promise<boolean> {
  const values: unknown[] = [tx.tenantId];
  const [row] = await tx.query<{ found: boolean }>({
    text: `select exists (select 1 from touchpoints where ${within(scope, values)} and ${REQUEST} is not null) as found`,
    values,
  });
  return row.found;
}

/** Exposures by key and household, each row one. */
function rowsByHousehold(key: ExposureKey, where: string): string {
  return `select ${EXPOSURE_KEYS[key]} as key, address_key, ${IS_HOUSEHOLD} as is_household, count(*) as n,
            count(*) filter (where ${IS_MATCHABLE}) as matchable
          from touchpoints where ${where} group by 1, 2, 3`;
}

/** The same where rows of one request are one exposure. */
function requestsByHousehold(key: ExposureKey, where: string): string {
  return `select key, address_key, is_household, sum(case when request is null then rows else 1 end)::bigint as n,
            sum(case when request is null then matchable else least(matchable, 1) end)::bigint as matchable
          from (
            select ${EXPOSURE_KEYS[key]} as key, address_key, ${IS_HOUSEHOLD} as is_household, ${REQUEST} as request,
              count(*) as rows, count(*) filter (where ${IS_MATCHABLE}) as matchable
            from touchpoints where ${where} group by 1, 2, 3, 4
          ) as by_request group by 1, 2, 3`;
}

export async function countExposures(tx: TenantTx, scope: ExposureScope, key: ExposureKey): Promise<ExposureCount[]> {
  const values: unknown[] = [tx.tenantId];
  const byHousehold = (await hasCountedDownloads(tx, scope)) ? requestsByHousehold : rowsByHousehold;
  return tx.query<ExposureCount>({
    text: `select key, sum(n)::bigint as exposures, coalesce(sum(n) filter (where is_household), 0)::bigint as "usableExposures",
             sum(matchable)::bigint as "matchableExposures",
             count(*) filter (where is_household)::bigint as households,
             coalesce(sum(n * n) filter (where is_household), 0)::bigint as squares
           from (${byHousehold(key, within(scope, values))}) as by_household group by key`,
    values,
  });
}

/** How many exposures of one kind name a placement, under a key. */
export interface PlacementCount {
  key: string | null;
  placement: string | null;
  kind: 'download' | 'impression';
  delivered: number;
}

export async function countByPlacement(tx: TenantTx, scope: ExposureScope, key: ExposureKey): Promise<PlacementCount[]> {
  const values: unknown[] = [tx.tenantId];
  return tx.query<PlacementCount>({
    text: `select ${EXPOSURE_KEYS[key]} as key, placement, kind, count(*)::bigint as delivered
           from touchpoints where ${within(scope, values)} and campaign is not null group by 1, 2, 3`,
    values,
  });
}

export async function countOfPlacements(tx: TenantTx, placements: readonly string[]): Promise<Omit<PlacementCount, 'key'>[]> {
  return tx.query<Omit<PlacementCount, 'key'>>({
    text: `select placement, kind, count(*)::bigint as delivered from touchpoints
           where tenant_id = $1 and placement = any ($2::text[]) and kind in ('impression', 'download') and ${IS_HEARD}
           group by 1, 2`,
    values: [tx.tenantId, placements],
  });
}

/** Exposures of a UTC day with the keys that they name. */
export interface DailyCount {
  campaign: string | null;
  show: string | null;
  placement: string | null;
  /** Days since 1970. */
  day: number;
  exposures: number;
}

export async function countDaily(tx: TenantTx, scope: ExposureScope): Promise<DailyCount[]> {
  const values: unknown[] = [tx.tenantId];
  return tx.query<DailyCount>({
    text: `select campaign, show, placement, (occurred_at at time zone 'UTC')::date - '1970-01-01'::date as day,
             count(*)::bigint as exposures
           from touchpoints where ${within(scope, values)} group by 1, 2, 3, 4`,
    values,
  });
}

/** Households of a campaign with so many exposures in a span of time; whoever is in several spans counts in each. */
export interface FrequencyCount {
  campaign: string;
  exposures: number;
  households: number;
}

export async function countFrequencies(tx: TenantTx, scope: ExposureScope, days: number, most: number): Promise<FrequencyCount[]> {
  const values: unknown[] = [tx.tenantId];
  const where = within(scope, values);
  const span = `floor(extract(epoch from occurred_at) / ($${values.push(days)}::integer * 86400))`;
  return tx.query<FrequencyCount>({
    text: `select campaign, least(n, $${values.push(most)}::integer)::integer as exposures, count(*)::bigint as households
           from (
             select campaign, address_key, ${span} as span, count(*) as n
             from touchpoints where ${where} and campaign is not null and ${IS_HOUSEHOLD} group by 1, 2, 3
           ) as by_span group by 1, 2 order by 1, 2`,
    values,
  });
}

/** Where an exposure of a path stood; `place` is its place among the ids that were asked for. */
export interface ExposurePlace {
  place: number;
  /** Of its address, where it may stand for a household: 52 of its hash's bits. */
  household: number | null;
  country: string | null;
  player: string | null;
}

export async function findExposurePlaces(
  tx: TenantTx,
  ids: readonly string[],
  { fromAt, toAt, kinds }: Pick<ExposureScope, 'fromAt' | 'toAt' | 'kinds'>,
): Promise<ExposurePlace[]> {
  return tx.query<ExposurePlace>({
    text: `select (asked.place - 1)::integer as place, t.country, t.player,
             case when ${IS_HOUSEHOLD} and t.kind = any ($5::text[])
               then ('x' || left(replace(address_key::text, '-', ''), 13))::bit(52)::bigint end as household
           from unnest($2::text[]) with ordinality as asked (id, place)
           join touchpoints t on t.tenant_id = $1 and t.id = asked.id and t.occurred_at >= $3 and t.occurred_at < $4`,
    values: [tx.tenantId, column(ids, (id) => id), fromAt, toAt, kinds],
  });
}

/** Households that exposures of the same keys reached. */
export interface ReachedBy {
  /** Bit n stands for the n-th key that was asked for; the bit after the last for any other key. */
  mask: number;
  households: number;
}

export async function countReachedBy(
  tx: TenantTx,
  scope: ExposureScope,
  key: 'campaign' | 'show',
  keys: readonly string[],
): Promise<ReachedBy[]> {
  const values: unknown[] = [tx.tenantId];
  const where = within(scope, values);
  const place = `coalesce(array_position($${values.push(keys)}::text[], ${key}), ${keys.length + 1})`;
  return tx.query<ReachedBy>({
    text: `select mask, count(*)::bigint as households
           from (
             select address_key, bit_or(1::bigint << (${place} - 1)) as mask
             from touchpoints where ${where} and ${IS_HOUSEHOLD} and ${key} is not null group by address_key
           ) as reached group by mask`,
    values,
  });
}

/** Households by the month of their first exposure, and by the show it was in. */
export interface CohortSize {
  show: string | null;
  /** As 2026-11, UTC. */
  month: string;
  households: number;
}

export async function countCohorts(tx: TenantTx, { fromAt, toAt, kinds }: ExposureScope): Promise<CohortSize[]> {
  return tx.query<CohortSize>({
    text: `select show, to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month, count(*)::bigint as households
           from (
             select distinct on (address_key) show, occurred_at from touchpoints
             where tenant_id = $1 and kind = any ($4::text[]) and ${IS_HOUSEHOLD} and ${IS_HEARD}
             order by address_key, occurred_at, id
           ) as first where occurred_at >= $2 and occurred_at < $3 group by 1, 2`,
    values: [tx.tenantId, fromAt, toAt, kinds],
  });
}

/** The first exposure of the household behind an exposure that was asked for. */
export interface FirstExposure {
  place: number;
  show: string | null;
  at: Date;
}

export async function findFirstExposures(
  tx: TenantTx,
  ids: readonly string[],
  { fromAt, toAt, kinds }: Pick<ExposureScope, 'fromAt' | 'toAt' | 'kinds'>,
): Promise<FirstExposure[]> {
  return tx.query<FirstExposure>({
    text: `select (asked.place - 1)::integer as place, first.show, first.occurred_at as at
           from unnest($2::text[]) with ordinality as asked (id, place)
           join touchpoints t on t.tenant_id = $1 and t.id = asked.id and t.occurred_at >= $3 and t.occurred_at < $4
           cross join lateral (
             select show, occurred_at from touchpoints
             where tenant_id = $1 and address_key = t.address_key and kind = any ($5::text[])
               and connection_type in ('household', 'unknown') and ${IS_HEARD}
             order by occurred_at, id limit 1
           ) as first`,
    values: [tx.tenantId, column(ids, (id) => id), fromAt, toAt, kinds],
  });
}
