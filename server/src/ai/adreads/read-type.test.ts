import { describe, expect, test } from 'vitest';
import { readTypeOf } from './read-type.ts';
import { repeatedParts, runsOfSentences } from './repeats.ts';
import { type Sentence, sentencesOf } from './sentences.ts';

const AD = { start: 10, end: 20 };
const sentences = (text: string) => sentencesOf([{ ...AD, text }]);
const said = (text: string, repeated = 0) => readTypeOf(AD, { sentences: sentences(text), segments: [], ads: [AD], repeated });

const OWN = 'I have been using these lamps for a year, my wife loves them, and you know, I mean, support our show and let them know.';
const SPOT =
  'Lumen Lamps makes lamps for every room of the house, in every colour that there is, with a guarantee of ten years, free shipping to ' +
  'every place in the country. Visit a store today and see for yourself what light can be. Terms and conditions apply.';

describe('who reads an ad', () => {
  test('is a host where a person speaks of himself and the show', () => {
    expect(said(OWN)).toMatchObject({
      readType: 'host_read',
      readCues: expect.arrayContaining(['first_person', 'anecdote', 'speaks_of_show']),
    });
  });

  test('is nobody where a spot has small print and no person in it', () => {
    expect(said(SPOT)).toEqual({ readType: 'produced', readCues: ['small_print', 'no_first_person'] });
  });

  test('is unsure where little speaks for either', () => {
    expect(said('Lumen Lamps are good lamps, and they are on sale.').readType).toBe('unsure');
  });

  test('is no host where the same words are said again elsewhere', () => {
    expect(said('Lumen Lamps are good lamps, and they are on sale.', 0.9)).toEqual({ readType: 'produced', readCues: ['repeated_text'] });
  });

  test('is told by who speaks, where the transcript names speakers', () => {
    const programme = [
      { start: 0, end: 10, text: 'a', speaker: 'Ann' },
      { start: 20, end: 90, text: 'b', speaker: 'Bob' },
    ];
    const readBy = (speaker: string) =>
      readTypeOf(AD, {
        sentences: sentences('Good lamps.'),
        segments: [...programme, { ...AD, text: 'c', speaker }],
        ads: [AD],
        repeated: 0,
      });
    expect(readBy('Ann')).toEqual({ readType: 'host_read', readCues: ['host_speaker'] });
    expect(readBy('A voice')).toEqual({ readType: 'produced', readCues: ['other_speaker'] });
    const one = [{ start: 0, end: 90, text: 'a', speaker: 'Ann' }];
    expect(readTypeOf(AD, { sentences: [], segments: one, ads: [AD], repeated: 0 }).readCues).toEqual([]);
  });
});

describe('repeated text', () => {
  const line = (start: number, text: string): Sentence => sentencesOf([{ start, end: start + 10, text }])[0];
  const READ = 'Lumen Lamps makes lamps for every room of the whole house';

  test('is what another episode says word for word', () => {
    const own = [line(0, 'This is something that is only said here and nowhere else at all'), line(20, READ)];
    expect([...repeatedParts(own, [runsOfSentences([line(900, READ)])])]).toEqual([0, 1]);
    expect([...repeatedParts(own, [])]).toEqual([0, 0]);
  });

  test('is what this one says again more than a minute later, and not sooner', () => {
    expect([...repeatedParts([line(0, READ), line(200, READ)], [])]).toEqual([1, 1]);
    expect([...repeatedParts([line(0, READ), line(30, READ)], [])]).toEqual([0, 0]);
  });
});
