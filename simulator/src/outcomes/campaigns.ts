import { negativeBinomial, normal } from '../daily/draws.ts';
import { randomOf } from '../random.ts';

/** A campaign as it was booked, and how it came out. */
export interface SimulatedCampaign {
  show: string;
  category: string;
  impressions: number;
  conversions: number;
}

const [CATEGORIES, SHOWS] = [5, 25];
/** Of a typical category and show. */
const RATE = 2e-4;
const [LEAST_IMPRESSIONS, TIMES_AS_MANY] = [5_000, 200];

/**
 * Campaigns in the order in which they ran, the same for the same seed: rates of categories differ about fourfold, those of their shows by
 * half; a show's listeners run out (half of what it brings is reached at 50,000 to 800,000 impressions), which no power of impressions is;
 * counts are spread wider than Poisson (dispersion 3 to 10).
 */
export function simulateCampaigns(options: { seed: number; count: number }): SimulatedCampaign[] {
  const random = randomOf(options.seed, 0xca3b);
  const categories = Array.from({ length: CATEGORIES }, () => Math.exp(0.7 * normal(random)));
  const shows = Array.from({ length: SHOWS }, () => ({ rate: Math.exp(0.4 * normal(random)), half: 50_000 * 16 ** random.next() }));
  const dispersion = 3 + 7 * random.next();
  return Array.from({ length: options.count }, () => {
    const number = random.below(SHOWS);
    const category = number % CATEGORIES;
    const impressions = Math.round(LEAST_IMPRESSIONS * TIMES_AS_MANY ** random.next());
    const { rate, half } = shows[number];
    const mean = (RATE * categories[category] * rate * impressions) / (1 + impressions / half);
    const conversions = negativeBinomial(random, mean, dispersion);
    return { show: `show-${number}`, category: `category-${category}`, impressions, conversions };
  });
}
