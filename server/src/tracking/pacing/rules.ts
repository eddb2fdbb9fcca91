import type { Placement } from '../../catalog/placements/schema.ts';
import { inexactSum } from '../../platform/money.ts';
import type { MakeGood, PlacementPacing, Projection } from './schema.ts';

const DAY_MS = 86_400_000;
/** Of a normal distribution 95 % lie within so many standard deviations of its mean. */
const Z_95 = 1.959964;
/** Fewer whole days say nothing of how much days differ. */
const LEAST_DAYS = 3;

/** What was delivered on one UTC day. */
export interface DayCount {
  day: string;
  delivered: number;
}

/** A kind of touchpoint that can count as delivered. */
export type CountedKind = 'impression' | 'download';

/** Days of one placement, by the kind of touchpoint that counts. */
export interface CountedDays {
  counted: CountedKind;
  days: DayCount[];
}

/**
 * The days of the touchpoints that count as delivered: downloads where a placement is baked in, impressions where it is dynamic. Of a
 * dynamic one of which no impression was ever told, the downloads whose bytes held its ad count; never both, which may tell of one ad.
 */
export function countedDays({ kind }: Pick<Placement, 'kind'>, days: readonly (DayCount & { kind: CountedKind })[]): CountedDays {
  const hasImpressions = days.some((day) => day.kind === 'impression');
  const isByDownloads = kind === 'baked_in' || (!hasImpressions && days.length > 0);
  const counted = isByDownloads ? 'download' : 'impression';
  return { counted, days: days.filter((day) => day.kind === counted) };
}

/** A flight in milliseconds since 1970, its end excluded; infinite where it is open. */
export function flightMs({ startsOn, endsOn }: Pick<Placement, 'startsOn' | 'endsOn'>): { from: number; until: number } {
  return { from: startsOn === null ? -Infinity : Date.parse(startsOn), until: endsOn === null ? Infinity : Date.parse(endsOn) + DAY_MS };
}

/**
 * How much more counts of days differ than those of a Poisson process: their variance by their mean, at least 1, and 1 for fewer than
 * three days (McCullagh and Nelder, Generalized Linear Models, 1989, §9.2, for a constant rate).
 */
export function dispersionOf(counts: readonly number[]): number {
  const mean = counts.reduce((sum, one) => sum + one, 0) / counts.length;
  if (counts.length < LEAST_DAYS || mean === 0) return 1;
  const variance = counts.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (counts.length - 1);
  return Math.max(1, variance / mean);
}

/** A flight under way, in days. */
export interface Progress {
  delivered: number;
  elapsedDays: number;
  totalDays: number;
  dispersion: number;
}

/**
 * What a flight comes to if its remaining time goes at the rate so far, with the large-sample 95 % prediction interval of a Poisson count
 * (Hahn and Meeker, Statistical Intervals, 1991, chapter 7), its variance multiplied by the dispersion. The rate in the variance counts two
 * deliveries more than there were, so that an interval of few is not too narrow. Never below what was delivered.
 */
export function projectionOf({ delivered, elapsedDays, totalDays, dispersion }: Progress): Projection {
  const remaining = totalDays - elapsedDays;
  const total = delivered + (delivered / elapsedDays) * remaining;
  const variance = dispersion * ((delivered + 2) / elapsedDays) * remaining * (totalDays / elapsedDays);
  const reach = Z_95 * Math.sqrt(variance);
  return {
    total: Math.round(total),
    low: Math.max(delivered, Math.floor(total - reach)),
    high: Math.ceil(total + reach),
    dispersion,
  };
}

/** The whole of `part` times `amount` by `whole`, halves up. @throws AppError `invalid_request` beyond 2^53. */
function shareOf(amount: number, part: number, whole: number): number {
  const value = Number((2n * BigInt(amount) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)));
  if (!Number.isSafeInteger(value)) throw inexactSum();
  return value;
}

/** What is owed of booked impressions that were not delivered, and their cost: by the thousand, or as a share of a flat price. */
export function makeGoodOf({ price }: Pick<Placement, 'price'>, booked: number, delivered: number): MakeGood {
  const impressions = Math.max(0, booked - delivered);
  if (price === null) return { impressions, valueMinor: null, currency: null };
  const valueMinor = shareOf(price.amountMinor, impressions, price.basis === 'cpm' ? 1_000 : booked);
  return { impressions, valueMinor, currency: price.currency };
}

/** The counts of the whole days from the flight's first day on, days without any included. */
function wholeDays(from: number, until: number, byDay: ReadonlyMap<number, number>): number[] {
  const length = Math.max(0, Math.floor((until - from) / DAY_MS));
  return Array.from({ length }, (_, place) => byDay.get(from + place * DAY_MS) ?? 0);
}

function stateOf({ from, until }: { from: number; until: number }, nowMs: number): PlacementPacing['state'] {
  if (!Number.isFinite(from) || !Number.isFinite(until)) return 'open';
  if (nowMs < from) return 'upcoming';
  return nowMs < until ? 'running' : 'ended';
}

/** Where a placement stands at an instant, from what was delivered each day. */
export function pacingOf(placement: Placement, { counted, days }: CountedDays, nowMs: number): PlacementPacing {
  const flight = flightMs(placement);
  const isWithin = ({ day }: DayCount) => flight.from <= Date.parse(day) && Date.parse(day) < flight.until;
  const sum = (some: readonly DayCount[]) => some.reduce((all, { delivered }) => all + delivered, 0);
  const within = days.filter(isWithin);
  const delivered = sum(within);
  const state = stateOf(flight, nowMs);
  const [elapsedDays, totalDays] = [(Math.min(nowMs, flight.until) - flight.from) / DAY_MS, (flight.until - flight.from) / DAY_MS];
  const { bookedImpressions: booked } = placement;
  const expected = booked === null || state === 'open' ? null : (booked * Math.max(0, elapsedDays)) / totalDays;
  const byDay = new Map(within.map((one) => [Date.parse(one.day), one.delivered]));
  const canProject = state === 'running' && elapsedDays >= 1;
  return {
    placement: placement.key,
    campaign: placement.campaign,
    show: placement.show,
    kind: placement.kind,
    startsOn: placement.startsOn,
    endsOn: placement.endsOn,
    bookedImpressions: booked,
    state,
    counted,
    delivered,
    deliveredOutside: sum(days) - delivered,
    expected,
    paceRatio: expected === null || expected === 0 ? null : delivered / expected,
    projection: canProject
      ? projectionOf({ delivered, elapsedDays, totalDays, dispersion: dispersionOf(wholeDays(flight.from, nowMs, byDay)) })
      : null,
    makeGood: state === 'ended' && booked !== null ? makeGoodOf(placement, booked, delivered) : null,
    asOf: new Date(nowMs).toISOString(),
  };
}

/** What was delivered within a placement's flight, by day. */
export function daysWithin(placement: Placement, days: readonly DayCount[]): DayCount[] {
  const { from, until } = flightMs(placement);
  return days.filter(({ day }) => from <= Date.parse(day) && Date.parse(day) < until);
}
