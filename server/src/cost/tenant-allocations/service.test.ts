import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { recordUsageIn } from '../../metering/usage/service.ts';
import { pageRequest } from '../../platform/paging.ts';
import { inAuth, inTenant } from '../../platform/tenant-door.ts';
import { listEntries } from '../entries/service.ts';
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
    expect(await book(first.id)).toEqual({ entries: 2, tenants: 2, bookedMinor: 300 });
    expect(await book(first.id)).toEqual({ entries: 0, tenants: 0, bookedMinor: 0 });
    const [entry] = await entriesOf(tenants[1]);
    expect(entry).toMatchObject({
      kind: 'purchase',
      feature: 'hosting',
      amount: '2',
      currency: 'USD',
      bookedMonth: '2026-11',
      note: 'Part of hosting, 2026-11: 66.67 % by usage of emails',
      bookedBy: 'operator:1',
    });
    const second = await split('3.30');
    await expect(book(first.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await book(second.id)).toEqual({ entries: 2, tenants: 2, bookedMinor: 30 });
    const third = await split('3.30', { kind: 'fixed', shares: [{ owner: tenants[0].tenantId, percent: '100' }] });
    expect(await book(third.id)).toEqual({ entries: 2, tenants: 2, bookedMinor: 0 });
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
