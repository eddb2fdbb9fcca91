import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { loadWorld } from '../../../test/loaded-world.ts';
import { oracleReport } from '../../../test/oracle.ts';
import { reportOptionsQuery } from '../../../test/oracle-query.ts';
import { randomOptions, randomWorld } from '../../../test/random-world.ts';
import { AdvertiserDetails } from '../../catalog/advertisers/schema.ts';
import { putAdvertiser, removeAdvertiser } from '../../catalog/advertisers/service.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { putShow } from '../../catalog/shows/service.ts';
import { drainTenant } from '../paths/service.ts';
import { CREDIT_MODELS, GROUPINGS } from '../reports/options.ts';
import { ComparisonQuery } from '../reports/schema.ts';
import { getComparison } from '../reports/service.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { reportText } from '../report-schedules/mail.ts';
import { reportCsv } from './rules.ts';
import { ReportChoice } from './schema.ts';
import { getToldReport } from './service.ts';

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await openTestDatabase();
  server = await startTestServer(database.context);
});
// One reader is answered so many pages a minute.
beforeEach(() => database.setNow(database.context.clock() + 61_000));
afterAll(async () => {
  await server.close();
  await database.close();
});

const LINKS = '/api/v1/attribution/report-links';
const SCHEDULES = '/api/v1/attribution/report-schedules';

const toldOf = ({ tenantId }: TestTenant, choice: object) =>
  getToldReport(database.context, 'system', tenantId, ReportChoice.parse(choice));
const fileOf = (told: Awaited<ReturnType<typeof toldOf>>, showsSpend: boolean) => [...reportCsv(told, { showsSpend })].join('');
const post = ({ apiKey }: TestTenant, path: string, body: object) => server.send('POST', path, { key: apiKey, body });

describe('a report of some campaigns alone', () => {
  test.each([0, 1, 2])('in world %i holds what conversions give them one by one, however its rows are', async (seed) => {
    const world = randomWorld(seed);
    const tenant = await loadWorld(database.context, world);
    let credited = 0;
    for (let number = 0; number < 8; number += 1) {
      const options = { ...randomOptions(90 * seed + number), groupBy: 'campaign' as const };
      const { rows } = oracleReport(world, options);
      for (const only of [['autumn'], ['autumn', 'brand'], ['codes-only'], []]) {
        const own = only.flatMap((key) => rows[key] ?? []);
        const expected = {
          valueMinor: own.reduce((sum, row) => sum + row.valueMinor, 0),
          conversions: own.reduce((sum, row) => sum + row.conversions, 0),
        };
        for (const groupBy of GROUPINGS) {
          const { creditDate, model } = options;
          const query = ComparisonQuery.parse({ ...reportOptionsQuery(options), models: model, creditDate, groupBy });
          const told = await getComparison(database.context, tenant.actor, query, new Set(only));
          const { valueMinor, conversions, ...totals } = told.totals[told.models[0]];
          expect(valueMinor).toBe(expected.valueMinor);
          expect(conversions).toBeCloseTo(expected.conversions, 6);
          expect(totals).toMatchObject({ attributedValueMinor: valueMinor, unattributedConversions: 0, organicConversions: 0 });
          expect(told.rows.reduce((sum, row) => sum + row.credits[model].valueMinor, 0)).toBe(valueMinor);
          expect(told).toMatchObject({ otherCurrencies: [], excludedConversions: 0, excludedValueMinor: 0 });
          if (groupBy === 'campaign') expect(only).toEqual(expect.arrayContaining(told.rows.map(({ key }) => key)));
          credited += conversions;
        }
      }
    }
    expect(credited).toBeGreaterThan(1);
  });
});

/** What must not be read by whoever is shown what Lark alone is credited with: names, keys, spend, and sums of all. */
const FOREIGN = /rival|hush|777|4,?321\.09|432109|unattributed|organic|all conversions/i;

/** Two campaigns of Lark and one of its rival, which had part in the same orders, orders of the rival's alone, and orders of nobody. */
async function fill(tenant: TestTenant): Promise<void> {
  const { context } = database;
  const { actor } = tenant;
  await putAdvertiser(context, actor, 'lark', AdvertiserDetails.parse({ name: 'Lark Mattresses' }));
  await putAdvertiser(context, actor, 'rival', AdvertiserDetails.parse({ name: 'Rival Beds' }));
  await putShow(context, actor, 'rival-show', { name: 'Rival Hour' });
  const booked = { currency: 'USD', advertiser: 'lark' };
  await putCampaign(context, actor, 'lark-spring', { ...booked, name: 'Lark Spring', spendMinor: 5_000 });
  await putCampaign(context, actor, 'lark-autumn', { ...booked, name: 'Lark Autumn', spendMinor: 3_000 });
  await putCampaign(context, actor, 'rival-spring', { currency: 'USD', advertiser: 'rival', name: 'Rival Spring', spendMinor: 77_700 });
  await putCampaign(context, actor, 'hush-spent-only', { currency: 'USD', advertiser: 'rival', name: 'Hush', spendMinor: 777_000 });
  const at = (day: number) => ({ occurredAt: `2026-11-${String(day).padStart(2, '0')}T08:00:00Z` });
  const touch = (id: string, userId: string, campaign: string, show: string) => {
    return { id, kind: 'click', campaign, show, episode: `${show}-1`, ...at(1), identity: { userId } };
  };
  const touchpoints = [
    touch('t-1', 'both', 'lark-spring', 'lark-show'),
    touch('t-2', 'both', 'rival-spring', 'rival-show'),
    touch('t-3', 'lark', 'lark-autumn', 'lark-show'),
    touch('t-4', 'rival', 'rival-spring', 'rival-show'),
  ];
  const order = (day: number, userId: string, valueMinor: number, currency = 'USD') => {
    return { id: `o-${day}`, kind: 'purchase', valueMinor, currency, ...at(day), identity: { userId } };
  };
  const orders = [
    order(2, 'both', 10_000),
    order(3, 'lark', 2_000),
    order(4, 'rival', 777_700),
    order(5, 'nobody', 432_109),
    order(6, 'rival', 777_777, 'EUR'),
  ];
  expect((await acceptTouchpoints(context, actor, touchpoints, 'server')).rejected).toEqual([]);
  expect((await acceptConversions(context, actor, orders, 'server')).rejected).toEqual([]);
  await drainTenant(context, 'system', tenant.tenantId);
}

describe('what others are shown of a report that is of one advertiser or campaign', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await createTestTenant(database.context);
    await fill(tenant);
  });

  const models = ['linear', 'last_touch', 'hazard', 'markov'];
  const covers = [{ advertiser: 'lark' }, { campaign: 'lark-spring' }, { campaign: 'lark-autumn' }];
  const cases = covers.flatMap((one) => GROUPINGS.map((groupBy) => [Object.values(one)[0], groupBy, { ...one, groupBy }] as const));

  test('is a report of all without a restriction, in which the searched-for words stand', async () => {
    const told = await toldOf(tenant, { groupBy: 'campaign', models });
    expect(fileOf(told, true)).toMatch(FOREIGN);
    for (const word of ['rival', 'hush', '777', '432109', 'unattributed', 'organic']) expect(fileOf(told, true)).toContain(word);
    expect(reportText(told, { address: 'x', showsSpend: true })).toMatch(/Rival Spring[^]*\$4,321\.09[^]*All conversions/);
  });

  test.each(cases)('%s by %s: page, CSV and mail hold no key, name, money or sum of others', async (_of, _by, report) => {
    for (const shown of [
      { ...report, models: ['linear'] },
      { ...report, models },
      { ...report, models: ['hazard'], days: 30 },
    ]) {
      for (const showsSpend of [true, false]) {
        const made = await post(tenant, LINKS, { report: shown, showsSpend });
        expect(made.status, made.text).toBe(201);
        const { pathname } = new URL((made.json as { address: string }).address);
        const page = await server.send('GET', pathname);
        const file = await server.send('GET', `${pathname}.csv`);
        const told = await toldOf(tenant, shown);
        const mail = reportText(told, { address: 'https://e.example', showsSpend });
        // What the method says of models is the same for everybody, and speaks of organic conversions.
        const read = page.text.replace(/<section>\s*<h2>What this rests on[^]*$/, '');
        for (const text of [read, file.text, mail]) expect(text).not.toMatch(FOREIGN);
        expect(page.text).not.toMatch(/rival|hush|777|4,321/i);
        if (!showsSpend) for (const text of [read, file.text, mail]) expect(text).not.toMatch(/spend|roas|cpa|\$80\.00|8000/i);
      }
    }
  });

  test('says in words what it is of, with its own sums and spend', async () => {
    const made = await post(tenant, LINKS, { report: { advertiser: 'lark', models: ['linear'] }, showsSpend: true });
    const link = made.json as { address: string; report: object };
    expect(link.report).toMatchObject({ advertiser: 'lark' });
    const { pathname } = new URL(link.address);
    const { text } = await server.send('GET', pathname);
    for (const said of [
      'This report covers the campaigns of “Lark Mattresses” alone',
      'All campaigns of “Lark Mattresses”',
      'Credited conversions',
      'Lark Spring',
      'Lark Autumn',
      '$70.00',
      '$80.00',
      '0.88×',
    ])
      expect(text).toContain(said);
    expect((await server.send('GET', `${pathname}.csv`)).text.split('\r\n')).toEqual([
      'model,row,key,label,conversions,valueMinor,spendMinor,roas,cpaMinor,currency,advertiser',
      'linear,credited,lark-spring,Lark Spring,0.5,5000,5000,1,10000,USD,lark',
      'linear,credited,lark-autumn,Lark Autumn,1,2000,3000,0.6666666666666666,3000,USD,lark',
      'linear,all,,all,1.5,7000,8000,0.875,5333.333333333333,USD,lark',
      '',
    ]);
    const told = await toldOf(tenant, { campaign: 'lark-spring', groupBy: 'show', models: ['linear'] });
    const mail = reportText(told, { address: 'https://e.example', showsSpend: true });
    expect(mail).toContain('This report covers the campaign “Lark Spring” alone');
    expect(mail).toMatch(/All of campaign “Lark Spring” +\$50\.00 \(0\.5\)/);
    expect(mail).toMatch(/All of campaign “Lark Spring” +\$50\.00 +1× +\$100\.00/);
  });

  test('does not say how many events wait, as they may be others’', async () => {
    const touch = { id: 't-9', kind: 'click', campaign: 'rival-spring', occurredAt: '2026-11-01T08:00:00Z', identity: { userId: 'late' } };
    await acceptTouchpoints(database.context, tenant.actor, [touch], 'server');
    const told = await toldOf(tenant, { advertiser: 'lark' });
    expect(told.comparison.waitingConversions).toBeGreaterThan(0);
    const mail = reportText(told, { address: 'x', showsSpend: false });
    expect(mail).toContain('Some events still wait to be matched');
    await drainTenant(database.context, 'system', tenant.tenantId);
  });

  test('is refused, at the field, for what the tenant does not have, and for both at once', async () => {
    const other = await createTestTenant(database.context);
    await putCampaign(database.context, other.actor, 'elsewhere', { name: 'Elsewhere' });
    await putAdvertiser(database.context, other.actor, 'elsewhere', AdvertiserDetails.parse({ name: 'Elsewhere' }));
    const schedule = { title: 'Weekly', every: 'day', hour: 8 };
    for (const [path, more] of [
      [LINKS, {}],
      [SCHEDULES, schedule],
    ] as const) {
      for (const field of ['campaign', 'advertiser']) {
        const { status, json } = await post(tenant, path, { ...more, report: { [field]: 'elsewhere' } });
        expect(status).toBe(400);
        expect(json).toMatchObject({ code: 'invalid_request', errors: [{ pointer: `/report/${field}` }] });
      }
      const { status, json } = await post(tenant, path, { ...more, report: { campaign: 'lark-spring', advertiser: 'lark' } });
      expect(status).toBe(400);
      expect(json).toMatchObject({ errors: [{ pointer: '/report/advertiser' }] });
    }
  });

  test('is not shown any longer once its advertiser is gone, rather than of everything', async () => {
    await putAdvertiser(database.context, tenant.actor, 'short', AdvertiserDetails.parse({ name: 'Short' }));
    const made = await post(tenant, LINKS, { report: { advertiser: 'short' } });
    const { pathname } = new URL((made.json as { address: string }).address);
    const before = await server.send('GET', pathname);
    expect(before.status).toBe(200);
    expect(before.text).not.toMatch(FOREIGN);
    await removeAdvertiser(database.context, tenant.actor, 'short');
    database.setNow(database.context.clock() + 61_000);
    const { status, text } = await server.send('GET', pathname);
    expect(status).toBe(410);
    expect(text).not.toMatch(/rival|lark/i);
  });

  test('of an advertiser has the credit of a campaign from when on it is the advertiser’s', async () => {
    const before = (await toldOf(tenant, { advertiser: 'lark', models: ['linear'] })).comparison;
    await putCampaign(database.context, tenant.actor, 'lark-autumn', { advertiser: null });
    const after = (await toldOf(tenant, { advertiser: 'lark', models: ['linear'] })).comparison;
    expect([before, after].map(({ totals }) => totals.linear.valueMinor)).toEqual([7_000, 5_000]);
  });
});

test('every model can be restricted', async () => {
  const tenant = await loadWorld(database.context, randomWorld(5));
  for (const model of CREDIT_MODELS) {
    const { comparison } = await toldOf(tenant, { campaign: 'autumn', models: [model] });
    expect(comparison.rows.every(({ key }) => key === 'autumn')).toBe(true);
  }
});
