import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { marginOf, spendOfPeriod, unitCost } from './rules.ts';

const flight = { spendMinor: 30_000, startsOn: '2026-10-22', endsOn: '2026-11-20' };
const OCTOBER = { from: '2026-10-01', before: '2026-11-01' };
const NOVEMBER = { from: '2026-11-01', before: '2026-12-01' };

describe('the spend of a period', () => {
  test('is that of its days of the flight', () => {
    // By hand: 30 days, of which 10 lie in October.
    expect(spendOfPeriod(flight, OCTOBER)).toEqual({ spendBasis: 'flight_days', spendOfPeriodMinor: 10_000 });
    expect(spendOfPeriod(flight, NOVEMBER).spendOfPeriodMinor).toBe(20_000);
    expect(spendOfPeriod(flight, { from: '2026-12-01', before: '2027-01-01' }).spendOfPeriodMinor).toBe(0);
  });

  test('is not known without a flight, or without a spend', () => {
    expect(spendOfPeriod({ ...flight, endsOn: null }, NOVEMBER)).toEqual({ spendBasis: 'whole', spendOfPeriodMinor: null });
    expect(spendOfPeriod({ ...flight, spendMinor: null }, NOVEMBER)).toEqual({ spendBasis: 'unknown', spendOfPeriodMinor: null });
  });

  test('sums to the whole over periods that follow each other', () => {
    const day = (offset: number) => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(100), fc.nat(100), fc.nat(300), (spendMinor, starts, length, cut) => {
        const spent = { spendMinor, startsOn: day(starts), endsOn: day(starts + length) };
        const parts = [
          { from: day(0), before: day(cut) },
          { from: day(cut), before: day(400) },
        ].map((period) => spendOfPeriod(spent, period).spendOfPeriodMinor ?? Number.NaN);
        expect(parts[0] + parts[1]).toBe(spendMinor);
      }),
    );
  });
});

describe('a margin', () => {
  test('is spend less cost, with its percent of the spend, and null where a part is not known', () => {
    expect(marginOf(20_000, 5_000)).toEqual({ marginMinor: 15_000, marginPercent: 75 });
    expect(marginOf(300, 400)).toEqual({ marginMinor: -100, marginPercent: -33.33 });
    expect(marginOf(0, 400)).toEqual({ marginMinor: -400, marginPercent: null });
    expect(marginOf(null, 400)).toEqual({ marginMinor: null, marginPercent: null });
    expect(marginOf(300, null)).toEqual({ marginMinor: null, marginPercent: null });
  });

  test('has unit costs where there is something to divide by', () => {
    expect(unitCost(1_000, 3_000, 1_000)).toBe(333.33);
    expect(unitCost(1_000, 2.5, 1)).toBe(400);
    expect([unitCost(null, 1, 1), unitCost(1, null, 1), unitCost(1, 0, 1)]).toEqual([null, null, null]);
  });
});
