import { describe, expect, test } from 'vitest';
import type { FoundAd } from '../analyses/schema.ts';
import type { StoredSegment } from '../transcripts/parts.ts';
import { type CompetitorBrief, competitorAds } from './competitors.ts';

const MINUTE_MS = 60_000;
const AD: FoundAd = {
  startMs: 0,
  endMs: 30_000,
  sponsor: null,
  isListed: false,
  promoCode: null,
  position: 'mid_roll',
  readType: 'unsure',
  readCues: [],
  foundBy: 'classifier',
  confidence: 0.9,
};
const BRIEF: CompetitorBrief = {
  placement: 'lumen-1',
  sponsor: 'Lumen Lamps',
  alsoKnownAs: [],
  competitors: ['Rival Lights', 'Third Torch'],
  separationMinutes: 10,
};

interface Told {
  minute: number;
  text: string;
  sponsor?: string;
}

/** Ads of half a minute each with what is said in them. */
function told(...all: Told[]): [FoundAd[], StoredSegment[]] {
  const ads = all.map(({ minute, sponsor = null }) => ({
    ...AD,
    startMs: minute * MINUTE_MS,
    endMs: minute * MINUTE_MS + 30_000,
    sponsor,
  }));
  const segments = all.map(({ text }, place) => ({ startMs: ads[place].startMs, endMs: ads[place].endMs, text, speaker: null }));
  return [ads, segments];
}

const OWN = { minute: 20, text: 'Lumen Lamps, the lamps that make every room look wonderful.', sponsor: 'Lumen Lamps' };
const found = (...all: Told[]) =>
  competitorAds(...told(...all), [BRIEF]).map(({ competitor, gapMs }) => [competitor, gapMs === null ? null : gapMs / MINUTE_MS]);

describe('an ad of a competitor whom a brief names', () => {
  test('is one by its sponsor, by what is said in it, and as a machine may have written the name', () => {
    expect(found(OWN, { minute: 25, text: 'Go and see for yourself.', sponsor: 'Rival Lights' })).toEqual([['Rival Lights', 4.5]]);
    expect(found(OWN, { minute: 15, text: 'This part is brought to you by Rival Lights.' })).toEqual([['Rival Lights', 4.5]]);
    expect(found(OWN, { minute: 25, text: 'This part is brought to you by third torch, who shine.' })).toEqual([['Third Torch', 4.5]]);
  });

  test('is none further away than the brief asks for, and one wherever the own ad was not found', () => {
    const rival = { minute: 40, text: 'Rival Lights shine brighter.' };
    expect(found(OWN, rival)).toEqual([]);
    expect(found(rival)).toEqual([['Rival Lights', null]]);
  });

  test('is not the own ad that says whom it is better than, nor an ad of somebody else', () => {
    expect(found({ minute: 20, text: 'Lumen Lamps burn longer than Rival Lights do.' })).toEqual([]);
    expect(found(OWN, { minute: 22, text: 'Gentle Gardens has compost for your tomatoes.', sponsor: 'Gentle Gardens' })).toEqual([]);
  });

  test('is none where no brief names any', () => {
    const [ads, segments] = told(OWN, { minute: 21, text: 'Rival Lights shine brighter.' });
    expect(competitorAds(ads, segments, [{ ...BRIEF, competitors: [], separationMinutes: null }])).toEqual([]);
    expect(competitorAds(ads, segments, [])).toEqual([]);
  });
});
