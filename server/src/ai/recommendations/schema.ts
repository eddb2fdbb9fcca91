import { z } from 'zod';
import { PageQuery } from '../../platform/paging.ts';
import { KINDS, SUBJECTS, UNITS, VERDICTS } from './words.ts';

export const STATUSES = ['open', 'dismissed', 'done', 'lapsed'] as const;
export type RecommendationStatus = (typeof STATUSES)[number];

const interval = {
  value: z.number(),
  low: z.number().describe('lower end of the 80 % interval'),
  high: z.number().describe('upper end of it'),
};

const Gain = z
  .object({
    unit: z
      .enum(UNITS)
      .describe(
        'conversions: so many more; money: in minor units of the currency; known_conversions: as many become known, or are known better, ' +
          'and none more are made',
      ),
    ...interval,
    chance: z.number().describe('that the gain is above 0, 0 to 1: at least 0.8, after it was drawn to what is usual'),
  })
  .describe('expected in as many days as the period has')
  .meta({ id: 'RecommendationGain' });

export const Outcome = z
  .object({
    from: z.string(),
    to: z.string(),
    ...interval,
    verdict: z
      .enum(VERDICTS)
      .describe(
        'as_expected: the intervals meet, and this one lies above 0; unclear: they meet, and it does not; better, worse: they do not meet',
      ),
  })
  .describe('what later figures say, in the unit of the gain and for as many days; it holds whatever else changed meanwhile')
  .meta({ id: 'RecommendationOutcome' });
export type Outcome = z.infer<typeof Outcome>;

export const RecommendationEvidence = z.object({
  label: z.string(),
  value: z.string(),
  definition: z.string().describe('how the figure comes about'),
});

export const RecommendationSubject = z.object({
  type: z.enum(SUBJECTS),
  key: z.string().nullable().describe("the tenant's own key; null for the tenant itself"),
  name: z.string(),
});

const Wording = z
  .object({ text: z.string(), provider: z.string(), model: z.string() })
  .describe('the same in the words of a model; each number in it is one of the figures here');

export const Recommendation = z
  .object({
    id: z.uuid(),
    kind: z.enum(KINDS),
    status: z.enum(STATUSES).describe('lapsed: later figures do not bear it out any more'),
    title: z.string(),
    says: z.string().describe('what to do'),
    wording: Wording.nullable(),
    subjects: z.array(RecommendationSubject).describe('what it is about; of a move, what gives first'),
    currency: z.string().nullable(),
    gain: Gain,
    evidence: z.array(RecommendationEvidence),
    against: z.array(z.string()).describe('what would change our mind'),
    period: z.object({ from: z.string(), to: z.string(), days: z.int() }).describe('whose conversions it rests on'),
    isSimulated: z.boolean().describe('true where it rests on simulated data'),
    createdAt: z.string(),
    toldAt: z.string().describe('when the figures were looked at last'),
    decidedAt: z.string().nullable(),
    decidedBy: z.string().nullable(),
    note: z.string().nullable(),
    outcome: Outcome.nullable(),
    outcomeFrom: z.string().nullable().describe('of one that is done: when its outcome can be told at the earliest'),
  })
  .meta({ id: 'Recommendation' });
export type Recommendation = z.infer<typeof Recommendation>;

export const RecommendationQuery = PageQuery.extend({
  status: z
    .enum(STATUSES, { error: `must be one of ${STATUSES.join(', ')}` })
    .optional()
    .describe('all when left out'),
});

const Silence = z.object({ kind: z.enum(KINDS), because: z.string() });

export const RecommendationLook = z
  .object({
    lookedAt: z.string().nullable().describe('when figures were looked at last; null before the first time'),
    period: z.object({ from: z.string(), to: z.string() }).nullable(),
    conversions: z.int().nullable().describe('how many the period has'),
    open: z.int().describe('how many recommendations are open'),
    silences: z.array(Silence).describe('why nothing is recommended of these kinds'),
  })
  .meta({ id: 'RecommendationLook' });
export type RecommendationLook = z.infer<typeof RecommendationLook>;

export const RecommendationDecision = z
  .strictObject({
    status: z.enum(['open', 'dismissed', 'done']).describe('done: its outcome is followed; dismissed: it is not told again for 90 days'),
    note: z.string().trim().min(1, 'must not be empty').max(1_000, 'has at most 1,000 characters').nullable().default(null),
  })
  .meta({ id: 'RecommendationDecision' });
export type RecommendationDecision = z.output<typeof RecommendationDecision>;
