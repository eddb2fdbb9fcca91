const MOST_STEPS = 10_000;
const PRECISION = 1e-15;
const TINY = 1e-300;
/** Lanczos' coefficients for g = 7, n = 9. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/**
 * The natural logarithm of the gamma function, for x > 0, to about 14 digits.
 * Source: C. Lanczos (1964), A precision approximation of the gamma function, SIAM Journal on Numerical Analysis B 1, 86–96.
 */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const base = x - 1 + 7.5;
  const series = LANCZOS.slice(1).reduce((sum, coefficient, place) => sum + coefficient / (x + place), LANCZOS[0]);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series);
}

function lowerGammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let step = 1; step < MOST_STEPS && Math.abs(term) > Math.abs(sum) * PRECISION; step += 1) {
    term *= x / (a + step);
    sum += term;
  }
  return sum * Math.exp(-x + a * Math.log(x) - logGamma(a));
}

function upperGammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let step = 1; step < MOST_STEPS; step += 1) {
    const numerator = -step * (step - a);
    b += 2;
    d = 1 / (numerator * d + b || TINY);
    c = b + numerator / c || TINY;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return fraction * Math.exp(-x + a * Math.log(x) - logGamma(a));
}

/**
 * The regularised upper incomplete gamma function Q(a, x), for a > 0 and x ≥ 0: a series below a + 1, a continued fraction above, so that
 * small tails keep their digits. Source: NIST Digital Library of Mathematical Functions, 8.7.1 and 8.9.2.
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - lowerGammaSeries(a, x) : upperGammaFraction(a, x);
}

/** The probability that a chi-square variable with this many degrees of freedom exceeds `statistic`. */
export function chiSquareTail(statistic: number, degrees: number): number {
  return upperGamma(degrees / 2, statistic / 2);
}

/** The probability that a standard normal variable exceeds `z`; exact to about 14 digits in the upper tail. */
export function normalTail(z: number): number {
  const half = upperGamma(0.5, (z * z) / 2) / 2;
  return z >= 0 ? half : 1 - half;
}

/** The probability that a standard normal variable lies further from 0 than `z`. */
export function twoSided(z: number): number {
  return Math.min(1, upperGamma(0.5, (z * z) / 2));
}

/**
 * The point below which a standard normal variable lies with this probability, 0 < p < 1.
 * Start: C. Hastings (1955), Approximations for Digital Computers, sheet 67; then Newton's steps on the tail.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError('a quantile needs a probability between 0 and 1');
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * Math.log(tail));
  let z = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
  for (let step = 0; step < 4; step += 1) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const error = (normalTail(z) - tail) / density;
    z += error / (1 - (z * error) / 2);
  }
  return p < 0.5 ? -z : z;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || TINY);
  let fraction = d;
  for (let m = 1; m < MOST_STEPS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || TINY);
    c = 1 + even / c || TINY;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || TINY);
    c = 1 + odd / c || TINY;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return fraction;
}

/**
 * The regularised incomplete beta function I_x(a, b), for 0 ≤ x ≤ 1.
 * Source: NIST Digital Library of Mathematical Functions, 8.17.22.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** The probability that Student's t with these degrees of freedom lies further from 0 than `t`. */
export function studentTwoSided(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/** The point below which Student's t with these degrees of freedom lies with this probability, 0.5 ≤ p < 1; by bisection. */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p >= 0.5 && p < 1) || degrees <= 0) throw new RangeError('needs a probability of at least 0.5 and below 1, and degrees above 0');
  let [low, high] = [0, 1];
  const tail = 2 * (1 - p);
  while (studentTwoSided(high, degrees) > tail && high < 1e12) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-13 * high; step += 1) {
    const middle = (low + high) / 2;
    if (studentTwoSided(middle, degrees) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
