import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomOf } from '../../../../simulator/src/random.ts';
import { type Contrast, contrastsOf, type KeyedOrder } from './contrast.ts';

const LOOKBACK_DAYS = 30;

const order = (person: string, day: number, before: number, after: number): KeyedOrder => ({
  person,
  day,
  before: new Map(before === 0 ? [] : [['a', before]]),
  after: new Map(after === 0 ? [] : [['a', after]]),
});
const evenly = (from: number, to: number) =>
  new Map([['a', new Map<number, number>(Array.from({ length: to - from }, (_, day) => [from + day, 10]))]]);

function contrast(orders: KeyedOrder[], daily = evenly(0, 200)): Contrast {
  const found = contrastsOf(orders, daily, LOOKBACK_DAYS).get('a');
  if (!found) throw new Error('the key is not told of');
  return found;
}

describe('orders beside the exposures around them', () => {
  test('count by which side of them exposures lie on', () => {
    const found = contrast([order('p', 100, 1, 0), order('q', 101, 3, 0), order('r', 102, 0, 1), order('s', 103, 0, 0)]);
    expect(found).toMatchObject({ before: 2, after: 1, ratio: 1 });
    expect(found.excess).toBeCloseTo(1, 12);
    expect(found.variance).toBeCloseTo(1 + 1 + 1 + 1, 12);
  });

  test('that have exposures on both sides say nothing, and hide as many that were caused', () => {
    const shown = [order('p', 100, 1, 0), order('q', 100, 1, 0)];
    expect(contrast([...shown, order('r', 100, 2, 2), order('s', 100, 2, 2)]).excess).toBeCloseTo(2 / (1 - 2 / 4), 12);
  });

  test('of one person are one piece of evidence', () => {
    const apart = contrast(Array.from({ length: 8 }, (_, place) => order(`p${place}`, 100, 1, 0)));
    const together = contrast(Array.from({ length: 8 }, () => order('p', 100, 1, 0)));
    expect(together.excess).toBe(apart.excess);
    expect(together.variance).toBe(64 + 1);
    expect(apart.variance).toBe(8 + 1);
  });

  test('say nothing where a flight has exposures on one side of them alone', () => {
    expect(contrastsOf([order('p', 100, 5, 0)], evenly(50, 90), LOOKBACK_DAYS).get('a')).toBeUndefined();
    const late = contrast([order('p', 100, 5, 0), order('q', 70, 0, 0)], evenly(50, 90));
    expect(late.excess).toBe(0);
  });

  test('show where exposures gather before orders that come anyway', () => {
    const causal = Array.from({ length: 40 }, (_, place) => order(`p${place}`, 100 + (place % 40), 1, 0));
    const following = Array.from({ length: 40 }, (_, place) => order(`p${place}`, 100 + (place % 40), 4, 0));
    expect(contrast(causal).gathering).toBeCloseTo(0, 12);
    expect(contrast(following).gathering).toBeGreaterThan(5);
  });

  test('do not depend on the order that they are given in, nor on the names of persons', () => {
    const some = fc.array(fc.record({ day: fc.integer({ min: 60, max: 120 }), before: fc.nat(6), after: fc.nat(6), person: fc.nat(9) }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(some, (all) => {
        const orders = all.map(({ person, day, before, after }) => order(`p${person}`, day, before, after));
        const renamed = orders.map((one) => ({ ...one, person: `another ${one.person}` })).toReversed();
        const [first, second] = [contrast(orders), contrast(renamed)];
        for (const name of ['excess', 'variance', 'gathering'] as const) expect(second[name]).toBeCloseTo(first[name], 8);
      }),
    );
  });

  test('have no excess by chance while a flight begins, however many of the households it reaches', () => {
    const random = randomOf(11);
    const rate = (day: number) => (day < 60 ? 0.004 : 0.04);
    const daily = new Map([['a', new Map(Array.from({ length: 200 }, (_, day) => [day, 1_000 * rate(day)] as const))]]);
    const orders = Array.from({ length: 4_000 }, (_, place) => {
      const day = 30 + random.below(100);
      const count = (from: number, to: number) => {
        let exposures = 0;
        for (let at = from; at < to; at += 1) if (random.chance(rate(at))) exposures += 1;
        return exposures;
      };
      const isOwn = random.chance(0.5);
      return order(
        `p${place}`,
        day,
        count(day - LOOKBACK_DAYS, day) + (isOwn && random.chance(rate(day)) ? 1 : 0),
        count(day + 1, day + LOOKBACK_DAYS + 1) + (!isOwn && random.chance(rate(day)) ? 1 : 0),
      );
    });
    const found = contrast(orders, daily);
    expect(found.after).toBeGreaterThan(1.2 * found.before);
    expect(Math.abs(found.excess)).toBeLessThan(3 * Math.sqrt(found.variance));
  });
});
