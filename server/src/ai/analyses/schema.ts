import { z } from 'zod';
import { SAFETY_CATEGORIES } from './safety-words.ts';

export const ANALYSIS_KINDS = ['ad_reads', 'keywords', 'summary', 'sentiment', 'brand_safety', 'chapters'] as const;
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
export const FoundChapter = Place.extend({ title: z.string().describe('its most telling words; empty where there are none') });

/** What is stored of each kind of analysis. */
export const RESULTS = {
  ad_reads: z.object({ ads: z.array(FoundAd) }),
  keywords: z.object({ keywords: z.array(FoundKeyword) }),
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
    summary: Finding.extend(RESULTS.summary.shape).nullable().describe(absent),
    sentiment: Finding.extend(RESULTS.sentiment.shape).nullable().describe(absent),
    brandSafety: Finding.extend(RESULTS.brand_safety.shape).nullable().describe(absent),
    chapters: Finding.extend(RESULTS.chapters.shape).nullable().describe(absent),
  })
  .meta({ id: 'TranscriptAnalysis' });
export type TranscriptAnalysis = z.infer<typeof TranscriptAnalysis>;
