import { z } from 'zod';
import { READ_CUES, READ_TYPES } from '../adreads/read-type.ts';
import { RefinementNote } from '../refinement/schema.ts';
import { ENTITY_KINDS } from './entity-words.ts';
import { SAFETY_CATEGORIES } from './safety-words.ts';

export const ANALYSIS_KINDS = ['ad_reads', 'keywords', 'topics', 'entities', 'summary', 'sentiment', 'brand_safety', 'chapters'] as const;
export type AnalysisKind = (typeof ANALYSIS_KINDS)[number];

const Finding = z.object({
  method: z.string(),
  model: z.string().describe('which version of what the method knows'),
  confidence: z
    .enum(['weak', 'fair'])
    .describe('fair: measured on shows it was not made from (docs/benchmarks.md); weak: a hint, to be looked at'),
  computedAt: z.string(),
});

const Place = z.object({ startMs: z.int(), endMs: z.int() });

export const FoundAd = Place.extend({
  sponsor: z.string().nullable().describe('whom it is for, as far as its words tell'),
  isListed: z.boolean().describe("whether that is an advertiser of the tenant's catalogue; otherwise it is unverified"),
  promoCode: z.string().nullable().describe('a code of the catalogue that is said in it'),
  position: z.enum(['pre_roll', 'mid_roll', 'post_roll']),
  readType: z
    .enum(READ_TYPES)
    .default('unsure')
    .describe('whether somebody of the show reads it or a spot is played; unsure unless its cues speak clearly for one'),
  readCues: z.array(z.enum(READ_CUES)).default([]).describe('what speaks for either'),
  foundBy: z.enum(['classifier', 'model', 'both']).default('classifier').describe('our classifier, the model of a provider, or both'),
  confidence: z.number().describe('0 to 1, in hundredths: the mean probability of its sentences'),
});
export type FoundAd = z.infer<typeof FoundAd>;

export const FoundKeyword = z.object({ phrase: z.string(), count: z.int(), startMs: z.int().describe('when it is said first') });
export const FoundSentence = Place.extend({ text: z.string().describe('word for word') });
export const FoundFlag = Place.extend({
  category: z.enum(SAFETY_CATEGORIES),
  quote: z.string(),
  terms: z.array(z.string()),
  isInAd: z.boolean(),
});
export type FoundFlag = z.infer<typeof FoundFlag>;
export const FoundChapter = Place.extend({ title: z.string().describe('its most telling words; empty where there are none') });

export const FoundTopic = z.object({
  id: z.string().describe('of the IAB Content Taxonomy 3.1'),
  name: z.string(),
  parentId: z.string().nullable().describe('the category above; null of the first tier'),
  share: z.number().describe('0 to 1, in hundredths: which part of the programme speaks of it, as far as the words tell'),
  certainty: z.enum(['likely', 'unsure']).describe('likely: a fifth of the programme or more, with five words or more that tell it'),
  words: z.array(z.string()).describe('the words that spoke for it'),
  startMs: z.int(),
});
export type FoundTopic = z.infer<typeof FoundTopic>;
export const FoundEntity = z.object({
  kind: z.enum(ENTITY_KINDS),
  name: z.string(),
  count: z.int(),
  inAds: z.int().describe('so many of them in ads'),
  isListed: z.boolean().describe("whether the tenant's catalogue has it, as an advertiser or a promo code; otherwise it is unverified"),
  startMs: z.int().describe('when it is named first'),
});
export type FoundEntity = z.infer<typeof FoundEntity>;

/** What is stored of each kind of analysis. */
export const RESULTS = {
  ad_reads: z.object({
    ads: z.array(FoundAd),
    refinement: RefinementNote.nullable().default(null).describe('what models were asked; null where no provider may be asked'),
  }),
  keywords: z.object({ keywords: z.array(FoundKeyword) }),
  topics: z.object({ topics: z.array(FoundTopic).describe('those spoken of most first, each of the second tier after its own') }),
  entities: z.object({
    hasCapitals: z
      .boolean()
      .describe(
        'whether the text tells names by capital letters; where it does not, people, organisations, places and works are not found',
      ),
    entities: z.array(FoundEntity).describe('by their kind, those named most first, at most 30 of a kind'),
  }),
  summary: z.object({ sentences: z.array(FoundSentence) }),
  sentiment: z.object({
    negative: z.int().describe('so many segments'),
    neutral: z.int(),
    positive: z.int(),
  }),
  brand_safety: z.object({
    counts: z.array(z.object({ category: z.enum(SAFETY_CATEGORIES), sentences: z.int() })),
    flags: z.array(FoundFlag).describe('in order, at most 50 of a category'),
  }),
  chapters: z.object({ chapters: z.array(FoundChapter) }),
} as const;

const absent = 'null where it is not analysed: only English is, but for ads';

export const TranscriptAnalysis = z
  .object({
    transcriptId: z.uuid(),
    version: z.int().describe('of the transcript'),
    state: z.enum(['none', 'waiting', 'done', 'failed']).describe('while it waits, what was found before still stands here'),
    analysedAt: z.string().nullable(),
    failure: z.string().nullable(),
    adReads: Finding.extend(RESULTS.ad_reads.shape).nullable(),
    keywords: Finding.extend(RESULTS.keywords.shape).nullable().describe(absent),
    topics: Finding.extend(RESULTS.topics.shape).nullable().describe(absent),
    entities: Finding.extend(RESULTS.entities.shape).nullable().describe(absent),
    summary: Finding.extend(RESULTS.summary.shape).nullable().describe(absent),
    sentiment: Finding.extend(RESULTS.sentiment.shape).nullable().describe(absent),
    brandSafety: Finding.extend(RESULTS.brand_safety.shape).nullable().describe(absent),
    chapters: Finding.extend(RESULTS.chapters.shape).nullable().describe(absent),
  })
  .meta({ id: 'TranscriptAnalysis' });
export type TranscriptAnalysis = z.infer<typeof TranscriptAnalysis>;
