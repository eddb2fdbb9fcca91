import { z } from 'zod';
import { Share } from '../../platform/intervals.ts';
import { ReportQuery } from '../reports/schema.ts';

const { from, to, lookbackDays } = ReportQuery.shape;
const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

export const CodeLeakQuery = z.strictObject({
  from: from.describe('orders from here on; a day or an instant'),
  to: to.describe('orders before here; a day or an instant'),
  lookbackDays: lookbackDays.describe("how long before the period a campaign's exposures count as having reached a country"),
  couponSites: z
    .string()
    .transform((text) => [...new Set(text.split(',').map((word) => word.trim().toLowerCase()))])
    .pipe(
      z.array(z.string().regex(HOST, 'must hold hosts such as coupons.example, separated by commas')).max(100, 'names at most 100 hosts'),
    )
    .optional()
    .describe('hosts of coupon sites beside those that are built in; separated by commas'),
  limit: z.coerce
    .number({ error: 'must be a number of codes' })
    .int('must be a whole number of codes')
    .min(1, 'must be at least 1')
    .max(500, 'must be at most 500')
    .default(100)
    .describe('codes, those with the most uses first'),
});
export type CodeLeakQuery = z.output<typeof CodeLeakQuery>;

export const LEAK_SIGNS = ['coupon_sites', 'geography', 'burst'] as const;

const Burst = z.object({
  day: z.string().describe('UTC'),
  uses: z.int(),
  expected: z.number().describe("the code's mean on its other days"),
  chance: z.number().describe('of so many uses or more in a Poisson process of that mean'),
});

export const CodeLeaks = z
  .object({
    from: z.string().nullable(),
    to: z.string().nullable(),
    lookbackDays: z.int(),
    couponSites: z.array(z.string()).describe('the hosts that count as coupon sites, with all below them'),
    codes: z.array(
      z.object({
        code: z.string(),
        campaign: z.string().nullable().describe('what it stands for at its last use; null for a code that is not mapped'),
        show: z.string().nullable(),
        uses: z.int().describe('orders; an order with several records is one'),
        couponSites: Share.describe('of the uses whose origin is known, those that came from a coupon site'),
        topCouponSite: z.string().nullable(),
        elsewhere: Share.describe("of the uses whose country is known, those in countries that no exposure of the code's campaign reached"),
        bursts: z.array(Burst).describe('days that have so many uses by chance less than once in a hundred such periods, ten at most'),
        signs: z.array(z.enum(LEAK_SIGNS)).describe('what speaks for a leak; none is proof'),
      }),
    ),
    omittedCodes: z.int(),
  })
  .meta({ id: 'CodeLeaks' });
export type CodeLeaks = z.infer<typeof CodeLeaks>;
