const LN_2 = 0.693_147_180_559_945_3;
const TERMS_UP_TO = 21;

/**
 * The natural logarithm of a number above 0, by + − × ÷ alone, so that it has the same bits on every machine: ln m =
 * 2·artanh((m − 1)/(m + 1)) after halving and doubling into √½ … √2, where 11 terms of the series leave less than 1e-16.
 */
export function naturalLog(x: number): number {
  let mantissa = x;
  let exponent = 0;
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent -= 1;
  }
  while (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let sum = 0;
  for (let term = TERMS_UP_TO; term >= 1; term -= 2) sum = 1 / term + square * sum;
  return 2 * ratio * sum + exponent * LN_2;
}
