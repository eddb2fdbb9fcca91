import { afterAll, beforeAll, expect, test } from 'vitest';
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
