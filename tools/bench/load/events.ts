const CAMPAIGNS = 40;
const SHOWS_PER_CAMPAIGN = 6;
const EPISODES_PER_SHOW = 20;
const PLACEMENTS = ['pre_roll', 'mid_roll', 'post_roll'];
const KINDS = ['download', 'impression', 'impression', 'click'];

/** Players as they name themselves; a household uses two of them. */
const AGENTS = [
  'AppleCoreMedia/1.0.0.22B83 (iPhone; U; CPU OS 18_1 like Mac OS X; en_us)',
  'Spotify/9.0.12 Android/34 (Pixel 8)',
  'Overcast/2026.9 (+https://overcast.fm/; iOS podcast app)',
  'Pocket Casts/7.79.1 (iPhone; iOS 18.1)',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Castro/2026.4 (iPhone; iOS 18.0)',
  'AntennaPod/3.7.0',
  'Podcasts/4025.310.1 CFNetwork/1568 Darwin/24.1.0',
];

/** Writes events as JSON text, each with an id of its own, of random households, as players, pixels and shops send them. */
export interface EventWriter {
  touchpoint(atMs: number): string;
  conversion(atMs: number): string;
}

export interface EventOptions {
  /** Ids begin with it: two writers that share an installation must not share a name. */
  name: string;
  seed: number;
  /** How many households there are, at most 2^24. */
  households: number;
}

/** Multiplicative congruential numbers modulo 2^31 − 1 (Park and Miller 1988), from 0 to 1. */
function buildRandom(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function identityOf(household: number, agent: string): string {
  const ip = `24.${household >> 16}.${(household >> 8) & 255}.${household & 255}`;
  return `{"ip":"${ip}","userAgent":"${agent}"}`;
}

/** A writer of events. The same options give the same events but for their times. */
export function createEventWriter({ name, seed, households }: EventOptions): EventWriter {
  const random = buildRandom(seed);
  const below = (end: number) => Math.floor(random() * end);
  const agentOf = (household: number) => AGENTS[(household + 3 * below(2)) % AGENTS.length];
  let count = 0;
  return {
    touchpoint(atMs) {
      count += 1;
      const household = below(households);
      const campaign = below(CAMPAIGNS);
      const show = 2 * campaign + below(SHOWS_PER_CAMPAIGN);
      return (
        `{"id":"t-${name}-${count}","occurredAt":"${new Date(atMs).toISOString()}","kind":"${KINDS[below(KINDS.length)]}",` +
        `"campaign":"campaign-${campaign}","channel":"podcast",` +
        `"show":"show-${show}","episode":"show-${show}-ep-${below(EPISODES_PER_SHOW)}",` +
        `"placement":"${PLACEMENTS[show % PLACEMENTS.length]}",` +
        `"identity":${identityOf(household, agentOf(household))},"metadata":{"connectionType":"household"}}`
      );
    },
    conversion(atMs) {
      count += 1;
      const household = below(households);
      return (
        `{"id":"c-${name}-${count}","occurredAt":"${new Date(atMs).toISOString()}","kind":"purchase",` +
        `"valueMinor":${1_900 + below(18_000)},"currency":"USD","orderId":"o-${name}-${count}",` +
        `"identity":${identityOf(household, agentOf(household))},"metadata":{"connectionType":"household"}}`
      );
    },
  };
}
