import { describe, expect, test } from 'vitest';
import type { StoredFate } from '../downloads/counting.ts';
import type { Placement } from '../../catalog/placements/schema.ts';
import {
  adBytes,
  type AdRequest,
  bakedInBytes,
  isWhollySent,
  judgeAds,
  judgeBakedInAds,
  judgeInsertedAds,
  shownBytes,
  sizesOfFile,
  windowsByDownload,
} from './rules.ts';

const row = (id: string, more: Partial<AdRequest> = {}): AdRequest => ({
  id,
  occurredAt: '2026-11-10T10:00:00.000Z',
  evidence: 'host_log_bytes',
  urlKey: 'file',
  isSegment: false,
  addressKey: 'address',
  userAgent: 'AntennaPod/3.4.0',
  connectionType: 'household',
  isExcluded: false,
  isShared: false,
  method: 'GET',
  status: 206,
  range: null,
  bytesSent: null,
  durationSeconds: 600,
  fileBytes: 10_000,
  headerBytes: 0,
  countedElsewhere: null,
  insertedAds: null,
  ...more,
});

/** An answer that sent these bytes, both ends included. */
const part = (id: string, first: number, last: number, more: Partial<AdRequest> = {}) =>
  row(id, { range: `bytes=${first}-${last}`, bytesSent: last - first + 1, ...more });
const ad = (placement: string, firstByte: number, lastByte: number) => ({ placement, firstByte, lastByte });

describe('an ad is delivered (METHOD §5, IAB v2.3 §6)', () => {
  test('when all its bytes were sent, in however many answers', () => {
    const bytes = adBytes(ad('p', 100, 199));
    expect(isWhollySent(bytes, [{ start: 0, end: 200 }])).toBe(true);
    expect(
      isWhollySent(bytes, [
        { start: 150, end: 300 },
        { start: 50, end: 150 },
      ]),
    ).toBe(true);
  });

  test.each([
    ['its last byte is missing', [{ start: 0, end: 199 }]],
    ['its first byte is missing', [{ start: 101, end: 500 }]],
    [
      'one in the middle is missing',
      [
        { start: 0, end: 150 },
        { start: 151, end: 500 },
      ],
    ],
    ['nothing was sent', []],
  ])('not when %s', (_, sent) => {
    expect(isWhollySent(adBytes(ad('p', 100, 199)), sent)).toBe(false);
  });
});

describe('an answer shows the bytes', () => {
  test('of its ranges as far as its bytes go (§5.5.3)', () => {
    expect(shownBytes(part('r', 100, 199))).toEqual([{ start: 100, end: 200 }]);
    expect(shownBytes(part('r', 100, 199, { bytesSent: 40 }))).toEqual([{ start: 100, end: 140 }]);
  });

  test('of the file from its start, of a whole answer that may have been broken off', () => {
    expect(shownBytes(row('r', { status: 200, bytesSent: 4_000 }))).toEqual([{ start: 0, end: 4_000 }]);
  });

  test('not where its log tells none, and not where a prefix saw it (§5.2)', () => {
    expect(shownBytes(row('r', { status: 200 }))).toEqual([]);
    expect(shownBytes(row('r', { range: 'bytes=0-99' }))).toEqual([]);
    expect(shownBytes(part('r', 0, 99, { evidence: 'prefix_request' }))).toEqual([]);
  });
});

test('a download’s window holds what it completed, itself and its repeats, and nothing of another (§5.5.1)', () => {
  const fates: [string, StoredFate][] = [
    ['a', 'below_threshold'],
    ['b', 'partial'],
    ['c', 'download'],
    ['d', 'repeat'],
    ['e', 'bot'],
    ['f', 'partial'],
    ['g', 'download'],
    ['h', 'repeat'],
  ];
  const rows = fates.map(([id], place) => row(id, { occurredAt: `2026-11-10T1${place}:00:00.000Z` }));
  const windows = windowsByDownload(rows.toReversed(), ({ id }) => new Map(fates).get(id));
  expect([...windows].map(([id, own]) => [id, own.map((one) => one.id)])).toEqual([
    ['c', ['b', 'c', 'd']],
    ['g', ['f', 'g', 'h']],
  ]);
});

describe('the ads of a download', () => {
  const placements = new Map(['p-1', 'p-2'].map((key) => [key, { key, campaign: `campaign of ${key}` }]));
  const ads = [ad('p-1', 0, 999), ad('p-2', 5_000, 5_999)];

  test('are delivered where the requests of its window sent all of them, and kept with the reason where not', () => {
    const judged = judgeInsertedAds([part('r', 0, 2_999, { insertedAds: ads }), part('s', 3_000, 5_500, { insertedAds: ads })], placements);
    expect(judged.delivered).toEqual([{ key: 'p-1', campaign: 'campaign of p-1', evidence: 'host_log_bytes' }]);
    expect(judged.undelivered).toEqual([{ placement: 'p-2', campaign: 'campaign of p-2', reason: 'ad_not_delivered' }]);
    const more = judgeInsertedAds([part('r', 0, 5_499, { insertedAds: ads }), part('s', 5_500, 9_999, { insertedAds: ads })], placements);
    expect(more.delivered.map(({ key }) => key)).toEqual(['p-1', 'p-2']);
    expect(more.undelivered).toEqual([]);
  });

  test('are not shown by bytes of a file that was made up otherwise', () => {
    const other = [ad('p-1', 1_000, 1_999)];
    const [first, second] = [part('r', 0, 499, { insertedAds: ads }), part('s', 500, 1_499, { insertedAds: other })];
    expect(judgeInsertedAds([first, second], placements).undelivered.map(({ placement }) => placement)).toEqual(['p-1', 'p-2']);
    const elsewhere = part('t', 500, 999, { insertedAds: ads, urlKey: 'another file' });
    expect(judgeInsertedAds([first, elsewhere], placements).delivered).toEqual([]);
  });

  test('of a placement that stands at two places count once, by either', () => {
    const twice = [...ads, ad('p-2', 8_000, 8_999)];
    const judged = judgeInsertedAds([part('r', 7_000, 9_999, { insertedAds: twice })], placements);
    expect(judged.delivered.map(({ key }) => key)).toEqual(['p-2']);
    expect(judged.undelivered.map(({ placement }) => placement)).toEqual(['p-1']);
  });

  test('that no placement stands for are kept as such, sent or not', () => {
    const judged = judgeInsertedAds([part('r', 0, 9_999, { insertedAds: [ad('never-booked', 0, 9)] })], placements);
    expect(judged.undelivered).toEqual([{ placement: 'never-booked', campaign: null, reason: 'ad_unknown_placement' }]);
  });

  test('are none where no host says so', () => {
    expect(judgeInsertedAds([part('r', 0, 9_999)], placements)).toEqual({ delivered: [], undelivered: [] });
  });
});

describe('a baked-in ad lies in the file (§6)', () => {
  const sizes = { durationSeconds: 1_000, fileBytes: 1_010_000, headerBytes: 10_000 };

  test('where its seconds are at the file’s constant bitrate, outward to whole bytes', () => {
    expect(bakedInBytes({ startSeconds: 0, endSeconds: 30 }, sizes)).toEqual({ start: 10_000, end: 40_000 });
    expect(bakedInBytes({ startSeconds: 10.0001, endSeconds: 20.0001 }, sizes)).toEqual({ start: 20_000, end: 30_001 });
    expect(bakedInBytes({ startSeconds: 990, endSeconds: 2_000 }, sizes)).toEqual({ start: 1_000_000, end: 1_010_000 });
  });

  test('somewhere in a wider stretch when the header’s size is not known', () => {
    const wide = bakedInBytes({ startSeconds: 10, endSeconds: 20 }, { ...sizes, headerBytes: null });
    expect(wide).toEqual({ start: 10_100, end: 277_102 });
  });

  test.each([
    ['the duration', { durationSeconds: null }],
    ['the size', { fileBytes: null }],
    ['an audio that reaches so far', { durationSeconds: 10 }],
    ['a header that fits into it', { headerBytes: 2_000_000 }],
  ])('nowhere that is known without %s', (_, more) => {
    expect(bakedInBytes({ startSeconds: 10, endSeconds: 20 }, { ...sizes, ...more })).toBeUndefined();
  });
});

describe('the sizes of the file that a listener got', () => {
  const catalogue = { durationSeconds: 600, fileBytes: 10_000, headerBytes: 100 };

  test('are what its requests state', () => {
    expect(sizesOfFile([row('r', { fileBytes: 12_000, durationSeconds: 700 })], catalogue)).toEqual({
      durationSeconds: 700,
      fileBytes: 12_000,
      headerBytes: 0,
    });
  });

  test('are the catalogue’s, unless the file is of another size', () => {
    const silent = { durationSeconds: null, headerBytes: null };
    expect(sizesOfFile([row('r', { ...silent, fileBytes: null })], catalogue)).toEqual(catalogue);
    expect(sizesOfFile([row('r', { ...silent, fileBytes: 10_000 })], catalogue)).toEqual(catalogue);
    expect(sizesOfFile([row('r', { ...silent, fileBytes: 12_000 })], catalogue)).toBeUndefined();
  });
});

describe('a baked-in ad of a download', () => {
  const NONE = { durationSeconds: null, fileBytes: null, headerBytes: null };
  const placed = (key: string, audio: Placement['audio']) => ({ key, campaign: 'c', audio }) as Placement;
  const early = placed('early', { startSeconds: 0, endSeconds: 30 });
  const late = placed('late', { startSeconds: 300, endSeconds: 330 });
  const somewhere = placed('somewhere', null);
  const keys = (judged: ReturnType<typeof judgeBakedInAds>) => [
    judged.delivered.map(({ key }) => key),
    judged.undelivered.map(({ placement }) => placement),
  ];

  test('counts when the part of the file that holds it was sent in the window, and is kept as not delivered when it was not', () => {
    const download = part('r', 0, 1_499);
    expect(keys(judgeBakedInAds(download, [download], [early, late, somewhere], NONE))).toEqual([['early', 'somewhere'], ['late']]);
    const window = [download, part('s', 1_500, 6_000)];
    expect(keys(judgeBakedInAds(download, window, [early, late, somewhere], NONE))).toEqual([['early', 'late', 'somewhere'], []]);
    const elsewhere = [download, part('s', 1_500, 6_000, { urlKey: 'another file' })];
    expect(keys(judgeBakedInAds(download, elsewhere, [late], NONE))).toEqual([[], ['late']]);
  });

  test.each([
    ['a prefix saw it', part('r', 0, 1_499, { evidence: 'prefix_request' })],
    ['its log tells no bytes', row('r', { status: 200 })],
    ['its log lacks the range', row('r', { bytesSent: 1_500 })],
    ['its source counted it', part('r', 0, 1_499, { countedElsewhere: true })],
    ['it is a segment of HLS', part('r', 0, 1_499, { isSegment: true })],
    ['nobody knows the duration', part('r', 0, 1_499, { durationSeconds: null })],
  ])('counts with the download where %s', (_, download) => {
    expect(keys(judgeBakedInAds(download, [download], [late], NONE))).toEqual([['late'], []]);
  });

  test('goes by what a host states of it, and not by its seconds', () => {
    const download = part('r', 0, 1_499, { insertedAds: [ad('late', 0, 9)] });
    const terms = { covering: [late, early], stated: new Map([['late', { key: 'late', campaign: 'c' }]]), catalogue: NONE };
    expect(judgeAds(download, [download], terms).delivered.map(({ key }) => key)).toEqual(['early', 'late']);
  });
});
