import { halvingOfSteps } from './halving.ts';

export const LN2 = 0.6931471805599453;
const SQRT2 = Math.sqrt(2);
const STEPS_PER_UNIT = 1_024 / LN2;

/**
 * The natural logarithm of a positive, finite number, to about 4e-16 of itself or of 1, from + − × ÷ √ alone, so that every machine gives
 * the same bits: x = 2^k · m with m around 1, and ln m = 2 (t + t³/3 + t⁵/5 + …) for t = (m − 1) ÷ (m + 1), here to t²¹ (remainder below
 * 1e-18).
 */
export function logarithm(x: number): number {
  let power = 0;
  let m = x;
  while (m >= 4_294_967_296) {
    m /= 4_294_967_296;
    power += 32;
  }
  while (m < 2.3283064365386963e-10) {
    m *= 4_294_967_296;
    power -= 32;
  }
  while (m > SQRT2) {
    m /= 2;
    power += 1;
  }
  while (m < SQRT2 / 2) {
    m *= 2;
    power -= 1;
  }
  const t = (m - 1) / (m + 1);
  const square = t * t;
  let series = 0;
  for (let odd = 21; odd >= 3; odd -= 2) series = (series + 1 / odd) * square;
  return power * LN2 + 2 * t * (1 + series);
}

/** e^x to about 1e-14 of itself for |x| up to 700, the same bits on every machine. */
export function exponential(x: number): number {
  return x > 0 ? 1 / halvingOfSteps(x * STEPS_PER_UNIT) : halvingOfSteps(-x * STEPS_PER_UNIT);
}
