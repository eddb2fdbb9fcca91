import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Due } from '../prices/rules.ts';
import { bookingOf, differences, monthOf, nextMonth } from './rules.ts';

const ROW: Due = { day: '2026-11-03', campaign: 'a', feature: '', priceVersion: 1, tier: 1, currency: 'USD', quantity: 10n, amount: 50n };

describe('what is to be booked', () => {
  test('is all that is due at first, nothing the second time, and the difference after late events', () => {
    expect(differences([ROW], [])).toEqual([ROW]);
    expect(differences([ROW], [ROW])).toEqual([]);
    expect(differences([{ ...ROW, quantity: 14n, amount: 70n }], [ROW])).toEqual([{ ...ROW, quantity: 4n, amount: 20n }]);
  });

  test('takes back what is booked under another price, campaign or tier, and books it anew', () => {
    const now = { ...ROW, priceVersion: 2, amount: 40n };
    expect(differences([now], [ROW])).toEqual([{ ...ROW, quantity: -10n, amount: -50n }, now]);
    expect(differences([], [ROW])).toEqual([{ ...ROW, quantity: -10n, amount: -50n }]);
  });

  const drawn = fc.array(
    fc.record({
      day: fc.constantFrom('2026-11-03', '2026-11-04'),
      campaign: fc.constantFrom('', 'a', 'a,'),
      feature: fc.constantFrom('', ',b', 'b'),
      priceVersion: fc.nat(2),
      tier: fc.nat(2),
      currency: fc.constantFrom('USD', 'EUR'),
      quantity: fc.bigInt({ min: -20n, max: 20n }),
      amount: fc.bigInt({ min: -20n, max: 20n }),
    }),
    { maxLength: 30 },
  );

  test('brings what is booked to what is due, whatever both are, after which nothing is left to book', () => {
    fc.assert(
      fc.property(drawn, drawn, (due, booked) => {
        const all = [...booked, ...differences(due, booked)];
        expect(differences(due, all)).toEqual([]);
        const sum = (rows: readonly Due[]) => rows.reduce((total, { amount }) => total + amount, 0n);
        expect(sum(all)).toBe(sum(due));
      }),
    );
  });
});

describe('the month of a booking', () => {
  test('is the own one while it is open, else the present one with the month that it corrects', () => {
    const now = { firstOpen: '2026-11-01', present: '2026-12-01' };
    expect(bookingOf('2026-11-30', now)).toEqual({ month: '2026-11-01', corrects: null });
    expect(bookingOf('2026-12-01', now)).toEqual({ month: '2026-12-01', corrects: null });
    expect(bookingOf('2026-10-31', now)).toEqual({ month: '2026-12-01', corrects: '2026-10-01' });
  });

  test('ends with a year where the year does', () => {
    expect(monthOf('2026-12-31')).toBe('2026-12-01');
    expect(nextMonth('2026-12-31')).toBe('2027-01-01');
    expect(nextMonth('2026-01-31')).toBe('2026-02-01');
  });
});
