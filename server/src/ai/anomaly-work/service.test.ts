import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { addMember } from '../../../test/quota-world.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { putShow } from '../../catalog/shows/service.ts';
import { ensureEventPartitions } from '../../platform/partitions.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { getAnomaly, getAnomalySeries, getAnomalyWatch, judgeAnomaly, listAnomalies } from '../anomalies/service.ts';
import { listInsights } from '../insights/service.ts';
import { watchTenant } from './service.ts';

const DAY_MS = 86_400_000;
const DAYS = 70;
const SHOWS = ['daily-tech', 'money-talk', 'true-north'];
/** Noon of today: touchpoints are marked with the database's clock when they come. */
const TODAY_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const NOON_MS = TODAY_MS + DAY_MS / 2;

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await openTestDatabase();
  database.setNow(NOON_MS);
  await ensureEventPartitions(database.context.db, NOON_MS);
  tenant = await createTestTenant(database.context);
  await addMember(database, tenant);
});
afterAll(() => database.close());

/** Impressions of a day that has so many in each show, and conversions of the same day. */
function eventsOf(daysAgo: number, perShow: number, mark = '') {
  const startMs = TODAY_MS - daysAgo * DAY_MS;
  const at = (place: number, all: number) => new Date(startMs + Math.floor(((place + 0.5) * DAY_MS) / all)).toISOString();
  const touchpoints = SHOWS.flatMap((show, of) =>
    Array.from({ length: perShow }, (_, place) => ({
      id: `${mark}imp-${daysAgo}-${of}-${place}`,
      occurredAt: at(place, perShow),
      kind: 'impression',
      show,
      campaign: of === 0 ? 'spring' : 'autumn',
      identity: { userId: `u-${daysAgo}-${of}-${place}` },
    })),
  );
  const conversions = Array.from({ length: 12 + (daysAgo % 3) }, (_, place) => ({
    id: `${mark}order-${daysAgo}-${place}`,
    occurredAt: at(place, 15),
    kind: 'purchase',
    valueMinor: 1_000,
    currency: 'USD',
    identity: { userId: `u-${daysAgo}-0-${place}` },
  }));
  return { touchpoints, conversions };
}

async function send(to: TestTenant, { touchpoints, conversions }: ReturnType<typeof eventsOf>): Promise<void> {
  const { context } = database;
  for (let from = 0; from < touchpoints.length; from += 1_000)
    await acceptTouchpoints(context, to.actor, touchpoints.slice(from, from + 1_000), 'server');
  if (conversions.length > 0) await acceptConversions(context, to.actor, conversions, 'server');
}

async function fill(to: TestTenant, perShow: (daysAgo: number) => number): Promise<void> {
  const days = Array.from({ length: DAYS }, (_, place) => eventsOf(place + 1, perShow(place + 1)));
  await send(to, { touchpoints: days.flatMap(({ touchpoints }) => touchpoints), conversions: [] });
  await drainTenant(database.context, 'system', to.tenantId);
  for (let from = 0; from < DAYS; from += 50)
    await send(to, { touchpoints: [], conversions: days.slice(from, from + 50).flatMap(({ conversions }) => conversions) });
  await drainTenant(database.context, 'system', to.tenantId);
}

const usual = (daysAgo: number) => 40 + ((daysAgo * 7) % 5);
const look = (to = tenant, grain: 'day' | 'hour' = 'day') => watchTenant(database.context, 'system', to.tenantId, { grain });
const list = (to = tenant, filter = {}) => listAnomalies(database.context, to.actor, { grain: 'day', ...filter }, { limit: 50 });

async function auditOf({ tenantId }: TestTenant, action: string): Promise<number> {
  const text = 'select count(*)::integer as count from audit_log where tenant_id = $1 and action = $2';
  const count = (tx: Parameters<Parameters<typeof inTenant>[2]>[0]) => tx.query<{ count: number }>({ text, values: [tenantId, action] });
  return (await inTenant(database.context.db, tenantId, count))[0].count;
}

describe('a tenant whose impressions stopped for a day', () => {
  beforeAll(() => fill(tenant, (daysAgo) => (daysAgo === 1 ? 0 : usual(daysAgo))), 120_000);

  test('has one anomaly of all its series, is told of it once, and of nothing in a second look', async () => {
    expect(await look()).toBe(true);
    const [anomaly, ...others] = (await list()).items;
    expect(others).toEqual([]);
    expect(anomaly).toMatchObject({ cause: 'source_silent', family: 'delivery', direction: 'down', status: 'open' });
    expect(anomaly).toMatchObject({ startsAt: new Date(TODAY_MS - DAY_MS).toISOString(), subject: { type: 'tenant', key: null } });
    const silent = anomaly.members.filter(({ metric }) => metric === 'impressions');
    expect(anomaly.members[0]).toBe(silent[0]);
    expect(silent).toHaveLength(6);
    expect(new Set(silent.map(({ subject }) => subject.key))).toEqual(new Set([...SHOWS, 'autumn', 'spring', null]));
    expect(silent.every(({ kind, value }) => kind === 'missing' && value === null)).toBe(true);
    // What they are credited with fell with them.
    const credited = anomaly.members.filter(({ metric }) => metric === 'conversions').map(({ subject, kind }) => `${subject.key} ${kind}`);
    expect(new Set(credited)).toEqual(new Set([`${SHOWS[0]} drop`, 'spring drop']));
    expect(anomaly.finding).toContain('that is a gap and no 0');
    const mails = await database.mails();
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([['owner@a.example', 'Tenant 1: an anomaly in your figures']]);
    expect(mails[0].text).toContain(anomaly.finding);
    const insights = (await listInsights(database.context, tenant.actor, { source: 'anomaly' }, { limit: 50 })).items;
    expect(insights.map(({ finding }) => finding)).toEqual([anomaly.finding]);
    expect(await auditOf(tenant, 'anomalies.find')).toBe(1);

    expect(await look()).toBe(false);
    database.setNow(NOON_MS + DAY_MS);
    await send(tenant, eventsOf(0, usual(0)));
    await drainTenant(database.context, 'system', tenant.tenantId);
    expect(await look()).toBe(true);
    expect((await list()).items).toEqual([anomaly]);
    expect(await database.mails()).toHaveLength(1);
    expect(await auditOf(tenant, 'anomalies.find')).toBe(1);
    database.setNow(NOON_MS);
  });

  test('sees the gap on the chart, with what was expected before it', async () => {
    const [{ id }] = (await list()).items;
    const { series } = await getAnomalySeries(database.context, tenant.actor, id);
    const [ofTenant] = series;
    expect(ofTenant).toMatchObject({ metric: 'impressions', subject: { type: 'tenant', key: null }, limitFactor: 1 });
    const gap = ofTenant.points.find(({ alert }) => alert === 'missing');
    expect(gap).toMatchObject({ value: null, at: new Date(TODAY_MS - DAY_MS).toISOString() });
    const before = ofTenant.points.find(({ at }) => at === new Date(TODAY_MS - 2 * DAY_MS).toISOString());
    expect(before?.value).toBe(3 * usual(2));
    expect(before?.low).toBeLessThan(3 * usual(2));
    expect(before?.high).toBeGreaterThan(3 * usual(2));
  });

  test('teaches by a verdict: the limits of its series rise, and fall back when it is taken back', async () => {
    const [{ id }] = (await list()).items;
    const judged = await judgeAnomaly(database.context, tenant.actor, id, { verdict: 'wrong', note: 'We moved hosts.' });
    expect(judged).toMatchObject({ status: 'wrong', note: 'We moved hosts.' });
    expect(judged.members.map(({ limitFactor }) => limitFactor)).toEqual(judged.members.map(() => 1.25));
    expect((await getAnomalySeries(database.context, tenant.actor, id)).series[0]).toMatchObject({
      limitFactor: 1.25,
      verdicts: { useful: 0, expected: 0, wrong: 1 },
    });
    const expected = await judgeAnomaly(database.context, tenant.actor, id, { verdict: 'expected' });
    expect(expected.members[0].limitFactor).toBe(1);
    const [{ points }] = (await getAnomalySeries(database.context, tenant.actor, id)).series;
    expect(points.filter(({ isLeftOut }) => isLeftOut).map(({ at }) => at)).toEqual([new Date(TODAY_MS - DAY_MS).toISOString()]);
    expect(points.some(({ alert }) => alert === 'missing')).toBe(false);
    expect(await judgeAnomaly(database.context, tenant.actor, id, { verdict: null })).toMatchObject({ status: 'open', judgedAt: null });
    expect(await auditOf(tenant, 'anomaly.judge')).toBe(3);
  });

  test('finds it by metric, subject, status and time, and another tenant does not', async () => {
    const found = async (filter: object) => (await list(tenant, filter)).items.length;
    const [day, next] = [TODAY_MS - DAY_MS, TODAY_MS].map((ms) => new Date(ms).toISOString().slice(0, 10));
    expect(await found({ metric: 'impressions', subjectType: 'show', subject: SHOWS[0] })).toBe(1);
    expect(await found({ metric: 'downloads' })).toBe(0);
    expect(await found({ status: 'open', from: day, to: next })).toBe(1);
    expect(await found({ from: next })).toBe(0);
    expect(await found({ to: day })).toBe(0);
    expect(await found({ status: 'wrong' })).toBe(0);
    const stranger = await createTestTenant(database.context);
    const [{ id }] = (await list()).items;
    await expect(getAnomaly(database.context, stranger.actor, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(getAnomalySeries(database.context, stranger.actor, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(judgeAnomaly(database.context, stranger.actor, id, { verdict: 'wrong' })).rejects.toMatchObject({ code: 'not_found' });
    const refused = listAnomalies(database.context, tenant.actor, {}, { limit: 5, after: 'x' });
    await expect(refused).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('takes the anomaly for gone when the events of the day come late after all', async () => {
    await send(tenant, eventsOf(1, usual(1), 'late-'));
    await drainTenant(database.context, 'system', tenant.tenantId);
    database.setNow(NOON_MS + 2 * DAY_MS);
    await send(tenant, eventsOf(-1, usual(1)));
    await drainTenant(database.context, 'system', tenant.tenantId);
    expect(await look()).toBe(true);
    expect((await list()).items.map(({ status }) => status)).toEqual(['gone']);
    const insights = await listInsights(database.context, tenant.actor, { source: 'anomaly' }, { after: undefined, limit: 10 });
    expect(insights.items.map(({ status }) => status)).toEqual(['ended']);
    expect(await database.mails()).toHaveLength(1);
    database.setNow(NOON_MS);
  });
});

test('a new tenant is told that there is not enough yet, and of no anomaly', async () => {
  const young = await createTestTenant(database.context);
  database.setNow(NOON_MS);
  for (let daysAgo = 10; daysAgo >= 1; daysAgo -= 1) await send(young, eventsOf(daysAgo, daysAgo === 1 ? 0 : 40));
  await drainTenant(database.context, 'system', young.tenantId);
  await look(young);
  expect((await list(young)).items).toEqual([]);
  const watch = await getAnomalyWatch(database.context, young.actor);
  expect(watch).toMatchObject({ daysThrough: new Date(TODAY_MS - DAY_MS).toISOString().slice(0, 10), watchedSeries: 0 });
  expect(watch.learningSeries).toBeGreaterThan(0);
  expect(watch.unwatched).toHaveLength(watch.learningSeries);
  expect(watch.unwatched[0]).toEqual({ metric: 'impressions', subject: { type: 'tenant', key: null, name: null }, reason: 'too_short' });
});

test('a show that is heard one day a week is not watched, by its name, and spend is missing for a reason', async () => {
  const { context } = database;
  const weekly = await createTestTenant(context, { currency: 'USD' });
  database.setNow(NOON_MS);
  await putShow(context, weekly.actor, SHOWS[1], { name: 'Money Talk' });
  for (let daysAgo = DAYS; daysAgo >= 1; daysAgo -= 7) {
    const { touchpoints } = eventsOf(daysAgo, 40);
    await send(weekly, { touchpoints: touchpoints.filter(({ show }) => show === SHOWS[1]), conversions: [] });
  }
  await drainTenant(context, 'system', weekly.tenantId);
  expect((await getAnomalyWatch(context, weekly.actor)).spendMissing).toBeNull();
  await look(weekly);
  const watch = await getAnomalyWatch(context, weekly.actor);
  const show = { type: 'show', key: SHOWS[1], name: 'Money Talk' };
  expect(watch.unwatched).toContainEqual({ metric: 'impressions', subject: show, reason: 'often_zero' });
  expect(watch.unwatched).toContainEqual({
    metric: 'impressions',
    subject: { type: 'campaign', key: 'autumn', name: null },
    reason: 'often_zero',
  });
  expect(watch).toMatchObject({ watchedSeries: 0, sparseSeries: watch.unwatched.length, spendMissing: 'no_priced_delivery' });
  const moneyless = await createTestTenant(context);
  expect((await getAnomalyWatch(context, moneyless.actor)).spendMissing).toBe('no_currency');
});
