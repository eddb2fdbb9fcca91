/** A campaign of the world: what one exposure does, and what people know. */
export interface SimulatedCampaign {
  key: string;
  name: string;
  spendMinor: number;
  currency: string;
  codes: { code: string; show: string | null }[];
  /** How much one exposure moves, as a multiple of the average campaign. */
  effect: number;
  /** True when its ads seek out people who are about to buy anyway. */
  followsDemand: boolean;
  shows: readonly string[];
  channel: string;
}

/** A show that households subscribe to; one episode a week. */
export interface SimulatedShow {
  key: string;
  name: string;
  /** 0 to 6: the day of the world's week on which an episode appears. */
  weekday: number;
  audience: number;
}

export const SHOWS: readonly SimulatedShow[] = [
  { key: 'daily-tech', name: 'Daily Tech', weekday: 0, audience: 0.34 },
  { key: 'money-talk', name: 'Money Talk', weekday: 1, audience: 0.26 },
  { key: 'true-north', name: 'True North', weekday: 2, audience: 0.22 },
  { key: 'kitchen-notes', name: 'Kitchen Notes', weekday: 3, audience: 0.18 },
  { key: 'night-shift', name: 'Night Shift', weekday: 4, audience: 0.14 },
  { key: 'long-run', name: 'The Long Run', weekday: 5, audience: 0.1 },
];

const usd = { currency: 'USD', channel: 'podcast', followsDemand: false };

export const CAMPAIGNS: readonly SimulatedCampaign[] = [
  {
    ...usd,
    key: 'spring-launch',
    name: 'Spring launch',
    spendMinor: 420_000,
    codes: [
      { code: 'TECH10', show: 'daily-tech' },
      { code: 'MONEY10', show: 'money-talk' },
    ],
    effect: 1.6,
    shows: ['daily-tech', 'money-talk'],
  },
  {
    ...usd,
    key: 'host-reads',
    name: 'Host reads',
    spendMinor: 510_000,
    codes: [{ code: 'NORTH', show: 'true-north' }],
    effect: 2.4,
    shows: ['true-north', 'kitchen-notes', 'night-shift'],
  },
  {
    ...usd,
    key: 'brand-series',
    name: 'Brand series',
    spendMinor: 380_000,
    codes: [],
    effect: 0.5,
    shows: ['daily-tech', 'true-north', 'long-run'],
  },
  {
    ...usd,
    key: 'weekend-offer',
    name: 'Weekend offer',
    spendMinor: 150_000,
    codes: [{ code: 'WEEKEND', show: null }],
    effect: 1,
    shows: ['kitchen-notes', 'long-run'],
  },
  { ...usd, key: 'run-of-network', name: 'Run of network', spendMinor: 260_000, codes: [], effect: 0, shows: SHOWS.map(({ key }) => key) },
  {
    ...usd,
    key: 'in-market',
    name: 'In-market audience',
    spendMinor: 190_000,
    codes: [],
    effect: 0,
    followsDemand: true,
    channel: 'streaming_audio',
    shows: [],
  },
];

export const PLACEMENTS = ['pre_roll', 'mid_roll', 'post_roll'] as const;

export const APP_AGENTS = [
  'Podcasts/1700.1 CFNetwork/1498 Darwin/23.1.0',
  'Spotify/8.9.10 Android/34',
  'Overcast/2026.3 (+http://overcast.fm/; iOS podcast app)',
  'PocketCasts/7.60 Android/14',
  'AntennaPod/3.4.0',
];

export const BROWSER_AGENTS = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.2 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/139.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 Version/18.3 Mobile Safari/604.1',
  'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/139.0.0.0 Mobile Safari/537.36',
];

export const REFERRERS = ['https://www.google.com/', 'https://duckduckgo.com/', 'https://news.example/story', undefined, undefined];
