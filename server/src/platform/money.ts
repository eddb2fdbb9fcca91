import { z } from 'zod';
import { AppError } from './errors.ts';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** A currency code of ISO 4217, as the runtime's Unicode data knows them. */
export const Currency = z
  .string()
  .refine((code) => CURRENCIES.has(code), 'is not an ISO 4217 currency; send three capital letters such as USD')
  .describe('ISO 4217');

/** Currencies whose minor unit is not a hundredth, by its digits (ISO 4217, list one); Unicode's data has other digits for some. */
const MINOR_DIGITS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

/** How many decimal digits a currency's minor unit has: 2 for USD, 0 for JPY. */
export function minorDigits(currency: string): number {
  const found = Object.entries(MINOR_DIGITS).find(([, codes]) => codes.split(' ').includes(currency));
  return found === undefined ? 2 : Number(found[0]);
}

const AMOUNT = /^(\d{1,15})(?:\.(\d{1,18}))?$/;

/**
 * An amount in whole units, as shops and pages send it (`49.99`, or a number), in minor units of a currency: exactly, by its decimal
 * digits; what has more of them than the currency is rounded half up. Undefined for anything that is no plain decimal number of at most
 * 15 digits before the point, and for a negative one.
 */
export function minorAmount(amount: unknown, currency: string): number | undefined {
  const [, whole, decimals = ''] = AMOUNT.exec(typeof amount === 'number' || typeof amount === 'string' ? String(amount).trim() : '') ?? [];
  if (whole === undefined) return undefined;
  const digits = minorDigits(currency);
  const kept = BigInt(whole + decimals.slice(0, digits).padEnd(digits, '0'));
  const rounded = kept + (decimals.charAt(digits) >= '5' ? 1n : 0n);
  return rounded > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(rounded);
}

/** The refusal of an answer with a whole number beyond 2^53, which programs that read JSON would silently round. */
export function inexactSum(): AppError {
  return new AppError('invalid_request', 'A sum of this answer lies beyond 2^53 and could not be told exactly; ask for a shorter time.');
}
