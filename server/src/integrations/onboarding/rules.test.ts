import { describe, expect, test } from 'vitest';
import { doneSteps, type Facts, funnelOf, isMeasured, medianOf, nextLookMs, onboardingOf } from './rules.ts';
import type { Step } from './schema.ts';

const CREATED = new Date('2026-11-20T12:00:00Z');
const NOTHING: Facts = {
  isBooked: false,
  hasSpend: false,
  hasAddress: false,
  hasCode: false,
  hasTouchpoint: false,
  hasConversion: false,
  hasCredit: false,
  hasCompany: false,
};
const after = (seconds: number) => new Date(CREATED.getTime() + seconds * 1_000);
const of = (done: Step[], kept: { step: Step; doneAt: Date | null; skippedAt: Date | null }[] = [], dismissedAt: Date | null = null) =>
  onboardingOf({
    createdAt: CREATED,
    progress: { profile: null, isMeasured: true, lookedAt: null, dismissedAt },
    kept,
    done: new Set(done),
  });

test('steps are done by what is found; whoever sends touchpoints has set tracking up', () => {
  expect([...doneSteps(NOTHING, null)]).toEqual([]);
  expect([...doneSteps({ ...NOTHING, hasTouchpoint: true }, 'agency')]).toEqual(['profile', 'tracking', 'touchpoint']);
  expect([...doneSteps({ ...NOTHING, hasCode: true }, null)]).toEqual(['tracking']);
});

describe('the way of a tenant', () => {
  test('goes on at the first step that is neither done nor skipped, and optional ones never hold it up', () => {
    expect(of([]).stoppedAt).toBe('profile');
    const skipped = { step: 'profile', doneAt: null, skippedAt: after(1) } as const;
    expect(of(['catalog', 'tracking'], [skipped])).toMatchObject({ stoppedAt: 'touchpoint', isShown: true, state: 'open' });
    const all: Step[] = ['profile', 'catalog', 'tracking', 'touchpoint', 'conversion', 'credit'];
    expect(of(all)).toMatchObject({ stoppedAt: null, isShown: false, state: 'done' });
  });

  test('keeps what was seen done, though it is gone', () => {
    const kept = { step: 'catalog', doneAt: after(90), skippedAt: null } as const;
    const step = of([], [kept]).steps.find((one) => one.step === 'catalog');
    expect(step).toMatchObject({ state: 'done', secondsToDone: 90 });
  });

  test('is over with credit, whatever was passed over before, and hidden while it is put away', () => {
    expect(of(['credit'])).toMatchObject({ stoppedAt: null, state: 'done', isShown: false });
    expect(of([], [], after(5))).toMatchObject({ state: 'dismissed', isShown: false, stoppedAt: 'profile' });
  });
});

test('a tenant is measured unless it had credit long ago when it was looked at first', () => {
  expect(isMeasured(CREATED, false, after(1e8).getTime())).toBe(true);
  expect(isMeasured(CREATED, true, after(60).getTime())).toBe(true);
  expect(isMeasured(CREATED, true, after(90_000).getTime())).toBe(false);
});

test('the median is the middle one, or the mean of the two in the middle', () => {
  expect([medianOf([]), medianOf([3]), medianOf([5, 1]), medianOf([9, 1, 2])]).toEqual([null, 3, 3, 2]);
});

test('young tenants are looked at often, old ones to a hundredth of their age, and at least every six hours', () => {
  const next = (age: number) => nextLookMs(CREATED, after(age).getTime()) - after(age).getTime();
  expect([next(0), next(100_000), next(1e9)]).toEqual([10_000, 1_000_000, 21_600_000]);
});

test('the funnel counts who reached, skipped and stopped at each step', () => {
  const kept = { step: 'credit', doneAt: after(240), skippedAt: null } as const;
  const tenants = [
    of(['profile', 'catalog', 'tracking', 'touchpoint', 'conversion', 'credit'], [kept]),
    of(['profile']),
    of([], [], after(9)),
  ];
  const funnel = funnelOf(tenants.map((onboarding, place) => ({ tenantId: String(place), name: `T${place}`, onboarding })));
  expect(funnel).toMatchObject({ tenants: 3, credited: 1, dismissed: 1, medianSecondsToCredit: 240 });
  expect(funnel.steps.map(({ step, reached, stopped }) => [step, reached, stopped]).slice(0, 3)).toEqual([
    ['profile', 2, 1],
    ['catalog', 1, 1],
    ['tracking', 1, 0],
  ]);
  expect(funnel.stopped.map(({ name, step, isDismissed }) => [name, step, isDismissed])).toEqual([
    ['T1', 'catalog', false],
    ['T2', 'profile', true],
  ]);
});
