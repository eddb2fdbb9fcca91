import { MODEL_NAMES } from '../../../../engine/src/index.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { RollupRows } from './rules.ts';
import type { PathCheck } from './schema.ts';

const CREDIT_SUMS = MODEL_NAMES.flatMap((name) => [`${name}_nano`, `${name}_minor`]);
const CONVERSION_SUMS = ['conversions', 'value_minor', 'attributed_conversions', 'attributed_value_minor'];

const array = (names: readonly string[]) => `array[${names.join(', ')}]::text[]`;
const summed = (names: readonly string[]) => array(names.map((name) => `coalesce(sum(${name}), 0)`));

/** The first UTC day from this one on that has a path or a row of the rollups. */
export async function findNextDay(tx: TenantTx, from: string): Promise<string | undefined> {
  const [row] = await tx.query<{ day: string | null }>({
    text: `select least(
             (select (min(converted_at) at time zone 'UTC')::date from paths
              where tenant_id = $1 and converted_at >= $2::date::timestamp at time zone 'UTC'),
             (select min(starts_on) from conversion_rollups where tenant_id = $1 and grain = 'day' and starts_on >= $2::date),
             (select min(starts_on) from credit_rollups where tenant_id = $1 and grain = 'day' and dimension = 'campaign'
              and starts_on >= $2::date)
           ) as day`,
    values: [tx.tenantId, from],
  });
  return row.day ?? undefined;
}

/** Paths of a day behind an id, in the order of ids. */
export async function listPathIds(tx: TenantTx, { from, before }: { from: string; before: string }, after: string, limit: number) {
  const rows = await tx.query<{ id: string }>({
    text: `select conversion_id as id from paths
           where tenant_id = $1 and converted_at >= $2 and converted_at < $3 and conversion_id collate "C" > $4
           order by conversion_id collate "C" limit $5`,
    values: [tx.tenantId, from, before, after, limit],
  });
  return rows.map(({ id }) => id);
}

/** How many paths there are between two instants, the first included. */
export async function countPaths(tx: TenantTx, { from, before }: { from: string; before: string }): Promise<number> {
  const [{ count }] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from paths where tenant_id = $1 and converted_at >= $2 and converted_at < $3',
    values: [tx.tenantId, from, before],
  });
  return count;
}

/** The rollups of a day, in the form in which they are compared. */
export async function findDayRollups(tx: TenantTx, day: string): Promise<RollupRows> {
  const rows = await tx.query<{ name: string[]; sums: string[] }>({
    text: `select array['credit', dimension, key, kind, currency, delivery_evidence] as name, ${array(CREDIT_SUMS)} as sums
           from credit_rollups where tenant_id = $1 and grain = 'day' and starts_on = $2
           union all
           select array['conversions', kind, currency], ${array(CONVERSION_SUMS)}
           from conversion_rollups where tenant_id = $1 and grain = 'day' and starts_on = $2`,
    values: [tx.tenantId, day],
  });
  const told = rows.map(({ name, sums }) => [JSON.stringify(name), sums.map(Number)] as const);
  return new Map(told.filter(([, sums]) => sums.some((sum) => sum !== 0)));
}

function unequalMonths(table: string, keys: readonly string[], sums: readonly string[]): string {
  const names = keys.join(', ');
  const of = (grain: string, month: string) =>
    `select ${month} as month, ${names}, ${summed(sums)} as sums from ${table}
     where tenant_id = $1 and grain = '${grain}' group by 1, ${names}`;
  const none = `array_fill('0'::text, array[${sums.length}])`;
  return `select month::text as month, array_to_string(array[${names}], ' ') as name
    from (${of('month', 'starts_on')}) as m full join (${of('day', `date_trunc('month', starts_on)::date`)}) as d using (month, ${names})
    where coalesce(m.sums, ${none}) <> coalesce(d.sums, ${none})`;
}

/** Rows of the rollups by month that are not the sum of their days: at most `limit` of each kind. */
export async function findUnequalMonths(tx: TenantTx, limit: number): Promise<{ month: string; name: string }[]> {
  const credits = unequalMonths('credit_rollups', ['dimension', 'key', 'kind', 'currency', 'delivery_evidence'], CREDIT_SUMS);
  const conversions = unequalMonths('conversion_rollups', ['kind', 'currency'], CONVERSION_SUMS);
  return tx.query<{ month: string; name: string }>({
    text: `(${credits} limit $2) union all (${conversions} limit $2)`,
    values: [tx.tenantId, limit],
  });
}

/** A tenant's last check, and from which day on the next one goes on; null for the beginning. */
export interface KeptCheck {
  outcome: PathCheck;
  nextDay: string | null;
}

export async function findCheck(tx: TenantTx): Promise<KeptCheck | undefined> {
  const [row] = await tx.query<KeptCheck>({
    text: 'select outcome, next_day as "nextDay" from path_checks where tenant_id = $1',
    values: [tx.tenantId],
  });
  return row;
}

export async function upsertCheck(tx: TenantTx, { outcome, nextDay }: KeptCheck): Promise<void> {
  await tx.query({
    text: `insert into path_checks (tenant_id, outcome, next_day) values ($1, $2, $3)
           on conflict (tenant_id) do update set outcome = excluded.outcome, next_day = excluded.next_day`,
    values: [tx.tenantId, JSON.stringify(outcome), nextDay],
  });
}
