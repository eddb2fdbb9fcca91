import { z } from 'zod';
import { EventId, Instant } from '../../platform/item-batch.ts';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { Share } from '../../platform/intervals.ts';
import { PageQuery } from '../../platform/paging.ts';
import { CONSENTS, Identity, MAX_BATCH } from '../intake/schema.ts';

export const MOST_CHARACTERS = 500;

export const NewSurveyAnswer = z
  .strictObject({
    id: EventId,
    occurredAt: Instant,
    answer: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(MOST_CHARACTERS, `has at most ${MOST_CHARACTERS} characters`)
      .describe('what the customer wrote; addresses and long numbers in it are not kept'),
    orderId: EventId.optional().describe('the order it was asked about: its conversion is what the answer is evidence for'),
    conversionId: EventId.optional().describe('the conversion, where there is no order'),
    identity: Identity.optional().describe('who answered: with it the answer is evidence only for a conversion that shares one of these'),
    consent: z.enum(CONSENTS).optional().describe('with denied neither the words nor the order are kept, only which show they mean'),
  })
  .meta({ id: 'NewSurveyAnswer' });
export type NewSurveyAnswer = z.output<typeof NewSurveyAnswer>;

export const SurveyBatch = z.strictObject({ answers: z.array(NewSurveyAnswer).min(1).max(MAX_BATCH) });

export const ANSWER_STATES = ['mapped', 'waiting', 'unmapped', 'confirmed', 'rejected'] as const;
export type AnswerState = (typeof ANSWER_STATES)[number];

export const Candidate = z
  .object({ show: z.string(), name: z.string(), score: z.number().describe('0 to 1') })
  .meta({ id: 'SurveyCandidate' });
export type Candidate = z.infer<typeof Candidate>;

export const SurveyAnswer = z
  .object({
    id: z.string(),
    occurredAt: z.string(),
    answer: z.string(),
    orderId: z.string().nullable(),
    conversionId: z.string().nullable(),
    state: z.enum(ANSWER_STATES).describe('mapped by itself, waiting for a person, unmapped, or confirmed or rejected by one'),
    show: z.string().nullable(),
    score: z.number().nullable(),
    reason: z.string().describe('why it is in this state'),
    candidates: z.array(Candidate).describe('shows it may mean, likeliest first'),
    isEvidence: z.boolean().describe('whether its conversion was found, so that the answer is a touchpoint'),
  })
  .meta({ id: 'SurveyAnswer' });
export type SurveyAnswer = z.infer<typeof SurveyAnswer>;

export const AnswerQuery = PageQuery.extend({ state: z.enum(ANSWER_STATES).optional() });

export const Mapping = z
  .strictObject({
    show: CatalogKey.nullable().describe('the show that was meant; null when it was none'),
    remember: z.boolean().default(false).describe('whether the same words mean that show from now on, in answers that wait too'),
  })
  .refine(({ show, remember }) => show !== null || !remember, { message: 'only a show can be remembered', path: ['remember'] })
  .meta({ id: 'SurveyMapping' });
export type Mapping = z.output<typeof Mapping>;

const [EARLIEST_MS, LATEST_MS] = [Date.parse('1970-01-01T00:00:00Z'), Date.parse('3000-01-01T00:00:00Z')];

/** A day stands for its first instant, UTC. */
const Moment = z
  .string()
  .transform((text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text))
  .pipe(Instant)
  .refine((text) => Date.parse(text) >= EARLIEST_MS && Date.parse(text) < LATEST_MS, 'must lie in the years 1970 to 2999');

export const SummaryQuery = z.strictObject({
  from: Moment.describe('a day or an instant'),
  to: Moment.describe('a day or an instant; excluded'),
});

const Estimate = z.object({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() });

export const SurveySummary = z
  .object({
    from: z.string(),
    to: z.string(),
    podcastShare: Share.describe('answers that mean a podcast, of all answers'),
    foreignAnswers: z.int().describe('answers that name the order of somebody else, by who gave them: in no other figure'),
    customers: z.int().describe('orders, and purchases without one, in the same time'),
    projected: Estimate.describe('customers whom podcasts brought if those who answered are like the others: the share of all customers'),
    direct: z.int().describe('customers who used a code of a campaign, or came by a vanity path in the 30 days before'),
    multiplier: Estimate.describe('projected / direct; null without direct ones'),
    shows: z.array(z.object({ show: z.string(), answers: z.int() })),
  })
  .meta({ id: 'SurveySummary' });
export type SurveySummary = z.infer<typeof SurveySummary>;

export const SurveyResult = z
  .object({ accepted: z.int(), duplicates: z.int(), rejected: z.array(z.object({ index: z.int(), code: z.string(), detail: z.string() })) })
  .meta({ id: 'SurveyResult' });
export type SurveyResult = z.infer<typeof SurveyResult>;
