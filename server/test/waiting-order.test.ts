import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExplanationQuery } from '../src/attribution/explanations/schema.ts';
import { getExplanation } from '../src/attribution/explanations/service.ts';
import { drainRound, drainTenant } from '../src/attribution/paths/service.ts';
import { getStatus } from '../src/attribution/reports/service.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase } from './database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const at = '2026-11-10T10:00:00Z';
const conversion = (id: string) => ({ id, occurredAt: at, kind: 'lead', identity: { userId: id } });

test('live events go before imported ones, and imported conversions wait until all imported touchpoints are taken', async () => {
  const { context } = database;
  const { actor, tenantId } = await createTestTenant(context);
  for (let batch = 0; batch < 6; batch += 1) {
    const items = Array.from({ length: 1_000 }, (_, place) => ({
      id: `imported-${batch}-${place}`,
      occurredAt: at,
      kind: 'download',
      identity: { userId: 'imported' },
    }));
    await acceptTouchpoints(context, actor, items, 'import');
  }
  await acceptConversions(context, actor, [conversion('imported')], 'import');
  await acceptConversions(context, actor, [conversion('live')], 'server');
  await acceptTouchpoints(context, actor, [{ id: 'live', occurredAt: at, kind: 'download', identity: { userId: 'live' } }], 'server');

  const explain = (id: string) => getExplanation(context, actor, id, ExplanationQuery.parse({}));
  await drainRound(context, 'system', tenantId);
  expect((await explain('live')).touchpoints).toHaveLength(1);
  expect(await explain('imported')).toMatchObject({ version: null, waiting: true });
  expect(await getStatus(context, actor)).toMatchObject({ waitingConversions: 1_002, waitingTouchpoints: 1_001 });

  await drainTenant(context, 'system', tenantId);
  expect((await explain('imported')).touchpoints).toHaveLength(6_000);
  expect(await explain('imported')).toMatchObject({ version: 1, waiting: false });
  expect(await getStatus(context, actor)).toEqual({
    waitingConversions: 0,
    waitingTouchpoints: 0,
    oldestWaitingAt: null,
    eventsKeptFrom: null,
    lastCheck: null,
  });
});
