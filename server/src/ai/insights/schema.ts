import { z } from 'zod';
import { PageQuery } from '../../platform/paging.ts';

export const INSIGHT_SOURCES = ['analysis', 'anomaly', 'forecast'] as const;
export const INSIGHT_SUBJECTS = ['tenant', 'campaign', 'show', 'episode', 'transcript'] as const;
/** What a person may say of a finding. */
export const INSIGHT_DECISIONS = ['open', 'done', 'dismissed'] as const;
export const INSIGHT_STATUSES = [...INSIGHT_DECISIONS, 'ended'] as const;

const Subject = z
  .object({ type: z.enum(INSIGHT_SUBJECTS), key: z.string().nullable().describe('null where it is the tenant as a whole') })
  .describe('what the finding is about');
const Evidence = z.object({ label: z.string(), value: z.string() });

/** What an analysis, an anomaly or a forecast has found: one of each source and key. */
export interface Finding {
  source: (typeof INSIGHT_SOURCES)[number];
  /** What sort of finding it is, in snake_case. */
  kind: string;
  /** Of one day, higher ones come first; 0 when left out. */
  rank?: number;
  /** The same key of the same source is the same finding; 200 characters at most. */
  key: string;
  /** The day it is about, YYYY-MM-DD. */
  day: string;
  subject: z.infer<typeof Subject>;
  /** One sentence of 500 characters at most. */
  finding: string;
  /** Figures it rests on, 20 at most. */
  evidence: readonly z.infer<typeof Evidence>[];
}

export const Insight = z
  .object({
    id: z.uuid(),
    source: z.enum(INSIGHT_SOURCES).describe('what has found it'),
    kind: z.string().describe('what sort of finding it is'),
    day: z.string().describe('the day it is about'),
    rank: z.int().describe('of one day, higher ones come first: 1 is a competitor whom a brief names, 0 all else'),
    subject: Subject,
    finding: z.string(),
    evidence: z.array(Evidence).describe('what it rests on'),
    status: z.enum(INSIGHT_STATUSES).describe('ended: it was open, and what it says is no longer so'),
    note: z.string().nullable(),
    foundAt: z.string(),
    changedAt: z.string().describe('since when it says what it says'),
    endedAt: z
      .string()
      .nullable()
      .describe('since when what it says is no longer so, whatever a person said of it; null while it is, as far as is known'),
    statusAt: z.string().nullable().describe('when a person set the status last'),
    statusBy: z.string().nullable(),
  })
  .meta({ id: 'Insight' });
export type Insight = z.infer<typeof Insight>;

export const InsightChange = z
  .strictObject({
    status: z.enum(INSIGHT_DECISIONS).describe('done: it was seen to; dismissed: it does not matter; open: it was neither'),
    note: z
      .string()
      .trim()
      .min(1, 'must not be empty; leave it out')
      .max(500, 'has at most 500 characters')
      .optional()
      .describe('why; left out, there is none'),
  })
  .meta({ id: 'InsightChange' });
export type InsightChange = z.output<typeof InsightChange>;

const Key = z.string().min(1, 'must not be empty').max(200, 'has at most 200 characters');

export const InsightQuery = PageQuery.extend({
  source: z.enum(INSIGHT_SOURCES).optional().describe('only what this has found'),
  status: z.enum(INSIGHT_STATUSES).optional().describe('only those of this status'),
  subjectType: z.enum(INSIGHT_SUBJECTS).optional().describe('only those about such a thing'),
  subject: Key.optional().describe('only those about the thing of this key'),
});
