import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { PageQuery } from '../../platform/paging.ts';
import { CAUSES, FAMILIES } from './grouping.ts';
import { VERDICTS } from './learning.ts';
import { ANOMALY_KINDS, GRAINS, METRICS, SUBJECT_TYPES, UNWATCHED } from './series.ts';

export const ANOMALY_STATUSES = ['open', 'gone', ...VERDICTS] as const;
export type AnomalyStatus = (typeof ANOMALY_STATUSES)[number];

const Subject = z.object({
  type: z.enum(SUBJECT_TYPES),
  key: z.string().nullable().describe('null for the tenant: all shows and campaigns together'),
  name: z.string().nullable().describe('what the show or campaign is called; null for the tenant, and where it has no name'),
});

const Name = z.object({
  metric: z.enum(METRICS).describe('match_rate: percent of conversions with an exposure in their path'),
  subject: Subject,
});

export const AnomalyMember = Name.extend({
  at: z.string().describe('the day or hour of its first alert, UTC'),
  kind: z.enum(ANOMALY_KINDS),
  value: z.number().nullable().describe('null where nothing was measured, which is no 0; spend is in minor units'),
  expected: z.number(),
  low: z.number().describe('19 of 20 usual days lie between low and high; of an hour, what is no alert'),
  high: z.number(),
  score: z.number().describe('0 to below 1; 0.5 is the limit'),
  limitFactor: z.number().describe('what verdicts made of the limits of this series: 1 is usual, more alerts less often'),
});

export const Anomaly = z
  .object({
    id: z.uuid(),
    grain: z.enum(GRAINS).describe('of days or of hours, UTC'),
    cause: z
      .enum(CAUSES)
      .describe('what its series have in common; source_silent: nothing that reports the metric sent anything; series: one alone'),
    family: z.enum(FAMILIES).describe('delivery: downloads, impressions and spend; outcome: conversions; matching: the match rate'),
    direction: z.enum(['up', 'down']),
    subject: Subject,
    startsAt: z.string(),
    endsAt: z.string().describe('the last day or hour with an alert of it'),
    finding: z.string(),
    seriesCount: z.int(),
    members: z.array(AnomalyMember).describe('at most 50, the one that stands for all first, then the least usual'),
    status: z.enum(ANOMALY_STATUSES).describe('gone: late data explained it'),
    note: z.string().nullable(),
    judgedAt: z.string().nullable(),
    judgedBy: z.string().nullable(),
    notifiedAt: z.string().nullable().describe('when owners and webhooks were told, once'),
    foundAt: z.string(),
    changedAt: z.string(),
  })
  .meta({ id: 'Anomaly' });
export type Anomaly = z.infer<typeof Anomaly>;

const Day = z.iso.date('must be a UTC day, YYYY-MM-DD');

export const AnomalyQuery = PageQuery.extend({
  metric: z.enum(METRICS).optional().describe('only those with a series of this metric'),
  subjectType: z.enum(SUBJECT_TYPES).optional().describe('only those with a series of such a subject'),
  subject: CatalogKey.optional().describe('only those with a series of the show or campaign of this key'),
  status: z.enum(ANOMALY_STATUSES).optional(),
  grain: z.enum(GRAINS).optional(),
  from: Day.optional().describe('only those that go on to this day or longer'),
  to: Day.optional().describe('only those that began before this day'),
});

export const AnomalyFeedback = z
  .strictObject({
    verdict: z
      .enum(VERDICTS)
      .nullable()
      .describe(
        'useful lowers the limits of its series by 5 %, wrong lifts them by 25 % (0.8 to 2 times in all), expected leaves its days ' +
          'out; null takes it back',
      ),
    note: z.string().trim().min(1, 'must not be empty; leave it out').max(500, 'has at most 500 characters').optional(),
  })
  .meta({ id: 'AnomalyFeedback' });
export type AnomalyFeedback = z.infer<typeof AnomalyFeedback>;

export const AnomalyPoint = z.object({
  at: z.string(),
  value: z.number().nullable().describe('null where nothing was measured'),
  expected: z.number().nullable().describe('from the points before it alone; null while the series is learned'),
  low: z.number().nullable(),
  high: z.number().nullable(),
  alert: z.enum(ANOMALY_KINDS).nullable(),
  isLeftOut: z.boolean().describe('somebody said that this day was expected'),
});

export const AnomalySeries = z
  .object({
    grain: z.enum(GRAINS),
    currency: z.string().nullable().describe('of spend, in minor units'),
    series: z
      .array(
        Name.extend({
          limitFactor: z.number(),
          verdicts: z
            .object({ useful: z.int(), expected: z.int(), wrong: z.int() })
            .describe('how often anomalies of this series were judged so'),
          points: z.array(AnomalyPoint).describe('oldest first, up to three weeks beyond the anomaly'),
        }),
      )
      .describe('of the first six members that are still watched'),
  })
  .meta({ id: 'AnomalySeries' });
export type AnomalySeries = z.infer<typeof AnomalySeries>;

export const AnomalyWatch = z
  .object({
    daysThrough: z.string().nullable().describe('the last UTC day that was looked through; null before the first'),
    hoursThrough: z.string().nullable(),
    watchedSeries: z.int().describe('daily series that are watched'),
    learningSeries: z.int().describe('those with less than six weeks of days'),
    sparseSeries: z.int().describe('those that are too small, or 0 too often, for a day of them to be unusual'),
    unwatched: z
      .array(
        Name.extend({
          reason: z
            .enum(UNWATCHED)
            .describe(
              'too_short: less than six weeks of days; often_zero: 0 on more than three in ten of its last 56 days; ' +
                'too_small: its usual day is less than an anomaly has to differ by',
            ),
        }),
      )
      .describe('daily series that are not watched yet, or not at all, and why: the first 100, the widest first'),
    spendMissing: z
      .enum(['no_currency', 'no_priced_delivery'])
      .nullable()
      .describe(
        'why the tenant has no series of spend: it has no currency, or delivered nothing at a price per thousand in it; null where it ' +
          'has one, or nothing was looked through yet',
      ),
    hourlySeries: z.int(),
  })
  .meta({ id: 'AnomalyWatch' });
export type AnomalyWatch = z.infer<typeof AnomalyWatch>;
