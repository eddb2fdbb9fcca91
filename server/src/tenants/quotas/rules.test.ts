import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allot, SLOTS, UNLIMITED } from './rules.ts';

const NONE = Array<number>(SLOTS).fill(0);

describe('the allotment of a month to slots', () => {
  test('counts what is asked and shares the rest evenly, what cannot be shared going to who asked', () => {
    const { granted, slots } = allot(NONE, { slot: 2, count: 3, maximum: 30 });
    expect(granted).toBe(3);
    expect(slots.map(({ used }) => used)).toEqual([0, 0, 3, 0, 0, 0, 0, 0]);
    expect(slots.map(({ allowed }) => allowed)).toEqual([3, 3, 9, 3, 3, 3, 3, 3]);
  });

  test('grants no more than there is room for, and nothing once the limit lies below what is used', () => {
    const used = NONE.map((_, slot) => slot);
    expect(allot(used, { slot: 0, count: 10, maximum: 30 })).toMatchObject({ granted: 2 });
    const beyond = allot(used, { slot: 0, count: 10, maximum: 20 });
    expect(beyond.granted).toBe(0);
    expect(beyond.slots).toEqual(used.map((one, slot) => ({ slot, used: one, allowed: one })));
  });

  test('stays exact without a limit', () => {
    const { granted, slots } = allot(NONE, { slot: 0, count: 1_000_000, maximum: UNLIMITED });
    expect(granted).toBe(1_000_000);
    for (const { used, allowed } of slots) {
      expect(Number.isSafeInteger(allowed)).toBe(true);
      expect(allowed - used).toBeGreaterThan(2 ** 49);
    }
  });

  test('never lets the slots together pass the limit, whoever counts in which slot up to where it may', () => {
    const step = fc.record({ slot: fc.nat(SLOTS - 1), count: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(fc.nat(300), fc.array(step, { minLength: 1, maxLength: 60 }), (maximum, steps) => {
        let used = NONE;
        let allowed = NONE;
        let counted = 0;
        for (const { slot, count } of steps) {
          let granted = count;
          if (used[slot] + count <= allowed[slot]) used = used.with(slot, used[slot] + count);
          else {
            const anew = allot(used, { slot, count, maximum });
            granted = anew.granted;
            used = anew.slots.map((one) => one.used);
            allowed = anew.slots.map((one) => one.allowed);
          }
          // As much as a single counter would have granted.
          expect(granted).toBe(Math.min(count, maximum - counted));
          counted += granted;
          expect(used.reduce((sum, one) => sum + one, 0)).toBe(counted);
          if (counted < maximum) expect(allowed.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(maximum);
        }
      }),
    );
  });
});
