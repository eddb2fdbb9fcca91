import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { addTestMember, createTestPerson } from '../../../test/people.ts';
import { putAdvertiser } from '../../catalog/advertisers/service.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { pageRequest } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { Actor } from '../../tenants/authorize.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { putSettings } from '../../tenants/settings/service.ts';
import { listAlerts } from '../alerts/service.ts';
import { lookAtBudgets } from '../budget-looks/service.ts';
import { NewEntry } from '../entries/schema.ts';
import { createEntry } from '../entries/service.ts';
import { BudgetTerms } from './schema.ts';
import { getBudget, listBudgets, putBudget, removeBudget } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;
const NOW = Date.parse('2026-11-20T09:00:00Z');

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
});

const at = (atMs: number) => ({ ...database.context, clock: () => atMs });
const TERMS = { name: 'Hosting', period: 'monthly', currency: 'USD', amount: '100' };
const put = (key: string, more: object = {}, { actor = tenant.actor, now = NOW }: { actor?: Actor; now?: number } = {}) =>
  putBudget(at(now), actor, key, BudgetTerms.parse({ ...TERMS, ...more }));
const PURCHASE = { kind: 'purchase', day: '2026-11-10', currency: 'USD', note: 'Hosting' };
const book = (amount: string, more: object = {}, now = NOW) =>
  createEntry(at(now), tenant.actor, NewEntry.parse({ ...PURCHASE, amount, ...more }));
const get = (key: string, now = NOW) => getBudget(at(now), tenant.actor, key);
const told = async (budget?: string, actor = tenant.actor) =>
  (await listAlerts(database.context, actor, { budget }, pageRequest({ limit: 100 }))).items
    .toReversed()
    .map(({ kind, threshold, limitVersion, isLate }) => `${kind} ${threshold} v${limitVersion}${isLate ? ' late' : ''}`);
const look = (now = NOW) => lookAtBudgets(at(now), 'system', tenant.tenantId);

async function addOwner(): Promise<string> {
  const person = await createTestPerson(database.context);
  await addTestMember(database.context, person, tenant.tenantId, 'owner');
  return person.email;
}
const mailsTo = async (email: string) => (await database.mails()).filter(({ to }) => to === email);

describe('a budget', () => {
  test('stands at what is booked in its period, in its currency, of its scope', async () => {
    await putAdvertiser(database.context, tenant.actor, 'acme', { name: 'Acme', siteHost: null });
    for (const [key, advertiser] of [
      ['spring', 'acme'],
      ['autumn', 'acme'],
      ['other', null],
    ] as const)
      await putCampaign(database.context, tenant.actor, key, { advertiser });
    await book('10', { campaign: 'spring' });
    await book('5.5', { campaign: 'autumn', feature: 'transcripts' });
    await book('2', { campaign: 'other', day: '2026-11-30' });
    await book('1', { feature: 'transcripts' });
    await book('7', { currency: 'EUR', campaign: 'spring' });
    await book('-0.25', { kind: 'credit' });
    const budgets = {
      all: {},
      spring: { scope: { type: 'campaign', key: 'spring' } },
      acme: { scope: { type: 'advertiser', key: 'acme' } },
      transcripts: { scope: { type: 'feature', key: 'transcripts' } },
      flight: { period: 'flight', startsOn: '2026-11-11', endsOn: '2026-12-31' },
      quarter: { period: 'quarterly' },
    };
    for (const [key, more] of Object.entries(budgets)) await put(key, more);
    const used = Object.fromEntries((await listBudgets(at(NOW), tenant.actor)).map(({ key, state }) => [key, state.used]));
    expect(used).toEqual({ all: '18.25', spring: '10', acme: '15.5', transcripts: '6.5', flight: '2', quarter: '18.25' });
    expect((await get('spring')).state).toMatchObject({
      startsOn: '2026-11-01',
      endsOn: '2026-11-30',
      phase: 'running',
      percent: 10,
      uncounted: [{ currency: 'EUR', amount: '7' }],
      forecast: null,
      withoutForecast: 'Not enough data: a forecast needs 3 whole days with usage that is booked, and there are 0 whole days.',
    });
    expect((await get('all')).state.uncounted).toEqual([{ currency: 'EUR', amount: '7' }]);
    expect((await get('flight', Date.parse('2027-01-02T00:00:00Z'))).state).toMatchObject({
      phase: 'ended',
      withoutForecast: 'The period is over.',
    });
  });

  test('of spend stands at the booked spend of whole campaigns', async () => {
    await putAdvertiser(database.context, tenant.actor, 'acme', { name: 'Acme', siteHost: null });
    await putCampaign(database.context, tenant.actor, 'spring', { advertiser: 'acme', spendMinor: 1_250, currency: 'USD' });
    await putCampaign(database.context, tenant.actor, 'autumn', { advertiser: 'acme', spendMinor: 5_000, currency: 'USD' });
    await putCampaign(database.context, tenant.actor, 'winter', { advertiser: 'acme', spendMinor: 700, currency: 'JPY' });
    const past = { startsOn: '2025-10-01', endsOn: '2025-11-30', spendMinor: 90_000, currency: 'USD' };
    await putCampaign(database.context, tenant.actor, 'past', { advertiser: 'acme', ...past });
    const flight = { counts: 'spend', period: 'flight', startsOn: '2026-11-01', endsOn: '2026-11-30' };
    await put('spring', { ...flight, scope: { type: 'campaign', key: 'spring' } });
    await put('acme', { ...flight, scope: { type: 'advertiser', key: 'acme' } });
    expect((await get('spring')).state).toMatchObject({ used: '12.5', percent: 12.5, forecast: null });
    expect((await get('acme')).state).toMatchObject({ used: '62.5', uncounted: [{ currency: 'JPY', amount: '700' }] });
    expect(await told('acme')).toEqual(['actual 50 v1 late']);
    await putCampaign(database.context, tenant.actor, 'spring', { advertiser: 'acme', spendMinor: 9_000, currency: 'USD' });
    expect(await look()).toBe(5);
    await putCampaign(database.context, tenant.actor, 'spring', { advertiser: 'acme', spendMinor: 10_000, currency: 'USD' });
    expect([await look(NOW + 29_000), await look(NOW + 30_000)]).toEqual([0, 1]);
    expect(await told('spring')).toEqual(['actual 50 v1', 'actual 80 v1', 'actual 100 v1']);
  });

  test('has the months of the time zone of the tenant', async () => {
    await putSettings(database.context, tenant.actor, tenant.tenantId, { ...TENANT_DEFAULTS, timeZone: 'Pacific/Auckland' });
    const lastHour = Date.parse('2026-11-30T10:30:00Z');
    const firstHour = Date.parse('2026-11-30T11:30:00Z');
    await book('90', { day: '2026-11-30' }, lastHour);
    await put('zone', {}, { now: lastHour });
    expect((await get('zone', lastHour)).state).toMatchObject({ startsOn: '2026-11-01', used: '90' });
    expect((await get('zone', firstHour)).state).toMatchObject({ startsOn: '2026-12-01', endsOn: '2026-12-31', used: '0' });
    await book('55', { day: '2026-12-01' }, firstHour);
    expect(await look(firstHour)).toBe(1);
    expect(await told()).toEqual(['actual 50 v1 late', 'actual 80 v1 late', 'actual 50 v1']);
  });

  test('is kept with an audit row for each change, and none where nothing changes', async () => {
    const first = await put('b');
    expect(first).toMatchObject({ limitVersion: 1, amount: '100', thresholds: { actual: [50, 80, 100, 120], forecast: [100] } });
    expect(await put('b', { amount: '100.00' }, { now: NOW + 60_000 })).toEqual(first);
    expect(await put('b', { name: 'Other' })).toMatchObject({ name: 'Other', limitVersion: 1 });
    expect(await put('b', { name: 'Other', amount: '200' })).toMatchObject({ limitVersion: 2 });
    await removeBudget(at(NOW), tenant.actor, 'b');
    await expect(get('b')).rejects.toMatchObject({ code: 'not_found' });
    await expect(removeBudget(at(NOW), tenant.actor, 'b')).rejects.toMatchObject({ code: 'not_found' });
    const rows = await inTenant(database.context.db, tenant.tenantId, (tx) =>
      tx.query({
        text: `select action, target, actor, before ->> 'amount' as before, after ->> 'amount' as after from audit_log
               where action like 'budget.%' order by seq`,
      }),
    );
    const row = { target: 'b', actor: tenant.actor.name };
    expect(rows).toEqual([
      { ...row, action: 'budget.put', before: null, after: '100' },
      { ...row, action: 'budget.put', before: '100', after: '100' },
      { ...row, action: 'budget.put', before: '100', after: '200' },
      { ...row, action: 'budget.delete', before: '200', after: null },
    ]);
  });

  test('is refused where its campaign or advertiser is not there', async () => {
    const other = await createTestTenant(database.context);
    await putCampaign(database.context, other.actor, 'theirs', { name: 'Theirs' });
    for (const type of ['campaign', 'advertiser'])
      await expect(put('b', { scope: { type, key: 'theirs' } })).rejects.toMatchObject({
        code: 'invalid_request',
        errors: [{ pointer: '/scope/key', detail: `There is no ${type} with this key.` }],
      });
  });

  test('and its alerts are nobody else’s, and are changed by whoever administers alone', async () => {
    await book('90');
    await put('b');
    const other = await createTestTenant(database.context);
    expect(await listBudgets(at(NOW), other.actor)).toEqual([]);
    expect(await told(undefined, other.actor)).toEqual([]);
    await expect(getBudget(at(NOW), other.actor, 'b')).rejects.toMatchObject({ code: 'not_found' });
    await expect(removeBudget(at(NOW), other.actor, 'b')).rejects.toMatchObject({ code: 'not_found' });
    await put('b', {}, { actor: other.actor });
    expect(await told(undefined, other.actor)).toEqual([]);
    const billing: Actor = { ...tenant.actor, kind: 'member', role: 'billing', scopes: [] };
    expect(await listBudgets(at(NOW), billing)).toHaveLength(1);
    await expect(put('b', {}, { actor: billing })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(removeBudget(at(NOW), billing, 'b')).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('an alert', () => {
  test('comes once when a threshold is reached, and again when the limit changes', async () => {
    const owner = await addOwner();
    await put('b');
    await look();
    await book('80');
    expect([await look(), await look()]).toEqual([2, 0]);
    await book('5');
    expect(await look()).toBe(0);
    expect(await told()).toEqual(['actual 50 v1', 'actual 80 v1']);
    expect((await mailsTo(owner)).map(({ subject }) => subject)).toEqual([`${tenantName()}: budget Hosting, 80 % used`]);
    await put('b', { amount: '90' });
    expect(await told()).toEqual(['actual 50 v1', 'actual 80 v1', 'actual 50 v2 late', 'actual 80 v2 late']);
    await book('10');
    expect(await look()).toBe(1);
    expect((await get('b')).state.alerts.map(({ threshold }) => threshold)).toEqual(['100', '80', '50', '80', '50']);
    expect(await mailsTo(owner)).toHaveLength(3);
  });

  test('comes at once of what is reached already when the budget is made, and its mail says so', async () => {
    const owner = await addOwner();
    await book('130.5');
    await put('b', { name: 'Hosting of the network' });
    expect(await told()).toEqual(['actual 50', 'actual 80', 'actual 100', 'actual 120'].map((one) => `${one} v1 late`));
    const [mail, ...rest] = await mailsTo(owner);
    expect(rest).toEqual([]);
    expect(mail.subject).toBe(`${tenantName()}: budget Hosting of the network, 130.5 % used`);
    expect(mail.text.split('\n').slice(0, 7)).toEqual([
      'The budget “Hosting of the network” has reached 120 % of its limit: 130.50 USD of 100.00 USD is used, 130.5 %. ' +
        'It was so already when the budget was made or changed.',
      '',
      'The budget counts what is booked for the whole tenant in USD, with credits and taxes.',
      'Its period is 1 November 2026 to 30 November 2026.',
      '',
      'Look at what it was used for, and lower that or raise the limit: https://earshot.example/cost/budgets',
      'Each threshold is told once in a period, and again after the budget is changed.',
    ]);
  });

  test('comes again in the next period, and after the budget was removed and made anew', async () => {
    await book('60');
    await put('b');
    await removeBudget(at(NOW), tenant.actor, 'b');
    expect(await told()).toEqual(['actual 50 v1 late']);
    await put('b');
    const december = Date.parse('2026-12-02T09:00:00Z');
    await book('60', { day: '2026-12-01' }, december);
    expect(await look(december)).toBe(1);
    expect(await told()).toEqual(['actual 50 v1 late', 'actual 50 v2 late', 'actual 50 v2']);
  });

  test('of a sum comes beside those of percentages', async () => {
    await put('b', { thresholds: { actual: [100], amounts: ['25.50'] } });
    await book('25.5');
    expect(await look()).toBe(1);
    expect(await told()).toEqual(['amount 25.5 v1']);
  });

  test('is listed page by page, the newest first, of one budget where it is named', async () => {
    await book('90');
    for (const key of ['a', 'b']) await put(key);
    const page = (cursor?: string) => listAlerts(database.context, tenant.actor, {}, pageRequest({ limit: 3, cursor }));
    const first = await page();
    const second = await page(first.nextCursor ?? '');
    expect([...first.items, ...second.items].map(({ budget, threshold }) => `${budget} ${threshold}`)).toEqual([
      'b 80',
      'b 50',
      'a 80',
      'a 50',
    ]);
    expect(await told('a')).toEqual(['actual 50 v1 late', 'actual 80 v1 late']);
    await expect(page(Buffer.from('x').toString('base64url'))).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('is audited, and queued for the webhooks that want it', async () => {
    const rowsOf = (text: string) => inTenant(database.context.db, tenant.tenantId, (tx) => tx.query<Record<string, unknown>>({ text }));
    await inTenant(database.context.db, tenant.tenantId, async (tx) => {
      for (const [place, types] of ['{cost.alert}', '{audit.checkpoint}'].entries())
        await tx.query({
          text: `insert into webhooks (tenant_id, id, url, description, types, min_severity, sealed_secret)
                 values ($1, gen_random_uuid(), $2, '', $3::text[], 'info', '\\x00')`,
          values: [tx.tenantId, `https://receiver.example/${place}`, types],
        });
    });
    await put('b');
    await book('51');
    await look();
    const deliveries = await rowsOf(`select d.type, d.body from webhook_deliveries d join webhooks w on w.id = d.webhook_id`);
    expect(deliveries.map(({ type, body }) => [type, JSON.parse(String(body))])).toMatchObject([
      ['cost.alert', { type: 'cost.alert', data: { tenant: tenant.tenantId, budget: 'b', kind: 'actual', threshold: '50', used: '51' } }],
    ]);
    expect(await rowsOf(`select actor, target, after from audit_log where action = 'cost_alert.raise'`)).toEqual([
      { actor: 'system', target: 'b', after: { budget: 'b', alerts: ['actual 50'], startsOn: '2026-11-01', used: '51' } },
    ]);
  });
});

const tenantName = () => `Tenant ${tenant.slug.replace('tenant-', '')}`;
