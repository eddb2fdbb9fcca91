import { readTypeOf } from '../adreads/read-type.ts';
import { adReadsOf, type ReadSentences, readSentences } from '../adreads/rules.ts';
import type { Sentence } from '../adreads/sentences.ts';
import type { StoredSegment } from '../transcripts/parts.ts';
import type { Segment } from '../transcripts/segments.ts';
import { combined, type FoundRead, type RefinedAds } from '../refinement/combined.ts';
import { isEnglish } from './background.ts';
import { chaptersOf } from './chapters.ts';
import { entitiesOf } from './entities.ts';
import { keywordsOf } from './keywords.ts';
import { type KnownSponsors, type NamedAd, namedAds } from './known-sponsors.ts';
import { type SafetyFlag, safetyFlagsOf } from './safety.ts';
import { SAFETY_CATEGORIES } from './safety-words.ts';
import type { AnalysisKind, FoundAd } from './schema.ts';
import { bandOf } from './sentiment.ts';
import { lettersOf } from './sentiment-bands.ts';
import { outside, type Stretch } from './spans.ts';
import { summaryOf } from './summary.ts';
import { topicsOf } from './topics.ts';

export interface AnalysisInput {
  segments: readonly StoredSegment[];
  sponsors: KnownSponsors;
  /** What is said in other episodes of the show, by which text that is played again is known. */
  others?: readonly (readonly StoredSegment[])[];
  /** What models said of its ads. */
  refined?: RefinedAds | undefined;
  /** The show's categories, as Apple Podcasts names them. */
  categories?: readonly string[];
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
  ad_reads: { method: 'classifier', model: 'earshot-adreads-2', confidence: 'fair' },
  topics: { method: 'word_lists', model: 'earshot-topics-1', confidence: 'weak' },
  entities: { method: 'name_rules', model: 'earshot-entities-1', confidence: 'weak' },
  keywords: { method: 'tf_idf', model: 'earshot-background-1', confidence: 'weak' },
  summary: { method: 'extractive', model: 'earshot-background-1', confidence: 'weak' },
  sentiment: { method: 'lexicon', model: 'earshot-sentiment-1', confidence: 'weak' },
  brand_safety: { method: 'word_lists', model: 'earshot-safety-1', confidence: 'weak' },
  chapters: { method: 'text_tiling', model: 'earshot-background-1', confidence: 'weak' },
};

const MOST_FLAGS = 50;
/** An ad with less programme before it, or after it, is at the beginning or the end. */
const EDGE_SECONDS = 60;

function timedSegments(segments: readonly StoredSegment[]): Segment[] {
  return segments.map(({ startMs, endMs, text, speaker }) => {
    const timed = { start: startMs / 1_000, end: endMs / 1_000, text };
    return speaker === null ? timed : { ...timed, speaker };
  });
}

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

const hundredths = (share: number) => Math.round(100 * share) / 100;

/** What is found in English talk: of its programme, but for who is named and the words that advertisers stay away from. */
function englishResults({ segments, sponsors, categories = [] }: AnalysisInput, sentences: readonly Sentence[], ads: readonly NamedAd[]) {
  const programme = outside(sentences, ads);
  const adSponsors = [...new Set(ads.flatMap(({ sponsor }) => sponsor ?? []))];
  const { hasCapitals, entities } = entitiesOf(sentences, { ads, sponsors, adSponsors });
  const end = segments.reduce((latest, { endMs }) => Math.max(latest, endMs), 0) / 1_000;
  return {
    keywords: { keywords: keywordsOf(programme).map(({ start, ...keyword }) => ({ ...keyword, startMs: ms(start) })) },
    topics: {
      topics: topicsOf(programme, categories).map(({ start, share, ...topic }) => ({
        ...topic,
        share: hundredths(share),
        startMs: ms(start),
      })),
    },
    entities: { hasCapitals, entities: entities.map(({ start, ...entity }) => ({ ...entity, startMs: ms(start) })) },
    summary: { sentences: summaryOf(programme).map(({ start, end: until, text }) => placed({ start, end: until, text })) },
    sentiment: sentimentOf(segments),
    brand_safety: safetyOf(safetyFlagsOf(sentences), ads),
    chapters: { chapters: chaptersOf(programme, end).map(placed) },
  };
}

/** With what the ads of an episode were found: models count from the first window that one answered. */
function methodOfAds({ refined }: AnalysisInput): (typeof METHODS)['ad_reads'] {
  if (refined === undefined || refined.note.answered === 0) return METHODS.ad_reads;
  // How often models are right here is not measured.
  return { method: 'classifier_and_model', model: `${refined.note.provider}/${refined.note.model}`, confidence: 'weak' };
}

/** Who reads each ad, as far as its words, its speaker and what is played again tell. */
function readTypes(ads: readonly Stretch[], segments: readonly Segment[], { sentences, repeated: parts }: ReadSentences) {
  return ads.map((ad) => {
    const places = sentences.flatMap(({ start, end }, place) =>
      (start + end) / 2 >= ad.start && (start + end) / 2 <= ad.end ? [place] : [],
    );
    const words = places.reduce((sum, place) => sum + sentences[place].words.length, 0);
    const repeated = places.reduce((sum, place) => sum + parts[place] * sentences[place].words.length, 0) / Math.max(1, words);
    return readTypeOf(ad, { sentences: places.map((place) => sentences[place]), segments, ads, repeated });
  });
}

/**
 * Analyses a transcript: its ads always, which is weak in other languages than English; keywords, topics, names, a summary, sentiment,
 * words that advertisers stay away from and chapters where it is English, of which the lists and tables are. Fit for a thread of its own.
 */
export function analyseTranscript(input: AnalysisInput): Analysis[] {
  const { segments, sponsors, others = [], refined } = input;
  const timed = timedSegments(segments);
  const read = readSentences(timed, others.map(timedSegments));
  const { sentences } = read;
  const own = adReadsOf(read, sponsors.names);
  const reads: FoundRead[] = refined ? combined(own, refined, read) : own.map((ad) => ({ ...ad, foundBy: 'classifier' }));
  const ads = namedAds(reads, sentences, sponsors);
  const lastEnd = sentences.at(-1)?.end ?? 0;
  const types = readTypes(ads, timed, read);
  const found = ads.map(({ confidence, ...ad }, at) => ({
    ...placed(ad),
    position: positionOf(ad, ads, lastEnd),
    ...types[at],
    ...(reads[at].readType === undefined || reads[at].readType === 'unsure' ? {} : { readType: reads[at].readType }),
    foundBy: reads[at].foundBy,
    confidence: hundredths(confidence),
  }));
  const knowsLanguage = isEnglish(sentences);
  const results: Partial<Record<AnalysisKind, object>> = {
    ad_reads: { ads: found, refinement: refined?.note ?? null },
    ...(knowsLanguage ? englishResults(input, sentences, ads) : {}),
  };
  return (Object.entries(results) as [AnalysisKind, object][]).map(([kind, result]) => {
    const method = kind === 'ad_reads' ? methodOfAds(input) : METHODS[kind];
    // What was measured was measured on English shows.
    return { kind, ...method, confidence: knowsLanguage ? method.confidence : 'weak', result };
  });
}
