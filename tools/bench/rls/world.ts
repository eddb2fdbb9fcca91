import type pg from 'pg';
import type { Context } from '../../../server/src/platform/context.ts';
import { createBenchTenant } from '../installation.ts';

/** How much is stored before anything is measured. */
export const SIZE = { rows: 1_000_000, tenants: 100, days: 100 } as const;

const DAY_MS = 86_400_000;
/** Days between the last stored row and the instant of the measured inserts, so that those fall into a partition of their own. */
const APART_DAYS = 40;

/** What the cases ask about. */
export interface RlsWorld {
  tenantIds: string[];
  /** The first instant with a row. */
  firstAtMs: number;
  /** When the measured inserts happen, and the partition they fall into, which holds nothing else. */
  insertedAt: string;
  insertPartition: string;
}

/** The id of a tenant's row by its place among the tenant's rows; the same ids stand at every tenant. */
export function rowId(place: number): string {
  return `order-${place}`;
}

/** Makes the tenants and stores the same number of conversions and keys for each, evenly over the days. */
export async function makeRlsWorld(context: Context, superuser: pg.Client): Promise<RlsWorld> {
  const tenantIds: string[] = [];
  for (let made = 0; made < SIZE.tenants; made += 1) tenantIds.push((await createBenchTenant(context, `bench-${made}`)).tenantId);
  const insertedAtMs = context.clock();
  const firstAtMs = insertedAtMs - (SIZE.days + APART_DAYS) * DAY_MS;
  const perTenant = SIZE.rows / SIZE.tenants;
  const values = [tenantIds, perTenant, new Date(firstAtMs), (SIZE.days * DAY_MS) / perTenant];
  const from = `from generate_series(0, $2::integer - 1) as place cross join unnest($1::uuid[]) as tenant`;
  await superuser.query({
    text: `insert into conversions (tenant_id, id, occurred_at, source, kind, value_minor, currency, address_key, connection_type)
           select tenant, 'order-' || place, $3::timestamptz + make_interval(secs => place * $4::float8 / 1000), 'server', 'purchase',
             100 + place % 10000, 'USD', gen_random_uuid(), 'household' ${from}`,
    values,
  });
  await superuser.query({
    text: `insert into conversion_keys (tenant_id, id, fingerprint) select tenant, 'order-' || place, gen_random_uuid() ${from}`,
    values: values.slice(0, 2),
  });
  await superuser.query('vacuum (analyze) conversions, conversion_keys');
  const insertedAt = new Date(insertedAtMs).toISOString();
  return { tenantIds, firstAtMs, insertedAt, insertPartition: `conversions_${insertedAt.slice(0, 7).replace('-', '')}` };
}
