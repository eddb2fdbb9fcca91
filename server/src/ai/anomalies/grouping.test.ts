import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Alert } from './detecting.ts';
import { type Group, groupAlerts } from './grouping.ts';
import { learnedOf } from './learning.ts';
import { type AnomalyKind, DAY_MS, METRICS, type Metric, nameOf, SUBJECT_TYPES, type SubjectType } from './series.ts';

const MONDAY = Date.parse('2026-11-02');

function alert(metric: Metric, subjectType: SubjectType, subjectKey: string, more: Partial<Alert> = {}): Alert {
  return { metric, subjectType, subjectKey, atMs: MONDAY, kind: 'drop', value: 10, expected: 100, low: 80, high: 120, score: 0.8, ...more };
}
const told = (groups: readonly Group[]) => groups.map(({ cause, subjectKey, members }) => [cause, subjectKey, members.length]);
const later = (days: number) => ({ atMs: MONDAY + days * DAY_MS });

describe('alerts of one cause', () => {
  test('are the tenant’s, when its own series shows them too', () => {
    const alerts = [alert('downloads', 'show', 'a'), alert('downloads', 'tenant', ''), alert('downloads', 'campaign', 'c')];
    const [group, ...others] = groupAlerts('day', alerts, []);
    expect(others).toEqual([]);
    expect(group).toMatchObject({ cause: 'tenant', family: 'delivery', direction: 'down', subjectType: 'tenant' });
    expect(group.members[0].subjectType).toBe('tenant');
  });

  test('are those of a silent source, with what follows from its silence and nothing else', () => {
    const missing = { kind: 'missing', value: null } as const;
    const alerts = [
      alert('impressions', 'show', 'a', missing),
      alert('impressions', 'tenant', '', missing),
      alert('conversions', 'show', 'a'),
      alert('match_rate', 'tenant', ''),
      alert('conversions', 'tenant', '', { kind: 'spike', value: 300 }),
    ];
    expect(told(groupAlerts('day', alerts, []))).toEqual([
      ['series', '', 1],
      ['source_silent', '', 4],
    ]);
    const fell = groupAlerts('day', [alerts[0], alerts[1], alert('conversions', 'tenant', '')], []);
    expect(told(fell)).toEqual([
      ['series', '', 1],
      ['source_silent', '', 2],
    ]);
    expect(told(groupAlerts('day', [alerts[1], alert('conversions', 'tenant', '', missing)], []))).toEqual([['source_silent', '', 2]]);
  });

  test('are many shows at once, or each show by itself', () => {
    const of = (...keys: string[]) => keys.map((key) => alert('downloads', 'show', key));
    expect(told(groupAlerts('day', of('a', 'b', 'c'), []))).toEqual([['shows', '', 3]]);
    expect(told(groupAlerts('day', of('a', 'b'), []))).toEqual([
      ['series', 'a', 1],
      ['series', 'b', 1],
    ]);
  });

  test('are one show with the campaign that lost no more than it', () => {
    const show = alert('downloads', 'show', 'a');
    const small = alert('downloads', 'campaign', 'c', { value: 5, expected: 40 });
    const large = alert('downloads', 'campaign', 'd', { value: 5, expected: 400 });
    expect(told(groupAlerts('day', [show, small, alert('spend', 'show', 'a')], []))).toEqual([['show', 'a', 3]]);
    expect(told(groupAlerts('day', [show, large], []))).toEqual([
      ['series', 'a', 1],
      ['series', 'd', 1],
    ]);
  });

  test('stay apart by direction, and by family of metrics', () => {
    const alerts = [alert('downloads', 'show', 'a'), alert('conversions', 'show', 'a'), alert('downloads', 'show', 'b', { kind: 'spike' })];
    expect(groupAlerts('day', alerts, [])).toHaveLength(3);
  });

  test('go on with the anomaly they began with for three days, under its key, and not for four', () => {
    const [first] = groupAlerts('day', [alert('downloads', 'show', 'a')], []);
    const [goesOn] = groupAlerts('day', [alert('downloads', 'show', 'a', later(3)), alert('impressions', 'show', 'a', later(3))], [first]);
    expect(goesOn).toMatchObject({ key: first.key, startsAtMs: MONDAY, endsAtMs: MONDAY + 3 * DAY_MS, cause: 'show' });
    expect(goesOn.members.map(({ metric, atMs }) => [metric, atMs - MONDAY])).toEqual([
      ['downloads', 0],
      ['impressions', 3 * DAY_MS],
    ]);
    const [anew] = groupAlerts('day', [alert('downloads', 'show', 'a', later(4))], [first]);
    expect(anew.key).not.toBe(first.key);
  });

  test('are each in one anomaly, the same ones whatever the order they come in, and the same when grouped again', () => {
    const alerts = fc.uniqueArray(
      fc.record({
        metric: fc.constantFrom(...METRICS),
        subjectType: fc.constantFrom(...SUBJECT_TYPES),
        key: fc.constantFrom('a', 'b', 'c', 'd'),
        day: fc.nat(9),
        kind: fc.constantFrom<AnomalyKind>('spike', 'drop', 'shift_up', 'missing'),
      }),
      {
        selector: ({ metric, subjectType, key, day }) => `${metric} ${subjectType} ${subjectType === 'tenant' ? '' : key} ${day}`,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(alerts, (found) => {
        const all = found.map(({ metric, subjectType, key, day, kind }, place) =>
          alert(metric, subjectType, subjectType === 'tenant' ? '' : key, { kind, ...later(day), value: place, expected: 50 }),
        );
        const groups = groupAlerts('day', all, []);
        const names = new Set(groups.flatMap(({ members }) => members.map(nameOf)));
        expect(names).toEqual(new Set(all.map(nameOf)));
        for (const { members } of groups) expect(new Set(members.map(nameOf)).size).toBe(members.length);
        const keysOf = (some: readonly Group[]) => some.map(({ key }) => key).toSorted();
        expect(keysOf(groupAlerts('day', all.toReversed(), []))).toEqual(keysOf(groups));
        expect(new Set(keysOf(groupAlerts('day', all, groups)))).toEqual(new Set(keysOf(groups)));
      }),
    );
  });
});

describe('verdicts', () => {
  const members = [{ metric: 'downloads', subjectType: 'show', subjectKey: 'a' }] as const;
  const judged = (verdict: 'useful' | 'expected' | 'wrong', more = {}) =>
    ({ verdict, grain: 'day', startsAtMs: MONDAY, endsAtMs: MONDAY + DAY_MS, members, ...more }) as const;
  const of = (...all: Parameters<typeof learnedOf>[0]) => learnedOf(all).get(nameOf(members[0]));

  test('move the limits of a series, each by its factor, and never beyond the bounds', () => {
    expect(of(judged('wrong'))?.limitFactor).toBe(1.25);
    expect(of(judged('useful'))?.limitFactor).toBe(0.95);
    expect(of(judged('wrong'), judged('useful'))?.limitFactor).toBeCloseTo(1.1875, 9);
    expect(of(...Array.from({ length: 9 }, () => judged('wrong')))?.limitFactor).toBe(2);
    expect(of(...Array.from({ length: 9 }, () => judged('useful')))?.limitFactor).toBe(0.8);
  });

  test('leave the days of what was expected out, and leave the limits', () => {
    expect(of(judged('expected'))).toEqual({
      limitFactor: 1,
      leftOut: [MONDAY / DAY_MS, MONDAY / DAY_MS + 1],
      verdicts: { useful: 0, expected: 1, wrong: 0 },
    });
  });

  test('on hours say nothing of days', () => {
    expect(of(judged('wrong', { grain: 'hour' }))).toBeUndefined();
  });
});
