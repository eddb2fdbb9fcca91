import { normal, poisson } from '../daily/draws.ts';
import { randomOf } from '../random.ts';
import { type SimulatedCampaign, simulateCampaigns } from './campaigns.ts';

/** A campaign with all that is known of it once it is over; `impressions` are those delivered. */
export interface FinishedCampaign extends SimulatedCampaign {
  booked: number;
  visits: number;
  valueMinor: number;
}

/**
 * The campaigns of `simulateCampaigns` with what was booked (deliveries lie about 15 % around it, 5 % below), visits (about 18 for each
 * conversion, by a quarter more or less) and what conversions are worth (60.00 each, campaigns by a quarter more or less).
 */
export function simulateFinished(options: { seed: number; count: number }): FinishedCampaign[] {
  const random = randomOf(options.seed, 0xf1a1);
  return simulateCampaigns(options).map((campaign) => ({
    ...campaign,
    booked: Math.max(1, Math.round(campaign.impressions * Math.exp(0.05 + 0.15 * normal(random)))),
    visits: poisson(random, 18 * (campaign.conversions + 0.3) * Math.exp(0.25 * normal(random))),
    valueMinor: Math.round(campaign.conversions * 6_000 * Math.exp(0.25 * normal(random))),
  }));
}

/** Downloads of an episode on each of its first 30 days. */
export interface SimulatedEpisode {
  show: string;
  days: number[];
}

/**
 * Episodes of six shows one after the other: of each show's downloads in 30 days the share after d is 1 − exp(−(d / τ)^β),
 * which no power of days is, with τ from 1 to 8 days and β from 0.5 to 0.9; episodes differ twofold in size and by a tenth in how fast
 * they are heard.
 */
export function simulateEpisodes({ seed, count }: { seed: number; count: number }): SimulatedEpisode[] {
  const random = randomOf(seed, 0xe915);
  const shows = Array.from({ length: 6 }, () => ({
    size: 300 * 30 ** random.next(),
    tau: 8 ** random.next(),
    beta: 0.5 + 0.4 * random.next(),
  }));
  return Array.from({ length: count }, (_, place) => {
    const { size, tau, beta } = shows[place % shows.length];
    const [own, pace] = [size * Math.exp(0.35 * normal(random)), tau * Math.exp(0.1 * normal(random))];
    const share = (day: number) => 1 - Math.exp(-((day / pace) ** beta));
    const days = Array.from({ length: 30 }, (_none, day) =>
      poisson(random, own * (share(day + 1) - share(day)) * Math.exp(0.1 * normal(random))),
    );
    return { show: `show-${place % shows.length}`, days };
  });
}

/** A flight: what was booked, and what each of its days delivered. */
export interface SimulatedFlight {
  booked: number;
  days: number[];
}

/**
 * Flights of 14 to 60 days one after the other: their pace lies about a quarter around the booked one and drifts by 4 % a day, weekends
 * have 60 % of it, days differ by a quarter, and one in five stalls for three days.
 */
export function simulateFlights({ seed, count }: { seed: number; count: number }): SimulatedFlight[] {
  const random = randomOf(seed, 0xf119);
  return Array.from({ length: count }, () => {
    const length = 14 + random.below(47);
    const daily = 50 * 40 ** random.next();
    let pace = Math.exp(-0.05 + 0.25 * normal(random));
    const stall = random.chance(0.2) ? random.below(length) : -9;
    const days = Array.from({ length }, (_, day) => {
      pace *= Math.exp(0.04 * normal(random));
      const factor = (day % 7 > 4 ? 0.6 : 1.16) * (day >= stall && day < stall + 3 ? 0.02 : 1);
      return poisson(random, daily * pace * factor * Math.exp(0.25 * normal(random) - 0.03));
    });
    return { booked: Math.round(daily * length), days };
  });
}
