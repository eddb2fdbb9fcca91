import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Earliest, KeyField, KeyHistory } from '../evidence/rules.ts';
import { KEY_COLUMNS, plainKey } from '../evidence/store.ts';

/** The earliest purchase and visit under each of these keys, those with a restricted key aside; keys without any are left out. */
export async function findHistory(
  tx: TenantTx,
  field: KeyField,
  keys: string[],
  restricted: readonly string[],
): Promise<Map<string, KeyHistory>> {
  const other =
    restricted.length === 0
      ? ''
      : ` and not (${Object.values(KEY_COLUMNS)
          .map((name) => `coalesce(${name} = any ($3::uuid[]), false)`)
          .join(' or ')})`;
  const under = `from conversions where tenant_id = $1 and ${KEY_COLUMNS[field]} = asked.key and kind = any (sort.kinds)${other}`;
  const rows = await tx.query<{ key: string; is_visit: boolean; at_ms: string; order_id: string | null; other_ms: string | null }>({
    name: restricted.length === 0 ? `find-history-${KEY_COLUMNS[field]}` : undefined,
    text: `select asked.key, sort.is_visit, (extract(epoch from earliest.occurred_at) * 1000)::bigint as at_ms, earliest.order_id,
             case when earliest.order_id is not null then (
               select (extract(epoch from min(occurred_at)) * 1000)::bigint ${under} and order_id is distinct from earliest.order_id
             ) end as other_ms
           from unnest($2::uuid[]) as asked (key)
           cross join (values (false, array['purchase', 'subscription']), (true, array['visit'])) as sort (is_visit, kinds)
           cross join lateral (select occurred_at, order_id ${under} order by occurred_at limit 1) as earliest`,
    values: [tx.tenantId, column(keys, (key) => key), ...(restricted.length === 0 ? [] : [column(restricted, (key) => key)])],
  });
  const histories = new Map<string, KeyHistory>();
  for (const row of rows) {
    const key = plainKey(row.key) ?? '';
    const otherAtMs = row.other_ms === null ? undefined : Number(row.other_ms);
    const earliest: Earliest = { atMs: Number(row.at_ms), orderId: row.order_id, otherAtMs };
    histories.set(key, { ...histories.get(key), [row.is_visit ? 'visit' : 'purchase']: earliest });
  }
  return histories;
}
