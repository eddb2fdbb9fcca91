import { describe, expect, test } from 'vitest';
import { inventedShow } from '../../../test/invented-show.ts';
import { sentencesOf } from '../adreads/sentences.ts';
import { TOPIC_LINES } from './topic-words.ts';
import { topicsOf } from './topics.ts';

const sentences = sentencesOf(
  inventedShow().segments.map(({ startMs, endMs, text }) => ({ start: startMs / 1_000, end: endMs / 1_000, text })),
);
/** Five minutes of talk that says these sentences over and over. */
const talk = (...texts: string[]) =>
  sentencesOf(Array.from({ length: 60 }, (_, place) => ({ start: place * 5, end: place * 5 + 5, text: texts[place % texts.length] })));
const PLAIN = talk(
  'And then I said to him that we could do it some other day, because it was late.',
  'He did not like that at all, but in the end it was the only thing that we could do.',
  'So we went back and looked at it again, and nobody knew what to say about it.',
);

describe('topics', () => {
  test('are those that the programme speaks of, each with its part, its words and the category above', () => {
    const found = topicsOf(sentences);
    expect(found.map(({ name, parentId }) => [name, parentId])).toEqual([
      ['Home & Garden', null],
      ['Gardening', '274'],
      ['Science', null],
      ['Space and Astronomy', '464'],
    ]);
    expect(found[0]).toMatchObject({ id: '274', certainty: 'likely', words: expect.arrayContaining(['compost', 'seedling']) });
    expect(found[0].share + found[2].share).toBeLessThanOrEqual(1);
    expect(found[2].start).toBeGreaterThan(inventedShow().turnMs / 1_000 - 120);
  });

  test('are unsure where few words tell them', () => {
    expect(topicsOf(sentences).find(({ id }) => id === '464')?.certainty).toBe('unsure');
  });

  test('are none of talk that speaks of nothing on the lists, and none of no talk', () => {
    expect(topicsOf(PLAIN)).toEqual([]);
    expect(topicsOf([])).toEqual([]);
  });

  test("are helped by the show's category as Apple Podcasts names it, which makes none by itself", () => {
    const faint = talk(
      'And then the coach said to him that we could do it some other day, because it was late.',
      'He did not like that at all, but in the end it was the only thing that we could do.',
      'So we went back and looked at it again, and nobody knew what to say about it to anyone there at all.',
      'It was one of those days, and I do not think that anybody will remember it in a year or two from now.',
    );
    const shareOf = (categories: string[]) => topicsOf(faint, categories).find(({ name }) => name === 'Sports')?.share ?? 0;
    expect(shareOf(['Sports'])).toBeGreaterThan(shareOf([]));
    expect(topicsOf(PLAIN, ['Sports', 'No such category'])).toEqual([]);
  });

  test('stand in a taxonomy in which each id is once and has its parent', () => {
    const ids = TOPIC_LINES.map(([id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, parent] of TOPIC_LINES) if (parent !== null) expect(ids).toContain(parent);
  });
});
