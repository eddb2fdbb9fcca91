import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import type { Context } from '../src/platform/context.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { takeTallies, tallyUsage } from '../src/platform/usage-tally.ts';
import { keepStorageIn } from '../src/tenants/quotas/service.ts';
import { acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { reserveSpendIn, settleSpendIn } from '../src/metering/spend/service.ts';
import { getUsage } from '../src/metering/usage/service.ts';
import { flushTallies, sampleUsage } from '../src/metering/collecting/service.ts';

const DAY_MS = 86_400_000;
const PRICES = { inputMicros: 1_000_000, cacheReadMicros: 0, cacheWriteMicros: 0, outputMicros: 1_000_000 };

let database: TestDatabase;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
  takeTallies(database.context.db, database.context.log);
});

async function used(context: Context = database.context): Promise<Record<string, string>> {
  const today = new Date(context.clock());
  const window = { from: '2026-01-01', to: new Date(today.getTime() + DAY_MS).toISOString().slice(0, 10) };
  const { rows } = await getUsage(database.context, tenant.actor, { ...window, groupBy: 'none' });
  return Object.fromEntries(rows.map(({ meter, quantity }) => [meter, quantity]));
}

const touch = (id: string) => ({ id, occurredAt: new Date(NOW_MS - DAY_MS).toISOString(), kind: 'click', identity: { ip: '203.0.113.9' } });

describe('what a process counts in its memory', () => {
  test('is stored once, also when storing it failed before', async () => {
    const { context } = database;
    tallyUsage(context.db, tenant.tenantId, { meter: 'api_calls', quantity: 3 });
    tallyUsage(context.db, tenant.tenantId, { meter: 'egress_bytes', quantity: 1_200 });
    let isDown = true;
    let looks = 0;
    // The first look at the clock is when the counts are taken, the second when they are stored.
    const clock = () => {
      looks += 1;
      if (isDown && looks > 1) throw new Error('the clock is broken');
      return NOW_MS;
    };
    const flaky: Context = { ...context, clock };
    await expect(flushTallies(flaky, 'system')).rejects.toThrow('broken');
    expect(takeTallies(context.db).filter(({ meter }) => meter !== 'database_seconds')).toEqual([]);
    isDown = false;
    await flushTallies(flaky, 'system');
    await flushTallies(flaky, 'system');
    expect(await used()).toMatchObject({ api_calls: '3', egress_bytes: '1200' });
  });

  test('of a tenant that is gone is let go, and holds nobody else’s up', async () => {
    const { context } = database;
    tallyUsage(context.db, '00000000-0000-7000-8000-00000000dead', { meter: 'api_calls', quantity: 3 });
    tallyUsage(context.db, tenant.tenantId, { meter: 'emails', quantity: 1 });
    await flushTallies(context, 'system');
    expect(await used()).toMatchObject({ emails: '1' });
  });

  test('holds how long transactions took, but not those that store it', async () => {
    const { context } = database;
    await inTenant(context.db, tenant.tenantId, (tx) => tx.query({ text: 'select pg_sleep(0.05)' }));
    await flushTallies(context, 'system');
    expect(takeTallies(context.db).filter(({ tenantId }) => tenantId === tenant.tenantId)).toEqual([]);
    expect(Number((await used()).database_seconds)).toBeGreaterThanOrEqual(0.05);
  });
});

describe('what the database tells', () => {
  test('of events is counted once each, whoever looks and how often', async () => {
    const { context } = database;
    await acceptTouchpoints(context, tenant.actor, [touch('1'), touch('2'), touch('2')], 'server');
    await Promise.all([sampleUsage(context, 'system'), sampleUsage(context, 'system')]);
    expect(await used()).toMatchObject({ events: '2' });
    await acceptTouchpoints(context, tenant.actor, [touch('1'), touch('3')], 'server');
    await sampleUsage(context, 'system');
    await sampleUsage(context, 'system');
    expect(await used()).toMatchObject({ events: '3' });
  });

  test('of the last events of a month is counted in that month, also when nobody looked before it ended', async () => {
    const { context } = database;
    await acceptTouchpoints(context, tenant.actor, [touch('1')], 'server');
    const later: Context = { ...context, clock: () => Date.parse('2026-12-01T00:00:30Z') };
    await sampleUsage(later, 'system');
    const { rows } = await getUsage(later, tenant.actor, { from: '2026-11-01', to: '2026-12-01', meter: 'events', groupBy: 'day' });
    expect(rows.map(({ key, quantity }) => [key, quantity])).toEqual([['2026-11-30', '1']]);
  });

  test('of storage is counted by the hour in which it was measured', async () => {
    const { context } = database;
    await inTenant(context.db, tenant.tenantId, (tx) => keepStorageIn(context, tx, 2_500_000_000));
    await sampleUsage(context, 'system');
    await sampleUsage(context, 'system');
    expect(await used()).toMatchObject({ storage_bytes: '2500000000', storage_gb_hours: '2.5' });
    const later: Context = { ...context, clock: () => NOW_MS + 3_600_000 };
    await inTenant(context.db, tenant.tenantId, (tx) => keepStorageIn(later, tx, 1_000_000_000));
    await sampleUsage(later, 'system');
    expect(await used(later)).toMatchObject({ storage_bytes: '1000000000', storage_gb_hours: '3.5' });
  });
});

test('a call to a provider of AI counts its tokens and its money, of the task it was for, once', async () => {
  const { context } = database;
  const within = <Result>(work: Parameters<typeof inTenant<Result>>[2]) => inTenant(context.db, tenant.tenantId, work);
  const request = { meter: 'own', capCents: null, isOperators: false, task: 'brief', prices: PRICES, most: { input: 100, output: 100 } };
  const id = await within((tx) => reserveSpendIn(context, tx, request));
  const usage = {
    provider: 'own',
    model: 'm',
    task: 'ad_reads',
    prices: PRICES,
    tokens: { input: 40, cacheRead: 0, cacheWrite: 0, output: 2 },
  };
  await within((tx) => settleSpendIn(context, tx, id, usage));
  await within((tx) => settleSpendIn(context, tx, id, usage));
  const { rows } = await getUsage(context, tenant.actor, { from: '2026-01-01', to: '2027-01-01', groupBy: 'feature' });
  expect(rows.map(({ meter, key, quantity }) => [meter, key, quantity])).toEqual([
    ['ai_spend_usd', 'ad_reads', '0.000042'],
    ['ai_tokens', 'ad_reads', '42'],
  ]);
});
