import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { book, type Booked, dayAfter, deliver } from '../../../test/campaign-history.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { listInsights } from '../insights/service.ts';
import { NewPrediction, type Prediction } from '../predictions/schema.ts';
import { createPrediction, getPrediction, listPredictions } from '../predictions/service.ts';
import { keepPredictionsUp } from './service.ts';

const DAY_MS = 86_400_000;
let database: TestDatabase;
let tenant: TestTenant;
let today: string;
let nowMs: number;
beforeAll(async () => {
  database = await openTestDatabase();
  nowMs = database.context.clock();
  today = new Date(nowMs).toISOString().slice(0, 10);
});
afterAll(() => database.close());

const audited = () =>
  inTenant(database.context.db, tenant.tenantId, (tx) =>
    tx.query<{ action: string }>({ text: 'select action, target from audit_log where tenant_id = $1 order by seq', values: [tx.tenantId] }),
  );
const keepUp = () => keepPredictionsUp(database.context, 'system', tenant.tenantId);
const page = { after: undefined, limit: 100 };
const listed = async (kind: Prediction['kind']) => (await listPredictions(database.context, tenant.actor, { kind }, page)).items;
const insights = async () => (await listInsights(database.context, tenant.actor, { source: 'forecast' }, page)).items;
const measureOf = ({ measures }: Prediction, name: string) => measures.find(({ measure }) => measure === name)!;

/** A campaign of twelve days that began six days ago, and delivers so much of its even pace. */
async function run(key: string, share: number): Promise<Booked> {
  const running = { key, show: 'a-show', startsOn: dayAfter(today, -6), days: 12, impressions: 1_200 };
  await book(database.context, tenant.actor, running);
  await deliver(database.context, tenant.actor, { ...running, days: 6 }, { impressions: Math.round(600 * share), buyers: 10 });
  await drainTenant(database.context, 'system', tenant.tenantId);
  return running;
}

describe('campaigns under way', () => {
  beforeAll(async () => {
    tenant = await createTestTenant(database.context);
    await run('slow', 0.4);
    await run('even', 1);
    await book(database.context, tenant.actor, { key: 'later', show: 'a-show', startsOn: dayAfter(today, 3), days: 5, impressions: 500 });
  }, 60_000);

  test('are predicted once a day, and an insight says which will deliver less than was booked', async () => {
    await keepUp();
    const first = await listed('campaign_pacing');
    expect(first.map(({ subject, asOf, createdBy }) => [subject.key, asOf, createdBy])).toEqual([
      ['slow', today, 'system'],
      ['even', today, 'system'],
    ]);
    expect(await insights()).toMatchObject([
      {
        kind: 'under_delivery',
        day: today,
        subject: { type: 'campaign', key: 'slow' },
        finding: expect.stringContaining('Campaign slow is likely'),
      },
    ]);
    const before = await audited();
    await keepUp();
    expect(await listed('campaign_pacing')).toEqual(first);
    expect(await audited()).toEqual(before);
  });

  test('have their bands from the first day to the last, with what is booked and what it costs', async () => {
    const [{ id }] = await listed('campaign_pacing');
    const prediction = await getPrediction(database.context, tenant.actor, id);
    expect(prediction).toMatchObject({ booked: 1_200, currency: 'USD', dueOn: dayAfter(today, 6) });
    expect(prediction.bands).toHaveLength(12);
    expect(prediction.bands.map(({ isForecast }) => isForecast).indexOf(true)).toBe(6);
    const [impressions, spend] = ['impressions', 'spend'].map((name) => measureOf(prediction, name).median!);
    expect(spend / impressions).toBeCloseTo(2.5, 1);
  });

  test('are predicted anew the next day, and followed once their flights are over', async () => {
    database.setNow(nowMs + DAY_MS);
    await keepUp();
    expect((await listed('campaign_pacing')).map(({ asOf }) => asOf)).toEqual([dayAfter(today, 1), dayAfter(today, 1), today, today]);
    database.setNow(nowMs + 6 * DAY_MS);
    await keepUp();
    const followed = (await listed('campaign_pacing')).filter(({ subject }) => subject.key === 'slow');
    expect(followed.map(({ headline }) => headline.outcome)).toEqual([240, 240]);
    expect(followed.every(({ outcomeAt }) => outcomeAt !== null)).toBe(true);
    expect((await audited()).filter(({ action }) => action === 'prediction.outcome')).toHaveLength(4);
    database.setNow(nowMs);
  });
});

test('a campaign that is back on track has no open insight any more', async () => {
  tenant = await createTestTenant(database.context);
  const booked = await run('late', 0.4);
  await keepUp();
  expect(await insights()).toMatchObject([{ kind: 'under_delivery', status: 'open', endedAt: null }]);
  const caughtUp = { ...booked, startsOn: dayAfter(today, -1), days: 1 };
  await deliver(database.context, tenant.actor, caughtUp, { impressions: 460, buyers: 0, mark: '-more' });
  await drainTenant(database.context, 'system', tenant.tenantId);
  database.setNow(nowMs + DAY_MS);
  await keepUp();
  database.setNow(nowMs);
  expect(await insights()).toMatchObject([{ kind: 'under_delivery', status: 'ended', endedAt: new Date(nowMs + DAY_MS).toISOString() }]);
});

describe('the outcome of a campaign', () => {
  test('stands beside its prediction once it is known, with the intervals it lies inside, and not a day before', async () => {
    tenant = await createTestTenant(database.context);
    const { context } = database;
    const planned = { key: 'planned', show: 'a-show', startsOn: dayAfter(today, -4), days: 4, impressions: 400 };
    await book(context, tenant.actor, planned);
    const { id, dueOn } = await createPrediction(
      context,
      tenant.actor,
      NewPrediction.parse({ kind: 'campaign_outcome', campaign: 'planned' }),
    );
    await deliver(context, tenant.actor, planned, { impressions: 380, buyers: 7 });
    await drainTenant(context, 'system', tenant.tenantId);
    database.setNow(Date.parse(dueOn!) - 1);
    await keepUp();
    expect((await getPrediction(context, tenant.actor, id)).outcomeAt).toBeNull();
    database.setNow(Date.parse(dueOn!));
    await keepUp();
    const followed = await getPrediction(context, tenant.actor, id);
    database.setNow(nowMs);
    expect(measureOf(followed, 'impressions')).toMatchObject({ outcome: 380, insideLevels: expect.arrayContaining([95]) });
    expect(measureOf(followed, 'conversions').outcome).toBe(7);
    expect(measureOf(followed, 'visits').outcome).toBe(7);
    // 400 booked impressions at 25 dollars a thousand are ten dollars.
    expect(measureOf(followed, 'cpa').outcome).toBe(Math.round(1_000 / 7));
    // Seven of 380 are far more than published rates have.
    expect(measureOf(followed, 'conversions').insideLevels).toEqual([]);
  });

  test('that changed its flight is put off until it is known', async () => {
    tenant = await createTestTenant(database.context);
    const { context } = database;
    const planned = { key: 'moved', show: 'a-show', startsOn: dayAfter(today, 2), days: 4, impressions: 400 };
    await book(context, tenant.actor, planned);
    const { id, dueOn } = await createPrediction(
      context,
      tenant.actor,
      NewPrediction.parse({ kind: 'campaign_outcome', campaign: 'moved' }),
    );
    await book(context, tenant.actor, { ...planned, days: 14 });
    database.setNow(Date.parse(dueOn!));
    await keepUp();
    database.setNow(nowMs);
    expect(await getPrediction(context, tenant.actor, id)).toMatchObject({ outcomeAt: null, dueOn: dayAfter(dueOn!, 10) });
  });
});
