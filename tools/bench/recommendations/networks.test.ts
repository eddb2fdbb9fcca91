import { describe, expect, test } from 'vitest';
import { advisedWithoutEffect, followedAdvice } from './networks.ts';

describe('in simulated networks', () => {
  test('without any effect, at most one in twenty campaigns is told to change its budget', { timeout: 120_000 }, () => {
    const worlds = Array.from({ length: 25 }, (_, seed) => advisedWithoutEffect(seed, 1));
    const sum = (of: 'campaigns' | 'first') => worlds.reduce((all, one) => all + one[of], 0);
    expect(sum('campaigns')).toBeGreaterThan(100);
    expect(sum('first') / sum('campaigns')).toBeLessThanOrEqual(0.05);
  });

  test('with effects of another form, following the advice is better in at least seven of ten', { timeout: 120_000 }, () => {
    const followed = Array.from({ length: 25 }, (_, seed) => followedAdvice(seed) ?? []).flat();
    expect(followed.length).toBeGreaterThan(3);
    expect(followed.filter(({ gained }) => gained > 0).length / followed.length).toBeGreaterThanOrEqual(0.7);
  });
});
