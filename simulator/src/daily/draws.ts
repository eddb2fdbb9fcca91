import type { Random } from '../random.ts';

/** A standard normal number (G. E. P. Box, M. E. Muller 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** A gamma number with this shape, at least 1, and mean 1 (G. Marsaglia, W. W. Tsang 2000). */
export function gamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(random);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return (d * v) / shape;
  }
}

const LARGE_MEAN = 50;

/** A Poisson number; around a large mean, a rounded normal one. */
export function poisson(random: Random, mean: number): number {
  if (mean > LARGE_MEAN) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const floor = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > floor || count < 0; count += 1) product *= random.next();
  return count;
}

/** A negative-binomial number: its variance is mean + mean² / dispersion. */
export function negativeBinomial(random: Random, mean: number, dispersion: number): number {
  return poisson(random, mean * gamma(random, dispersion));
}
