import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { touch } from '../../../test/filled.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import type { Explanation } from '../explanations/schema.ts';
import { createExportCheck } from '../run-checks/rules.ts';
import { computeRuns } from '../run-work/service.ts';
import type { Run, RunCredit, RunOutcome } from '../runs/schema.ts';
import { drainTenant } from '../paths/service.ts';
import type { Comparison, Report } from '../reports/schema.ts';

let world: World;
const person = { identity: { userId: 'named' } };
const day = (number: number) => ({ occurredAt: `2026-11-${String(number).padStart(2, '0')}T10:00:00Z`, ...person });

beforeAll(async () => {
  world = await openWorld();
  const { context } = world.database;
  const { actor, tenantId } = world.mine;
  const touches = [
    touch('n-1', { ...day(1), placement: 'mid_roll' }),
    touch('n-2', { ...day(8), placement: 'pre_roll' }),
    touch('n-3', { ...day(15) }),
  ];
  await acceptTouchpoints(context, actor, touches, 'server');
  await acceptConversions(
    context,
    actor,
    [{ id: 'n-order', kind: 'subscription', valueMinor: 10_000, currency: 'USD', ...day(15) }],
    'server',
  );
  await drainTenant(context, 'system', tenantId);
  await put('decay', 'time_decay', { halfLifeDays: 3.5 });
  await put('decay', 'time_decay', { halfLifeDays: 3.5, lookbackDays: 10 });
  await put('ends', 'custom', { positions: [4, 2, 4] });
  await put('mid', 'custom', { placements: { mid_roll: 3 } });
});
afterAll(() => world.close());

const put = (name: string, base: string, parameters: object) =>
  world.send('PUT', `/attribution/models/${name}`, { body: { base, parameters } });
const answer = (path: string) => world.send('GET', `/attribution/${path}`);
const KIND = 'conversionKind=subscription';
const report = async (query: string) => (await answer(`report?groupBy=placement&${KIND}&${query}`)).json as Report;
const credits = ({ rows }: Report) => Object.fromEntries(rows.map(({ key, valueMinor }) => [String(key), valueMinor]));
const explain = async (query: string) => (await answer(`conversions/n-order/explanation?${query}`)).json as Explanation;

describe('a report under a model of one’s own', () => {
  test('has the figures of its base under its parameters, and says which version it was', async () => {
    const own = await report('model=decay@1');
    const plain = await report('model=time_decay&halfLifeDays=3.5');
    expect(own).toEqual({ ...plain, model: 'decay@1', ownModels: [expect.objectContaining({ name: 'decay', version: 1 })] });
    expect(own).toMatchObject({ modelOrigin: 'query', options: { halfLifeDays: 3.5 } });
    expect(plain.ownModels).toEqual([]);
  });

  test('is under its newest version when none is named, with the options which that fixes', async () => {
    const newest = await report('model=decay');
    expect(newest).toMatchObject({ model: 'decay@2', lookbackDays: 10 });
    expect(credits(newest)).toEqual(credits(await report('model=time_decay&halfLifeDays=3.5&lookbackDays=10')));
    expect(newest.rows).toHaveLength(2);
  });

  test('by weights of one’s own is shared by position or by placement, to the cent and as one conversion tells it', async () => {
    expect(credits(await report('model=ends'))).toEqual({ mid_roll: 4_000, pre_roll: 2_000, null: 4_000 });
    expect(credits(await report('model=mid'))).toEqual({ mid_roll: 6_000, pre_roll: 2_000, null: 2_000 });
    for (const model of ['ends', 'mid', 'decay@1']) {
      const { touchpoints, ...explained } = await explain(`model=${model}`);
      expect(explained).toMatchObject({ model: expect.stringContaining(model) as string, modelOrigin: 'query' });
      const ofTouches = Object.fromEntries(touchpoints.map(({ placement, creditMinor }) => [String(placement), creditMinor]));
      expect(ofTouches).toEqual(credits(await report(`model=${model}`)));
    }
  });

  test.each([
    ['an option that the model fixes', 'model=decay&lookbackDays=10', '/lookbackDays'],
    ['a half-life beside a model that has one', 'model=decay@1&halfLifeDays=7', '/halfLifeDays'],
    ['a model that nobody made', 'model=never', '/model'],
    ['a version that is not there', 'model=decay@3', '/model'],
    ['a version of a built-in model', 'model=linear@1', '/model'],
  ])('refuses %s', async (_what, query, pointer) => {
    for (const path of ['report', 'conversions/n-order/explanation'])
      expect(await answer(`${path}?${query}`)).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
  });

  test('of another tenant is not there', async () => {
    const theirs = await world.send('GET', '/attribution/report?model=ends', { key: world.theirs.apiKey });
    expect(theirs).toMatchObject({ status: 400, json: { errors: [{ pointer: '/model' }] } });
  });
});

describe('a comparison', () => {
  test('sets models of one’s own beside built-in ones, each with the figures of its report', async () => {
    const { json } = await answer(`compare?groupBy=placement&${KIND}&models=linear,ends,decay@1`);
    const { models, rows, ownModels } = json as Comparison;
    expect(models).toEqual(['linear', 'ends@1', 'decay@1']);
    expect(ownModels.map(({ name }) => name)).toEqual(['ends', 'decay']);
    for (const model of models) {
      const shared = Object.fromEntries(rows.map(({ key, credits: byModel }) => [String(key), byModel[model].valueMinor]));
      expect(shared).toEqual(credits(await report(`model=${model}`)));
    }
  });

  test('refuses models that fix an option differently', async () => {
    await put('short', 'linear', { lookbackDays: 3 });
    expect(await answer('compare?models=short,decay')).toMatchObject({ status: 400, json: { errors: [{ pointer: '/models' }] } });
  });
});

test('a report and an explanation that name no model are under the tenant’s, and say so', async () => {
  const settle = (defaultModel: string | null) =>
    world.send('PUT', `/tenants/${world.mine.tenantId}/settings`, { body: { ...TENANT_DEFAULTS, defaultModel } });
  expect(await report('')).toMatchObject({ model: 'linear', modelOrigin: 'installation' });
  await settle('ends');
  expect(await report('')).toMatchObject({ model: 'ends@1', modelOrigin: 'tenant' });
  expect(await explain('')).toMatchObject({ model: 'ends@1', modelOrigin: 'tenant' });
  expect(await report('model=linear')).toMatchObject({ model: 'linear', modelOrigin: 'query' });
  await settle(null);
});

test('an archived model answers under a version that is named, and no longer under its name', async () => {
  await put('past', 'custom', { positions: [1, 0] });
  await world.send('DELETE', '/attribution/models/past');
  expect(credits(await report('model=past@1')).mid_roll).toBeGreaterThan(0);
  expect(await answer('report?model=past')).toMatchObject({ status: 400, json: { errors: [{ pointer: '/model' }] } });
});

test('a run keeps what the model of one’s own said then, and comes out again', async () => {
  const { context } = world.database;
  for (const model of ['ends', 'mid', 'decay@1']) {
    const created = await world.send('POST', '/attribution/runs', { body: { model, conversionKind: ['subscription'] } });
    expect(created).toMatchObject({ status: 202, json: { model: { own: { name: model.split('@')[0], version: 1 } } } });
    await computeRuns(context, 'system', world.mine.tenantId);
    const { id } = created.json as { id: string };
    const { text } = await answer(`runs/${id}/credits`);
    const rows = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line) as RunCredit);
    const ofRows = Object.fromEntries(rows.map(({ placement, creditMinor }) => [String(placement), creditMinor]));
    expect(ofRows).toEqual(credits(await report(`model=${model}`)));
    expect((await answer(`runs/${id}/verification`)).json).toMatchObject({ verdict: 'same' });
    const { json: run } = await answer(`runs/${id}`);
    const check = createExportCheck(run as Run & { outcome: RunOutcome });
    for (const row of rows) check.add(row);
    expect(check.finish().findings).toEqual([]);
  }
  const fixed = await world.send('POST', '/attribution/runs', { body: { model: 'decay', lookbackDays: 10 } });
  expect(fixed).toMatchObject({ status: 400, json: { errors: [{ pointer: '/lookbackDays' }] } });
});

test('what an experiment says of its campaign is under the campaign’s default model, and says so', async () => {
  const calibration = (query = '') => answer(`experiments/${encodeURIComponent(world.mine.campaign)}/calibration${query}`);
  const settle = (defaultModel: string | null) => world.send('PUT', '/campaigns/a', { body: { defaultModel } });
  expect((await calibration()).json).toMatchObject({ model: 'linear', modelOrigin: 'installation' });
  await settle('decay');
  expect((await calibration()).json).toMatchObject({ model: 'decay@2', modelOrigin: 'campaign', lookbackDays: 10 });
  expect((await calibration('?model=last_touch')).json).toMatchObject({ model: 'last_touch', modelOrigin: 'query' });
  expect(await calibration('?model=ends')).toMatchObject({ status: 400, json: { errors: [{ pointer: '/model' }] } });
  await settle(null);
});
