/** The 97.5 % point of the normal distribution, for intervals of 95 %. */
const Z = 1.959963984540054;

/**
 * The 95 % Wilson score interval of a share, both ends in 0…1; undefined without trials. Where nothing or everything succeeded,
 * the formula's own end is exactly 0 or 1, which rounding would miss.
 * Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209–212.
 */
export function wilsonInterval(successes: number, trials: number): { low: number; high: number } | undefined {
  if (!(trials > 0) || successes < 0 || successes > trials) return undefined;
  const share = successes / trials;
  const z2 = (Z * Z) / trials;
  const middle = (share + z2 / 2) / (1 + z2);
  const half = (Z * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials))) / (1 + z2);
  return { low: successes === 0 ? 0 : middle - half, high: successes === trials ? 1 : middle + half };
}
