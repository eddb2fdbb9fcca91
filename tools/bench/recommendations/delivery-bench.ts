import { shareOf } from '../../../server/src/platform/intervals.ts';
import { aimTable, format, table } from '../figures.ts';
import { followCap, type Followed, followPositions, followShows } from './deliveries.ts';

/** The rules were looked at on seeds below this one. */
const FIRST_SEED = 1_000;
const WORLDS = 100;
const AIM = { advised: 0.05, better: 0.7 };

const percent = (share: number | null) => (share === null ? '–' : `${format(100 * share, 1)} %`);
const interval = ({ low, high }: { low: number | null; high: number | null }) => `${percent(low)} to ${percent(high)}`;
const worlds = (follow: (seed: number) => Followed) => Array.from({ length: WORLDS }, (_, world) => follow(FIRST_SEED + world));
const sum = (all: readonly Followed[], of: 'things' | 'advised' | 'expected') => all.reduce((whole, one) => whole + one[of], 0);

interface Kind {
  what: string;
  /** What one piece of advice is about, in the plural. */
  things: string;
  /** Worlds in which such advice would be wrong. */
  without: { what: string; follow: (seed: number) => Followed }[];
  planted: (seed: number) => Followed;
}

const KINDS: readonly Kind[] = [
  {
    what: 'money between shows',
    things: 'shows',
    without: [{ what: 'no effect', follow: (seed) => followShows(seed, false) }],
    planted: (seed) => followShows(seed, true),
  },
  {
    what: 'position',
    things: 'shows',
    without: [
      { what: 'no effect', follow: (seed) => followPositions(seed, 'none') },
      { what: 'the same effect at each position', follow: (seed) => followPositions(seed, 'same') },
    ],
    planted: (seed) => followPositions(seed, 'differs'),
  },
  {
    what: 'frequency',
    things: 'campaigns',
    without: [
      { what: 'no effect', follow: (seed) => followCap(seed, 'none') },
      { what: 'each exposure brings as much', follow: (seed) => followCap(seed, 'each') },
    ],
    planted: (seed) => followCap(seed, 'first'),
  },
];

/** Advice on shows, positions and frequency: where it would be wrong, and where there is something to be gained. */
export async function benchDeliveries(): Promise<string> {
  const measured = KINDS.map(({ what, things, without, planted }) => {
    const wrong = without.map((one) => {
      const all = worlds(one.follow);
      return { what: one.what, share: shareOf(sum(all, 'advised'), sum(all, 'things')), of: sum(all, 'things') };
    });
    const told = worlds(planted).filter(({ gained }) => gained !== null);
    const gained = told.reduce((whole, one) => whole + (one.gained ?? 0), 0);
    const better = shareOf(told.filter((one) => (one.gained ?? 0) > 0).length, told.length);
    return { what, things, wrong, told, better, gained, expected: sum(told, 'expected') };
  });
  return [
    `For each row ${WORLDS} simulated networks (simulator/src/budgets: shows of one campaign, positions that share their listeners, and ` +
      'households that hear a campaign once or ten times in a month, half of them all along and half for some weeks). 90 days decide.',
    '',
    ...table(
      ['advice', 'where it would be wrong', 'of', 'advised', '95 % interval'],
      measured.flatMap(({ what, things, wrong }) =>
        wrong.map((one) => [what, one.what, `${one.of} ${things}`, percent(one.share.rate), interval(one.share)]),
      ),
    ),
    '',
    ...table(
      ['advice', 'networks told, where it is right', 'following it is better', '95 % interval', 'conversions gained', 'expected'],
      measured.map(({ what, told, better, gained, expected }) => [
        what,
        `${told.length} of ${WORLDS}`,
        percent(better.rate),
        interval(better),
        format(gained / Math.max(1, told.length), 1),
        format(expected / Math.max(1, told.length), 1),
      ]),
    ),
    '',
    ...aimTable(
      measured.flatMap(({ what, wrong, better }) => [
        ...wrong.map((one) => ({
          what: `${what}: advised, ${one.what}`,
          aim: '≤ 5 %',
          reached: percent(one.share.rate),
          isMet: (one.share.rate ?? 1) <= AIM.advised,
        })),
        {
          what: `${what}: following it is better`,
          aim: '≥ 70 %',
          reached: percent(better.rate),
          isMet: (better.rate ?? 0) >= AIM.better,
        },
      ]),
    ),
  ].join('\n');
}
