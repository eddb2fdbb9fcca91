import { z } from 'zod';
import { decimalUnits } from '../../platform/decimals.ts';
import { Currency, minorDigits } from '../../platform/money.ts';
import { AllocatedPool, AllocationDriver, AllocationLine } from '../allocations/schema.ts';
import { Month } from '../entries/schema.ts';
import { Decimal } from '../prices/schema.ts';

const MOST_POOLS = 50;

export const InvoicePool = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,49}$/, 'must be small letters, digits and _, beginning with a letter, at most 50 of them')
      .describe('such as hosting; stands in the note of each entry'),
    amount: Decimal.describe('of the invoice, in its currency'),
    driver: AllocationDriver.describe('owners are tenants, by their ids; meters are those that Earshot counts itself'),
  })
  .meta({ id: 'InvoicePool' });
export type InvoicePool = z.output<typeof InvoicePool>;

export const NewTenantAllocation = z
  .strictObject({
    month: Month.describe('of the invoice; not one to come'),
    currency: Currency,
    pools: z.array(InvoicePool).min(1, 'must not be empty').max(MOST_POOLS, `has at most ${MOST_POOLS} pools`),
    replaces: z
      .boolean()
      .default(false)
      .describe('true: a pool that is booked and that this split leaves out is taken back when it is booked; else such a split is refused'),
  })
  .superRefine(({ currency, pools }, { addIssue }) => {
    const digits = minorDigits(currency);
    for (const [place, { key, amount, driver }] of pools.entries()) {
      const wrong = (path: PropertyKey[], message: string) => addIssue({ code: 'custom', path: ['pools', place, ...path], message });
      if (pools.findIndex((one) => one.key === key) < place) wrong(['key'], 'stands in the list twice');
      if ((amount.split('.')[1] ?? '').replace(/0+$/, '').length > digits)
        wrong(['amount'], `has more digits after the point than ${currency} has: ${digits}`);
      if (decimalUnits(amount, digits) === 0n) wrong(['amount'], 'must be above 0');
      if (driver.kind === 'fixed' && driver.currency !== null && driver.currency !== currency)
        wrong(['driver', 'currency'], `must be ${currency}, as the invoice is`);
      if (driver.kind === 'deliveries')
        wrong(['driver', 'kind'], 'must be usage, even, weighted or fixed: split over tenants by what they use');
    }
  })
  .meta({ id: 'NewTenantAllocation' });
export type NewTenantAllocation = z.output<typeof NewTenantAllocation>;

export const TenantAllocation = z
  .object({
    id: z.uuid(),
    month: z.string(),
    currency: z.string(),
    version: z.int().describe('of the month and currency, from 1'),
    isLatest: z.boolean(),
    inputHash: z.string().describe('SHA-256 over all that went in'),
    amountMinor: z.int().describe('of the invoice; the lines sum to it'),
    pools: z.array(AllocatedPool),
    lines: z.array(AllocationLine).describe('owners are ids of tenants'),
    createdAt: z.string(),
    createdBy: z.string(),
  })
  .meta({ id: 'TenantAllocation' });
export type TenantAllocation = z.infer<typeof TenantAllocation>;

export const TenantAllocationList = z
  .object({ items: z.array(TenantAllocation.omit({ lines: true })) })
  .meta({ id: 'TenantAllocationList' });
export type TenantAllocationList = z.infer<typeof TenantAllocationList>;

export const TenantAllocationQuery = z.strictObject({ month: Month.optional() });

export const AllocationBooking = z
  .object({
    entries: z.int().describe('how many were booked by this call; 0 when all was booked before'),
    tenants: z.int().describe('in whose bills they stand'),
    bookedMinor: z.int().describe('what those entries come to'),
    notBookedMinor: z.int().describe('parts of tenants whose data is erased: they have no bill any more'),
  })
  .meta({ id: 'AllocationBooking' });
export type AllocationBooking = z.infer<typeof AllocationBooking>;
