import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { PlacementDetails } from '../../catalog/placements/schema.ts';
import { listPlacementsIn, putPlacement } from '../../catalog/placements/service.ts';
import { ensureEventPartitions } from '../../platform/partitions.ts';
import { databaseUrl } from '../../platform/postgres/connection.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { deleteDownloads } from '../downloadpoints/store.ts';
import { countByLineIn } from '../exposurecounts/service.ts';
import { acceptTouchpoints } from '../intake/service.ts';
import { countDeliveriesIn } from '../pacing/service.ts';
import { countedDays, daysWithin } from '../pacing/rules.ts';
import { countDays } from '../pacing/store.ts';
import { moveHorizonIn } from '../retention/service.ts';
import { deleteOldTouchpoints } from '../retention/store.ts';
import { eraseTouchpointsIn, findSubject } from '../subjects/service.ts';
import { keepExposureDays, readExposureDaysIn } from './service.ts';
import type { ExposureDay } from './rules.ts';

const DAY_MS = 86_400_000;
const TODAY_MS = Math.floor(NOW_MS / DAY_MS) * DAY_MS;
const dayAt = (ago: number) => new Date(TODAY_MS - ago * DAY_MS).toISOString().slice(0, 10);
const SPAN = { from: dayAt(120), before: dayAt(-1) };

let database: TestDatabase;
let superuser: pg.Client;
let tenant: TestTenant;

const read = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(database.context.db, tenant.tenantId, work, { readOnly: true });
const write = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(database.context.db, tenant.tenantId, work);
const keep = (more: Parameters<typeof keepExposureDays>[3] = {}) => keepExposureDays(database.context, 'system', tenant.tenantId, more);

/** The plain reading: every touchpoint of the span, one statement. */
async function plain(): Promise<ExposureDay[]> {
  const { rows } = await superuser.query<ExposureDay>({
    text: `select (occurred_at at time zone 'UTC')::date::text as day, kind, coalesce(campaign, '') as campaign, coalesce(show, '') as show,
             coalesce(placement, '') as placement, id like 'download:%' as "isCountedHere", count(*)::integer as exposures
           from touchpoints
           where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and kind in ('impression', 'download')
             and arm is distinct from 'control'
           group by 1, 2, 3, 4, 5, 6
           order by 1, 2, coalesce(campaign, '') collate "C", coalesce(show, '') collate "C", coalesce(placement, '') collate "C", 6`,
    values: [tenant.tenantId, `${SPAN.from}T00:00:00Z`, `${SPAN.before}T00:00:00Z`],
  });
  return rows;
}

async function found(): Promise<ExposureDay[]> {
  const all: ExposureDay[] = [];
  await read((tx) => readExposureDaysIn(tx, SPAN, (rows) => all.push(...rows)));
  return all;
}

async function kept(): Promise<unknown[]> {
  const { rows } = await superuser.query({
    text: `select day::text as day, kind, campaign, show, placement, is_counted_here as "isCountedHere", exposures::integer
           from exposure_days where tenant_id = $1 and day >= $2 and day < $3
           order by 1, 2, campaign collate "C", show collate "C", placement collate "C", 6`,
    values: [tenant.tenantId, SPAN.from, SPAN.before],
  });
  return rows;
}

/** Both before and after the sums are brought up to date, what is read is to the byte what the touchpoints have. */
async function expectPlain(): Promise<void> {
  const expected = JSON.stringify(await plain());
  expect(JSON.stringify(await found())).toBe(expected);
  await keep();
  expect(JSON.stringify(await kept())).toBe(expected);
  expect(JSON.stringify(await found())).toBe(expected);
}

/** All that came so far came hours ago, so that only what comes from now on is new. */
async function letTimePass(): Promise<void> {
  await superuser.query(`update touchpoints set received_at = received_at - interval '5 hours'`);
  await superuser.query(`update exposure_months set counted_at = counted_at - interval '1 hour'`);
}

const touch = (id: string, ago: number, more: object = {}) => ({
  id,
  occurredAt: new Date(TODAY_MS - ago * DAY_MS + 3_600_000).toISOString(),
  kind: 'impression',
  campaign: 'spring',
  show: 'daily',
  identity: { userId: `u-${id}` },
  ...more,
});

async function send(touchpoints: object[]): Promise<void> {
  expect(await acceptTouchpoints(database.context, tenant.actor, touchpoints, 'server')).toMatchObject({ accepted: touchpoints.length });
}

const changes = (ago: number, mark: string) => [
  touch(`${mark}-a`, ago),
  touch(`${mark}-b`, ago, { placement: 'spot', kind: 'download' }),
  touch(`${mark}-c`, ago, { placement: 'spot', show: undefined }),
  touch(`${mark}-d`, ago, { kind: 'click' }),
  touch(`${mark}-e`, ago, { campaign: undefined, placement: 'Ünder, "quoted"' }),
];

beforeAll(async () => {
  database = await openTestDatabase();
  await ensureEventPartitions(database.context.db, NOW_MS);
  superuser = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await superuser.connect();
  tenant = await createTestTenant(database.context);
  for (const kind of ['dynamic', 'baked_in'] as const) {
    const flight = { startsOn: dayAt(70), endsOn: dayAt(10), bookedImpressions: 100 };
    const details = { campaign: 'spring', show: 'daily', position: 'mid_roll', kind, ...flight };
    await putPlacement(database.context, tenant.actor, kind === 'dynamic' ? 'spot' : 'baked', PlacementDetails.parse(details));
  }
});
afterAll(async () => {
  await superuser.end();
  await database.close();
});

test('sums of days are those of the touchpoints, before they are kept and after', async () => {
  expect(await found()).toEqual([]);
  await send(Array.from({ length: 40 }, (_, place) => changes(place * 2 + 1, `first-${place}`)).flat());
  expect((await plain()).length).toBeGreaterThan(100);
  await expectPlain();
});

test('only the months of days that changed are counted again, and none when nothing came', async () => {
  await letTimePass();
  expect(await keep()).toBe(0);
  await send(changes(75, 'late'));
  await expectPlain();
  await letTimePass();
  await send([...changes(3, 'new'), ...changes(76, 'later')]);
  const before = await plain();
  expect(await keep()).toBe(2);
  expect(await kept()).toEqual(before);
});

test('what is deleted is in no sum any more: downloads that are taken back, and a person who is erased', async () => {
  await superuser.query({
    text: `insert into touchpoints (tenant_id, id, occurred_at, kind, campaign, show, placement, connection_type)
           select $1, 'download:' || n || ':spot', $2, 'download', 'spring', 'daily', 'spot', 'unknown' from generate_series(1, 3) as n`,
    values: [tenant.tenantId, new Date(TODAY_MS - 20 * DAY_MS)],
  });
  await expectPlain();
  await letTimePass();
  expect(await write((tx) => deleteDownloads(tx, ['download:1:spot', 'download:2:spot']))).toHaveLength(2);
  await expectPlain();
  await letTimePass();
  const jane = await findSubject(database.context, 'system', tenant.tenantId, [{ userId: 'u-first-7-a' }]);
  const gone = await write((tx) => eraseTouchpointsIn(tx, jane, { limit: 100 }, 30));
  expect(gone).toHaveLength(1);
  await expectPlain();
});

test('stops between months when it is told to, and goes on from there', async () => {
  await letTimePass();
  await send([...changes(1, 'stop'), ...changes(100, 'stop-too')]);
  await expect(keep({ signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  await expect(read((tx) => readExposureDaysIn(tx, SPAN, () => undefined, AbortSignal.abort()))).rejects.toThrow('aborted');
  await expectPlain();
});

test("lines of campaigns and deliveries of placements are those of the touchpoints, and another tenant's are not among them", async () => {
  await send(changes(40, 'line'));
  const time = { campaign: 'spring', from: dayAt(60), before: dayAt(9) };
  const { rows } = await superuser.query({
    text: `select campaign, show, placement, kind, count(*)::integer as delivered from touchpoints
           where tenant_id = $1 and campaign = 'spring' and show is not null and kind in ('impression', 'download')
             and occurred_at >= $2 and occurred_at < $3
           group by 1, 2, 3, 4 order by 1, 2, 3 nulls last, 4`,
    values: [tenant.tenantId, `${time.from}T00:00:00Z`, `${time.before}T00:00:00Z`],
  });
  expect(rows.length).toBeGreaterThan(1);
  expect(await read((tx) => countByLineIn(tx, [time]))).toEqual(rows);
  await read(async (tx) => {
    const placements = await listPlacementsIn(tx, {}, { after: undefined, limit: 10 });
    const days = Map.groupBy(await countDays(tx, ['spot', 'baked']), ({ placement }) => placement);
    const deliveries = await countDeliveriesIn(tx, placements);
    const shorn = (placement: string) => deliveries.get(placement)?.map(({ day, delivered }) => ({ day, delivered }));
    for (const placement of placements) {
      const counted = daysWithin(placement, countedDays(placement, days.get(placement.key) ?? []).days);
      expect(shorn(placement.key)).toEqual(counted.map(({ day, delivered }) => ({ day, delivered })));
    }
    expect(shorn('spot')?.length).toBeGreaterThan(10);
  });
  const other = await createTestTenant(database.context);
  const theirs = await inTenant(database.context.db, other.tenantId, (tx) => countByLineIn(tx, [time]), { readOnly: true });
  expect(theirs).toEqual([]);
});

test('sums outlive events that are kept no longer, also when their month changes', async () => {
  await keep();
  await letTimePass();
  const before = await kept();
  const keptFrom = `${dayAt(80)}T12:00:00.000Z`;
  await write((tx) => moveHorizonIn(tx, keptFrom));
  expect((await write((tx) => deleteOldTouchpoints(tx, keptFrom, 1_000))).length).toBeGreaterThan(0);
  expect(await kept()).toEqual(before);
  expect(await found()).toEqual(before);
  await send(changes(77, 'behind'));
  await keep();
  const after = await found();
  expect(after.filter(({ day }) => day <= dayAt(80))).toEqual((before as ExposureDay[]).filter(({ day }) => day <= dayAt(80)));
  const open = ({ day }: ExposureDay) => day > dayAt(80);
  expect(after.filter(open)).toEqual((await plain()).filter(open));
});
