import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WorldCampaign } from './ground.ts';
import { causesOf } from './truth.ts';

const campaign = (effect: number): WorldCampaign => ({
  key: 'a',
  name: 'A',
  channel: 'podcast',
  spendMinor: 0,
  currency: 'USD',
  code: null,
  shows: [],
  flight: [0, 1],
  effect,
});
const four = [campaign(1), campaign(1), campaign(0), campaign(1)];
const players = [0, 1, 3];

function orders(items: number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) => orders(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}

/** The average over all orders, one by one. */
function averageOverOrders(worth: (mask: number) => number): number[] {
  const sums = four.map(() => 0);
  const all = orders(players);
  for (const order of all) {
    let mask = 0;
    for (const next of order) {
      sums[next] += (worth(mask | (1 << next)) - worth(mask)) / all.length;
      mask |= 1 << next;
    }
  }
  return sums;
}

const purchasesOf = (worth: (mask: number) => number) => (mask: number) => Array.from({ length: worth(mask) }, () => 0);

describe('what purchases are owed to', () => {
  test('is each campaign’s part on average over all orders of adding them, and together what all ads caused', () => {
    const gains = fc.array(fc.nat(3), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(gains, (gain) => {
        const worth = (mask: number) => gain.reduce((sum, one, coalition) => sum + ((mask & coalition) === coalition ? one : 0), 0);
        const known = (mask: number) => worth(mask & 0b1011);
        const { incremental, organic } = causesOf(purchasesOf(known), [3, 0, 1, 1, 2], four);
        expect(organic).toBe(known(0));
        averageOverOrders(known).forEach((part, place) => expect(incremental[place]).toBeCloseTo(part, 9));
        expect(incremental.reduce((sum, part) => sum + part, organic)).toBeCloseTo(known(0b1011), 9);
      }),
    );
  });

  test('is what would be missing without the campaign, where campaigns do not work together', () => {
    const worth = (mask: number) => 2 + (mask & 1 ? 3 : 0) + (mask & 2 ? 1 : 0);
    expect(causesOf(purchasesOf(worth), [0, 1], four)).toEqual({ incremental: [3, 1, 0, 0], organic: 2 });
  });

  test('is nothing of a campaign that the household did not hear, or that does nothing', () => {
    const worth = (mask: number) => (mask & 0b101 ? 1 : 0) + (mask & 2 ? 5 : 0);
    expect(causesOf(purchasesOf(worth), [0, 2], four)).toEqual({ incremental: [1, 0, 0, 0], organic: 0 });
  });
});
