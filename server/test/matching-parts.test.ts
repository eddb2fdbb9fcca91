import { afterAll, beforeAll, expect, test } from 'vitest';
import { getShareManifest } from '../src/attribution/share-runs/service.ts';
import { type MatchingWorld, openMatchingWorld, order, touch } from './matching-world.ts';

let between: MatchingWorld;
beforeAll(async () => {
  between = await openMatchingWorld();
});
afterAll(() => between.close());

const PEOPLE = ['one', 'two', 'three'];
const FIRST_MS = Date.parse('2026-11-11T00:00:00Z');

test('more orders than are read at a time are each credited once, by the record that counts, and checked by both sides', async () => {
  const { context } = between.database;
  const { grantor, grantee, id } = await between.pair();
  await between.sendTouchpoints(
    grantor,
    PEOPLE.map((name) => touch(name)),
  );
  // Two orders a minute from the same instant on; of the first one a further record comes last, with which it is one order.
  const orders = Array.from({ length: 4_200 }, (_, place) => ({
    ...order(`o-${place}`, { orderId: place === 4_199 ? 'order-0' : `order-${place}` }),
    occurredAt: new Date(FIRST_MS + Math.floor(place / 2) * 60_000).toISOString(),
    identity: { userId: `person-${PEOPLE[place % 3]}` },
    valueMinor: 100,
  }));
  for (let from = 0; from < orders.length; from += 1_000) await between.sendOrders(grantee, orders.slice(from, from + 1_000));
  await between.settle(grantor, grantee);
  const report = await between.read(grantee, id);
  expect(report).toMatchObject({ waitingConversions: 0, totals: { conversions: 4_199, valueMinor: 419_900 } });
  const [exposures, own] = [await getShareManifest(context, grantor.actor, id), await getShareManifest(context, grantee.actor, id)];
  expect(own).toMatchObject({ isCurrent: true, ownHash: exposures.otherHash, outputHash: exposures.outputHash });
  expect(exposures).toMatchObject({ isCurrent: true, ownHash: own.otherHash });
  expect(own.days.reduce((sum, { events }) => sum + events, 0)).toBe(4_199);
  expect(own.days.map(({ day }) => day)).toEqual(['2026-11-11', '2026-11-12']);
  const checked = await Promise.all([1, 2, 3].map(() => getShareManifest(context, grantee.actor, id)));
  for (const one of checked) expect(one).toEqual(own);
});
