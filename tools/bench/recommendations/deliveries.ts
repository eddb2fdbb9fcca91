import type { Advice } from '../../../server/src/ai/recommendations/advice.ts';
import type { Excess, Facts } from '../../../server/src/ai/recommendations/facts.ts';
import { recommend } from '../../../server/src/ai/recommendations/rules.ts';
import { type Contrast, contrastsOf } from '../../../server/src/attribution/placebo/contrast.ts';
import { type FrequencyEffect, simulateFrequencies } from '../../../simulator/src/budgets/frequencies.ts';
import { type PositionEffect, simulatePositions } from '../../../simulator/src/budgets/positions.ts';
import { type BudgetWorld, FIRST_DAY, LAST_DAY, LOOKBACK_DAYS, simulateBudgets } from '../../../simulator/src/budgets/world.ts';

const PERIOD_DAYS = 90;
const FIRST = LAST_DAY - PERIOD_DAYS;
const TODAY = '2026-11-20';
const USD = { currency: 'USD', digits: 2 };
const VALUE_MINOR = 4_000;
const NOTHING = { value: null, low: null, high: null };
/** The worlds' truth is of the whole time that orders are told of. */
const SHARE = PERIOD_DAYS / (LAST_DAY - FIRST_DAY);

const isTold = ({ day }: { day: number }) => day >= FIRST && day < LAST_DAY;
const excessOf = (contrast: Contrast | undefined): Excess | null => (contrast ? { ...contrast, value: contrast.excess } : null);

function factsWith(orders: number, more: Partial<Facts>): Facts {
  return {
    period: { from: '2026-07-23T00:00:00Z', to: '2026-10-21T00:00:00Z', days: PERIOD_DAYS },
    lookbackDays: LOOKBACK_DAYS,
    conversionKinds: ['purchase'],
    currency: 'USD',
    valueMinor: VALUE_MINOR,
    conversions: { eligible: orders, sampled: orders },
    campaigns: [],
    shows: [],
    positions: [],
    frequencies: [],
    unmappedCodes: [],
    unmatchable: { exposures: 0, of: 0, conversions: NOTHING },
    sources: [],
    ...more,
  };
}

const adviceOf = (facts: Facts, kind: Advice['kind']) => recommend(facts, USD, TODAY).advice.filter((one) => one.kind === kind);

function exposuresIn({ daily }: Pick<BudgetWorld, 'daily'>, key: string): number {
  return [...(daily.get(key) ?? [])].reduce((sum, [day, count]) => sum + (isTold({ day }) ? count : 0), 0);
}

/** What a world was told, and what following it would truly bring, in 90 days; null where nothing was advised. */
export interface Followed {
  /** Things that advice could have been given of, and of how many it was. */
  things: number;
  advised: number;
  gained: number | null;
  expected: number;
}

/** What moving as advised between two lines of a world brings; `moved` of the first line's amount goes to the second. */
function gainedBy(world: BudgetWorld, moves: { from: string; to: string; amounts: [from: number, to: number] }[]): number {
  const times = new Map<string, number>();
  for (const { from, to, amounts } of moves) {
    const moved = Math.min(0.2 * amounts[0], 0.25 * amounts[1]);
    times.set(from, 1 - moved / amounts[0]).set(to, 1 + moved / amounts[1]);
  }
  return SHARE * (world.causedBy(times) - world.causedBy(new Map()));
}

const expectedOf = (advice: readonly Advice[]) => advice.reduce((sum, { gain }) => sum + gain.value, 0);

/** Money moved between the shows of one campaign. */
export function followShows(seed: number, hasEffect: boolean): Followed {
  const world = simulateBudgets({ seed, hasEffect });
  const orders = world.orders.filter(isTold);
  const seen = contrastsOf(orders, world.daily, LOOKBACK_DAYS);
  const shows = world.campaigns.map(({ key, costMinor }) => {
    const exposures = exposuresIn(world, key);
    const spendMinor = exposures === 0 ? null : Math.round(costMinor * exposures);
    return { key, name: null, exposures, spendMinor, excess: excessOf(seen.get(key)) };
  });
  const advice = adviceOf(factsWith(orders.length, { shows }), 'move_budget');
  const spendOf = new Map(shows.map(({ key, spendMinor }) => [key, spendMinor ?? 0]));
  const moves = advice.map(({ subjects: [from, to] }) => {
    const [less, more] = [from.name, to.name];
    return { from: less, to: more, amounts: [spendOf.get(less) ?? 0, spendOf.get(more) ?? 0] as [number, number] };
  });
  const gained = moves.length === 0 ? null : gainedBy(world, moves);
  return { things: shows.length, advised: 2 * moves.length, gained, expected: expectedOf(advice) };
}

/** Another position of the same show. */
export function followPositions(seed: number, effect: PositionEffect): Followed {
  const world = simulatePositions({ seed, effect });
  const orders = world.orders.filter(isTold);
  const seen = contrastsOf(orders, world.daily, LOOKBACK_DAYS);
  const positions = world.shows.flatMap((show) =>
    show.positions.map(({ key, position }) => ({
      show: show.key,
      showName: null,
      position,
      exposures: exposuresIn(world, key),
      excess: excessOf(seen.get(key)),
    })),
  );
  const advice = adviceOf(factsWith(orders.length, { positions }), 'change_position');
  const moves = advice.map(({ watch: { keys } }) => {
    const [show, from, to] = keys;
    const exposures = (position: string) => exposuresIn(world, `${show} ${position}`);
    return { from: `${show} ${from}`, to: `${show} ${to}`, amounts: [exposures(from), exposures(to)] as [number, number] };
  });
  const gained = moves.length === 0 ? null : gainedBy(world, moves);
  const advised = new Set(advice.map(({ subjects: [{ key }] }) => key)).size;
  return { things: world.shows.length, advised, gained, expected: expectedOf(advice) };
}

/** A cap on how often a household is reached. */
export function followCap(seed: number, effect: FrequencyEffect): Followed {
  const world = simulateFrequencies({ seed, effect });
  const orders = world.orders.filter(isTold);
  const [[campaign, contrast]] = contrastsOf(orders, world.daily, LOOKBACK_DAYS);
  const seen = (side: 'before' | 'after') => {
    const counts = new Map<number, number>();
    for (const order of orders) {
      const exposures = order[side].get(campaign) ?? 0;
      if (exposures > 0) counts.set(exposures, (counts.get(exposures) ?? 0) + 1);
    }
    return counts;
  };
  const [before, after] = [seen('before'), seen('after')];
  const steps = world.steps(FIRST, LAST_DAY).map((step) => ({
    ...step,
    before: before.get(step.exposures) ?? 0,
    after: after.get(step.exposures) ?? 0,
  }));
  const frequencies = [{ campaign, name: null, ratio: contrast.ratio, scale: 1, steps }];
  const advice = adviceOf(factsWith(orders.length, { frequencies }), 'cap_frequency');
  const cap = Number(/ at (\d+) exposures/.exec(advice.at(0)?.title ?? '')?.[1]);
  const gained = advice.length === 0 ? null : SHARE * world.gainOf(cap);
  return { things: 1, advised: advice.length, gained, expected: expectedOf(advice) };
}
