import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { Currency } from '../../platform/money.ts';
import { Name } from '../../platform/names.ts';
import { ModelName } from '../reports/schema.ts';

export const VENDORS = ['podscribe', 'spotify'] as const;
export type Vendor = (typeof VENDORS)[number];

/** The figures that vendors report and that we have too. */
export const METRICS = ['impressions', 'reach', 'visitors', 'leads', 'signups', 'installs', 'purchases', 'revenueMinor'] as const;
export type Metric = (typeof METRICS)[number];

const Figure = z.number('must be a number').min(0, 'must not be negative').max(1e12, 'must be at most 1e12');

export const VendorRow = z
  .strictObject({
    name: Name.describe('the campaign or the show, by its key or its name'),
    impressions: Figure.optional(),
    reach: Figure.optional(),
    visitors: Figure.optional(),
    leads: Figure.optional(),
    signups: Figure.optional(),
    installs: Figure.optional(),
    purchases: Figure.optional(),
    revenueMinor: z.int('must be a whole number of minor units').min(0).max(1e14).optional(),
  })
  .refine((row) => METRICS.some((metric) => row[metric] !== undefined), 'has no figure; send at least one')
  .meta({ id: 'VendorRow' });
export type VendorRow = z.output<typeof VendorRow>;

const Day = z.iso.date('must be a day, such as 2026-11-01');

export const VendorReportDetails = z
  .strictObject({
    vendor: z.enum(VENDORS),
    from: Day.describe('the first day of the report, in UTC'),
    to: Day.describe('the day after the last, in UTC'),
    groupBy: z.enum(['campaign', 'show']),
    model: ModelName.default('linear').describe('by which the vendor splits credit; both vendors split evenly unless told otherwise'),
    lookbackDays: z.int().min(1).max(90).default(30).describe("the vendor's window"),
    currency: Currency.optional().describe('of revenueMinor'),
    rows: z.array(VendorRow).min(1).max(5_000),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'must lie after "from"; it is the day after the last' })
  .refine(({ currency, rows }) => currency !== undefined || rows.every(({ revenueMinor }) => revenueMinor === undefined), {
    path: ['currency'],
    error: 'is missing: revenueMinor needs one, such as USD',
  })
  .meta({ id: 'VendorReportDetails' });
export type VendorReportDetails = z.output<typeof VendorReportDetails>;

export const VendorReport = z
  .object({
    key: CatalogKey,
    vendor: z.enum(VENDORS),
    from: z.string(),
    to: z.string(),
    groupBy: z.enum(['campaign', 'show']),
    model: ModelName,
    lookbackDays: z.int(),
    currency: z.string().nullable(),
    rowCount: z.int(),
    importedAt: z.string(),
  })
  .meta({ id: 'VendorReport' });
export type VendorReport = z.infer<typeof VendorReport>;

const Step = z.object({
  reason: z.enum(['vendor_options', 'exposures_only', 'other_addresses', 'devices_for_households', 'scaled_up']),
  detail: z.string(),
  value: z.number().describe('our figure after this step'),
});

const Difference = z.object({
  metric: z.enum(METRICS),
  vendor: z.number(),
  ours: z.number().describe("under the tenant's own defaults"),
  difference: z.number().describe('vendor - ours'),
  rate: z.number().nullable().describe('difference / vendor; null when the vendor has 0'),
  isBeyondTolerance: z.boolean().describe('beyond ±5 %, which IAB v2.3 §5.6 finds acceptable between two parties'),
  steps: z.array(Step).describe('our figure made over step by step into one counted as the vendor counts'),
  unexplained: z.number().describe('vendor - the last step'),
});
export type Difference = z.infer<typeof Difference>;

export const VendorComparison = VendorReport.extend({
  waitingConversions: z.int(),
  rows: z.array(
    z.object({
      name: z.string(),
      key: z.string().nullable().describe('ours that it was found to be; null when we have none of this key or name'),
      usableShare: z.number().nullable().describe('of our exposures, those on an address that may stand for a household'),
      differences: z.array(Difference),
    }),
  ),
  missing: z.array(z.object({ key: z.string(), exposures: z.int() })).describe('ours with exposures in the period that the vendor has not'),
  notes: z.array(z.string()).describe('what may differ and is in no step'),
}).meta({ id: 'VendorComparison' });
export type VendorComparison = z.infer<typeof VendorComparison>;
