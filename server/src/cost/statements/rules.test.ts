import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { units } from '../prices/rules.ts';
import { billOf, type ExactLine, moneyText, roundTogether, statementCsv } from './rules.ts';
import type { Statement } from './schema.ts';

const line = (exact: string, more: Partial<ExactLine> = {}): ExactLine => ({
  kind: 'usage',
  meter: 'events',
  description: 'Events',
  correctsMonth: null,
  quantity: '1',
  unit: 'events',
  tier: 1,
  price: '0.4',
  unitQuantity: '1000',
  exact,
  ...more,
});

describe('rounding together', () => {
  test('keeps the sum, rounded, and moves no amount by a whole unit, whatever their signs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: -1_000_000n, max: 1_000_000n }), { maxLength: 40 }),
        fc.bigInt({ min: 1n, max: 5_000n }),
        (amounts, unit) => {
          const rounded = roundTogether(amounts, unit);
          const exact = amounts.reduce((sum, one) => sum + one, 0n);
          const total = rounded.reduce((sum, one) => sum + one, 0n) * unit;
          expect(total - exact <= unit / 2n && exact - total <= unit / 2n).toBe(true);
          for (const [place, amount] of amounts.entries()) {
            const off = rounded[place] * unit - amount;
            expect(off < unit && off > -unit).toBe(true);
          }
        },
      ),
    );
  });

  test('gives what is left to the largest remainders, of equal ones to the earliest', () => {
    expect(roundTogether([333n, 333n, 334n], 100n)).toEqual([3n, 3n, 4n]);
    expect(roundTogether([150n, 150n], 100n)).toEqual([2n, 1n]);
  });
});

describe('a bill', () => {
  test('is rounded to what its currency has, and adds up line by line', () => {
    const bill = billOf('USD', [
      line('0.3333'),
      line('0.3333'),
      line('0.3334'),
      line('10.00', { kind: 'tax' }),
      line('-2', { kind: 'credit' }),
    ]);
    expect(bill.lines.map(({ amount }) => amount)).toEqual(['0.33', '0.33', '0.34', '10.00', '-2.00']);
    expect(bill).toMatchObject({ net: '-1.00', tax: '10.00', total: '9.00' });
    expect(billOf('JPY', [line('1.6'), line('1.6')])).toMatchObject({ total: '3', lines: [{ amount: '2' }, { amount: '1' }] });
    expect(billOf('KWD', [line('1.00049')]).total).toBe('1.000');
  });

  test('as CSV has rows that sum to its total, and no text that a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), { minLength: 1, maxLength: 20 }), (amounts) => {
        const bill = billOf(
          'EUR',
          amounts.map((amount) => line((amount / 10_000).toFixed(4))),
        );
        const rows = statementCsv({ month: '2026-11', currencies: [bill] } as Statement)
          .trimEnd()
          .split('\r\n')
          .slice(1);
        const sum = rows.reduce((total, row) => total + units(row.split(',').at(-1) ?? ''), 0n);
        expect(sum).toBe(units(bill.total));
      }),
    );
    const note = line('5', { kind: 'purchase', meter: null, description: '=HYPERLINK("x"),y' });
    const text = statementCsv({ month: '2026-11', currencies: [billOf('USD', [note])] } as Statement);
    expect(text).toContain(`purchase,,"'=HYPERLINK(""x""),y",`);
  });

  test('shows money with all of its digits', () => {
    expect([moneyText(1250n, 'USD'), moneyText(-5n, 'USD'), moneyText(12n, 'JPY')]).toEqual(['12.50', '-0.05', '12']);
  });
});
