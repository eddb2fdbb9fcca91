import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { ModelDifference, OwnModel } from '../../tenants/models/schema.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import type { ModelList } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const at = (name: string, rest = '') => `/attribution/models/${name}${rest}`;
const put = (name: string, base: string, parameters: object = {}) => world.send('PUT', at(name), { body: { base, parameters } });
const get = async (name: string, rest = '') => (await world.send('GET', at(name, rest))).json;
const list = async () => (await world.send('GET', '/attribution/models')).json as ModelList;
const names = async () => (await list()).own.map(({ name }) => name);
const audit = async () => (await world.auditOf(world.mine)).filter(({ action }) => action.startsWith('model.'));

test('saving something else makes the next version, saving the same makes none, and no version changes', async () => {
  const before = (await audit()).length;
  const first = await put('decay', 'time_decay', { halfLifeDays: 3, lookbackDays: 14 });
  expect(first).toMatchObject({ status: 200, json: { name: 'decay', version: 1, base: 'time_decay', archivedAt: null } });
  expect((await put('decay', 'time_decay', { lookbackDays: 14, halfLifeDays: 3 })).json).toEqual(first.json);
  expect((await put('decay', 'time_decay', { halfLifeDays: 5, minEvidence: 'user_id' })).json).toMatchObject({ version: 2 });
  expect(await get('decay', '?version=1')).toEqual(first.json);
  expect(await get('decay')).toMatchObject({ version: 2, parameters: { halfLifeDays: 5, minEvidence: 'user_id' } });
  const { items } = (await get('decay', '/versions')) as { items: OwnModel[] };
  expect(items.map(({ version }) => version)).toEqual([2, 1]);
  expect((await audit()).slice(before).map(({ target }) => target)).toEqual(['decay', 'decay']);
  const { mine, database } = world;
  const change = { text: `update tenant_models set parameters = '{}' where tenant_id = $1`, values: [mine.tenantId] };
  await expect(inTenant(database.context.db, mine.tenantId, (tx) => tx.query(change))).rejects.toThrow(/permission denied/);
});

test('a model of as many placements as there may be, with keys as long as they may be, can be run', async () => {
  const placements = Object.fromEntries(Array.from({ length: 200 }, (_, place) => [`${'x'.repeat(197)}${place}`.slice(-200), 1]));
  expect(await put('many', 'custom', { placements })).toMatchObject({ status: 200 });
  const run = await world.send('POST', '/attribution/runs', { body: { model: 'many' } });
  expect(run).toMatchObject({ status: 202, json: { model: { own: { name: 'many', version: 1 }, weights: { placements } } } });
  const acts = await world.auditOf(world.mine);
  expect(acts.findLast(({ action }) => action === 'run.create')).toMatchObject({ target: (run.json as { id: string }).id });
});

test('a version says all that its base needs, so that it means the same for ever', async () => {
  expect((await put('u-shape', 'position_based')).json).toMatchObject({ parameters: { firstShare: 0.4, lastShare: 0.4 } });
  expect((await put('mid', 'custom', { placements: { mid_roll: 3 } })).json).toMatchObject({
    parameters: { placements: { mid_roll: 3 }, otherPlacements: 1 },
  });
});

test('versions differ parameter by parameter, placements one by one', async () => {
  await put('moved', 'time_decay', { lookbackDays: 7 });
  await put('moved', 'custom', { placements: { mid_roll: 3, pre_roll: 1 }, lookbackDays: 7 });
  await put('moved', 'custom', { placements: { mid_roll: 2, pre_roll: 1 } });
  expect(await get('moved', '/difference')).toEqual({
    name: 'moved',
    from: 2,
    to: 3,
    differences: [
      { parameter: 'lookbackDays', from: 7, to: null },
      { parameter: 'placements.mid_roll', from: 3, to: 2 },
    ],
  });
  const back = (await get('moved', '/difference?from=3&to=1')) as ModelDifference;
  expect(back.differences.map(({ parameter }) => parameter)).toEqual([
    'base',
    'halfLifeDays',
    'lookbackDays',
    'otherPlacements',
    'placements.mid_roll',
    'placements.pre_roll',
  ]);
  expect(await world.send('GET', at('moved', '/difference?to=1'))).toMatchObject({ status: 400, json: { errors: [{ pointer: '/from' }] } });
});

test.each([
  ['a parameter of another base', 'linear', { halfLifeDays: 3 }, '/parameters/halfLifeDays'],
  ['shares above 1 together', 'position_based', { firstShare: 0.7 }, '/parameters/lastShare'],
  ['custom without weights', 'custom', {}, '/parameters/positions'],
  ['custom with both kinds of weights', 'custom', { positions: [1], placements: { a: 1 } }, '/parameters/positions'],
  ['weights that are all 0', 'custom', { positions: [0, 0] }, '/parameters/positions'],
  ['placements that are all 0', 'custom', { placements: { a: 0 }, otherPlacements: 0 }, '/parameters/placements'],
  ['a weight below 0', 'custom', { positions: [1, -1] }, '/parameters/positions/1'],
  ['other placements beside positions', 'custom', { positions: [1], otherPlacements: 2 }, '/parameters/otherPlacements'],
  ['a base there is not', 'best', {}, '/base'],
  ['a parameter there is not', 'linear', { more: 1 }, '/parameters/more'],
])('%s is refused with its place', async (_what, base, parameters, pointer) => {
  expect(await put('refused', base, parameters)).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
  expect(await names()).not.toContain('refused');
});

test.each(['linear', 'markov', 'custom', 'Upper', '1st', 'a@1', 'a,b', 'x'.repeat(64)])(
  'no model of one’s own is called %s',
  async (name) => {
    expect(await put(encodeURIComponent(name), 'linear')).toMatchObject({ status: 400, json: { errors: [{ pointer: '/name' }] } });
  },
);

test('an archived model is listed no more, stays readable, and comes back as its next version', async () => {
  await put('old', 'linear');
  expect((await world.send('DELETE', at('old'))).status).toBe(204);
  expect(await names()).not.toContain('old');
  expect(await get('old', '?version=1')).toMatchObject({ archivedAt: expect.any(String) as string });
  expect((await world.send('DELETE', at('old'))).status).toBe(404);
  expect((await put('old', 'linear')).json).toMatchObject({ version: 2, archivedAt: null });
  expect(await names()).toContain('old');
});

test('a model that is a default is not archived, and a default is a model that is there', async () => {
  const settings = (defaultModel: string | null) =>
    world.send('PUT', `/tenants/${world.mine.tenantId}/settings`, { body: { ...TENANT_DEFAULTS, defaultModel } });
  const campaign = (defaultModel: string | null) => world.send('PUT', '/campaigns/by-default', { body: { defaultModel } });
  await put('chosen', 'last_touch');
  for (const set of [settings, campaign]) {
    expect(await set('never-made')).toMatchObject({ status: 400, json: { errors: [{ pointer: '/defaultModel' }] } });
    expect(await set('chosen@2')).toMatchObject({ status: 400, json: { errors: [{ pointer: '/defaultModel' }] } });
    expect((await set('chosen@1')).json).toMatchObject({ defaultModel: 'chosen@1' });
    expect(await world.send('DELETE', at('chosen'))).toMatchObject({ status: 409 });
    expect((await set(null)).json).toMatchObject({ defaultModel: null });
  }
  await settings('chosen');
  expect((await list()).defaultModel).toBe('chosen');
  await settings(null);
  expect((await list()).defaultModel).toBe('linear');
  expect((await world.send('DELETE', at('chosen'))).status).toBe(204);
  expect(await settings('chosen')).toMatchObject({ status: 400, json: { errors: [{ pointer: '/defaultModel' }] } });
});

test('two tenants have models of the same name, and neither sees the other’s', async () => {
  await put('shared', 'linear', { lookbackDays: 3 });
  const theirs = { key: world.theirs.apiKey };
  expect((await world.send('GET', at('shared'), theirs)).status).toBe(404);
  const body = { base: 'last_touch', parameters: {} };
  expect((await world.send('PUT', at('shared'), { ...theirs, body })).json).toMatchObject({ version: 1, base: 'last_touch' });
  expect(await get('shared')).toMatchObject({ base: 'linear' });
});
