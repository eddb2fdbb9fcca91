import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { putSettings } from '../../tenants/settings/service.ts';
import type { ModelList } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('each model is listed with the parameters that the tenant has where a report names none', async () => {
  const halfLife = async () => {
    const { items } = (await world.send('GET', '/attribution/models')).json as ModelList;
    expect(items).toHaveLength(8);
    return items.find(({ name }) => name === 'time_decay')?.parameters;
  };
  expect(await halfLife()).toEqual({ halfLifeDays: 7 });
  const { mine, database } = world;
  await putSettings(database.context, mine.actor, mine.tenantId, { ...TENANT_DEFAULTS, halfLifeDays: 3 });
  expect(await halfLife()).toEqual({ halfLifeDays: 3 });
});
