import { findAdReads } from '../adreads/rules.ts';
import { type Sentence, sentencesOf } from '../adreads/sentences.ts';
import type { StoredSegment } from '../transcripts/parts.ts';
import { isEnglish } from './background.ts';
import { chaptersOf } from './chapters.ts';
import { keywordsOf } from './keywords.ts';
import { type KnownSponsors, namedAds } from './known-sponsors.ts';
import { type SafetyFlag, safetyFlagsOf } from './safety.ts';
import { SAFETY_CATEGORIES } from './safety-words.ts';
import type { AnalysisKind, FoundAd } from './schema.ts';
import { bandOf } from './sentiment.ts';
import { lettersOf } from './sentiment-bands.ts';
import { outside, type Stretch } from './spans.ts';
import { summaryOf } from './summary.ts';

export interface AnalysisInput {
  segments: readonly StoredSegment[];
  sponsors: KnownSponsors;
}

/** One analysis as it is stored. */
export interface Analysis {
  kind: AnalysisKind;
  method: string;
  model: string;
  confidence: 'weak' | 'fair';
  result: object;
}

/** With what each is found, in which version: another list or table is another version. */
const METHODS: Readonly<Record<AnalysisKind, Omit<Analysis, 'kind' | 'result'>>> = {
  ad_reads: { method: 'classifier', model: 'earshot-adreads-1', confidence: 'fair' },
  keywords: { method: 'tf_idf', model: 'earshot-background-1', confidence: 'weak' },
  summary: { method: 'extractive', model: 'earshot-background-1', confidence: 'weak' },
  sentiment: { method: 'lexicon', model: 'earshot-sentiment-1', confidence: 'weak' },
  brand_safety: { method: 'word_lists', model: 'earshot-safety-1', confidence: 'weak' },
  chapters: { method: 'text_tiling', model: 'earshot-background-1', confidence: 'weak' },
};

const MOST_FLAGS = 50;
/** An ad with less programme before it, or after it, is at the beginning or the end. */
const EDGE_SECONDS = 60;

const ms = (seconds: number) => Math.round(1_000 * seconds);
const placed = <One extends Stretch>({ start, end, ...rest }: One) => ({ startMs: ms(start), endMs: ms(end), ...rest });

/** Programme within a stretch: its length without the ads. */
function programmeIn(from: number, upTo: number, ads: readonly Stretch[]): number {
  const inAds = ads.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, upTo) - Math.max(start, from)), 0);
  return upTo - from - inAds;
}

/** Whether an ad stands before the programme, in it or after it. */
function positionOf({ start, end }: Stretch, ads: readonly Stretch[], lastEnd: number): FoundAd['position'] {
  if (programmeIn(0, start, ads) < EDGE_SECONDS) return 'pre_roll';
  return programmeIn(end, lastEnd, ads) < EDGE_SECONDS ? 'post_roll' : 'mid_roll';
}

function safetyOf(flags: readonly SafetyFlag[], ads: readonly Stretch[]) {
  const inProgramme = new Set(outside(flags, ads));
  const counts = SAFETY_CATEGORIES.map((category) => ({ category, sentences: flags.filter((one) => one.category === category).length }));
  const seen = new Map<string, number>();
  const shown = flags.filter(({ category }) => {
    const count = (seen.get(category) ?? 0) + 1;
    seen.set(category, count);
    return count <= MOST_FLAGS;
  });
  return {
    counts: counts.filter(({ sentences }) => sentences > 0),
    flags: shown.map((flag) => ({ ...placed(flag), isInAd: !inProgramme.has(flag) })),
  };
}

function sentimentOf(segments: readonly StoredSegment[]) {
  const bands = segments.map(({ text }) => bandOf(text));
  const count = (band: string) => bands.filter((one) => one === band).length;
  return { negative: count('negative'), neutral: count('neutral'), positive: count('positive'), letters: lettersOf(bands) };
}

/** What is found in English talk: of its programme, but for the words that advertisers stay away from. */
function englishResults(segments: readonly StoredSegment[], sentences: readonly Sentence[], ads: readonly Stretch[]) {
  const programme = outside(sentences, ads);
  const end = segments.reduce((latest, { endMs }) => Math.max(latest, endMs), 0) / 1_000;
  return {
    keywords: { keywords: keywordsOf(programme).map(({ start, ...keyword }) => ({ ...keyword, startMs: ms(start) })) },
    summary: { sentences: summaryOf(programme).map(({ start, end: until, text }) => placed({ start, end: until, text })) },
    sentiment: sentimentOf(segments),
    brand_safety: safetyOf(safetyFlagsOf(sentences), ads),
    chapters: { chapters: chaptersOf(programme, end).map(placed) },
  };
}

/**
 * Analyses a transcript: its ads always, which is weak in other languages than English; keywords, a summary, sentiment, words that
 * advertisers stay away from and chapters where it is English, of which the lists and tables are. Fit for a thread of its own.
 */
export function analyseTranscript({ segments, sponsors }: AnalysisInput): Analysis[] {
  const timed = segments.map(({ startMs, endMs, text }) => ({ start: startMs / 1_000, end: endMs / 1_000, text }));
  const sentences = sentencesOf(timed);
  const ads = namedAds(findAdReads(timed, { sponsors: sponsors.names }), sentences, sponsors);
  const lastEnd = sentences.at(-1)?.end ?? 0;
  const found = ads.map(({ confidence, ...ad }) => ({
    ...placed(ad),
    position: positionOf(ad, ads, lastEnd),
    confidence: Math.round(100 * confidence) / 100,
  }));
  const knowsLanguage = isEnglish(sentences);
  const results: Partial<Record<AnalysisKind, object>> = {
    ad_reads: { ads: found },
    ...(knowsLanguage ? englishResults(segments, sentences, ads) : {}),
  };
  return (Object.entries(results) as [AnalysisKind, object][]).map(([kind, result]) => {
    const method = METHODS[kind];
    // What was measured was measured on English shows.
    return { kind, ...method, confidence: knowsLanguage ? method.confidence : 'weak', result };
  });
}
