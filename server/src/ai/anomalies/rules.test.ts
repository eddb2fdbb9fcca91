import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Incident, simulateDailySeries } from '../../../../simulator/src/daily/series.ts';
import { fitBaseline, median } from './baseline.ts';
import { type DailyPoint, openDaily } from './rules.ts';

const MONDAY = 4;

function read(points: readonly (number | undefined)[], isRelease?: readonly boolean[]) {
  const detector = openDaily();
  return points.map((value, day) => {
    const point: DailyPoint = { day: MONDAY + day };
    if (value !== undefined) point.value = value;
    if (isRelease !== undefined) point.isRelease = isRelease[day];
    return detector.next(point);
  });
}

const steady = (days: number) => Array.from({ length: days }, (_, day) => 1_000 + ((day * 37) % 90) - (day % 7 > 4 ? 300 : 0));
const alertsOf = (points: readonly (number | undefined)[]) =>
  read(points).flatMap(({ alert }, day) => (alert === undefined ? [] : [[day, alert]]));

const SERIES = 80;
const DAYS = 210;
const FIRST_SEED = 5_000;
/** What happens in simulated series that the limits were not chosen on. */
function share(incident: Incident, withinDays: number): number {
  let found = 0;
  for (let number = 0; number < SERIES; number += 1) {
    const { values, isRelease, incidentDay = 0 } = simulateDailySeries({ seed: FIRST_SEED + number, days: DAYS, incident });
    const verdicts = read(values, isRelease).slice(incidentDay, incidentDay + withinDays);
    if (verdicts.some(({ alert }) => alert !== undefined)) found += 1;
  }
  return found / SERIES;
}

describe('the daily detector', () => {
  test('tells nothing of a steady series, nor before six weeks', () => {
    expect(alertsOf(steady(300))).toEqual([]);
    const early = steady(41);
    early[38] = 50_000;
    expect(alertsOf(early)).toEqual([]);
  });

  test('tells a spike, a drop, nothing at all and no measurement apart', () => {
    const withDay = (value: number | undefined) => alertsOf(steady(120).with(100, value as number));
    expect(withDay(4_000)).toEqual([[100, 'spike']]);
    expect(withDay(100)).toEqual([[100, 'drop']]);
    expect(withDay(0)).toEqual([[100, 'drop']]);
    expect(withDay(undefined)).toEqual([[100, 'missing']]);
  });

  test('tells a lasting change once, and then takes it for the level', () => {
    const changed = steady(200).map((value, day) => (day < 100 ? value : value * 1.35));
    const alerts = alertsOf(changed);
    expect(alerts).toHaveLength(1);
    expect(alerts[0][1]).toBe('shift_up');
    expect(alerts[0][0]).toBeLessThan(110);
    const last = read(changed)[199];
    expect(last.expected?.value).toBeGreaterThan(1_200);
  });

  test('does not miss weekdays that are never measured', () => {
    const weekdays = steady(200).map((value, day) => (day % 7 > 4 ? undefined : value));
    expect(alertsOf(weekdays)).toEqual([]);
    expect(alertsOf(weekdays.with(150, undefined))).toEqual([[150, 'missing']]);
  });

  test('tells an outage of many days once', () => {
    const out = steady(160).map((value, day) => (day >= 100 && day < 103 ? 0 : value));
    expect(alertsOf(out)[0]).toEqual([100, 'drop']);
    expect(alertsOf(out).filter(([day]) => Number(day) > 100 && Number(day) < 103)).toEqual([]);
  });

  test('does not take the day of an episode that comes late for a drop', () => {
    const releases = Array.from({ length: 200 }, (_, day) => (day === 150 ? false : day === 151 || day % 7 === 2));
    const values = releases.map((_, day) => {
      const age = releases
        .slice(0, day + 1)
        .toReversed()
        .indexOf(true);
      return Math.round(300 * (1 + (age < 0 ? 0 : 4 * Math.exp(-age))) + ((day * 31) % 17));
    });
    const alerts = read(values, releases).flatMap(({ alert }, day) => (alert === undefined ? [] : [day]));
    expect(alerts).toEqual([]);
    expect(alertsOf(values)).not.toEqual([]);
  });

  test('knows nothing of what comes later', () => {
    const values = fc.array(fc.oneof(fc.nat(5_000), fc.constant(undefined)), { minLength: 50, maxLength: 120 });
    fc.assert(
      fc.property(values, fc.nat(), (all, cut) => {
        const upTo = 1 + (cut % all.length);
        expect(read(all.slice(0, upTo))).toEqual(read(all).slice(0, upTo));
      }),
      { numRuns: 20 },
    );
  });

  test('finds what it promises in simulated series, at less than one false alarm in two years', () => {
    expect(share('outage', 2)).toBeGreaterThanOrEqual(0.99);
    expect(share('spike', 1)).toBeGreaterThanOrEqual(0.65);
    expect(share('shift_up', 14)).toBeGreaterThanOrEqual(0.6);
    expect(share('shift_down', 14)).toBeGreaterThanOrEqual(0.6);
    let alarms = 0;
    for (let number = 0; number < SERIES; number += 1) {
      const { values, isRelease } = simulateDailySeries({ seed: FIRST_SEED + number, days: DAYS, incident: 'none' });
      alarms += read(values, isRelease).filter(({ alert }) => alert !== undefined).length;
    }
    expect((alarms / (SERIES * (DAYS - 42))) * 365).toBeLessThanOrEqual(0.5);
  });
});

describe('a baseline', () => {
  const daysOf = (logs: readonly number[]) => logs.map((log, day) => ({ day: MONDAY + day, log, age: 4 }));

  test('gives each weekday what it lies above its week', () => {
    const logs = Array.from({ length: 56 }, (_, day) => 5 + (day % 7 === 0 ? 0.7 : 0));
    const { shapeOf } = fitBaseline(daysOf(logs));
    expect(shapeOf({ day: MONDAY, age: 4 }) - shapeOf({ day: MONDAY + 3, age: 4 })).toBeCloseTo(0.7, 9);
  });

  test('does not follow single strange days', () => {
    const logs = Array.from({ length: 56 }, (_, day) => 5 + (day === 31 ? 9 : 0));
    const { shapeOf } = fitBaseline(daysOf(logs));
    expect(shapeOf({ day: MONDAY + 31, age: 4 })).toBeLessThan(0.1);
  });

  test('the middle of an even number of values lies between the two', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });
});
