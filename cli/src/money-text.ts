import { minorDigits } from '../../client/src/index.ts';

/** An amount in minor units as a person writes it, such as $412.37; without a currency, in hundredths, as a bare number. */
export function moneyText(minor: number, currency: string | null): string {
  const digits = currency === null ? 2 : minorDigits(currency);
  const named = currency === null ? {} : ({ style: 'currency', currency } as const);
  const format = new Intl.NumberFormat('en-US', { ...named, minimumFractionDigits: digits, maximumFractionDigits: digits });
  return format.format(minor / 10 ** digits);
}
