import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './wilson.ts';

describe('wilsonInterval', () => {
  it('gives the published values for 0, 5 and 10 of 10', () => {
    expect(wilsonInterval(0, 10)).toMatchObject({ low: 0, high: expect.closeTo(0.2775, 4) });
    expect(wilsonInterval(5, 10)).toMatchObject({ low: expect.closeTo(0.2366, 4), high: expect.closeTo(0.7634, 4) });
    expect(wilsonInterval(10, 10)).toMatchObject({ low: expect.closeTo(0.7225, 4), high: 1 });
  });

  it('is absent without trials and for impossible counts', () => {
    expect([wilsonInterval(0, 0), wilsonInterval(3, 2), wilsonInterval(-1, 2)]).toEqual([undefined, undefined, undefined]);
  });

  it('holds the observed share and stays inside 0…1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, part) => {
        const successes = Math.round(trials * part);
        const interval = wilsonInterval(successes, trials);
        expect(interval).toBeDefined();
        const { low, high } = interval ?? { low: 1, high: 0 };
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(successes / trials + 1e-12);
        expect(high).toBeGreaterThanOrEqual(successes / trials - 1e-12);
      }),
    );
  });
});
