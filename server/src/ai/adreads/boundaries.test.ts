import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withBoundaries } from './boundaries.ts';
import type { Sentence } from './sentences.ts';

const OPTIONS = { shift: 0, pause: 1, repeated: 2 };

/** Sentences of five seconds each, with a silence before those that are named. */
function sentencesOf(count: number, silentBefore: readonly number[] = []): Sentence[] {
  let at = 0;
  return Array.from({ length: count }, (_, place) => {
    if (silentBefore.includes(place)) at += 2;
    const start = at;
    at += 5;
    return { start, end: at, text: '', words: [] };
  });
}

const none = (count: number) => new Float64Array(count);
const spanOf = (sentences: readonly Sentence[], first: number, last: number) => ({
  start: sentences[first].start,
  end: sentences[last].end,
  confidence: 0.9,
});

describe('boundaries of an ad', () => {
  test('are where its own sentences begin and end, however wide it was found', () => {
    const sentences = sentencesOf(30);
    const logOdds = Float64Array.from(sentences, (_, place) => (place >= 12 && place <= 15 ? 2 : -2));
    const found = withBoundaries([spanOf(sentences, 8, 20)], sentences, { logOdds, repeated: none(30) }, OPTIONS);
    expect(found).toEqual([spanOf(sentences, 12, 15)]);
  });

  test('go to a silence where words do not tell', () => {
    const sentences = sentencesOf(30, [11]);
    const logOdds = Float64Array.from(sentences, (_, place) => (place >= 12 && place <= 15 ? 2 : place === 11 ? -0.5 : -2));
    const [found] = withBoundaries([spanOf(sentences, 12, 15)], sentences, { logOdds, repeated: none(30) }, OPTIONS);
    expect(found.start).toBe(sentences[11].start);
  });

  test('go as far as text is played again, unless all of the show is', () => {
    const sentences = sentencesOf(30);
    const logOdds = Float64Array.from(sentences, (_, place) => (place >= 12 && place <= 15 ? 2 : -1));
    const repeated = Float64Array.from(sentences, (_, place) => (place >= 11 && place <= 15 ? 1 : 0));
    const span = [spanOf(sentences, 12, 15)];
    expect(withBoundaries(span, sentences, { logOdds, repeated }, OPTIONS)).toEqual([spanOf(sentences, 11, 15)]);
    expect(withBoundaries(span, sentences, { logOdds, repeated: new Float64Array(30).fill(1) }, OPTIONS)).toEqual(span);
  });

  test('are those of the heaviest stretch within reach, as every stretch tried tells', () => {
    const weights = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(weights, fc.subarray([3, 6, 9, 12, 15]), (values, silences) => {
        const sentences = sentencesOf(20, silences);
        const logOdds = Float64Array.from(values);
        const [found] = withBoundaries([spanOf(sentences, 8, 11)], sentences, { logOdds, repeated: none(20) }, OPTIONS);
        const isSilent = (before: number) => silences.includes(before + 1);
        const sumOf = (from: number, upTo: number) =>
          values.slice(from, upTo + 1).reduce((sum, value) => sum + value, 0) + (isSilent(from - 1) ? 1 : 0) + (isSilent(upTo) ? 1 : 0);
        let most = Number.NEGATIVE_INFINITY;
        for (let from = 4; from <= 15; from += 1) for (let upTo = from; upTo <= 15; upTo += 1) most = Math.max(most, sumOf(from, upTo));
        if (found === undefined) return;
        const from = sentences.findIndex(({ start }) => start === found.start);
        const upTo = sentences.findIndex(({ end }) => end === found.end);
        expect(sumOf(from, upTo)).toBe(most);
      }),
    );
  });

  test('leave no ad where all that is left is too short for one', () => {
    const sentences = sentencesOf(30);
    const logOdds = Float64Array.from(sentences, (_, place) => (place === 12 ? 2 : -2));
    expect(withBoundaries([spanOf(sentences, 10, 14)], sentences, { logOdds, repeated: none(30) }, OPTIONS)).toEqual([]);
  });
});
