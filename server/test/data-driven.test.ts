import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ExplanationQuery } from '../src/attribution/explanations/schema.ts';
import { getExplanation } from '../src/attribution/explanations/service.ts';
import { computeFits } from '../src/attribution/fit-work/service.ts';
import { NewFit } from '../src/attribution/fits/schema.ts';
import { createFit } from '../src/attribution/fits/service.ts';
import { putModel } from '../src/attribution/models/service.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { ComparisonQuery, ReportQuery } from '../src/attribution/reports/schema.ts';
import { getComparison, getReport } from '../src/attribution/reports/service.ts';
import { createExportCheck } from '../src/attribution/run-checks/rules.ts';
import { verifyRun } from '../src/attribution/run-checks/service.ts';
import { computeRuns } from '../src/attribution/run-work/service.ts';
import { NewRun, RunCredit } from '../src/attribution/runs/schema.ts';
import { createRun, exportCredits, getRun } from '../src/attribution/runs/service.ts';
import { OwnModelDetails } from '../src/tenants/models/schema.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { randomOf } from '../../simulator/src/random.ts';

const DAY_MS = 86_400_000;
const MODELS = ['markov', 'shapley', 'hazard'] as const;

let database: TestDatabase;
let tenant: TestTenant;
let empty: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  [tenant, empty] = [await createTestTenant(database.context), await createTestTenant(database.context)];
  await fill(tenant);
  for (const model of ['markov', 'hazard'] as const) await createFit(database.context, tenant.actor, NewFit.parse({ model }));
  await computeFits(database.context, 'system', tenant.tenantId);
});
afterAll(() => database.close());

/** 500 people who listen to three shows and visit or buy; the last of them hears a show that nobody fitted. */
async function fill({ actor, tenantId }: TestTenant): Promise<void> {
  const { context } = database;
  const random = randomOf(5);
  const at = (ms: number) => new Date(Math.round(ms)).toISOString();
  const touchpoints: object[] = [];
  const conversions: object[] = [];
  for (let person = 0; person < 500; person += 1) {
    const identity = { userId: `u-${person}` };
    const from = NOW_MS - 70 * DAY_MS + random.below(10 * DAY_MS);
    for (let number = 0; number < 3; number += 1) {
      const show = random.pick(['a', 'b', 'c']);
      const more = { campaign: show === 'a' ? 'autumn' : 'brand', kind: 'download', show, identity };
      touchpoints.push({ id: `t-${person}-${number}`, occurredAt: at(from + number * 2 * DAY_MS), ...more });
    }
    if (!random.chance(0.5)) continue;
    const kind = random.chance(0.5) ? 'visit' : 'purchase';
    const money = kind === 'purchase' ? { valueMinor: random.below(10_000), currency: 'USD' } : {};
    conversions.push({ id: `c-${person}`, occurredAt: at(from + random.below(15 * DAY_MS)), kind, identity, ...money });
  }
  const stranger = { kind: 'purchase', valueMinor: 777, currency: 'USD', identity: { userId: 'nobody' } };
  conversions.push({ id: 'stranger', occurredAt: at(NOW_MS - 50 * DAY_MS), ...stranger });
  expect((await acceptTouchpoints(context, actor, touchpoints.slice(0, 1_000), 'server')).rejected).toEqual([]);
  expect((await acceptTouchpoints(context, actor, touchpoints.slice(1_000), 'server')).rejected).toEqual([]);
  expect((await acceptConversions(context, actor, conversions, 'server')).rejected).toEqual([]);
  await drainTenant(context, 'system', tenantId);
}

const reportOf = (asked: object, of = tenant) => getReport(database.context, of.actor, ReportQuery.parse(asked));

describe('a report by a data-driven model', () => {
  test('of conversions without any touch says so, and gives nothing to nobody', async () => {
    const from = new Date(NOW_MS - 50 * DAY_MS);
    const { totals, rows } = await reportOf({ model: 'hazard', from: from.toISOString(), to: new Date(from.getTime() + 1).toISOString() });
    expect(totals.conversions).toBe(1);
    expect(rows).toEqual([]);
    expect(totals).toMatchObject({ attributedConversions: 0, organicConversions: 0, organicValueMinor: 0, organicInterval: null });
    expect(totals.unattributedConversions).toBe(totals.conversions);
  });

  test.each([
    ['touchpointKind', 'download', 'leave touchpointKind out'],
    ['minEvidence', 'user_id', 'send minEvidence=household_ip'],
    ['repeats', 'unique', 'send repeats=every'],
    ['responseSignals', 'touchpoint', 'send responseSignals=evidence'],
  ])(
    'hazard with %s=%s is refused, in reports, comparisons, explanations and runs: it knows every exposure, and exposures alone',
    async (option, value, fix) => {
      const { context } = database;
      const filter = { [option]: value };
      const refused = { code: 'invalid_request', errors: [{ pointer: `/${option}`, detail: expect.stringContaining(fix) }] };
      await expect(reportOf({ model: 'hazard', ...filter })).rejects.toMatchObject(refused);
      const compared = ComparisonQuery.parse({ models: 'linear,hazard', ...filter });
      await expect(getComparison(context, tenant.actor, compared)).rejects.toMatchObject(refused);
      const explained = ExplanationQuery.parse({ model: 'hazard', ...filter });
      await expect(getExplanation(context, tenant.actor, 'stranger', explained)).rejects.toMatchObject(refused);
      const run = NewRun.parse({ model: 'hazard', ...filter, ...(option === 'touchpointKind' ? { touchpointKind: [value] } : {}) });
      await expect(createRun(context, tenant.actor, run)).rejects.toMatchObject(refused);
      for (const model of ['markov', 'shapley']) expect((await reportOf({ model, ...filter })).model).toBe(model);
    },
  );

  test.each(MODELS)('%s: rows, organic and unattributed make up every conversion and every cent, in any grouping', async (model) => {
    for (const groupBy of ['show', 'campaign', 'day']) {
      const { totals, rows, fit } = await reportOf({ model, groupBy });
      const sum = (of: 'conversions' | 'valueMinor') => rows.reduce((all, row) => all + row[of], 0);
      expect(sum('valueMinor')).toBe(totals.attributedValueMinor);
      expect(sum('conversions')).toBeCloseTo(totals.attributedConversions, 6);
      expect(totals.attributedValueMinor + totals.organicValueMinor + totals.unattributedValueMinor).toBe(totals.valueMinor);
      const all = totals.attributedConversions + totals.organicConversions + totals.unattributedConversions;
      expect(all).toBeCloseTo(totals.conversions, 9);
      expect(totals.organicConversions > 0).toBe(model === 'hazard');
      expect(totals.attributedConversions).toBeGreaterThan(0);
      expect(fit).toMatchObject({ unit: 'show', says: model === 'hazard' ? expect.stringMatching(/experiment/) : null });
    }
  });

  test('hazard tells the interval of what is organic, and how far it moves', async () => {
    const { organicConversions, organicInterval, organicSensitivity } = (await reportOf({ model: 'hazard', conversionKind: 'purchase' }))
      .totals;
    expect(organicInterval?.low).toBeLessThanOrEqual(organicConversions);
    expect(organicInterval?.high).toBeGreaterThanOrEqual(organicConversions);
    expect(organicSensitivity?.low).toBeLessThanOrEqual(organicConversions + 1e-9);
    expect((await reportOf({ model: 'hazard' })).totals.organicInterval).toBeNull();
    expect((await reportOf({ model: 'linear' })).totals.organicInterval).toBeNull();
  });

  test('stands beside rules in a comparison, with the same figures as alone', async () => {
    const query = ComparisonQuery.parse({ models: 'linear,hazard,shapley', groupBy: 'show' });
    const comparison = await getComparison(database.context, tenant.actor, query);
    expect(Object.keys(comparison.fits)).toEqual(['hazard', 'shapley']);
    for (const model of ['linear', 'hazard', 'shapley']) {
      const alone = await reportOf({ model, groupBy: 'show' });
      expect(comparison.totals[model]).toEqual(alone.totals);
      for (const row of alone.rows)
        expect(comparison.rows.find(({ key }) => key === row.key)?.credits[model].valueMinor, `${model} ${row.key}`).toBe(row.valueMinor);
    }
  });

  test('credits nothing and says why where there is no fit, or not enough data', async () => {
    const unfitted = await reportOf({ model: 'markov', unit: 'campaign' });
    expect(unfitted).toMatchObject({ rows: [], totals: { attributedConversions: 0, organicConversions: 0 } });
    expect(unfitted.totals.unattributedConversions).toBe(unfitted.totals.conversions);
    expect(unfitted.fit?.says).toMatch(/^Not fitted yet by campaign for this lookback; POST \/attribution\/fits/);
    await createFit(database.context, empty.actor, NewFit.parse({ model: 'hazard' }));
    await computeFits(database.context, 'system', empty.tenantId);
    expect((await reportOf({ model: 'hazard' }, empty)).fit?.says).toMatch(/^Not enough data: 0 conversions/);
  });
});

describe('a data-driven model of one’s own', () => {
  const put = (name: string, base: (typeof MODELS)[number], parameters: object) =>
    putModel(database.context, tenant.actor, name, OwnModelDetails.parse({ base, parameters }));
  beforeAll(async () => {
    await put('split', 'shapley', { unit: 'campaign' });
    await put('rates', 'hazard', { lookbackDays: 30 });
    await put('chain', 'markov', { unit: 'campaign' });
  });

  test.each([
    ['split', { model: 'shapley', unit: 'campaign' }],
    ['rates', { model: 'hazard', unit: 'show', lookbackDays: 30 }],
    ['chain', { model: 'markov', unit: 'campaign' }],
  ])('%s has the figures of its base by the unit it fixes, in a report, a comparison and a run', async (name, plain) => {
    const own = await reportOf({ model: name, groupBy: 'campaign' });
    const { rows, totals, fit, options } = await reportOf({ ...plain, groupBy: 'campaign' });
    expect(own).toMatchObject({ model: `${name}@1`, rows, totals, fit, options });
    const beside = { models: `linear,split,${name}`, groupBy: 'campaign' };
    const compared = await getComparison(database.context, tenant.actor, ComparisonQuery.parse(beside));
    expect({ ...compared.totals[`${name}@1`], deliveryEvidence: [] }).toEqual({ ...totals, deliveryEvidence: [] });
    expect(compared.fits[`${name}@1`]).toEqual(fit);
    if (name === 'chain') return;
    const run = await createRun(database.context, tenant.actor, NewRun.parse({ model: name }));
    expect(run.model).toMatchObject({ name: plain.model, unit: options.unit, own: { name, version: 1 } });
    await computeRuns(database.context, 'system', tenant.tenantId);
    expect(await verifyRun(database.context, tenant.actor, run.id)).toMatchObject({ verdict: 'same' });
  });

  test('explains a conversion by its unit, and says when it is not fitted by that', async () => {
    const query = ExplanationQuery.parse({ model: 'split' });
    const [own, plain] = await Promise.all(
      [query, ExplanationQuery.parse({ model: 'shapley', unit: 'campaign' })].map((asked) =>
        getExplanation(database.context, tenant.actor, 'stranger', asked),
      ),
    );
    expect(own.touchpoints).toEqual(plain.touchpoints);
    expect((await reportOf({ model: 'chain' })).fit?.says).toMatch(/^Not fitted yet by campaign/);
  });

  test('takes no other unit beside its own, and no parameter of a rule', async () => {
    await expect(reportOf({ model: 'split', unit: 'show' })).rejects.toThrow('fixes unit at campaign');
    await expect(put('split', 'shapley', { halfLifeDays: 3 })).rejects.toThrow('halfLifeDays is no parameter of shapley; it takes unit');
    await expect(
      putModel(database.context, tenant.actor, 'decay', OwnModelDetails.parse({ base: 'time_decay', parameters: { unit: 'show' } })),
    ).rejects.toThrow('unit is no parameter of time_decay');
  });
});

test.each(MODELS)('one conversion is explained under %s with the figures of the report over it alone', async (model) => {
  const query = ExplanationQuery.parse({ model });
  let organic = 0;
  let attributed = 0;
  const { totals } = await reportOf({ model, conversionKind: 'purchase' });
  for (let person = 0; person < 500; person += 1) {
    const explanation = await getExplanation(database.context, tenant.actor, `c-${person}`, query).catch(() => undefined);
    if (explanation?.kind !== 'purchase') continue;
    const credited = explanation.touchpoints.reduce((sum, { creditMinor }) => sum + creditMinor, 0);
    if (explanation.touchpoints.length > 0) expect(credited + explanation.organicMinor).toBe(explanation.valueMinor);
    organic += explanation.organicMinor;
    attributed += credited;
    if (explanation.organicMinor > 0) expect(explanation.sentences.join(' ')).toMatch(/to no ad \(organic, a model estimate; /);
  }
  expect(organic).toBe(totals.organicValueMinor);
  expect(attributed).toBe(totals.attributedValueMinor);
});

test.each(MODELS)('a run under %s comes to the report, is verified again, and its export alone finds forgeries', async (model) => {
  const { context } = database;
  const { id } = await createRun(context, tenant.actor, NewRun.parse({ model }));
  await computeRuns(context, 'system', tenant.tenantId);
  const run = await getRun(context, tenant.actor, id);
  if (run.outcome === null) throw new Error(run.failure ?? run.state);
  const { totals } = await reportOf({ model, conversionKind: 'purchase' });
  const money = run.outcome.totals.find(({ currency }) => currency === 'USD');
  expect(money).toMatchObject({ attributedValueMinor: totals.attributedValueMinor, organicValueMinor: totals.organicValueMinor });
  expect(await verifyRun(context, tenant.actor, id)).toMatchObject({ verdict: 'same' });
  let text = '';
  for await (const part of await exportCredits(context, tenant.actor, id, 'ndjson')) text += part;
  const [head, ...lines] = text.trimEnd().split('\n');
  const exportedRun = (JSON.parse(head) as { run: typeof run }).run;
  const rows = lines.map((line) => RunCredit.parse(JSON.parse(line)));
  const findings = (changed: RunCredit[]) => {
    const check = createExportCheck({ model: exportedRun.model, outcome: run.outcome ?? exportedRun.outcome! });
    for (const row of changed) check.add(row);
    return check.finish().findings;
  };
  expect(findings(rows)).toEqual([]);
  const victim = rows.findIndex(({ weight, creditMinor }) => weight !== null && weight < 1 && creditMinor > 1);
  expect(findings(rows.with(victim, { ...rows[victim], creditMinor: rows[victim].creditMinor - 1 }))).not.toEqual([]);
  const withoutOrganic = findings(rows.filter((row) => row.outcome !== 'organic'));
  expect(withoutOrganic.length > 0).toBe(model === 'hazard');
});

test('a run under a model that is not fitted is refused, with what to do', async () => {
  await expect(createRun(database.context, empty.actor, NewRun.parse({ model: 'markov' }))).rejects.toMatchObject({
    code: 'conflict',
    message: 'Not fitted yet by show for this lookback; POST /attribution/fits asks for it.',
  });
});
