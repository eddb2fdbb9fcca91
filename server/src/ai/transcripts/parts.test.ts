import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_SEGMENTS, partsOf, storedSegments } from './parts.ts';
import type { Segment, Transcript } from './segments.ts';

const transcript = (segments: Segment[]): Transcript => ({ format: 'vtt', timing: 'stated', warnings: [], segments });
const letters = (text: string) => text.replaceAll(/\s/g, '');

describe('segments that are stored', () => {
  test('have whole milliseconds and a speaker where one is named', () => {
    const segments = [
      { start: 0.0004, end: 1.2346, text: 'Hi.', speaker: 'Ann' },
      { start: 2, end: 3, text: 'Bye.' },
    ];
    expect(storedSegments(transcript(segments))).toEqual([
      { startMs: 0, endMs: 1_235, text: 'Hi.', speaker: 'Ann' },
      { startMs: 2_000, endMs: 3_000, text: 'Bye.', speaker: null },
    ]);
  });

  test('are cut between words where one is long, each piece with its share of the time', () => {
    const text = 'some words '.repeat(2_000).trim();
    const pieces = storedSegments(transcript([{ start: 0, end: 1_000, text }]));
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.map((piece) => piece.text).join(' ')).toBe(text);
    expect([pieces[0].startMs, pieces.at(-1)?.endMs]).toEqual([0, 1_000_000]);
    pieces.slice(1).forEach(({ startMs }, place) => expect(startMs).toBe(pieces[place].endMs));
  });

  test('lose nothing, keep their order and can be held by the database, whatever they are', () => {
    const time = fc.double({ min: 0, max: 900_000, noNaN: true });
    const text = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constant('\u{1f600}'.repeat(9_001)), fc.constant('\ud83d'));
    const segment = fc.record({ start: time, length: fc.nat(9), text: text.filter((one) => letters(one) !== '') });
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 20 }), (made) => {
        const given = made.map(({ start, length, text: said }) => ({ start, end: start + length, text: said.trim() }));
        const stored = storedSegments(transcript(given));
        stored.forEach(({ startMs, endMs, text: said }, place) => {
          expect(endMs).toBeGreaterThanOrEqual(startMs);
          expect(said.isWellFormed() && said.length <= 4_000).toBe(true);
          if (place > 0) expect(startMs).toBeGreaterThanOrEqual(stored[place - 1].startMs);
        });
        const parts = partsOf(stored);
        expect(parts.flatMap(({ segments }) => segments)).toEqual(stored);
        for (const { firstSegment, segments } of parts) {
          expect(segments.length).toBeLessThanOrEqual(200);
          expect(stored[firstSegment]).toBe(segments[0]);
        }
        const sorted = [...given].sort((a, b) => Math.round(1_000 * a.start) - Math.round(1_000 * b.start));
        const all = (texts: { text: string }[]) =>
          letters(texts.map((one) => one.text.toWellFormed()).join(''))
            .split('')
            .sort()
            .join('');
        expect(all(stored)).toBe(all(sorted));
      }),
      { numRuns: 40 },
    );
  });

  test('are cut in time that grows with their length where 50 MB hold no space', () => {
    const pieces = storedSegments(transcript([{ start: 0, end: 1_000, text: `a ${'b'.repeat(50_000_000)}` }]));
    expect(pieces.reduce((length, { text }) => length + text.length, 0)).toBe(50_000_002);
  });

  test('are refused when there are too many, or all of them are beyond any episode', () => {
    const many = Array.from({ length: MOST_SEGMENTS + 1 }, (_, start) => ({ start, end: start, text: 'a' }));
    expect(storedSegments(transcript(many.slice(1)))).toHaveLength(MOST_SEGMENTS);
    expect(() => storedSegments(transcript(many))).toThrow('more than 200,000 segments');
    expect(() => storedSegments(transcript([{ start: 1e300, end: 1e308, text: 'a' }]))).toThrow('beyond eleven days');
  });
});
