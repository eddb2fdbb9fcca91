import { shareOf } from '../../../server/src/platform/intervals.ts';
import { advisedWithoutEffect, followedAdvice, LOOKS } from './networks.ts';
import { aimTable, format, table } from '../figures.ts';

/** The rules were looked at on seeds below this one. */
const FIRST_SEED = 1_000;
const WORLDS = { without: 160, with: 160 };
const AIM = { advised: 0.05, better: 0.7 };

const percent = (share: number | null) => `${format(100 * (share ?? 0), 1)} %`;
const interval = ({ low, high }: { low: number | null; high: number | null }) => `${percent(low)} to ${percent(high)}`;

/** Money that is moved between campaigns: where nothing has an effect, and where effects have another form than the rules think. */
export async function benchRecommendations(): Promise<string> {
  const without = Array.from({ length: WORLDS.without }, (_, world) => advisedWithoutEffect(FIRST_SEED + world, LOOKS));
  const sum = (of: 'campaigns' | 'first' | 'ever') => without.reduce((all, one) => all + one[of], 0);
  const [first, ever] = [shareOf(sum('first'), sum('campaigns')), shareOf(sum('ever'), sum('campaigns'))];
  const advised = Array.from({ length: WORLDS.with }, (_, world) => followedAdvice(FIRST_SEED + world) ?? []).flat();
  const better = shareOf(advised.filter(({ gained }) => gained > 0).length, advised.length);
  const total = (of: 'gained' | 'expected' | 'caused' | 'inside' | 'moves') => advised.reduce((all, one) => all + one[of], 0);
  const told = shareOf(advised.length, WORLDS.with);
  const inside = shareOf(total('inside'), total('moves'));
  return [
    `${WORLDS.without} simulated networks without any effect, and ${WORLDS.with} with effects whose form is not the one that the rules ` +
      'assume (simulator/src/budgets: exposures wear out within a household, effects come late and with the season, households differ ' +
      'widely, and those who listen more buy more). 4 to 9 campaigns each; what 90 days told of them decides. Change-budget advice is to ' +
      'move money, to renew or to cut.',
    '',
    ...table(
      ['', 'of', 'share', '95 % interval'],
      [
        ['campaigns without effect that get change-budget advice', String(first.of), percent(first.rate), interval(first)],
        [`the same at any of ${LOOKS} looks within a month`, String(ever.of), percent(ever.rate), interval(ever)],
        ['networks with effects in which money is to be moved', String(told.of), percent(told.rate), interval(told)],
        ['of these, following it brings more than changing nothing', String(better.of), percent(better.rate), interval(better)],
        ['moves whose true gain lies in their 80 % interval', String(inside.of), percent(inside.rate), interval(inside)],
      ],
    ),
    '',
    `Followed, the advice brought ${format(total('gained') / advised.length, 1)} conversions a network in 90 days ` +
      `(${percent(total('gained') / total('caused'))} of what its campaigns cause), where ` +
      `${format(total('expected') / advised.length, 1)} were expected.`,
    '',
    ...aimTable([
      {
        what: 'campaigns without effect that get change-budget advice, at any look of a month',
        aim: '≤ 5 %',
        reached: percent(ever.rate),
        isMet: (ever.rate ?? 1) <= AIM.advised,
      },
      {
        what: 'networks in which following the advice is better',
        aim: '≥ 70 %',
        reached: percent(better.rate),
        isMet: (better.rate ?? 0) >= AIM.better,
      },
    ]),
  ].join('\n');
}
