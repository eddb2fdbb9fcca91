import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import type { Conversion } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const identity = { userId: 'lister' };

test('conversions are listed newest first, ties by id, with what was sent and nothing of the identity', async () => {
  const sent = {
    id: 'newest',
    occurredAt: '2026-11-19T10:00:00.123Z',
    kind: 'purchase',
    valueMinor: 1,
    currency: 'JPY',
    orderId: '7',
    promoCode: 'x',
  };
  const conversions = [
    { ...sent, identity, isNewCustomer: true },
    { id: 'b', occurredAt: '2026-11-18T12:00:00+02:00', kind: 'visit', identity },
    { id: 'a', occurredAt: '2026-11-18T10:00:00Z', kind: 'visit', identity },
  ];
  expect((await world.send('POST', '/conversions', { body: { conversions } })).json).toMatchObject({ accepted: 3 });
  const { items } = (await world.send('GET', '/conversions')).json as Page<Conversion>;
  expect(items[0]).toEqual({ ...sent, promoCode: 'X' });
  expect(items[1]).toEqual({
    id: 'b',
    occurredAt: '2026-11-18T10:00:00.000Z',
    kind: 'visit',
    valueMinor: null,
    currency: null,
    orderId: null,
    promoCode: null,
  });
  expect(items.map(({ id }) => id).slice(0, 3)).toEqual(['newest', 'b', 'a']);
});

test('pages follow one another without a gap, also between conversions of one instant and ids with blanks', async () => {
  const occurredAt = '2026-11-17T10:00:00.000Z';
  const ids = Array.from({ length: 25 }, (_, place) => `same instant ${String(place).padStart(2, '0')}`);
  await world.send('POST', '/conversions', { body: { conversions: ids.map((id) => ({ id, occurredAt, kind: 'lead', identity })) } });
  const all = ((await world.send('GET', '/conversions?limit=200')).json as Page<Conversion>).items.map(({ id }) => id);
  const seen: string[] = [];
  let next = '';
  while (seen.length < all.length) {
    const page = (await world.send('GET', `/conversions?limit=4${next}`)).json as Page<Conversion>;
    seen.push(...page.items.map(({ id }) => id));
    next = `&cursor=${page.nextCursor}`;
  }
  expect(next).toBe('&cursor=null');
  expect(seen).toEqual(all);
  expect(all.filter((id) => id.startsWith('same'))).toEqual(ids.toReversed());
});

test('another tenant sees none of them, and a cursor of one is worth nothing to the other', async () => {
  const theirs = { key: world.theirs.apiKey };
  const mine = (await world.send('GET', '/conversions?limit=1')).json as Page<Conversion>;
  const page = (await world.send('GET', `/conversions?cursor=${mine.nextCursor}`, theirs)).json as Page<Conversion>;
  expect(page.items.map(({ id }) => id).sort()).toEqual([world.theirs.conversion, `${world.theirs.conversion}/free`]);
});

test('conversions of some kinds are listed alone, newest first and page by page, and an unknown kind is refused by name', async () => {
  const ids = async (query: string) => ((await world.send('GET', `/conversions?limit=200${query}`)).json as Page<Conversion>).items;
  const all = await ids('');
  const some = all.filter(({ kind }) => kind === 'visit' || kind === 'purchase');
  expect(some.length).toBeGreaterThan(0);
  expect(some.length).toBeLessThan(all.length);
  expect(await ids('&kind=visit,purchase')).toEqual(some);
  expect(await ids('&kind=install')).toEqual([]);
  const first = (await world.send('GET', '/conversions?kind=purchase,visit&limit=1')).json as Page<Conversion>;
  const second = (await world.send('GET', `/conversions?kind=purchase,visit&limit=1&cursor=${first.nextCursor}`)).json as Page<Conversion>;
  expect([...first.items, ...second.items]).toEqual(some.slice(0, 2));
  const refused = await world.send('GET', '/conversions?kind=visit,order');
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('holds a value that is not one of visit, lead, signup, install, purchase, subscription');
});
