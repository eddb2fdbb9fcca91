import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { plainKey } from '../evidence/store.ts';

/** Which touchpoints are looked at: those of a test in a time, from included, to excluded. */
export interface TestSpan {
  test: string;
  fromAt: string;
  toAt: string;
}

/** Touchpoints of a test that have their identity and their arm in common. Keys that stand for nobody are left out. */
export interface TestedIdentity {
  addressKey: string | undefined;
  agentKey: string | undefined;
  userKey: string | undefined;
  emailKey: string | undefined;
  deviceKey: string | undefined;
  clickKey: string | undefined;
  arm: string | null;
  firstAtMs: number;
  touchpoints: number;
}

interface IdentityRow {
  address_key: string | null;
  agent_key: string | null;
  user_key: string | null;
  email_key: string | null;
  device_key: string | null;
  click_key: string | null;
  arm: string | null;
  first_ms: string;
  touchpoints: number;
}

const ROWS_PER_FETCH = 10_000;
const CURSOR = 'tested_identities';

/**
 * Hands on the identities of a test, part by part. An address counts where it may stand for a household: by its connection, and with no
 * more than `mostAgents` user agents in the test.
 */
export async function streamTestedIdentities(
  tx: TenantTx,
  { test, fromAt, toAt }: TestSpan,
  mostAgents: number,
  onPart: (identities: TestedIdentity[]) => Promise<void>,
): Promise<void> {
  const of = 'tenant_id = $1 and test = $2 and occurred_at >= $3 and occurred_at < $4';
  await tx.query({
    text: `declare ${CURSOR} no scroll cursor for
           with crowded as (
             select address_key from touchpoints where ${of} and address_key is not null
             group by address_key having count(distinct agent_key) > $5
           )
           select case when connection_type in ('household', 'unknown') and address_key not in (select address_key from crowded)
                    then address_key end as address_key,
             agent_key, user_key, email_key, device_key, click_key, arm, count(*)::integer as touchpoints,
             (extract(epoch from min(occurred_at)) * 1000)::bigint::text as first_ms
           from touchpoints where ${of}
           group by 1, 2, 3, 4, 5, 6, 7`,
    values: [tx.tenantId, test, fromAt, toAt, mostAgents],
  });
  for (;;) {
    const rows = await tx.query<IdentityRow>({ text: `fetch ${ROWS_PER_FETCH} from ${CURSOR}` });
    if (rows.length > 0) await onPart(rows.map(toIdentity));
    if (rows.length < ROWS_PER_FETCH) break;
  }
  await tx.query({ text: `close ${CURSOR}` });
}

/** Conversions of a kind in a time, from included, to excluded. */
export interface OutcomeSpan {
  kind: string;
  fromAt: string;
  toAt: string;
}

/** A conversion as far as it takes to know whether it is an outcome of somebody, or of a place. */
export interface OutcomeRow {
  id: string;
  occurredAt: string;
  keys: string[];
  region: string | null;
  country: string | null;
}

/** A page of conversions by time and id, after the one given; erased ones are among them, without keys. */
export async function listOutcomes(
  tx: TenantTx,
  { kind, fromAt, toAt }: OutcomeSpan,
  after: { at: string; id: string } | undefined,
  limit: number,
): Promise<OutcomeRow[]> {
  const rows = await tx.query<{ id: string; at: string; keys: string[]; region: string | null; country: string | null }>({
    text: `select id, occurred_at::text as at, region, country,
             array_remove(array[address_key, user_key, email_key, device_key, click_key]::text[], null) as keys
           from conversions
           where tenant_id = $1 and kind = $2 and occurred_at >= $3 and occurred_at < $4
             and ($5::timestamptz is null or (occurred_at, id) > ($5::timestamptz, $6))
           order by occurred_at, id limit $7`,
    values: [tx.tenantId, kind, fromAt, toAt, after?.at ?? null, after?.id ?? '', limit],
  });
  return rows.map(({ at, keys, ...row }) => ({ ...row, occurredAt: at, keys: keys.map((key) => key.replaceAll('-', '')) }));
}

/** The country and the region of these conversions, where either is known. */
export async function findPlaces(
  tx: TenantTx,
  ids: readonly string[],
): Promise<{ id: string; country: string | null; region: string | null }[]> {
  return tx.query({
    text: `select c.id, c.country, c.region from unnest($2::text[]) as asked (id)
           cross join lateral (
             select id, country, region from conversions
             where tenant_id = $1 and id = asked.id and (country is not null or region is not null) offset 0
           ) as c`,
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

/** Exposures of a campaign on one UTC day in one place. */
export interface ExposureCount {
  day: string;
  country: string | null;
  region: string | null;
  exposures: number;
}

/** How many downloads and impressions of a campaign there were, by day and place. */
export async function countExposures(
  tx: TenantTx,
  { campaign, fromAt, toAt }: { campaign: string; fromAt: string; toAt: string },
): Promise<ExposureCount[]> {
  return tx.query<ExposureCount>({
    text: `select (occurred_at at time zone 'UTC')::date::text as day, country, region, count(*)::integer as exposures
           from touchpoints
           where tenant_id = $1 and occurred_at >= $3 and occurred_at < $4 and campaign = $2 and kind in ('download', 'impression')
           group by 1, 2, 3`,
    values: [tx.tenantId, campaign, fromAt, toAt],
  });
}

function toIdentity(row: IdentityRow): TestedIdentity {
  return {
    addressKey: plainKey(row.address_key),
    agentKey: plainKey(row.agent_key),
    userKey: plainKey(row.user_key),
    emailKey: plainKey(row.email_key),
    deviceKey: plainKey(row.device_key),
    clickKey: plainKey(row.click_key),
    arm: row.arm,
    firstAtMs: Number(row.first_ms),
    touchpoints: row.touchpoints,
  };
}
