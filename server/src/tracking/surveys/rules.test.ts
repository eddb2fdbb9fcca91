import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildSummary, candidatesOf, indexShows, judge, phraseOf, speaksOfPodcast, withoutContacts } from './rules.ts';

const SHOWS = [
  { key: 'daily-tech', name: 'The Daily Tech Podcast' },
  { key: 'crime', name: 'Crime Junkies at Night' },
  { key: 'crime-2', name: 'Crime Junkie by Night' },
  { key: 'cafe', name: 'Café del Mundo' },
  { key: 'history', name: 'History of Everything' },
];
const judged = (answer: string, aliases = new Map<string, string>()) => judge(answer, indexShows(SHOWS), aliases);

test.each([
  ['Daily Tech', 'daily-tech'],
  ['I heard your ad on the DAILY TECH podcast!!', 'daily-tech'],
  ['dialy tech', 'daily-tech'],
  ['dailytech', 'daily-tech'],
  ['daily tec radio', 'daily-tech'],
  ['cafe del mundo', 'cafe'],
  ['the history of everything show', 'history'],
  ['Histroy of Everthing', 'history'],
])('%j is mapped to %s by itself', (answer, show) => {
  expect(judged(answer)).toMatchObject({ state: 'mapped', show });
});

test.each(['the daily', 'tech daily news', 'crime junky night', 'cafe mundial'])(
  '%j waits for a person, with what it may mean',
  (answer) => {
    const { state, show, candidates } = judged(answer);
    expect([state, show]).toEqual(['waiting', null]);
    expect(candidates.length).toBeGreaterThan(0);
  },
);

test.each(['a friend', 'Google', 'Instagram ad', 'podcast', '???', '日本'])('%j is mapped to no show', (answer) => {
  expect(judged(answer)).toMatchObject({ state: 'unmapped', show: null });
});

test('an answer that is as much like one show as like another waits', () => {
  expect(judged('crime junky night')).toMatchObject({ state: 'waiting' });
  expect(
    judged('crime junky night')
      .candidates.map(({ show }) => show)
      .toSorted(),
  ).toEqual(['crime', 'crime-2']);
});

test('words that people said mean a show do, however they stand', () => {
  const aliases = new Map([[phraseOf('that tech guy with the beard'), 'daily-tech']]);
  expect(judged('That tech guy with the BEARD.', aliases)).toMatchObject({ state: 'mapped', show: 'daily-tech', score: 1 });
});

test('addresses and telephone numbers in an answer are not kept', () => {
  expect(withoutContacts('ask jane@example.com or +49 (170) 123-4567, ep. 41')).toBe('ask … or …, ep. 41');
});

test('an answer speaks of a podcast by the word, whichever it is', () => {
  expect([speaksOfPodcast('some Podcast'), speaksOfPodcast('a pod I like'), speaksOfPodcast('TV')]).toEqual([true, true, false]);
});

test('the multiplier is projected customers over direct ones, with the interval of the share', () => {
  const counts = { from: '', to: '', answers: 200, podcastAnswers: 50, foreignAnswers: 0, customers: 1_000, direct: 100, shows: [] };
  const { podcastShare, projected, multiplier } = buildSummary(counts);
  expect(podcastShare.rate).toBe(0.25);
  expect(projected.value).toBe(250);
  expect(multiplier.value).toBe(2.5);
  // Wilson's interval of 50 of 200 is 0.1951 to 0.3143.
  expect([multiplier.low?.toFixed(3), multiplier.high?.toFixed(3)]).toEqual(['1.951', '3.143']);
  expect(buildSummary({ ...counts, direct: 0 }).multiplier).toEqual({ value: null, low: null, high: null });
  expect(buildSummary({ ...counts, answers: 0, podcastAnswers: 0 }).projected).toEqual({ value: null, low: null, high: null });
});

test('scores lie between 0 and 1, and a name is always its own likeliest candidate', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 500 }), fc.string({ minLength: 1, maxLength: 60 }), (answer, name) => {
      for (const { score } of candidatesOf(answer, indexShows([{ key: 'a', name }]))) expect(score <= 1 && score >= 0).toBe(true);
      const phrase = phraseOf(name);
      if (phrase !== '') expect(candidatesOf(name, indexShows([{ key: 'a', name }]))[0]?.score).toBe(1);
    }),
    { numRuns: 500 },
  );
  expect.hasAssertions();
});

test('an answer is compared letter by letter with a few shows, however many there are and however long it is', () => {
  const syllables = ['ka', 'lo', 'mi', 'ter', 'san', 'dor', 'vel', 'pin', 'gra', 'hum'];
  const word = (number: number) => Array.from(String(number).padStart(4, '0'), (digit) => syllables[Number(digit)]).join('');
  const shows = Array.from({ length: 10_000 }, (_none, place) => ({ key: `show-${place}`, name: `${word(place)} ${word(9_999 - place)}` }));
  const index = indexShows(shows);
  const long = Array.from({ length: 40 }, (_none, place) => word(place * 37)).join(' ');
  candidatesOf(long, index);
  expect(index.work.comparisons).toBeLessThanOrEqual(20 * 3 * 16);
  expect(candidatesOf(`heard it on ${shows[4_321].name}`, index)[0]).toMatchObject({ show: 'show-4321', score: 1 });
});

test('the phrase of an answer has room where one character stands for many', () => {
  expect(phraseOf('㌖'.repeat(500)).length).toBeLessThanOrEqual(500);
});

describe('an answer that shares one word with a show', () => {
  const shows = ['Facebook Ads Podcast', 'Your Google Show', 'The Daily', 'Hardcore', 'Crime in Paris'].map((name) => ({
    key: name,
    name,
  }));
  const stateOf = (answer: string) => judge(answer, indexShows(shows), new Map()).state;

  test.each(['Saw an ad on Facebook', 'Google', 'the Daily Mail', 'Daily', 'hardcore gym'])('waits for a person: "%s"', (answer) =>
    expect(stateOf(answer)).toBe('waiting'),
  );

  test.each(['The Daily', 'heard it on The Daily podcast', 'hardcore!', 'crime in paris'])(
    'is mapped where it says the name: "%s"',
    (answer) => expect(stateOf(answer)).toBe('mapped'),
  );
});

test.each(['not a podcast', 'No, it wasn’t on a podcast', 'a TV episode', 'never through any pod'])('"%s" speaks of no podcast', (answer) =>
  expect(speaksOfPodcast(answer)).toBe(false),
);

test('a denial takes nothing from a podcast that is named beside it', () => {
  expect(speaksOfPodcast('not on TV, I heard of it in your great podcast')).toBe(true);
});
