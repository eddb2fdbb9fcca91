import { describe, expect, test } from 'vitest';
import { progressLine } from './progress.ts';

const line = (count: number, elapsedMs: number, total?: number) =>
  progressLine({ label: 'importing', unit: 'touchpoints', total }, count, elapsedMs);

describe('a progress line', () => {
  test('tells how many are done and how fast', () => {
    expect(line(12_345, 2_000)).toBe('importing: 12,345 touchpoints · 6,173/s');
  });

  test('with a total tells the share and what is left, rounded up', () => {
    expect(line(250, 1_000, 1_000)).toBe('importing: 250 of 1,000 touchpoints · 250/s · 25 % · 3 s left');
    expect(line(100, 1_000, 12_150)).toBe('importing: 100 of 12,150 touchpoints · 100/s · 0 % · 2 min 1 s left');
    expect(line(1_000, 1_000, 1_000)).toBe('importing: 1,000 of 1,000 touchpoints · 1,000/s · 100 % · 0 s left');
  });

  test('promises no end before anything is done, and none in the past when more came than was foreseen', () => {
    expect(line(0, 1_500, 10)).toBe('importing: 0 of 10 touchpoints · 0/s');
    expect(line(20, 1_000, 10)).toContain('0 s left');
  });
});
