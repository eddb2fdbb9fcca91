import { expect, test } from 'vitest';
import { sentencesOf } from '../adreads/sentences.ts';
import { namedAds } from './known-sponsors.ts';

const ad = { start: 0, end: 10, confidence: 0.9, sponsor: undefined };
const named = (text: string, sponsor: string | undefined, codes: { code: string; name: string }[]) => {
  const [first] = namedAds([{ ...ad, sponsor }], sentencesOf([{ start: 0, end: 10, text }]), { names: ['Acme'], codes });
  return first;
};

test.each(['Use code TECH10 now.', 'Use code tech 10 now.', 'Use code Tech-10, now.', 'Use code T E C H 1 0 now.'])(
  'an ad with a code of the catalogue is for whom the code is, however it was written down: %s',
  (text) => {
    expect(named(text, 'Other', [{ code: 'TECH10', name: 'Acme' }])).toMatchObject({
      sponsor: 'Acme',
      isListed: true,
      promoCode: 'TECH10',
    });
  },
);

test('another code is not taken for it, nor a part of a longer word, nor a code of three letters', () => {
  for (const [text, code] of [
    ['Use code TECH15 now.', 'TECH10'],
    ['Use code TECH100 now.', 'TECH10'],
    ['Use code BIOTECH10 now.', 'TECH10'],
    ['It is the best of all.', 'THE'],
  ])
    expect(named(text, 'Other', [{ code, name: 'Acme' }])).toMatchObject({ sponsor: 'Other', isListed: false, promoCode: null });
});

test('a sponsor of the catalogue is told from one that only the words name, and from none', () => {
  expect(named('Acme is great.', 'Acme', [])).toMatchObject({ sponsor: 'Acme', isListed: true });
  expect(named('Bolt is great.', 'Bolt', [])).toMatchObject({ sponsor: 'Bolt', isListed: false });
  expect(named('It is great.', undefined, [])).toMatchObject({ sponsor: null, isListed: false });
});
