import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Explanation } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const explain = (id: string, query = '') => world.send('GET', `/attribution/conversions/${encodeURIComponent(id)}/explanation${query}`);

test('a conversion is explained touch by touch, by the evidence it was matched on, and in sentences', async () => {
  const answer = await explain(world.mine.conversion, '?model=time_decay');
  const explanation = answer.json as Explanation;
  expect(answer.status).toBe(200);
  expect(explanation).toMatchObject({
    id: world.mine.conversion,
    kind: 'purchase',
    occurredAt: '2026-11-10T10:00:00.000Z',
    valueMinor: 4_999,
    currency: 'USD',
    model: 'time_decay',
    waiting: false,
    touchpoints: [{ id: 'touch', campaign: world.mine.campaign, evidence: 'user_id', synthetic: false, weight: 1, creditMinor: 4_999 }],
  });
  expect(explanation.sentences.length).toBeGreaterThan(0);
});

test.each(['a/b', '100%', '%2F', 'ä ö', '漢'.repeat(200), '\u{1f399}'.repeat(100), '?a=b#c', "';--", '+', 'x'.repeat(200)])(
  'the id %j is found by its percent-encoding, whatever its characters',
  async (id) => {
    const event = { occurredAt: '2026-11-10T11:00:00Z', identity: { userId: 'u-1' } };
    const sent = await world.send('POST', '/conversions', { body: { conversions: [{ id, kind: 'signup', ...event }] } });
    expect(sent.json).toMatchObject({ accepted: 1 });
    expect((await explain(id)).json).toMatchObject({ id, waiting: true, touchpoints: [] });
    await world.drain();
    expect((await explain(id)).json).toMatchObject({ id, waiting: false, touchpoints: [{ id: 'touch' }] });
  },
);

test('what a code alone explains is marked as synthetic', async () => {
  const event = { occurredAt: '2026-11-12T11:00:00Z', kind: 'lead', promoCode: world.mine.code };
  await world.send('POST', '/conversions', { body: { conversions: [{ id: 'by-code', ...event }] } });
  await world.drain();
  expect((await explain('by-code')).json).toMatchObject({
    touchpoints: [{ id: 'promo:by-code', campaign: world.mine.campaign, evidence: 'promo_code', synthetic: true }],
  });
});
