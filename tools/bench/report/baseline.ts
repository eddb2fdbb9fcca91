import { withClient } from '../../../server/src/platform/postgres/connection.ts';

const DAY_MS = 86_400_000;

/** Credit of one campaign, as SQL adds it up in floating point. */
export interface SqlCredit {
  key: string;
  conversions: number;
  valueMinor: number;
}

/** What one statement gave, and how long it took. */
export interface SqlReport {
  rows: SqlCredit[];
  ms: number;
}

export interface SqlQuestion {
  tenantId: string;
  lookbackDays: number;
  /** Linear when left out, else time decay. */
  halfLifeDays?: number;
}

/**
 * A report by campaign as PostgreSQL computes it from the events, for a world in which the address alone ties them together: every
 * touchpoint on the conversion's address within the lookback. As the superuser, so row-level security costs nothing here; with the server's
 * own indexes.
 */
export async function reportBySql(superuserUrl: string, { tenantId, lookbackDays, halfLifeDays }: SqlQuestion): Promise<SqlReport> {
  const weight =
    halfLifeDays === undefined
      ? '1.0::float8'
      : `power(2, -extract(epoch from (c.occurred_at - t.occurred_at)) * 1000 / ${halfLifeDays * DAY_MS})`;
  return withClient(superuserUrl, async (client) => {
    await client.query(`set work_mem = '256MB'; set max_parallel_workers_per_gather = 2`);
    const startedAt = performance.now();
    const { rows } = await client.query<SqlCredit>(
      `with touches as (
         select c.id, c.value_minor, t.campaign, ${weight} as weight
         from conversions c join touchpoints t on t.tenant_id = c.tenant_id and t.address_key = c.address_key
           and t.occurred_at between c.occurred_at - make_interval(days => $2) and c.occurred_at
         where c.tenant_id = $1
       ), shares as (
         select value_minor, campaign, weight / sum(weight) over (partition by id) as share from touches
       )
       select campaign as key, sum(share) as conversions, sum(share * value_minor) as "valueMinor" from shares group by campaign`,
      [tenantId, lookbackDays],
    );
    return { rows, ms: performance.now() - startedAt };
  });
}
