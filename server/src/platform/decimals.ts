const PLAIN = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?$/;

/** The quotient of two whole numbers, rounded to the nearest one; a half goes away from zero. `divisor` is above 0. */
export function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  const size = dividend < 0n ? -dividend : dividend;
  const rounded = (2n * size + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}

/**
 * A plain decimal number as whole units of its `digits`-th decimal place: `1.5` with two digits is 150. What has more decimals is
 * rounded, a half away from zero. Undefined for anything that is no plain decimal: an exponent, `NaN`, an infinity, a sign without
 * digits, more than 40 digits before or after the point.
 */
export function decimalUnits(text: string, digits: number): bigint | undefined {
  const [, sign, whole, decimals = ''] = PLAIN.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const size = BigInt(whole + decimals.slice(0, digits).padEnd(digits, '0')) + (decimals.charAt(digits) >= '5' ? 1n : 0n);
  return sign === '-' ? -size : size;
}

/** The plain decimal number that `units` of the `digits`-th decimal place are, without zeros at its end and never with an exponent. */
export function decimalText(units: bigint, digits: number): string {
  const size = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const decimals = size.slice(size.length - digits).replace(/0+$/, '');
  const whole = size.slice(0, size.length - digits);
  return `${units < 0n ? '-' : ''}${whole}${digits === 0 || decimals === '' ? '' : `.${decimals}`}`;
}

/**
 * Splits a whole number in proportion to weights so that the parts sum to it exactly: each part is cut towards zero, and what is left
 * goes, one unit each, to the largest remainders, of equal ones to the earliest. Weights are from 0; where all are 0 the parts are even.
 * A negative number is split as the positive one would be.
 * Source: the method of largest remainders, known from elections as Hamilton's.
 * @throws RangeError without weights, or for a negative one.
 */
export function proportionalParts(total: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.length === 0 || weights.some((weight) => weight < 0n)) throw new RangeError('parts need weights, each from 0');
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  if (sum === 0n)
    return proportionalParts(
      total,
      weights.map(() => 1n),
    );
  const size = total < 0n ? -total : total;
  const parts = weights.map((weight) => (size * weight) / sum);
  let left = Number(size - parts.reduce((all, part) => all + part, 0n));
  const order = weights
    .map((weight, place) => ({ place, remainder: (size * weight) % sum }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.place - b.place : a.remainder > b.remainder ? -1 : 1));
  for (const { place } of order) {
    if (left === 0) break;
    parts[place] += 1n;
    left -= 1;
  }
  return total < 0n ? parts.map((part) => -part) : parts;
}
