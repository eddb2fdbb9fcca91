/** Lanczos coefficients for g = 7 (C. Lanczos 1964; the values of P. Godfrey). */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** The logarithm of the gamma function of a number above 0, to about 1e-13. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const at = x - 1;
  const sum = LANCZOS.reduce((total, coefficient, place) => (place === 0 ? coefficient : total + coefficient / (at + place)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(at + 7.5) - (at + 7.5) + Math.log(sum);
}

const MOST_STEPS = 500;
const TINY = 1e-300;

/** The continued fraction of the incomplete beta function by the method of W. J. Lentz (1976). */
function fraction(x: number, a: number, b: number): number {
  const guarded = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= MOST_STEPS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return result;
}

/** The regularised incomplete beta function of x from 0 to 1, with a and b above 0. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** The chance of a negative-binomial count of at most `count`; its variance is mean + mean² / dispersion. */
export function chanceOfAtMost(count: number, mean: number, dispersion: number): number {
  if (count < 0) return 0;
  return incompleteBeta(dispersion / (dispersion + mean), dispersion, Math.floor(count) + 1);
}

/** Places and weights by which a mean over a standard normal number is the weighted sum over nine of its values (Gauss and Hermite). */
const NODES: readonly (readonly [place: number, weight: number])[] = [
  [0, 0.4063492063492063],
  [1.0232556637891326, 0.2440975028949394],
  [2.0768479786778302, 0.04991640676521788],
  [3.2054290028564703, 0.002789141321231769],
  [4.512745863399783, 0.00002234584400774657],
];
const ALL_NODES = NODES.flatMap(([place, weight]) =>
  place === 0
    ? [[place, weight]]
    : [
        [-place, weight],
        [place, weight],
      ],
);

/** A count of which the logarithm of the mean is normal around `logMean` with this standard deviation. */
export interface CountForecast {
  logMean: number;
  logSpread: number;
  dispersion: number;
}

/** The chance of a count of at most this. */
export function chanceUpTo(count: number, { logMean, logSpread, dispersion }: CountForecast): number {
  return ALL_NODES.reduce(
    (sum, [place, weight]) => sum + weight * chanceOfAtMost(count, Math.exp(logMean + logSpread * place), dispersion),
    0,
  );
}

/** The smallest whole count with at least this chance below or at it. */
export function quantileOf(level: number, forecast: CountForecast): number {
  let high = 1;
  while (high < 1e15 && chanceUpTo(high, forecast) < level) high *= 2;
  let low = -1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (chanceUpTo(middle, forecast) >= level) high = middle;
    else low = middle;
  }
  return high;
}
