import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { Month } from '../entries/schema.ts';

const Day = z.iso.date({ error: 'must be a day, such as 2026-11-01' });

export const COST_GROUPINGS = ['meter', 'day', 'kind', 'campaign', 'advertiser', 'feature'] as const;
export type CostGrouping = (typeof COST_GROUPINGS)[number];

export const CostReportQuery = z
  .strictObject({
    from: Day.optional().describe("first day of the charges, in the tenant's time zone; this month's first by default"),
    to: Day.optional().describe('excluded; tomorrow by default'),
    compareFrom: Day.optional().describe('first day of a period to compare with; with compareTo'),
    compareTo: Day.optional().describe('excluded'),
    groupBy: z.enum(COST_GROUPINGS).default('meter'),
    meter: z.string().min(1).max(100).optional(),
    campaign: CatalogKey.optional(),
    feature: z.string().min(1).max(100).optional(),
  })
  .refine(({ compareFrom, compareTo }) => (compareFrom === undefined) === (compareTo === undefined), {
    message: 'belongs together with compareFrom: send both, or neither',
    path: ['compareTo'],
  });
export type CostReportQuery = z.output<typeof CostReportQuery>;

const Amount = z.string().describe('exact decimal');

const Compared = {
  amount: Amount,
  compared: Amount.nullable().describe('of the period that it is compared with; null without one'),
  difference: Amount.nullable(),
  changePercent: z.number().nullable().describe('null without a compared period, and where that came to nothing'),
};

export const CostReportRow = z
  .object({
    key: z
      .string()
      .nullable()
      .describe(
        'a meter, a day, a kind of entry, a campaign, an advertiser or a feature; null for what has none, as purchases have no meter',
      ),
    label: z.string().describe('its name where it has one, "(none)" for what has no key'),
    comparedKey: z.string().nullable().describe('of days: the day of the compared period at the same place'),
    ...Compared,
    quantity: z.string().nullable().describe('of one meter: what was used for it, exact; null for what is counted in no one unit'),
    unit: z.string().nullable(),
  })
  .meta({ id: 'CostReportRow' });
export type CostReportRow = z.infer<typeof CostReportRow>;

export const CostReport = z
  .object({
    from: z.string(),
    to: z.string().describe('excluded'),
    timeZone: z.string(),
    compareFrom: z.string().nullable(),
    compareTo: z.string().nullable(),
    groupBy: z.enum(COST_GROUPINGS),
    currencies: z
      .array(
        z.object({ currency: z.string(), ...Compared, rows: z.array(CostReportRow).describe('days in order, all else the largest first') }),
      )
      .describe('each by itself: nothing is converted'),
    unpriced: z.array(z.string()).describe('meters that were used on days without a price: what that costs is unknown, and in no sum'),
  })
  .meta({ id: 'CostReport' });
export type CostReport = z.infer<typeof CostReport>;

export const PlatformCostQuery = z.strictObject({
  month: Month.optional().describe('the present one by default'),
  compareMonth: Month.optional().describe('another month, whose totals stand beside'),
});
export type PlatformCostQuery = z.output<typeof PlatformCostQuery>;

export const TenantCosts = z
  .object({
    tenantId: z.string(),
    name: z.string(),
    currency: z.string(),
    usage: Amount,
    purchases: Amount,
    credits: Amount,
    taxes: Amount,
    total: Amount,
    compared: Amount.nullable().describe('the total of the month that it is compared with; null without one'),
    difference: Amount.nullable(),
    changePercent: z.number().nullable().describe('null without a compared month, and where that came to nothing'),
  })
  .meta({ id: 'TenantCosts' });
export type TenantCosts = z.infer<typeof TenantCosts>;

export const PlatformCosts = z
  .object({
    month: z.string(),
    compareMonth: z.string().nullable(),
    tenants: z
      .array(TenantCosts)
      .describe("of each tenant and currency what stands in that month's bill, the largest first; tenants without a bill are left out"),
    unpriced: z
      .array(z.object({ tenantId: z.string(), name: z.string(), meters: z.array(z.string()) }))
      .describe('what tenants used on days of the month without a price: what that costs is unknown, and in no sum'),
  })
  .meta({ id: 'PlatformCosts' });
export type PlatformCosts = z.infer<typeof PlatformCosts>;
