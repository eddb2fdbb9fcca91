import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, type TestTenant } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { drainTenant } from '../paths/service.ts';
import type { SurveyCredits } from './schema.ts';

let world: World;
let tenant: TestTenant;
beforeAll(async () => {
  world = await openWorld();
  tenant = await createTestTenant(world.database.context);
});
afterAll(() => world.close());

const ask = (query: Record<string, string>, key = tenant.apiKey) =>
  world.send('GET', `/attribution/analytics/surveys?${new URLSearchParams(query).toString()}`, { key });
const PERIOD = { from: '2026-10-01', to: '2026-11-01' };

test('sets what answers project for a show beside what is credited to it, with the interval of the answers', async () => {
  const send = async (method: string, path: string, body: object) => {
    const { status, text } = await world.send(method, path, { key: tenant.apiKey, body });
    if (status >= 300) throw new Error(`${path}: ${text}`);
  };
  await send('PUT', '/shows/daily', { name: 'The Daily Wonder' });
  const at = (hour: number) => `2026-10-10T${String(hour).padStart(2, '0')}:00:00Z`;
  const exposure = { kind: 'impression', occurredAt: '2026-10-09T10:00:00Z', campaign: 'autumn', show: 'daily' };
  await send('POST', '/touchpoints', { touchpoints: [1, 2].map((n) => ({ id: `t-${n}`, ...exposure, identity: { userId: `u-${n}` } })) });
  const conversions = Array.from({ length: 8 }, (_, n) => ({
    id: `c-${n}`,
    kind: 'purchase',
    occurredAt: at(n + 1),
    orderId: `O-${n}`,
    identity: { userId: `u-${n}` },
  }));
  await send('POST', '/conversions', { conversions });
  const answers = ['The Daily Wonder', 'The Daily Wonder', 'a friend', 'a search'];
  await send('POST', '/tracking/survey-answers', { answers: answers.map((answer, n) => ({ id: `a-${n}`, occurredAt: at(12), answer })) });
  await drainTenant(world.database.context, 'system', tenant.tenantId);
  const found = (await ask(PERIOD)).json as SurveyCredits;
  expect(found).toMatchObject({ answers: 4, customers: 8, model: 'linear', lookbackDays: 30 });
  expect(found.rows).toMatchObject([
    {
      show: 'daily',
      label: 'The Daily Wonder',
      share: { count: 2, of: 4, rate: 0.5 },
      projected: { value: 4 },
      attributed: 2,
      multiplier: { value: 2 },
    },
  ]);
  expect(found.fit).toBeNull();
  const split = (await ask({ ...PERIOD, model: 'shapley' })).json as SurveyCredits;
  expect(split).toMatchObject({ model: 'shapley', fit: { id: null, says: null }, rows: [{ show: 'daily', attributed: 2 }] });
  const unfitted = (await ask({ ...PERIOD, model: 'hazard' })).json as SurveyCredits;
  expect(unfitted).toMatchObject({ model: 'hazard', fit: { says: expect.stringContaining('Not fitted yet') }, rows: [{ attributed: 0 }] });
  const { share, multiplier } = found.rows[0];
  expect(multiplier.low).toBeCloseTo(((share.low ?? NaN) * 8) / 2, 10);
  expect(multiplier.high).toBeCloseTo(((share.high ?? NaN) * 8) / 2, 10);
});

test('what cannot be is refused, and another tenant sees its own alone', async () => {
  expect((await ask({ from: '2026-10-02', to: '2026-10-01' })).status).toBe(400);
  expect((await ask({ from: '2026-10-02' })).status).toBe(400);
  expect((await ask(PERIOD, world.theirs.apiKey)).json).toMatchObject({ answers: 0, rows: [] });
});
