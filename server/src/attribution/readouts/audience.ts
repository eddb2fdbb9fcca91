import { shareOf } from '../../platform/intervals.ts';
import { adjustedDifference } from '../experiments/cuped.ts';
import { normalQuantile } from '../../platform/distributions.ts';
import { differenceInterval, differenceOfShares, relativeLift } from '../experiments/intention-to-treat.ts';
import {
  addParticipant,
  differenceOfMeans,
  effectiveCount,
  joinMoments,
  type Moments,
  noMoments,
  pooledError,
} from '../experiments/moments.ts';
import { alwaysValid, runningLeast } from '../experiments/msprt.ts';
import { alphaEach, leastConversions } from '../experiments/plan.ts';
import type { Arm, Experiment } from '../experiments/schema.ts';
import { checkRatio } from '../experiments/srm.ts';
import type { Participants } from './participants.ts';
import type { ArmComparison, ArmReadout, Look, OpenInterval } from './schema.ts';

const DAY_MS = 86_400_000;
/** How outcomes are read. */
export interface OutcomeTerms {
  windowDays: number;
  measure: Experiment['measure'];
  /** Outcomes are known up to here. */
  nowMs: number;
}

/** What each participant did in the window after the first exposure, and in as long a time before it. */
export interface Outcomes {
  after: Float64Array;
  before: Float64Array;
  /**
   * Adds what a participant did: a conversion, worth so much in minor units of the measure's currency. Whether it lies in the window after
   * the first exposure.
   */
  add(participant: number, atMs: number, valueMinor: number): boolean;
}

/** No outcomes yet, of so many participants. */
export function createOutcomes({ firstAtMs }: Pick<Participants, 'firstAtMs'>, { windowDays, measure }: OutcomeTerms): Outcomes {
  const [after, before] = [new Float64Array(firstAtMs.length), new Float64Array(firstAtMs.length)];
  const windowMs = windowDays * DAY_MS;
  const put = (into: Float64Array, participant: number, valueMinor: number) => {
    into[participant] = measure === 'rate' ? 1 : into[participant] + valueMinor;
  };
  return {
    after,
    before,
    add: (participant, atMs, valueMinor) => {
      const lag = atMs - firstAtMs[participant];
      const isAfter = lag >= 0 && lag <= windowMs;
      if (isAfter) put(after, participant, valueMinor);
      else if (lag < 0 && lag >= -windowMs) put(before, participant, valueMinor);
      return isAfter;
    },
  };
}

/** The observed participants of one arm. */
interface Observed {
  moments: Moments;
  converted: number;
}

const nobody = (): Observed => ({ moments: noMoments(), converted: 0 });

function joined(a: Observed, b: Observed): Observed {
  return { moments: joinMoments(a.moments, b.moments), converted: a.converted + b.converted };
}

/** The participants of each arm whose window is over, by the UTC day on which it ended; days in order. */
function observedByDay(
  people: Participants,
  outcomes: Outcomes,
  arms: number,
  { windowDays, nowMs }: OutcomeTerms,
): [number, Observed[]][] {
  const days = new Map<number, Observed[]>();
  for (let participant = 0; participant < people.firstAtMs.length; participant += 1) {
    const endsMs = people.firstAtMs[participant] + windowDays * DAY_MS;
    if (endsMs >= nowMs) continue;
    const day = Math.floor(endsMs / DAY_MS);
    const found = days.get(day) ?? Array.from({ length: arms }, nobody);
    days.set(day, found);
    const one = found[people.arm[participant]];
    addParticipant(one.moments, outcomes.after[participant], outcomes.before[participant]);
    if (outcomes.after[participant] > 0) one.converted += 1;
  }
  return [...days].sort(([a], [b]) => a - b);
}

/** Whether two arms have done enough to be compared. */
function isEnoughOf(one: Observed, control: Observed): boolean {
  const [a, b] = [one.moments.count, control.moments.count];
  return Math.min(a, b) >= 2 && effectiveCount(joinMoments(one.moments, control.moments)) >= leastConversions(a, b);
}

/** Looks at an arm and the control after each day. */
function looksAt(days: [number, Observed[]][], pair: { arm: number; control: number }, mixture: number, alpha: number): Look[] {
  let [one, control] = [nobody(), nobody()];
  const looks = days.map(([day, observed]) => {
    one = joined(one, observed[pair.arm]);
    control = joined(control, observed[pair.control]);
    const { value, standardError } = differenceOfMeans(one.moments, control.moments);
    // Of two estimates of the same doubt the larger: the smaller one finds differences that are none.
    const estimate = { value, standardError: Math.max(standardError, pooledError(one.moments, control.moments)) };
    const look = isEnoughOf(one, control) ? alwaysValid(estimate, mixture, alpha) : { low: -Infinity, high: Infinity, pValue: 1 };
    const end = (at: number) => (Number.isFinite(at) ? at : null);
    return {
      day: new Date(day * DAY_MS).toISOString().slice(0, 10),
      observed: one.moments.count + control.moments.count,
      difference: end(estimate.value) ?? 0,
      low: end(look.low),
      high: end(look.high),
      pValue: look.pValue,
    };
  });
  const least = runningLeast(looks.map(({ pValue }) => pValue));
  return narrowed(looks.map((look, place) => ({ ...look, pValue: least[place] })));
}

/**
 * Each look's interval narrowed to what all looks so far have in common: they hold all at once. Where nothing is left, since the difference
 * has moved, a look stands for itself.
 */
function narrowed(looks: readonly Look[]): Look[] {
  let [low, high] = [-Infinity, Infinity];
  return looks.map((look) => {
    if (look.low === null || look.high === null) return look;
    [low, high] = [Math.max(low, look.low), Math.min(high, look.high)];
    if (low > high) [low, high] = [look.low, look.high];
    return { ...look, low, high };
  });
}

function scaled({ value, low, high }: OpenInterval, by: number): OpenInterval {
  return { value: value * by, low: low === null ? null : low * by, high: high === null ? null : high * by };
}

/** What an audience is compared by. */
export interface ComparedArms {
  arms: readonly Arm[];
  measure: Experiment['measure'];
  /** The difference the plan looks for, in the unit of the measure. */
  effect: number;
  /** Whether this is the planned end: before, and after an early stop, nothing is told that holds only when it is read once. */
  isAtEnd: boolean;
}

function differenceBetween(one: Observed, control: Observed, measure: Experiment['measure'], alpha: number) {
  if (measure === 'value') return differenceInterval(one.moments, control.moments, alpha);
  const share = ({ converted, moments }: Observed) => ({ count: converted, of: moments.count });
  return differenceOfShares(share(one), share(control), alpha);
}

function comparisonOf(totals: Observed[], days: [number, Observed[]][], place: number, compared: ComparedArms): ArmComparison | undefined {
  const { arms, measure, effect, isAtEnd } = compared;
  const alpha = alphaEach(arms);
  const control = arms.findIndex(({ isControl }) => isControl);
  const [one, other] = [totals[place], totals[control]];
  if (Math.min(one.moments.count, other.moments.count) === 0) return undefined;
  const looks = looksAt(days, { arm: place, control }, effect, alpha);
  const last = looks[looks.length - 1];
  const once = differenceBetween(one, other, measure, alpha);
  const difference = isAtEnd ? once : { value: once.value, low: last.low, high: last.high };
  const adjusted = adjustedDifference(
    one.moments,
    other.moments,
    totals.map(({ moments }) => moments),
  );
  const half = normalQuantile(1 - alpha / 2) * (adjusted?.standardError ?? 0);
  return {
    arm: arms[place].name,
    against: arms[control].name,
    level: 1 - alpha,
    difference,
    lift: (isAtEnd ? relativeLift(one.moments, other.moments, alpha) : undefined) ?? null,
    incremental: scaled(difference, one.moments.count),
    alwaysValid: { pValue: last.pValue, low: last.low, high: last.high },
    adjusted:
      isAtEnd && adjusted
        ? { value: adjusted.value, low: adjusted.value - half, high: adjusted.value + half, explained: adjusted.explained }
        : null,
    looks,
  };
}

/** What an experiment over an audience shows. */
export interface AudienceReadout {
  arms: ArmReadout[];
  comparisons: ArmComparison[];
  sampleRatio: ReturnType<typeof checkRatio>;
  contaminated: number;
  participants: number;
}

/** Compares the arms of an audience: as assigned, participants whose window is over, each arm with the control. */
export function readAudience(people: Participants, outcomes: Outcomes, compared: ComparedArms, terms: OutcomeTerms): AudienceReadout {
  const { arms, measure, isAtEnd } = compared;
  const counts = arms.map(() => 0);
  let contaminated = 0;
  for (let participant = 0; participant < people.arm.length; participant += 1) {
    counts[people.arm[participant]] += 1;
    contaminated += people.isContaminated[participant];
  }
  const days = observedByDay(people, outcomes, arms.length, terms);
  const totals = arms.map((_, arm) => days.reduce((sum, [, observed]) => joined(sum, observed[arm]), nobody()));
  return {
    arms: arms.map((arm, place) => {
      const { moments, converted } = totals[place];
      const outcome = moments.count === 0 ? null : measure === 'rate' ? converted / moments.count : moments.y / moments.count;
      const share = shareOf(converted, moments.count);
      const told = isAtEnd ? share : { ...share, low: null, high: null };
      return { ...arm, participants: counts[place], observed: moments.count, converted: told, outcome };
    }),
    comparisons: arms.flatMap(({ isControl }, place) => (isControl ? [] : (comparisonOf(totals, days, place, compared) ?? []))),
    sampleRatio: checkRatio(arms.map(({ share }, place) => ({ count: counts[place], share: share ?? 0 }))),
    contaminated,
    participants: people.arm.length,
  };
}
