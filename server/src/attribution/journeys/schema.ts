import { z } from 'zod';
import { Estimate } from '../../platform/estimates.ts';
import { Share } from '../../platform/intervals.ts';
import { AnalyticsFrame, AnalyticsQuery } from '../analytics/schema.ts';

export const JOURNEY_UNITS = ['show', 'campaign', 'channel'] as const;
export type JourneyUnit = (typeof JOURNEY_UNITS)[number];

const most = (limit: number, usual: number, what: string) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(limit, `must be at most ${limit}`)
    .default(usual)
    .describe(what);

export const JourneyQuery = AnalyticsQuery.extend({
  groupBy: z
    .enum(JOURNEY_UNITS, { error: `must be one of ${JOURNEY_UNITS.join(', ')}` })
    .default('show')
    .describe('what the steps of a path are'),
  limit: most(200, 20, 'paths, those with the most conversions first'),
});
export type JourneyQuery = z.output<typeof JourneyQuery>;

const Step = z.object({ key: z.string().nullable(), label: z.string() });

const Length = z.object({
  touches: z.int().describe('how many touches that may take credit the path has, repeats included'),
  isOrMore: z.boolean().describe('true of the last one, which holds all longer paths, too'),
  conversions: z.int(),
  valueMinor: z.int(),
  share: Share.describe('of the attributed conversions'),
});

const TopPath = z.object({
  steps: z.array(Step).describe('oldest first; the same unit several times in a row is one step'),
  isShortened: z.boolean().describe('true where earlier steps are left out: of more than 12 the last 12 are told'),
  conversions: z.int(),
  valueMinor: z.int(),
  share: Share.describe('of the attributed conversions'),
});

const Assist = Step.extend({
  conversions: z.int().describe('with a touch of the unit'),
  share: Share.describe('of the attributed conversions'),
  valueMinor: z.int().describe('of these conversions, whole: the values of several units are not additive'),
  first: z.int().describe('where it was the first touch'),
  last: z.int().describe('where it was the last one'),
  alone: z.int().describe('where there was no other unit'),
  assisted: z.int().describe('where it was there, and another unit was last'),
  assistRate: Share.describe('assisted of all with a touch of the unit'),
});

const NODE_KINDS = ['unit', 'other_units', 'later_steps', 'conversion'] as const;

export const Sankey = z
  .object({
    nodes: z.array(
      z.object({
        id: z.string(),
        kind: z
          .enum(NODE_KINDS)
          .describe('other_units: units beyond the eight with the most conversions; later_steps: all steps after the fifth'),
        step: z.int().describe('1 = the first'),
        key: z.string().nullable(),
        label: z.string(),
        conversions: z.int(),
      }),
    ),
    links: z
      .array(z.object({ source: z.string(), target: z.string(), conversions: z.int(), valueMinor: z.int() }))
      .describe('what flows into a node flows out of it; everything ends in the conversion'),
  })
  .meta({ id: 'Sankey' });
export type Sankey = z.infer<typeof Sankey>;

export const Journeys = AnalyticsFrame.extend({
  groupBy: z.enum(JOURNEY_UNITS),
  conversions: z.int().describe('attributed ones: with a touch that may take credit'),
  valueMinor: z.int().describe('of these'),
  unattributedConversions: z.int().describe('they have no path, and are in no figure below'),
  excludedConversions: z.int(),
  meanTouches: Estimate.describe('touches of an attributed conversion'),
  lengths: z.array(Length),
  paths: z.array(TopPath),
  otherPaths: z
    .object({ conversions: z.int(), valueMinor: z.int(), share: Share })
    .describe('the conversions whose paths are not listed: with those that are, all attributed ones'),
  assists: z.array(Assist).describe('every unit, those with the most conversions first, up to 200'),
  sankey: Sankey,
}).meta({ id: 'Journeys' });
export type Journeys = z.infer<typeof Journeys>;
