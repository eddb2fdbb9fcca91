import { normal } from '../../../../simulator/src/daily/draws.ts';
import { randomOf } from '../../../../simulator/src/random.ts';
import type { Forecast } from './campaign-forecast.ts';
import { boundsOf, chanceAmong, corrected, INTERVALS, type Quantile, quantilesOf, type Scored, scoresOf } from './scores.ts';

/** Downloads of an episode on each UTC day since it came out, that day included. */
export interface EpisodeDays {
  episode: string;
  show: string;
  publishedOn: string;
  /** From its first day on, at most 30; as many as had passed. */
  days: readonly number[];
}

export const WHOLE_DAYS = 30;
const DAY_MS = 86_400_000;
const [DRAWS, TRIED_DRAWS] = [4_000, 600];

/** The share of the downloads of 30 days that has come after some days, where nothing is known: (days / 30)^0.3, an assumption. */
const priorShare = (days: number) => (days / WHOLE_DAYS) ** 0.3;
/** Episodes differ by half of what is still to come, shows by a quarter (assumptions); they count as much as this many episodes. */
const PRIOR = { within: 0.5, between: 0.25, weight: 4, meanWeight: 2 };

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
const through = ({ days }: Pick<EpisodeDays, 'days'>, count: number) => sum(days.slice(0, count));

/** The logarithm of how many times as many downloads there are after `to` days as after `from`, normal around its mean. */
interface Growth {
  mean: number;
  variance: number;
}

/**
 * How downloads of a show's episodes grow from one age to another: the show's own curve, drawn to that of all shows, and that to a prior.
 */
export function growthOf(known: readonly EpisodeDays[], show: string, from: number, to: number): Growth {
  const prior = Math.log(priorShare(to) / priorShare(from));
  const logs = known.flatMap((one) => {
    const start = through(one, from);
    return one.days.length >= to && start > 0 ? [{ show: one.show, log: Math.log(through(one, to) / start) }] : [];
  });
  const mean = (sum(logs.map(({ log }) => log)) + PRIOR.meanWeight * prior) / (logs.length + PRIOR.meanWeight);
  const byShow = Map.groupBy(logs, (one) => one.show);
  const meanOf = (own: readonly { log: number }[]) => sum(own.map(({ log }) => log)) / own.length;
  const squares = sum([...byShow.values()].flatMap((own) => own.map(({ log }) => (log - meanOf(own)) ** 2)));
  const freedom = Math.max(0, logs.length - byShow.size);
  const within = (squares + PRIOR.weight * (PRIOR.within * prior) ** 2) / (freedom + PRIOR.weight);
  const ownMeans = [...byShow.values()].map(meanOf);
  const between =
    (sum(ownMeans.map((one) => (one - mean) ** 2)) + PRIOR.weight * (PRIOR.between * prior) ** 2) / (ownMeans.length + PRIOR.weight);
  const own = byShow.get(show) ?? [];
  const precision = own.length / within + 1 / between;
  const ofShow = (sum(own.map(({ log }) => log)) / within + mean / between) / precision;
  return { mean: ofShow, variance: 1 / precision + within + (own.length === 0 ? within / (logs.length + PRIOR.meanWeight) : 0) };
}

/** Draws of downloads through `to` days from those through `from`: never fewer than there are. */
function drawDownloads(start: number, { mean, variance }: Growth, count: number, seed: number): Float64Array {
  const random = randomOf(seed, 0xd0c4);
  const share = Math.min(1, Math.exp(-Math.max(0, mean)));
  // What is still to come is a count as well: of few downloads it is less sure.
  const deviation = Math.sqrt(variance + (share * (1 - share)) / start);
  return Float64Array.from({ length: count }, () => Math.max(start, Math.round(start * Math.exp(mean + deviation * normal(random)))));
}

const dayAfter = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
const byTime = (a: EpisodeDays, b: EpisodeDays) =>
  a.publishedOn < b.publishedOn ? -1 : a.publishedOn > b.publishedOn ? 1 : a.episode < b.episode ? -1 : 1;

interface Tried extends Scored {
  chance: number;
}

const MOST_TRIED = 200;

/** Each whole past episode as it would have been forecast at the same age, from those that were whole by then. */
export function tryEpisodes(history: readonly EpisodeDays[], from: number): Tried[] {
  const whole = history.filter(({ days }) => days.length >= WHOLE_DAYS).toSorted(byTime);
  const tried: (Tried & { knownOn: string })[] = [];
  for (const asked of whole.slice(-MOST_TRIED)) {
    const origin = dayAfter(asked.publishedOn, from);
    const known = whole.filter(({ publishedOn }) => dayAfter(publishedOn, WHOLE_DAYS) <= origin);
    const start = through(asked, from);
    if (known.length < 3 || start === 0) continue;
    const outcome = through(asked, WHOLE_DAYS);
    const draws = drawDownloads(start, growthOf(known, asked.show, from, WHOLE_DAYS), TRIED_DRAWS, 5);
    const read = corrected(tried.filter(({ knownOn }) => knownOn <= origin).map(({ chance }) => chance));
    const quantile = quantilesOf(draws);
    const own = known.filter(({ show }) => show === asked.show);
    const like = own.length === 0 ? known : own;
    const point =
      (value: number): Quantile =>
      () =>
        value;
    tried.push({
      size: start,
      outcome,
      own: (level) => quantile(read(level)),
      baselines: {
        show_mean: point(sum(like.map((one) => through(one, WHOLE_DAYS))) / like.length),
        last_value: point(through(like[like.length - 1], WHOLE_DAYS)),
        growth_times_downloads: point(
          (start * sum(known.map((one) => through(one, WHOLE_DAYS)))) / sum(known.map((one) => through(one, from))),
        ),
      },
      knownOn: dayAfter(asked.publishedOn, WHOLE_DAYS),
      chance: chanceAmong(draws, outcome),
    });
  }
  return tried;
}

/** A point of a chart: what was counted by the end of a day, or the interval of 80 % of what will be. */
export interface BandPoint {
  day: string;
  low: number;
  median: number | null;
  high: number;
  isForecast: boolean;
}

/** Everything a forecast of an episode's downloads is made from. */
export interface DownloadsInput {
  history: readonly EpisodeDays[];
  /** Its `days` are those that the forecast may know, at least one and at most 29. */
  asked: EpisodeDays;
}

/**
 * Forecasts the downloads of an episode in its first 30 days from those of its first days: how such shares grew before, of its show drawn
 * to all shows. Without whole episodes it is a prior alone, and no point.
 */
export function forecastDownloads({ history, asked }: DownloadsInput): Forecast & { bands: BandPoint[] } {
  const from = asked.days.length;
  const start = through(asked, from);
  const others = history.filter(({ episode }) => episode !== asked.episode);
  const whole = others.filter(({ days }) => days.length >= WHOLE_DAYS);
  const tried = tryEpisodes(others, from);
  const backtest = scoresOf(tried) ?? null;
  const counted = asked.days.map((_, place) => {
    const count = through(asked, place + 1);
    return { day: dayAfter(asked.publishedOn, place), low: count, median: count, high: count, isForecast: false };
  });
  if (start === 0) {
    const missing = 'Nobody has downloaded it yet, which no curve can be drawn from.';
    return {
      history: whole.length,
      measures: [{ measure: 'downloads', intervals: null, median: null, missing, backtest }],
      bands: counted,
    };
  }
  const read = corrected(tried.map(({ chance }) => chance));
  const at = (to: number): Quantile => {
    const quantile = quantilesOf(drawDownloads(start, growthOf(whole, asked.show, from, to), DRAWS, 1));
    return (level) => quantile(read(level));
  };
  const medianOf = (quantile: Quantile) => (whole.length === 0 ? null : quantile(0.5));
  const forecast = Array.from({ length: WHOLE_DAYS - from }, (_, place) => {
    const quantile = at(from + place + 1);
    const [low, high] = boundsOf(quantile, 80);
    return { day: dayAfter(asked.publishedOn, from + place), low, median: medianOf(quantile), high, isForecast: true };
  });
  const last = at(WHOLE_DAYS);
  const intervals = INTERVALS.map((level) => {
    const [low, high] = boundsOf(last, level);
    return { level, low, high };
  });
  return {
    history: whole.length,
    measures: [{ measure: 'downloads', intervals, median: medianOf(last), missing: null, backtest }],
    bands: [...counted, ...forecast],
  };
}
