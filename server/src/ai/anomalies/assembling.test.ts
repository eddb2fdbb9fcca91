import { describe, expect, test } from 'vitest';
import { assembleDaily, assembleHourly, type DailyInput, type HourlyInput } from './assembling.ts';
import { DAY_MS, dayOf, HOUR_MS, KEPT, nameOf, type Series } from './series.ts';

const LAST_MS = Date.parse('2026-06-30');
const day = (ago: number) => dayOf(LAST_MS - ago * DAY_MS);
const AGES = Array.from({ length: 60 }, (_, ago) => 59 - ago);

const EMPTY: DailyInput = {
  lastDay: day(0),
  exposures: [],
  downloads: [],
  conversions: [],
  credits: { campaign: [], show: [] },
  placements: [],
  flights: new Map(),
};
type Exposure = DailyInput['exposures'][number];
const exposure = (ago: number, more: Partial<Exposure> = {}): Exposure => ({
  day: day(ago),
  kind: 'impression',
  campaign: 'spring',
  show: 'daily',
  placement: '',
  isCountedHere: false,
  exposures: 100,
  ...more,
});

/** The values of a series, by how many days (hours) before the end. */
function valuesOf(series: readonly Series[], metric: Series['metric'], subjectType: Series['subjectType'], subjectKey = '') {
  const found = series.find((one) => nameOf(one) === nameOf({ metric, subjectType, subjectKey }));
  return (ago: number) => found?.values[found.values.length - 1 - ago];
}

describe('daily series', () => {
  test('are those of the tenant, the show and the campaign, 150 days long, and none where there was nothing', () => {
    const series = assembleDaily({ ...EMPTY, exposures: [exposure(1), exposure(0)] });
    expect(series.map(nameOf).sort()).toEqual([
      '["impressions","campaign","spring"]',
      '["impressions","show","daily"]',
      '["impressions","tenant",""]',
    ]);
    expect(series.every(({ values }) => values.length === KEPT.day)).toBe(true);
    expect(assembleDaily(EMPTY)).toEqual([]);
  });

  test('have a gap where a source that reports each day was silent, and a 0 where another show of it was heard', () => {
    const both = AGES.flatMap((ago) => [exposure(ago), exposure(ago, { show: 'late', campaign: '' })]);
    const silent = assembleDaily({ ...EMPTY, exposures: both.filter((one) => one.day !== day(1)) });
    expect(valuesOf(silent, 'impressions', 'tenant')(1)).toBeNull();
    expect(valuesOf(silent, 'impressions', 'show', 'late')(1)).toBeNull();
    const one = assembleDaily({ ...EMPTY, exposures: both.filter(({ day: at, show }) => at !== day(1) || show !== 'late') });
    expect(valuesOf(one, 'impressions', 'tenant')(1)).toBe(100);
    expect(valuesOf(one, 'impressions', 'show', 'late')(1)).toBe(0);
  });

  test('have a 0 where a source is silent that often is', () => {
    const exposures = AGES.filter((ago) => ago % 3 !== 1).map((ago) => exposure(ago));
    expect(valuesOf(assembleDaily({ ...EMPTY, exposures }), 'impressions', 'tenant')(1)).toBe(0);
  });

  test('count a download that Earshot counted once for its show, however many ads it held', () => {
    const ads = [
      exposure(0, { kind: 'download', isCountedHere: true }),
      exposure(0, { kind: 'download', isCountedHere: true, campaign: 'b' }),
    ];
    const downloads = [{ day: day(0), show: 'daily', downloads: 100, requests: 130 }];
    const series = assembleDaily({ ...EMPTY, exposures: ads, downloads });
    expect(valuesOf(series, 'downloads', 'tenant')(0)).toBe(100);
    expect(valuesOf(series, 'downloads', 'show', 'daily')(0)).toBe(100);
    expect(valuesOf(series, 'downloads', 'campaign', 'b')(0)).toBe(100);
  });

  test('tell spend by what delivers: downloads of baked-in placements, else impressions where any was told', () => {
    const priced = (key: string, kind: 'baked_in' | 'dynamic') => ({ key, kind, campaign: 'spring', show: 'daily', cpmMinor: 2_000 });
    const told = (placement: string, kind: Exposure['kind']) => exposure(0, { placement, kind });
    const exposures = [
      told('p', 'impression'),
      told('p', 'download'),
      told('b', 'impression'),
      told('b', 'download'),
      told('d', 'download'),
    ];
    const placements = [priced('p', 'dynamic'), priced('b', 'baked_in'), priced('d', 'dynamic')];
    const series = assembleDaily({ ...EMPTY, exposures, placements });
    for (const [type, key] of [
      ['tenant', ''],
      ['show', 'daily'],
      ['campaign', 'spring'],
    ] as const)
      expect(valuesOf(series, 'spend', type, key)(0)).toBe(3 * 200);
  });

  test('tell a match rate of fifty conversions or more, and none of fewer', () => {
    const of = (ago: number, conversions: number) => ({ day: day(ago), all: conversions, conversions, attributed: conversions / 2 });
    const rate = valuesOf(assembleDaily({ ...EMPTY, conversions: [of(1, 50), of(0, 48)] }), 'match_rate', 'tenant');
    expect([rate(1), rate(0)]).toEqual([50, null]);
  });

  test('have nothing of a campaign outside its flight', () => {
    const exposures = [2, 1, 0].map((ago) => exposure(ago));
    const flights = new Map([['spring', { startsOn: day(1), endsOn: day(1) }]]);
    const of = valuesOf(assembleDaily({ ...EMPTY, exposures, flights }), 'impressions', 'campaign', 'spring');
    expect([of(2), of(1), of(0)]).toEqual([null, 100, null]);
  });
});

describe('hourly series', () => {
  const HOURS = KEPT.hour;
  type Event = HourlyInput['events'][number];
  const event = (ago: number, show = 'daily', events = 20): Event => ({ metric: 'downloads', atMs: LAST_MS - ago * HOUR_MS, show, events });
  const hourly = (events: readonly Event[], more: Partial<HourlyInput> = {}) =>
    assembleHourly({ lastMs: LAST_MS, countedFromMs: LAST_MS - (HOURS - 1) * HOUR_MS, events, stored: [], ...more });
  const all = Array.from({ length: HOURS }, (_, ago) => [event(ago), event(ago, 'late')]).flat();
  const without = (left: (one: Event) => boolean) => all.filter((one) => !left(one));
  const isAt = (ago: number) => (one: Event) => one.atMs === LAST_MS - ago * HOUR_MS;

  test('have a gap where nothing came of the whole source, and a 0 where only one show was silent', () => {
    const gap = hourly(without(isAt(2)));
    expect(valuesOf(gap, 'downloads', 'tenant')(2)).toBeNull();
    expect(valuesOf(gap, 'downloads', 'show', 'late')(2)).toBeNull();
    const zero = hourly(without((one) => isAt(2)(one) && one.show === 'late'));
    expect(valuesOf(zero, 'downloads', 'tenant')(2)).toBe(20);
    expect(valuesOf(zero, 'downloads', 'show', 'late')(2)).toBe(0);
  });

  test('have a 0 at an hour at which the source is silent every night', () => {
    const night = hourly(without(({ atMs }) => new Date(atMs).getUTCHours() === 22));
    expect(valuesOf(night, 'downloads', 'tenant')(2)).toBe(0);
  });

  test('keep a gap that is stored, and come to the same as if counted whole', () => {
    const events = without(isAt(9));
    const whole = hourly(events);
    const stored = assembleHourly({
      lastMs: LAST_MS - HOUR_MS,
      countedFromMs: LAST_MS - HOURS * HOUR_MS,
      events: [...events.filter(({ atMs }) => atMs < LAST_MS), event(HOURS), event(HOURS, 'late')],
      stored: [],
    });
    const countedFromMs = LAST_MS - 5 * HOUR_MS;
    expect(
      hourly(
        events.filter(({ atMs }) => atMs >= countedFromMs),
        { countedFromMs, stored },
      ),
    ).toEqual(whole);
  });
});
