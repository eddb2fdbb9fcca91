import { randomOf, type Random } from '../random.ts';
import { negativeBinomial, normal } from './draws.ts';

/** What may happen to a daily series: nothing, a day of three times as much, two days of 40 % or of nothing, or a lasting change. */
export const INCIDENTS = ['none', 'spike', 'drop', 'outage', 'shift_down', 'shift_up'] as const;
export type Incident = (typeof INCIDENTS)[number];

/** A daily count with the shape of the week and of releases, and what happened to it. */
export interface DailySeries {
  /** Day 0 is a Monday. */
  values: number[];
  /** By day: whether an episode came out. */
  isRelease: boolean[];
  /** The first day of the incident, which is in the last third; no day for `none`. */
  incidentDay: number | undefined;
}

const FACTORS: Readonly<Record<Incident, { days: number; factor: number }>> = {
  none: { days: 0, factor: 1 },
  spike: { days: 1, factor: 3 },
  drop: { days: 2, factor: 0.4 },
  outage: { days: 2, factor: 0 },
  shift_down: { days: Infinity, factor: 0.5 },
  shift_up: { days: Infinity, factor: 1.5 },
};

const between = (random: Random, low: number, high: number) => low + (high - low) * random.next();

/** A show's releases: one or two weekdays, now and then left out or a day late. */
function releasesOf(random: Random, days: number): boolean[] {
  const weekdays = new Set(Array.from({ length: 1 + random.below(2) }, () => random.below(7)));
  const isRelease = Array.from({ length: days }, () => false);
  for (let day = 0; day < days; day += 1) {
    if (!weekdays.has(day % 7) || random.chance(0.04)) continue;
    const late = random.chance(0.04) ? 1 : 0;
    if (day + late < days) isRelease[day + late] = true;
  }
  return isRelease;
}

/**
 * A simulated daily series, the same for the same seed: 20 to 20,000 a day, weekdays that differ by a third, releases that bring up to four
 * times as much and fade within days, a year's trend of up to a third, and counts spread wider than Poisson (dispersion 10 to 80).
 */
export function simulateDailySeries(options: { seed: number; days: number; incident: Incident }): DailySeries {
  const random = randomOf(options.seed, 0xda117);
  const level = 20 * 1_000 ** random.next();
  const dispersion = 10 * 8 ** random.next();
  const weekday = Array.from({ length: 7 }, () => Math.exp(0.25 * normal(random)));
  const isRelease = releasesOf(random, options.days);
  const [burst, fadeDays] = [between(random, 0.5, 3), between(random, 1, 3)];
  const yearly = between(random, -0.3, 0.3);
  const { days, factor } = FACTORS[options.incident];
  const first = Math.floor((options.days * 2) / 3) + random.below(Math.max(1, Math.floor(options.days / 3) - 20));
  let fresh = 0;
  const values = isRelease.map((released, day) => {
    fresh = released ? 1 : fresh * Math.exp(-1 / fadeDays);
    const mean = level * weekday[day % 7] * (1 + burst * fresh) * Math.exp((yearly * day) / 365);
    const isHit = day >= first && day < first + days;
    return negativeBinomial(random, mean * (isHit ? factor : 1), dispersion);
  });
  return { values, isRelease, incidentDay: options.incident === 'none' ? undefined : first };
}
