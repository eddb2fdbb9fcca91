import { PLACEMENTS, SHOWS } from '../catalog.ts';
import type { SimulatedTouchpoint } from '../events.ts';
import { datacenterIp } from '../household.ts';
import { DAY_MS, draw, type Ground } from './ground.ts';
import { homeLine, type Line, personOf } from './people.ts';

const ROBOT_WORD = 81;
const HOUSEHOLDS_PER_CRAWLER = 400;
const FARM_AGENTS = 32;
const FARM_FETCHES = 6;

interface Robot {
  lineAt(atMs: number): Line | { ip: string; connectionType: 'datacenter' };
  agents: readonly string[];
  fetchesPerEpisode: number;
}

function robotsOf(ground: Ground): Robot[] {
  const crawlers = Array.from({ length: Math.ceil(ground.households / HOUSEHOLDS_PER_CRAWLER) }, (_, place): Robot => {
    const agents = [`Mozilla/5.0 (compatible; FeedReaderBot/${1 + (place % 9)}.0)`];
    return { lineAt: () => ({ ip: datacenterIp(place), connectionType: 'datacenter' }), agents, fetchesPerEpisode: 1 };
  });
  const farmCount = Math.round((ground.households * ground.noise.farmsPerThousand) / 1_000);
  const farms = Array.from({ length: farmCount }, (_, place): Robot => {
    const random = draw(ground, ROBOT_WORD, place);
    const host = personOf(ground, random.below(ground.households));
    const agents = Array.from({ length: FARM_AGENTS }, (__, version) => `Podcasts/${1_500 + version}.1 CFNetwork/1498 Darwin/23.1.0`);
    return { lineAt: (atMs) => homeLine(host, atMs, random), agents, fetchesPerEpisode: FARM_FETCHES };
  });
  return [...crawlers, ...farms];
}

/** Programs that fetch episodes as if they listened, and buy nothing: their touchpoints look like everybody's. */
export function robotTouchpoints(ground: Ground): SimulatedTouchpoint[] {
  return robotsOf(ground).flatMap((robot, number) =>
    SHOWS.flatMap(({ key, weekday }, show) =>
      Array.from({ length: Math.ceil(ground.days / 7) }, (_, episode) => episode * 7 + weekday).flatMap((day, episode) => {
        if (day >= ground.days) return [];
        const random = draw(ground, ROBOT_WORD, number, show, episode);
        const running = ground.campaigns.filter(({ shows }) => shows.includes(key));
        return Array.from({ length: robot.fetchesPerEpisode }, (): SimulatedTouchpoint => {
          const atMs = ground.startMs + day * DAY_MS + random.below(DAY_MS);
          const { ip, connectionType } = robot.lineAt(atMs);
          const metadata: Record<string, string> = connectionType === undefined ? {} : { connectionType };
          const campaign = random.pick(running);
          const place = { campaign: campaign.key, channel: campaign.channel, show: key, episode: `${key}-${episode + 1}` };
          const placement = random.pick(PLACEMENTS);
          const identity = { ip, userAgent: random.pick(robot.agents) };
          return {
            id: random.hex(16),
            occurredAt: new Date(atMs).toISOString(),
            kind: 'download',
            ...place,
            placement,
            identity,
            metadata,
          };
        });
      }),
    ),
  );
}
