import { monthOf } from '../entries/rules.ts';
import { type DayUse, monthDues, type Price, units } from '../prices/rules.ts';
import { type Course, type DayAmount, daysBetween, daysOfDataIn, forecastPeriod } from './rules.ts';

/** What a meter counted, day by day and by whose it was, and what it costs on a day. */
export interface MeterHistory {
  meter: string;
  unit: string;
  /** The first day that is known: eight weeks back. */
  begin: string;
  /** Up to today. */
  uses: readonly DayUse[];
  priceOf: (day: string) => Price | undefined;
}

/** A period of days; `to` is excluded. */
export interface Window {
  from: string;
  to: string;
}

/** What the rest of a period adds in one currency, in ten-billionths; the ends in order, also where more is cheaper. */
export interface Grown {
  estimate: bigint;
  low: bigint;
  high: bigint;
}

/** How what a meter counted for somebody stands in a period, and what it is expected to come to. */
export interface MeterOutlook {
  meter: string;
  unit: string;
  /** Counted in the period, exact. */
  soFar: bigint;
  /** Of the quantity; undefined with fewer than three days of data. */
  forecast: Course | undefined;
  daysOfData: number;
  /** What the days to come cost, by currency; without those that have no price. */
  growth: ReadonlyMap<string, Grown>;
  /** Whether any of the days to come has a price, and in which currencies. */
  currencies: ReadonlySet<string>;
}

const MOST_QUANTITY = 1e20;

/** Figures of floating point are told to four digits: no forecast knows more. */
export const unitsOf = (figure: number) => units(Math.min(MOST_QUANTITY, Math.max(0, figure)).toFixed(4));

const sumOf = (all: readonly DayAmount[]) => all.reduce((sum, { amount }) => sum + amount, 0);

/** Sums of uses by day. */
type ByDay = ReadonlyMap<string, bigint>;

function byDayOf(uses: readonly DayUse[]): ByDay {
  const sums = new Map<string, bigint>();
  for (const { day, quantity } of uses) sums.set(day, (sums.get(day) ?? 0n) + quantity);
  return sums;
}

/** The course of what was counted, over complete days from `begin` on. */
function courseOf(byDay: ByDay, window: Window, { begin, today }: { begin: string; today: string }) {
  const amountOn = (day: string) => Number(byDay.get(day) ?? 0n) / 1e10;
  const complete = daysBetween(begin, today).map((day) => ({ day, amount: amountOn(day) }));
  return { complete, forecast: forecastPeriod(complete, { ...window, today, soFar: amountOn(today) }) };
}

/** The days to come so that the period ends at `end`: each of its days in proportion, or evenly where none was expected. */
function daysEndingAt(end: number, { estimate, toCome }: Course, { from }: Window): DayAmount[] {
  const ahead = toCome.filter(({ day }) => day >= from);
  const rest = sumOf(ahead);
  const change = end - estimate;
  return toCome.map((one) => {
    if (one.day < from) return one;
    return { ...one, amount: rest > 0 ? one.amount * (1 + change / rest) : Math.max(0, change) / ahead.length };
  });
}

/** Uses of the one whose forecast it is, and of all others, which share the tiers and the included quantity of a month. */
const OWN = { campaign: 'own', feature: '' };
const OTHERS = { campaign: 'others', feature: '' };

/** What is due of the own uses on the days of a period, by currency. */
function ownDues(uses: readonly DayUse[], priceOf: MeterHistory['priceOf'], { from, to }: Window): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const ofMonth of Map.groupBy(uses, ({ day }) => monthOf(day)).values())
    for (const { campaign, day, currency, amount } of monthDues(ofMonth, priceOf))
      if (campaign === OWN.campaign && day >= from && day < to) sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  return sums;
}

/** What was counted in the month of today, and what of others is to come. */
interface Counted {
  own: readonly DayUse[];
  others: readonly DayUse[];
  rest: readonly DayAmount[];
}

function growthOf(
  { own, others, rest }: Counted,
  course: Course,
  { priceOf, window }: { priceOf: MeterHistory['priceOf']; window: Window },
) {
  const until = [...own, ...others];
  const now = ownDues(until, priceOf, window);
  const coming = rest.map(({ day, amount }) => ({ day, quantity: unitsOf(amount), ...OTHERS }));
  const [low, estimate, high] = [course.low, course.estimate, course.high].map((end) => {
    const days = end === course.estimate ? course.toCome : daysEndingAt(end, course, window);
    const expected = days.map(({ day, amount }) => ({ day, quantity: unitsOf(amount), ...OWN }));
    return ownDues([...until, ...coming, ...expected], priceOf, window);
  });
  const grown = new Map<string, Grown>();
  for (const currency of new Set([...now.keys(), ...estimate.keys(), ...high.keys()])) {
    const [least, middle, most] = [low, estimate, high].map((sums) => (sums.get(currency) ?? 0n) - (now.get(currency) ?? 0n));
    const [first, , last] = [least, middle, most].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    grown.set(currency, { estimate: middle, low: first, high: last });
  }
  return grown;
}

/**
 * What a meter is expected to count in a period for those whom `isOwn` names, and what the days to come cost: each at the price that holds
 * on it, with the tiers and the included quantity of its calendar month, which are shared with all others in the order of the days, as
 * usage is booked. For the ends of the interval the own days to come are taken in proportion, those of all others as expected.
 */
export function outlookOf(
  history: MeterHistory,
  window: Window,
  { today, isOwn }: { today: string; isOwn: (use: DayUse) => boolean },
): MeterOutlook {
  const { meter, unit, begin, uses, priceOf } = history;
  const [all, own] = [byDayOf(uses), byDayOf(uses.filter(isOwn))];
  const { complete, forecast } = courseOf(own, window, { begin, today });
  const ahead = daysBetween(today > window.from ? today : window.from, window.to);
  const common = {
    meter,
    unit,
    soFar: [...own].reduce((sum, [day, quantity]) => (day >= window.from && day < window.to ? sum + quantity : sum), 0n),
    forecast,
    daysOfData: daysOfDataIn(complete),
    currencies: new Set(ahead.flatMap((day) => priceOf(day)?.currency ?? [])),
  };
  if (forecast === undefined || forecast.toCome.length === 0) return { ...common, growth: new Map() };
  const everybody = courseOf(all, window, { begin, today }).forecast?.toCome ?? [];
  // One row a day for either side, whatever number of campaigns and features they are of.
  const ofMonth = [...all].filter(([day]) => day >= monthOf(today));
  const counted: Counted = {
    own: ofMonth.map(([day]) => ({ day, quantity: own.get(day) ?? 0n, ...OWN })),
    others: ofMonth.map(([day, quantity]) => ({ day, quantity: quantity - (own.get(day) ?? 0n), ...OTHERS })),
    rest: everybody.map(({ day, amount }, place) => ({ day, amount: Math.max(0, amount - forecast.toCome[place].amount) })),
  };
  return { ...common, growth: growthOf(counted, forecast, { priceOf, window }) };
}
