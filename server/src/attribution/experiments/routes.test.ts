import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXPERIMENT } from '../../../test/routes-experiments.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { Experiment } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PATH = '/attribution/experiments';
const put = (key: string, more: object = {}, sending: object = {}) =>
  world.send('PUT', `${PATH}/${key}`, { body: { ...EXPERIMENT, ...more }, ...sending });
const become = (key: string, state: string) => world.send('PUT', `${PATH}/${key}/state`, { body: { state } });
const placement = (key: string, kind: string, campaign: string) =>
  world.send('PUT', `/placements/${key}`, { body: { campaign, show: 'a-show', position: 'mid_roll', kind } });

test('a draft answers with its size before anything starts, may be changed, and is fixed once it is started', async () => {
  const drafted = (await put('fixed')).json as Experiment;
  expect(drafted).toMatchObject({
    key: 'fixed',
    state: 'draft',
    startedAt: null,
    windowDays: 30,
    plan: { participants: 27_618, power: 0.8 },
  });
  expect(drafted.plan.sequentialParticipants).toBeGreaterThan(27_618);
  expect((await put('fixed', { effect: undefined, participants: 10_000 })).json).toMatchObject({ plan: { participants: 10_000 } });
  expect((await become('fixed', 'running')).json).toMatchObject({ state: 'running', startedAt: expect.stringContaining('T') });
  const refused = await put('fixed', { effect: 0.01 });
  expect(refused).toMatchObject({ status: 409, json: { detail: expect.stringContaining('a new key') } });
  expect((await world.send('GET', `${PATH}/fixed`)).json).toMatchObject({ state: 'running', plan: { participants: 10_000 } });
});

test('it is started, stopped and archived in this order alone, and a step taken twice changes nothing', async () => {
  await put('steps');
  expect(await become('steps', 'stopped')).toMatchObject({ status: 409, json: { detail: expect.stringContaining('draft') } });
  const started = (await become('steps', 'running')).json as Experiment;
  expect((await become('steps', 'running')).json).toEqual(started);
  expect((await become('steps', 'archived')).status).toBe(409);
  for (const state of ['stopped', 'archived']) expect((await become('steps', state)).json).toMatchObject({ state });
  const acts = (await world.auditOf(world.mine)).filter(({ target }) => target === 'steps').map(({ action }) => action);
  expect(acts).toEqual(['experiment.put', 'experiment.running', 'experiment.stopped', 'experiment.archived']);
});

test('a step that several take at once is taken once, and told to each as taken', async () => {
  await put('at-once');
  for (const state of ['running', 'stopped']) {
    const answers = await Promise.all(Array.from({ length: 6 }, () => become('at-once', state)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  }
  const acts = (await world.auditOf(world.mine)).filter(({ target }) => target === 'at-once').map(({ action }) => action);
  expect(acts).toEqual(['experiment.put', 'experiment.running', 'experiment.stopped']);
});

test('baked-in ads are refused a split of the audience by placement or by campaign, and may be tested by time and place', async () => {
  await placement('baked', 'baked_in', 'baked-campaign');
  for (const more of [{}, { placement: 'baked' }]) {
    const refused = await put('refused', { campaign: 'baked-campaign', ...more });
    expect(refused).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '/design', detail: expect.stringContaining('switchback') }] },
    });
  }
  const blocks = { baseline: undefined, effect: undefined, design: 'switchback', blockDays: 3, washoutDays: 1 };
  const planned = (await put('by-time', { campaign: 'baked-campaign', placement: 'baked', ...blocks })).json as Experiment;
  expect(planned).toMatchObject({ design: 'switchback', washoutDays: 1, arms: [{ name: 'treatment', share: null }, { name: 'control' }] });
  expect(planned.plan.blocks).toHaveLength(10);
  expect(planned.plan.notes.join(' ')).toContain('5 pairs of blocks cannot show a difference');
  await placement('inserted', 'dynamic', 'baked-campaign');
  expect((await put('allowed', { campaign: 'baked-campaign' })).status).toBe(200);
  expect((await put('refused', { campaign: 'baked-campaign', placement: 'baked' })).status).toBe(400);
  expect((await put('refused', { placement: 'inserted' })).json).toMatchObject({ errors: [{ pointer: '/placement' }] });
});

test('a plan that does not hold together is refused by field, with the fix', async () => {
  const refused = await put('refused', { baseline: undefined });
  expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer: '/baseline', detail: expect.stringContaining('expect') }] } });
  expect((await world.send('GET', `${PATH}/refused`)).status).toBe(404);
});

test('a key that reads may look and not plan, and another tenant finds nothing', async () => {
  await put('closed');
  expect((await put('closed', {}, { key: world.mine.keys.read })).status).toBe(403);
  expect((await world.send('GET', `${PATH}/closed`, { key: world.mine.keys.read })).status).toBe(200);
  expect((await world.send('GET', `${PATH}/closed`, { key: world.theirs.apiKey })).status).toBe(404);
  expect((await world.send('GET', `${PATH}/closed/readout`, { key: world.theirs.apiKey })).status).toBe(404);
  const { items } = (await world.send('GET', `${PATH}?limit=200`)).json as { items: Experiment[] };
  expect(items.map(({ key }) => key)).toEqual(items.map(({ key }) => key).toSorted());
  expect(items.map(({ key }) => key)).toContain('closed');
});

test('what regions and blocks can find follows from how they differed before', async () => {
  const day = (place: number) => new Date(Date.parse('2026-05-01') + place * 86_400_000).toISOString();
  const conversions = Array.from({ length: 120 }, (_, place) => ({
    id: `history-${place}`,
    occurredAt: day((place * place) % 59),
    kind: 'install',
    identity: { userId: `history-${place}` },
  }));
  expect((await world.send('POST', '/conversions', { body: { conversions } })).json).toMatchObject({ accepted: 120 });
  const regions = ['US-CA', 'US-NY', 'US-TX', 'US-WA', 'US-OR', 'US-FL', 'US-NV', 'US-AZ'];
  await world.admin.query(
    `update conversions set region = ($1::text[])[1 + substr(id, 9)::integer % 8] where tenant_id = $2 and id like 'history-%'`,
    [regions, world.mine.tenantId],
  );
  const plain = { baseline: undefined, effect: undefined, conversionKind: 'install' };
  const arms = [
    { name: 'treatment', regions: regions.slice(0, 2) },
    { name: 'control', regions: regions.slice(2) },
  ];
  const geo = (await put('regions', { ...plain, design: 'geo', arms, from: '2026-06-30', to: '2026-07-23', windowDays: 7 }))
    .json as Experiment;
  expect(geo.plan).toMatchObject({ participants: null, minimumDetectableEffect: expect.any(Number), notes: [] });
  expect(geo.plan.minimumDetectableEffect).toBeGreaterThan(0);
  const few = { treatment: regions.slice(0, 1), control: regions.slice(1) };
  const hopeless = { ...plain, design: 'geo', arms: Object.entries(few).map(([name, own]) => ({ name, regions: own })) };
  expect((await put('regions', { ...hopeless, from: '2026-06-30', to: '2026-07-23', windowDays: 7 })).json).toMatchObject({
    state: 'draft',
    plan: {
      minimumDetectableEffect: null,
      notes: [expect.stringContaining('1 region with the ad and 7 without cannot show a difference')],
    },
  });
  const before = (await put('regions', { ...plain, design: 'geo', arms, from: '2026-01-05', to: '2026-01-20', windowDays: 7 })).json;
  expect(before).toMatchObject({ plan: { minimumDetectableEffect: null, notes: [expect.stringContaining('too little history')] } });
  const blocks = { ...plain, design: 'switchback', blockDays: 2, from: '2026-06-30', to: '2026-07-30' };
  expect((await put('blocks', blocks)).json).toMatchObject({ plan: { minimumDetectableEffect: expect.any(Number), notes: [] } });
});
