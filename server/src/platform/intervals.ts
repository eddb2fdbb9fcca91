import { z } from 'zod';

/** The 97.5 % point of the normal distribution, for intervals of 95 %. */
const Z = 1.959963984540054;

/** A share with its 95 % Wilson interval; `rate`, `low` and `high` are null without trials. */
export const Share = z
  .object({
    count: z.int(),
    of: z.int(),
    rate: z.number().nullable().describe('count / of, 0 to 1'),
    low: z.number().nullable().describe('lower end of the 95 % Wilson interval'),
    high: z.number().nullable().describe('upper end of it'),
    isFew: z.boolean().describe('true below 30 of them: read it with care'),
  })
  .meta({ id: 'Share95' });
export type Share = z.infer<typeof Share>;

const FEW = 30;

/**
 * `count` of `of` (whole numbers, 0 ≤ count ≤ of) as a share with its 95 % Wilson score interval. Where none or all are counted, the
 * formula's own end is exactly 0 or 1, which rounding would miss.
 * Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209–212.
 */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { count, of, rate: null, low: null, high: null, isFew: true };
  const rate = count / of;
  const z2 = (Z * Z) / of;
  const middle = (rate + z2 / 2) / (1 + z2);
  const half = (Z * Math.sqrt((rate * (1 - rate)) / of + z2 / (4 * of))) / (1 + z2);
  return { count, of, rate, low: count === 0 ? 0 : middle - half, high: count === of ? 1 : middle + half, isFew: of < FEW };
}
