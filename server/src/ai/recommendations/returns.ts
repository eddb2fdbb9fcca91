import { logGamma } from '../predictions/counts.ts';

/** What was put into a line of a budget, and the conversions beyond chance that came of it. */
export interface Line {
  key: string;
  name: string;
  /** Money in minor units, or exposures. */
  amount: number;
  /** Conversions beyond what chance gives; below 0 where there were fewer. */
  excess: number;
  variance: number;
  /** In standard errors: how far exposures gather before conversions that come anyway. */
  gathering: number;
}

/** A number that is known up to a normal error. */
export interface Normal {
  mean: number;
  deviation: number;
}

/** The chance of a standard normal number of at most x: a polynomial that is off by 7.5e-8 at most (Abramowitz and Stegun, 26.2.17). */
export function chanceBelow(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429].reduce(
    (sum, term, place) => sum + term * t ** (place + 1),
    0,
  );
  const beyond = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * tail;
  return x > 0 ? 1 - beyond : beyond;
}

/** The chance that a chi-square number exceeds a value, by degrees of freedom: the series of the lower incomplete gamma function. */
export function chiSquareAbove(value: number, degrees: number): number {
  if (value <= 0) return 1;
  const [a, x] = [degrees / 2, value / 2];
  // Far beyond this the series loses its digits, and the chance is nothing at all.
  if (x > a + 200) return 0;
  let [term, sum] = [1 / a, 1 / a];
  for (let step = 1; step < 2_000 && term > sum * 1e-16; step += 1) sum += term *= x / (a + step);
  return Math.max(0, 1 - Math.exp(a * Math.log(x) - x - logGamma(a)) * sum);
}

/** What lines return per amount, each drawn to what all return. */
export interface Returns {
  /** Of all lines together, per amount. */
  typical: Normal;
  /** The standard deviation of what lines truly return. */
  spread: number;
  /** How likely lines that all return the same would differ as much as these. */
  sameByChance: number;
  /** Of each line, in their order. */
  lines: Normal[];
}

const HALVINGS = 60;

function weighted(rates: readonly number[], variances: readonly number[], between: number) {
  const weights = variances.map((variance) => 1 / (variance + between));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = rates.reduce((sum, rate, place) => sum + rate * weights[place], 0) / whole;
  const squares = rates.reduce((sum, rate, place) => sum + weights[place] * (rate - mean) ** 2, 0);
  return { mean, whole, squares };
}

/** The variance between lines at which they stray as far as they should (R. C. Paule, J. Mandel 1982); 0 when they do at none. */
function betweenOf(rates: readonly number[], variances: readonly number[]): number {
  const degrees = rates.length - 1;
  if (weighted(rates, variances, 0).squares <= degrees) return 0;
  let [low, high] = [0, 4 * Math.max(...rates.map((rate) => rate ** 2), ...variances)];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (weighted(rates, variances, middle).squares > degrees) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * What lines return per amount, shrunk to their common mean by how little they differ beyond their own errors (empirical Bayes, C. N.
 * Morris 1983): the line that did best by luck is not taken at its word. Undefined for fewer than two lines.
 */
export function returnsOf(lines: readonly Line[]): Returns | undefined {
  if (lines.length < 2) return undefined;
  const rates = lines.map(({ excess, amount }) => excess / amount);
  const variances = lines.map(({ variance, amount }) => variance / amount ** 2);
  const between = betweenOf(rates, variances);
  const { mean, whole } = weighted(rates, variances, between);
  return {
    typical: { mean, deviation: Math.sqrt(1 / whole) },
    spread: Math.sqrt(between),
    sameByChance: chiSquareAbove(weighted(rates, variances, 0).squares, lines.length - 1),
    lines: rates.map((rate, place) => {
      const trust = between / (between + variances[place]);
      // How far lines differ is itself known from so few of them.
      const doubt = (2 / Math.max(1, lines.length - 3)) * ((1 - trust) * (rate - mean)) ** 2;
      const variance = trust * variances[place] + (1 - trust) ** 2 / whole + doubt;
      return { mean: trust * rate + (1 - trust) * mean, deviation: Math.sqrt(variance) };
    }),
  };
}

/** Exponents of the response to more of the same, and how likely each is: as the forecast has it before it knows any (0.85 ± 0.15). */
const EXPONENTS: readonly (readonly [exponent: number, weight: number])[] = [
  [0.55, 0.06],
  [0.7, 0.24],
  [0.85, 0.4],
  [1, 0.3],
];

/** What is gained, with the interval that it lies in with a chance of 80 %. */
export interface Gain {
  value: number;
  low: number;
  high: number;
  /** That it is above 0. */
  chance: number;
}

interface Part extends Normal {
  weight: number;
}

/** Sums up parts of a mixture of normal numbers. */
function mixture(parts: readonly Part[]): Gain {
  const below = (x: number) => parts.reduce((sum, { mean, deviation, weight }) => sum + weight * chanceBelow((x - mean) / deviation), 0);
  const reach = Math.max(...parts.map(({ mean, deviation }) => Math.abs(mean) + 6 * deviation));
  const quantile = (level: number) => {
    let [low, high] = [-reach, reach];
    for (let halving = 0; halving < HALVINGS; halving += 1) {
      const middle = (low + high) / 2;
      if (below(middle) < level) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  const value = parts.reduce((sum, { mean, weight }) => sum + weight * mean, 0);
  return { value, low: quantile(0.1), high: quantile(0.9), chance: 1 - below(0) };
}

/** A normal number as a gain. */
export function gainOf({ mean, deviation }: Normal): Gain {
  return mixture([{ mean, deviation: Math.max(deviation, Number.MIN_VALUE), weight: 1 }]);
}

/** A line with what it returns per amount. */
export interface Returning {
  amount: number;
  returns: Normal;
}

/**
 * What moving an amount from one line to another brings: conversions respond to an amount by a power that is not known, so that what is
 * added brings less, and what is taken costs less, than the line's mean return.
 */
export function gainOfMove(from: Returning, to: Returning, moved: number): Gain {
  const parts: Part[] = [];
  for (const [toExponent, toWeight] of EXPONENTS) {
    for (const [fromExponent, fromWeight] of EXPONENTS) {
      const more = to.amount * ((1 + moved / to.amount) ** toExponent - 1);
      const less = from.amount * (1 - (1 - moved / from.amount) ** fromExponent);
      parts.push({
        mean: to.returns.mean * more - from.returns.mean * less,
        deviation: Math.hypot(to.returns.deviation * more, from.returns.deviation * less),
        weight: toWeight * fromWeight,
      });
    }
  }
  return mixture(parts);
}
