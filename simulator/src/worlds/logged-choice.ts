import type { Random } from '../random.ts';
import { DAY_MS, draw, type Form, type Ground, type Listener } from './ground.ts';
import { naturalLog } from './logarithm.ts';
import { instantsAtRate } from './organic.ts';

const OCCASION_WORD = 41;
const OCCASIONS_PER_DAY = 0.03;
/** What is left of an ad a day later: half of it after about a week. */
const KEPT_PER_DAY = 0.906;
const OWN_UTILITY = -1.1;
const UTILITY_PER_LOGGED_AD = 0.55;
const RIVALS = [0.1, -0.4];
const NOTHING_BOUGHT = 0.5;
/** A rival's ads make it more likely to be chosen now and then. */
const RIVAL_ADS = { chance: 0.3, utility: 0.8 };
const HIGH_SEASON = { from: 0.4, to: 0.65, demand: 1 };
const LOW_SEASON_DEMAND = 0.5;

/** An occasion to buy something of the kind, with how much better than our brand the best of the rest is. */
interface Occasion {
  atMs: number;
  /** The household chooses our brand when what its ads add is above this. */
  handicap: number;
}

/** Noise of choices (Gumbel), under which they follow a multinomial logit (McFadden 1974). */
function gumbel(random: Random): number {
  return -naturalLog(-naturalLog(1 - random.next()));
}

function demandAt({ startMs, days }: Ground, atMs: number): number {
  const part = (atMs - startMs) / (days * DAY_MS);
  const isWeekend = Math.floor(atMs / DAY_MS + 4) % 7 >= 5;
  return (part >= HIGH_SEASON.from && part < HIGH_SEASON.to ? HIGH_SEASON.demand : LOW_SEASON_DEMAND) * (isWeekend ? 1 : 0.8);
}

function occasionsOf(ground: Ground, { index, need }: Listener): Occasion[] {
  const random = draw(ground, OCCASION_WORD, index);
  return instantsAtRate(ground, OCCASIONS_PER_DAY, random).flatMap((atMs) => {
    const isTaken = random.chance(demandAt(ground, atMs));
    const others = RIVALS.map((utility) => utility + (random.chance(RIVAL_ADS.chance) ? RIVAL_ADS.utility : 0) + gumbel(random));
    const best = Math.max(...others, NOTHING_BOUGHT + gumbel(random));
    const own = OWN_UTILITY + naturalLog(need) + gumbel(random);
    return isTaken ? [{ atMs, handicap: best - own }] : [];
  });
}

function kept(days: number): number {
  let left = 1;
  for (let day = 0; day < days; day += 1) left *= KEPT_PER_DAY;
  return left;
}

/**
 * At each occasion people choose among brands and nothing by what each is worth to them. Our ads add up, fade, and count by the logarithm
 * of what is left of them, so that each further one adds less; there is a season, and rivals advertise too.
 */
export const loggedChoice: Form = {
  begin(ground, listener) {
    const occasions = occasionsOf(ground, listener);
    return {
      targeted: [],
      respond(heard) {
        const choices = occasions.map(({ atMs, handicap }) => {
          const stock = ground.campaigns.map(() => 0);
          for (const hearing of heard) {
            if (hearing.atMs < atMs) stock[hearing.campaign] += kept(Math.floor((atMs - hearing.atMs) / DAY_MS));
          }
          const worth = stock.map((ads, campaign) => UTILITY_PER_LOGGED_AD * ground.campaigns[campaign].effect * naturalLog(1 + ads));
          return { atMs, handicap, worth };
        });
        return (mask) =>
          choices
            .filter(({ handicap, worth }) => worth.reduce((sum, ads, campaign) => sum + ((mask >> campaign) & 1 ? ads : 0), 0) > handicap)
            .map(({ atMs }) => atMs);
      },
    };
  },
};
