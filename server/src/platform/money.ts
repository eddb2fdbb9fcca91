import { z } from 'zod';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** A currency code of ISO 4217, as the runtime's Unicode data knows them. */
export const Currency = z
  .string()
  .refine((code) => CURRENCIES.has(code), 'is not an ISO 4217 currency; send three capital letters such as USD')
  .describe('ISO 4217');
