import { negativeBinomial, normal } from '../daily/draws.ts';
import { randomOf, type Random } from '../random.ts';

/** What may happen to an hourly series: nothing, an hour of three or five times as much, or six hours of nothing. */
export const HOUR_INCIDENTS = ['none', 'triple', 'fivefold', 'outage'] as const;
export type HourIncident = (typeof HOUR_INCIDENTS)[number];

/** An hourly count with the shape of day, week and releases, and what happened to it. */
export interface HourlySeries {
  /** Hour 0 is the first of a Monday, UTC. */
  values: number[];
  /** The first hour of the incident, which is in the last third; no hour for `none`. */
  incidentHour: number | undefined;
}

const FACTORS: Readonly<Record<HourIncident, { hours: number; factor: number }>> = {
  none: { hours: 0, factor: 1 },
  triple: { hours: 1, factor: 3 },
  fivefold: { hours: 1, factor: 5 },
  outage: { hours: 6, factor: 0 },
};

const between = (random: Random, low: number, high: number) => low + (high - low) * random.next();

/** The hours at which episodes come out: one or two weekdays at a fixed hour, now and then left out or some hours late. */
function releasesOf(random: Random, hours: number): Set<number> {
  const weekdays = Array.from({ length: 1 + random.below(2) }, () => random.below(7));
  const hour = random.below(24);
  const releases = new Set<number>();
  for (let day = 0; day * 24 < hours; day += 1) {
    if (!weekdays.includes(day % 7) || random.chance(0.04)) continue;
    releases.add(day * 24 + hour + (random.chance(0.04) ? 1 + random.below(6) : 0));
  }
  return releases;
}

/**
 * A simulated hourly series, the same for the same seed: 12 to 3,000 an hour in the mean, a wave over the day whose peak is two to nine
 * times its trough, weekdays that differ by a sixth, releases that bring up to four times as much and fade within a day, and
 * counts spread wider than Poisson (dispersion 10 to 80).
 */
export function simulateHourlySeries(options: { seed: number; hours: number; incident: HourIncident }): HourlySeries {
  const random = randomOf(options.seed, 0x40c71);
  const level = 12 * 250 ** random.next();
  const dispersion = 10 * 8 ** random.next();
  const [height, peak] = [between(random, 0.35, 1.1), random.below(24)];
  const weekday = Array.from({ length: 7 }, () => Math.exp(0.15 * normal(random)));
  const releases = releasesOf(random, options.hours);
  const [burst, fadeHours] = [between(random, 0.5, 3), between(random, 4, 24)];
  const { hours, factor } = FACTORS[options.incident];
  const first = Math.floor((options.hours * 2) / 3) + random.below(Math.max(1, Math.floor(options.hours / 3) - 24));
  let fresh = 0;
  const values = Array.from({ length: options.hours }, (_, hour) => {
    fresh = releases.has(hour) ? 1 : fresh * Math.exp(-1 / fadeHours);
    const wave = Math.exp(height * Math.cos((2 * Math.PI * (hour - peak)) / 24));
    const mean = level * wave * weekday[Math.floor(hour / 24) % 7] * (1 + burst * fresh);
    return negativeBinomial(random, mean * (hour >= first && hour < first + hours ? factor : 1), dispersion);
  });
  return { values, incidentHour: options.incident === 'none' ? undefined : first };
}
