import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { type CreditAnswer, CreditRequest } from './schema.ts';
import { creditPaths } from './service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const at = (day: string) => `2026-11-${day}T00:00:00Z`;
const PATH = {
  touchpoints: [
    { key: 'c', occurredAt: at('15') },
    { key: 'a', occurredAt: at('01') },
    { key: 'b', occurredAt: at('08') },
  ],
  convertedAt: at('15'),
  valueMinor: 10_000,
  currency: 'USD',
};

async function credit(body: object): Promise<CreditAnswer> {
  const answer = await world.send('POST', '/attribution/credit', { body });
  expect(answer.status, answer.text).toBe(200);
  return answer.json as CreditAnswer;
}

function minorOf({ paths: [path] }: CreditAnswer, model: string): (string | number)[][] {
  const found = path.credits.find((one) => one.model === model);
  return found?.touchpoints.map(({ key, creditMinor }) => [key, creditMinor]) ?? [];
}

test('$100.00 over touches 14, 7 and 0 days before are split as the method says, oldest first', async () => {
  const answer = await credit({ paths: [PATH] });
  const expected = {
    first_touch: [10_000, 0, 0],
    last_touch: [0, 0, 10_000],
    linear: [3_334, 3_333, 3_333],
    time_decay: [1_429, 2_857, 5_714],
    position_based: [4_000, 2_000, 4_000],
  };
  expect(answer.paths[0].credits.map(({ model }) => model)).toEqual(Object.keys(expected));
  for (const [model, minor] of Object.entries(expected)) {
    expect(minorOf(answer, model)).toEqual([
      ['a', minor[0]],
      ['b', minor[1]],
      ['c', minor[2]],
    ]);
  }
});

test('options choose the models, their parameters and the lookback', async () => {
  expect(minorOf(await credit({ models: ['time_decay'], halfLifeDays: 3.5, paths: [PATH] }), 'time_decay')).toEqual([
    ['a', 476],
    ['b', 1_905],
    ['c', 7_619],
  ]);
  const shares = { firstShare: 0, lastShare: 1, models: ['position_based', 'position_based'], paths: [PATH] };
  expect(minorOf(await credit(shares), 'position_based').at(-1)).toEqual(['c', 10_000]);
  expect((await credit(shares)).paths[0].credits).toHaveLength(1);
  expect(minorOf(await credit({ models: ['linear'], lookbackDays: 7, paths: [PATH] }), 'linear')).toEqual([
    ['b', 5_000],
    ['c', 5_000],
  ]);
});

test.each([
  ['by position', { base: 'custom', parameters: { positions: [1, 0, 3] } }, { a: 2_500, b: 0, c: 7_500 }],
  ['by placement', { base: 'custom', parameters: { placements: { mid: 3 } } }, { a: 6_000, b: 2_000, c: 2_000 }],
  ['a rule', { base: 'time_decay', parameters: { halfLifeDays: 3.5 } }, { a: 476, b: 1_905, c: 7_619 }],
  ['a lookback of its own', { base: 'linear', parameters: { lookbackDays: 7 } }, { b: 5_000, c: 5_000 }],
])('a model is tried out beside a rule before it is kept: %s', async (_what, own, expected) => {
  const touchpoints = PATH.touchpoints.map((touch) => (touch.key === 'a' ? { ...touch, placement: 'mid' } : touch));
  const answer = await credit({ models: ['linear'], own, paths: [{ ...PATH, touchpoints }] });
  expect(Object.fromEntries(minorOf(answer, 'own'))).toEqual(expected);
  expect(minorOf(answer, 'linear')).toHaveLength(3);
});

test.each([
  ['a parameter of another base', { base: 'linear', parameters: { halfLifeDays: 3 } }, '/own/parameters/halfLifeDays'],
  ['weights by nothing', { base: 'custom' }, '/own/parameters/positions'],
  ['what follows from stored events', { base: 'hazard' }, '/own/base'],
])('a model to try out is refused with its place: %s', async (_what, own, pointer) => {
  const refused = await world.send('POST', '/attribution/credit', { body: { own, paths: [PATH] } });
  expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
});

describe('models that follow from all paths together', () => {
  const path = (...keys: string[]) => ({
    touchpoints: keys.map((key, place) => ({ key, occurredAt: at(String(place + 10)) })),
    convertedAt: at('15'),
    valueMinor: 7_000,
    currency: 'USD',
  });

  test('shapley splits evenly over distinct keys, then over the touches of each', async () => {
    const answer = await credit({ models: ['shapley'], paths: [path('a', 'b', 'a', 'a')] });
    expect(answer.paths[0].credits[0].touchpoints.map(({ weight }) => weight)).toEqual([1 / 6, 1 / 2, 1 / 6, 1 / 6]);
  });

  test('markov splits by removal effects, over paths without a conversion where they are sent', async () => {
    const paths = [path('a', 'b'), path('a')];
    // Everybody converts: without a nobody does, without b half. Of a > b, a has 1 in 1.5.
    expect(minorOf(await credit({ models: ['markov'], paths }), 'markov')).toEqual([
      ['a', 4_667],
      ['b', 2_333],
    ]);
    // With two paths of b alone without conversion half do: without a a sixth, without b a quarter. Of a > b, a has 2/3 in 2/3 + 1/2.
    const answer = await credit({ models: ['linear', 'markov'], paths, nonConverting: [{ keys: ['b'], count: 2 }] });
    expect(minorOf(answer, 'markov')).toEqual([
      ['a', 4_000],
      ['b', 3_000],
    ]);
    expect(minorOf(answer, 'linear')).toEqual([
      ['a', 3_500],
      ['b', 3_500],
    ]);
  });

  test.each([
    [{ models: ['hazard'], paths: [path('a')] }, '/models/0', /POST \/attribution\/fits/],
    [{ models: ['markov'], paths: Array.from({ length: 501 }, (_, place) => path(`k${place}`)) }, '/paths', /at most 500 keys/],
    [{ models: ['markov'], paths: [path('a')], nonConverting: [{ keys: [] }] }, '/nonConverting/0/keys', /must hold a key/],
  ])('what cannot be computed is refused, naming the field and the fix (%#)', async (body, pointer, detail) => {
    const { status, json } = await world.send('POST', '/attribution/credit', { body });
    expect(status).toBe(400);
    expect(json).toMatchObject({ errors: [{ pointer, detail: expect.stringMatching(detail) }] });
  });
});

test('a path without touches is unattributed, and one of no value earns conversions alone', async () => {
  const { paths } = await credit({
    models: ['linear'],
    paths: [
      { ...PATH, touchpoints: [] },
      { ...PATH, valueMinor: 0, currency: undefined },
    ],
  });
  expect(paths[0].credits[0].touchpoints).toEqual([]);
  expect(paths[1]).toMatchObject({ valueMinor: 0, currency: null });
  const earned = paths[1].credits[0].touchpoints.map(({ creditConversions }) => creditConversions);
  expect(earned.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
});

test('as many touchpoints are taken as one model, named twice, or five models allow', async () => {
  const touchpoints = Array.from({ length: 1_000 }, (_, place) => ({ key: `k${place}`, occurredAt: at('01') }));
  const paths = (count: number) => Array.from({ length: count }, () => ({ touchpoints, convertedAt: at('15'), valueMinor: 1 }));
  expect((await credit({ models: ['linear', 'linear'], paths: paths(20) })).paths).toHaveLength(20);
  expect((await credit({ paths: paths(4) })).paths).toHaveLength(4);
  const refused = await world.send('POST', '/attribution/credit', { body: { models: ['linear'], paths: paths(21) } });
  expect(refused).toMatchObject({ status: 400, json: { code: 'invalid_request', errors: [{ pointer: '/paths' }] } });
  const beside = await world.send('POST', '/attribution/credit', {
    body: { models: ['linear'], own: { base: 'linear' }, paths: paths(11) },
  });
  expect(beside).toMatchObject({ status: 400, json: { errors: [{ pointer: '/paths' }] } });
});

test('while paths are credited, the process serves others', async () => {
  const touchpoints = Array.from({ length: 20 }, (_, place) => ({ key: `k${place}`, occurredAt: at('01') }));
  const request = CreditRequest.parse({ paths: Array.from({ length: 200 }, () => ({ touchpoints, convertedAt: at('15') })) });
  let turns = 0;
  let isCrediting = true;
  const count = () => {
    turns += 1;
    if (isCrediting) setImmediate(count);
  };
  setImmediate(count);
  await creditPaths(world.mine.actor, request);
  isCrediting = false;
  expect(turns).toBeGreaterThanOrEqual(20);
});

test('a thousand paths of ten touches are credited to the cent, and nothing is stored', async () => {
  const before = await world.rowCounts();
  const touchpoints = Array.from({ length: 10 }, (_, place) => ({
    key: `k${place % 7}`,
    occurredAt: new Date(Date.parse(at('01')) + place).toISOString(),
  }));
  const paths = Array.from({ length: 1_000 }, (_, place) => ({ touchpoints, convertedAt: at('15'), valueMinor: place * 17 }));
  const answer = await credit({ models: ['time_decay'], paths });
  answer.paths.forEach(({ credits: [{ touchpoints: credited }] }, place) => {
    expect(credited.reduce((sum, { creditMinor }) => sum + creditMinor, 0)).toBe(place * 17);
  });
  expect(await world.rowCounts()).toEqual(before);
});
