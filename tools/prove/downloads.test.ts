import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase } from '../../server/test/database.ts';
import { countDay } from './downloads/count.ts';
import { recordDay } from './downloads/network.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test('the downloads counted of a recorded day are within 0.5 % of those its listeners made', { timeout: 120_000 }, async () => {
  const day = recordDay({ seed: 7, listeners: 1_500, day: '2026-11-15T00:00:00.000Z' });
  const { actor } = await createTestTenant(database.context);
  const counted = await countDay(database.context, actor, day);
  expect(counted.rejected).toBe(0);
  expect(counted.accepted).toBe(day.rows.length + day.seen.length);
  expect(counted.duplicates).toBeGreaterThan(0);
  expect(Math.abs(counted.waterfall.downloads / day.truth - 1)).toBeLessThanOrEqual(0.005);
  expect(counted.touchpoints).toBe(counted.waterfall.downloads);
  const filtered = counted.waterfall.filtered.reduce((sum, one) => sum + one.requests, 0);
  expect(counted.waterfall.requests).toBe(filtered + counted.waterfall.repeats + counted.waterfall.downloads);
});

test('the same seed records the same day', () => {
  const asked = { seed: 3, listeners: 50, day: '2026-11-15T00:00:00.000Z' };
  expect(recordDay(asked)).toEqual(recordDay(asked));
  expect(recordDay({ ...asked, seed: 4 })).not.toEqual(recordDay(asked));
});
