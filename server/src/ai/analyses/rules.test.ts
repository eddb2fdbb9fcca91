import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventedShow } from '../../../test/invented-show.ts';
import type { KnownSponsors } from './known-sponsors.ts';
import type { StoredSegment } from '../transcripts/parts.ts';
import { analyseTranscript } from './rules.ts';
import { ANALYSIS_KINDS, type AnalysisKind, RESULTS } from './schema.ts';

const NOBODY: KnownSponsors = { names: [], codes: [] };
const { segments, ad, turnMs } = inventedShow();
const PROGRAMME = segments.filter(({ startMs }) => startMs < ad.startMs || startMs >= ad.endMs);

function resultOf<Kind extends AnalysisKind>(kind: Kind, given: readonly StoredSegment[] = segments, sponsors = NOBODY) {
  const found = analyseTranscript({ segments: given, sponsors }).find((one) => one.kind === kind);
  return RESULTS[kind].parse(found?.result) as ReturnType<(typeof RESULTS)[Kind]['parse']>;
}

describe('the analysis of an English transcript', () => {
  test('has every kind, each with its method, its model and how far it can be relied on', () => {
    const analyses = analyseTranscript({ segments, sponsors: NOBODY });
    expect(analyses.map(({ kind }) => kind).sort()).toEqual([...ANALYSIS_KINDS].sort());
    for (const { kind, method, model, confidence } of analyses) {
      expect([method, model].every((text) => text.length > 3)).toBe(true);
      expect(confidence).toBe(kind === 'ad_reads' ? 'fair' : 'weak');
    }
  });

  test('finds the ad with its place, whom it is for and the code of the catalogue', () => {
    const sponsors = { names: ['Lumen Lamps'], codes: [{ code: 'GLOW20', name: 'Lumen Lamps' }] };
    const [found, ...others] = resultOf('ad_reads', segments, sponsors).ads;
    expect(others).toEqual([]);
    expect(found).toMatchObject({ sponsor: 'Lumen Lamps', isListed: true, promoCode: 'GLOW20', position: 'mid_roll' });
    expect(found.startMs).toBeLessThanOrEqual(ad.startMs + 8_000);
    expect(found.endMs).toBeGreaterThanOrEqual(ad.endMs - 8_000);
    expect(resultOf('ad_reads').ads[0]).toMatchObject({ isListed: false, promoCode: null });
  });

  test('tells whether an ad stands before the programme, in it or after it', () => {
    const own = segments.filter(({ startMs }) => startMs >= ad.startMs && startMs < ad.endMs);
    const moved = (by: number) => own.map((one) => ({ ...one, startMs: one.startMs + by, endMs: one.endMs + by }));
    const lastMs = segments[segments.length - 1].endMs;
    const first = [
      ...moved(-ad.startMs),
      ...PROGRAMME.map((one) => ({ ...one, startMs: one.startMs + 40_000, endMs: one.endMs + 40_000 })),
    ];
    expect(resultOf('ad_reads', first).ads.map(({ position }) => position)).toEqual(['pre_roll']);
    expect(resultOf('ad_reads', [...PROGRAMME, ...moved(lastMs - ad.startMs)]).ads.map(({ position }) => position)).toEqual(['post_roll']);
  });

  test('names what the programme is about, and nothing that is said in the ad alone', () => {
    const phrases = resultOf('keywords').keywords.map(({ phrase }) => phrase);
    expect(phrases).toEqual(expect.arrayContaining(['Maria Fuller', 'compost', 'rocket']));
    expect(phrases.join(' ')).not.toMatch(/lumen|lamps|glow/i);
  });

  test('sums the programme up in up to five sentences, word for word and with their times, none of them of the ad', () => {
    const { sentences } = resultOf('summary');
    expect(sentences.length).toBeGreaterThan(1);
    expect(sentences.length).toBeLessThanOrEqual(5);
    for (const { text, startMs, endMs } of sentences) {
      expect(PROGRAMME.some((one) => one.text === text && one.startMs === startMs && one.endMs === endMs)).toBe(true);
    }
    const starts = sentences.map(({ startMs }) => startMs);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(new Set(sentences.map(({ text }) => text)).size).toBe(sentences.length);
  });

  test('begins a chapter where the talk turns to something else, and calls it by that', () => {
    const { chapters } = resultOf('chapters');
    const turn = chapters.find(({ startMs }) => Math.abs(startMs - turnMs) <= 60_000);
    expect(turn?.title).toMatch(/rocket|engine|methane|orbit|Meridian/i);
    expect(chapters[0].title).toMatch(/tomato|compost|seedling|Maria|soil|greenhouse/i);
  });

  test('flags words that advertisers stay away from with quote and time, those in ads as such, and counts all of them', () => {
    const said = (place: number, text: string): StoredSegment[] => segments.map((one, at) => (at === place ? { ...one, text } : one));
    const place = 3;
    const { counts, flags } = resultOf('brand_safety', said(place, 'Then he found a gun and a bottle of whiskey under the old bed.'));
    expect(counts).toEqual([
      { category: 'arms', sentences: 1 },
      { category: 'alcohol', sentences: 1 },
    ]);
    expect(flags[0]).toMatchObject({ terms: ['gun'], isInAd: false, startMs: segments[place].startMs });
    const inAd = segments.findIndex(({ startMs }) => startMs === ad.startMs) + 1;
    const bad = 'Lumen Lamps has free shipping, and casino listeners get percent off their first order with our code.';
    expect(resultOf('brand_safety', said(inAd, bad)).flags).toMatchObject([{ category: 'gambling', isInAd: true }]);
  });

  test('shows at most fifty flags of a category, and counts the others', () => {
    const given = PROGRAMME.map((one) => ({ ...one, text: `${one.text} This is all about vodka.` }));
    const { counts, flags } = resultOf('brand_safety', given);
    expect(counts).toEqual([{ category: 'alcohol', sentences: given.length }]);
    expect(flags).toHaveLength(50);
  });

  test('sorts every segment into a band', () => {
    const { negative, neutral, positive } = resultOf('sentiment');
    expect(negative + neutral + positive).toBe(segments.length);
  });
});

test('of talk that is not English only ads are looked for, which nobody has measured', () => {
  const text = 'Heute sprechen wir mit Frau Berger über Tomaten, über ihren Garten und über das Wetter in den Bergen.';
  const german = Array.from({ length: 60 }, (_, place) => ({ startMs: place * 8_000, endMs: (place + 1) * 8_000, text, speaker: null }));
  expect(analyseTranscript({ segments: german, sponsors: NOBODY })).toMatchObject([{ kind: 'ad_reads', confidence: 'weak' }]);
  expect(analyseTranscript({ segments: german, sponsors: NOBODY })).toHaveLength(1);
});

test('whatever was said, chapters cover the whole of it without gaps, and what is quoted was said', () => {
  const words = fc.constantFrom(...segments.flatMap(({ text }) => text.split(' ')), 'gun', 'fuck.', 'awful', '…', 'İ', '\u{1f600}');
  const text = fc.array(words, { minLength: 1, maxLength: 60 }).map((all) => all.join(' '));
  const spoken = fc.array(fc.record({ text, seconds: fc.nat(90) }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(spoken, (said) => {
      let clock = 0;
      const given = said.map((one) => {
        const startMs = clock;
        clock += 1_000 * one.seconds;
        return { startMs, endMs: clock, text: one.text, speaker: null };
      });
      const everything = given.map((one) => one.text).join(' ');
      const analyses = new Map(analyseTranscript({ segments: given, sponsors: NOBODY }).map((one) => [one.kind, one.result]));
      if (analyses.size === 1) return;
      const { chapters } = RESULTS.chapters.parse(analyses.get('chapters'));
      expect([chapters[0].startMs, chapters.at(-1)?.endMs]).toEqual([0, clock]);
      chapters.slice(1).forEach(({ startMs }, place) => expect(startMs).toBe(chapters[place].endMs));
      const quotes = RESULTS.brand_safety.parse(analyses.get('brand_safety')).flags.map(({ quote }) => quote);
      const sentences = RESULTS.summary.parse(analyses.get('summary')).sentences.map((one) => one.text);
      for (const quote of [...quotes, ...sentences]) expect(everything).toContain(quote);
    }),
    { numRuns: 60 },
  );
});
