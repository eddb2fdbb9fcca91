import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report, Status } from '../src/attribution/reports/schema.ts';
import { randomOf } from '../../simulator/src/random.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const random = randomOf(4711);
/** Characters of three bytes that no compression makes shorter. */
const dense = (length: number) => Array.from({ length }, () => String.fromCharCode(0x4e00 + random.below(20_000))).join('');
const touch = (more: object) => ({ occurredAt: '2026-11-12T09:00:00Z', kind: 'click', ...more });
const order = (more: object) => ({ occurredAt: '2026-11-12T10:00:00Z', kind: 'purchase', valueMinor: 700, currency: 'USD', ...more });

/** Events that once stopped the matching of their whole tenant. */
const hostile: [string, { touchpoints: object[]; conversions: object[] }][] = [
  ['a source of 5,000 characters', { touchpoints: [], conversions: [order({ metadata: { utm_source: dense(5_000) } })] }],
  ['a source that is no text', { touchpoints: [], conversions: [order({ metadata: { utm_source: { a: [1, dense(2_000)] } } })] }],
  [
    'a referrer whose host has 5,000 characters',
    { touchpoints: [], conversions: [order({ metadata: { referrer: `https://${'a'.repeat(5_000)}.example/` } })] },
  ],
  [
    'a referrer that is no address',
    { touchpoints: [], conversions: [order({ metadata: { referrer: `http://[${dense(500)}` } }), order({ metadata: { referrer: [1] } })] },
  ],
  [
    'a placement that is described at the greatest length',
    {
      touchpoints: [touch({ campaign: dense(200), channel: dense(200), show: dense(200), episode: dense(200), placement: dense(200) })],
      conversions: [order({})],
    },
  ],
  [
    'keys with quotes, braces, blanks and control characters',
    {
      touchpoints: [touch({ campaign: '"}{\\,null', show: ' \t\u001f ', channel: 'NULL' })],
      conversions: [order({ orderId: '{}', promoCode: '",' })],
    },
  ],
  ['many purchases of one person at one instant', { touchpoints: [touch({})], conversions: Array.from({ length: 500 }, () => order({})) }],
];

describe('matching goes on for the whole tenant after', () => {
  test.each(hostile)('%s', async (name, { touchpoints, conversions }) => {
    const named = (events: object[], kind: string) =>
      events.map((event, place) => ({ id: `${kind} ${name} ${place}`, identity: { userId: name }, ...event }));
    const sane = `after ${name}`;
    const post = async (path: string, items: object[]) => {
      const answer = await world.send('POST', `/${path}`, { body: { [path]: items } });
      expect(answer.json, answer.text).toMatchObject({ accepted: items.length });
    };
    await post('touchpoints', [...named(touchpoints, 'touch'), { id: sane, identity: { userId: sane }, ...touch({ campaign: sane }) }]);
    await post('conversions', [...named(conversions, 'order'), { id: sane, identity: { userId: sane }, ...order({}) }]);
    await world.drain();
    expect((await world.send('GET', '/attribution/status')).json as Status).toMatchObject({ waitingConversions: 0, waitingTouchpoints: 0 });
    for (const query of ['', '?lookbackDays=90', '?groupBy=show', '?exclude=utm:x,referrer:y']) {
      const report = await world.send('GET', `/attribution/report${query}`);
      expect(report.status, report.text).toBe(200);
      const { rows, totals } = report.json as Report;
      expect(rows.reduce((sum, { valueMinor }) => sum + valueMinor, 0)).toBe(totals.attributedValueMinor);
      if (query === '') expect(rows).toContainEqual(expect.objectContaining({ key: sane, valueMinor: 700 }));
    }
  });
});
