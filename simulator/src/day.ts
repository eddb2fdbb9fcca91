import { CAMPAIGNS, PLACEMENTS, SHOWS, type SimulatedCampaign, type SimulatedShow } from './catalog.ts';
import type { Household } from './household.ts';
import { randomOf } from './random.ts';

export const DAY_MS = 86_400_000;
const EXPOSURE_WORD = 2;
const ORGANIC_WORD = 3;
const SLOT_WORD = 4;
const CAUSE_WORD = 7;

/**
 * Per exposure of an average campaign: the Podsights benchmark of Q1 2023, 1.21 % visitors of reached households at 4.55 exposures each.
 */
const VISITS_PER_EXPOSURE = 0.0121 / 4.55;
/** The same benchmark: purchases are 5.35 % of visitors. */
const PURCHASES_PER_VISIT = 0.0535;
const ORGANIC_VISITS_PER_DAY = 0.000_16;
/** So many of the places in an episode are sold that a campaign of six weeks reaches its households 4.55 times, as in the benchmark. */
const SOLD_SHARE = 0.64;
/** More than a household hears of ads on a day. */
const MOST_PER_DAY = 100;
const LONGEST_LAG_DAYS = 14;

/** One ad heard. */
export interface Exposure {
  household: Household;
  atMs: number;
  campaign: SimulatedCampaign;
  show: string | null;
  episode: string | null;
  placement: string | null;
  /** Tells apart the exposures of a household. */
  serial: number;
}

/** One visit to the shop and what came of it; `cause` is the exposure without which it would not have happened. */
export interface Visit {
  household: Household;
  atMs: number;
  day: number;
  cause: Exposure | undefined;
  buys: boolean;
  /** Tells apart the visits of a household; that of the exposure which caused it. */
  serial: number;
}

/** What a world is made from. */
export interface Ground {
  seed: number;
  startMs: number;
  days: number;
  responsiveness: number;
}

/** How often a visit ends in a purchase; the more responsive the world, the more often, up to two thirds. */
function purchaseShare({ responsiveness }: Ground): number {
  return Math.min(2 / 3, PURCHASES_PER_VISIT * (1 + (responsiveness - 1) / 2));
}

/** Which campaign's ad stands in this place of an episode; undefined when the place was not sold. */
export function campaignOfSlot(ground: Ground, show: SimulatedShow, episode: number, placement: number): SimulatedCampaign | undefined {
  const running = CAMPAIGNS.filter(({ shows }) => shows.includes(show.key));
  const random = randomOf(ground.seed, SLOT_WORD, SHOWS.indexOf(show), episode, placement);
  return random.chance(SOLD_SHARE) ? random.pick(running) : undefined;
}

/** The visits that this household makes on this day of its own accord. */
export function organicVisits(ground: Ground, household: Household, day: number): Visit[] {
  const random = randomOf(ground.seed, ORGANIC_WORD, household.index, day);
  if (!random.chance(ORGANIC_VISITS_PER_DAY * ground.responsiveness)) return [];
  const atMs = ground.startMs + day * DAY_MS + random.below(DAY_MS);
  return [{ household, atMs, day, cause: undefined, buys: random.chance(purchaseShare(ground)), serial: (day + 1) * MOST_PER_DAY - 1 }];
}

function heardEpisodes(ground: Ground, household: Household, day: number) {
  const random = randomOf(ground.seed, EXPOSURE_WORD, household.index, day);
  const heard: Exposure[] = [];
  for (const show of SHOWS) {
    const sinceRelease = (((day - show.weekday) % 7) + 7) % 7;
    const number = Math.floor((day - show.weekday) / 7) + 1;
    if (number < 1 || !household.shows.includes(show.key) || !random.chance([0.45, 0.2, 0.1][sinceRelease] ?? 0)) continue;
    const atMs = ground.startMs + day * DAY_MS + random.below(DAY_MS - 3_600_000);
    PLACEMENTS.forEach((placement, place) => {
      const campaign = campaignOfSlot(ground, show, number, place);
      if (!campaign) return;
      const serial = day * MOST_PER_DAY + heard.length;
      const position = { show: show.key, episode: `${show.key}-${number}`, placement };
      heard.push({ household, atMs: atMs + place * 900_000, campaign, ...position, serial });
    });
  }
  return { random, heard };
}

/** The ads a household hears on one day. Those that follow demand find it in the two days before it buys. */
export function exposuresOf(ground: Ground, household: Household, day: number): Exposure[] {
  const { random, heard } = heardEpisodes(ground, household, day);
  for (const campaign of CAMPAIGNS.filter(({ followsDemand }) => followsDemand)) {
    const isAboutToBuy = [1, 2].some((ahead) => organicVisits(ground, household, day + ahead).some(({ buys }) => buys));
    if (!random.chance(isAboutToBuy ? 0.7 : 0.004)) continue;
    const atMs = ground.startMs + day * DAY_MS + random.below(DAY_MS);
    const serial = day * MOST_PER_DAY + heard.length;
    heard.push({ household, atMs, campaign, show: null, episode: null, placement: null, serial });
  }
  return heard;
}

/** The visits that these exposures of one day cause, on that day or up to two weeks later: soon more often than late. */
export function causedVisits(ground: Ground, exposures: readonly Exposure[]): Visit[] {
  return exposures.flatMap((cause) => {
    const { household, atMs, campaign, serial } = cause;
    const random = randomOf(ground.seed, CAUSE_WORD, household.index, serial);
    if (!random.chance(Math.min(0.5, VISITS_PER_EXPOSURE * campaign.effect * ground.responsiveness))) return [];
    const share = Math.min(random.next(), random.next(), random.next());
    const visitAtMs = atMs + 60_000 + Math.floor(share * LONGEST_LAG_DAYS * DAY_MS);
    const day = Math.floor((visitAtMs - ground.startMs) / DAY_MS);
    if (day >= ground.days) return [];
    return [{ household, atMs: visitAtMs, day, cause, buys: random.chance(purchaseShare(ground)), serial }];
  });
}
