import { describe, expect, test } from 'vitest';
import { agreementOf, fScore } from './measure.ts';

const span = (start: number, end: number) => ({ start, end });

describe('agreement with checked ads', () => {
  test('counts a span right from half of the common length on, and each true one once', () => {
    expect(agreementOf([span(0, 10), span(1, 10)], [span(0, 10)])).toMatchObject({ found: 2, right: 1, truth: 1, startOff: [0] });
    expect(agreementOf([span(0, 10)], [span(5, 15)]).right).toBe(0);
    expect(agreementOf([span(0, 10)], [span(0, 20)])).toMatchObject({ right: 1, endOff: [10] });
  });

  test('makes F0.5 and F1 of it', () => {
    const agreement = agreementOf([span(0, 10), span(50, 60)], [span(0, 10), span(100, 110), span(200, 210), span(300, 310)]);
    expect(fScore(agreement, 1)).toBeCloseTo((2 * 0.5 * 0.25) / 0.75, 12);
    expect(fScore(agreement, 0.5)).toBeCloseTo((1.25 * 0.5 * 0.25) / (0.25 * 0.5 + 0.25), 12);
    expect(fScore(agreementOf([], [span(0, 1)]), 1)).toBe(0);
  });
});
