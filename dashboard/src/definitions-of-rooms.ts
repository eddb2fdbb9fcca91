import type { Definition } from './definitions.ts';

/** What figures mean that stand in one room alone; see `definitions` for those that stand in many. */
export const roomDefinitions = {
  bookedImpressions: { name: 'Booked', meaning: 'The impressions that are booked for what is predicted here, as the catalogue has them.' },
  likelyAtEnd: {
    name: 'Likely at the end',
    meaning:
      'The middle of the prediction for the last day: the outcome is as likely above it as below. The band is meant to hold the outcome ' +
      '80 times in 100; how often such bands held before stands further below.',
  },
  chanceUnder: {
    name: 'Chance of less than 95 %',
    meaning: 'How probable it is, by the same prediction, that less than 95 % of what is booked will be delivered at the end.',
  },
  chanceOver: {
    name: 'Chance of more than 105 %',
    meaning: 'How probable it is, by the same prediction, that more than 105 % of what is booked will be delivered at the end.',
  },
  newCustomers: {
    name: 'New customers',
    meaning:
      'Households that bought for the first time, as far as is known, out of all that bought. They are those whose first exposure lies ' +
      'in the chosen dates. The range is the 95 % interval.',
  },
  attributedConversions: {
    name: 'Conversions',
    meaning: 'Conversions of these dates with at least one touchpoint that may take credit. Those without one stand below.',
  },
  touchedConversions: {
    name: 'Conversions',
    meaning: 'Conversions of these dates with a touchpoint of this campaign that may take credit. Each counts whole, whatever its credit.',
  },
  cohortConversions: {
    name: 'Conversions',
    meaning: 'Conversions of households whose first exposure lies in the chosen dates. They may come later than those.',
  },
  meanTouches: {
    name: 'Touches on average',
    meaning: 'How many touchpoints the paths of attributed conversions hold on average, with the 95 % interval of that mean.',
    working: 'touchpoints ÷ attributed conversions',
  },
  untilConversion: { name: 'Since the first touch', meaning: 'The time from the first touchpoint of this path to the conversion.' },
  spendOfPeriod: {
    name: 'Spend in the period',
    meaning: 'The booked spend of the campaign, of which each day of its flight carries the same part; counted for the days so far.',
  },
  deliveryCost: {
    name: 'Delivery cost',
    meaning: 'What running the campaign came to: entries of the bill that name it, and its part of the costs that are divided.',
  },
  pace: {
    name: 'At the present pace',
    meaning:
      'What the month would come to if use went on each day as on average until yesterday. Purchases, credits and taxes count as ' +
      'booked. It knows no weekdays, and is never below what is charged already.',
    working: 'charged for use until yesterday ÷ days elapsed × days of the month + all else that is booked',
  },
  tenants: { name: 'Tenants', meaning: 'Tenants of this installation whose first steps are counted here.' },
  withCredit: { name: 'With credit', meaning: 'Tenants among them of which at least one conversion was credited.' },
  timeToCredit: {
    name: 'Median time to first credit',
    meaning:
      'From the making of a tenant to its first credited conversion: half of those that got there were faster. Sample data is left out.',
  },
  dismissed: { name: 'Put the guide away', meaning: 'Tenants that put the guide away before it was done.' },
  hostDownloads: { name: 'The host’s downloads', meaning: 'The downloads that the host itself counted, as they were entered or imported.' },
  countedDownloads: {
    name: 'Ours, of the same days',
    meaning: 'The downloads that were counted here for the days and episodes that the host’s figures are of.',
  },
  accepted: { name: 'Accepted', meaning: 'Lines that are stored as events now, and counted as soon as they are matched.' },
  duplicates: {
    name: 'Duplicates',
    meaning: 'Lines whose id is stored already, from this file, an earlier one or a program. They change nothing.',
  },
  rejected: {
    name: 'Rejected',
    meaning: 'Lines that are stored nowhere, each with its reason. Mended, they can be imported as a file of their own.',
  },
  lines: { name: 'Lines', meaning: 'Lines read so far, without the header.', working: 'accepted + duplicates + rejected' },
} as const satisfies Record<string, Definition>;
