import { fitBaseline, type KnownDay, median, OLD } from './baseline.ts';
import type { AnomalyKind } from './series.ts';

export type { AnomalyKind };

/** A day of a daily series. */
export interface DailyPoint {
  /** Days since 1970-01-01; later than the day before it. */
  day: number;
  /** A count or an amount, 0 or more; absent where nothing was measured, which is not 0. */
  value?: number;
  /** Whether an episode came out; leave it out for every day where releases are not known. */
  isRelease?: boolean;
  /** Whether the day is known to be a special one: it is no alert, nothing is learned of it, and nothing is missed. */
  isLeftOut?: boolean;
}

/** How a series is watched. */
export interface DailyOptions {
  /** The limits are multiplied by this, 1 by default: more than 1 alerts less often. */
  limitFactor?: number | undefined;
  /** A day that lies less than this from what was expected, in the unit of the series, is no alert; 0 by default. */
  leastAmount?: number | undefined;
}

/** What is said of a day from the days before it. */
export interface DailyVerdict {
  /** 0 to below 1; from 0.5 on the day is unusual. */
  score: number;
  /** What is unusual, on the first day of an incident alone: one incident, one alert. */
  alert?: AnomalyKind;
  /** What the day was expected to be, and between what 95 % of such days lie; absent for as long as the series is being learned. */
  expected?: { value: number; low: number; high: number };
}

/** Reads a daily series once, oldest day first. */
export interface DailyDetector {
  next(point: DailyPoint): DailyVerdict;
}

/** How many scales from what was expected a single day is an alert, and two days in a row are (each as far as this over √2). */
const DAY_SCALES = 4.2;
const TWO_DAYS_SCALES = 4.5;
/** A change of level is certain when a CUSUM with this allowance passes this limit; one day adds no more than `MOST_OF_ONE_DAY`. */
const ALLOWANCE = 0.5;
const LIMIT = 9;
const MOST_OF_ONE_DAY = 4;
/** Less than a fifth is no alert, however steady the series was. */
const LEAST_CHANGE = 0.2;
/** The days a shape is learned from, those a level is, and the residuals a scale is. */
const SHAPE_DAYS = 70;
const LEVEL_DAYS = 21;
const SCALE_DAYS = 56;
const LEAST_DAYS = 28;
/** A weekday without any value for so many days is not measured, and its absence is no news. */
const FOUR_WEEKS = 28;
const LEAST_LEVEL_DAYS = 5;
const LEAST_RESIDUALS = 14;
/** Until residuals tell, a series is taken for one that varies by 30 %, with the weight of two weeks. */
const PRIOR = { scale: 0.3, days: 14 };
/** A new level began about this many days before it was certain. */
const SHIFT_DAYS = 5;
const QUIET_DAYS = { incident: 3, shift: 7 };
/** In an incident only what is this much stranger than all of it is told. */
const MORE = 1.25;
const MAD_TO_SIGMA = 1.4826;

/** What is remembered of a series. */
interface Memory {
  days: (KnownDay & { isUsual: boolean })[];
  residuals: number[];
  /** The first day of the present level. */
  levelFrom: number;
  up: number;
  down: number;
  before: number;
  /** Until before this day an incident goes on, and the most of it was so many times its limit. */
  quietUntil: number;
  loudest: number;
  age: number;
  knowsReleases: boolean;
  limitFactor: number;
  leastAmount: number;
}

/**
 * How far a value lies from its expectation, as a share of it: the cube root of a gamma number is close to normal (E. B. Wilson,
 * M. M. Hilferty 1931), so that the same limit serves upwards and downwards.
 */
const residualOf = (log: number, expected: number) => 3 * (Math.exp((log - expected) / 3) - 1);
const valueAt = (expected: number, residual: number) => Math.max(0, Math.exp(expected) * Math.max(0, 1 + residual / 3) ** 3 - 0.5);

function scaleOf(residuals: readonly number[], expected: number): number {
  const own = residuals.length === 0 ? 0 : MAD_TO_SIGMA * median(residuals.map((residual) => Math.abs(residual)));
  const { length } = residuals;
  const learned = (length * own ** 2 + PRIOR.days * PRIOR.scale ** 2) / (length + PRIOR.days);
  return Math.sqrt(Math.max(learned, Math.exp(-expected)));
}

/** What today is expected to be on the logarithmic scale; undefined while too little is known. */
function expectationOf({ days, levelFrom }: Memory, today: Pick<KnownDay, 'day' | 'age'>): number | undefined {
  const usual = days.filter(({ isUsual, day }) => isUsual && day >= today.day - SHAPE_DAYS);
  if (days.length === 0 || today.day - days[0].day < LEAST_DAYS || usual.length === 0) return undefined;
  const { shapeOf } = fitBaseline(usual);
  const levels = usual.flatMap((known) => (known.day >= levelFrom ? [known.log - shapeOf(known)] : [])).slice(-LEVEL_DAYS);
  return levels.length < LEAST_LEVEL_DAYS ? undefined : median(levels) + shapeOf(today);
}

/** Takes the new level from a few days ago on, strange days of it included. */
function adoptLevel(memory: Memory, day: number): void {
  memory.levelFrom = day - SHIFT_DAYS;
  for (const known of memory.days) if (known.day >= memory.levelFrom) known.isUsual = true;
  memory.up = 0;
  memory.down = 0;
  memory.before = 0;
}

/** What a residual of so many scales says, with what came before it; remembers it for the next day. */
function judge(
  memory: Memory,
  told: number,
  change: { share: number; amount: number },
): { ratio: number; kind: AnomalyKind; isShift: boolean } {
  const { limitFactor, leastAmount } = memory;
  const scales = Math.abs(change.amount) < leastAmount ? 0 : told;
  const step = Math.max(-MOST_OF_ONE_DAY, Math.min(MOST_OF_ONE_DAY, scales));
  memory.up = Math.max(0, memory.up + step - ALLOWANCE);
  memory.down = Math.max(0, memory.down - step - ALLOWANCE);
  const both = Math.sign(memory.before) === Math.sign(scales) ? Math.abs(memory.before + scales) / Math.SQRT2 : 0;
  memory.before = step;
  const ofDay = Math.abs(change.share) < LEAST_CHANGE ? 0 : Math.max(Math.abs(scales) / DAY_SCALES, both / TWO_DAYS_SCALES) / limitFactor;
  const ofLevel = Math.max(memory.up, memory.down) / (LIMIT * limitFactor);
  if (ofDay >= 1 || ofDay >= ofLevel) return { ratio: ofDay, kind: scales > 0 ? 'spike' : 'drop', isShift: ofLevel >= 1 };
  return { ratio: ofLevel, kind: memory.up > memory.down ? 'shift_up' : 'shift_down', isShift: ofLevel >= 1 };
}

/** Whether a strange day is the first of an incident, or far stranger than the rest of it; it prolongs the incident. */
function isNews(memory: Memory, day: number, ratio: number): boolean {
  const isFirst = day >= memory.quietUntil;
  const isMore = ratio > MORE * memory.loudest;
  memory.loudest = isFirst ? ratio : Math.max(memory.loudest, ratio);
  memory.quietUntil = Math.max(memory.quietUntil, day + QUIET_DAYS.incident);
  return isFirst || isMore;
}

const bandOf = (expected: number, scale: number) => ({
  value: valueAt(expected, 0),
  low: valueAt(expected, -1.96 * scale),
  high: valueAt(expected, 1.96 * scale),
});

/** What a day that is left out was expected to be, had it been one like the others. */
function leftOut(memory: Memory, day: number): DailyVerdict {
  const expected = expectationOf(memory, { day, age: memory.knowsReleases ? memory.age : OLD });
  if (expected === undefined || memory.residuals.length < LEAST_RESIDUALS) return { score: 0 };
  return { score: 0, expected: bandOf(expected, scaleOf(memory.residuals.slice(-SCALE_DAYS), expected)) };
}

function measured(memory: Memory, { day, value }: { day: number; value: number }): DailyVerdict {
  const today = { day, log: Math.log(value + 0.5), age: memory.knowsReleases ? memory.age : OLD, isUsual: true };
  const expected = expectationOf(memory, today);
  memory.days.push(today);
  if (memory.days.length > 2 * SHAPE_DAYS) memory.days.splice(0, SHAPE_DAYS / 2);
  if (expected === undefined) return { score: 0 };
  const residual = residualOf(today.log, expected);
  const scale = scaleOf(memory.residuals.slice(-SCALE_DAYS), expected);
  const scales = residual / scale;
  if (memory.residuals.length < LEAST_RESIDUALS) {
    if (Math.abs(scales) < DAY_SCALES) memory.residuals.push(residual);
    return { score: 0 };
  }
  const { ratio, kind, isShift } = judge(memory, scales, { share: residual, amount: value - valueAt(expected, 0) });
  const isUnusual = Math.abs(scales) >= DAY_SCALES;
  if (isUnusual) today.isUsual = false;
  else memory.residuals.push(residual);
  const verdict: DailyVerdict = { score: ratio / (ratio + 1), expected: bandOf(expected, scale) };
  if (ratio >= 1 && isNews(memory, day, ratio)) verdict.alert = kind;
  if (isShift) {
    adoptLevel(memory, day);
    memory.quietUntil = day + QUIET_DAYS.shift;
  }
  return verdict;
}

function unmeasured(memory: Memory, day: number): DailyVerdict {
  const isMeasured = memory.days.some((known) => known.day >= day - FOUR_WEEKS && (day - known.day) % 7 === 0);
  if (memory.residuals.length < LEAST_RESIDUALS || !isMeasured) return { score: 0 };
  return isNews(memory, day, 1) ? { score: 0.5, alert: 'missing' } : { score: 0.5 };
}

/**
 * Watches a daily series: what a day should be follows from its weekday, from how old the last episode was, and from the level of the last
 * three weeks, each by medians; how far it may lie off, from the last eight weeks, and never less than a Poisson count would. Strange days
 * are kept out of what is learned, until so many of them make a new level certain (CUSUM, E. S. Page 1954). Six weeks are needed before
 * anything is told. What it finds, and how often wrongly, is measured in docs/benchmarks.md.
 */
export function openDaily({ limitFactor = 1, leastAmount = 0 }: DailyOptions = {}): DailyDetector {
  const memory: Memory = {
    days: [],
    residuals: [],
    levelFrom: -Infinity,
    up: 0,
    down: 0,
    before: 0,
    quietUntil: -Infinity,
    loudest: 0,
    age: OLD,
    knowsReleases: false,
    limitFactor,
    leastAmount,
  };
  return {
    next({ day, value, isRelease, isLeftOut }) {
      memory.knowsReleases ||= isRelease !== undefined;
      memory.age = isRelease === true ? 0 : Math.min(memory.age + 1, OLD);
      if (memory.residuals.length > 4 * SCALE_DAYS) memory.residuals = memory.residuals.slice(-SCALE_DAYS);
      if (isLeftOut === true) return leftOut(memory, day);
      return value === undefined || !Number.isFinite(value)
        ? unmeasured(memory, day)
        : measured(memory, { day, value: Math.max(0, value) });
    },
  };
}
