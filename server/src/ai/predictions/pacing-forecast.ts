import { gamma, normal } from '../../../../simulator/src/daily/draws.ts';
import { randomOf } from '../../../../simulator/src/random.ts';
import type { Forecast } from './campaign-forecast.ts';
import type { BandPoint } from './download-growth.ts';
import { boundsOf, chanceAmong, corrected, INTERVALS, type Quantile, quantilesOf, type Scored, type Scores, scoresOf } from './scores.ts';

/** A placement with a flight, what was booked of it, and what each UTC day delivered. */
export interface Flight {
  key: string;
  startsOn: string;
  /** Its last day. */
  endsOn: string;
  booked: number;
  price: { basis: 'cpm' | 'flat'; amountMinor: number; currency: string } | null;
  /** Deliveries by day, within the flight. */
  days: Readonly<Record<string, number>>;
}

/** Everything a forecast of a running campaign is made from: nothing on or after `asOf` is looked at. */
export interface PacingInput {
  flights: readonly Flight[];
  /** Placements that have ended, of any campaign. */
  history: readonly Flight[];
  asOf: string;
}

export interface PacingForecast extends Forecast {
  booked: number;
  delivered: number;
  /** The chances, 0 to 1, that less than 95 %, and more than 105 %, of what is booked is delivered. */
  chanceUnder: number;
  chanceOver: number;
  currency: string | null;
  bands: BandPoint[];
}

const DAY_MS = 86_400_000;
const [DRAWS, TRIED_DRAWS] = [2_000, 400];
/** Days count half as much as those a week later; the booked pace counts as much as one day. */
const [HALF_LIFE_DAYS, BOOKED_WEIGHT] = [7, 1];
/** A weekday is drawn to the others by two average days; days vary three times as much as a Poisson count until some were seen. */
const [WEEKDAY_WEIGHT, PRIOR_DISPERSION, DISPERSION_WEIGHT] = [2, 3, 5];
/** What is delivered in flights to come lies within about a quarter of what is booked (an assumption). */
const UPCOMING_DEVIATION = 0.25;
/** Rates drift: by so much over the square root of the days still to come (an assumption that the correction mends). */
const DRIFT = 0.03;

const ms = (day: string) => Date.parse(day);
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
const lengthOf = ({ startsOn, endsOn }: Flight) => (ms(endsOn) - ms(startsOn)) / DAY_MS + 1;
const weekdayOf = (at: number) => new Date(at).getUTCDay();

/** The days of a flight before one, those without deliveries included. */
function elapsed({ startsOn, endsOn, days }: Flight, asOf: string): { at: number; count: number }[] {
  const until = Math.min(ms(asOf), ms(endsOn) + DAY_MS);
  const length = Math.max(0, (until - ms(startsOn)) / DAY_MS);
  return Array.from({ length }, (_, place) => {
    const at = ms(startsOn) + place * DAY_MS;
    return { at, count: days[dayOf(at)] ?? 0 };
  });
}

/** What the days so far say of those to come. */
interface Pace {
  /** Of a day of an average weekday. */
  rate: number;
  /** So many days stand behind it. */
  weight: number;
  weekdays: readonly number[];
  dispersion: number;
}

function paceOf(past: readonly { at: number; count: number }[], bookedRate: number): Pace {
  const last = past[past.length - 1].at;
  const weights = past.map(({ at }) => 0.5 ** ((last - at) / DAY_MS / HALF_LIFE_DAYS));
  const weight = sum(weights) + BOOKED_WEIGHT;
  const rate = Math.max(1e-6, (sum(past.map(({ count }, place) => weights[place] * count)) + BOOKED_WEIGHT * bookedRate) / weight);
  const mean = Math.max(1e-6, sum(past.map(({ count }) => count)) / past.length);
  const weekdays = Array.from({ length: 7 }, (_, weekday) => {
    const own = past.filter(({ at }) => weekdayOf(at) === weekday);
    return (sum(own.map(({ count }) => count)) + WEEKDAY_WEIGHT * mean) / ((own.length + WEEKDAY_WEIGHT) * mean);
  });
  const excess = past.map(({ at, count }) => (count - mean * weekdays[weekdayOf(at)]) ** 2 / (mean * weekdays[weekdayOf(at)]));
  const dispersion = Math.max(1, (sum(excess) + DISPERSION_WEIGHT * PRIOR_DISPERSION) / (past.length + DISPERSION_WEIGHT));
  return { rate, weight, weekdays, dispersion };
}

type Random = ReturnType<typeof randomOf>;

/** A number above 0 with this mean and variance: gamma, or nearly so where the mean is below the dispersion. */
function drawDay(random: Random, mean: number, dispersion: number): number {
  const shape = mean / dispersion;
  if (shape >= 1) return mean * gamma(random, shape);
  return Math.max(0, mean + Math.sqrt(mean * dispersion) * normal(random));
}

/** Deliveries by the end of each day from `asOf` on, draw by draw, those before it included. */
function drawFlight(flight: Flight, asOf: string, until: number, draws: { count: number; random: Random }): Float64Array[] {
  const { count, random } = draws;
  const past = elapsed(flight, asOf);
  const delivered = sum(past.map((one) => one.count));
  const from = Math.max(ms(asOf), ms(flight.startsOn));
  const bookedRate = flight.booked / lengthOf(flight);
  const pace = past.length === 0 ? undefined : paceOf(past, bookedRate);
  const remaining = Math.max(0, (ms(flight.endsOn) + DAY_MS - from) / DAY_MS);
  const rates = Float64Array.from({ length: count }, () => {
    if (pace === undefined) return bookedRate * Math.exp(UPCOMING_DEVIATION * normal(random));
    const deviation = Math.sqrt(pace.dispersion / (pace.rate * pace.weight) + DRIFT ** 2 * remaining);
    return pace.rate * Math.exp(deviation * normal(random) - deviation ** 2 / 2);
  });
  const running = new Float64Array(count).fill(delivered);
  const points: Float64Array[] = [];
  for (let at = ms(asOf); at < until; at += DAY_MS) {
    if (at >= from && at <= ms(flight.endsOn)) {
      const factor = pace?.weekdays[weekdayOf(at)] ?? 1;
      for (let draw = 0; draw < count; draw += 1)
        running[draw] += drawDay(random, Math.max(1e-9, rates[draw] * factor), pace?.dispersion ?? PRIOR_DISPERSION);
    }
    points.push(Float64Array.from(running));
  }
  return points.length === 0 ? [running] : points;
}

interface Tried extends Scored {
  chance: number;
  endsOn: string;
}

const [MOST_TRIED, SHARES] = [120, [0.25, 0.5, 0.75]];

/** Placements that have ended as they would have been forecast a quarter, half and three quarters through. */
export function tryFlights(history: readonly Flight[], asOf: string): Tried[] {
  const ended = history
    .filter((flight) => ms(flight.endsOn) < ms(asOf) && lengthOf(flight) >= 4)
    .toSorted((a, b) => (a.endsOn < b.endsOn ? -1 : a.endsOn > b.endsOn ? 1 : a.key < b.key ? -1 : 1))
    .slice(-MOST_TRIED);
  const tried: Tried[] = [];
  for (const flight of ended) {
    for (const share of SHARES) {
      const origin = dayOf(ms(flight.startsOn) + Math.round(share * lengthOf(flight)) * DAY_MS);
      const read = corrected(tried.filter(({ endsOn }) => endsOn < origin).map(({ chance }) => chance));
      const past = elapsed(flight, origin);
      const outcome = sum(elapsed(flight, asOf).map(({ count }) => count));
      const delivered = sum(past.map(({ count }) => count));
      const points = drawFlight(flight, origin, ms(flight.endsOn) + DAY_MS, { count: TRIED_DRAWS, random: randomOf(11, tried.length) });
      const draws = points[points.length - 1].map(Math.round);
      const quantile = quantilesOf(draws);
      const point =
        (value: number): Quantile =>
        () =>
          value;
      const left = lengthOf(flight) - past.length;
      tried.push({
        size: flight.booked,
        outcome,
        own: (level) => quantile(read(level)),
        baselines: {
          booked: point(flight.booked),
          last_value: point(delivered + past[past.length - 1].count * left),
          rate_so_far: point((delivered / past.length) * lengthOf(flight)),
        },
        chance: chanceAmong(draws, outcome),
        endsOn: flight.endsOn,
      });
    }
  }
  return tried;
}

/** What deliveries cost: by the thousand, or as a whole. */
export const costOf = ({ price }: Flight, delivered: number) =>
  price === null ? 0 : price.basis === 'flat' ? price.amountMinor : (price.amountMinor * delivered) / 1_000;

/** Of one currency, when every flight has a price in it. */
function currencyOf(flights: readonly Flight[]): string | null {
  const currencies = new Set(flights.map(({ price }) => price?.currency ?? null));
  const [only] = currencies;
  return currencies.size === 1 ? (only ?? null) : null;
}

/** Days that a chart has at most. */
const MOST_POINTS = 60;

/**
 * Forecasts what a campaign under way will have delivered, and cost, when its flights end: each placement goes on at its recent pace, drawn
 * to the booked one, with its weekdays; how far such forecasts were off before widens or narrows the intervals.
 */
export function forecastPacing({ flights, history, asOf }: PacingInput): PacingForecast {
  const until = Math.max(...flights.map(({ endsOn }) => ms(endsOn) + DAY_MS));
  const random = randomOf(1, 0x9ace);
  const drawn = flights.map((flight) => drawFlight(flight, asOf, until, { count: DRAWS, random }));
  const length = drawn[0].length;
  const totals = Array.from({ length }, (_, day) =>
    Float64Array.from({ length: DRAWS }, (_none, draw) => sum(drawn.map((own) => own[day][draw]))),
  );
  const tried = tryFlights(history, asOf);
  const read = corrected(tried.map(({ chance }) => chance));
  const at = (draws: Float64Array): Quantile => {
    const quantile = quantilesOf(draws);
    return (level) => Math.round(quantile(read(level)));
  };
  const last = totals[length - 1];
  const booked = sum(flights.map((flight) => flight.booked));
  const delivered = sum(flights.flatMap((flight) => elapsed(flight, asOf).map(({ count }) => count)));
  const currency = currencyOf(flights);
  const spend = Float64Array.from({ length: DRAWS }, (_, draw) =>
    sum(flights.map((flight, place) => costOf(flight, drawn[place][length - 1][draw]))),
  );
  const measure = (name: string, draws: Float64Array, backtest: Scores | null) => {
    const quantile = at(draws);
    const intervals = INTERVALS.map((level) => {
      const [low, high] = boundsOf(quantile, level);
      return { level, low, high };
    });
    return { measure: name, intervals, median: quantile(0.5), missing: null, backtest };
  };
  const missing = 'Not all of its placements have a price in one currency.';
  const share = (is: (value: number) => boolean) => last.filter(is).length / DRAWS;
  return {
    history: tried.length / SHARES.length,
    // Spend follows from impressions, and so does how it did.
    measures: [
      measure('impressions', last, scoresOf(tried) ?? null),
      currency === null ? { measure: 'spend', intervals: null, median: null, missing, backtest: null } : measure('spend', spend, null),
    ],
    booked,
    delivered,
    chanceUnder: share((value) => value < 0.95 * booked),
    chanceOver: share((value) => value > 1.05 * booked),
    currency,
    bands: bandsOf(flights, asOf, totals, at),
  };
}

function bandsOf(
  flights: readonly Flight[],
  asOf: string,
  totals: readonly Float64Array[],
  at: (draws: Float64Array) => Quantile,
): BandPoint[] {
  const start = Math.min(...flights.map(({ startsOn }) => ms(startsOn)));
  const points: BandPoint[] = [];
  let running = 0;
  for (let day = start; day < ms(asOf); day += DAY_MS) {
    running += sum(flights.map(({ days }) => days[dayOf(day)] ?? 0));
    points.push({ day: dayOf(day), low: running, median: running, high: running, isForecast: false });
  }
  totals.forEach((draws, place) => {
    const quantile = at(draws);
    const [low, high] = boundsOf(quantile, 80);
    points.push({ day: dayOf(ms(asOf) + place * DAY_MS), low, median: quantile(0.5), high, isForecast: true });
  });
  const step = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, place) => (points.length - 1 - place) % step === 0);
}
