import { minorDigits } from '../../../../client/src/index.ts';
import { formatMoney, formatMoneyShort } from '../../format.ts';

/** An exact amount of charges for people: in the digits of its currency, and with more of them where that would show nothing. */
export function formatCharge(amount: string, currency: string): string {
  const value = Number(amount);
  const minor = value * 10 ** minorDigits(currency);
  if (value !== 0 && Math.abs(minor) < 0.5) return `${Number(amount).toPrecision(2)} ${currency}`.replace('-', '−');
  return formatMoney(Math.round(minor), currency);
}

/** The same in a few characters, for the axis of a chart. */
export function formatChargeShort(value: number, currency: string): string {
  return formatMoneyShort(value * 10 ** minorDigits(currency), currency);
}

/** A change in percent, with its sign. */
export function formatChange(percent: number | null): string {
  if (percent === null) return '–';
  return `${percent > 0 ? '+' : ''}${percent} %`.replace('-', '−');
}
