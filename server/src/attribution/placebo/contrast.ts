/** An order that was looked at, with the distinct keys it is matched with on either side of it. */
export interface KeyedOrder {
  /** Who bought: orders of one person are no independent evidence. */
  person: string;
  /** Days since 1970. */
  day: number;
  /** How many exposures of each key lie in the lookback before it. */
  before: ReadonlyMap<string, number>;
  /** The same in a span as long after it, where none can have led to it. */
  after: ReadonlyMap<string, number>;
}

/** Orders matched with one key before them, beside those matched by chance. */
export interface Contrast {
  /** Orders with an exposure before them, and with one as far after them. */
  before: number;
  after: number;
  /** Exposures before the orders by those after them: how much more chance there was before. */
  ratio: number;
  /** How many more orders are matched before than chance has it; below 0 where there are fewer. */
  excess: number;
  /** Of the excess: the larger one of what persons and what weeks say. */
  variance: number;
  /**
   * Exposures before orders beyond chance, less the orders beyond chance: an exposure that leads to an order is one, so that this is
   * about 0 where exposures lead to orders, and above it where they gather before orders that come anyway. In standard errors.
   */
  gathering: number;
}

/** Exposures by key and day since 1970. */
export type DailyExposures = ReadonlyMap<string, ReadonlyMap<number, number>>;

const DAYS_PER_WEEK = 7;
/** Fewer weeks say nothing of how much weeks differ. */
const LEAST_WEEKS = 4;
/** No order at all is no certainty. */
const LEAST_VARIANCE = 1;

/** The sum of a day's exposures up to each day from `first` on, so that a span is one subtraction. */
function cumulated(daily: ReadonlyMap<number, number>, first: number, last: number): Float64Array {
  const sums = new Float64Array(last - first + 2);
  for (let day = first; day <= last; day += 1) sums[day - first + 1] = sums[day - first] + (daily.get(day) ?? 0);
  return sums;
}

/** Exposures in the spans before and after orders of each day; half of an order's own day is on either side. */
function volumes(daily: ReadonlyMap<number, number>, days: readonly number[], lookbackDays: number) {
  const [first, last] = [Math.min(...days) - lookbackDays, Math.max(...days) + lookbackDays];
  const sums = cumulated(daily, first, last);
  const upTo = (day: number) => sums[Math.max(0, Math.min(sums.length - 1, day - first + 1))];
  return days.map((day) => {
    const half = (daily.get(day) ?? 0) / 2;
    return { before: upTo(day - 1) - upTo(day - lookbackDays - 1) + half, after: upTo(day + lookbackDays) - upTo(day) + half };
  });
}

/** The chance that at least one of so many exposures is left when each stays with this probability. */
function leftOf(count: number, probability: number): number {
  return count === 0 ? 0 : 1 - (1 - probability) ** count;
}

/** How an order counts: the side with more exposures in all is thinned until both have the same room for chance. */
function differenceOf(order: KeyedOrder, key: string, room: { before: number; after: number }): number {
  const least = Math.min(room.before, room.after);
  if (least === 0) return 0;
  return leftOf(order.before.get(key) ?? 0, least / room.before) - leftOf(order.after.get(key) ?? 0, least / room.after);
}

/** By how many exposures the thinned sides of an order differ, beyond the one that the order itself may be due to. */
function gatheredIn(order: KeyedOrder, key: string, room: { before: number; after: number }, difference: number): number {
  const least = Math.min(room.before, room.after);
  if (least === 0) return 0;
  const [before, after] = [order.before.get(key) ?? 0, order.after.get(key) ?? 0];
  return (before * least) / room.before - (after * least) / room.after - difference;
}

function sumsBy<Key>(differences: readonly number[], keyOf: (place: number) => Key): Map<Key, number> {
  const sums = new Map<Key, number>();
  differences.forEach((difference, place) => sums.set(keyOf(place), (sums.get(keyOf(place)) ?? 0) + difference));
  return sums;
}

/** How far weeks stray from their share of the whole difference, by the exposures before their orders. */
function varianceOfWeeks(byWeek: ReadonlyMap<number, number>, weightOf: ReadonlyMap<number, number>): number {
  const weights = [...weightOf.values()].reduce((sum, weight) => sum + weight, 0);
  if (byWeek.size < LEAST_WEEKS || weights === 0) return 0;
  const whole = [...byWeek.values()].reduce((sum, difference) => sum + difference, 0);
  const strays = [...byWeek].map(([week, difference]) => difference - (whole * (weightOf.get(week) ?? 0)) / weights);
  return (strays.reduce((sum, stray) => sum + stray ** 2, 0) * byWeek.size) / (byWeek.size - 1);
}

/** Of orders that a key led to, at most so many are taken to hide behind exposures that would have been there by chance. */
const MOST_HIDDEN = 0.8;

/** How many of the orders with an exposure before them have one after them as well: so many that were caused show no difference. */
function hiddenShare(orders: readonly KeyedOrder[], key: string): number {
  const matched = orders.filter(({ before }) => before.has(key));
  const both = matched.filter(({ after }) => after.has(key)).length;
  return Math.min(MOST_HIDDEN, both / Math.max(1, matched.length));
}

function contrastOf(orders: readonly KeyedOrder[], key: string, rooms: readonly { before: number; after: number }[]): Contrast {
  const differences = orders.map((order, place) => differenceOf(order, key, rooms[place]));
  const weekOf = (place: number) => Math.floor(orders[place].day / DAYS_PER_WEEK);
  const weights = sumsBy(
    rooms.map(({ before, after }) => Math.min(before, after)),
    weekOf,
  );
  const persons = sumsBy(differences, (place) => orders[place].person);
  const ofPersons = [...persons.values()].reduce((sum, difference) => sum + difference ** 2, 0);
  const variance = Math.max(ofPersons, varianceOfWeeks(sumsBy(differences, weekOf), weights));
  const shown = 1 - hiddenShare(orders, key);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const gathered = sumsBy(
    orders.map((order, place) => gatheredIn(order, key, rooms[place], differences[place] / shown)),
    (place) => orders[place].person,
  );
  const gatheredSquares = [...gathered.values()].reduce((all, value) => all + value ** 2, LEAST_VARIANCE);
  return {
    before: orders.filter(({ before }) => before.has(key)).length,
    after: orders.filter(({ after }) => after.has(key)).length,
    ratio: sum(rooms.map(({ before }) => before)) / Math.max(1, sum(rooms.map(({ after }) => after))),
    excess: sum(differences) / shown,
    variance: (variance + LEAST_VARIANCE) / shown ** 2,
    gathering: sum([...gathered.values()]) / Math.sqrt(gatheredSquares),
  };
}

/**
 * For each key, the orders matched with it in the lookback before them, beside those matched as far after them, where no exposure can have
 * led to them. Where a key has more exposures on one side of a day's orders than on the other, that side is thinned to as many, so that a
 * flight that begins or ends is not taken for an effect, however many households it reaches. What is left of orders that have an exposure
 * on both sides anyway is made up for by their share. The variance is robust against orders of one person and against weeks that go
 * together (K.-Y. Liang, S. L. Zeger 1986); neither needs the counts to be Poisson.
 */
export function contrastsOf(orders: readonly KeyedOrder[], daily: DailyExposures, lookbackDays: number): Map<string, Contrast> {
  const found = new Map<string, Contrast>();
  if (orders.length === 0) return found;
  const days = orders.map(({ day }) => day);
  for (const [key, exposures] of daily) {
    const rooms = volumes(exposures, days, lookbackDays);
    if (rooms.some(({ before, after }) => before > 0 && after > 0)) found.set(key, contrastOf(orders, key, rooms));
  }
  return found;
}
