import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { decimalUnits } from '../../platform/decimals.ts';
import { Currency, minorDigits } from '../../platform/money.ts';
import { Name } from '../../platform/names.ts';
import { PageQuery } from '../../platform/paging.ts';

export const KINDS = ['usage', 'purchase', 'credit', 'tax'] as const;
export type EntryKind = (typeof KINDS)[number];

const Day = z.iso.date({ error: 'must be a day, such as 2026-11-01' });
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month, such as 2026-11');

export const Entry = z
  .object({
    id: z.string().describe('UUID; later entries have greater ones'),
    kind: z.enum(KINDS),
    bookedMonth: z.string().describe('in whose bill it stands, such as 2026-11'),
    day: z.string().describe("of the charge, in the tenant's time zone"),
    meter: z.string().nullable(),
    campaign: z.string().nullable(),
    feature: z.string().nullable(),
    quantity: z.string().nullable().describe('of usage, exact; below 0 where it takes back what was booked before'),
    unit: z.string().nullable(),
    currency: z.string(),
    amount: z.string().describe('exact, up to ten digits after the point; credits are below 0'),
    priceVersion: z.int().nullable().describe('of the meter; null for what is money already, and for what was entered by hand'),
    tier: z.int().nullable().describe('of the price, from 1; 0 is the included quantity'),
    correctsMonth: z.string().nullable().describe('the closed month that it sets right'),
    corrects: z.string().nullable().describe('the entry that it sets right'),
    note: z.string().nullable(),
    bookedAt: z.string(),
    bookedBy: z.string(),
  })
  .meta({ id: 'CostEntry' });
export type Entry = z.infer<typeof Entry>;

const AMOUNT = /^-?\d{1,12}(\.\d{1,4})?$/;

export const NewEntry = z
  .strictObject({
    kind: z.enum(['purchase', 'credit', 'tax'], {
      error: ({ input }) =>
        input === undefined
          ? 'is missing: send purchase, credit or tax'
          : 'must be purchase, credit or tax; usage is booked from what is metered',
    }),
    day: Day.describe("of the charge, in the tenant's time zone"),
    currency: Currency,
    amount: z
      .string({ error: 'must be a decimal number in quotes, such as "12.50", so that no digit of it is lost' })
      .regex(AMOUNT, 'must be a plain decimal number in quotes, such as "12.50": no exponent, no separators, not NaN, not infinity'),
    note: Name.describe('what it is for; stands in the bill'),
    campaign: CatalogKey.optional(),
    feature: z.string().min(1).max(100).optional(),
    corrects: z.uuid().optional().describe('an entry of the same kind and currency that was entered by hand; the amount is the difference'),
  })
  .superRefine(({ kind, amount, currency, corrects }, { addIssue }) => {
    const units = AMOUNT.test(amount) ? decimalUnits(amount, 4) : undefined;
    if (units === undefined) return;
    const wrong = (message: string) => addIssue({ code: 'custom', path: ['amount'], message });
    if ((amount.split('.')[1] ?? '').length > minorDigits(currency))
      wrong(`has more digits after the point than ${currency} has: ${minorDigits(currency)}`);
    if (units === 0n) wrong('must not be 0');
    else if (corrects === undefined && kind === 'credit' && units > 0n) wrong('must be below 0: a credit lowers the bill');
    else if (corrects === undefined && kind !== 'credit' && units < 0n)
      wrong('must be above 0; lower the bill by a credit, or name the entry that it corrects');
  })
  .meta({ id: 'NewCostEntry' });
export type NewEntry = z.output<typeof NewEntry>;

export const EntryFilter = z.strictObject({
  month: Month.optional().describe('in whose bill they stand'),
  kind: z.enum(KINDS).optional(),
  meter: z.string().min(1).max(100).optional(),
  campaign: CatalogKey.optional(),
});
export type EntryFilter = z.output<typeof EntryFilter>;

export const EntryQuery = PageQuery.extend(EntryFilter.shape).extend({
  format: z.enum(['json', 'csv']).default('json').describe('csv: all of them in one file, whatever limit and cursor say'),
});
