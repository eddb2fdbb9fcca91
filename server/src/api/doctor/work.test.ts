import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { NewEntry } from '../../cost/entries/schema.ts';
import { createEntry } from '../../cost/entries/service.ts';
import { databaseUrl } from '../../platform/postgres/connection.ts';
import { checkCosts, checkIsolation, checkQueues } from './work.ts';

let database: TestDatabase;
let admin: pg.Client;
let tenant: TestTenant;
let slugs: ReadonlyMap<string, string>;
beforeAll(async () => {
  database = await openTestDatabase();
  admin = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await admin.connect();
  tenant = await createTestTenant(database.context);
  slugs = new Map([[tenant.tenantId, 'a']]);
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

/** A context of its own, since what was looked at is remembered for some seconds. */
const later = () => ({ ...database.context });
const wait = (seconds: number) =>
  admin.query(
    `insert into dirty_conversions (tenant_id, conversion_id, priority, reason, waiting_since)
     values ($1, 'c-1', 0, 'new', now() - make_interval(secs => $2))
     on conflict (tenant_id, conversion_id) do update set waiting_since = excluded.waiting_since`,
    [tenant.tenantId, seconds],
  );

test('work that waits is well for minutes, notable after five, and a failure after an hour', async () => {
  expect(await checkQueues(later(), 'system')).toMatchObject({ state: 'ok', detail: 'No background work waits.' });
  for (const [seconds, state] of [
    [10, 'ok'],
    [400, 'warning'],
    [4_000, 'failed'],
  ] as const) {
    await wait(seconds);
    const check = await checkQueues(later(), 'system');
    expect(check).toMatchObject({ name: 'queues', state, detail: expect.stringContaining('longest in conversions: 1 rows') as string });
  }
  await admin.query('delete from dirty_conversions');
});

test('daily sums of costs that are not what their entries come to are told with the tenant', async () => {
  const actor = { ...tenant.actor, role: 'owner' as const };
  const entry = NewEntry.parse({
    kind: 'purchase',
    day: new Date(database.context.clock()).toISOString().slice(0, 10),
    currency: 'USD',
    amount: '12.5',
    note: 'a tool',
  });
  await createEntry(database.context, actor, entry);
  expect(await checkCosts(database.context, 'system', slugs)).toMatchObject({ state: 'ok' });
  for (const [fault, mend] of [
    ['update cost_days set amount = amount + 0.01', 'update cost_days set amount = amount - 0.01'],
    ["update cost_days set kind = 'credit'", "update cost_days set kind = 'purchase'"],
  ]) {
    await admin.query(fault);
    expect(await checkCosts(database.context, 'system', slugs)).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('a (') as string,
    });
    await admin.query(mend);
    expect(await checkCosts(database.context, 'system', slugs)).toMatchObject({ state: 'ok' });
  }
});

test('a table that lets one tenant see another is told, with what to bring it back to', async () => {
  expect(await checkIsolation(database.context)).toMatchObject({ name: 'isolation', state: 'ok' });
  await admin.query('alter table campaigns no force row level security');
  expect(await checkIsolation(database.context)).toMatchObject({ state: 'failed', detail: expect.stringContaining('campaigns') as string });
  await admin.query('alter table campaigns force row level security');
  expect(await checkIsolation(database.context)).toMatchObject({ state: 'ok' });
});
