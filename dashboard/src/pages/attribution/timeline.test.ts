import { describe, expect, it } from 'vitest';
import type { ReportRow } from '../../api.ts';
import { attributedShare, buildTimeline } from './timeline.ts';

function dayRow(key: string | null, attributed: number, unattributed: number): ReportRow {
  return {
    key,
    label: key ?? '(none)',
    spendMinor: null,
    conversions: attributed,
    valueMinor: attributed * 100,
    roas: null,
    cpaMinor: null,
    deliveryEvidence: [],
    unattributedConversions: unattributed,
    unattributedValueMinor: unattributed * 100,
  };
}

describe('the time line of a report by day', () => {
  it('has no gaps: a day without conversions is a bucket of nothing', () => {
    const { bucketDays, buckets } = buildTimeline([dayRow('2026-11-01', 2, 1), dayRow('2026-11-04', 1, 0)]);
    expect(bucketDays).toBe(1);
    expect(buckets.map(({ day }) => day)).toEqual(['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04']);
    expect(buckets[1]).toMatchObject({ attributedConversions: 0, unattributedConversions: 0, attributedValueMinor: 0 });
  });

  it('turns to weeks from Monday beyond 120 days, and loses nothing', () => {
    const rows = [dayRow('2026-06-03', 1, 2), dayRow('2026-08-15', 4, 0), dayRow('2026-11-20', 8, 1)];
    const { bucketDays, buckets } = buildTimeline(rows);
    expect(bucketDays).toBe(7);
    expect(buckets[0].day).toBe('2026-06-01');
    expect(new Date(`${buckets[0].day}T00:00:00Z`).getUTCDay()).toBe(1);
    expect(buckets.reduce((sum, bucket) => sum + bucket.attributedConversions, 0)).toBe(13);
    expect(buckets.reduce((sum, bucket) => sum + bucket.unattributedValueMinor, 0)).toBe(300);
  });

  it('is empty without days', () => {
    expect(buildTimeline([]).buckets).toEqual([]);
    expect(buildTimeline([dayRow(null, 1, 1), dayRow('no day', 1, 1)]).buckets).toEqual([]);
  });

  it('has a share of what is attributed only where something was converted', () => {
    const { buckets } = buildTimeline([dayRow('2026-11-01', 3, 1), dayRow('2026-11-03', 0, 2)]);
    expect(buckets.map(attributedShare)).toEqual([0.75, null, 0]);
  });
});
