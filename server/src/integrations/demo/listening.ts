import type { World } from '../../../../simulator/src/index.ts';

const DAY_MS = 86_400_000;
/** So many of the world's last days have requests. */
const DAYS = 14;
const LISTENERS_A_DAY = 14;
/** Networks for documentation (RFC 5737): nobody's addresses, and none of the simulated households'. */
const NETWORKS = ['192.0.2', '198.51.100', '203.0.113'];
const PLAYERS = [
  'AntennaPod/3.4.0',
  'Overcast/3.0 (+http://overcast.fm/; iOS podcast app)',
  'Podcasts/1650.20 CFNetwork/1333.0.4 Darwin/21.5.0',
  'Spotify/8.7.10 iOS/15.3.1 (iPhone13,2)',
];
const FILE = { durationSeconds: 1_800, fileBytes: 28_800_000, headerBytes: 0 };
const WHOLE = { method: 'GET', status: 200, bytesSent: FILE.fileBytes };

/** One in so many requests is of each of these, which are no downloads, each for a reason of its own. */
const FILTERED: readonly object[] = [
  { userAgent: 'Googlebot/2.1 (+http://www.google.com/bot.html)' },
  { userAgent: 'python-requests/2.31.0' },
  { method: 'HEAD', bytesSent: 0 },
  { range: 'bytes=0-1', status: 206, bytesSent: 2 },
  { status: 206, range: 'bytes=0-99999', bytesSent: 100_000 },
  { status: 404, bytesSent: 0 },
  { ip: '52.1.2.3' },
];
const FILTERED_EVERY = 23;
const REPEATED_EVERY = 9;

interface Place {
  show: string;
  episode: string;
  day: string;
}

/** The newest episode of each show on each of the last days of a world that begins at `startAt`, by its catalogue. */
function placesOf({ catalog }: World, startAt: string, days: number): Place[] {
  const places: Place[] = [];
  for (let day = days - DAYS; day < days; day += 1) {
    const date = new Date(Date.parse(startAt) + day * DAY_MS).toISOString().slice(0, 10);
    for (const { key } of catalog.shows) {
      const episodes = catalog.episodes.filter(({ show }) => show === key);
      const newest = episodes[Math.min(episodes.length - 1, Math.floor((day * episodes.length) / days))];
      if (newest !== undefined) places.push({ show: key, episode: newest.key, day: date });
    }
  }
  return places;
}

/** A request by the number of its listener; the same for the same number. */
function requestOf({ show, episode, day }: Place, number: number): object {
  const time = new Date(Date.parse(day) + ((number * 7_919) % 80_000) * 1_000).toISOString();
  return {
    occurredAt: time,
    url: `https://media.example/${show}/${episode}.mp3`,
    show,
    episode,
    ip: `${NETWORKS[number % NETWORKS.length]}.${(number * 31) % 254}`,
    userAgent: PLAYERS[number % PLAYERS.length],
    ...WHOLE,
    ...FILE,
    ...(number % FILTERED_EVERY === 0 ? FILTERED[(number / FILTERED_EVERY) % FILTERED.length] : {}),
  };
}

/** Requests for the newest episodes of a world's last days, most of them downloads, some of them none for each reason there is. */
export function* simulateRequests(world: World, startAt: string, days: number): Generator<object> {
  let number = 0;
  let sent = 0;
  for (const place of placesOf(world, startAt, days)) {
    for (let listener = 0; listener < LISTENERS_A_DAY; listener += 1) {
      number += 1;
      const request = requestOf(place, number);
      // Ids say in which order requests came, and not which of them repeat another.
      for (let time = number % REPEATED_EVERY === 0 ? 2 : 1; time > 0; time -= 1) {
        sent += 1;
        yield { ...request, id: `simulated:${sent}` };
      }
    }
  }
}

const SIMULATED_HOST = 'Simulated host';

/** What a host would have counted of these requests: a little more than stands for downloads, as hosts with looser filters do. */
export function simulateFigures(world: World, startAt: string, days: number) {
  return placesOf(world, startAt, days).map(({ show, day }, place) => {
    return { show, episode: null, day, source: SIMULATED_HOST, downloads: LISTENERS_A_DAY + (place % 3) };
  });
}

/** Views of videos of one show, as totals. */
export function simulateViews(world: World, startAt: string, days: number) {
  const [first] = world.catalog.shows;
  const ofFirst = placesOf(world, startAt, days).filter(({ show }) => show === first?.key);
  return ofFirst.map(({ show, day }, place) => ({
    platform: 'youtube' as const,
    show,
    episode: null,
    day,
    views: 900 + ((place * 137) % 400),
  }));
}

/** A baked-in ad in the first show, under way: it began with the requests and ends as long after them. */
export function simulatePlacement(world: World, startAt: string, days: number) {
  const [first] = world.catalog.shows;
  const [campaign] = world.catalog.campaigns;
  const day = (of: number) => new Date(Date.parse(startAt) + of * DAY_MS).toISOString().slice(0, 10);
  return {
    key: 'simulated-mid-roll',
    details: {
      campaign: campaign.key,
      show: first.key,
      episode: null,
      position: 'mid_roll',
      kind: 'baked_in' as const,
      audio: null,
      startsOn: day(days - DAYS),
      endsOn: day(days + DAYS - 1),
      bookedImpressions: 2 * DAYS * LISTENERS_A_DAY,
      price: { basis: 'cpm' as const, amountMinor: 2_500, currency: 'USD' },
    },
  };
}

const ANSWERS = ['Daily Tech', 'daily tech podcast', 'Money Talk', 'true nroth', 'a friend', 'the cooking one', 'Night Shift', 'Instagram'];

/** What customers wrote when they were asked how they had heard of the shop: shows by name, misspelt, by description, and none. */
export function simulateAnswers(startAt: string, days: number): object[] {
  return Array.from({ length: 3 * ANSWERS.length }, (_, place) => ({
    id: `simulated:${place}`,
    occurredAt: new Date(Date.parse(startAt) + (days - DAYS) * DAY_MS + place * 9 * 3_600_000).toISOString(),
    answer: ANSWERS[place % ANSWERS.length],
  }));
}
