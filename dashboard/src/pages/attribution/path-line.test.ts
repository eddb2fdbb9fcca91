import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CreditedTouchpoint } from '../../api.ts';
import { buildPathLine, labelledStops } from './path-line.ts';

const CONVERTED_AT = '2026-11-15T12:00:00.000Z';
const DAY = 86_400_000;

function touch(beforeMs: number, weight: number): CreditedTouchpoint {
  const occurredAt = new Date(Date.parse(CONVERTED_AT) - beforeMs).toISOString();
  return { occurredAt, weight } as CreditedTouchpoint;
}

describe('a path on its line', () => {
  it('stands in real time: half as long before the conversion is half as far from its end', () => {
    const { stops, ticks } = buildPathLine([touch(14 * DAY, 1 / 7), touch(7 * DAY, 2 / 7), touch(0, 4 / 7)], CONVERTED_AT);
    const lengths = stops.map(({ place }) => 1 - place);
    expect(lengths[0]).toBeCloseTo(lengths[1] * 2, 12);
    expect(lengths[2]).toBe(0);
    expect(stops.map(({ height }) => height)).toEqual([0.25, 0.5, 1]);
    expect(ticks.at(-1)).toEqual({ beforeMs: 0, place: 1 });
  });

  it('fits every path: stops lie on the line, and two to six round times mark it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 * DAY }), { minLength: 1, maxLength: 40 }), (ages) => {
        const { stops, ticks } = buildPathLine(
          ages.map((age) => touch(age, 1)),
          CONVERTED_AT,
        );
        for (const { place } of stops) expect(place >= 0 && place <= 1).toBe(true);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks[0].place).toBe(0);
      }),
    );
  });

  it('labels the heaviest touchpoint, and no two that would overlap', () => {
    const { stops } = buildPathLine([touch(10 * DAY, 0.2), touch(DAY, 0.3), touch(DAY - 1, 0.5)], CONVERTED_AT);
    expect(labelledStops(stops, 0.1)).toEqual(new Set([1, 3]));
  });
});
