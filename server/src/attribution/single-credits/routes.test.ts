import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { loadWorld } from '../../../test/loaded-world.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { type OracleOptions, oracleReport } from '../../../test/oracle.ts';
import { reportOptionsQuery } from '../../../test/oracle-query.ts';
import { randomOptions, randomWorld } from '../../../test/random-world.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { putShow } from '../../catalog/shows/service.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { acceptRefunds } from '../../tracking/refunds/service.ts';
import { OwnModelDetails } from '../../tenants/models/schema.ts';
import { computeFits } from '../fit-work/service.ts';
import { NewFit } from '../fits/schema.ts';
import { createFit } from '../fits/service.ts';
import { putModel } from '../models/service.ts';
import { drainTenant } from '../paths/service.ts';
import { CREDIT_MODELS } from '../reports/options.ts';
import { ReportQuery } from '../reports/schema.ts';
import { getReport } from '../reports/service.ts';
import { CAMPAIGN_GROUPINGS, CampaignCreditQuery, SHOW_GROUPINGS, ShowCreditQuery } from './schema.ts';
import { getCampaignCredit, getShowCredit } from './service.ts';

const CAMPAIGNS = ['autumn', 'brand', 'codes-only', 'decoy'];

const SHOWS = ['show-0', 'show-1', 'show-2'];

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await openTestDatabase();
  server = await startTestServer(database.context);
});
afterAll(async () => {
  await server.close();
  await database.close();
});

const creditOf = ({ actor }: TestTenant, campaign: string, query: object) =>
  getCampaignCredit(database.context, actor, campaign, CampaignCreditQuery.parse(query));
const ofShow = ({ actor }: TestTenant, show: string, query: object) =>
  getShowCredit(database.context, actor, show, ShowCreditQuery.parse(query));
const reportOf = ({ actor }: TestTenant, query: object) => getReport(database.context, actor, ReportQuery.parse(query));

/** What a report credits a campaign or a show with, and nothing for one that has no row. */
async function reportRow(tenant: TestTenant, { groupBy, of }: { groupBy: 'campaign' | 'show'; of: string }, query: object) {
  const { rows } = await reportOf(tenant, { ...query, groupBy });
  const found = rows.find(({ key }) => key === of);
  const { conversions, valueMinor, spendMinor, roas, cpaMinor } = found ?? { ...NOTHING, spendMinor: null, roas: null, cpaMinor: null };
  return { conversions, valueMinor, spendMinor, roas, cpaMinor };
}

const NOTHING = { conversions: 0, valueMinor: 0 };
type Sums = typeof NOTHING;

function sumOf(rows: readonly Sums[]): Sums {
  const add = (of: keyof Sums) => rows.reduce((sum, row) => sum + row[of], 0);
  return { conversions: add('conversions'), valueMinor: add('valueMinor') };
}

type Told = Pick<Awaited<ReturnType<typeof creditOf>>, 'totals' | 'rows'>;

/** That totals are a row of the report, and rows sum to them, however they are divided. */
function expectSame(expected: Awaited<ReturnType<typeof reportRow>>, told: readonly Told[]): void {
  for (const { totals, rows } of told) {
    expect(totals.conversions).toBeCloseTo(expected.conversions, 9);
    expect(totals).toEqual({
      ...expected,
      conversions: totals.conversions,
      cpaMinor: expected.cpaMinor && (expect.closeTo(expected.cpaMinor, 6) as number),
    });
    const sum = sumOf(rows);
    expect(sum.conversions).toBeCloseTo(totals.conversions, 9);
    expect(sum.valueMinor).toBe(totals.valueMinor);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  }
}

/** That a campaign's totals are its row of the report, and its rows sum to them, by everything it can be divided by. */
async function expectReport(tenant: TestTenant, campaign: string, query: object): Promise<void> {
  const expected = await reportRow(tenant, { groupBy: 'campaign', of: campaign }, query);
  for (const groupBy of CAMPAIGN_GROUPINGS) expectSame(expected, [await creditOf(tenant, campaign, { ...query, groupBy })]);
}

/** The same of a show and a report by show. */
async function expectShowReport(tenant: TestTenant, show: string, query: object): Promise<void> {
  const expected = await reportRow(tenant, { groupBy: 'show', of: show }, query);
  expect(expected.spendMinor).toBeNull();
  for (const groupBy of SHOW_GROUPINGS) expectSame(expected, [await ofShow(tenant, show, { ...query, groupBy })]);
}

function queryOf(options: OracleOptions) {
  const { model, creditDate } = options;
  return { ...reportOptionsQuery(options), model, creditDate };
}

describe("a campaign's credit", () => {
  test.each([0, 1])('in world %i is its row of the report under whatever options, and its rows sum to it', async (seed) => {
    const tenant = await loadWorld(database.context, randomWorld(seed));
    await putCampaign(database.context, tenant.actor, 'autumn', { spendMinor: 123_456, currency: 'USD' });
    for (let number = 0; number < 5; number += 1) {
      const query = queryOf(randomOptions(50 * seed + number));
      for (const campaign of CAMPAIGNS) await expectReport(tenant, campaign, query);
    }
  });

  test('of all campaigns together is the report, row by row, where every touch has a campaign', async () => {
    const world = randomWorld(7);
    const touchpoints = world.touchpoints.map((touch) => ({ ...touch, campaign: touch.campaign ?? 'decoy' }));
    const tenant = await loadWorld(database.context, { ...world, touchpoints });
    for (const groupBy of CAMPAIGN_GROUPINGS) {
      for (const creditDate of ['conversion', 'touchpoint']) {
        const query = { groupBy, creditDate, model: 'time_decay', currency: 'USD', lookbackDays: '45' };
        const credits = await Promise.all(CAMPAIGNS.map((campaign) => creditOf(tenant, campaign, query)));
        const byKey = Map.groupBy(
          credits.flatMap(({ rows }) => rows),
          ({ key }) => key,
        );
        const { rows } = await reportOf(tenant, query);
        const credited = rows.filter(({ valueMinor, conversions }) => valueMinor > 0 || conversions > 0);
        expect(credited.length).toBeGreaterThan(1);
        for (const { key, label, conversions, valueMinor } of credited) {
          const own = byKey.get(key) ?? [];
          expect(sumOf(own)).toEqual({ conversions: expect.closeTo(conversions, 9) as number, valueMinor });
          expect(new Set(own.map((row) => row.label))).toEqual(new Set([label]));
        }
      }
    }
  });

  test('follows events that come late and money that is given back, and is what was known at an instant', async () => {
    const world = randomWorld(11);
    const tenant = await loadWorld(database.context, { ...world, touchpoints: world.touchpoints.slice(0, 90), refunds: [] });
    const before = await creditOf(tenant, 'autumn', { currency: 'USD' });
    const { context } = database;
    const { asOf } = await reportOf(tenant, { currency: 'USD', asOf: '2999-01-01' });
    expect((await acceptTouchpoints(context, tenant.actor, world.touchpoints.slice(90), 'server')).rejected).toEqual([]);
    for (const [place, { conversionId, valueMinor }] of world.refunds.entries()) {
      await acceptRefunds(context, tenant.actor, conversionId, [{ id: `late-${place}`, occurredAt: '2026-11-19T00:00:00Z', valueMinor }]);
    }
    await drainTenant(context, 'system', tenant.tenantId);
    expect((await creditOf(tenant, 'autumn', { currency: 'USD' })).totals).not.toEqual(before.totals);
    const then = { currency: 'USD', asOf: new Date(Date.parse(asOf ?? '') + 1).toISOString() };
    expect((await creditOf(tenant, 'autumn', then)).totals).toEqual(before.totals);
    await expectReport(tenant, 'autumn', then);
    for (const currency of ['USD', 'EUR']) {
      for (const campaign of CAMPAIGNS) await expectReport(tenant, campaign, { currency });
    }
  });
});

describe("a show's credit", () => {
  test.each([0, 1])('in world %i is its row of a report by show under whatever options, and its rows sum to it', async (seed) => {
    const tenant = await loadWorld(database.context, randomWorld(seed));
    for (let number = 0; number < 5; number += 1) {
      const query = queryOf(randomOptions(50 * seed + number));
      for (const show of SHOWS) await expectShowReport(tenant, show, query);
    }
  });

  test.each([2, 3])('over HTTP, in world %i, is what comes out when every conversion is credited by itself', async (seed) => {
    const world = randomWorld(seed);
    const tenant = await loadWorld(database.context, world);
    let credited = 0;
    for (let number = 0; number < 6; number += 1) {
      const options = { ...randomOptions(70 * seed + number), groupBy: 'show' as const };
      const { rows } = oracleReport(world, options);
      for (const show of SHOWS) {
        const query = new URLSearchParams({ ...queryOf(options), groupBy: 'episode' } as Record<string, string>);
        const path = `/api/v1/attribution/shows/${show}/credit?${query.toString()}`;
        const { status, json } = await server.send('GET', path, { key: tenant.apiKey });
        expect(status).toBe(200);
        const { totals, rows: divided } = json as { totals: Sums; rows: Sums[] };
        const expected = rows[show] ?? NOTHING;
        expect(totals.valueMinor).toBe(expected.valueMinor);
        expect(totals.conversions).toBeCloseTo(expected.conversions, 6);
        expect(sumOf(divided).valueMinor).toBe(expected.valueMinor);
        credited += totals.conversions;
      }
    }
    expect(credited).toBeGreaterThan(1);
  });

  test('by campaign has what each campaign has by show at this show', async () => {
    const tenant = await loadWorld(database.context, randomWorld(7));
    const query = { model: 'time_decay', currency: 'USD', lookbackDays: '45' };
    for (const show of SHOWS) {
      const { rows } = await ofShow(tenant, show, query);
      expect(rows.length).toBeGreaterThan(1);
      for (const { key, conversions, valueMinor } of rows) {
        if (key === null) continue;
        const ofCampaign = (await creditOf(tenant, key, query)).rows.find((row) => row.key === show);
        expect(ofCampaign).toMatchObject({ conversions: expect.closeTo(conversions, 9) as number, valueMinor });
      }
    }
  });

  test('of nobody and of others is refused, as are impossible times; without a touch it has nothing', async () => {
    const [mine, theirs] = [await createTestTenant(database.context), await createTestTenant(database.context)];
    await putShow(database.context, theirs.actor, 'secret', { name: 'Secret' });
    await putShow(database.context, mine.actor, 'quiet', { name: 'Quiet' });
    for (const key of ['secret', 'nobody']) {
      await expect(ofShow(mine, key, {})).rejects.toMatchObject({ code: 'not_found' });
      const { status, text } = await server.send('GET', `/api/v1/attribution/shows/${key}/credit`, { key: mine.apiKey });
      expect(status).toBe(404);
      expect(text).not.toContain('Secret');
    }
    const path = '/api/v1/attribution/shows/quiet/credit';
    for (const bad of ['from=2026-02-01&to=2026-01-01', 'firstShare=0.9', 'groupBy=show', 'placebo=true', 'calibrate=x']) {
      expect((await server.send('GET', `${path}?${bad}`, { key: mine.apiKey })).status, bad).toBe(400);
    }
    expect(await ofShow(mine, 'quiet', {})).toMatchObject({
      show: 'quiet',
      label: 'Quiet',
      groupBy: 'campaign',
      model: 'linear',
      totals: { ...NOTHING, spendMinor: null, roas: null, cpaMinor: null },
      rows: [],
    });
  });
});

describe('under every model', () => {
  /** People who hear two campaigns on three shows, enough of them for a fit. */
  async function fill(tenant: TestTenant): Promise<void> {
    const people = Array.from({ length: 300 }, (_, person) => person);
    const at = (days: number) => new Date(NOW_MS - 60 * 86_400_000 + Math.round(days * 86_400_000)).toISOString();
    const touch = (person: number, number: number) => ({
      id: `t-${person}-${number}`,
      occurredAt: at((person % 20) + number * 2.3),
      kind: 'download',
      campaign: (person + number) % 3 === 0 ? 'brand' : 'autumn',
      show: `show-${(person * 7 + number) % 3}`,
      identity: { userId: `u-${person}` },
    });
    const touchpoints = people.flatMap((person) => [touch(person, 0), touch(person, 1), touch(person, 2)]);
    const conversions = people
      .filter((person) => person % 5 < 3)
      .map((person) => ({
        id: `c-${person}`,
        occurredAt: at((person % 20) + 5 + (person % 7)),
        kind: 'purchase',
        valueMinor: 1_001 + person * 7,
        currency: 'USD',
        identity: { userId: `u-${person}` },
      }));
    expect((await acceptTouchpoints(database.context, tenant.actor, touchpoints, 'server')).rejected).toEqual([]);
    expect((await acceptConversions(database.context, tenant.actor, conversions, 'server')).rejected).toEqual([]);
    await drainTenant(database.context, 'system', tenant.tenantId);
  }

  test("built in, fitted and of one's own, a campaign's credit is its row of the report, with what the fit says", async () => {
    const tenant = await createTestTenant(database.context);
    await fill(tenant);
    expect((await creditOf(tenant, 'autumn', { model: 'markov' })).fit?.says).toContain('Not fitted yet');
    await expectReport(tenant, 'autumn', { model: 'markov' });
    for (const model of ['markov', 'hazard'] as const) await createFit(database.context, tenant.actor, NewFit.parse({ model }));
    await computeFits(database.context, 'system', tenant.tenantId);
    const parameters = { base: 'position_based', parameters: { firstShare: 0.7, lastShare: 0.1, lookbackDays: 20 } };
    await putModel(database.context, tenant.actor, 'front', OwnModelDetails.parse(parameters));
    for (const model of [...CREDIT_MODELS, 'front']) {
      await expectReport(tenant, 'autumn', { model });
      await expectShowReport(tenant, 'show-1', { model });
      const credit = await creditOf(tenant, 'autumn', { model });
      const report = await reportOf(tenant, { model });
      expect(credit.fit).toEqual(report.fit);
      expect(credit.totals.conversions, model).toBeGreaterThan(1);
      expect(credit).toMatchObject({ model: report.model, modelOrigin: 'query', ownModels: report.ownModels });
    }
  });
});

test('campaigns of nobody and of others and impossible times are refused; a campaign without a touch has nothing', async () => {
  const [mine, theirs] = [await createTestTenant(database.context), await createTestTenant(database.context)];
  await putCampaign(database.context, theirs.actor, 'secret', { name: 'Secret' });
  const quiet = { name: 'Quiet', spendMinor: 500, currency: 'USD', defaultModel: 'last_touch' };
  await putCampaign(database.context, mine.actor, 'quiet', quiet);
  for (const key of ['secret', 'nobody']) await expect(creditOf(mine, key, {})).rejects.toMatchObject({ code: 'not_found' });
  await expect(creditOf(mine, 'quiet', { from: '2026-02-01', to: '2026-01-01' })).rejects.toMatchObject({ code: 'invalid_request' });
  await expect(creditOf(mine, 'quiet', { firstShare: '0.9' })).rejects.toMatchObject({ code: 'invalid_request' });
  expect(await creditOf(mine, 'quiet', { currency: 'USD' })).toMatchObject({
    label: 'Quiet',
    model: 'last_touch',
    modelOrigin: 'campaign',
    totals: { ...NOTHING, spendMinor: 500, roas: 0, cpaMinor: null },
    rows: [],
    waitingConversions: 0,
  });
});
