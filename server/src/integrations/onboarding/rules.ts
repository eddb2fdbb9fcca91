import { type Onboarding, type OnboardingFunnel, OPTIONAL_STEPS, type OnboardingStep, type Profile, type Step, STEPS } from './schema.ts';

const DAY_MS = 86_400_000;
const MOST_STOPPED = 100;

/** What is kept of a tenant's way. */
export interface Progress {
  profile: Profile | null;
  isMeasured: boolean;
  lookedAt: Date | null;
  dismissedAt: Date | null;
}

/** What is kept of a step. */
export interface KeptStep {
  step: Step;
  doneAt: Date | null;
  skippedAt: Date | null;
}

/** What is found of a tenant by looking. */
export interface Facts {
  isBooked: boolean;
  hasSpend: boolean;
  hasAddress: boolean;
  hasCode: boolean;
  hasTouchpoint: boolean;
  hasConversion: boolean;
  hasCredit: boolean;
  hasCompany: boolean;
}

/** Which steps are done by what is found; whoever sends events has set tracking up, however they did. */
export function doneSteps(facts: Facts, profile: Profile | null): ReadonlySet<Step> {
  const isTracking = facts.hasAddress || facts.hasCode || facts.hasTouchpoint;
  const done: Record<Step, boolean> = {
    profile: profile !== null,
    catalog: facts.isBooked,
    tracking: isTracking,
    touchpoint: facts.hasTouchpoint,
    conversion: facts.hasConversion,
    credit: facts.hasCredit,
    spend: facts.hasSpend,
    member: facts.hasCompany,
  };
  return new Set(STEPS.filter((step) => done[step]));
}

/** A tenant is measured unless it had come all the way, long ago, when it was looked at first. */
export function isMeasured(createdAt: Date, hasCredit: boolean, nowMs: number): boolean {
  return !hasCredit || nowMs - createdAt.getTime() < DAY_MS;
}

const seconds = (from: Date, to: Date | null) => (to === null ? null : Math.max(0, (to.getTime() - from.getTime()) / 1_000));
const instant = (at: Date | null) => at?.toISOString() ?? null;

/** What is known of a tenant, found and kept together. */
export interface Standing {
  createdAt: Date;
  progress: Progress | undefined;
  kept: readonly KeptStep[];
  done: ReadonlySet<Step>;
}

function stepOf(step: Step, { createdAt, kept, done }: Standing): OnboardingStep {
  const own = kept.find((one) => one.step === step);
  const doneAt = own?.doneAt ?? null;
  const isDone = doneAt !== null || done.has(step);
  const skippedAt = own?.skippedAt ?? null;
  return {
    step,
    isOptional: OPTIONAL_STEPS.includes(step),
    state: isDone ? 'done' : skippedAt === null ? 'open' : 'skipped',
    doneAt: instant(doneAt),
    skippedAt: instant(skippedAt),
    secondsToDone: seconds(createdAt, doneAt),
  };
}

/** How a tenant stands on its way. What was done once stays done, though what showed it may be gone. */
export function onboardingOf(standing: Standing): Onboarding {
  const { createdAt, progress } = standing;
  const steps = STEPS.map((step) => stepOf(step, standing));
  const credit = steps.find(({ step }) => step === 'credit');
  const isDone = credit?.state === 'done';
  const dismissedAt = progress?.dismissedAt ?? null;
  return {
    profile: progress?.profile ?? null,
    state: isDone ? 'done' : dismissedAt === null ? 'open' : 'dismissed',
    isShown: !isDone && dismissedAt === null,
    createdAt: createdAt.toISOString(),
    lookedAt: instant(progress?.lookedAt ?? null),
    dismissedAt: instant(dismissedAt),
    steps,
    stoppedAt: isDone ? null : (steps.find(({ state, isOptional }) => state === 'open' && !isOptional)?.step ?? null),
    secondsToCredit: credit?.secondsToDone ?? null,
  };
}

/** The middle one of some numbers; of an even number of them the mean of the two in the middle. */
export function medianOf(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

/** A tenant as the funnel counts it. */
export interface MeasuredTenant {
  tenantId: string;
  name: string;
  onboarding: Onboarding;
}

const known = (numbers: readonly (number | null)[]) => numbers.filter((one) => one !== null);

/** How many tenants came how far, how long they took, and at which step the others stand. */
export function funnelOf(tenants: readonly MeasuredTenant[]): OnboardingFunnel {
  const all = tenants.map(({ onboarding }) => onboarding);
  const steps = STEPS.map((step) => {
    const own = all.flatMap((one) => one.steps.filter((each) => each.step === step));
    return {
      step,
      isOptional: OPTIONAL_STEPS.includes(step),
      reached: own.filter(({ state }) => state === 'done').length,
      skipped: own.filter(({ state }) => state === 'skipped').length,
      stopped: all.filter(({ stoppedAt }) => stoppedAt === step).length,
      medianSeconds: medianOf(known(own.map(({ secondsToDone }) => secondsToDone))),
    };
  });
  const stopped = tenants
    .flatMap(({ tenantId, name, onboarding: { stoppedAt, createdAt, profile, lookedAt, state } }) =>
      stoppedAt === null ? [] : [{ tenantId, name, createdAt, profile, step: stoppedAt, lookedAt, isDismissed: state === 'dismissed' }],
    )
    .toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
    .slice(0, MOST_STOPPED);
  return {
    tenants: tenants.length,
    steps,
    credited: all.filter(({ state }) => state === 'done').length,
    dismissed: all.filter(({ state }) => state === 'dismissed').length,
    medianSecondsToCredit: medianOf(known(all.map(({ secondsToCredit }) => secondsToCredit))),
    stopped,
  };
}

/** The youngest tenant is looked at every ten seconds, older ones more rarely, so that a step's time is right to a hundredth. */
const OFTEN_MS = 10_000;
const RARELY_MS = 6 * 3_600_000;

/** When a tenant of this age, which is still on its way, is looked at again. */
export function nextLookMs(createdAt: Date, nowMs: number): number {
  return nowMs + Math.min(RARELY_MS, Math.max(OFTEN_MS, (nowMs - createdAt.getTime()) / 100));
}
