import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type Party, type World } from '../../../test/world.ts';
import type { PromoSwap } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const SWAP = { showA: 'alpha', showB: 'beta', promoOfA: 'promo-alpha', promoOfB: 'promo-beta', from: '2026-08-01', to: '2026-09-01' };
const ask = (more: Record<string, string> = {}, party: Party = world.mine) =>
  world.send('GET', `/attribution/promo-swap?${new URLSearchParams({ ...SWAP, ...more }).toString()}`, { key: party.apiKey });

let count = 0;
const touch = (house: number, occurredAt: string, more: object) => ({
  id: `swap-${(count += 1)}`,
  occurredAt,
  identity: { ip: `203.0.113.${house}`, userAgent: 'An app' },
  ...more,
});
const heard = (house: number, at: string, more: object = {}) =>
  touch(house, at, { kind: 'impression', campaign: 'promo-beta', show: 'alpha', ...more });
const fetched = (house: number, at: string, show = 'beta') => touch(house, at, { kind: 'download', show });

test('counts, in each direction, who arrived in the window after hearing of the show, and who of them is new', async () => {
  const day = (date: string) => `2026-08-${date}T12:00:00Z`;
  const touchpoints = [
    // 1 arrives and is new; a second exposure changes nothing.
    heard(1, day('05')),
    heard(1, day('10')),
    fetched(1, day('06')),
    fetched(1, day('07')),
    // 2 listened before and goes on; 3 listened before and not after; 4 does not arrive.
    heard(2, day('05')),
    fetched(2, day('01')),
    fetched(2, day('08')),
    heard(3, day('05')),
    fetched(3, day('04')),
    heard(4, day('05')),
    // 5 arrives at the last instant of the window; 6 after it; 7 at the instant of the exposure, which is neither.
    heard(5, day('05')),
    fetched(5, day('19')),
    heard(6, day('05')),
    fetched(6, '2026-08-19T12:00:00.001Z'),
    heard(7, day('05')),
    fetched(7, day('05')),
    // Not exposed: another show, another campaign, an address that stands for no household.
    heard(8, day('05'), { show: 'gamma' }),
    fetched(8, day('06')),
    heard(9, day('05'), { campaign: 'other' }),
    fetched(9, day('06')),
    heard(10, day('05'), { metadata: { connectionType: 'datacenter' } }),
    fetched(10, day('06')),
    // The other direction.
    heard(11, day('05'), { campaign: 'promo-alpha', show: 'beta' }),
    fetched(11, day('06'), 'alpha'),
  ];
  expect((await world.send('POST', '/touchpoints', { body: { touchpoints } })).json).toMatchObject({ accepted: touchpoints.length });
  const { directions, windowDays } = (await ask()).json as PromoSwap;
  expect(windowDays).toBe(14);
  expect(directions).toMatchObject([
    {
      campaign: 'promo-beta',
      ranIn: 'alpha',
      promoted: 'beta',
      exposedHouseholds: 7,
      arrived: { count: 3, of: 7 },
      newListeners: { count: 2, of: 5, rate: 0.4 },
      before: { count: 2, of: 7 },
    },
    { campaign: 'promo-alpha', ranIn: 'beta', promoted: 'alpha', exposedHouseholds: 1, arrived: { count: 1, of: 1 } },
  ]);
  expect(directions[0]).toMatchObject({ unobservedBefore: 0, measuredFrom: '2026-08-01T12:00:00.000Z' });
  expect(((await ask({ windowDays: '2' })).json as PromoSwap).directions[0]).toMatchObject({ arrived: { count: 1 }, before: { count: 1 } });
});

test('exposures that have not had their whole window are left out', async () => {
  const { to } = (await ask({ to: '2026-11-20' })).json as PromoSwap;
  expect(to).toBe('2026-11-06T12:00:00.000Z');
});

test.each([
  [{ showB: 'alpha' }, 'the same show'],
  [{ from: '2026-09-02' }, 'lies after'],
  [{ windowDays: '91' }, 'at most 90'],
])('%j is refused', async (more, words) => {
  const { status, text } = await ask(more);
  expect(status).toBe(400);
  expect(text).toContain(words);
});

test('another tenant finds nothing of it', async () => {
  expect(((await ask({}, world.theirs)).json as PromoSwap).directions).toMatchObject([{ exposedHouseholds: 0 }, { exposedHouseholds: 0 }]);
});

test('shows and campaigns that the catalogue does not know are told by the parameter that named them', async () => {
  await world.drain();
  expect(((await ask()).json as PromoSwap).unknown).toEqual([]);
  const { unknown } = (await ask({ showB: 'bata', promoOfA: 'promo-aleph' })).json as PromoSwap;
  expect(unknown.map(({ pointer }) => pointer)).toEqual(['/showB', '/promoOfA']);
});

test('nobody is called new where no download of the promoted show was measured before, by anybody', async () => {
  const [, toAlpha] = ((await ask()).json as PromoSwap).directions;
  expect(toAlpha).toMatchObject({
    exposedHouseholds: 1,
    arrived: { count: 1, of: 1 },
    newListeners: { count: 0, of: 0, rate: null },
    before: { count: 0, of: 0, rate: null },
    unobservedBefore: 1,
    measuredFrom: null,
  });
  // Another household listens, and one hears of the show after that and one before.
  const touchpoints = [
    fetched(30, '2026-08-10T12:00:00Z', 'alpha'),
    heard(31, '2026-08-11T12:00:00Z', { campaign: 'promo-alpha', show: 'beta' }),
    fetched(31, '2026-08-12T12:00:00Z', 'alpha'),
    heard(32, '2026-08-12T12:00:00Z', { campaign: 'promo-alpha', show: 'beta' }),
  ];
  await world.send('POST', '/touchpoints', { body: { touchpoints } });
  expect(((await ask()).json as PromoSwap).directions[1]).toMatchObject({
    exposedHouseholds: 3,
    newListeners: { count: 1, of: 2 },
    before: { count: 0, of: 2 },
    unobservedBefore: 1,
    measuredFrom: '2026-08-06T12:00:00.000Z',
  });
});
