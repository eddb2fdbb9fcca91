import { gamma, normal, poisson } from '../daily/draws.ts';
import { type Random, randomOf } from '../random.ts';

export const LOOKBACK_DAYS = 30;
/** Orders are told from this day up to, not including, the last one, with exposures for one lookback on either side of each. */
export const [FIRST_DAY, LAST_DAY] = [LOOKBACK_DAYS, 150];
export const DAYS = LAST_DAY + LOOKBACK_DAYS;
const HOUSEHOLDS = 16_000;

/** An order, and how many exposures of each campaign its household had in the 30 days before it and after it. */
export interface BudgetOrder {
  person: string;
  day: number;
  before: Map<string, number>;
  after: Map<string, number>;
}

/** A network's campaigns, what an exposure of each costs, and what was seen of them. */
export interface BudgetWorld {
  campaigns: { key: string; costMinor: number }[];
  orders: BudgetOrder[];
  /** Exposures by campaign and day. */
  daily: Map<string, Map<number, number>>;
  /** The conversions that the campaigns cause in this time, when so many times as much is spent for each. */
  causedBy(timesAsMuch: ReadonlyMap<string, number>): number;
}

export interface SimulatedLine {
  key: string;
  flight: [first: number, last: number];
  /** What the first exposure of a typical household causes, and how quickly further ones cause less. */
  effect: number;
  wear: number;
  delayDays: number;
  costMinor: number;
  /** When exposures were, in days, by household. */
  exposures: Map<number, number[]>;
}

export interface Household {
  /** How readily it buys, as a multiple of a typical one. */
  readiness: number;
  /** How much it listens. */
  listening: number;
}

export function simulateHouseholds(random: Random): Household[] {
  return Array.from({ length: HOUSEHOLDS }, () => {
    const bent = normal(random);
    // Who listens more also buys more: what is heard by buyers is no cause of their buying.
    return { readiness: Math.exp(0.5 * bent + 0.8 * normal(random) - 0.45), listening: Math.exp(0.4 * bent) * gamma(random, 1.2) };
  });
}

function simulateLine(random: Random, number: number, households: readonly Household[], hasEffect: boolean): SimulatedLine {
  const audience = 0.04 + 0.3 * random.next() ** 2;
  const perDay = (2 + 8 * random.next()) / DAYS;
  const flight: [number, number] = random.chance(0.4) ? [random.below(60), DAYS - random.below(25)] : [0, DAYS];
  const exposures = new Map<number, number[]>();
  for (let household = 0; household < households.length; household += 1) {
    if (!random.chance(audience)) continue;
    const count = poisson(random, perDay * (flight[1] - flight[0]) * households[household].listening);
    if (count === 0) continue;
    const days = Array.from({ length: count }, () => flight[0] + random.next() * (flight[1] - flight[0]));
    exposures.set(
      household,
      days.sort((a, b) => a - b),
    );
  }
  const effect = hasEffect && random.chance(0.75) ? 0.01 * Math.exp(0.9 * normal(random)) : 0;
  const [wear, delayDays] = [0.1 + 0.5 * random.next(), 4 + 16 * random.next()];
  return { key: `campaign-${number}`, flight, effect, wear, delayDays, costMinor: 2 * Math.exp(0.5 * normal(random)), exposures };
}

const PERIOD_DAYS = 70;
/** What the season does on a day: up to 40 % more or less. */
const seasonOf = (phase: number) => (day: number) => 1 + 0.4 * Math.sin((2 * Math.PI * (day + phase)) / PERIOD_DAYS);

/** Orders that nothing caused: some buyers come back soon, so that orders go in clusters. */
function organicDays(random: Random, mean: number, season: (day: number) => number): number[] {
  const days: number[] = [];
  for (let left = poisson(random, mean); left > 0; left -= 1) {
    let day = random.next() * DAYS;
    while (!random.chance(season(day) / 1.4)) day = random.next() * DAYS;
    days.push(day);
    while (random.chance(0.3)) days.push((day += 14 * random.next()));
  }
  return days;
}

function causedDays(
  random: Random,
  line: SimulatedLine,
  { household, readiness }: { household: number; readiness: number },
  season: (day: number) => number,
) {
  const days: number[] = [];
  (line.exposures.get(household) ?? []).forEach((day, earlier) => {
    const chance = line.effect * readiness * Math.exp(-line.wear * earlier) * season(day);
    if (chance > 0 && random.chance(Math.min(1, chance))) days.push(day - line.delayDays * Math.log(1 - random.next()));
  });
  return days;
}

function countWithin(days: readonly number[] | undefined, from: number, to: number): number {
  let count = 0;
  for (const day of days ?? []) if (day > from && day <= to) count += 1;
  return count;
}

function orderOf(lines: readonly SimulatedLine[], household: number, day: number): BudgetOrder {
  const order: BudgetOrder = { person: String(household), day: Math.floor(day), before: new Map(), after: new Map() };
  for (const { key, exposures } of lines) {
    const days = exposures.get(household);
    const [before, after] = [countWithin(days, day - LOOKBACK_DAYS, day), countWithin(days, day, day + LOOKBACK_DAYS)];
    if (before > 0) order.before.set(key, before);
    if (after > 0) order.after.set(key, after);
  }
  return order;
}

function dailyOf({ exposures }: SimulatedLine): Map<number, number> {
  const daily = new Map<number, number>();
  for (const days of exposures.values()) for (const day of days) daily.set(Math.floor(day), (daily.get(Math.floor(day)) ?? 0) + 1);
  return daily;
}

const exposuresOf = (days: readonly number[]) => countWithin(days, FIRST_DAY, LAST_DAY);

/**
 * The mean of what exposures cause when their number is Poisson: Σ effect × exp(−wear × earlier ones). Half of what is spent more
 * reaches further households like those before, half reaches the same ones more often.
 */
function expectedOf({ effect, wear, exposures }: SimulatedLine, households: readonly Household[], times: number): number {
  const lost = 1 - Math.exp(-wear);
  const [more, often] = [(1 + times) / 2, (2 * times) / (1 + times)];
  let sum = 0;
  for (const [household, days] of exposures)
    sum += more * ((effect * households[household].readiness) / lost) * (1 - Math.exp(-exposuresOf(days) * often * lost));
  return sum;
}

/**
 * A network of 4 to 9 campaigns over 180 days, the same for the same seed. What exposures cause wears out within a household, comes with
 * delays of which some outlast the lookback, and goes with the season; households differ widely in listening and buying, and the two go
 * together; orders come in clusters; campaigns differ in audience, price and flight. Without effect, every match is by chance.
 */
export function simulateBudgets(options: { seed: number; hasEffect: boolean }): BudgetWorld {
  const random = randomOf(options.seed, options.hasEffect ? 0xb0d6 : 0xb0d7);
  const households = simulateHouseholds(random);
  const lines = Array.from({ length: 4 + random.below(6) }, (_, number) => simulateLine(random, number, households, options.hasEffect));
  return budgetWorld(random, households, lines);
}

/** A network of these lines: its orders, those that nothing caused among them, and what other budgets would bring. */
export function budgetWorld(random: Random, households: readonly Household[], lines: readonly SimulatedLine[]): BudgetWorld {
  const season = seasonOf(random.below(PERIOD_DAYS));
  const organic = 0.05 + 0.25 * random.next();
  const orders: BudgetOrder[] = [];
  households.forEach(({ readiness }, household) => {
    const caused = lines.flatMap((line) => causedDays(random, line, { household, readiness }, season));
    for (const day of [...organicDays(random, organic * readiness, season), ...caused])
      if (day >= FIRST_DAY && day < LAST_DAY) orders.push(orderOf(lines, household, day));
  });
  return {
    campaigns: lines.map(({ key, costMinor }) => ({ key, costMinor })),
    orders,
    daily: new Map(lines.map((line) => [line.key, dailyOf(line)])),
    causedBy: (times) => lines.reduce((sum, line) => sum + expectedOf(line, households, times.get(line.key) ?? 1), 0),
  };
}
