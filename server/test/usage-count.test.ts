import { afterAll, beforeAll, expect, test } from 'vitest';
import { flushTallies } from '../src/metering/collecting/service.ts';
import { getUsage } from '../src/metering/usage/service.ts';
import { takeTallies } from '../src/platform/usage-tally.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('requests of a tenant are counted with their bytes and files, refused ones too, and nobody else’s', async () => {
  const { context } = world.database;
  takeTallies(context.db, context.log);
  const key = world.mine.keys.read;
  const report = await world.send('GET', '/attribution/report', { key });
  await world.send('POST', '/touchpoints', { key, body: { touchpoints: [] } });
  await world.send('GET', '/campaigns', { key: 'no-key' });
  const tallies = takeTallies(context.db, context.log).filter(({ meter }) => ['api_calls', 'egress_bytes', 'exports'].includes(meter));
  expect(new Set(tallies.map(({ tenantId }) => tenantId))).toEqual(new Set([world.mine.tenantId]));
  expect(tallies.find(({ meter }) => meter === 'api_calls')).toMatchObject({ quantity: 2 });
  expect(tallies.find(({ meter }) => meter === 'egress_bytes')?.quantity).toBeGreaterThanOrEqual(report.text.length);
});

test('and stand in the usage once they are stored', async () => {
  const { context } = world.database;
  const csv = await world.send('GET', `/attribution/runs/${world.mine.run}/credits?format=csv`, { key: world.mine.keys.read });
  expect(csv.status).toBe(200);
  await flushTallies(context, 'system');
  const { rows } = await getUsage(context, world.mine.actor, { groupBy: 'none' });
  expect(rows.find(({ meter }) => meter === 'exports')).toMatchObject({ quantity: '1', unit: 'exports' });
  expect(Number(rows.find(({ meter }) => meter === 'api_calls')?.quantity)).toBeGreaterThanOrEqual(1);
});
