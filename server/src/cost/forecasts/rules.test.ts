import { randomOf } from '../../../../simulator/src/random.ts';
import { describe, expect, test } from 'vitest';
import { type DayAmount, daysBetween, type Forecast, forecastPeriod, probabilityAbove } from './rules.ts';

const WEEK = [0.4, 1.2, 1.3, 1.3, 1.2, 1.1, 0.5];
const MONTH = { from: '2026-11-01', to: '2026-12-01' };

/** A tenant's days: a level that drifts by a hundredth a day, a week's shape, and noise of 15 %. */
function simulatedDays(seed: number, { from, to, week = WEEK }: { from: string; to: string; week?: number[] }) {
  const random = randomOf(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  let level = 20 + 200 * random.next();
  return daysBetween(from, to).map((day) => {
    level *= Math.exp(0.01 * normal());
    return { day, amount: Math.max(0, level * week[new Date(day).getUTCDay()] * (1 + 0.15 * normal())) };
  });
}

const sumOf = (days: readonly DayAmount[]) => days.reduce((sum, { amount }) => sum + amount, 0);

/** A forecast on each of many simulated months, with what the month came to. */
function simulatedForecasts(count: number, { from, today }: { from: string; today: string }): { forecast: Forecast; truth: number }[] {
  return Array.from({ length: count }, (_, seed) => {
    const days = simulatedDays(seed + 1, { from, to: MONTH.to });
    const forecast = forecastPeriod(
      days.filter(({ day }) => day < today),
      { ...MONTH, today, soFar: 0 },
    );
    if (!forecast) throw new Error('there are days enough');
    return { forecast, truth: sumOf(days.filter(({ day }) => day >= MONTH.from)) };
  });
}

describe('the forecast of a period', () => {
  test('is not made from fewer than three days of data, whatever days without any lie before them', () => {
    const days = daysBetween('2026-10-01', '2026-11-03').map((day) => ({ day, amount: day < '2026-11-01' ? 0 : 5 }));
    expect(forecastPeriod(days, { ...MONTH, today: '2026-11-03', soFar: 0 })).toBeUndefined();
    expect(forecastPeriod([], { ...MONTH, today: '2026-11-03', soFar: 0 })).toBeUndefined();
    const more = [...days, { day: '2026-11-03', amount: 5 }];
    expect(forecastPeriod(more, { ...MONTH, today: '2026-11-04', soFar: 0 })).toMatchObject({
      daysOfData: 3,
      estimate: 150,
      baseline: 150,
    });
  });

  test('of what is the same each day is that, without doubt', () => {
    const days = daysBetween('2026-10-01', '2026-11-11').map((day) => ({ day, amount: 7 }));
    const forecast = forecastPeriod(days, { ...MONTH, today: '2026-11-11', soFar: 2 });
    expect(forecast).toMatchObject({ daysOfData: 41, baseline: 210 });
    for (const end of [forecast?.low, forecast?.estimate, forecast?.high]) expect(end).toBeCloseTo(210, 9);
  });

  test('of a period that is over is what it came to', () => {
    const days = daysBetween('2026-10-20', '2026-12-05').map((day, place) => ({ day, amount: place }));
    const truth = sumOf(days.filter(({ day }) => day >= MONTH.from && day < MONTH.to));
    expect(forecastPeriod(days, { ...MONTH, today: '2026-12-05', soFar: 99 })).toMatchObject({ estimate: truth, low: truth, high: truth });
  });

  test('never lies below what is known, today included', () => {
    const days = daysBetween('2026-11-01', '2026-11-29').map((day) => ({ day, amount: 1 }));
    const forecast = forecastPeriod(days, { ...MONTH, today: '2026-11-29', soFar: 500 });
    expect(forecast?.estimate).toBe(529);
    expect(forecast?.low).toBe(529);
  });

  test('of a period that has not begun counts all of its days', () => {
    const days = daysBetween('2026-10-01', '2026-10-29').map((day) => ({ day, amount: 3 }));
    expect(forecastPeriod(days, { ...MONTH, today: '2026-10-29', soFar: 1 })).toMatchObject({ estimate: 90, baseline: null });
  });

  test.each(['2026-11-06', '2026-11-12', '2026-11-20'])(
    'on %s holds the truth four times of five, and errs less than proportion',
    (today) => {
      const all = simulatedForecasts(400, { from: '2026-09-20', today });
      const held = all.filter(({ forecast: { low, high }, truth }) => truth >= low && truth <= high).length / all.length;
      expect(held).toBeGreaterThan(0.74);
      expect(held).toBeLessThan(0.9);
      const error = (of: (forecast: Forecast) => number) =>
        all.reduce((sum, { forecast, truth }) => sum + Math.abs(of(forecast) - truth) / truth, 0) / all.length;
      expect(error(({ estimate }) => estimate)).toBeLessThan(error(({ baseline }) => baseline ?? 0));
    },
  );

  test('is the less certain the later its days come, where the level moves', () => {
    const days = simulatedDays(5, { from: '2026-09-16', to: '2026-11-11' });
    const widthFrom = (from: string, to: string) => {
      const forecast = forecastPeriod(days, { from, to, today: '2026-11-11', soFar: 0 });
      return (forecast?.high ?? 0) - (forecast?.estimate ?? 0);
    };
    const next = widthFrom('2026-11-12', '2026-11-19');
    expect(next).toBeGreaterThan(0);
    expect(widthFrom('2026-12-17', '2026-12-24')).toBeGreaterThan(next);
  });

  test('learnt within the month alone is wide at first, and holds the truth as often', () => {
    const all = simulatedForecasts(400, { from: '2026-11-01', today: '2026-11-09' });
    const held = all.filter(({ forecast: { low, high }, truth }) => truth >= low && truth <= high).length / all.length;
    expect(held).toBeGreaterThan(0.74);
  });

  test.each([5, 10, 28, 42])('learnt from %i days is lifted little by one that is far off', (count) => {
    const week = [1, 1, 1, 1, 1, 1, 1];
    const from = new Date(Date.parse('2026-11-11') - count * 86_400_000).toISOString().slice(0, 10);
    const days = simulatedDays(3, { from, to: '2026-11-11', week });
    const level = sumOf(days) / days.length;
    const spiked = days.map((one) => (one.day === '2026-11-09' ? { ...one, amount: one.amount + 50 * level } : one));
    const toCome = (all: readonly DayAmount[]) => {
      const forecast = forecastPeriod(all, { ...MONTH, today: '2026-11-11', soFar: 0 });
      return (forecast?.estimate ?? 0) - sumOf(all.filter(({ day }) => day >= MONTH.from));
    };
    expect(toCome(spiked)).toBeLessThan(1.6 * toCome(days));
    expect(toCome(spiked)).toBeGreaterThan(0.9 * toCome(days));
  });

  test('goes on with what comes back week after week, however high', () => {
    const days = daysBetween('2026-10-01', '2026-11-11').map((day, place) => {
      const isHigh = new Date(day).getUTCDay() === 6;
      return { day, amount: (isHigh ? 500 : 10) + (place % 3) };
    });
    const forecast = forecastPeriod(days, { ...MONTH, today: '2026-11-11', soFar: 0 });
    const known = sumOf(days.filter(({ day }) => day >= MONTH.from));
    expect(forecast?.estimate).toBeGreaterThan(known + 3 * 500 * 0.7);
    expect(forecast?.high).toBeGreaterThan(known + 3 * 500);
  });
});

describe('the probability of passing a limit', () => {
  const forecast = { estimate: 100, low: 90, high: 110, baseline: 100, daysOfData: 20 };

  test('is a half at the estimate, a tenth at the upper end and nine tenths at the lower one', () => {
    expect(probabilityAbove(forecast, 100)).toBeCloseTo(0.5, 9);
    expect(probabilityAbove(forecast, 110)).toBeCloseTo(0.1, 6);
    expect(probabilityAbove(forecast, 90)).toBeCloseTo(0.9, 6);
  });

  test('without doubt is all or nothing', () => {
    const sure = { ...forecast, low: 100, high: 100 };
    expect(probabilityAbove(sure, 100)).toBe(0);
    expect(probabilityAbove(sure, 99.99)).toBe(1);
  });
});
