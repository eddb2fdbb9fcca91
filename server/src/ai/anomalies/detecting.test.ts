import { describe, expect, test } from 'vitest';
import { findAlerts, judgeSeries, type WatchedSeries, watchState } from './detecting.ts';
import { NOTHING_LEARNED } from './learning.ts';
import { DAY_MS, HOUR_MS, type Series } from './series.ts';

const MONDAY = Date.parse('2026-06-01');
const steady = (days: number, level = 1_000) =>
  Array.from({ length: days }, (_, day) => level + ((day * 37) % 90) - (day % 7 > 4 ? 300 : 0));

function daily(values: (number | null)[], more: Partial<WatchedSeries> = {}): WatchedSeries {
  return { metric: 'downloads', subjectType: 'show', subjectKey: 'a', grain: 'day', startsAtMs: MONDAY, values, ...more };
}
const kindsOf = (series: WatchedSeries) =>
  findAlerts({ series: [series], fromMs: MONDAY }).map(({ kind, atMs }) => [kind, (atMs - MONDAY) / DAY_MS]);

describe('a daily series', () => {
  test('tells a gap from a 0, and a gap of a campaign outside its flight is none', () => {
    expect(kindsOf(daily(steady(120).with(100, 0)))).toEqual([['drop', 100]]);
    const gap = daily([...steady(100), null, ...steady(19)]);
    expect(kindsOf(gap)).toEqual([['missing', 100]]);
    const ended = daily([...steady(100), ...Array.from({ length: 20 }, () => null)], {
      subjectType: 'campaign',
      flight: { startsOn: null, endsOn: new Date(MONDAY + 99 * DAY_MS).toISOString().slice(0, 10) },
    });
    expect(kindsOf(ended)).toEqual([]);
    expect(kindsOf({ ...ended, flight: undefined })).toEqual([['missing', 100]]);
  });

  test('is not watched before six weeks, when it is small, and when it is 0 too often', () => {
    const stateOf = (values: (number | null)[], metric: Series['metric'] = 'downloads') => watchState({ values, metric });
    expect(stateOf(steady(41))).toBe('too_short');
    expect(stateOf(steady(42))).toBe('watched');
    expect(stateOf([...Array.from({ length: 60 }, () => 0), ...steady(20)])).toBe('too_short');
    expect(stateOf(steady(100).map(() => 24))).toBe('too_small');
    expect(
      stateOf(
        steady(100).map(() => 24),
        'conversions',
      ),
    ).toBe('watched');
    expect(stateOf(steady(100).map((value, day) => (day % 2 === 0 ? 0 : value)))).toBe('often_zero');
    expect(stateOf([])).toBe('often_zero');
    expect(kindsOf(daily(steady(41).with(40, 9_000)))).toEqual([]);
  });

  test('needs an absolute difference as well as a relative one', () => {
    const small = Array.from({ length: 120 }, (_, day) => 30 + (day % 3));
    expect(kindsOf(daily(small.with(100, 8)))).toEqual([]);
    expect(kindsOf(daily(small.with(100, 8), { metric: 'conversions' }))).toEqual([['drop', 100]]);
  });

  test('alerts less often after wrong alarms, and not at all on days that were expected', () => {
    const odd = daily(steady(120).with(100, 2_300));
    expect(kindsOf(odd)).toEqual([['spike', 100]]);
    const learned = (more: object) => ({ ...odd, learned: { ...NOTHING_LEARNED, ...more } });
    const [{ score }] = findAlerts({ series: [odd], fromMs: MONDAY });
    const [{ score: later }] = judgeSeries(learned({ limitFactor: 1.25 })).slice(100, 101);
    expect(later).toBeLessThan(score);
    expect(kindsOf(learned({ limitFactor: 2 }))).toEqual([]);
    const [leftOut] = judgeSeries(learned({ leftOut: [MONDAY / DAY_MS + 100] })).slice(100, 101);
    expect(leftOut).toMatchObject({ alert: null, isLeftOut: true, value: 2_300 });
    expect(leftOut.high).toBeLessThan(2_300);
  });

  test('learns nothing of a day that is left out', () => {
    const launch = steady(140).map((value, day) => (day >= 90 && day < 97 ? 5 * value : value));
    const days = Array.from({ length: 7 }, (_, place) => MONDAY / DAY_MS + 90 + place);
    const after = (series: WatchedSeries) => judgeSeries(series).slice(97);
    const learned = { ...NOTHING_LEARNED, leftOut: days };
    const plain = steady(140).map((value, day) => (day >= 90 && day < 97 ? null : value));
    const bands = (series: WatchedSeries) => after(series).map(({ expected, low, high }) => [expected, low, high]);
    expect(bands(daily(launch, { learned }))).toEqual(bands(daily(plain, { learned })));
    expect(bands(daily(launch, { learned }))).not.toEqual(bands(daily(launch)));
  });

  test('misses no match rate on days with too few conversions', () => {
    const rates = Array.from({ length: 120 }, (_, day) => (day === 100 ? null : 60 + (day % 4)));
    expect(kindsOf(daily(rates, { metric: 'match_rate', subjectType: 'tenant', subjectKey: '' }))).toEqual([]);
  });
});

describe('an hourly series', () => {
  /** Poisson-like counts of four weeks with a wave over the day. */
  const wave = (level: number) =>
    Array.from({ length: 672 }, (_, hour) => {
      const mean = level * (1 + 0.6 * Math.sin((2 * Math.PI * (hour % 24)) / 24));
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * (((hour * 7_919) % 13) / 6 - 1) * 1.5));
    });
  const hourly = (values: number[]): Series => ({ ...daily(values), grain: 'hour', startsAtMs: MONDAY });
  const found = (values: number[]) =>
    findAlerts({ series: [hourly(values)], fromMs: MONDAY + 336 * HOUR_MS }).map(({ kind, atMs }) => [kind, (atMs - MONDAY) / HOUR_MS]);

  test('tells nothing of counts that come and go with the hour', () => {
    for (const level of [10, 60, 400]) expect(found(wave(level))).toEqual([]);
  });

  test('tells of an hour that is new to it, once, when it is far from what that hour is', () => {
    const values = wave(200);
    values[600] = 2_000;
    values[601] = 1_900;
    expect(found(values)).toEqual([['spike', 600]]);
    expect(found(wave(200).with(600, wave(200)[600] + 20))).toEqual([]);
  });

  test('tells when it stops', () => {
    const values = wave(200).map((value, hour) => (hour >= 582 && hour < 600 ? 0 : value));
    const alerts = found(values);
    expect(alerts.length).toBeGreaterThan(0);
    expect(alerts[0][0]).toBe('drop');
    expect(Number(alerts[0][1])).toBeLessThan(590);
  });

  test('tells of missing hours once, as soon as enough was to be expected in them, and of the tenant alone', () => {
    const silent = (level: number, subjectType: Series['subjectType']) => {
      const values = wave(level).map((value, hour) => (hour >= 582 && hour < 600 ? null : value));
      const [metric, subjectKey] = ['downloads' as const, subjectType === 'tenant' ? '' : 'daily'];
      return findAlerts({ series: [{ ...hourly([]), metric, subjectType, subjectKey, values }], fromMs: MONDAY + 336 * HOUR_MS });
    };
    const hoursOf = (level: number) => silent(level, 'tenant').map(({ kind, atMs, value }) => [kind, (atMs - MONDAY) / HOUR_MS, value]);
    expect(hoursOf(200)).toEqual([['missing', 582, null]]);
    expect(hoursOf(12)).toEqual([['missing', 583, null]]);
    expect(silent(200, 'show')).toEqual([]);
  });
});
