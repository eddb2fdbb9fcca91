import { z } from 'zod';
import { DIMENSIONS } from '../reports/options.ts';

export const ComparisonOfRunsQuery = z.strictObject({
  with: z.uuid('must be the id of a run').describe('the run to compare with, as the later one'),
  groupBy: z.enum(DIMENSIONS, { error: `must be one of ${DIMENSIONS.join(', ')}` }).default('campaign'),
});
export type ComparisonOfRunsQuery = z.output<typeof ComparisonOfRunsQuery>;

const Head = z.object({ id: z.uuid(), createdAt: z.string(), asOf: z.string(), engineVersion: z.string() });
const Change = z.object({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() });
const Credit = z.object({ conversions: z.number(), valueMinor: z.int() });

export const RUN_CHANGES = ['added', 'removed', 'changed'] as const;

export const ChangedConversion = z
  .object({
    conversionId: z.string(),
    change: z.enum(RUN_CHANGES),
    reason: z.string().describe('why its path is another version; "parameters" when the path is the same'),
    versionBefore: z.int().nullable(),
    versionAfter: z.int().nullable(),
    currency: z.string().nullable(),
    attributedMinorBefore: z.int(),
    attributedMinorAfter: z.int(),
    touchpointsAdded: z.array(z.string()),
    touchpointsRemoved: z.array(z.string()),
  })
  .meta({ id: 'ChangedConversion' });
export type ChangedConversion = z.infer<typeof ChangedConversion>;

export const RunComparison = z
  .object({
    before: Head,
    after: Head,
    groupBy: z.enum(DIMENSIONS),
    parameters: z.array(Change).describe('of model and options: those that differ'),
    lists: z.array(Change).describe('versions of lists that differ'),
    conversions: z.object({ same: z.int(), changed: z.int(), added: z.int(), removed: z.int() }),
    reasons: z.array(z.object({ reason: z.string(), conversions: z.int() })).describe('why conversions differ, the most frequent first'),
    rows: z
      .array(z.object({ key: z.string().nullable(), currency: z.string().nullable(), before: Credit, after: Credit }))
      .describe('credit by key and currency, where it differs'),
    examples: z.array(ChangedConversion).describe('the first 100 conversions that differ, in the order of the ledger'),
  })
  .meta({ id: 'RunComparison' });
export type RunComparison = z.infer<typeof RunComparison>;
