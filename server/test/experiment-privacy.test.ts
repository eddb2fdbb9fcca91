import { afterAll, beforeAll, expect, test } from 'vitest';
import { runPrivacyRequests } from '../src/privacy/work/service.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PATH = '/attribution/experiments/lift';
const PLAN = {
  design: 'audience_split',
  campaign: 'tested',
  conversionKind: 'signup',
  windowDays: 7,
  baseline: 0.1,
  effect: 0.1,
  from: '2026-08-01',
  to: '2026-09-01',
};
const exposure = (arm: string, userId: string) => ({
  id: userId,
  occurredAt: '2026-08-03T00:00:00Z',
  kind: 'impression',
  test: 'lift',
  arm,
  identity: { userId },
});
const read = async () => {
  const { arms } = (await world.send('GET', `${PATH}/readout`)).json as { arms: { participants: number; converted: { count: number } }[] };
  return arms.map(({ participants, converted }) => [participants, converted.count]);
};
async function ask(kind: 'restriction' | 'erasure', userId: string): Promise<void> {
  const body = { kind, identities: [{ userId }], verification: 'document' };
  expect(await world.send('POST', '/security/privacy-requests', { body })).toMatchObject({ status: 201 });
  await runPrivacyRequests(world.database.context, 'system', world.mine.tenantId);
}

test('people who are restricted or erased take no part in experiments any more', async () => {
  await world.send('PUT', PATH, { body: PLAN });
  const people = ['stays', 'restricted', 'erased'];
  await world.send('POST', '/touchpoints', { body: { touchpoints: people.map((one) => exposure('treatment', one)) } });
  const conversions = people.map((userId) => ({ id: userId, occurredAt: '2026-08-05T00:00:00Z', kind: 'signup', identity: { userId } }));
  await world.send('POST', '/conversions', { body: { conversions } });
  expect(await read()).toEqual([
    [3, 3],
    [0, 0],
  ]);
  await ask('restriction', 'restricted');
  expect(await read()).toEqual([
    [2, 2],
    [0, 0],
  ]);
  await ask('erasure', 'erased');
  expect(await read()).toEqual([
    [1, 1],
    [0, 0],
  ]);
});
