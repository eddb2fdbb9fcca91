/** One day of a series as the baseline knows it. */
export interface KnownDay {
  /** Days since 1970-01-01. */
  day: number;
  /** The logarithm of the value and a half. */
  log: number;
  /** Days since the last release, at most `OLD`; `OLD` where releases are not known. */
  age: number;
}

/** What a day is usually like, on the logarithmic scale. */
export interface Baseline {
  /** What its weekday and the age of its episode add to the level. */
  shapeOf(day: Pick<KnownDay, 'day' | 'age'>): number;
}

/** From this many days after a release on, its age makes no difference. */
export const OLD = 4;
const HALF_WEEK = 3;
const LEAST_DAYS_OF_AGE = 3;
const MOST_DAYS_OF_AGE = 10;
const LEAST_DAYS_OF_WEEKDAY = 2;
const MOST_DAYS_OF_WEEKDAY = 8;

/** The middle of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const weekdayOf = (day: number) => ((day % 7) + 7) % 7;

/** By day: what it lies above the mean of the week around it, moved inside where it would go beyond the first or the last day. */
function aboveTheirWeek(days: readonly KnownDay[]): number[] {
  const [first, last] = [days[0].day, days[days.length - 1].day];
  let [from, upTo, sum] = [0, 0, 0];
  return days.map(({ day, log }) => {
    const start = Math.max(first, Math.min(day - HALF_WEEK, last - 2 * HALF_WEEK));
    for (; upTo < days.length && days[upTo].day <= start + 2 * HALF_WEEK; upTo += 1) sum += days[upTo].log;
    for (; days[from].day < start; from += 1) sum -= days[from].log;
    return log - sum / (upTo - from);
  });
}

/** By age: the middle of its days; where an age was seen too seldom, that of the next one that was not, and 0 where none was. */
function effectsOfAge(days: readonly KnownDay[], above: readonly number[]): number[] {
  const effects = Array.from({ length: OLD + 1 }, (_, age) => {
    const own = above.filter((_day, place) => days[place].age === age);
    return own.length < LEAST_DAYS_OF_AGE ? Number.NaN : median(own.slice(-MOST_DAYS_OF_AGE));
  });
  for (let age = OLD - 1; age >= 0; age -= 1) if (Number.isNaN(effects[age])) effects[age] = effects[age + 1];
  for (let age = 1; age <= OLD; age += 1) if (Number.isNaN(effects[age])) effects[age] = effects[age - 1];
  return effects.map((effect) => (Number.isNaN(effect) ? 0 : effect));
}

/**
 * The shape of a series from its days, oldest first and at least one: first what the age of an episode explains, then, by the middle of up
 * to eight of each, what the weekday adds. Medians, so that single strange days do not count.
 */
export function fitBaseline(days: readonly KnownDay[]): Baseline {
  const above = aboveTheirWeek(days);
  const ofAge = effectsOfAge(days, above);
  const byWeekday = Array.from({ length: 7 }, (_, weekday) => {
    const own = above.flatMap((value, place) => (weekdayOf(days[place].day) === weekday ? [value - ofAge[days[place].age]] : []));
    return own.length < LEAST_DAYS_OF_WEEKDAY ? 0 : median(own.slice(-MOST_DAYS_OF_WEEKDAY));
  });
  return { shapeOf: ({ day, age }) => ofAge[age] + byWeekday[weekdayOf(day)] };
}
