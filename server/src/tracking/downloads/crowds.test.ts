import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { acceptEpisodeRequests } from '../requests/service.ts';
import { findOverfullDays } from './store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** So many that the planner sees that they are many. */
const ADDRESSES = 3_000;

test('an address is held against its own requests alone, also in a month of which the database has counted nothing yet', async () => {
  const { context } = database;
  const { actor, tenantId } = await createTestTenant(context);
  const occurredAt = new Date(context.clock() - 60_000).toISOString();
  const requests = Array.from({ length: ADDRESSES }, (_, place) => ({
    id: `r-${place}`,
    occurredAt,
    url: 'https://cdn.example.com/1.mp3',
    ip: `23.1.${place >> 8}.${place & 255}`,
  }));
  for (let from = 0; from < ADDRESSES; from += 1_000)
    await acceptEpisodeRequests(context, actor, requests.slice(from, from + 1_000), { source: 'api' });
  const fetched = await inTenant(context.db, tenantId, async (tx) => {
    const days = await tx.query<{ addressKey: string; day: string }>({
      text: `select replace(address_key::text, '-', '') as "addressKey", (occurred_at at time zone 'UTC')::date as day
             from episode_requests`,
    });
    const tuples = async () => {
      const [{ sum }] = await tx.query<{ sum: number }>({
        text: `select sum(seq_tup_read + idx_tup_fetch)::integer as sum from pg_stat_xact_user_tables where relname ~ '^episode_requests_'`,
      });
      return sum;
    };
    const before = await tuples();
    // PostgreSQL keeps one plan for all values from the sixth time on.
    for (let time = 0; time < 8; time += 1) await findOverfullDays(tx, days, 50);
    return (await tuples()) - before;
  });
  expect(fetched).toBe(8 * ADDRESSES);
});
