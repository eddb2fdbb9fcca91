import { PLACEMENTS, SHOWS } from './catalog.ts';
import { campaignOfSlot, DAY_MS, type Ground } from './day.ts';
import type { SimulatedTouchpoint } from './events.ts';
import { datacenterIp, homeIp } from './household.ts';
import { FIRST_BOT, nameOf } from './names.ts';
import { randomOf } from './random.ts';

const BOT_WORD = 6;
const HOUSEHOLDS_PER_CRAWLER = 400;
const HOUSEHOLDS_PER_FARM = 2_000;
const FARM_FETCHES = 8;
const FARM_AGENTS = 32;

const CRAWLER_AGENTS = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'python-requests/2.32.3',
];

/** A program that fetches episodes as if it listened. It buys nothing. */
interface Bot {
  ip: string;
  /** Undefined where the network gives no hint that it is none of a home. */
  connectionType: 'datacenter' | undefined;
  agents: readonly string[];
  fetchesPerEpisode: number;
}

/**
 * The bots of a world: crawlers that say what they are, from data centers, and farms behind the address of some household, which fetch more
 * than any household hears and under ever other names.
 */
export function botsOf(seed: number, households: number): Bot[] {
  const crawlers = Array.from({ length: Math.ceil(households / HOUSEHOLDS_PER_CRAWLER) }, (_, place): Bot => {
    const agents = [CRAWLER_AGENTS[place % CRAWLER_AGENTS.length]];
    return { ip: datacenterIp(place), connectionType: 'datacenter', agents, fetchesPerEpisode: 1 };
  });
  const farms = Array.from({ length: Math.round(households / HOUSEHOLDS_PER_FARM) }, (_, place): Bot => {
    const agents = Array.from({ length: FARM_AGENTS }, (__, version) => `Podcasts/${1_500 + version}.1 CFNetwork/1498 Darwin/23.1.0`);
    const ip = homeIp(randomOf(seed, BOT_WORD, place).below(households));
    return { ip, connectionType: undefined, agents, fetchesPerEpisode: FARM_FETCHES };
  });
  return [...crawlers, ...farms];
}

/** What the bots fetch on one day, each episode on the day it appears: one touchpoint per ad in it, as the host reports it. */
export function botTouchpoints(ground: Ground, bots: readonly Bot[], day: number): SimulatedTouchpoint[] {
  const released = SHOWS.filter(({ weekday }) => day % 7 === weekday);
  return released.flatMap((show) => {
    const number = Math.floor(day / 7) + 1;
    return bots.flatMap((bot, place) => {
      const random = randomOf(ground.seed, BOT_WORD, place, day);
      return Array.from({ length: bot.fetchesPerEpisode }, (_, fetch) => {
        const occurredAt = new Date(ground.startMs + day * DAY_MS + random.below(DAY_MS)).toISOString();
        const identity = { ip: bot.ip, userAgent: random.pick(bot.agents) };
        const metadata: Record<string, string> = bot.connectionType === undefined ? {} : { connectionType: bot.connectionType };
        return PLACEMENTS.flatMap((placement, slot): SimulatedTouchpoint[] => {
          const campaign = campaignOfSlot(ground, show, number, slot);
          if (!campaign) return [];
          const fetched = (day * SHOWS.length + SHOWS.indexOf(show)) * FARM_FETCHES + fetch;
          const id = `exp-${nameOf(ground.seed, 'exposure', [FIRST_BOT + place, fetched * PLACEMENTS.length + slot])}`;
          const position = {
            campaign: campaign.key,
            channel: campaign.channel,
            show: show.key,
            episode: `${show.key}-${number}`,
            placement,
          };
          return [{ id, occurredAt, kind: 'download', ...position, identity, metadata }];
        });
      }).flat();
    });
  });
}
