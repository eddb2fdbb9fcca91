import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import type { Campaign } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const put = (key: string, body: unknown) => world.send('PUT', `/campaigns/${encodeURIComponent(key)}`, { body });
const get = async (key: string) => (await world.send('GET', `/campaigns/${encodeURIComponent(key)}`)).json as Campaign;
const audit = async () => world.auditOf(world.mine);

test('a campaign is created, replaced as a whole, and read back as it was answered', async () => {
  const created = await put('spring', { name: ' Spring ', spendMinor: 5_000, currency: 'USD' });
  expect(created).toMatchObject({ status: 200, json: { key: 'spring', name: 'Spring', spendMinor: 5_000, currency: 'USD' } });
  expect(await get('spring')).toEqual(created.json);
  const replaced = await put('spring', {});
  expect(replaced.json).toEqual({ ...(created.json as Campaign), name: null, spendMinor: null, currency: null });
  expect((await audit()).slice(-2)).toMatchObject([
    { action: 'campaign.put', target: 'spring' },
    { action: 'campaign.put', target: 'spring' },
  ]);
});

test('a key an event used is a stub that a person completes', async () => {
  expect((await put('from-events', { name: 'Known now' })).json).toMatchObject({ key: 'from-events', name: 'Known now' });
});

test.each(['a/b', '100%', 'ä ö', '../..', '漢'.repeat(200), "' or 1=1 --", '?x=1#y', '%00 as text', '\u{1f399}', 'a+b', '..x'])(
  'the key %j names one campaign, whatever its characters',
  async (key) => {
    expect((await put(key, { name: 'x' })).json).toMatchObject({ key });
    expect((await get(key)).key).toBe(key);
  },
);

test('pages follow one another by key, each campaign once, and another tenant in none', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page = (await world.send('GET', `/campaigns?limit=3${query}`)).json as Page<Campaign>;
    expect(page.items.length).toBeLessThanOrEqual(3);
    seen.push(...page.items.map(({ key }) => key));
    cursor = page.nextCursor;
  } while (cursor !== null);
  const all = (await world.send('GET', '/campaigns?limit=200')).json as Page<Campaign>;
  expect(seen).toEqual(all.items.map(({ key }) => key));
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toContain(world.mine.campaign);
  expect(seen).not.toContain(world.theirs.campaign);
});

test("putting another tenant's key makes a campaign of one's own and leaves theirs alone", async () => {
  const theirs = { key: world.theirs.apiKey };
  const before = (await world.send('GET', `/campaigns/${world.theirs.campaign}`, theirs)).text;
  expect((await put(world.theirs.campaign, { name: 'mine' })).status).toBe(200);
  expect((await world.send('GET', `/campaigns/${world.theirs.campaign}`, theirs)).text).toBe(before);
});

test('a campaign keeps for whom it is, its flight, its budget and its goal, and a name it is given makes an advertiser', async () => {
  const booked = {
    advertiser: 'new-brand',
    startsOn: '2026-12-01',
    endsOn: '2026-12-31',
    budgetMinor: 900_000,
    currency: 'EUR',
    goal: { kind: 'conversions', count: 300 },
  };
  expect((await put('winter', booked)).json).toMatchObject({ ...booked, name: null, spendMinor: null });
  expect(await get('winter')).toMatchObject(booked);
  expect((await world.send('GET', '/advertisers/new-brand')).json).toMatchObject({ key: 'new-brand', name: null, siteHost: null });
});

test.each([
  ['a flight that ends before it starts', { startsOn: '2026-12-02', endsOn: '2026-12-01' }, '/endsOn'],
  ['a day that is none', { startsOn: '2026-02-30' }, '/startsOn'],
  ['a budget without currency', { budgetMinor: 1 }, '/currency'],
  ['a currency without money', { currency: 'USD' }, '/currency'],
  ['a goal of nothing', { goal: { kind: 'reach', count: 0 } }, '/goal/count'],
  ['a goal of another kind', { goal: { kind: 'likes', count: 1 } }, '/goal/kind'],
])('%s is refused at its field', async (_what, body, pointer) => {
  expect(await put('refused', body)).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
});
