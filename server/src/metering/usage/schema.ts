import { z } from 'zod';
import { EventId, Instant, IntakeResult } from '../../platform/item-batch.ts';
import { PageQuery } from '../../platform/paging.ts';
import { AGGREGATIONS } from './meters.ts';

export { AGGREGATIONS };

/** So many events of usage come in one request. */
export const MOST_EVENTS = 1_000;

export const MeterKey = z
  .string()
  .regex(/^[a-z][a-z0-9_.]{0,99}$/, 'must begin with a small letter and hold small letters, digits, "_" and "." alone, at most 100');

const word = z
  .string()
  .min(1, 'must not be empty')
  .max(200, 'has at most 200 characters')
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters');

/** Under which Earshot tells what it counts itself. */
export const OWN_SOURCE = 'earshot';

/** Whether a source is Earshot's own, or looks like a part of it: ids of such events would stand in the way of what Earshot counts. */
const isOwn = (source: string) => source === OWN_SOURCE || source.startsWith(`${OWN_SOURCE}:`) || source.startsWith(`${OWN_SOURCE}/`);

const Source = word.refine((source) => !isOwn(source), {
  error: `"${OWN_SOURCE}", alone or before ":" or "/", is what Earshot counts itself; name the source otherwise, such as "studio"`,
});

const Amount = z
  .union([z.number(), z.string().max(100)])
  .describe('a decimal that is not negative, below 10^15, as text exact to ten decimals; a number is rounded to them');

export const UsageEvent = z
  .strictObject({
    specversion: z.literal('1.0').optional(),
    id: EventId,
    source: Source.describe(
      'who counts, such as a program and its host, but not "earshot", which is Earshot itself; an id is known within its source',
    ),
    type: MeterKey.describe('the key of the meter'),
    time: Instant.describe('when it was used: at most 35 days ago and 5 minutes ahead'),
    subject: word.optional().describe('taken and not kept: nothing is counted by it'),
    datacontenttype: z.literal('application/json').optional(),
    data: z
      .strictObject({
        value: Amount.optional().describe(
          'what was used; of a meter that counts different values, the value; left out where events are counted',
        ),
        campaign: word.optional().describe('the key of the campaign it was used for'),
        feature: word.optional().describe('what of the tenant’s service it was used for'),
      })
      .optional(),
  })
  .describe('shaped as an event of CloudEvents 1.0')
  .meta({ id: 'UsageEvent' });
export type UsageEvent = z.output<typeof UsageEvent>;

export const UsageBatch = z.strictObject({ events: z.array(UsageEvent).min(1).max(MOST_EVENTS) });

export const UsageResult = IntakeResult.extend({
  warnings: z.array(z.string()).describe('sentences on limits of what was counted that are reached; everything is counted all the same'),
}).meta({ id: 'UsageResult' });
export type UsageResult = z.infer<typeof UsageResult>;

export const MeterInput = z
  .strictObject({
    unit: z.string().trim().min(1, 'must not be empty').max(50, 'has at most 50 characters'),
    aggregation: z.enum(AGGREGATIONS).describe('sum of values; count of events; largest value; number of different values; last value'),
    description: z.string().trim().max(500, 'has at most 500 characters').default(''),
  })
  .meta({ id: 'NewMeter' });
export type MeterInput = z.output<typeof MeterInput>;

export const WhenUnknown = z.enum(['refuse', 'allow']);
export type WhenUnknown = z.infer<typeof WhenUnknown>;

export const Meter = z
  .object({
    key: z.string(),
    unit: z.string(),
    aggregation: z.enum(AGGREGATIONS),
    description: z.string(),
    isBuiltIn: z.boolean().describe('counted by Earshot itself; it takes no events'),
    whenUnknown: WhenUnknown.describe(
      'what becomes of work while its limits cannot be looked up: refuse where it spends, allow where it reads or has happened already',
    ),
  })
  .meta({ id: 'Meter' });
export type Meter = z.infer<typeof Meter>;

export const Meters = z.object({ items: z.array(Meter) }).meta({ id: 'Meters' });

export const UsageDay = z.iso.date('must be a day, such as 2026-11-01');

export const GROUPINGS = ['none', 'hour', 'day', 'campaign', 'feature'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const UsageQuery = z.strictObject({
  from: UsageDay.optional().describe("first day, in the tenant's time zone; this month's first by default"),
  to: UsageDay.optional().describe('excluded; tomorrow by default'),
  meter: MeterKey.optional(),
  groupBy: z.enum(GROUPINGS).default('none'),
});
export type UsageQuery = z.output<typeof UsageQuery>;

export const UsageRow = z
  .object({
    meter: z.string(),
    unit: z.string(),
    aggregation: z.enum(AGGREGATIONS),
    key: z.string().nullable().describe('what it is grouped by: an instant of an hour, a day, a campaign or a feature; null for none'),
    quantity: z.string().describe('exact decimal'),
    events: z.int().describe('how many events it follows from'),
  })
  .meta({ id: 'UsageRow' });
export type UsageRow = z.infer<typeof UsageRow>;

export const Usage = z
  .object({
    from: z.string(),
    to: z.string().describe('excluded'),
    timeZone: z.string(),
    groupBy: z.enum(GROUPINGS),
    rows: z.array(UsageRow).describe('by meter, then by what it is grouped by'),
  })
  .meta({ id: 'Usage' });
export type Usage = z.infer<typeof Usage>;

export const UsageEventQuery = PageQuery.extend({
  meter: MeterKey,
  from: UsageDay.optional(),
  to: UsageDay.optional().describe('excluded'),
});

export const StoredUsageEvent = z
  .object({
    source: z.string(),
    id: z.string(),
    occurredAt: z.string(),
    receivedAt: z.string(),
    quantity: z.string().describe('exact decimal; 1 where events or different values are counted'),
    campaign: z.string().nullable(),
    feature: z.string().nullable(),
  })
  .meta({ id: 'StoredUsageEvent' });
export type StoredUsageEvent = z.infer<typeof StoredUsageEvent>;
