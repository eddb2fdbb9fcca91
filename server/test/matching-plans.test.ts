import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTenant } from '../src/platform/tenant-door.ts';
import { prepareMatchingIn } from '../src/tracking/evidence/service.ts';
import { acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase } from './database.ts';
import { touch } from './filled.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

interface Plan {
  'Index Name'?: string;
  Plans?: Plan[];
}

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
