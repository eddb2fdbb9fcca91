import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseUrl, withClient } from '../src/platform/postgres/connection.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { NEWEST_EXPOSURE_SINCE } from '../src/tracking/observations/store.ts';
import { prepareMatchingIn } from '../src/tracking/evidence/service.ts';
import { acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase } from './database.ts';
import { touch } from './filled.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  // PostgreSQL counts in the background, in the midst of a test now and then: these tables it leaves alone.
  await inDatabase(
    `do $$ declare month regclass; begin
       for month in select inhrelid from pg_inherits where inhparent = 'touchpoints'::regclass loop
         execute format('alter table %s set (autovacuum_enabled = false)', month);
       end loop;
     end $$`,
  );
});
afterAll(() => database.close());

async function inDatabase(text: string): Promise<void> {
  const { superuser, app } = database.urls;
  await withClient(databaseUrl(superuser, new URL(app).pathname.slice(1)), (client) => client.query(text));
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: Plan[];
}

/** Every step of a plan that reads a table. */
const scansOf = (plan: Plan): Plan[] => [...(plan['Relation Name'] === undefined ? [] : [plan]), ...(plan.Plans ?? []).flatMap(scansOf)];

const indexesOf = (plan: Plan): string[] => [
  ...(plan['Index Name'] === undefined ? [] : [plan['Index Name']]),
  ...(plan.Plans ?? []).flatMap(indexesOf),
];

test.each(['address', 'user', 'email', 'device', 'click'])(
  'touchpoints are looked up by their %s in an index of its own, also in a database that has counted nothing yet',
  async (key) => {
    const { context } = database;
    const { actor, tenantId } = await createTestTenant(context);
    const sent = Array.from({ length: 1_000 }, (_, place) =>
      touch(`t-${place}`, { identity: { userId: `u-${place}`, ip: '203.0.113.7' } }),
    );
    await acceptTouchpoints(context, actor, sent, 'server');
    const rows = await inTenant(context.db, tenantId, async (tx) => {
      await prepareMatchingIn(tx);
      return tx.query<{ 'QUERY PLAN': { Plan: Plan }[] }>({
        text: `explain (format json)
               select t.* from unnest(array[gen_random_uuid()]) as asked (key) cross join lateral (
                 select * from touchpoints
                 where tenant_id = '${tenantId}' and ${key}_key = asked.key
                   and occurred_at between '2026-08-12T10:00:00Z' and '2026-11-10T10:00:00Z' limit 10001
               ) as t`,
      });
    });
    const used = indexesOf(rows[0]['QUERY PLAN'][0].Plan);
    expect(used.length).toBeGreaterThan(0);
    for (const name of used) expect(name).toContain(`${key}_key`);
  },
);

test('whether exposures came since a fit is told by the newest of each month, however many came before', async () => {
  const { context } = database;
  const { actor, tenantId } = await createTestTenant(context);
  const sent = Array.from({ length: 1_000 }, (_, place) => touch(`a-${place}`, { identity: { userId: `u-${place}` } }));
  await acceptTouchpoints(context, actor, sent, 'server');
  const rows = await inTenant(context.db, tenantId, (tx) =>
    tx.query<{ 'QUERY PLAN': { Plan: Plan }[] }>({
      text: `explain (format json) ${NEWEST_EXPOSURE_SINCE}`,
      values: [tenantId, '2026-11-01T00:00:00Z'],
    }),
  );
  const { Plan: plan } = rows[0]['QUERY PLAN'][0];
  const scans = scansOf(plan);
  expect(scans.length).toBeGreaterThan(0);
  for (const scan of scans) expect(scan['Index Name']).toContain('received_at');
  expect(JSON.stringify(plan)).not.toContain('"Sort"');
});
