import { openNovelty } from '../novelty/rules.ts';
import { median } from './baseline.ts';
import { type Learned, NOTHING_LEARNED } from './learning.ts';
import { type DailyPoint, openDaily } from './rules.ts';
import {
  type AnomalyKind,
  DAY_MS,
  dayOf,
  HOUR_MS,
  LEAST_AMOUNT,
  nameOf,
  type Series,
  type SeriesName,
  STEP_MS,
  type Unwatched,
} from './series.ts';

/** A point of a series as the detector sees it. */
export interface JudgedPoint {
  atMs: number;
  value: number | null;
  expected: number | null;
  low: number | null;
  high: number | null;
  /** Of an unusual point: what is unusual. */
  alert: AnomalyKind | null;
  score: number;
  isLeftOut: boolean;
}

/** A series with what is known beside it. */
export interface WatchedSeries extends Series {
  /** Days since 1970 on which an episode came out; absent where that is not known. */
  releases?: readonly number[] | undefined;
  learned?: Learned | undefined;
  /** Of a campaign: its first and last day, null where open. Nothing is expected of it before and after. */
  flight?: { startsOn: string | null; endsOn: string | null } | undefined;
}

/** An unusual point of a series. */
export interface Alert extends SeriesName {
  atMs: number;
  kind: AnomalyKind;
  value: number | null;
  expected: number;
  low: number;
  high: number;
  score: number;
}

/** A series of days is watched when it has six weeks, when at most three in ten are 0, and when a usual day is more than too little. */
const LEAST_DAYS = 42;
const RECENT_DAYS = 56;
const MOST_ZEROS = 0.3;
/** Hours are compared with the same hour of the last two weeks, once there is one. */
const PROFILE_DAYS = 14;
const LEAST_PROFILE = 7;
/**
 * What is new to an hourly series is told where it is also at least twice or at most half of what is usual at that hour, and so many
 * standard deviations of a Poisson count off: counts reach new records all the time by chance, and differ more than Poisson counts do.
 */
const LEAST_TIMES = 2;
const LEAST_SIGMAS = 6;
/** Silence is told when so many events were to be expected in it: of as many, a Poisson count lies this many deviations above nothing. */
const LEAST_SILENCED = LEAST_SIGMAS ** 2;
/** It lies below all that this hour was in two weeks, weekends included, by a quarter of the usual, or beyond the most by so many times. */
const BEYOND_SHARE = 0.25;
const BEYOND_MOST = 1.75;

const measuredOf = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

/** Whether a daily series can be watched, or why not. */
export function watchState({ values, metric }: Pick<Series, 'values' | 'metric'>): 'watched' | Unwatched {
  const first = values.findIndex((value) => value !== null && value > 0);
  if (first < 0) return 'often_zero';
  const recent = measuredOf(values.slice(Math.max(first, values.length - RECENT_DAYS)));
  if (values.length - first < LEAST_DAYS) return 'too_short';
  const zeros = recent.filter((value) => value === 0).length;
  if (recent.length === 0 || zeros > MOST_ZEROS * recent.length) return 'often_zero';
  return median(recent) < LEAST_AMOUNT[metric] ? 'too_small' : 'watched';
}

function pointOf(day: number, value: number | null, releases: ReadonlySet<number> | undefined, isLeftOut: boolean): DailyPoint {
  const point: DailyPoint = { day, isLeftOut };
  if (value !== null) point.value = value;
  if (releases !== undefined) point.isRelease = releases.has(day);
  return point;
}

/** A rate has no value on days with few conversions, and a campaign none outside its flight; that is no news. */
function isNoNews({ metric, flight }: WatchedSeries, value: number | null, atMs: number): boolean {
  if (value === null && metric === 'match_rate') return true;
  const day = dayOf(atMs);
  const { startsOn = null, endsOn = null } = flight ?? {};
  return (startsOn !== null && day < startsOn) || (endsOn !== null && day > endsOn);
}

function judgeDays(series: WatchedSeries): JudgedPoint[] {
  const { limitFactor, leftOut } = series.learned ?? NOTHING_LEARNED;
  const [skipped, releases] = [new Set(leftOut), series.releases && new Set(series.releases)];
  const detector = openDaily({ limitFactor, leastAmount: LEAST_AMOUNT[series.metric] });
  const first = series.values.findIndex((value) => value !== null && value > 0);
  return series.values.map((value, place) => {
    const atMs = series.startsAtMs + place * DAY_MS;
    const day = atMs / DAY_MS;
    const isLeftOut = skipped.has(day);
    const isSeen = first >= 0 && place >= first;
    if (!isSeen) return { atMs, value, expected: null, low: null, high: null, alert: null, score: 0, isLeftOut };
    const { score, alert, expected } = detector.next(pointOf(day, value, releases, isLeftOut || isNoNews(series, value, atMs)));
    const band = { expected: expected?.value ?? null, low: expected?.low ?? null, high: expected?.high ?? null };
    return { atMs, value, ...band, alert: alert ?? null, score, isLeftOut };
  });
}

/** What an hour of the day was in the last two weeks: its middle, its least and its most. */
function usualAt(values: readonly (number | null)[], place: number): { usual: number; least: number; most: number } | undefined {
  const before = Array.from({ length: PROFILE_DAYS }, (_, day) => values[place - (day + 1) * 24] ?? null);
  const known = measuredOf(before);
  if (known.length < LEAST_PROFILE) return undefined;
  return { usual: median(known), least: Math.min(...known), most: Math.max(...known) };
}

/**
 * Tells once of each stretch of hours without events, when it is certain: new to a series it need not be, where nights come near nothing.
 * Where the hours were not measured, a show's silence is its tenant's.
 */
function openSilence(subjectType: Series['subjectType']): (value: number | null, usual: number) => boolean {
  let silenced = 0;
  return (value, usual) => {
    const before = silenced;
    silenced = value === null || value === 0 ? before + usual : 0;
    return (value !== null || subjectType === 'tenant') && before < LEAST_SILENCED && silenced >= LEAST_SILENCED;
  };
}

function judgeHours({ values, startsAtMs, metric, subjectType }: Series): JudgedPoint[] {
  const novelty = openNovelty();
  const isCertainlySilent = openSilence(subjectType);
  return values.map((value, place) => {
    const atMs = startsAtMs + place * HOUR_MS;
    const { alert, score } = novelty.next(atMs, value ?? Number.NaN);
    const known = usualAt(values, place);
    if (known === undefined) return { atMs, value, expected: null, low: null, high: null, alert: null, score, isLeftOut: false };
    const { usual, least, most } = known;
    const room = Math.max(LEAST_AMOUNT[metric], LEAST_SIGMAS * Math.sqrt(Math.max(usual, 1)));
    const low = Math.min(usual - room, usual / LEAST_TIMES, least - BEYOND_SHARE * usual);
    const high = Math.max(usual + room, usual * LEAST_TIMES, most * BEYOND_MOST);
    const found = value ?? usual;
    const isFar = found >= high || (found <= Math.max(0, low) && usual >= room);
    const band = { expected: usual, low: Math.max(0, low), high };
    if (isCertainlySilent(value, usual))
      return { atMs, value, ...band, alert: value === null ? 'missing' : 'drop', score: Math.max(score, 0.5), isLeftOut: false };
    const kind = found > usual ? 'spike' : 'drop';
    return { atMs, value, ...band, alert: alert && isFar ? kind : null, score, isLeftOut: false };
  });
}

/** Each point of a series with what was expected of it from the points before, and what of it is unusual. */
export function judgeSeries(series: WatchedSeries): JudgedPoint[] {
  return series.grain === 'day' ? judgeDays(series) : judgeHours(series);
}

/** What a missing day would have been: the middle of the four weeks before it. */
function usualBefore(points: readonly JudgedPoint[], place: number): number {
  return median(measuredOf(points.slice(Math.max(0, place - 28), place).map(({ value }) => value)));
}

function alertOf(series: Series, points: readonly JudgedPoint[], place: number): Alert | undefined {
  const { atMs, alert, value, expected, low, high, score } = points[place];
  if (alert === null) return undefined;
  const { metric, subjectType, subjectKey } = series;
  const usual = expected ?? usualBefore(points, place);
  return { metric, subjectType, subjectKey, atMs, kind: alert, value, expected: usual, low: low ?? usual, high: high ?? usual, score };
}

/** What is unusual in these series from one instant on; daily ones that cannot be watched yet are passed over. */
export function findAlerts({ series, fromMs }: { series: readonly WatchedSeries[]; fromMs: number }): Alert[] {
  return series.flatMap((one) => {
    if (one.grain === 'day' && watchState(one) !== 'watched') return [];
    const points = judgeSeries(one);
    const first = Math.max(0, Math.ceil((fromMs - one.startsAtMs) / STEP_MS[one.grain]));
    return points.slice(first).flatMap((_, place) => alertOf(one, points, first + place) ?? []);
  });
}

/** A series and its points, as `judgeSeries` gives them; for a thread. */
export function judgeAll(series: readonly WatchedSeries[]): { name: string; points: JudgedPoint[] }[] {
  return series.map((one) => ({ name: nameOf(one), points: judgeSeries(one) }));
}
