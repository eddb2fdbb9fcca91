import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { requestRebuild } from '../src/attribution/rebuilds/service.ts';
import { ComparisonQuery, ReportQuery } from '../src/attribution/reports/schema.ts';
import { getComparison, getReport } from '../src/attribution/reports/service.ts';
import { getExplanation } from '../src/attribution/explanations/service.ts';
import { ExplanationQuery } from '../src/attribution/explanations/schema.ts';
import { putCode } from '../src/catalog/codes/service.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { type OracleOptions, oracleReport, type OracleWorld } from './oracle.ts';
import { randomOptions, randomWorld, shuffled } from './random-world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const drain = (tenant: TestTenant) => drainTenant(database.context, 'system', tenant.tenantId);

type Step = (tenant: TestTenant) => Promise<void>;

function stepsOf(world: OracleWorld): Step[] {
  const { context } = database;
  return [
    ...world.touchpoints.map((item): Step => async ({ actor }) => {
      expect((await acceptTouchpoints(context, actor, [item], 'server')).rejected).toEqual([]);
    }),
    ...world.conversions.map((item): Step => async ({ actor }) => {
      expect((await acceptConversions(context, actor, [item], 'server')).rejected).toEqual([]);
    }),
    ...Object.entries(world.codes).map(([code, { campaign, show }]): Step => async ({ actor }) => {
      await putCode(context, actor, { campaign, code, details: { show } });
    }),
  ];
}

async function addRefunds(world: OracleWorld, { actor }: TestTenant): Promise<void> {
  for (const [place, { conversionId, valueMinor }] of world.refunds.entries()) {
    const refund = { id: `refund-${place}`, occurredAt: '2026-11-19T00:00:00Z', valueMinor };
    expect((await acceptRefunds(database.context, actor, conversionId, [refund])).accepted).toBe(1);
  }
}

/** Everything at once, then one drain. */
async function loadAtOnce(world: OracleWorld): Promise<TestTenant> {
  const tenant = await createTestTenant(database.context);
  await Promise.all(stepsOf(world).map((step) => step(tenant)));
  await addRefunds(world, tenant);
  await drain(tenant);
  return tenant;
}

/** One by one in another order, drained now and then, refunds somewhere in between. */
async function loadShuffled(world: OracleWorld, seed: number): Promise<TestTenant> {
  const tenant = await createTestTenant(database.context);
  const steps = shuffled(stepsOf(world), seed);
  for (const [place, step] of steps.entries()) {
    await step(tenant);
    if (place % 23 === seed % 23) await drain(tenant);
  }
  await addRefunds(world, tenant);
  await drain(tenant);
  return tenant;
}

function queryOf(options: OracleOptions): Record<string, string> {
  const { conversionKind, touchpointKind, exclude, newCustomersOnly, from, to, ...plain } = options;
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(plain)) query[name] = String(value);
  if (conversionKind) query.conversionKind = conversionKind.join(',');
  if (touchpointKind) query.touchpointKind = touchpointKind.join(',');
  if (exclude.length > 0) query.exclude = exclude.join(',');
  if (newCustomersOnly) query.newCustomersOnly = 'true';
  if (from !== undefined) query.from = from;
  if (to !== undefined) query.to = to;
  return query;
}

const reportOf = (tenant: TestTenant, options: OracleOptions) =>
  getReport(database.context, tenant.actor, ReportQuery.parse(queryOf(options)));

async function expectOracle(tenant: TestTenant, world: OracleWorld, options: OracleOptions): Promise<void> {
  const report = await reportOf(tenant, options);
  const { rows, unattributedDays, excludedConversions, excludedValueMinor, ...totals } = oracleReport(world, options);
  expect(report.totals).toMatchObject(totals);
  expect({ excludedConversions: report.excludedConversions, excludedValueMinor: report.excludedValueMinor }).toEqual({
    excludedConversions,
    excludedValueMinor,
  });
  const money = (list: { key: string | null; valueMinor: number }[]) =>
    Object.fromEntries(list.map((row) => [row.key ?? '(none)', row.valueMinor]));
  expect(money(report.rows)).toEqual(Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, row.valueMinor])));
  for (const row of report.rows) {
    const expected = rows[row.key ?? '(none)'];
    expect(row.conversions).toBeCloseTo(expected.conversions, 6);
    expect(Object.fromEntries(row.deliveryEvidence.map(({ evidence, valueMinor }) => [evidence ?? '(none)', valueMinor]))).toEqual(
      expected.byEvidence,
    );
    if (options.groupBy !== 'day') expect(row).not.toHaveProperty('unattributedConversions');
    else {
      const { conversions, valueMinor } = unattributedDays[row.key ?? ''] ?? { conversions: 0, valueMinor: 0 };
      expect(row).toMatchObject({ unattributedConversions: conversions, unattributedValueMinor: valueMinor });
    }
  }
}

describe('reports', () => {
  test('equal a naive reading of the method over the raw events, whatever the options', async () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const world = randomWorld(seed);
      const tenant = await loadAtOnce(world);
      for (let round = 0; round < 60; round += 1) {
        const options = randomOptions(seed * 1_000 + round);
        await expectOracle(tenant, world, options).catch((error: unknown) => {
          throw new Error(`world ${seed}, options ${JSON.stringify(options)}`, { cause: error });
        });
      }
    }
  });

  test('are the same whatever order events, codes and refunds arrive in, and after a rebuild', async () => {
    for (let seed = 11; seed <= 13; seed += 1) {
      const world = randomWorld(seed, { touchpoints: 60, conversions: 30 });
      const together = await loadAtOnce(world);
      const apart = await loadShuffled(world, seed);
      for (let round = 0; round < 12; round += 1) {
        const options = randomOptions(seed * 1_000 + round);
        expect(await reportOf(apart, options)).toEqual(await reportOf(together, options));
      }
      const before = await reportOf(apart, randomOptions(seed * 2_000));
      await requestRebuild(database.context, 'system', apart.tenantId);
      const rebuilt = await drain(apart);
      expect(rebuilt.changedPaths).toBe(0);
      expect(await reportOf(apart, randomOptions(seed * 2_000))).toEqual(before);
    }
  });

  test('have rows that sum to the attributed totals, and totals that add up', async () => {
    const tenant = await loadAtOnce(randomWorld(21));
    for (let round = 0; round < 30; round += 1) {
      const { totals, rows } = await reportOf(tenant, randomOptions(21_000 + round));
      expect(rows.reduce((sum, row) => sum + row.valueMinor, 0)).toBe(totals.attributedValueMinor);
      expect(rows.reduce((sum, row) => sum + row.conversions, 0)).toBeCloseTo(totals.attributedConversions, 6);
      expect(totals.deliveryEvidence.reduce((sum, part) => sum + part.valueMinor, 0)).toBe(totals.attributedValueMinor);
      expect(totals.deliveryEvidence.reduce((sum, part) => sum + part.conversions, 0)).toBeCloseTo(totals.attributedConversions, 6);
      expect(totals.attributedValueMinor + totals.unattributedValueMinor + totals.organicValueMinor).toBe(totals.valueMinor);
      expect(totals.attributedConversions + totals.unattributedConversions + totals.organicConversions).toBe(totals.conversions);
    }
  });

  test('come out of rollups and out of paths as the same figures', async () => {
    const tenant = await loadAtOnce(randomWorld(31));
    const neutral = { exclude: 'referrer:nobody.example' };
    for (const groupBy of ['campaign', 'channel', 'show', 'episode', 'placement', 'delivery_evidence', 'day']) {
      for (const span of [{}, { from: '2026-08-03', to: '2026-11-02' }, { from: '2026-08-03T07:30:00Z', to: '2026-10-09T23:00:00Z' }]) {
        const query = { groupBy, currency: 'USD', ...span };
        const fromRollups = await getComparison(database.context, tenant.actor, ComparisonQuery.parse(query));
        const fromPaths = await getComparison(database.context, tenant.actor, ComparisonQuery.parse({ ...query, ...neutral }));
        expect({ rows: fromRollups.rows, totals: fromRollups.totals }).toEqual({ rows: fromPaths.rows, totals: fromPaths.totals });
        expect(fromRollups.otherCurrencies).toEqual(fromPaths.otherCurrencies);
      }
    }
  });

  test('are what the explanations of their conversions add up to', async () => {
    const world = randomWorld(41);
    const tenant = await loadAtOnce(world);
    const options = { model: 'position_based', lookbackDays: '60' };
    const report = await getReport(database.context, tenant.actor, ReportQuery.parse({ ...options, groupBy: 'campaign', currency: 'USD' }));
    const sums = new Map<string | null, number>();
    for (const { id } of world.conversions) {
      const explanation = await getExplanation(database.context, tenant.actor, id, ExplanationQuery.parse(options));
      const credited = explanation.touchpoints.reduce((sum, touch) => sum + touch.creditMinor, 0);
      if (explanation.touchpoints.length > 0) expect(credited).toBe(explanation.valueMinor ?? 0);
      if (explanation.currency !== 'USD') continue;
      for (const touch of explanation.touchpoints) sums.set(touch.campaign, (sums.get(touch.campaign) ?? 0) + touch.creditMinor);
    }
    const money = new Map(report.rows.map((row) => [row.key, row.valueMinor]));
    for (const [key, value] of sums) expect(money.get(key)).toBe(value);
    expect([...money.values()].reduce((a, b) => a + b, 0)).toBe([...sums.values()].reduce((a, b) => a + b, 0));
  });
});
