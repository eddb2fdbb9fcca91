import { z } from 'zod';
import { AppError } from './errors.ts';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** A currency code of ISO 4217, as the runtime's Unicode data knows them. */
export const Currency = z
  .string()
  .refine((code) => CURRENCIES.has(code), 'is not an ISO 4217 currency; send three capital letters such as USD')
  .describe('ISO 4217');

/** The refusal of an answer with a whole number beyond 2^53, which programs that read JSON would silently round. */
export function inexactSum(): AppError {
  return new AppError('invalid_request', 'A sum of this answer lies beyond 2^53 and could not be told exactly; ask for a shorter time.');
}
