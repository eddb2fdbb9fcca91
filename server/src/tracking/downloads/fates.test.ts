import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { acceptEpisodeRequests } from '../requests/service.ts';
import { findRequests, takeWaiting, updateFates } from './store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const REQUESTS = 500;

test('that a request was counted is written beside it, and into no index', async () => {
  const { context } = database;
  const { actor, tenantId } = await createTestTenant(context);
  const occurredAt = new Date(context.clock() - 60_000).toISOString();
  const requests = Array.from({ length: REQUESTS }, (_, place) => ({
    id: `r-${place}`,
    occurredAt,
    url: 'https://cdn.example.com/1.mp3',
    ip: `23.1.${place >> 8}.${place & 255}`,
    userAgent: 'AntennaPod/3.4.0',
    range: 'bytes=0-',
  }));
  await acceptEpisodeRequests(context, actor, requests, { source: 'api' });
  const written = await inTenant(context.db, tenantId, async (tx) => {
    const { listeners } = await takeWaiting(tx, REQUESTS);
    const counted = {
      reason: undefined,
      fate: 'download',
      player: 'AntennaPod',
      listVersion: '1',
      touchpointIds: ['download:0123456789abcdef0123456789abcdef'],
      touchpointPrint: '01890af29c5e7d3f8a4b1234567890ab',
    };
    await updateFates(
      tx,
      (await findRequests(tx, listeners)).map((request) => ({ ...counted, request })),
    );
    return tx.query<{ all: number; beside: number }>({
      text: `select sum(n_tup_upd)::integer as all, sum(n_tup_hot_upd)::integer as beside from pg_stat_xact_user_tables
             where relname ~ '^episode_requests_'`,
    });
  });
  expect(written).toEqual([{ all: REQUESTS, beside: REQUESTS }]);
});
