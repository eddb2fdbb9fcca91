import type { Random } from '../random.ts';
import type { WorldCampaign } from './ground.ts';

const SHOW_KEYS = ['daily-tech', 'money-talk', 'true-north', 'kitchen-notes', 'night-shift', 'long-run'] as const;
type ShowKey = (typeof SHOW_KEYS)[number];

type Booking = Omit<WorldCampaign, 'effect' | 'currency' | 'shows'> & { shows: readonly ShowKey[] };

/** Neighbours at places 0 and 1, 2 and 3, 4 and 5 are partners where ads are sold in bundles. */
const BOOKINGS: readonly Booking[] = [
  booking('host-reads', 'Host reads', 510_000, { code: 'NORTH', shows: ['true-north', 'kitchen-notes', 'night-shift', 'daily-tech'] }),
  booking('brand-series', 'Brand series', 380_000, { shows: ['daily-tech', 'true-north', 'long-run', 'night-shift'] }),
  booking('spring-launch', 'Spring launch', 420_000, { code: 'TECH10', shows: ['daily-tech', 'money-talk', 'long-run'] }),
  booking('run-of-network', 'Run of network', 260_000, { shows: SHOW_KEYS }),
  booking('weekend-offer', 'Weekend offer', 150_000, {
    code: 'WEEKEND',
    shows: ['kitchen-notes', 'long-run', 'money-talk'],
    flight: [0.2, 1],
  }),
  booking('back-catalogue', 'Back catalogue', 120_000, { shows: ['money-talk', 'kitchen-notes', 'true-north'], flight: [0, 0.85] }),
  booking('lookalike', 'Lookalike audience', 180_000, { channel: 'streaming_audio' }),
  booking('in-market', 'In-market audience', 190_000, { channel: 'streaming_audio' }),
];

function booking(key: string, name: string, spendMinor: number, details: Partial<Booking>): Booking {
  return { key, name, spendMinor, channel: 'podcast', code: null, shows: [], flight: [0, 1], ...details };
}

/** Effects of the campaigns of a world, two of which do nothing; which campaign gets which is drawn. */
const EFFECTS = [2.4, 1.8, 1.3, 1, 0.7, 0.4, 0, 0];
const BROAD_EFFECTS = [2.4, 1.8, 1.3, 1, 0.4, 0];
/** Where ads follow demand, one of the campaigns that do works a little and the other one not at all. */
const FOLLOWING_EFFECTS = [0.7, 0];

function shuffled(items: readonly number[], random: Random): number[] {
  const left = [...items];
  return items.map(() => left.splice(random.below(left.length), 1)[0]);
}

/** The campaigns of a world with effects drawn among them; `followsDemand` sets those of the last two. */
export function campaignsOf(random: Random, followsDemand: boolean): WorldCampaign[] {
  const effects = followsDemand ? [...shuffled(BROAD_EFFECTS, random), ...FOLLOWING_EFFECTS] : shuffled(EFFECTS, random);
  return BOOKINGS.map((one, place) => ({ ...one, currency: 'USD', effect: effects[place] }));
}
