import { gamma, poisson } from '../daily/draws.ts';
import { type Random, randomOf } from '../random.ts';
import { type BudgetOrder, DAYS, FIRST_DAY, LAST_DAY, LOOKBACK_DAYS, simulateHouseholds } from './world.ts';

/** What exposures do: nothing; each as much as any other; or only those that come after none of the last 30 days. */
export type FrequencyEffect = 'none' | 'each' | 'first';

/** A campaign, its orders and its exposures, and what a cap would truly bring. */
export interface FrequencyWorld {
  orders: BudgetOrder[];
  daily: Map<string, Map<number, number>>;
  /** Households by how many exposures they had in spans of a lookback, from a day up to, not including, another. */
  steps(fromDay: number, toDay: number): { exposures: number; households: number }[];
  /** Conversions that capping households at so many exposures in such spans gains, when what is freed reaches other households as often. */
  gainOf(cap: number): number;
}

const CAMPAIGN = 'campaign';
const EFFECT = 0.03;

interface Exposed {
  readiness: number;
  /** When its exposures were, in days, in order. */
  days: number[];
}

/** What each of a household's exposures causes, in their order. */
function causedBy({ readiness, days }: Exposed, effect: FrequencyEffect): number[] {
  return days.map((day, place) => {
    if (effect === 'none') return 0;
    const isLater = place > 0 && day - days[place - 1] < LOOKBACK_DAYS;
    return effect === 'first' && isLater ? 0 : EFFECT * readiness;
  });
}

const spanOf = (day: number) => Math.floor(day / LOOKBACK_DAYS);

function countWithin(days: readonly number[], from: number, to: number): number {
  let count = 0;
  for (const day of days) if (day > from && day <= to) count += 1;
  return count;
}

function orderOf(household: number, day: number, { days }: Exposed): BudgetOrder {
  const order: BudgetOrder = { person: String(household), day: Math.floor(day), before: new Map(), after: new Map() };
  const [before, after] = [countWithin(days, day - LOOKBACK_DAYS, day), countWithin(days, day, day + LOOKBACK_DAYS)];
  if (before > 0) order.before.set(CAMPAIGN, before);
  if (after > 0) order.after.set(CAMPAIGN, after);
  return order;
}

/** Exposures of a household: some hear episode after episode for as long as they follow the show, others now and then. */
function simulateExposed(random: Random, { readiness, listening }: { readiness: number; listening: number }): Exposed {
  const length = random.chance(0.5) ? DAYS : 10 + 40 * random.next();
  const from = length === DAYS ? 0 : random.next() * DAYS;
  const count = poisson(random, (0.02 + 0.15 * gamma(random, 1.5)) * listening * Math.min(length, DAYS - from));
  const days = Array.from({ length: count }, () => from + random.next() * Math.min(length, DAYS - from));
  return { readiness, days: days.sort((a, b) => a - b) };
}

function gainAt(cap: number, exposed: readonly Exposed[], effect: FrequencyEffect): number {
  let [within, beyond, kept, freed] = [0, 0, 0, 0];
  for (const one of exposed) {
    const caused = causedBy(one, effect);
    const nth = new Map<number, number>();
    one.days.forEach((day, place) => {
      if (day < FIRST_DAY || day >= LAST_DAY) return;
      const earlier = nth.get(spanOf(day)) ?? 0;
      nth.set(spanOf(day), earlier + 1);
      if (earlier < cap) [within, kept] = [within + caused[place], kept + 1];
      else [beyond, freed] = [beyond + caused[place], freed + 1];
    });
  }
  return kept === 0 ? 0 : (freed * within) / kept - beyond;
}

/**
 * A campaign over 180 days, the same for the same seed, that reaches some households once and others ten times in a month. Half of them
 * hear it all along and half for some weeks; who listens more buys more; orders come anyway, more from some households than from others.
 */
export function simulateFrequencies({ seed, effect }: { seed: number; effect: FrequencyEffect }): FrequencyWorld {
  const random = randomOf(seed, { none: 0xf4e1, each: 0xf4e2, first: 0xf4e3 }[effect]);
  const organic = 0.05 + 0.25 * random.next();
  const orders: BudgetOrder[] = [];
  const exposed: Exposed[] = [];
  simulateHouseholds(random).forEach((household, number) => {
    const one = random.chance(0.4) ? simulateExposed(random, household) : { readiness: household.readiness, days: [] };
    if (one.days.length > 0) exposed.push(one);
    const days = Array.from({ length: poisson(random, organic * household.readiness) }, () => random.next() * DAYS);
    causedBy(one, effect).forEach((chance, place) => {
      if (random.chance(Math.min(1, chance))) days.push(one.days[place] - 8 * Math.log(1 - random.next()));
    });
    for (const day of days) if (day >= FIRST_DAY && day < LAST_DAY) orders.push(orderOf(number, day, one));
  });
  const daily = new Map<number, number>();
  for (const { days } of exposed) for (const day of days) daily.set(Math.floor(day), (daily.get(Math.floor(day)) ?? 0) + 1);
  const steps = (fromDay: number, toDay: number) => {
    const households = new Map<number, number>();
    for (const { days } of exposed) {
      const told = days.filter((day) => day >= fromDay && day < toDay);
      for (const some of Map.groupBy(told, spanOf).values()) households.set(some.length, (households.get(some.length) ?? 0) + 1);
    }
    return [...households].map(([exposures, count]) => ({ exposures, households: count })).sort((a, b) => a.exposures - b.exposures);
  };
  return { orders, daily: new Map([[CAMPAIGN, daily]]), steps, gainOf: (cap) => gainAt(cap, exposed, effect) };
}
