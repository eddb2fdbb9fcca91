import { z } from 'zod';

/** Below a thousandth of a dollar, and beyond a thousand, a price per million tokens is one that was meant per token, or a slip. */
const LEAST_MICROS = 1_000;
const MOST_MICROS = 1_000_000_000;

const Price = z
  .int()
  .min(0)
  .max(MOST_MICROS)
  .refine((micros) => micros === 0 || micros >= LEAST_MICROS, 'must be 0 or at least 1,000: millionths of a US dollar per million tokens')
  .meta({ description: 'millionths of a US dollar per million tokens' });

/** What a model's tokens cost. Tokens read from a provider's cache never cost more than fresh ones. */
export const TokenPrices = z
  .strictObject({
    inputMicros: Price,
    cacheReadMicros: Price,
    cacheWriteMicros: Price,
    outputMicros: Price,
  })
  .refine((prices) => prices.cacheReadMicros <= prices.inputMicros, {
    path: ['cacheReadMicros'],
    message: 'must not be more than inputMicros: what is read from a cache never costs more than what is fresh',
  })
  .meta({ id: 'TokenPrices' });
export type TokenPrices = z.infer<typeof TokenPrices>;

/** Below a hundred-thousandth of a dollar, and beyond ten, a price per minute of audio is a slip: list prices are a few cents. */
const LEAST_MINUTE_MICROS = 10;
const MOST_MINUTE_MICROS = 10_000_000;

/** What hearing a minute of audio costs. */
export const MinuteMicros = z
  .int()
  .min(0)
  .max(MOST_MINUTE_MICROS)
  .refine((micros) => micros === 0 || micros >= LEAST_MINUTE_MICROS, 'must be 0 or at least 10: millionths of a US dollar per minute')
  .meta({ description: 'millionths of a US dollar per minute of audio' });

/** A price as it is kept: of tokens, or of minutes of audio. */
export type Prices = TokenPrices | { minuteMicros: number };

/** What a call used, each token in one of four kinds. */
export interface Tokens {
  /** Fresh input: neither read from a cache nor written to one. */
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
}

export const Vendor = z.enum(['openai', 'anthropic']);
export type Vendor = z.infer<typeof Vendor>;

/** A day, in UTC, from whose beginning on something holds. */
const Day = z.iso.date();

/** What a vendor asks for a model from a day on, and until another one where there is an end. */
export const PublicPrice = z
  .strictObject({
    vendor: Vendor,
    model: z.string().min(1).max(200),
    from: Day,
    to: Day.nullable(),
    prices: TokenPrices.optional(),
    minuteMicros: MinuteMicros.optional(),
  })
  .refine(({ prices, minuteMicros }) => (prices === undefined) !== (minuteMicros === undefined), {
    path: ['prices'],
    message: 'must be given, or minuteMicros for a model that hears audio, one of them',
  });
export type PublicPrice = z.infer<typeof PublicPrice>;
