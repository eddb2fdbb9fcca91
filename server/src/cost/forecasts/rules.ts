import { normalQuantile, normalTail, studentQuantile } from '../../platform/distributions.ts';

/** What came to be on one day. */
export interface DayAmount {
  /** YYYY-MM-DD. */
  day: string;
  amount: number;
}

/** A period of days and where in it we are. */
export interface Span {
  from: string;
  /** Excluded. */
  to: string;
  today: string;
  /** What today has come to until now. */
  soFar: number;
}

/** What a period is expected to come to by its end. */
export interface Forecast {
  estimate: number;
  /** The ends of the 80 % interval: the period ends within it four times of five if days go on as they went. */
  low: number;
  high: number;
  /** What simple proportion says: the mean of the period's complete days times its days; null before the first of them is over. */
  baseline: number | null;
  /** Complete days that it was learnt from. */
  daysOfData: number;
}

/** A forecast with the days that it is made of. */
export interface Course extends Forecast {
  /** What is expected of each day to come, from the first of the month that the period begins in; of today beyond what is known of it. */
  toCome: DayAmount[];
}

/** A forecast is not made from fewer complete days. */
export const FEWEST_DAYS = 3;
/** Complete days before today that are looked at, at most. */
export const DAYS_LOOKED_AT = 56;
/** From two whole weeks on, days of the week are told apart. */
const WEEKDAYS_FROM = 14;
/** How many days at the mean each day of the week is pulled towards it by. */
const PULL = 2;
/** Days further than so many spreads from the median count as so far: one of them shall not lift every day to come. */
const CLIPPED_AT = 4;
/** The median absolute deviation of a normal distribution times this is its standard deviation. */
const MAD_TO_SD = 1.4826;
const RATES = [0.05, 0.1, 0.2, 0.3, 0.5];
const UPPER = 0.9;
const DAY_MS = 86_400_000;

const sumOf = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0);
const weekdayOf = (day: string) => new Date(day).getUTCDay();

function medianOf(all: readonly number[]): number {
  const sorted = all.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The days from one to another, which is excluded. */
export function daysBetween(from: string, to: string): string[] {
  const count = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS));
  return Array.from({ length: count }, (_, place) => new Date(Date.parse(from) + place * DAY_MS).toISOString().slice(0, 10));
}

/** What each day of the week comes to beside the mean day, Sunday first. */
function weekdayFactors(days: readonly DayAmount[], mean: number): number[] {
  return Array.from({ length: 7 }, (_, weekday) => {
    const own = days.filter(({ day }) => weekdayOf(day) === weekday).map(({ amount }) => amount);
    if (days.length < WEEKDAYS_FROM || mean === 0) return 1;
    return (sumOf(own) + PULL * mean) / ((own.length + PULL) * mean);
  });
}

/**
 * The days with one that is far above all others brought down: above the median by more than so many spreads, and the only such day of its
 * day of the week, or of all days before two weeks are there. What comes back week after week is no outlier.
 */
function withoutSpikes(days: readonly DayAmount[]): DayAmount[] {
  const amounts = days.map(({ amount }) => amount);
  const median = medianOf(amounts);
  const cap = median + CLIPPED_AT * MAD_TO_SD * medianOf(amounts.map((one) => Math.abs(one - median)));
  const groupOf = ({ day }: DayAmount) => (days.length < WEEKDAYS_FROM ? 0 : weekdayOf(day));
  const high = Map.groupBy(
    days.filter(({ amount }) => amount > cap),
    groupOf,
  );
  return days.map((one) => {
    if (one.amount <= cap || (high.get(groupOf(one))?.length ?? 0) > 1) return one;
    const others = days.filter((other) => other !== one && groupOf(other) === groupOf(one)).map(({ amount }) => amount);
    return { ...one, amount: Math.min(one.amount, Math.max(cap, ...others)) };
  });
}

interface Smoothed {
  level: number;
  rate: number;
  /** The squared error of one day ahead, in the mean, of a day whose factor is 1. */
  variance: number;
}

/** A complete day: what it came to, what it counts as, and how it stands to the mean day. */
interface LearntDay {
  amount: number;
  calm: number;
  factor: number;
}

function varianceOf(errors: readonly number[], days: readonly LearntDay[]): number {
  const factors = sumOf(days.map(({ factor }) => factor ** 2));
  if (factors === 0) return 0;
  return (sumOf(errors.map((one) => one ** 2)) / factors) * (days.length / (days.length - 1));
}

/**
 * Simple exponential smoothing, with the rate among ours that would have told each next day best. It begins at the mean of a week. A day
 * moves the level by its factor, so that what the days came to together is kept.
 */
function smooth(days: readonly LearntDay[]): Smoothed {
  const week = days.slice(0, 7);
  const beginning = sumOf(week.map(({ calm }) => calm)) / sumOf(week.map(({ factor }) => factor));
  const tried = RATES.map((rate): Smoothed => {
    let level = beginning;
    const errors = days.map(({ amount, calm, factor }) => {
      const error = amount - factor * level;
      if (factor > 0) level += Math.min(1, rate * factor) * (calm / factor - level);
      return error;
    });
    return { level, rate, variance: varianceOf(errors, days) };
  });
  return tried.reduce((best, one) => (one.variance < best.variance ? one : best));
}

/** Before two weeks are there, the mean of all days is the level of those to come. */
function average(days: readonly LearntDay[]): Smoothed {
  const level = sumOf(days.map(({ calm }) => calm)) / days.length;
  const errors = days.map(({ amount }) => amount - level);
  return { level, rate: 0, variance: varianceOf(errors, days) };
}

/** Days to come: how many there are before a period begins, and how many times the level each of the period's is. */
interface Ahead {
  before: number;
  factors: readonly number[];
}

/** The variance of the sum of days of a period that are still to come. */
function varianceOfSum({ rate, variance }: Smoothed, { before, factors }: Ahead, daysOfData: number): number {
  const total = sumOf(factors);
  if (rate === 0) return variance * (sumOf(factors.map((one) => one ** 2)) + total ** 2 / daysOfData);
  // An error of one day moves the level, and with it all days after it.
  let after = total;
  let sum = before * (rate * total) ** 2;
  for (const factor of factors) {
    after -= factor;
    sum += (factor + rate * after) ** 2;
  }
  return variance * sum;
}

/** Complete days from the first amount on. */
function learntDays(complete: readonly DayAmount[]): readonly DayAmount[] {
  const first = complete.findIndex(({ amount }) => amount !== 0);
  return first === -1 ? [] : complete.slice(Math.max(first, complete.length - DAYS_LOOKED_AT));
}

/** How many complete days a forecast would be learnt from. */
export function daysOfDataIn(complete: readonly DayAmount[]): number {
  return learntDays(complete).length;
}

/**
 * What a period comes to: what is known of its days, and the days to come at the present level of a day, told apart by the day of the week
 * from two weeks on; today counts as what it has come to already where that is more. The level is the mean of up to two weeks, then
 * exponential smoothing; the interval follows from how far each day lay
 * from what the days before it had said (R. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice, chapter 8), with
 * Student's distribution for the number of days, and never below what is known already.
 * `complete` are complete days without gaps up to yesterday, from before the period too; zeros before the first amount do not count.
 * Undefined with fewer than three days of data.
 */
export function forecastPeriod(complete: readonly DayAmount[], { from, to, today, soFar }: Span): Course | undefined {
  const inPeriod = complete.filter(({ day }) => day >= from && day < to);
  const known = sumOf(inPeriod.map(({ amount }) => amount));
  const learnt = learntDays(complete);
  const daysOfData = learnt.length;
  const baseline = inPeriod.length === 0 ? null : (known / inPeriod.length) * daysBetween(from, to).length;
  if (today >= to) return { estimate: known, low: known, high: known, baseline: known, daysOfData, toCome: [] };
  if (daysOfData < FEWEST_DAYS) return undefined;
  const calm = withoutSpikes(learnt);
  const factors = weekdayFactors(calm, sumOf(calm.map(({ amount }) => amount)) / daysOfData);
  const days = learnt.map(({ day, amount }, place) => ({ amount, calm: calm[place].amount, factor: factors[weekdayOf(day)] }));
  const smoothed = daysOfData < WEEKDAYS_FROM ? average(days) : smooth(days);
  const factorOf = (day: string) => factors[weekdayOf(day)];
  const firstOfMonth = `${from.slice(0, 7)}-01`;
  const toCome = daysBetween(today > firstOfMonth ? today : firstOfMonth, to).map((day) => {
    const amount = Math.max(0, smoothed.level * factorOf(day) - (day === today ? soFar : 0));
    return { day, amount };
  });
  const ahead = toCome.filter(({ day }) => day >= from);
  const before = daysBetween(today, from).length;
  const factorsAhead = ahead.map(({ day }) => factorOf(day));
  const spread = Math.sqrt(varianceOfSum(smoothed, { before, factors: factorsAhead }, daysOfData));
  const floor = known + (today >= from ? soFar : 0);
  const estimate = floor + sumOf(ahead.map(({ amount }) => amount));
  const half = studentQuantile(UPPER, daysOfData - 1) * spread;
  return { estimate, low: Math.max(floor, estimate - half), high: estimate + half, baseline, daysOfData, toCome };
}

/** How probable it is that the period comes to more than a limit: by a normal distribution with the forecast's interval. */
export function probabilityAbove({ estimate, high }: Pick<Forecast, 'estimate' | 'high'>, limit: number): number {
  const spread = (high - estimate) / normalQuantile(UPPER);
  if (spread === 0) return estimate > limit ? 1 : 0;
  return normalTail((limit - estimate) / spread);
}
