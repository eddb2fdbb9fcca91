import { z } from 'zod';
import { Currency } from '../../platform/money.ts';
import { CONVERSION_KINDS } from '../paths/codes.ts';
import { ModelName } from '../reports/schema.ts';
import { BREAKDOWNS, SHARE_KINDS } from '../shares/schema.ts';

const GROUPINGS = ['campaign', ...BREAKDOWNS] as const;

const Day = z.iso.date({ error: 'must be a UTC day, such as 2026-11-01' });

export const ShareReportQuery = z.strictObject({
  model: ModelName.default('linear'),
  groupBy: z.enum(GROUPINGS, { error: `must be one of ${GROUPINGS.join(', ')}` }).default('campaign'),
  currency: Currency.optional().describe('one that enough people paid in; the one of most people when left out'),
  from: Day.optional().describe('conversions from this UTC day on; the first of a month unless the share has the breakdown by day'),
  to: Day.optional().describe('conversions before this UTC day; the first of a month unless the share has the breakdown by day'),
});
export type ShareReportQuery = z.output<typeof ShareReportQuery>;

export const AllSharesQuery = z.strictObject({ model: ModelName.default('linear') });
export type AllSharesQuery = z.output<typeof AllSharesQuery>;

const Figures = {
  conversions: z.number(),
  valueMinor: z.int().nullable().describe('null when the share does not show value, or too few people paid in the currency'),
  spendMinor: z.int().nullable().describe('booked for the whole campaign; null when the share does not show it, or for part of the time'),
  roas: z.number().nullable(),
  cpaMinor: z.number().nullable(),
};

export const ShareReport = z
  .object({
    shareId: z.string(),
    kind: z.enum(SHARE_KINDS).describe('each matching share is credited by itself: two of them may credit the same order in full'),
    campaign: z.string(),
    campaignLabel: z.string(),
    exposuresSince: z.string().nullable().describe('of a matching share: exposures that came before could not be hashed under its key'),
    ordersSince: z.string().nullable().describe('of a matching share: orders that came before could not be hashed under its key'),
    model: ModelName,
    groupBy: z.enum(GROUPINGS),
    lookbackDays: z.int().describe('of every share: 30, with the other options at their defaults'),
    currency: z.string().nullable().describe('null while too few people paid in any; conversions without value count in every currency'),
    otherCurrencies: z.array(z.string()).describe('ask for each by itself; they are never added together'),
    conversionKinds: z.array(z.enum(CONVERSION_KINDS)).nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    minPeople: z.int(),
    isBelowFloor: z.boolean().describe('true when there is nothing, or behind all of it stand fewer people than minPeople'),
    computedAt: z.string().nullable().describe('when the figures last changed; null while they are first built'),
    waitingConversions: z.int().describe('what is still to be matched, counted up to 1,000; 0 = these figures are complete'),
    totals: z.object({ conversions: z.number(), valueMinor: z.int().nullable().describe('null when one row does not show its value') }),
    rows: z.array(
      z.object({
        key: z.string().nullable(),
        label: z.string(),
        isFew: z.boolean().describe('true for the one row that puts together what too few people stand behind'),
        ...Figures,
      }),
    ),
  })
  .meta({ id: 'ShareReport' });
export type ShareReport = z.infer<typeof ShareReport>;

export const AllSharesReport = z
  .object({
    model: ModelName,
    items: z
      .array(
        z.object({
          shareId: z.string(),
          grantor: z.string(),
          campaign: z.string(),
          campaignLabel: z.string(),
          currency: z.string().nullable(),
          isBelowFloor: z.boolean(),
          computedAt: z.string().nullable(),
          waitingConversions: z.int(),
          ...Figures,
        }),
      )
      .describe('one for each share and currency; nothing is added up: two grantors, and two matching shares, may credit the same sale'),
  })
  .meta({ id: 'AllSharesReport' });
export type AllSharesReport = z.infer<typeof AllSharesReport>;
