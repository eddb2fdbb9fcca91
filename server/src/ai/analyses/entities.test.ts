import { describe, expect, test } from 'vitest';
import { sentencesOf } from '../adreads/sentences.ts';
import { entitiesOf } from './entities.ts';

const SPONSORS = { names: ['Lumen Lamps'], codes: [{ code: 'GLOW20', name: 'Lumen Lamps' }] };
const NO_ADS = { ads: [], sponsors: SPONSORS, adSponsors: [] };

function found(text: string, given: Parameters<typeof entitiesOf>[1] = NO_ADS) {
  const sentences = sentencesOf([{ start: 0, end: 60, text: `We said that Maria Fuller is here. ${text}` }]);
  return entitiesOf(sentences, given).entities.map(({ kind, name, isListed }) => [kind, name, isListed] as const);
}
const ofKind = (kind: string, text: string, given = NO_ADS) => found(text, given).flatMap((one) => (one[0] === kind ? [one[1]] : []));

describe('who and what is named', () => {
  test.each([
    ['person', 'Then we met Governor Pritzker and John Pletz in town.', ['Maria Fuller', 'Governor Pritzker', 'John Pletz']],
    ['person', 'And Maria said so, then Maria left.', ['Maria Fuller']],
    ['organisation', 'It was the Old National Bank that paid, and the NFL too.', ['Old National Bank', 'NFL']],
    ['organisation', 'She wrote for the New York Times.', ['New York Times']],
    ['place', 'We drove from North Carolina to Chicago along the Savannah River.', ['North Carolina', 'Chicago', 'Savannah River']],
    ['work', 'He read a book called The Long Way Home and liked it.', ['The Long Way Home']],
    ['address', 'Go to lumen dot com slash garden, or to lumen.com/garden.', ['lumen.com/garden']],
    ['promo_code', 'Use code TECH10 at checkout, or use the code that he said.', ['TECH10']],
    ['brand', 'I have lumen lamps at home.', ['Lumen Lamps']],
  ])('a %s: %s', (kind, text, names) => {
    expect(ofKind(kind, text)).toEqual(names);
  });

  test('is nobody because a sentence begins with a capital letter, or for a day or a short form', () => {
    expect(found('Nothing happened on Monday. Because the TV was on, and the CEO left. Everything was fine.')).toEqual([
      ['person', 'Maria Fuller', false],
    ]);
  });

  test('is listed when the catalogue has it, else unverified', () => {
    const sponsored = { ...NO_ADS, adSponsors: ['Other Lights'] };
    expect(found('Lumen Lamps or Other Lights, with code GLOW 20 and code OTHER5.', sponsored)).toEqual(
      expect.arrayContaining([
        ['brand', 'Lumen Lamps', true],
        ['brand', 'Other Lights', false],
        ['promo_code', 'OTHER5', false],
      ]),
    );
    expect(ofKind('promo_code', 'Use code glow20 now.')).toEqual(['GLOW20']);
  });

  test('is counted, in the ads too, with when it is named first', () => {
    const sentences = sentencesOf([
      { start: 0, end: 5, text: 'We met Maria Fuller.' },
      { start: 5, end: 10, text: 'This is Lumen Lamps, said Maria Fuller.' },
    ]);
    const { entities } = entitiesOf(sentences, { ...NO_ADS, ads: [{ start: 5, end: 10 }] });
    expect(entities).toContainEqual({ kind: 'person', name: 'Maria Fuller', count: 2, inAds: 1, isListed: false, start: 0 });
    expect(entities).toContainEqual({ kind: 'brand', name: 'Lumen Lamps', count: 1, inAds: 1, isListed: true, start: 5 });
  });

  test('says when a text has no capital letters, and then finds what lists and addresses tell', () => {
    const sentences = sentencesOf([
      { start: 0, end: 60, text: 'we met maria fuller in chicago. she has lumen lamps from lumen dot com. use code glow20 there.' },
    ]);
    const { hasCapitals, entities } = entitiesOf(sentences, NO_ADS);
    expect(hasCapitals).toBe(false);
    expect(entities.map(({ kind, name }) => [kind, name])).toEqual([
      ['brand', 'Lumen Lamps'],
      ['promo_code', 'GLOW20'],
      ['address', 'lumen.com'],
    ]);
  });
});
