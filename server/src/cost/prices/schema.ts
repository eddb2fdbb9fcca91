import { z } from 'zod';
import { decimalUnits } from '../../platform/decimals.ts';
import { Currency } from '../../platform/money.ts';

/** What the columns numeric(24,10) hold. */
const [WHOLE_DIGITS, DECIMAL_DIGITS] = [14, 10];
const PLAIN = /^\d+(\.\d+)?$/;

/** What keeps a text from being a decimal number from 0; undefined where nothing does. */
function decimalFault(text: string): string | undefined {
  if (/^-\d/.test(text)) return 'must not be negative';
  if (!PLAIN.test(text) || decimalUnits(text, 0) === undefined)
    return 'must be a plain decimal number in quotes, such as "0.40": no exponent, no separators, not NaN, not infinity';
  const [whole, decimals = ''] = text.split('.');
  if (whole.replace(/^0+/, '').length > WHOLE_DIGITS) return `has at most ${WHOLE_DIGITS} digits before the point`;
  return decimals.length > DECIMAL_DIGITS ? `has at most ${DECIMAL_DIGITS} digits after the point` : undefined;
}

/** A decimal number from 0, exact: as a text, since numbers of JSON are read as floating point. */
export const Decimal = z
  .string({ error: 'must be a decimal number in quotes, such as "0.40", so that no digit of it is lost' })
  .superRefine((text, { addIssue }) => {
    const fault = decimalFault(text);
    if (fault !== undefined) addIssue({ code: 'custom', message: fault });
  });

const isZero = (text: string) => /^[0.]*$/.test(text);

export const PriceTier = z
  .strictObject({
    upTo: Decimal.nullable().describe(
      'the last quantity of the month, beyond the included one, that belongs to the tier; null in the last',
    ),
    price: Decimal.describe('for unitQuantity of the meter'),
  })
  .meta({ id: 'PriceTier' });

const MOST_TIERS = 20;

function tiersFault(tiers: readonly z.infer<typeof PriceTier>[]): string | undefined {
  if (tiers.length === 0) return undefined;
  const ends = tiers.map(({ upTo }) => (upTo === null ? null : decimalUnits(upTo, DECIMAL_DIGITS)));
  if (ends.at(-1) !== null) return 'must end with a tier whose upTo is null, so that every quantity has a price';
  const inner = ends.slice(0, -1);
  if (inner.some((end, place) => typeof end !== 'bigint' || end <= (place === 0 ? 0n : (inner[place - 1] ?? 0n))))
    return 'must have upTo in rising order, each above 0, and null in the last tier alone';
  return undefined;
}

export const PriceDay = z.iso.date({ error: 'must be a day, such as 2026-11-01' });

export const NewPrice = z
  .strictObject({
    validFrom: PriceDay.optional().describe("the day, of the tenant's time zone, from which on it holds; today when left out"),
    currency: Currency.optional().describe('ISO 4217; needed with tiers'),
    unitQuantity: Decimal.refine((text) => !isZero(text), 'must be above 0')
      .default('1')
      .describe('what one price is for: "1000" for a price per thousand'),
    mode: z
      .enum(['graduated', 'volume'])
      .default('graduated')
      .describe(
        'graduated: the quantity in each tier at its own price; volume: the whole quantity of the month at that of the tier it reaches',
      ),
    included: Decimal.default('0').describe('free in each calendar month, before the tiers begin'),
    tiers: z
      .array(PriceTier)
      .min(1, 'must not be empty; send null where the meter is to have no price')
      .max(MOST_TIERS, `has at most ${MOST_TIERS} tiers`)
      .superRefine((tiers, { addIssue }) => {
        const fault = tiersFault(tiers);
        if (fault !== undefined) addIssue({ code: 'custom', message: fault });
      })
      .nullable()
      .describe('null: no price from that day on'),
  })
  .refine(({ tiers, currency }) => tiers === null || currency !== undefined, {
    path: ['currency'],
    error: 'is needed with tiers: three capital letters such as USD',
  })
  .meta({ id: 'NewPrice' });
export type NewPrice = z.output<typeof NewPrice>;

export const Price = z
  .object({
    version: z.int().describe('of the meter, from 1; entries name it'),
    setBy: z.enum(['tenant', 'operator']).describe("the operator's price goes before the tenant's own"),
    validFrom: z.string().describe("a day of the tenant's time zone"),
    currency: z.string().nullable(),
    unitQuantity: z.string().nullable(),
    mode: z.enum(['graduated', 'volume']).nullable(),
    included: z.string().nullable(),
    tiers: z
      .array(z.object({ upTo: z.string().nullable(), price: z.string() }))
      .nullable()
      .describe('null: no price from that day on'),
    createdAt: z.string(),
  })
  .meta({ id: 'Price' });
export type Price = z.infer<typeof Price>;

export const MeterPrices = z
  .object({
    meter: z.string(),
    unit: z.string().describe('of its quantities'),
    isBuiltIn: z.boolean().describe("false for the tenant's own meters"),
    state: z
      .enum(['priced', 'money', 'unpriced'])
      .describe('today: money counts US dollars and needs no price; of unpriced meters there are quantities and no cost'),
    price: Price.nullable().describe('what holds today'),
    versions: z.array(Price).describe('all there ever were, in the order in which they were set'),
  })
  .meta({ id: 'MeterPrices' });
export type MeterPrices = z.infer<typeof MeterPrices>;

export const PriceList = z.object({ items: z.array(MeterPrices) }).meta({ id: 'PriceList' });
export type PriceList = z.infer<typeof PriceList>;

export const MeterPath = z.strictObject({ meter: z.string().min(1).max(100) });
