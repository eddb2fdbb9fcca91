import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { acceptRefunds } from '../../tracking/refunds/service.ts';
import type { Explanation } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const { context } = world.database;
  const { actor } = world.mine;
  const at = (day: number) => ({ occurredAt: `2026-11-${String(day).padStart(2, '0')}T08:00:00Z`, identity: { userId: 'listener' } });
  const touch = (id: string, day: number, show: string) => ({
    id,
    kind: 'download',
    campaign: 'winter',
    show,
    placement: 'mid_roll',
    ...at(day),
  });
  await acceptTouchpoints(context, actor, [touch('a', 1, 'one'), touch('b', 8, 'two'), touch('c', 15, 'one')], 'server');
  const order = { kind: 'purchase', valueMinor: 10_000, currency: 'USD', ...at(15) };
  const code = { kind: 'purchase', valueMinor: 5_000, currency: 'USD', promoCode: world.mine.code, occurredAt: '2026-11-16T08:00:00Z' };
  const alone = { kind: 'lead', occurredAt: '2026-11-16T08:00:00Z', identity: { userId: 'nobody else' } };
  await acceptConversions(
    context,
    actor,
    [
      { id: 'order', ...order },
      { id: 'code', ...code },
      { id: 'alone', ...alone },
    ],
    'server',
  );
  await world.send('PUT', '/attribution/models/ends', { body: { base: 'custom', parameters: { positions: [4, 2, 4], lookbackDays: 20 } } });
  await world.drain();
});
afterAll(() => world.close());

async function aloud(id: string, query = ''): Promise<string[]> {
  const { json } = await world.send('GET', `/attribution/conversions/${id}/explanation${query}`);
  return (json as Explanation).sentences;
}

test.each([
  ['first_touch', ['the first of 3 takes all', 'it is not the first of 3']],
  ['last_touch', ['it is not the last of 3', 'the last of 3 takes all']],
  ['linear', ['33.33 % of the credit (1 ÷ 3 touchpoints)']],
  ['time_decay', ['14.29 % of the credit (0.25 ÷ 1.75: 2 to the power of −14/7, as it lies 14 days before the newest)']],
  ['position_based', ['(the share of the first)', '((100 % − 40 % − 40 %) ÷ 1 between first and last)']],
  ['shapley', ['25.00 % of the credit (1 ÷ 2 shows ÷ 2 touchpoints of show one)', '50.00 % of the credit (1 ÷ 2 shows)']],
  [
    'ends',
    ["the model ends@1, which is one of the tenant's own, splits", '40.00 % of the credit (4 ÷ 10: the weight of position 1 of 3 is 4)'],
  ],
])('under %s the weight of each touch is reckoned as its formula has it, and the amounts are added up', async (model, says) => {
  const text = (await aloud('order', `?model=${model}`)).join('\n');
  for (const one of says) expect(text).toContain(one);
  expect(text).toMatch(/Together that is \$[\d.]+ \+ \$[\d.]+ \+ \$[\d.]+ = \$100\.00, exactly/);
});

test('a code that no ad on record explains, a conversion that nothing explains, and a chargeback are told so', async () => {
  expect((await aloud('code'))[2]).toMatch(/^Its promo code, or another response, names campaign .*, and no ad of that is on record/);
  expect((await aloud('alone'))[1]).toMatch(/^No touchpoint of the 90 days before it can be tied to it/);
  const bank = [{ id: 'c', kind: 'chargeback', occurredAt: '2026-11-17T08:00:00Z', valueMinor: 4_000 }];
  await acceptRefunds(world.database.context, world.mine.actor, 'order', bank);
  await world.drain();
  expect((await aloud('order'))[1]).toBe("$40.00 was taken back by the buyer's bank (chargeback), so credit is computed on $60.00.");
});

test('touchpoints that earn nothing are told one by one with the reason, and campaigns and shows by their names', async () => {
  await world.send('PUT', '/campaigns/winter', { body: { name: 'Winter Sale' } });
  await world.send('PUT', '/shows/one', { body: { name: 'Show One' } });
  const read = async (query: string) => {
    return (await world.send('GET', `/attribution/conversions/order/explanation?model=linear${query}`)).json as Explanation;
  };
  const narrow = await read('&lookbackDays=10');
  expect(narrow.touchpoints.map(({ id }) => id)).toEqual(['b', 'c']);
  expect(narrow.unusedTouchpoints.map(({ id, why, show, kind }) => ({ id, why, show, kind }))).toEqual([
    { id: 'a', why: 'outside_lookback', show: 'one', kind: 'download' },
  ]);
  expect(narrow.names).toEqual({
    campaigns: [{ key: 'winter', name: 'Winter Sale' }],
    shows: [{ key: 'one', name: 'Show One' }],
    episodes: [],
  });
  expect(narrow.sentences.join('\n')).toContain('(campaign Winter Sale, show Show One');
  expect(narrow.touchpoints.map(({ campaign }) => campaign)).toEqual(['winter', 'winter']);
  expect((await read('&touchpointKind=click')).unusedTouchpoints.map(({ why }) => why)).toEqual(['other_kind', 'other_kind', 'other_kind']);
  expect((await read('&minEvidence=click_id')).unusedTouchpoints.map(({ why }) => why)).toEqual(['too_weak', 'too_weak', 'too_weak']);
  expect((await read('')).unusedTouchpoints).toEqual([]);
  const shapley = (await world.send('GET', '/attribution/conversions/order/explanation?model=shapley')).json as Explanation;
  expect(shapley.sentences.join('\n')).toContain('touchpoints of show Show One');
});
