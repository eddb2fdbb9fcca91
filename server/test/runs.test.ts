import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { requestRebuild } from '../src/attribution/rebuilds/service.ts';
import { ReportQuery } from '../src/attribution/reports/schema.ts';
import { getReport } from '../src/attribution/reports/service.ts';
import { computeRuns } from '../src/attribution/run-work/service.ts';
import { createExportCheck } from '../src/attribution/run-checks/rules.ts';
import { compareRuns, verifyRun } from '../src/attribution/run-checks/service.ts';
import { createRunSummer } from '../src/attribution/runs/rules.ts';
import { NewRun, RunCredit } from '../src/attribution/runs/schema.ts';
import { createRun, deleteRun, exportCredits, getRun } from '../src/attribution/runs/service.ts';
import { findRun, finishRun, startRun } from '../src/attribution/runs/store.ts';
import { readCsv } from '../src/catalog/bulk/csv.ts';
import { inTenant, type TenantTx } from '../src/platform/tenant-door.ts';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { eraseSubject } from '../src/privacy/subjects/service.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { findSubject } from '../src/tracking/subjects/service.ts';
import { newId } from '../src/platform/chance.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import type { OracleWorld } from './oracle.ts';
import { randomWorld, shuffled } from './random-world.ts';

let database: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase();
  admin = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

const drain = (tenant: TestTenant) => drainTenant(database.context, 'system', tenant.tenantId);

/** Sends a world's events one by one in the order of a seed, matching now and then. */
async function loadShuffled(world: OracleWorld, seed: number): Promise<TestTenant> {
  const { context } = database;
  const tenant = await createTestTenant(context);
  const steps = [
    ...world.touchpoints.map((item) => () => acceptTouchpoints(context, tenant.actor, [item], 'server')),
    ...world.conversions.map((item) => () => acceptConversions(context, tenant.actor, [item], 'server')),
  ];
  for (const [place, step] of shuffled(steps, seed).entries()) {
    expect((await step()).rejected).toEqual([]);
    if (place % 40 === seed) await drain(tenant);
  }
  for (const [place, { conversionId, valueMinor }] of world.refunds.entries())
    await acceptRefunds(context, tenant.actor, conversionId, [{ id: `r-${place}`, occurredAt: '2026-11-19T00:00:00Z', valueMinor }]);
  await drain(tenant);
  return tenant;
}

async function runOf(tenant: TestTenant, asked: object = {}) {
  const { id } = await createRun(database.context, tenant.actor, NewRun.parse(asked));
  await computeRuns(database.context, 'system', tenant.tenantId);
  const run = await getRun(database.context, tenant.actor, id);
  expect(run.failure).toBeNull();
  if (run.outcome === null || run.asOf === null) throw new Error(`the run is ${run.state}`);
  return { ...run, outcome: run.outcome, asOf: run.asOf };
}

async function exported(tenant: TestTenant, id: string, format: 'ndjson' | 'csv' = 'ndjson'): Promise<string[]> {
  let text = '';
  for await (const part of await exportCredits(database.context, tenant.actor, id, format)) text += part;
  return text.trimEnd().split('\n');
}

const creditsOf = async (tenant: TestTenant, id: string) =>
  (await exported(tenant, id)).slice(1).map((line) => RunCredit.parse(JSON.parse(line)));

describe('a run', () => {
  test('that is started anew stays as of the instant it was first started for, and is ended by who started it last', async () => {
    const tenant = await createTestTenant(database.context);
    const { id } = await createRun(database.context, tenant.actor, NewRun.parse({}));
    const inIt = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(database.context.db, tenant.tenantId, work);
    const at = (second: number) => `2026-11-20T00:00:0${second}.000Z`;
    const start = (second: number) => inIt((tx) => startRun(tx, id, { asOf: at(second), startedAt: at(second) }));
    const finish = (second: number) =>
      inIt((tx) => finishRun(tx, { id, startedAt: at(second) }, { state: 'failed', finishedAt: at(9), failure: 'none' }));
    expect(await start(1)).toBe('2026-11-20T00:00:01.000000Z');
    expect(await start(2)).toBe('2026-11-20T00:00:01.000000Z');
    expect(await finish(1)).toBe(false);
    expect(await finish(2)).toBe(true);
    expect(await finish(2)).toBe(false);
    expect(await start(3)).toBeUndefined();
    expect(await inIt((tx) => findRun(tx, id))).toMatchObject({ state: 'failed', asOf: '2026-11-20T00:00:01.000000Z', startedAt: at(2) });
  });

  test('comes to the same hashes whatever the order in which the events came, and after everything was matched again', async () => {
    const world = randomWorld(11, { touchpoints: 120, conversions: 60 });
    const [first, second] = [await loadShuffled(world, 1), await loadShuffled(world, 2)];
    for (const asked of [{}, { model: 'time_decay', lookbackDays: 9 }, { repeats: 'unique', minEvidence: 'user_id' }]) {
      const [one, other] = [await runOf(first, asked), await runOf(second, asked)];
      expect(one.outcome.conversions).toBeGreaterThan(20);
      expect(other.outcome.inputHash).toBe(one.outcome.inputHash);
      expect(other.outcome.outputHash).toBe(one.outcome.outputHash);
      await requestRebuild(database.context, 'system', first.tenantId);
      await drain(first);
      expect((await runOf(first, asked)).outcome).toEqual(one.outcome);
    }
  });

  test('credits what the report shows, in every currency, and its rows sum to its totals', async () => {
    const tenant = await loadShuffled(randomWorld(12, { touchpoints: 120, conversions: 60 }), 3);
    const run = await runOf(tenant, { model: 'position_based' });
    const credits = await creditsOf(tenant, run.id);
    expect(credits).toHaveLength(run.outcome.credits);
    const money = run.outcome.totals.filter(({ currency }) => currency !== null);
    expect(money.length).toBeGreaterThan(1);
    for (const { currency, valueMinor, attributedValueMinor } of money) {
      const report = await getReport(database.context, tenant.actor, ReportQuery.parse({ model: 'position_based', currency }));
      expect(valueMinor).toBe(report.totals.valueMinor);
      expect(attributedValueMinor).toBe(report.totals.attributedValueMinor);
      const rows = Map.groupBy(
        credits.filter((row) => row.currency === currency && row.outcome === 'attributed'),
        ({ campaign }) => campaign,
      );
      const sums = [...rows].map(([key, own]) => [key, own.reduce((sum, { creditMinor }) => sum + creditMinor, 0)] as const);
      const positive = report.rows.filter((row) => row.valueMinor > 0).map((row) => [row.key, row.valueMinor] as const);
      expect(new Map(sums.filter(([, sum]) => sum > 0))).toEqual(new Map(positive));
    }
  });

  test('answers the figures of its instant, whatever comes later, also for a run that asks for that instant', async () => {
    const world = randomWorld(13, { touchpoints: 120, conversions: 60 });
    const tenant = await loadShuffled({ ...world, touchpoints: world.touchpoints.slice(0, 60), refunds: [] }, 4);
    const before = await runOf(tenant);
    const lines = await exported(tenant, before.id);
    const asOf = new Date(Math.ceil(Date.parse(before.asOf) / 1_000) * 1_000).toISOString();
    // The next round's instant must lie behind a whole second, which is as near as this asks.
    await admin.query(`update ledger_heads set at = $2 where tenant_id = $1`, [tenant.tenantId, asOf]);
    for (const item of world.touchpoints.slice(60)) await acceptTouchpoints(database.context, tenant.actor, [item], 'server');
    await drain(tenant);
    const now = await runOf(tenant);
    expect(now.outcome.outputHash).not.toBe(before.outcome.outputHash);
    expect(await exported(tenant, before.id)).toEqual(lines);
    expect(await verifyRun(database.context, tenant.actor, before.id)).toMatchObject({ verdict: 'same', gone: 0, days: [] });
    database.context.clock = () => Date.parse(asOf);
    const again = await runOf(tenant, { asOf });
    expect(again.outcome).toEqual(before.outcome);
    const then = await getReport(database.context, tenant.actor, ReportQuery.parse({ asOf, currency: 'USD' }));
    const money = before.outcome.totals.find(({ currency }) => currency === 'USD');
    expect(then.totals.attributedValueMinor).toBe(money?.attributedValueMinor);
    expect(then.totals.valueMinor).toBe(money?.valueMinor);
    const today = await getReport(database.context, tenant.actor, ReportQuery.parse({ currency: 'USD' }));
    expect(today.totals.attributedValueMinor).not.toBe(then.totals.attributedValueMinor);
  });

  test('is told from a ledger that was written to behind its back', async () => {
    const tenant = await loadShuffled(randomWorld(14, { touchpoints: 80, conversions: 40 }), 5);
    const run = await runOf(tenant);
    const rich = (await creditsOf(tenant, run.id)).find(({ valueMinor }) => valueMinor > 0);
    // The value stands in bytes 16 to 23 of a path; one bit of its fraction is another value.
    const change = `update paths set packed = set_byte(packed, 21, get_byte(packed, 21) # 1) where tenant_id = $1 and conversion_id = $2`;
    await admin.query(change, [tenant.tenantId, rich?.conversionId]);
    const verdict = await verifyRun(database.context, tenant.actor, run.id);
    expect(verdict.verdict).toBe('differs');
    expect(verdict.days.map(({ day }) => day)).toEqual([rich?.convertedAt.slice(0, 10)]);
    await admin.query(change, [tenant.tenantId, rich?.conversionId]);
    expect((await verifyRun(database.context, tenant.actor, run.id)).verdict).toBe('same');
  });

  test('says how many conversions an erasure took, instead of failing', async () => {
    const { context } = database;
    const tenant = await createTestTenant(context);
    const person = (id: string) => ({ userId: id });
    const order = { kind: 'purchase', occurredAt: '2026-11-05T10:00:00Z', valueMinor: 1_000, currency: 'USD' };
    const touch = { kind: 'impression', occurredAt: '2026-11-01T10:00:00Z', campaign: 'autumn' };
    await acceptTouchpoints(
      context,
      tenant.actor,
      ['jane', 'joe'].map((id) => ({ ...touch, id, identity: person(id) })),
      'server',
    );
    await acceptConversions(
      context,
      tenant.actor,
      ['jane', 'joe'].map((id) => ({ ...order, id, identity: person(id) })),
      'server',
    );
    await drain(tenant);
    const run = await runOf(tenant);
    const subject = await findSubject(context, 'system', tenant.tenantId, [person('jane')]);
    await eraseSubject(context, 'system', { tenantId: tenant.tenantId, requestId: newId(), subject, objects: false });
    expect(await verifyRun(context, tenant.actor, run.id)).toMatchObject({ verdict: 'erased', gone: 1, conversions: 1 });
    const { outcome } = await getRun(context, tenant.actor, run.id);
    expect(outcome).toEqual(run.outcome);
  });

  test('is given up when it is deleted before it was computed', async () => {
    const tenant = await createTestTenant(database.context);
    const { id } = await createRun(database.context, tenant.actor, NewRun.parse({}));
    await deleteRun(database.context, tenant.actor, id);
    expect(await computeRuns(database.context, 'system', tenant.tenantId)).toBe(0);
    await expect(getRun(database.context, tenant.actor, id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('an export', () => {
  test('comes to the hashes of its run by itself, as NDJSON, and holds the same rows as CSV', async () => {
    const tenant = await loadShuffled(randomWorld(15, { touchpoints: 80, conversions: 40 }), 6);
    const run = await runOf(tenant, { model: 'linear', exclude: ['priorCustomers'] });
    const credits = await creditsOf(tenant, run.id);
    const summer = createRunSummer();
    for (const rows of Map.groupBy(credits, ({ conversionId }) => conversionId).values()) summer.add(rows);
    expect({ ...summer.finish(), lists: run.outcome.lists }).toEqual(run.outcome);
    expect(run.outcome.totals.some(({ excludedConversions }) => excludedConversions > 0)).toBe(true);
    const [head, ...rows] = await exported(tenant, run.id, 'csv');
    expect(head.split(',')[0]).toBe('conversionId');
    expect(rows.map((row) => row.split(',')[0])).toEqual(credits.map(({ conversionId }) => conversionId));
  });

  test('as CSV has no key that a spreadsheet would run, gives each back when it is read, and as NDJSON still verifies alone', async () => {
    const tenant = await createTestTenant(database.context);
    const keys = ['=HYPERLINK("http://x.example")', '+1', '-1,2', '@SUM(A1)', "'quoted", 'plain'];
    const touchpoints = keys.map((campaign, place) => ({
      id: `=t-${place}`,
      occurredAt: `2026-11-01T0${place}:00:00Z`,
      kind: 'impression',
      campaign,
      identity: { userId: 'somebody' },
    }));
    expect((await acceptTouchpoints(database.context, tenant.actor, touchpoints, 'server')).rejected).toEqual([]);
    const sale = {
      occurredAt: '2026-11-02T00:00:00Z',
      kind: 'purchase',
      valueMinor: 600,
      currency: 'USD',
      identity: { userId: 'somebody' },
    };
    await acceptConversions(database.context, tenant.actor, [{ id: '@order', ...sale }], 'server');
    await drain(tenant);
    const run = await runOf(tenant, { model: 'linear' });
    const text = (await exported(tenant, run.id, 'csv')).join('\n');
    for (const [, quoted, plain] of text.matchAll(/(?<=^|,)(?:"((?:[^"]|"")*)"|([^",\n]*))(?=,|$)/gm))
      expect(quoted ?? plain).not.toMatch(/^[=+\-@\t\r]/);
    const read = readCsv(`${text}\n`);
    if (!Array.isArray(read)) throw new Error(read.detail);
    const column = read[0].cells.indexOf('campaign');
    expect(read.slice(1).map(({ cells }) => cells[column])).toEqual(keys);
    const check = createExportCheck(run);
    for (const row of await creditsOf(tenant, run.id)) check.add(row);
    expect(check.finish()).toEqual({ conversions: 1, credits: keys.length, findings: [] });
  });

  test('is refused while its run waits, with what to do', async () => {
    const tenant = await createTestTenant(database.context);
    const { id } = await createRun(database.context, tenant.actor, NewRun.parse({}));
    await expect(exportCredits(database.context, tenant.actor, id, 'csv')).rejects.toMatchObject({
      code: 'conflict',
      message: 'It is not computed yet; ask again when its state is "done".',
    });
  });
});

describe('the check of an export alone', () => {
  test('finds no fault in what was exported, and each of these forgeries', async () => {
    const tenant = await loadShuffled(randomWorld(16, { touchpoints: 120, conversions: 60 }), 7);
    const run = await runOf(tenant, { model: 'time_decay' });
    const credits = await creditsOf(tenant, run.id);
    const check = (rows: readonly RunCredit[]) => {
      const checked = createExportCheck(run);
      for (const row of rows) checked.add(row);
      return checked.finish();
    };
    expect(check(credits)).toEqual({ conversions: run.outcome.conversions, credits: run.outcome.credits, findings: [] });
    const longest = credits.find(({ weight, creditMinor }) => weight !== null && weight < 1 && creditMinor > 1);
    if (!longest) throw new Error('the world has no path of several touchpoints');
    const forged: Record<string, RunCredit[]> = {
      money: credits.map((row) => (row === longest ? { ...row, creditMinor: row.creditMinor - 1 } : row)),
      weight: credits.map((row) => (row === longest ? { ...row, weight: 0.5 } : row)),
      campaign: credits.map((row) => (row === longest ? { ...row, campaign: 'another' } : row)),
      left: credits.filter((row) => row !== longest),
      order: credits.toReversed(),
      value: credits.map((row) => (row.conversionId === longest.conversionId ? { ...row, valueMinor: row.valueMinor + 100 } : row)),
    };
    for (const [name, rows] of Object.entries(forged)) expect(check(rows).findings, name).not.toEqual([]);
  });
});

describe('two runs', () => {
  test('are told apart by the late touchpoint, by the parameter, and by the credit that moved', async () => {
    const { context } = database;
    const tenant = await createTestTenant(context);
    const identity = { userId: 'u' };
    const order = { kind: 'purchase', occurredAt: '2026-11-05T10:00:00Z', valueMinor: 1_000, currency: 'USD', identity };
    const touch = (id: string, campaign: string) => ({ id, kind: 'impression', occurredAt: '2026-11-01T10:00:00Z', campaign, identity });
    await acceptTouchpoints(context, tenant.actor, [touch('t-1', 'autumn')], 'server');
    await acceptConversions(context, tenant.actor, [{ ...order, id: 'c-1' }], 'server');
    await drain(tenant);
    const first = await runOf(tenant);
    await acceptTouchpoints(context, tenant.actor, [touch('t-0', 'brand')], 'server');
    await acceptConversions(context, tenant.actor, [{ ...order, id: 'c-2', identity: { userId: 'nobody' } }], 'server');
    await drain(tenant);
    const second = await runOf(tenant, { model: 'first_touch' });
    const comparison = await compareRuns(context, tenant.actor, first.id, { with: second.id, groupBy: 'campaign' });
    expect(comparison.parameters).toEqual([{ name: 'name', before: 'linear', after: 'first_touch' }]);
    expect(comparison.conversions).toEqual({ same: 0, changed: 1, added: 1, removed: 0 });
    expect(comparison.reasons).toEqual([
      { reason: 'late_touchpoint', conversions: 1 },
      { reason: 'new', conversions: 1 },
    ]);
    expect(comparison.rows).toEqual([
      { key: 'autumn', currency: 'USD', before: { conversions: 1, valueMinor: 1_000 }, after: { conversions: 0, valueMinor: 0 } },
      { key: 'brand', currency: 'USD', before: { conversions: 0, valueMinor: 0 }, after: { conversions: 1, valueMinor: 1_000 } },
    ]);
    expect(comparison.examples[0]).toMatchObject({ conversionId: 'c-1', change: 'changed', touchpointsAdded: ['t-0'] });
    const same = await compareRuns(context, tenant.actor, first.id, { with: first.id, groupBy: 'campaign' });
    expect(same).toMatchObject({ conversions: { same: 1, changed: 0 }, reasons: [], rows: [], parameters: [] });
  });
});
