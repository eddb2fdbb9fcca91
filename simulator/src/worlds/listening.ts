import { PLACEMENTS, SHOWS } from '../catalog.ts';
import { type Ad, DAY_MS, draw, type Ground, type Hearing, type Listener } from './ground.ts';

const LISTENER_WORD = 1;
const HEARING_WORD = 2;
const SLOT_WORD = 3;
const STREAM_WORD = 4;

const STREAMING_SHARE = 0.5;
const HEARD_SHARE = 0.55;
const SOLD_SHARE = 0.72;
/** Of the places in an episode, those whose ad is chosen for each listener anew. */
const DYNAMIC_SHARE = 0.6;
const STREAMED_PER_DAY = 0.035;
const LONGEST_DELAY_DAYS = 4;
/** How much likelier people in need are to subscribe to the shows that suit it. */
const AFFINITY = 1.6;
const NEEDY_SHOWS: readonly string[] = ['money-talk', 'night-shift', 'kitchen-notes'];

/** A household's tastes. `selects` says whether people who need what is sold listen to other shows than people who do not. */
export function listenerOf(ground: Ground, index: number, selects: boolean): Listener {
  const random = draw(ground, LISTENER_WORD, index);
  const isNeedy = random.chance(0.25);
  const shows = SHOWS.filter(({ key, audience }) =>
    random.chance(audience * (selects && isNeedy && NEEDY_SHOWS.includes(key) ? AFFINITY : 1)),
  );
  const hasStreaming = random.chance(STREAMING_SHARE);
  return { index, shows: shows.map(({ key }) => key), hasStreaming, need: isNeedy ? 2.2 : 0.6 };
}

function isRunning(ground: Ground, campaign: number, day: number): boolean {
  const [from, to] = ground.campaigns[campaign].flight;
  return day >= from * ground.days && day < to * ground.days;
}

/** The campaign in a place of an episode: the same for all listeners, or drawn for each; undefined where nobody bought it. */
function campaignAt(ground: Ground, place: { show: number; episode: number; slot: number; day: number; listener: number }) {
  const { show, episode, slot, day, listener } = place;
  const fixed = draw(ground, SLOT_WORD, show, episode, slot);
  const random = fixed.chance(DYNAMIC_SHARE) ? draw(ground, SLOT_WORD, show, episode, slot, listener + 1) : fixed;
  if (!random.chance(SOLD_SHARE)) return undefined;
  const running = ground.campaigns.flatMap(({ shows }, campaign) =>
    shows.includes(SHOWS[show].key) && isRunning(ground, campaign, day) ? [campaign] : [],
  );
  return running.length === 0 ? undefined : random.pick(running);
}

function episodeHearings(ground: Ground, listener: Listener, show: number, episode: number): Ad[] {
  const random = draw(ground, HEARING_WORD, listener.index, show, episode);
  const day = episode * 7 + SHOWS[show].weekday + Math.min(random.below(LONGEST_DELAY_DAYS), random.below(LONGEST_DELAY_DAYS));
  if (!random.chance(HEARD_SHARE) || day >= ground.days) return [];
  const startMs = ground.startMs + day * DAY_MS + random.below(DAY_MS - 3_600_000);
  const key = SHOWS[show].key;
  let last: number | undefined;
  return PLACEMENTS.flatMap((placement, slot) => {
    const drawn = campaignAt(ground, { show, episode, slot, day, listener: listener.index });
    const isBundled = last !== undefined && last < 6 && draw(ground, SLOT_WORD, show, episode, slot, -1).chance(ground.bundling);
    const campaign = isBundled && last !== undefined && isRunning(ground, last ^ 1, day) ? last ^ 1 : drawn;
    last = campaign;
    if (campaign === undefined) return [];
    return [{ atMs: startMs + slot * 900_000, campaign, show: key, episode: `${key}-${episode + 1}`, placement }];
  });
}

/** Ads between songs, on days that have nothing to do with what the household is about. */
function streamedHearings(ground: Ground, listener: Listener, campaign: number): Ad[] {
  const random = draw(ground, STREAM_WORD, listener.index, campaign);
  return Array.from({ length: ground.days }, (_, day) => day).flatMap((day) => {
    const isHeard = random.chance(STREAMED_PER_DAY);
    const atMs = ground.startMs + day * DAY_MS + random.below(DAY_MS);
    return isHeard && isRunning(ground, campaign, day) ? [{ atMs, campaign, show: null, episode: null, placement: null }] : [];
  });
}

/** Every ad the household hears, oldest first, beside those that its course brings upon it. */
export function hearingsOf(ground: Ground, listener: Listener, targeted: readonly Ad[]): Hearing[] {
  const episodes = Math.ceil(ground.days / 7);
  const inEpisodes = SHOWS.flatMap(({ key }, show) =>
    listener.shows.includes(key)
      ? Array.from({ length: episodes }, (_, episode) => episodeHearings(ground, listener, show, episode)).flat()
      : [],
  );
  const following = new Set(targeted.map(({ campaign }) => campaign));
  const streamed = ground.campaigns.flatMap(({ channel }, campaign) =>
    channel === 'streaming_audio' && listener.hasStreaming && !following.has(campaign) ? streamedHearings(ground, listener, campaign) : [],
  );
  const all = [...inEpisodes, ...streamed, ...targeted].sort((a, b) => a.atMs - b.atMs || a.campaign - b.campaign);
  return all.map((hearing, serial) => ({ ...hearing, serial }));
}
