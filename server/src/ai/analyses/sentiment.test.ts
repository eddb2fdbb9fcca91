import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bandOf } from './sentiment.ts';
import { bandOfLetter, BANDS, lettersOf } from './sentiment-bands.ts';

test.each([
  ['What a wonderful, delicious meal that was!', 'positive'],
  ['I love this show and I am so grateful to everybody.', 'positive'],
  ['That was the worst flight of my life, horrible from start to end.', 'negative'],
  ['He was murdered, and the town was devastated.', 'negative'],
  ['The meeting is on Tuesday at the office.', 'neutral'],
  ['I was like, you know, kind of like on the bus.', 'neutral'],
  ['This is not great at all.', 'negative'],
  ["It isn't a terrible idea.", 'positive'],
  ['The food was good, but the service was awful and rude.', 'negative'],
])('"%s" is %s', (text, band) => {
  expect(bandOf(text)).toBe(band);
});

test('a text without a word of the list is neutral, however long', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('table', 'walks', 'Tuesday', '12', 'the', 'not', 'very', 'but', '…')), (words) => {
      expect(bandOf(words.join(' '))).toBe('neutral');
    }),
  );
});

test('bands come back from their letters as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...BANDS)), (bands) => {
      expect(lettersOf(bands).split('').map(bandOfLetter)).toEqual(bands);
    }),
  );
  expect(bandOfLetter(undefined)).toBeUndefined();
});
