import type pg from 'pg';
import type { CampaignSums } from './columns.ts';

/** Keys other than the address; each ties events by itself. */
const OWN_KEYS = ['click_key', 'user_key', 'email_key', 'device_key'];
const TOUCH = 'c.id, c.value_minor, c.occurred_at as converted_at, t.id as touch, t.occurred_at, t.campaign';
const SPAN = `t.occurred_at between c.occurred_at - interval '30 days' and c.occurred_at`;
const BY_ADDRESS = `c.connection_type not in ('relay', 'datacenter') and t.connection_type not in ('relay', 'datacenter')
  and (c.agent_key = t.agent_key or c.connection_type in ('household', 'unknown') and t.connection_type in ('household', 'unknown')
    and c.address_key not in (select address_key from crowded))`;
/** Addresses on which more than 20 devices were ever seen; on all others no count within 30 days can be above it. */
const CROWDED = `crowded as materialized (
  select address_key from touchpoints where tenant_id = $1 and address_key is not null group by 1 having count(distinct agent_key) > 20)`;

function joined(key: string, more = ''): string {
  return `select ${TOUCH} from conversions c join touchpoints t on t.tenant_id = $1 and t.${key} = c.${key} and ${SPAN}
    where c.tenant_id = $1 and c.${key} is not null ${more}`;
}

function probed(key: string, more = 'true'): string {
  return `select ${TOUCH} from conversions c cross join lateral (
      select * from touchpoints t where t.tenant_id = $1 and t.${key} = c.${key} and ${SPAN} and ${more} offset 0
    ) as t where c.tenant_id = $1 and c.${key} is not null`;
}

const CREDIT = `numbered as (
    select *, row_number() over path as place, count(*) over (partition by id) as n,
      power(2, -extract(epoch from converted_at - occurred_at) / 604800)::float8 as fade
    from matched window path as (partition by id order by occurred_at, touch collate "C")
  ), weighed as (
    select campaign, value_minor::float8 as value, (place = 1)::integer as first, (place = n)::integer as last, 1.0::float8 / n as linear,
      fade / sum(fade) over (partition by id) as fading,
      (case when n = 1 then 1 when n = 2 then 0.5 when place = 1 or place = n then 0.4 else 0.2 / (n - 2) end)::float8 as position
    from numbered
  )
  select campaign, sum(first)::float8, sum(first * value), sum(last)::float8, sum(last * value), sum(linear), sum(linear * value),
    sum(fading), sum(fading * value), sum(position), sum(position * value)
  from weighed group by campaign`;

/** The same by one statement, in three forms. */
const FORMS: Readonly<Record<string, string>> = {
  'joins, united': `with ${CROWDED}, matched as (
    ${[...OWN_KEYS.map((key) => joined(key)), joined('address_key', `and ${BY_ADDRESS}`)].join(' union ')}
  ), ${CREDIT}`,
  'look-ups by index, united': `with ${CROWDED}, matched as (
    ${[...OWN_KEYS.map((key) => probed(key)), probed('address_key', BY_ADDRESS)].join(' union ')}
  ), ${CREDIT}`,
  'joins, the address’s without what another key ties': `with ${CROWDED}, matched as (
    ${[
      ...OWN_KEYS.map((key, place) =>
        joined(
          key,
          OWN_KEYS.slice(0, place)
            .map((before) => `and c.${before} is distinct from t.${before}`)
            .join(' '),
        ),
      ),
      joined('address_key', `and ${BY_ADDRESS} ${OWN_KEYS.map((key) => `and (c.${key} = t.${key}) is not true`).join(' ')}`),
    ].join(' union all ')}
  ), ${CREDIT}`,
};

/** One form of the statement: its sums, and how long it took. */
export interface BySql {
  form: string;
  ms: number;
  sums: CampaignSums;
}

/** The rebuild by one statement of PostgreSQL, as the superuser, with two parallel workers and 512 MB for each of its steps. */
export async function rebuildBySql(superuser: pg.Client, tenantId: string): Promise<BySql[]> {
  await superuser.query(`set work_mem = '512MB'; set max_parallel_workers_per_gather = 2; set parallel_setup_cost = 0; set jit = off`);
  const forms: BySql[] = [];
  for (const [form, text] of Object.entries(FORMS)) {
    let ms = Infinity;
    let rows: (string | number)[][] = [];
    for (let repeat = 0; repeat < 2; repeat += 1) {
      const startedAt = performance.now();
      ({ rows } = await superuser.query<(string | number)[]>({ text, values: [tenantId], rowMode: 'array' }));
      ms = Math.min(ms, performance.now() - startedAt);
    }
    forms.push({ form, ms, sums: new Map(rows.map(([campaign, ...sums]) => [String(campaign), sums.map(Number)])) });
  }
  return forms;
}
