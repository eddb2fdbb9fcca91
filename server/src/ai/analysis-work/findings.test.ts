import { describe, expect, test } from 'vitest';
import type { FoundAd, FoundEntity, FoundFlag } from '../analyses/schema.ts';
import { type AnalysedEpisode, findingsOf, runsOn } from './findings.ts';

const AD: FoundAd = {
  startMs: 600_000,
  endMs: 640_000,
  sponsor: 'Lumen Lamps',
  isListed: true,
  promoCode: null,
  position: 'mid_roll',
  readType: 'unsure',
  readCues: [],
  foundBy: 'classifier',
  confidence: 0.9,
};
const FLAG: FoundFlag = { category: 'arms', quote: 'a gun', terms: ['gun'], isInAd: false, startMs: 660_000, endMs: 664_000 };
const CODE: FoundEntity = { kind: 'promo_code', name: 'GLOW20', count: 2, inAds: 2, isListed: false, startMs: 610_000 };
const EPISODE: AnalysedEpisode = {
  transcriptId: 'a',
  name: 'Garden talk',
  day: '2026-11-01',
  ads: [AD],
  flags: [],
  entities: [],
  booked: [],
  competing: [],
};
const kinds = (more: Partial<AnalysedEpisode>) => findingsOf({ ...EPISODE, ...more }).map(({ kind }) => kind);

describe('findings of an analysis', () => {
  test('are words on the lists less than a minute from an ad for an advertiser of the catalogue', () => {
    const [found] = findingsOf({ ...EPISODE, flags: [FLAG] });
    expect(found).toMatchObject({
      kind: 'unsafe_words_near_ad',
      subject: { type: 'transcript', key: 'a' },
      evidence: [{ label: '0:11:00', value: 'a gun' }],
    });
    expect(found.finding).toBe('In Garden talk, words on the lists of arms are said less than a minute from an ad for Lumen Lamps.');
    expect(kinds({ flags: [{ ...FLAG, startMs: 701_000, endMs: 705_000 }] })).toEqual([]);
    expect(kinds({ flags: [{ ...FLAG, isInAd: true }] })).toEqual([]);
    expect(kinds({ flags: [FLAG], ads: [{ ...AD, isListed: false }] })).toEqual([]);
  });

  test('are ads for an advertiser without a placement where others have one', () => {
    expect(kinds({ booked: ['Other Lights'] })).toEqual(['ad_beside_placement']);
    expect(kinds({ booked: ['Other Lights', 'Lumen Lamps'] })).toEqual([]);
    expect(kinds({ booked: [] })).toEqual([]);
    expect(kinds({ booked: ['Other Lights'], ads: [{ ...AD, isListed: false }] })).toEqual([]);
  });

  test('are ads of a competitor whom a brief names, before any other advertiser, and once', () => {
    const rival = { ...AD, startMs: 700_000, endMs: 730_000, sponsor: 'Rival Lights' };
    const other = { ...AD, startMs: 900_000, endMs: 930_000, sponsor: 'Third Torch' };
    const competing = [
      { ad: rival, competitor: 'Rival Lights', placement: 'lumen-1', sponsor: 'Lumen Lamps', minutes: 10, gapMs: 60_000 },
      { ad: rival, competitor: 'Rival Lights', placement: 'lumen-2', sponsor: 'Lumen Lamps', minutes: 15, gapMs: 60_000 },
    ];
    const found = findingsOf({ ...EPISODE, ads: [AD, rival, other], booked: ['Lumen Lamps'], competing });
    expect(found.map(({ kind, rank = 0, key }) => [kind, rank, key])).toEqual([
      ['ad_beside_placement', 1, 'beside a Rival Lights'],
      ['ad_beside_placement', 0, 'beside a Third Torch'],
    ]);
    expect(found[0].finding).toBe(
      'In Garden talk, an ad for Rival Lights was found 1 min from the ad for Lumen Lamps: the brief of the placement lumen-1 ' +
        'names it as a competitor and asks for 10 min between them.',
    );
  });

  test('are codes in ads that stand for no campaign', () => {
    expect(kinds({ entities: [CODE] })).toEqual(['unmapped_code']);
    expect(kinds({ entities: [{ ...CODE, isListed: true }] })).toEqual([]);
    expect(kinds({ entities: [{ ...CODE, inAds: 0 }] })).toEqual([]);
  });

  test('fit into an insight, however long names are', () => {
    const long = 'x'.repeat(500);
    const all = findingsOf({
      ...EPISODE,
      name: long,
      ads: [{ ...AD, sponsor: long }],
      flags: Array.from({ length: 30 }, () => ({ ...FLAG, quote: long })),
      entities: [{ ...CODE, name: long }],
      booked: ['y'.repeat(500)],
      competing: [{ ad: { ...AD, sponsor: long }, competitor: long, placement: long, sponsor: long, minutes: 600, gapMs: null }],
    });
    expect(all).toHaveLength(4);
    for (const { key, finding, evidence } of all) {
      expect(key.length).toBeLessThanOrEqual(200);
      expect(finding.length).toBeLessThanOrEqual(500);
      expect(evidence.length).toBeLessThanOrEqual(20);
    }
  });
});

test('a placement runs from its first day to its last one, and an open side has no end', () => {
  expect(runsOn({ startsOn: '2026-11-01', endsOn: '2026-11-01' }, '2026-11-01')).toBe(true);
  expect(runsOn({ startsOn: '2026-11-02', endsOn: null }, '2026-11-01')).toBe(false);
  expect(runsOn({ startsOn: null, endsOn: '2026-10-31' }, '2026-11-01')).toBe(false);
  expect(runsOn({ startsOn: null, endsOn: null }, '2026-11-01')).toBe(true);
});
