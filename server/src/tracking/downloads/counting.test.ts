import { describe, expect, test } from 'vitest';
import { type CountedRequest, type CountingTerms, judgeListener } from './counting.ts';
import { NO_SIZES } from './windows.ts';

const FILE = { durationSeconds: 1_000, fileBytes: 10_000_000, headerBytes: 1_000 };
const APP = { class: 'app', isAutomated: false } as const;

/** A whole answer in a host's log, without a word on the file's sizes. */
const logged: CountedRequest = {
  id: 'log',
  occurredAt: '2026-11-02T10:00:00.000Z',
  evidence: 'host_log_bytes',
  urlKey: 'file',
  isSegment: false,
  addressKey: undefined,
  userAgent: 'AntennaPod/3.4.0',
  connectionType: 'household',
  isExcluded: false,
  isShared: false,
  method: 'GET',
  status: 200,
  range: null,
  bytesSent: 10_000_000,
  durationSeconds: null,
  fileBytes: null,
  headerBytes: null,
  countedElsewhere: null,
};
const seen: CountedRequest = { ...logged, id: 'seen', evidence: 'prefix_request', status: null, bytesSent: null };

function fates(requests: CountedRequest[], terms: Partial<CountingTerms> = {}) {
  const all = { window: 'calendar_day', agentOf: () => APP, sizes: NO_SIZES, isCrowded: () => false, ...terms } as const;
  const judged = judgeListener(requests, all);
  return requests.map(({ id }) => judged.get(id)?.fate);
}

describe('what a prefix saw beside a host’s log', () => {
  test('is the same play once more, also when midnight lies between the two', () => {
    const before = { ...seen, occurredAt: '2026-11-02T23:59:59.900Z' };
    const after = { ...logged, occurredAt: '2026-11-03T00:00:00.100Z' };
    expect(fates([before, after])).toEqual(['repeat', 'download']);
    expect(fates([{ ...before, occurredAt: '2026-11-02T22:59:00.000Z' }, after])).toEqual(['download', 'download']);
  });

  test('is no repeat of what never reached the threshold', () => {
    const short = { ...logged, ...FILE, status: 206, range: 'bytes=0-9999', bytesSent: 10_000 };
    expect(fates([seen, short])).toEqual(['below_threshold', 'below_threshold']);
    expect(
      fates([seen, short, { ...short, id: 'rest', occurredAt: '2026-11-02T11:00:00.000Z', range: 'bytes=0-', bytesSent: null }]),
    ).toEqual(['repeat', 'partial', 'download']);
  });

  test('is no download where the log tells that the host sent no audio', () => {
    expect(fates([seen, { ...logged, status: 404 }])).toEqual(['below_threshold', 'failed_status']);
    expect(fates([seen, { ...logged, status: 304 }])).toEqual(['below_threshold', 'not_modified']);
    expect(fates([seen, { ...logged, status: 404 }, { ...logged, id: 'again' }])).toEqual(['repeat', 'failed_status', 'download']);
  });
});

describe('what a source counted itself', () => {
  const told = { ...seen, id: 'told', countedElsewhere: true };

  test('is a download each time, whatever the window', () => {
    expect(fates([told, { ...told, id: 'told again', occurredAt: '2026-11-02T11:00:00.000Z' }])).toEqual(['download', 'download']);
  });

  test('is not counted again as a prefix saw it, and gives way to a host’s log', () => {
    expect(fates([told, seen])).toEqual(['download', 'repeat']);
    expect(fates([told, logged, seen])).toEqual(['repeat', 'download', 'repeat']);
  });
});

describe('sizes', () => {
  const catalogue = { durationSeconds: 1_000, fileBytes: 20_000_000, headerBytes: null };

  test('of the catalogue alone turn no whole answer away', () => {
    expect(fates([{ ...logged, bytesSent: 1_000 }], { sizes: catalogue })).toEqual(['download']);
    expect(fates([{ ...logged, bytesSent: 1_000, fileBytes: 20_000_000 }], { sizes: catalogue })).toEqual(['below_threshold']);
  });

  test('of the catalogue tell how much of a file a minute is', () => {
    const part = { ...logged, status: 206, range: 'bytes=0-', bytesSent: 1_500_000 };
    expect(fates([part], { sizes: catalogue })).toEqual(['download']);
    expect(fates([{ ...part, bytesSent: 1_400_000 }], { sizes: catalogue })).toEqual(['below_threshold']);
    expect(fates([part])).toEqual(['below_threshold']);
  });

  test('that a request of another window states change nothing', () => {
    const part = { ...logged, status: 206, range: 'bytes=0-', bytesSent: 1_000_000 };
    const tomorrow = { ...part, ...FILE, id: 'tomorrow', occurredAt: '2026-11-03T10:00:00.000Z', bytesSent: 10 };
    expect(fates([part])).toEqual(['below_threshold']);
    expect(fates([part, tomorrow])).toEqual(['below_threshold', 'below_threshold']);
    expect(fates([part, tomorrow], { window: 'rolling_last' })).toEqual(['below_threshold', 'below_threshold']);
    expect(fates([part, { ...tomorrow, occurredAt: '2026-11-02T23:00:00.000Z' }])).toEqual(['download', 'repeat']);
  });

  test('and ranges of one file of an episode say nothing of another', () => {
    const half = { ...logged, ...FILE, status: 206, range: 'bytes=0-399999', bytesSent: 400_000 };
    const rest = { ...half, id: 'rest', occurredAt: '2026-11-02T10:05:00.000Z', range: 'bytes=400000-699999', bytesSent: 300_000 };
    expect(fates([half, rest])).toEqual(['partial', 'download']);
    expect(fates([half, { ...rest, urlKey: 'other file' }])).toEqual(['below_threshold', 'below_threshold']);
  });
});

test('segments of an episode lie side by side, each by its own name', () => {
  const segment = { ...logged, ...FILE, isSegment: true, bytesSent: 400_000 };
  expect(fates([segment, { ...segment, id: 'next', urlKey: 'next', occurredAt: '2026-11-02T10:01:00.000Z' }])).toEqual([
    'partial',
    'download',
  ]);
});
