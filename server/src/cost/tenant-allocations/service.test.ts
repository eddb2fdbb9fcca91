import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { recordUsageIn } from '../../metering/usage/service.ts';
import { pageRequest } from '../../platform/paging.ts';
import { inAuth, inClaim, inTenant } from '../../platform/tenant-door.ts';
import { closeTenantIn } from '../../tenants/lifecycle/service.ts';
import { listAlerts } from '../alerts/service.ts';
import { lookAtBudgets } from '../budget-looks/service.ts';
import { BudgetTerms } from '../budgets/schema.ts';
import { putBudget } from '../budgets/service.ts';
import { NewEntry } from '../entries/schema.ts';
import { createEntry, listEntries } from '../entries/service.ts';
import { NewTenantAllocation } from './schema.ts';
import { bookTenantAllocation, createTenantAllocation, getTenantAllocation, listTenantAllocations } from './service.ts';

let database: TestDatabase;
let tenants: TestTenant[];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const OPERATOR = { kind: 'operator', id: '01a213e7-890d-7f87-9b32-3881f0d89edc', name: 'operator:1' } as const;
let uses = 0;
const use = (tenant: TestTenant, quantity: string) => {
  uses += 1;
  const used = { meter: 'emails', id: String(uses), quantity, atMs: Date.parse('2026-11-10T10:00:00Z') } as const;
  return inTenant(database.context.db, tenant.tenantId, (tx) => recordUsageIn(database.context, tx, [used]));
};
const asked = (amount: string, driver: object, more: object = {}) =>
  NewTenantAllocation.parse({ month: '2026-11', currency: 'USD', pools: [{ key: 'hosting', amount, driver }], ...more });
const split = (amount: string, driver: object = { kind: 'usage', meter: 'emails' }) =>
  createTenantAllocation(database.context, OPERATOR, asked(amount, driver));
const book = (id: string) => bookTenantAllocation(database.context, OPERATOR, id);
const entriesOf = async ({ actor }: TestTenant) =>
  (await listEntries(database.context, actor, {}, pageRequest({ limit: 50 }))).items.toReversed();

// The database is one, so that every tenant of it takes part: two are made once for all.
beforeAll(async () => {
  tenants = [await createTestTenant(database.context), await createTestTenant(database.context)].toSorted((a, b) =>
    a.tenantId < b.tenantId ? -1 : 1,
  );
  await use(tenants[0], '1');
  await use(tenants[1], '2');
});
beforeEach(() => database.setNow(Date.parse('2026-11-20T12:00:00Z')));

describe('the operator’s invoice', () => {
  test('is split over tenants by what they used, to the cent, and kept once for the same inputs', async () => {
    const found = await split('1.00');
    expect(found.lines.map(({ part, owner, amountMinor }) => [part, owner, amountMinor])).toEqual([
      ['shared', tenants[0].tenantId, 33],
      ['shared', tenants[1].tenantId, 67],
    ]);
    expect(found).toMatchObject({ version: 1, isLatest: true, amountMinor: 100 });
    expect(await split('1.00')).toEqual(found);
    expect(await getTenantAllocation(database.context, OPERATOR, found.id)).toEqual(found);
    const { items } = await listTenantAllocations(database.context, OPERATOR, '2026-11');
    expect(items.map(({ id, version }) => [id, version])).toEqual([[found.id, 1]]);
  });

  test('is split evenly over all that are open, by weights, and with idle capacity', async () => {
    const even = await split('1.01', { kind: 'even' });
    expect(even.lines.map(({ amountMinor }) => amountMinor)).toEqual([51, 50]);
    const weighted = await split('1.01', { kind: 'weighted', weights: [{ owner: tenants[1].tenantId, weight: '1' }] });
    expect(weighted.lines.map(({ owner, amountMinor }) => [owner, amountMinor])).toEqual([[tenants[1].tenantId, 101]]);
    const idle = await split('1.00', { kind: 'usage', meter: 'emails', capacity: '4' });
    expect(idle.lines.map(({ part, amountMinor }) => [part, amountMinor])).toEqual([
      ['shared', 25],
      ['shared', 50],
      ['idle', 25],
    ]);
  });

  test('is booked once, and a later version books the differences, each to the entry that it corrects', async () => {
    const first = await split('3.00');
    expect(await book(first.id)).toEqual({ entries: 2, tenants: 2, bookedMinor: 300, notBookedMinor: 0 });
    expect(await book(first.id)).toEqual({ entries: 0, tenants: 0, bookedMinor: 0, notBookedMinor: 0 });
    const [entry] = await entriesOf(tenants[1]);
    expect(entry).toMatchObject({
      kind: 'purchase',
      feature: 'hosting',
      amount: '2',
      currency: 'USD',
      bookedMonth: '2026-11',
      note: 'Part of hosting, 2026-11: by usage of emails',
      bookedBy: 'operator:1',
    });
    const second = await split('3.30');
    await expect(book(first.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await book(second.id)).toEqual({ entries: 2, tenants: 2, bookedMinor: 30, notBookedMinor: 0 });
    const third = await split('3.30', { kind: 'fixed', shares: [{ owner: tenants[0].tenantId, percent: '100' }] });
    expect(await book(third.id)).toEqual({ entries: 2, tenants: 2, bookedMinor: 0, notBookedMinor: 0 });
    expect((await entriesOf(tenants[1])).map(({ amount, corrects }) => [amount, corrects])).toEqual([
      ['2', null],
      ['0.2', entry.id],
      ['-2.2', entry.id],
    ]);
    expect((await entriesOf(tenants[0])).map(({ amount }) => amount)).toEqual(['1', '0.1', '2.2']);
  });

  test('tells no tenant of another one', async () => {
    for (const [place, tenant] of tenants.entries()) {
      const other = tenants[1 - place];
      const text = JSON.stringify(await entriesOf(tenant));
      expect(text).not.toContain(other.tenantId);
      const logged = await inTenant(database.context.db, tenant.tenantId, (tx) =>
        tx.query({ text: `select actor, action, target, after from audit_log where action = 'cost_entry.create'` }),
      );
      expect(logged.length).toBeGreaterThan(0);
      expect(JSON.stringify(logged)).not.toContain(other.tenantId);
    }
  });

  test('stands in the log of the installation, with every booking', async () => {
    const rows = await inAuth(database.context.db, (tx) =>
      tx.query<{ action: string }>({ text: `select distinct action from platform_audit_log where action like '%alloca%' order by 1` }),
    );
    expect(rows.map(({ action }) => action)).toEqual(['tenant.book_allocation', 'tenant_allocation.create']);
  });

  test('is refused with a pointer where it cannot be split', async () => {
    await expect(
      createTenantAllocation(database.context, OPERATOR, asked('1', { kind: 'even' }, { month: '2026-12' })),
    ).rejects.toMatchObject({
      errors: [{ pointer: '/month' }],
    });
    await expect(split('1', { kind: 'usage', meter: 'studio' })).rejects.toMatchObject({ errors: [{ pointer: '/pools/0/driver/meter' }] });
    const weights = [{ owner: OPERATOR.id, weight: '1' }];
    await expect(split('1', { kind: 'weighted', weights })).rejects.toMatchObject({
      errors: [{ pointer: '/pools/0/driver/weights/0/owner' }],
    });
    const shares = [{ owner: tenants[0].tenantId, amount: '1.01' }];
    await expect(split('1', { kind: 'fixed', currency: 'USD', shares })).rejects.toMatchObject({ code: 'conflict' });
  });

  test.each([
    [{ amount: '0' }, /above 0/],
    [{ amount: '-1' }, /negative/],
    [{ amount: 'NaN' }, /plain decimal/],
    [{ amount: '1.001' }, /more digits/],
    [{ driver: { kind: 'deliveries' } }, /must be usage/],
    [{ driver: { kind: 'fixed', currency: 'EUR', shares: [{ owner: 'a', amount: '1' }] } }, /must be USD/],
  ])('of which a pool is %j is no invoice', (more, says) => {
    const pool = { key: 'hosting', amount: '1', driver: { kind: 'even' }, ...more };
    const found = NewTenantAllocation.safeParse({ month: '2026-11', currency: 'USD', pools: [pool] });
    expect(found.error?.issues[0].message).toMatch(says);
  });
});

describe('what is booked', () => {
  const support = { month: '2026-11', currency: 'USD', pools: [{ key: 'support', amount: '9.00', driver: { kind: 'even' } }] };
  const total = async () => {
    const all = await Promise.all(tenants.map(entriesOf));
    return all.flat().reduce((sum, { amount }) => sum + Number(amount), 0);
  };

  test('is not taken back by a second invoice that leaves it out, unless that is asked for', async () => {
    const hosting = await split('4.00');
    await book(hosting.id);
    const refused = createTenantAllocation(database.context, OPERATOR, NewTenantAllocation.parse(support));
    await expect(refused).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('The pool "hosting" of 2026-11') });
    const asking = NewTenantAllocation.parse({ ...support, replaces: true });
    const replacing = await createTenantAllocation(database.context, OPERATOR, asking);
    await book(replacing.id);
    expect(await total()).toBeCloseTo(9, 9);
    const back = await createTenantAllocation(database.context, OPERATOR, asked('4.00', { kind: 'even' }, { replaces: true }));
    await book(back.id);
    expect(await total()).toBeCloseTo(4, 9);
  });

  test('is corrected by the operator alone', async () => {
    const part = (await entriesOf(tenants[1])).find(({ kind, amount }) => kind === 'purchase' && Number(amount) > 0);
    const undo = { kind: 'purchase', day: '2026-11-20', currency: 'USD', amount: '-1', note: 'Not ours', corrects: part?.id };
    await expect(createEntry(database.context, tenants[1].actor, NewEntry.parse(undo))).rejects.toMatchObject({
      errors: [{ pointer: '/corrects', detail: expect.stringContaining('only the operator corrects it') }],
    });
  });

  test('is booked by one call at a time, and never from a split that another one has overtaken', async () => {
    const first = await split('5.00');
    const busy = await inClaim(database.context.db, 'tenant allocations of 2026-11 USD', async () => {
      const calls = await Promise.allSettled([book(first.id), split('6.00')]);
      return calls.map((one) => one.status === 'rejected' && one.reason);
    });
    expect(busy).toMatchObject([{ code: 'conflict' }, { code: 'conflict' }]);
    const second = await split('6.00');
    const calls = await Promise.allSettled([book(second.id), book(second.id), book(first.id), split('7.00')]);
    expect(calls[2].status).toBe('rejected');
    const { items } = await listTenantAllocations(database.context, OPERATOR, '2026-11');
    const latest = items.find(({ isLatest }) => isLatest);
    await book(latest?.id ?? '');
    expect(await total()).toBeCloseTo((latest?.amountMinor ?? 0) / 100, 9);
    expect((await book(latest?.id ?? '')).entries).toBe(0);
  });

  test('has the budgets that it passes told in the next look', async () => {
    const { actor, tenantId } = tenants[0];
    const terms = { name: 'All', period: 'monthly', currency: 'USD', amount: '100', thresholds: { actual: [50], forecast: [] } };
    await putBudget(database.context, actor, 'all', BudgetTerms.parse(terms));
    await lookAtBudgets(database.context, 'system', tenantId);
    const even = await split('150.00', { kind: 'even' });
    await book(even.id);
    await lookAtBudgets(database.context, 'system', tenantId);
    const { items } = await listAlerts(database.context, actor, {}, pageRequest({ limit: 5 }));
    expect(items.map(({ kind, threshold }) => [kind, threshold])).toEqual([['actual', '50']]);
  });

  test('of a tenant that closed stays with it in the months that it was open in, and it takes no part in later ones', async () => {
    const leaving = await createTestTenant(database.context);
    const three = await split('9.00', { kind: 'even' });
    await book(three.id);
    await inTenant(database.context.db, leaving.tenantId, (tx) => closeTenantIn(database.context, tx, 'operator:1', { waiveExport: true }));
    expect(await split('9.00', { kind: 'even' })).toEqual(three);
    const more = await split('12.00', { kind: 'even' });
    expect(await book(more.id)).toMatchObject({ entries: 3, tenants: 3, bookedMinor: 300, notBookedMinor: 0 });
    const own = await inTenant(database.context.db, leaving.tenantId, (tx) =>
      tx.query<{ sum: string }>({ text: 'select trim_scale(sum(amount))::text as sum from cost_entries' }),
    );
    expect(own).toEqual([{ sum: '4' }]);
    database.setNow(Date.parse('2026-12-05T12:00:00Z'));
    const pool = { key: 'hosting', amount: '1', driver: { kind: 'even' } };
    const asking = NewTenantAllocation.parse({ month: '2026-12', currency: 'USD', pools: [pool] });
    const later = await createTenantAllocation(database.context, OPERATOR, asking);
    expect(later.lines.map(({ owner }) => owner)).toEqual(tenants.map(({ tenantId }) => tenantId));
  });
});

describe('a booking', () => {
  const ofNovember = (currency: string, driver: object, amount = '10.00') =>
    createTenantAllocation(database.context, OPERATOR, asked(amount, driver, { currency, replaces: true }));
  const entriesIn = async (tenant: TestTenant, currency: string) => (await entriesOf(tenant)).filter((one) => one.currency === currency);

  test('in a closed month stands in the present bill, and says which month it corrects; once it is booked, nothing more is', async () => {
    database.setNow(Date.parse('2026-12-05T12:00:00Z'));
    const late = await ofNovember('GBP', { kind: 'weighted', weights: tenants.map(({ tenantId: owner }) => ({ owner, weight: '1' })) });
    expect(await book(late.id)).toEqual({ entries: 2, tenants: 2, bookedMinor: 1_000, notBookedMinor: 0 });
    expect(await book(late.id)).toEqual({ entries: 0, tenants: 0, bookedMinor: 0, notBookedMinor: 0 });
    for (const tenant of tenants)
      expect(await entriesIn(tenant, 'GBP')).toMatchObject([
        { amount: '5', bookedMonth: '2026-12', correctsMonth: '2026-11', corrects: null },
      ]);
  });

  test('in one currency leaves what is booked in others alone, and books nothing of a tenant that has no part', async () => {
    const before = await Promise.all(tenants.map((tenant) => entriesIn(tenant, 'USD')));
    const only = await ofNovember('SEK', { kind: 'weighted', weights: [{ owner: tenants[1].tenantId, weight: '1' }] });
    expect(await book(only.id)).toEqual({ entries: 1, tenants: 1, bookedMinor: 1_000, notBookedMinor: 0 });
    expect(await entriesIn(tenants[0], 'SEK')).toEqual([]);
    expect(await entriesIn(tenants[1], 'SEK')).toMatchObject([{ amount: '10', kind: 'purchase' }]);
    expect(await Promise.all(tenants.map((tenant) => entriesIn(tenant, 'USD')))).toEqual(before);
  });

  test('of a split that another one follows is refused and books nothing, and there is none of an unknown split', async () => {
    const first = await ofNovember('NOK', { kind: 'even' });
    const second = await ofNovember('NOK', { kind: 'even' }, '12.00');
    await expect(book(first.id)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('later version') });
    expect(await entriesIn(tenants[0], 'NOK')).toEqual([]);
    expect((await book(second.id)).bookedMinor).toBe(1_200);
    await expect(book(OPERATOR.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('stands in the log of each tenant with its amount, and of the installation', async () => {
    const { id } = await ofNovember('DKK', { kind: 'even' });
    await book(id);
    const own = await inTenant(database.context.db, tenants[0].tenantId, (tx) =>
      tx.query<{ actor: string; after: { amount: string } }>({
        text: `select actor, after from audit_log where action = 'cost_entry.create' and after ->> 'currency' = 'DKK'`,
      }),
    );
    expect(own).toMatchObject([{ actor: 'operator:1' }]);
    const rows = await inAuth(database.context.db, (tx) =>
      tx.query<{ target: string }>({
        text: `select target from platform_audit_log where action = 'tenant.book_allocation' and after ->> 'allocation' = $1`,
        values: [id],
      }),
    );
    expect(rows.length).toBeGreaterThanOrEqual(tenants.length);
  });

  test('asks nothing of a tenant that was made after the month, nor of one that closed before it', async () => {
    database.setNow(Date.parse('2026-12-10T12:00:00Z'));
    const newcomer = await createTestTenant(database.context);
    const gone = await createTestTenant(database.context);
    const november = await ofNovember('CHF', { kind: 'even' });
    expect(november.lines.map(({ owner }) => owner)).not.toContain(newcomer.tenantId);
    const weights = [
      { owner: tenants[0].tenantId, weight: '1' },
      { owner: newcomer.tenantId, weight: '1' },
    ];
    await expect(ofNovember('CHF', { kind: 'weighted', weights })).rejects.toMatchObject({
      errors: [{ pointer: '/pools/0/driver/weights/1/owner' }],
    });
    expect((await book(november.id)).bookedMinor).toBe(1_000);
    expect(await entriesIn(newcomer, 'CHF')).toEqual([]);
    await inTenant(database.context.db, gone.tenantId, (tx) => closeTenantIn(database.context, tx, 'operator:1', { waiveExport: true }));
    database.setNow(Date.parse('2027-01-10T12:00:00Z'));
    const ofMonth = async (month: string) => {
      const found = await createTenantAllocation(database.context, OPERATOR, asked('10.00', { kind: 'even' }, { month, currency: 'CHF' }));
      return found.lines.map(({ owner }) => owner);
    };
    expect(await ofMonth('2026-12')).toEqual(expect.arrayContaining([newcomer.tenantId, gone.tenantId]));
    const january = await ofMonth('2027-01');
    expect(january).toContain(newcomer.tenantId);
    expect(january).not.toContain(gone.tenantId);
  });
});
