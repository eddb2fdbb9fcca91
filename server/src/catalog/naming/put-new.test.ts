import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';

const NEW = { 'if-none-match': '*' };

/** Of each noun its path, a body to make it with and another that would change it. */
const NOUNS = [
  ['campaign', '/campaigns', { name: 'First' }, { name: 'Second' }],
  ['advertiser', '/advertisers', { name: 'First' }, { name: 'Second' }],
  [
    'placement',
    '/placements',
    { campaign: 'winter', show: 'a-podcast', kind: 'dynamic', position: 'mid_roll' },
    { campaign: 'winter', show: 'another', kind: 'dynamic', position: 'pre_roll' },
  ],
  [
    'link',
    '/links',
    { campaign: 'winter', destination: 'https://shop.example/one' },
    { campaign: 'winter', destination: 'https://shop.example/two' },
  ],
  ['site tag', '/tracking/tags', { name: 'First', sites: ['https://one.example'] }, { name: 'Second', sites: ['https://two.example'] }],
] as const;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test.each(NOUNS)('If-None-Match: * makes a %s and replaces none', async (noun, path, first, second) => {
  const key = 'taken-once';
  const put = (body: object, headers = {}) => world.send('PUT', `${path}/${key}`, { body, headers });
  const made = await put(first, NEW);
  expect(made.status).toBe(200);
  expect(await put(second, NEW)).toMatchObject({
    status: 412,
    json: { code: 'precondition_failed', detail: expect.stringContaining(`by another ${noun}`) as string, errors: [{ pointer: '/key' }] },
  });
  const read = () => world.send('GET', `${path}/${key}`);
  expect((await read()).json).toEqual(made.json);
  expect(await put(second, { 'if-none-match': '"a"' })).toMatchObject({ status: 400, json: { code: 'invalid_request' } });
  expect((await put(second)).status).toBe(200);
  expect((await read()).json).not.toEqual(made.json);
});

test.each(NOUNS)('of many that make a %s under one key at once, one does', async (_noun, path, first, second) => {
  const bodies = Array.from({ length: 6 }, (_, place) => (place % 2 ? first : second));
  const answers = await Promise.all(bodies.map((body) => world.send('PUT', `${path}/raced`, { body, headers: NEW })));
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 412, 412, 412, 412, 412]);
  const made = answers.find(({ status }) => status === 200);
  expect((await world.send('GET', `${path}/raced`)).json).toEqual(made?.json);
});

test("another tenant's key is free", async () => {
  await world.send('PUT', '/campaigns/both', { body: { name: 'Theirs' }, key: world.theirs.apiKey });
  expect((await world.send('PUT', '/campaigns/both', { body: { name: 'Mine' }, headers: NEW })).status).toBe(200);
});

test('a stub that an event left is taken', async () => {
  await world.send('PUT', '/links/leads', { body: { campaign: 'stub-of-link', destination: 'https://shop.example/' } });
  expect((await world.send('PUT', '/campaigns/stub-of-link', { body: { name: 'New' }, headers: NEW })).status).toBe(412);
  expect((await world.send('PUT', '/campaigns/stub-of-link', { body: { name: 'Completed' } })).status).toBe(200);
});
