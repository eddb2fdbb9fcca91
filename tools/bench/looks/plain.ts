import type pg from 'pg';

const DAY_MS = 86_400_000;
const DAYS_AT_ONCE = 31;

/** Exposures by day, campaign, show and placement from the touchpoints of so many days: some weeks a statement, in order. */
export async function readDaysPlainly(superuser: pg.Client, tenantId: string, span: { fromMs: number; beforeMs: number }): Promise<number> {
  let exposures = 0;
  for (let fromMs = span.fromMs; fromMs < span.beforeMs; fromMs += DAYS_AT_ONCE * DAY_MS) {
    const beforeMs = Math.min(span.beforeMs, fromMs + DAYS_AT_ONCE * DAY_MS);
    const { rows } = await superuser.query<{ exposures: number }>({
      text: `select (occurred_at at time zone 'UTC')::date::text as day, kind, coalesce(campaign, '') as campaign,
               coalesce(show, '') as show, coalesce(placement, '') as placement,
               id like 'download:%' as is_counted_here, count(*)::integer as exposures
             from touchpoints
             where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and kind in ('impression', 'download')
               and arm is distinct from 'control'
             group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`,
      values: [tenantId, new Date(fromMs), new Date(beforeMs)],
    });
    for (const row of rows) exposures += row.exposures;
  }
  return exposures;
}

/** What each campaign delivered in its flight by show, placement and kind, from the touchpoints by one statement. */
export async function readLinesPlainly(superuser: pg.Client, tenantId: string): Promise<void> {
  await superuser.query({
    text: `select t.campaign, t.show, t.placement, t.kind, count(*)::bigint as delivered
           from touchpoints t join campaigns c on c.tenant_id = $1 and c.key = t.campaign
             and t.occurred_at >= c.starts_on::timestamp at time zone 'UTC'
             and t.occurred_at < (c.ends_on + 1)::timestamp at time zone 'UTC'
           where t.tenant_id = $1 and t.kind in ('impression', 'download') and t.show is not null and t.arm is distinct from 'control'
           group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    values: [tenantId],
  });
}
