import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type Party, type World } from '../../../test/world.ts';
import type { Placebo } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const AUGUST = { from: '2026-08-01', to: '2026-09-01' };
const ask = async (query: Record<string, string> = {}, party: Party = world.mine): Promise<Placebo> => {
  const text = new URLSearchParams({ ...AUGUST, ...query }).toString();
  return (await world.send('GET', `/attribution/placebo?${text}`, { key: party.apiKey })).json as Placebo;
};

const exposure = (id: string, occurredAt: string, more: object = {}) => ({
  id,
  occurredAt,
  kind: 'impression',
  campaign: 'summer',
  identity: { userId: id.split(':')[0] },
  ...more,
});
const purchase = (id: string, more: object = {}) => ({
  id,
  occurredAt: '2026-08-15T12:00:00Z',
  kind: 'purchase',
  valueMinor: 100,
  currency: 'USD',
  identity: { userId: id },
  ...more,
});

async function send(touchpoints: object[], conversions: object[]): Promise<void> {
  for (const [name, items] of Object.entries({ touchpoints, conversions })) {
    if (items.length === 0) continue;
    expect((await world.send('POST', `/${name}`, { body: { [name]: items } })).json).toMatchObject({ accepted: items.length });
  }
}

test('counts conversions with an exposure before them, and those with one as long after, each end where it belongs', async () => {
  await send(
    [
      exposure('before:1', '2026-08-10T12:00:00Z'),
      exposure('before:2', '2026-08-11T12:00:00Z'),
      exposure('after:1', '2026-08-20T12:00:00Z'),
      exposure('both:1', '2026-08-01T12:00:00Z'),
      exposure('both:2', '2026-09-01T12:00:00Z'),
      exposure('at-once:1', '2026-08-15T12:00:00Z'),
      exposure('first-end:1', '2026-07-16T12:00:00Z'),
      exposure('last-end:1', '2026-09-14T12:00:00Z'),
      exposure('too-early:1', '2026-07-16T11:59:59.999Z'),
      exposure('too-late:1', '2026-09-14T12:00:00.001Z'),
      exposure('signal:1', '2026-08-20T12:00:00Z', { kind: 'survey' }),
    ],
    ['before', 'after', 'both', 'at-once', 'first-end', 'last-end', 'too-early', 'too-late', 'signal', 'nothing'].map((id) => purchase(id)),
  );
  const answer = await ask();
  expect(answer).toMatchObject({ lookbackDays: 30, minEvidence: 'household_ip', eligibleConversions: 10, sampledConversions: 10 });
  expect(answer.matched).toMatchObject({ count: 4, of: 10, rate: 0.4, isFew: true });
  expect(answer.placebo).toMatchObject({ count: 3, of: 10, rate: 0.3 });
  expect(answer.byEvidence).toEqual([{ evidence: 'user_id', matched: answer.matched, placebo: answer.placebo }]);
});

test('a shorter lookback looks as far behind as ahead, and a stronger evidence asked for leaves the weaker out', async () => {
  expect(await ask({ lookbackDays: '5' })).toMatchObject({ matched: { count: 2 }, placebo: { count: 1 } });
  const ip = '203.0.113.77';
  await send([exposure('address:1', '2026-08-20T12:00:00Z', { identity: { ip } })], [purchase('address', { identity: { ip } })]);
  expect(await ask()).toMatchObject({ matched: { count: 4, of: 11 }, placebo: { count: 4, of: 11 } });
  expect((await ask()).byEvidence.map(({ evidence, placebo }) => [evidence, placebo.count])).toEqual([
    ['user_id', 3],
    ['household_ip', 1],
  ]);
  expect(await ask({ minEvidence: 'user_id' })).toMatchObject({ placebo: { count: 3 } });
});

test('an order is looked at once, whatever it was sent by, and only kinds that were asked for', async () => {
  const order = { orderId: 'one-order' };
  await send([], [purchase('of-order-1', order), purchase('of-order-2', order), purchase('a-lead', { kind: 'lead' })]);
  expect((await ask()).matched.of).toBe(13);
  expect((await ask({ conversionKind: 'lead' })).matched).toMatchObject({ count: 0, of: 1, rate: 0 });
});

test('conversions that exposures may still follow are not looked at', async () => {
  await send(
    [],
    [purchase('young', { occurredAt: '2026-10-21T12:00:00Z' }), purchase('old-enough', { occurredAt: '2026-10-20T12:00:00Z' })],
  );
  const answer = await ask({ from: '2026-10-20', to: '2026-11-20' });
  expect(answer).toMatchObject({ to: '2026-10-21T12:00:00.000Z', matched: { of: 1 } });
});

test('an order is matched by what any of its records knows, before it and after it', async () => {
  const of = { orderId: 'of-page-and-shop', occurredAt: '2026-06-15T12:00:00Z' };
  await send(
    [
      exposure('page:1', '2026-06-10T12:00:00Z', { identity: { clickId: 'a-click' } }),
      exposure('page:2', '2026-06-20T12:00:00Z', { identity: { clickId: 'a-click' } }),
    ],
    [purchase('a-shops', { ...of, identity: { userId: 'a-buyer' } }), purchase('b-pages', { ...of, identity: { clickId: 'a-click' } })],
  );
  const answer = await ask({ from: '2026-06-15', to: '2026-06-16' });
  expect(answer).toMatchObject({ matched: { count: 1, of: 1 }, placebo: { count: 1, of: 1 } });
  expect(answer.byEvidence.map(({ evidence }) => evidence)).toEqual(['click_id']);
});

test('a report carries it when asked to, under its own lookback, and not otherwise', async () => {
  const path = '/attribution/report?from=2026-08-01&to=2026-09-01&lookbackDays=5';
  expect((await world.send('GET', `${path}&placebo=true`)).json).toMatchObject({ placebo: await ask({ lookbackDays: '5' }) });
  expect((await world.send('GET', path)).json).not.toHaveProperty('placebo');
});

test('another tenant finds nothing of it', async () => {
  expect(await ask({}, world.theirs)).toMatchObject({ eligibleConversions: 0, matched: { rate: null }, placebo: { rate: null } });
});

test('where exposures have nothing to do with purchases, both rates agree', async () => {
  const people = Array.from({ length: 500 }, (_, place) => `chance-${place}`);
  // A multiplicative sequence modulo a prime: spread evenly, and the same in every run.
  const minute = (place: number) => (place * 48_271) % 86_399;
  const at = (minutes: number) => new Date(Date.parse('2026-05-01T00:00:00Z') + minutes * 60_000).toISOString();
  await send(
    people.map((person, place) => exposure(`${person}:1`, at(minute(place + 1)))),
    people.map((person) => purchase(person, { occurredAt: '2026-05-31T00:00:00Z' })),
  );
  const { matched, placebo } = await ask({ from: '2026-05-31', to: '2026-06-01', lookbackDays: '10' });
  expect([matched.of, placebo.of]).toEqual([500, 500]);
  expect(placebo.low).toBeLessThan(matched.rate ?? 0);
  expect(placebo.high).toBeGreaterThan(matched.rate ?? 1);
});
