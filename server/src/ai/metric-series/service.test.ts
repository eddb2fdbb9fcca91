import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { PlacementDetails } from '../../catalog/placements/schema.ts';
import { putPlacement } from '../../catalog/placements/service.ts';
import { ensureEventPartitions } from '../../platform/partitions.ts';
import { databaseUrl } from '../../platform/postgres/connection.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { acceptTouchpoints } from '../../tracking/intake/service.ts';
import { countExposureHoursIn } from '../../tracking/seriescounts/service.ts';
import { readDailySeries, readHourlySeries } from './service.ts';

const DAY_MS = 86_400_000;
const TODAY_MS = Math.floor(NOW_MS / DAY_MS) * DAY_MS;

let database: TestDatabase;
let superuser: pg.Client;
let tenant: TestTenant;

beforeAll(async () => {
  database = await openTestDatabase();
  await ensureEventPartitions(database.context.db, NOW_MS);
  superuser = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await superuser.connect();
  tenant = await createTestTenant(database.context, { currency: 'USD' });
  const price = { basis: 'cpm', amountMinor: 1_333, currency: 'USD' };
  const details = { campaign: 'campaign-0', show: 'show-0', position: 'mid_roll', kind: 'dynamic', price };
  await putPlacement(database.context, tenant.actor, 'spot', PlacementDetails.parse(details));
});
afterAll(async () => {
  await superuser.end();
  await database.close();
});

const eventsOf = (ago: number, mark: string, kind = 'impression') =>
  Array.from({ length: 5 + ((ago * 7) % 4) }, (_, place) => ({
    id: `${mark}-${ago}-${place}`,
    occurredAt: new Date(TODAY_MS - ago * DAY_MS + place * 3_600_000).toISOString(),
    kind,
    campaign: `campaign-${place % 3}`,
    show: `show-${(place + ago) % 2}`,
    ...(place % 3 === 0 ? { placement: 'spot' } : {}),
    identity: { userId: `${mark}-${ago}-${place}` },
  }));

async function send(ages: readonly number[], mark: string, kind?: string): Promise<void> {
  const events = ages.flatMap((ago) => eventsOf(ago, mark, kind));
  for (let from = 0; from < events.length; from += 1_000)
    await acceptTouchpoints(database.context, tenant.actor, events.slice(from, from + 1_000), 'server');
}

const daily = (lastAgo: number) =>
  readDailySeries(database.context, 'system', { tenantId: tenant.tenantId, lastMs: TODAY_MS - lastAgo * DAY_MS });

/** The series of everything that is stored, counted as if for the first time. */
async function counted(lastAgo: number): Promise<string> {
  await superuser.query('truncate exposure_days, exposure_months, exposure_marks');
  return JSON.stringify(await daily(lastAgo));
}

test('daily series of a later look are to the byte those of all events counted anew, whatever came and when', async () => {
  const days = Array.from({ length: 100 }, (_, place) => 103 - place);
  await send(days, 'usual');
  await daily(4);
  await superuser.query(`update touchpoints set received_at = received_at - interval '5 hours'`);
  await superuser.query(`update exposure_months set counted_at = counted_at - interval '1 hour'`);
  await send([3], 'usual');
  // Impressions of long ago make the placement one that is counted by them; downloads of long ago come late.
  await send([90, 41, 3], 'late', 'download');
  const series = JSON.stringify(await daily(3));
  expect(JSON.parse(series).length).toBeGreaterThan(10);
  expect(series).toBe(await counted(3));
  await superuser.query({ text: `delete from touchpoints where tenant_id = $1 and id like 'late-90-%'`, values: [tenant.tenantId] });
  expect(await counted(3)).not.toBe(series);
});

test('hours are counted as when every touchpoint and each request of a download is told apart', async () => {
  await superuser.query({
    text: `insert into touchpoints (tenant_id, id, occurred_at, kind, show, placement, connection_type)
           select $1, 'download:' || request || case when place = 0 then '' else ':place-' || place end,
             $2::timestamptz + make_interval(mins => request % 180), 'download', 'show-' || request % 2,
             case when place = 0 then null else 'place-' || place end, 'unknown'
           from generate_series(1, 50) as request, generate_series(case when request % 5 = 0 then 0 else 1 end, request % 3 + 1) as place`,
    values: [tenant.tenantId, new Date(TODAY_MS - 10 * DAY_MS)],
  });
  const span = { fromAt: new Date(TODAY_MS - 20 * DAY_MS).toISOString(), beforeAt: new Date(TODAY_MS).toISOString() };
  const found = await inTenant(database.context.db, tenant.tenantId, (tx) => countExposureHoursIn(tx, span), { readOnly: true });
  for (const kind of ['download', 'impression']) {
    const { rows } = await superuser.query({
      text: `select date_trunc('hour', occurred_at, 'UTC') as at, coalesce(show, '') as show, count(distinct coalesce(
                 case when id like 'download:%' and placement is not null then left(id, -length(placement) - 1) end, id
               ))::integer as events
             from touchpoints where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and kind = $4
             group by 1, 2 order by 1, 2`,
      values: [tenant.tenantId, span.fromAt, span.beforeAt, kind],
    });
    expect(found.filter((one) => one.kind === kind).map(({ at, show, events }) => ({ at, show, events }))).toEqual(rows);
  }
  const read = { tenantId: tenant.tenantId, lastMs: TODAY_MS - DAY_MS };
  const hourly = await readHourlySeries(database.context, 'system', read);
  const all = hourly.find(({ metric, subjectType }) => metric === 'impressions' && subjectType === 'tenant');
  const { rows } = await superuser.query<{ count: number }>({
    text: `select count(*)::integer as count from touchpoints
           where tenant_id = $1 and kind = 'impression' and occurred_at >= $2 and occurred_at < $3`,
    values: [tenant.tenantId, new Date(read.lastMs - (28 * 24 - 1) * 3_600_000), new Date(read.lastMs + 3_600_000)],
  });
  expect(all?.values.reduce((sum: number, value) => sum + (value ?? 0), 0)).toBe(rows[0].count);
});
