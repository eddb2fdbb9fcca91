import { expect, test } from 'vitest';
import { sentencesOf } from '../adreads/sentences.ts';
import { safetyFlagsOf } from './safety.ts';

const flagsOf = (text: string) => safetyFlagsOf(sentencesOf([{ start: 0, end: 10, text }]));

test.each([
  ['He pulled a gun on the driver.', 'arms', ['gun']],
  ['They found cocaine and some cigarettes.', 'drugs_and_tobacco', ['cocaine', 'cigarettes']],
  ['She was the victim of a hate crime.', 'hate', ['hate crime']],
  ['What the fuck are you talking about?', 'profanity', ['fuck']],
  ['We went to the casino and played poker all night.', 'gambling', ['casino', 'poker']],
  ['He thought of suicide for years.', 'self_harm', ['suicide']],
  ['It was called a terrorist attack at once.', 'war_and_terror', ['terrorist']],
])('"%s" is flagged as %s', (text, category, terms) => {
  expect(flagsOf(text)).toMatchObject([{ category, quote: text, terms, start: 0, end: 10 }]);
});

test.each([
  'You are killing it with this new record.',
  'The deadline is on Friday, and my phone died.',
  'We got it at the drug store, next to the root beer.',
  'Do not jump the gun, and keep a poker face.',
  'I watched all of Star Wars on Sunday.',
  'Her name is Essex, and she likes to weed out bad habits.',
  'The Gunners won, and the begun work goes on.',
])('"%s" is not flagged, since its words mean something else there', (text) => {
  expect(flagsOf(text)).toEqual([]);
});

test('a word that is flagged elsewhere is still flagged beside a phrase in which it is harmless', () => {
  expect(flagsOf('You are killing it, but the killing of the mayor is another story.')).toMatchObject([
    { category: 'death_and_injury', terms: ['killing'] },
  ]);
});

test('a long sentence is quoted around the word, in whole words of at most 240 characters', () => {
  const [{ quote }] = flagsOf(`${'conversation '.repeat(18)}vodka ${'conversation '.repeat(18)}`);
  expect(quote).toMatch(/^(?:conversation )+vodka(?: conversation)+$/);
  expect(quote.length).toBeLessThanOrEqual(240);
});
