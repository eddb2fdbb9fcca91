import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { addTestMember, createTestPerson } from '../../../test/people.ts';
import { type OwnUsage, recordUsageIn } from '../../metering/usage/service.ts';
import type { Context } from '../../platform/context.ts';
import { openLog } from '../../platform/log.ts';
import { pageRequest } from '../../platform/paging.ts';
import { inTenant, openDatabase } from '../../platform/tenant-door.ts';
import { suspendTenantIn } from '../../tenants/lifecycle/service.ts';
import type { Alert } from '../alerts/schema.ts';
import { listAlerts } from '../alerts/service.ts';
import { BudgetTerms } from '../budgets/schema.ts';
import { getBudget, putBudget } from '../budgets/service.ts';
import { NewEntry } from '../entries/schema.ts';
import { createEntry } from '../entries/service.ts';
import { getCostForecast } from '../forecasts/service.ts';
import { NewPrice } from '../prices/schema.ts';
import { putPrice } from '../prices/service.ts';
import { rateUsage, startRatings } from '../ratings/service.ts';
import { lookAtBudgets, startBudgetLooks } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;
const NOW = Date.parse('2026-11-20T09:00:00Z');
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
});

const at = (atMs: number, context: Context = database.context) => ({ ...context, clock: () => atMs });
const TERMS = { name: 'Hosting', period: 'monthly', currency: 'USD', amount: '100' };
const put = (key: string, more: object = {}, now = NOW) => putBudget(at(now), tenant.actor, key, BudgetTerms.parse({ ...TERMS, ...more }));
const PURCHASE = { kind: 'purchase', day: '2026-11-10', currency: 'USD', note: 'Hosting' };
const book = (amount: string, more: object = {}, now = NOW) =>
  createEntry(at(now), tenant.actor, NewEntry.parse({ ...PURCHASE, amount, ...more }));
const alerts = async (): Promise<Alert[]> =>
  (await listAlerts(database.context, tenant.actor, {}, pageRequest({ limit: 200 }))).items.toReversed();
const told = async () => (await alerts()).map(({ kind, threshold }) => `${kind} ${threshold}`);
const look = (now = NOW, context = database.context) => lookAtBudgets(at(now, context), 'system', tenant.tenantId);

async function addOwner(): Promise<string> {
  const person = await createTestPerson(database.context);
  await addTestMember(database.context, person, tenant.tenantId, 'owner');
  return person.email;
}
const mailsTo = async (email: string) => (await database.mails()).filter(({ to }) => to === email);

let uses = 0;
/** Money that AI cost on days: what needs no price. */
async function use(days: readonly (readonly [day: string, amount: string])[], more: Partial<OwnUsage> = {}, now = NOW): Promise<void> {
  const used = days.map(([day, quantity]): OwnUsage => {
    uses += 1;
    return { meter: 'ai_spend_usd', id: String(uses), quantity, atMs: Date.parse(`${day}T08:00:00Z`), ...more };
  });
  await inTenant(database.context.db, tenant.tenantId, (tx) => recordUsageIn(database.context, tx, used));
  while (await rateUsage(at(now), 'system', tenant.tenantId));
}
const daysBefore = (day: string, count: number) =>
  Array.from({ length: count }, (_, place) => new Date(Date.parse(day) - (count - place) * DAY_MS).toISOString().slice(0, 10));

describe('two workers and restarts', () => {
  test('tell each threshold once, however many look at once', async () => {
    const owner = await addOwner();
    const other = openDatabase(database.urls, openLog('silent'));
    try {
      await put('a');
      await put('b', { amount: '200' });
      await look();
      await book('150');
      const contexts = [database.context, { ...database.context, db: other }];
      const raised = await Promise.all(Array.from({ length: 8 }, (_, place) => look(NOW, contexts[place % 2])));
      expect(raised.reduce((sum, one) => sum + one, 0)).toBe(5);
      expect(await told()).toEqual(['actual 50', 'actual 80', 'actual 100', 'actual 120', 'actual 50']);
      expect(await mailsTo(owner)).toHaveLength(2);
    } finally {
      await other.close();
    }
  });

  test('tell nothing of a look that was cut off, and everything in the next one', async () => {
    const owner = await addOwner();
    await put('b');
    await look();
    await book('60');
    // The mail cannot be written: its link has no address.
    await expect(lookAtBudgets({ ...at(NOW), publicUrl: 'nowhere' }, 'system', tenant.tenantId)).rejects.toThrow('Invalid URL');
    expect([await told(), await mailsTo(owner)]).toEqual([[], []]);
    expect(await look()).toBe(1);
    expect([await told(), (await mailsTo(owner)).length]).toEqual([['actual 50'], 1]);
  });

  test('miss nothing that is booked while a look is under way', async () => {
    await put('b');
    await look();
    for (let one = 0; one < 12; one += 1) await Promise.all([book('5'), look(), book('5'), look()]);
    await look();
    expect(await told()).toEqual(['actual 50', 'actual 80', 'actual 100', 'actual 120']);
  });
});

test('usage becomes an entry, an alert and a mail by the rounds of the server alone', async () => {
  const owner = await addOwner();
  await putPrice(at(NOW), tenant.actor, 'emails', NewPrice.parse({ currency: 'USD', tiers: [{ upTo: null, price: '0.5' }] }));
  await put('b', { scope: { type: 'feature', key: 'newsletter' } });
  await look();
  const used: OwnUsage = { meter: 'emails', id: 'rounds', quantity: '165', feature: 'newsletter', atMs: NOW };
  await inTenant(database.context.db, tenant.tenantId, (tx) => recordUsageIn(database.context, tx, [used]));
  const rounds = [startRatings(at(NOW), 'system'), startBudgetLooks(at(NOW), 'system')];
  try {
    await expect.poll(() => mailsTo(owner), { timeout: 60_000, interval: 500 }).toHaveLength(1);
  } finally {
    for (const one of rounds) await one.close();
  }
  expect((await mailsTo(owner))[0].text).toContain('The budget “Hosting” has reached 80 % of its limit: 82.50 USD of 100.00 USD is used');
  expect(await told()).toEqual(['actual 50', 'actual 80']);
}, 90_000);

test('a tenant at rest is not told, and is once it is awake', async () => {
  await put('b');
  await book('60');
  await inTenant(database.context.db, tenant.tenantId, (tx) => suspendTenantIn(database.context, tx, 'system'));
  const awake = await createTestTenant(database.context);
  await putBudget(at(NOW), awake.actor, 'b', BudgetTerms.parse(TERMS));
  await createEntry(at(NOW), awake.actor, NewEntry.parse({ ...PURCHASE, amount: '60' }));
  const rounds = startBudgetLooks(at(NOW), 'system');
  const ofAwake = async () => (await listAlerts(database.context, awake.actor, {}, pageRequest({ limit: 9 }))).items;
  try {
    await expect.poll(ofAwake, { timeout: 60_000, interval: 500 }).toHaveLength(1);
  } finally {
    await rounds.close();
  }
  expect(await told()).toEqual([]);
  expect(await look()).toBe(1);
}, 90_000);

describe('a period that is over', () => {
  test('is told of as long as late usage comes for it, by its own days, beside the present one', async () => {
    await put('b', {}, Date.parse('2026-10-20T09:00:00Z'));
    await put('flight', { period: 'flight', startsOn: '2026-10-01', endsOn: '2026-10-31' }, Date.parse('2026-10-20T09:00:00Z'));
    await look(Date.parse('2026-10-20T09:00:00Z'));
    const inDecember = Date.parse('2026-12-05T09:00:00Z');
    await use([['2026-10-31', '60']], {}, inDecember);
    await use([['2026-12-01', '85']], {}, inDecember);
    await look(inDecember);
    expect((await alerts()).map(({ budget, threshold, startsOn, endsOn, used }) => [budget, threshold, startsOn, endsOn, used])).toEqual([
      ['b', '50', '2026-10-01', '2026-10-31', '60'],
      ['b', '50', '2026-12-01', '2026-12-31', '85'],
      ['b', '80', '2026-12-01', '2026-12-31', '85'],
      ['flight', '50', '2026-10-01', '2026-10-31', '60'],
    ]);
    expect((await alerts())[0].finding).toBe(
      'The budget “Hosting” has reached 50 % of its limit for 1 October 2026 to 31 October 2026, which is over: ' +
        '60.00 USD of 100.00 USD is used, 60 %.',
    );
    await use([['2026-10-31', '60']], {}, inDecember);
    expect(await look(Date.parse('2026-12-06T09:00:00Z'))).toBe(3);
    expect((await alerts()).slice(4).map(({ budget }) => budget)).toEqual(['flight', 'flight', 'flight']);
  });

  test('is not told of by a limit that was set when it had ended; a new name sets none', async () => {
    await put('old', {}, Date.parse('2026-10-31T23:00:00Z'));
    await put('new', {}, Date.parse('2026-11-01T00:00:00Z'));
    await put('old', { name: 'Renamed' }, NOW);
    await use([['2026-10-31', '60']], {}, NOW);
    await look();
    expect((await alerts()).map(({ budget, startsOn }) => [budget, startsOn])).toEqual([['old', '2026-10-01']]);
    await put('old', { amount: '110' }, NOW);
    await look();
    expect(await alerts()).toHaveLength(1);
  });
});

describe('what is expected', () => {
  const even = (from: string, count: number, amount = '5') => daysBefore(from, count).map((day) => [day, amount] as const);

  test('is told with its interval once it is likely that the limit is exceeded, and only before it is', async () => {
    await use(even('2026-11-20', 25));
    const fits = await put('fits', { amount: '200' });
    const { state } = await put('exceeds', { amount: '120' });
    expect(state.forecast).toMatchObject({ estimate: 150, baseline: 150, chanceOfExceeding: 1 });
    expect([state.daysOfData, state.withoutForecast]).toEqual([25, null]);
    expect(fits.state.forecast).toMatchObject({ estimate: 150, chanceOfExceeding: 0 });
    const all = await alerts();
    expect(all.filter(({ budget }) => budget === 'fits').map(({ kind }) => kind)).toEqual([]);
    const forecast = all.find(({ kind }) => kind === 'forecast');
    expect(forecast).toMatchObject({ budget: 'exceeds', threshold: '100', used: '95', isLate: true });
    expect(forecast?.finding).toBe(
      'The budget “Hosting” is expected to end above its limit of 120.00 USD: at about 150.00 USD, and four times of five within ' +
        '150.00 USD to 150.00 USD. So far 95.00 USD of 120.00 USD is used, 79.1 %. It was so already when the budget was made or changed.',
    );
  });

  test('knows included quantities and tiers of the months to come, as GET /cost/forecast does', async () => {
    const price = { currency: 'USD', included: '300', tiers: [{ upTo: null, price: '1' }] };
    await putPrice(at(NOW), tenant.actor, 'emails', NewPrice.parse({ ...price, validFrom: '2026-10-01' }));
    const firstOf = Date.parse('2026-11-01T09:00:00Z');
    await use(even('2026-11-01', 31, '11'), { meter: 'emails' }, firstOf);
    // All of October: 341 mails, 300 of them free, so that its last days cost 11 each, and yet November will cost 30 by its end.
    const { state } = await put('b', { amount: '35', thresholds: { actual: [], forecast: [100] } }, firstOf);
    expect(state).toMatchObject({
      used: '0',
      daysOfData: 31,
      forecast: { estimate: 30, chanceOfExceeding: 0, baseline: null, missing: [] },
    });
    await look(firstOf);
    expect(await told()).toEqual([]);
    const { currencies } = await getCostForecast(at(firstOf), tenant.actor, undefined);
    expect(currencies).toMatchObject([{ currency: 'USD', forecast: { estimate: '30' } }]);
  });

  test('of a part is its share of what the days to come cost all, over the months of a quarter', async () => {
    const price = { currency: 'USD', included: '300', tiers: [{ upTo: null, price: '1' }] };
    const october = Date.parse('2026-10-01T09:00:00Z');
    await putPrice(at(october), tenant.actor, 'emails', NewPrice.parse({ ...price, validFrom: '2026-09-01' }));
    for (const [feature, amount] of [
      ['news', '5'],
      ['receipts', '15'],
    ])
      await use(even('2026-10-01', 30, amount), { meter: 'emails', feature }, october);
    const terms = { scope: { type: 'feature', key: 'news' }, amount: '900' };
    const { state } = await put('month', terms, october);
    // 20 a day of which 300 are free: 320 of the 620 of October, a quarter of it for the news.
    expect(state.forecast).toMatchObject({ estimate: 80, low: 80, high: 80 });
    const quarter = await put('quarter', { ...terms, period: 'quarterly' }, october);
    expect(quarter.state.forecast).toMatchObject({ estimate: 80 + 75 + 80 });
    // From November on each costs twice as much: set already, and so known.
    const dearer = { ...price, tiers: [{ upTo: null, price: '2' }], validFrom: '2026-11-01' };
    await putPrice(at(october), tenant.actor, 'emails', NewPrice.parse(dearer));
    expect((await getBudget(at(october), tenant.actor, 'quarter')).state.forecast).toMatchObject({ estimate: 80 + 150 + 160 });
  });

  test('holds what is booked in its currency where a meter changes to another one', async () => {
    const price = { currency: 'USD', tiers: [{ upTo: null, price: '1' }], validFrom: '2026-11-01' };
    await putPrice(at(NOW), tenant.actor, 'emails', NewPrice.parse(price));
    await use(even('2026-11-20', 19), { meter: 'emails' });
    await putPrice(at(NOW), tenant.actor, 'emails', NewPrice.parse({ ...price, currency: 'EUR', validFrom: '2026-11-20' }));
    // What is to come costs euro, and is none of the budget's.
    expect((await put('b')).state).toMatchObject({ used: '95', forecast: { estimate: 95, low: 95, high: 95 } });
  });

  test('of a flight to come counts its own days, and is none of one that ends too far ahead', async () => {
    await use(even('2026-11-20', 25));
    const flight = (startsOn: string, endsOn: string) => put('b', { period: 'flight', startsOn, endsOn, amount: '900' });
    expect((await flight('2027-03-10', '2027-03-19')).state.forecast).toMatchObject({ estimate: 50, low: 50, baseline: null });
    expect((await flight('2027-03-10', '2027-12-25')).state.forecast).not.toBeNull();
    expect((await flight('2027-03-10', '2027-12-26')).state).toMatchObject({
      forecast: null,
      withoutForecast: 'The period ends more than 400 days from now, which is too far ahead for a forecast.',
    });
  });

  test('waits for three whole days of data', async () => {
    await use(even('2026-11-20', 2, '40'));
    const { state } = await put('b', { amount: '300' });
    expect(state).toMatchObject({ forecast: null, daysOfData: 2 });
    expect(state.withoutForecast).toContain('needs 3 whole days with usage that is booked, and there are 2 whole days.');
    expect(await told()).toEqual([]);
    await use([['2026-11-20', '40']]);
    expect(await look(Date.parse('2026-11-21T00:30:00Z'))).toBe(1);
    expect(await told()).toEqual(['forecast 100']);
  });

  test('is looked at every hour, and what is booked by hand counts as far as it is booked', async () => {
    await use(even('2026-11-20', 25));
    await book('40');
    await put('b', { amount: '185', thresholds: { actual: [], forecast: [100] } });
    expect(await told()).toEqual(['forecast 100']);
    await put('c', { amount: '250', thresholds: { actual: [], forecast: [100] } });
    await look();
    await book('70');
    // What is used is looked at now, what is expected within the hour.
    expect(await look(NOW + HOUR_MS - 1)).toBe(0);
    expect(await look(NOW + HOUR_MS)).toBe(1);
    expect((await getBudget(at(NOW), tenant.actor, 'c')).state).toMatchObject({ used: '205', forecast: { estimate: 260 } });
  });
});

test('an unusual day is told once, with what grew the most', async () => {
  const usual = daysBefore('2026-11-19', 40).map((day) => [day, '3'] as const);
  await use(
    usual.map(([day]) => [day, '1'] as const),
    { feature: 'search' },
  );
  await use(usual);
  await use([['2026-11-19', '40']], { feature: 'transcripts' });
  await put('b', { amount: '1000', thresholds: { actual: [], forecast: [] } });
  await put('c', { amount: '1000', thresholds: { actual: [], forecast: [], anomaly: false } });
  expect(await look()).toBe(0);
  expect(await look(NOW + HOUR_MS)).toBe(0);
  expect((await alerts()).map(({ kind, threshold, finding }) => [kind, threshold, finding])).toEqual([
    [
      'anomaly',
      '2026-11-19',
      'The budget “Hosting” had an unusual day. On Thursday, 19 November 2026, usage cost 40.00 USD, which is 36.00 USD more than ' +
        'the usual 4.00 USD of such a day. What grew the most is ai_spend_usd for transcripts, by 40.00 USD. ' +
        'It was so already when the budget was made or changed.',
    ],
  ]);
});
