import { z } from 'zod';
import { UnknownFilters } from '../../catalog/naming/schema.ts';
import { PLACEMENT_KINDS } from '../../catalog/placements/schema.ts';
import { pageSchema } from '../../platform/paging.ts';

export const PACING_STATES = ['open', 'upcoming', 'running', 'ended'] as const;

const count = z.int();

export const Projection = z
  .object({
    total: count.describe('what the flight comes to if its remaining days go like those so far'),
    low: count.describe('lower end of the 95 % prediction interval'),
    high: count.describe('upper end'),
    dispersion: z.number().describe('how much more days differ than a Poisson process would: variance by mean of whole days, at least 1'),
  })
  .meta({ id: 'PacingProjection' });
export type Projection = z.infer<typeof Projection>;

export const MakeGood = z
  .object({
    impressions: count.describe('booked less delivered, when the flight is over'),
    valueMinor: count.nullable().describe('what they cost at the price that was booked; null without a price'),
    currency: z.string().nullable(),
  })
  .meta({ id: 'MakeGood' });
export type MakeGood = z.infer<typeof MakeGood>;

export const PlacementPacing = z
  .object({
    placement: z.string(),
    campaign: z.string(),
    show: z.string(),
    kind: z.enum(PLACEMENT_KINDS),
    startsOn: z.string().nullable(),
    endsOn: z.string().nullable(),
    bookedImpressions: count.nullable(),
    state: z.enum(PACING_STATES).describe('open: the flight has no first or no last day, so that nothing is expected by a time'),
    counted: z
      .enum(['impression', 'download'])
      .describe('which touchpoints count: downloads where it is baked in, or where no impression was told of it; else impressions'),
    delivered: count.describe('within the flight'),
    deliveredOutside: count.describe('before it or after it'),
    expected: z.number().nullable().describe('what would be delivered by now at an even pace; null when nothing was booked, or it is open'),
    paceRatio: z.number().nullable().describe('delivered by expected; null before the flight'),
    projection: Projection.nullable().describe('null before the first whole day, after the flight, and when it is open'),
    makeGood: MakeGood.nullable().describe('null until a flight with booked impressions is over'),
    asOf: z.string(),
  })
  .meta({ id: 'PlacementPacing' });
export type PlacementPacing = z.infer<typeof PlacementPacing>;

export const PacingPage = pageSchema(PlacementPacing).extend({ unknown: UnknownFilters });
export type PacingPage = z.infer<typeof PacingPage>;

export const PlacementPacingDetail = PlacementPacing.extend({
  days: z.array(z.object({ day: z.string(), delivered: count })).describe('UTC days with deliveries within the flight'),
  evidence: z
    .array(z.object({ evidence: z.string().nullable(), delivered: count }))
    .describe('what the deliveries within the flight rest on, as their touchpoints say; null for those that do not say'),
}).meta({ id: 'PlacementPacingDetail' });
export type PlacementPacingDetail = z.infer<typeof PlacementPacingDetail>;
