import { csvCell } from '../../platform/csv.ts';
import { decimalText, roundedQuotient } from '../../platform/decimals.ts';
import { minorDigits } from '../../platform/money.ts';
import { units } from '../prices/rules.ts';
import type { Statement, StatementLine } from './schema.ts';

/** Amounts are booked in ten-billionths. */
const DIGITS = 10;

/**
 * Amounts rounded to whole multiples of `unit`, so that they sum to their sum rounded (a half away from zero): each is cut down, and what
 * is left goes, a unit each, to the largest remainders, of equal ones to the earliest. None is off by a whole unit.
 * Source: the method of largest remainders, known from elections as Hamilton's.
 */
export function roundTogether(amounts: readonly bigint[], unit: bigint): bigint[] {
  const remainderOf = (amount: bigint) => ((amount % unit) + unit) % unit;
  const whole = amounts.map((amount) => (amount - remainderOf(amount)) / unit);
  const total = roundedQuotient(
    amounts.reduce((sum, amount) => sum + amount, 0n),
    unit,
  );
  let left = Number(total - whole.reduce((sum, one) => sum + one, 0n));
  const order = amounts
    .map((amount, place) => ({ place, remainder: remainderOf(amount) }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.place - b.place : a.remainder > b.remainder ? -1 : 1));
  for (const { place } of order) {
    if (left === 0) break;
    whole[place] += 1n;
    left -= 1;
  }
  return whole;
}

/** Money with all digits that its currency has: 12.50, and 12 of what has no smaller unit. */
export function moneyText(minor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  const [whole, decimals = ''] = decimalText(minor, digits).split('.');
  return digits === 0 ? whole : `${whole}.${decimals.padEnd(digits, '0')}`;
}

/** A line before it is rounded. */
export type ExactLine = Omit<StatementLine, 'amount'>;

/** The bill in one currency: its lines in the smallest unit, and what they sum to. */
export function billOf(currency: string, lines: readonly ExactLine[]): Statement['currencies'][number] {
  const unit = 10n ** BigInt(DIGITS - minorDigits(currency));
  const minor = roundTogether(
    lines.map(({ exact }) => units(exact)),
    unit,
  );
  const sumOf = (isMeant: (line: ExactLine) => boolean) =>
    minor.reduce((sum, amount, place) => (isMeant(lines[place]) ? sum + amount : sum), 0n);
  const money = (amount: bigint) => moneyText(amount, currency);
  return {
    currency,
    lines: lines.map((line, place) => ({ ...line, amount: money(minor[place]) })),
    net: money(sumOf(({ kind }) => kind !== 'tax')),
    tax: money(sumOf(({ kind }) => kind === 'tax')),
    total: money(sumOf(() => true)),
  };
}

const HEAD = 'month,currency,kind,meter,description,corrects_month,quantity,unit,tier,price,price_for,amount\r\n';

/** A statement as CSV, one row per line; the amounts of a currency sum to its total. Figures are plain decimals. */
export function statementCsv({ month, currencies }: Statement): string {
  const rows = currencies.flatMap(({ currency, lines }) =>
    lines.map((line) =>
      [
        month,
        currency,
        line.kind,
        csvCell(line.meter ?? ''),
        csvCell(line.description),
        line.correctsMonth ?? '',
        line.quantity ?? '',
        csvCell(line.unit ?? ''),
        line.tier ?? '',
        line.price ?? '',
        line.unitQuantity ?? '',
        line.amount,
      ].join(','),
    ),
  );
  return HEAD + rows.map((row) => `${row}\r\n`).join('');
}
