import { describe, expect, test } from 'vitest';
import type { Segment } from '../transcripts/segments.ts';
import { decode } from './decode.ts';
import { FEATURE_COUNT, featuresOf } from './features.ts';
import { findAdReads } from './rules.ts';
import { sentencesOf } from './sentences.ts';
import { sponsorOf } from './sponsor.ts';
import { packed, shippedWeights, unpacked } from './weights.ts';

const TALK = [
  'So the river had been rising for three days before anyone in the village noticed the bridge.',
  'My grandmother used to tell that story with a different ending every winter.',
  'What surprised me was how the council reacted once the engineers explained the problem.',
  'They argued about the colour of the paint for most of the evening.',
  'I remember walking home with my brother and laughing about it.',
  'The next morning the water had gone and there were fish in the orchard.',
  'Nobody wrote any of this down until the schoolteacher found the letters.',
  'She read them aloud to her class and the children drew pictures of the flood.',
];
const AD = [
  'This episode is brought to you by Larkfield Coffee.',
  'If you are tired of stale beans from the shelf, Larkfield Coffee roasts fresh and ships the same day.',
  'You can cancel or skip a delivery any time, and shipping is free.',
  'Right now our listeners get 20% off their first order.',
  'Just go to larkfieldcoffee.com slash river and use the code RIVER at checkout.',
  'That is larkfieldcoffee.com slash river, code RIVER, for 20% off your first bag.',
];

function spoken(sentences: readonly string[], secondsEach = 6): Segment[] {
  return sentences.map((text, place) => ({ start: place * secondsEach, end: (place + 1) * secondsEach - 0.5, text }));
}

const talk = (count: number) => Array.from({ length: count }, (_, place) => TALK[(place * 5) % TALK.length]);
const EPISODE = spoken([...talk(80), ...AD, ...talk(80)]);

describe('ads of a transcript', () => {
  test('are found where they are read, with their sponsor', () => {
    const ads = findAdReads(EPISODE);
    expect(ads).toHaveLength(1);
    expect(Math.abs(ads[0].start - 480)).toBeLessThan(13);
    expect(Math.abs(ads[0].end - 516)).toBeLessThan(13);
    expect(ads[0]).toMatchObject({ sponsor: 'Larkfield Coffee' });
    expect(ads[0].confidence).toBeGreaterThan(0.5);
    expect(ads[0].confidence).toBeLessThanOrEqual(1);
  });

  test('are not invented where nothing is advertised', () => {
    expect(findAdReads(spoken(talk(200)))).toEqual([]);
    expect(findAdReads([])).toEqual([]);
  });

  test('do not depend on how a transcript is cut into cues', () => {
    const cut = EPISODE.flatMap(({ start, end, text }) => {
      const words = text.split(' ');
      const half = Math.ceil(words.length / 2);
      const [first, second] = [words.slice(0, half).join(' '), words.slice(half).join(' ')];
      const middle = start + ((end - start) * (first.length + 1)) / (text.length + 1);
      return [
        { start, end: middle, text: first },
        { start: middle, end, text: second },
      ];
    });
    const [one, other] = [findAdReads(EPISODE), findAdReads(cut)];
    expect(other).toHaveLength(one.length);
    other.forEach((ad, place) => {
      expect(Math.abs(ad.start - one[place].start)).toBeLessThan(1);
      expect(Math.abs(ad.end - one[place].end)).toBeLessThan(1);
    });
  });

  test('name the sponsor of a list before any other name', () => {
    expect(findAdReads(EPISODE, { sponsors: ['River'] })[0].sponsor).toBe('River');
    expect(findAdReads(EPISODE, { sponsors: ['Nobody Inc'] })[0].sponsor).toBe('Larkfield Coffee');
  });
});

describe('the sponsor of an ad', () => {
  const of = (...sentences: string[]) => sponsorOf(sentencesOf(spoken(sentences)));

  test.each([
    [['Support for the show comes from Ottery Bank.', 'It opens accounts in minutes.'], 'Ottery Bank'],
    [['Visit tallpinehosting.com today.', 'With Tall Pine Hosting, pages load at once.'], 'Tall Pine Hosting'],
    [['We sleep well on what they make.', 'Every mattress of Moonloft is made by hand.', 'I love my Moonloft.'], 'Moonloft'],
    [['You should sleep more.', 'It is good for you.'], undefined],
  ])('of %j is %s', (sentences, sponsor) => {
    expect(of(...sentences)).toBe(sponsor);
  });

  test.each([
    ['Sponsored by Toast, the till of every restaurant.', ['Aura', 'River'], 'Toast'],
    ['Go to riverbank.com today.', ['River', 'River Bank'], 'River Bank'],
    ["Visit aura.com/show for Aura's best offer.", ['Aura'], 'Aura'],
    ['Try Square Space for free.', ['Square-Space'], 'Square-Space'],
    ['本集節目由全聯福利中心贊助播出。', ['全聯福利中心'], '全聯福利中心'],
  ])('in %j is one of a list only where whole words name it', (sentence, known, sponsor) => {
    expect(sponsorOf(sentencesOf(spoken([sentence])), known)).toBe(sponsor);
  });
});

describe('sentences', () => {
  test('end at stops, not at abbreviations or inside addresses, and at silences', () => {
    const segments = [
      { start: 0, end: 6, text: 'Ask Dr. Lee at example.com today. It helps! Does' },
      { start: 6, end: 8, text: 'it?' },
      { start: 20, end: 21, text: 'Later' },
      { start: 30, end: 31, text: 'on' },
    ];
    expect(sentencesOf(segments).map(({ text }) => text)).toEqual([
      'Ask Dr. Lee at example.com today.',
      'It helps!',
      'Does it?',
      'Later',
      'on',
    ]);
  });

  test('take times within their segment by their letters', () => {
    const [first, second] = sentencesOf([{ start: 10, end: 20, text: 'Abcd. Efgh.' }]);
    expect([first.start, first.end, second.start, second.end]).toEqual([10, 15, 15, 20]);
  });
});

describe('the decoder', () => {
  const options = { shift: 0, change: 6, most: 4 };
  const sentences = sentencesOf(spoken(Array.from({ length: 40 }, () => 'Word.')));
  const spansOf = (isAd: (place: number) => boolean) =>
    decode(
      sentences,
      Float64Array.from(sentences, (_, place) => (isAd(place) ? 4 : -4)),
      options,
    ).map(({ start, end }) => [start, end]);

  test('takes a run of likely sentences for an ad, and a single one for nothing', () => {
    expect(spansOf((place) => place >= 10 && place < 15)).toEqual([[60, 89.5]]);
    expect(spansOf((place) => place === 10)).toEqual([]);
    expect(spansOf(() => true)).toEqual([[0, 239.5]]);
  });

  test('makes one of ads with less than 15 seconds between them', () => {
    expect(spansOf((place) => (place >= 10 && place < 15) || (place >= 17 && place < 22))).toEqual([[60, 131.5]]);
  });
});

describe('weights', () => {
  test('come with Earshot, one for each feature', () => {
    expect(shippedWeights()).toHaveLength(FEATURE_COUNT);
    expect(shippedWeights().some((weight) => weight > 0)).toBe(true);
  });

  test('are packed to the nearest of 255 values, and a file of another size is refused', () => {
    const weights = Float64Array.from({ length: FEATURE_COUNT }, (_, place) => Math.sin(place));
    const file = packed(weights, 'a notice');
    unpacked(file).forEach((weight, place) => expect(Math.abs(weight - weights[place])).toBeLessThanOrEqual(file.step / 2 + 1e-12));
    expect(() => unpacked({ ...file, weights: 'AAAA' })).toThrow(RangeError);
  });

  test('are looked up by features within their number', () => {
    for (const features of featuresOf(sentencesOf(EPISODE))) {
      for (const feature of features) expect(feature >= 0 && feature < FEATURE_COUNT).toBe(true);
    }
  });
});
