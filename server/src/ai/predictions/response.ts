import type { CountForecast } from './counts.ts';

/** What is known of a campaign before it runs. */
export interface Plan {
  show: string;
  category: string;
  /** Booked, above 0. */
  impressions: number;
}

/** A finished campaign. */
export interface Outcome extends Plan {
  conversions: number;
}

interface Effect {
  value: number;
  variance: number;
}

/** A fitted response: conversions around exp(level + category + show) × (impressions / typical)^slope. */
export interface Response {
  /** The logarithm of typical impressions, at which level and slope do not depend on each other. */
  center: number;
  level: Effect;
  slope: Effect;
  categories: ReadonlyMap<string, Effect>;
  shows: ReadonlyMap<string, Effect>;
  /** Standard deviations of the effects of categories and shows that were never seen. */
  spread: { category: number; show: number };
  /** Variance of counts is mean + mean² / dispersion. */
  dispersion: number;
  /** Variances of level and slope before anything was seen. */
  prior: { level: number; slope: number };
}

/**
 * Purchases for each impression where nothing is known: 1.21 % of reached households visit, 5.35 % of visitors buy, 4.55 impressions reach
 * a household (Podsights benchmark report, Q1 2023). Networks lie within about a factor of 20 of it.
 */
const PRIOR_LEVEL = { rate: (0.0121 * 0.0535) / 4.55, deviation: 1.5 };
/** Visits for each impression where nothing is known, from the same report. */
export const PRIOR_VISIT_RATE = 0.0121 / 4.55;
/** Twice the impressions bring less than twice the conversions: published response curves have exponents of 0.6 to 1. */
const PRIOR_SLOPE = { value: 0.85, deviation: 0.15 };
/** Categories differ more than fourfold, shows within them less; both count as much as two of their kind that were seen. */
const PRIOR_SPREAD = { category: 0.6, show: 0.4, weight: 2 };
const PRIOR_DISPERSION = { value: 6, weight: 8 };
const TYPICAL_IMPRESSIONS = 100_000;
const ROUNDS = 12;
const SWEEPS = 40;
const LARGEST_STEP = 2;
const [LEAST_DISPERSION, MOST_DISPERSION] = [0.2, 200];

/** One number of the model as it is fitted: its value, what it is drawn to, and the rows it bears on. */
interface Term {
  value: number;
  variance: number;
  prior: { value: number; variance: number };
  rows: Int32Array;
}

function termOver(rows: readonly number[], value: number, variance: number): Term {
  return { value, variance, prior: { value, variance }, rows: Int32Array.from(rows) };
}

const placesBy = (outcomes: readonly Outcome[], name: 'category' | 'show') =>
  Map.groupBy(outcomes.keys(), (place) => outcomes[place][name]);

interface Fit {
  level: Term;
  slope: Term;
  categories: Map<string, Term>;
  shows: Map<string, Term>;
  x: Float64Array;
  /** The logarithm of each row's mean. */
  eta: Float64Array;
  dispersion: number;
}

function startOf(outcomes: readonly Outcome[], center: number, rate: number): Fit {
  const all = [...outcomes.keys()];
  const terms = (name: 'category' | 'show') =>
    new Map([...placesBy(outcomes, name)].map(([key, rows]) => [key, termOver([...rows], 0, PRIOR_SPREAD[name] ** 2)]));
  const level = termOver(all, Math.log(rate) + center, PRIOR_LEVEL.deviation ** 2);
  const slope = termOver(all, PRIOR_SLOPE.value, PRIOR_SLOPE.deviation ** 2);
  const x = Float64Array.from(outcomes, ({ impressions }) => Math.log(impressions) - center);
  const eta = x.map((value) => level.value + slope.value * value);
  return { level, slope, categories: terms('category'), shows: terms('show'), x, eta, dispersion: PRIOR_DISPERSION.value };
}

/** One step of Newton for one term, the others held (Fisher scoring of the negative binomial with a logarithmic link). */
function step(term: Term, fit: Fit, outcomes: readonly Outcome[]): number {
  const { eta, x, dispersion } = fit;
  let [gradient, information] = [(term.prior.value - term.value) / term.prior.variance, 1 / term.prior.variance];
  for (const row of term.rows) {
    const mean = Math.exp(eta[row]);
    const by = term === fit.slope ? x[row] : 1;
    gradient += (by * (outcomes[row].conversions - mean)) / (1 + mean / dispersion);
    information += (by * by * mean) / (1 + mean / dispersion);
  }
  const change = Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, gradient / information));
  term.value += change;
  term.variance = 1 / information;
  for (const row of term.rows) eta[row] += change * (term === fit.slope ? x[row] : 1);
  return Math.abs(change);
}

function sweep(fit: Fit, outcomes: readonly Outcome[]): void {
  const terms = [fit.level, fit.slope, ...fit.categories.values(), ...fit.shows.values()];
  for (let round = 0; round < SWEEPS; round += 1) {
    const most = terms.reduce((largest, term) => Math.max(largest, step(term, fit, outcomes)), 0);
    if (most < 1e-7) return;
  }
}

/** How far effects of a kind lie apart, by one step of expectation and maximisation; a prior keeps few of them from saying none. */
function respread(terms: ReadonlyMap<string, Term>, prior: number): number {
  const own = [...terms.values()].reduce((sum, { value, variance }) => sum + value * value + variance, 0);
  const spread = (own + PRIOR_SPREAD.weight * prior ** 2) / (terms.size + PRIOR_SPREAD.weight);
  for (const term of terms.values()) term.prior.variance = spread;
  return Math.sqrt(spread);
}

/** The dispersion at which squared residuals are as large as the negative binomial has them, drawn to the prior while rows are few. */
function redisperse({ eta, level, slope, categories, shows }: Fit, outcomes: readonly Outcome[]): number {
  const used = [level, slope, ...categories.values(), ...shows.values()].reduce(
    (sum, { variance, prior }) => sum + Math.max(0, 1 - variance / prior.variance),
    0,
  );
  const excess = (dispersion: number) =>
    outcomes.reduce((sum, { conversions }, row) => {
      const mean = Math.exp(eta[row]);
      return sum + (conversions - mean) ** 2 / (mean + (mean * mean) / dispersion);
    }, 0) - Math.max(1, outcomes.length - used);
  let [low, high] = [Math.log(LEAST_DISPERSION), Math.log(MOST_DISPERSION)];
  for (let halving = 0; halving < 40; halving += 1) {
    const middle = (low + high) / 2;
    if (excess(Math.exp(middle)) > 0) high = middle;
    else low = middle;
  }
  const { value, weight } = PRIOR_DISPERSION;
  return Math.exp((outcomes.length * low + weight * Math.log(value)) / (outcomes.length + weight));
}

const effectsOf = (terms: ReadonlyMap<string, Term>) => new Map([...terms].map(([key, { value, variance }]) => [key, { value, variance }]));

/**
 * Fits how conversions respond to impressions: a power below one, counts wider than Poisson, and rates of shows drawn to their category and
 * those of categories to all (empirical Bayes). Without outcomes it is the prior alone; `rate` is what an impression brings before anything
 * is known, purchases when it is left out. In time that grows with the number of outcomes.
 */
export function fitResponse(outcomes: readonly Outcome[], rate = PRIOR_LEVEL.rate): Response {
  const logs = outcomes.map(({ impressions }) => Math.log(impressions));
  const center = logs.length === 0 ? Math.log(TYPICAL_IMPRESSIONS) : logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const fit = startOf(outcomes, center, rate);
  const spread = { category: PRIOR_SPREAD.category, show: PRIOR_SPREAD.show };
  for (let round = 0; outcomes.length > 0 && round < ROUNDS; round += 1) {
    sweep(fit, outcomes);
    spread.category = respread(fit.categories, PRIOR_SPREAD.category);
    spread.show = respread(fit.shows, PRIOR_SPREAD.show);
    fit.dispersion = redisperse(fit, outcomes);
  }
  sweep(fit, outcomes);
  const { level, slope, dispersion } = fit;
  return {
    center,
    level: { value: level.value, variance: level.variance },
    slope: { value: slope.value, variance: slope.variance },
    categories: effectsOf(fit.categories),
    shows: effectsOf(fit.shows),
    spread,
    dispersion,
    prior: { level: PRIOR_LEVEL.deviation ** 2, slope: PRIOR_SLOPE.deviation ** 2 },
  };
}

/** What a response says of a campaign before it runs. */
export function forecast(response: Response, { show, category, impressions }: Plan): CountForecast {
  const x = Math.log(impressions) - response.center;
  const ofCategory = response.categories.get(category) ?? { value: 0, variance: response.spread.category ** 2 };
  const ofShow = response.shows.get(show) ?? { value: 0, variance: response.spread.show ** 2 };
  const variance = response.level.variance + response.slope.variance * x * x + ofCategory.variance + ofShow.variance;
  return {
    logMean: response.level.value + response.slope.value * x + ofCategory.value + ofShow.value,
    logSpread: Math.sqrt(variance),
    dispersion: response.dispersion,
  };
}
