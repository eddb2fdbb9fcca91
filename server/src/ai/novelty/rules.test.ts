import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openNovelty } from './rules.ts';

const FIVE_MINUTES = 300_000;

function read(values: readonly number[], stepMs = FIVE_MINUTES) {
  const detector = openNovelty();
  return values.map((value, place) => detector.next(place * stepMs, value));
}

const alertsOf = (values: readonly number[]) => read(values).flatMap(({ alert }, place) => (alert ? [place] : []));

/** A day's wave of 288 points with whole-numbered noise that comes back. */
const wave = (points: number) =>
  Array.from({ length: points }, (_, place) => 100 + 40 * Math.sin((2 * Math.PI * place) / 288) + ((place * 7_919) % 13));

describe('the detector of fine-grained series', () => {
  test('tells nothing of a series that stays as it was', () => {
    expect(alertsOf(Array.from({ length: 1_000 }, () => 5))).toEqual([]);
    expect(alertsOf(wave(3_000)).filter((place) => place > 600)).toEqual([]);
  });

  test('tells of one point that lies beyond all before it', () => {
    const values = wave(2_000);
    values[1_500] += 150;
    expect(alertsOf(values).filter((place) => place > 600)).toEqual([1_500]);
  });

  test('tells of a value that is usual for the day and not for its hour', () => {
    const values = wave(3_000);
    const trough = 7 * 288 + 216;
    for (let place = trough; place < trough + 10; place += 1) values[place] = 140;
    expect(alertsOf(values).filter((place) => place > 600)).toContain(trough);
  });

  test('alerts once in an incident, and again only for more', () => {
    const values = wave(2_000);
    for (let place = 1_500; place < 1_550; place += 1) values[place] = 400;
    values[1_530] = 4_000;
    const alerts = alertsOf(values).filter((place) => place >= 1_500 && place < 1_560);
    expect(alerts).toContain(1_500);
    expect(alerts).toContain(1_530);
    expect(alerts.length).toBeLessThanOrEqual(3);
  });

  test('knows nothing of what comes later', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 300 });
    fc.assert(
      fc.property(values, fc.nat(), (all, cut) => {
        const upTo = 1 + (cut % all.length);
        expect(read(all.slice(0, upTo))).toEqual(read(all).slice(0, upTo));
      }),
    );
  });

  test('does not depend on the unit or the zero of a series', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 10, maxLength: 400 });
    fc.assert(
      fc.property(values, (all) => {
        const other = read(all.map((value) => 8 * value - 4_096));
        read(all).forEach(({ score }, place) => expect(other[place].score).toBeCloseTo(score, 6));
      }),
    );
  });

  test('scores from 0 to 1, and alerts from 0.5 on', () => {
    const values = fc.array(fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity)), { maxLength: 300 });
    fc.assert(
      fc.property(values, (all) => {
        for (const { score, alert } of read(all)) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(alert).toBe(score >= 0.5);
        }
      }),
    );
  });

  test('passes over points that were not measured', () => {
    const values = wave(1_500);
    const holes = values.flatMap((value, place) => (place % 5 === 0 ? [value, NaN] : [value]));
    expect(read(holes).filter((_, place) => Number.isNaN(holes[place]))).toSatisfy((found: { score: number }[]) =>
      found.every(({ score }) => score === 0),
    );
  });
});
