import { geoEffect, detectableLift, type Region } from '../experiments/geo.ts';
import type { Interval } from '../experiments/moments.ts';
import { ALPHA } from '../experiments/plan.ts';
import type { Arm, Block } from '../experiments/schema.ts';
import { type BlockPair, detectablePerDay, switchbackEffect } from '../experiments/switchback.ts';
import { type Daily, sumDaily } from '../outcomes/rules.ts';
import type { Aggregate, OpenInterval } from './schema.ts';

const DAY_MS = 86_400_000;

/** A time, the end excluded, at the starts of UTC days. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** The places of a test in regions. */
export interface GeoArms {
  treated: readonly string[];
  untreated: readonly string[];
}

/** The regions with the ad and those without. */
export function geoArms(arms: readonly Arm[]): { treated: string[]; untreated: string[] } {
  const regionsOf = (isControl: boolean) => arms.filter((arm) => arm.isControl === isControl).flatMap(({ regions }) => regions ?? []);
  return { treated: regionsOf(false), untreated: regionsOf(true) };
}

/** What these regions brought in a time, and in as long a time directly before it. */
export function regionsIn(daily: Daily, names: readonly string[], { fromMs, toMs }: Span): Region[] {
  return names.map((name) => ({
    name,
    before: sumDaily(daily, name, fromMs - (toMs - fromMs), fromMs),
    during: sumDaily(daily, name, fromMs, toMs),
  }));
}

/** An interval without the ends that a test cannot set. */
function openInterval({ value, low, high }: Interval, isSet: boolean): OpenInterval {
  const end = (at: number) => (isSet && Number.isFinite(at) ? at : null);
  return { value, low: end(low), high: end(high) };
}

/** An interval both of whose ends are set; undefined for another one. */
export function closedInterval({ value, low, high }: OpenInterval): Interval | undefined {
  return low === null || high === null ? undefined : { value, low, high };
}

/** What a test in regions shows over a time; null while there is none of it, or nothing came in it. */
export function readGeo(daily: Daily, { treated, untreated }: GeoArms, span: Span): Aggregate | null {
  if (span.toMs <= span.fromMs) return null;
  const [one, other] = [regionsIn(daily, treated, span), regionsIn(daily, untreated, span)];
  const came = [...one, ...other].reduce((sum, { before, during }) => sum + before + during, 0);
  const effect = came === 0 ? undefined : geoEffect(one, other, ALPHA);
  if (effect === undefined) return null;
  const { observed, expected, placebo, pValue, leastPValue } = effect;
  const [lift, incremental] = [effect.lift, effect.incremental].map((ends) => openInterval(ends, leastPValue <= ALPHA));
  return {
    observed,
    expected,
    difference: incremental,
    lift,
    incremental,
    placebo,
    pValue,
    leastPValue,
    units: treated.length + untreated.length,
  };
}

/** The smallest lift that a test in these regions is likely to find, by the two times of its length before it; undefined without those. */
export function plannedLift(daily: Daily, { treated, untreated }: GeoArms, span: Span, power: number): number | undefined {
  const regions = regionsIn(daily, [...treated, ...untreated], span);
  if (regions.reduce((sum, { before, during }) => sum + before + during, 0) === 0) return undefined;
  return detectableLift(treated.length, regions, { alpha: ALPHA, power });
}

/** The days of a block that are counted: without those on which the block before may still be at work. */
function countedSpan({ from, to }: Pick<Block, 'from' | 'to'>, washoutDays: number): Span {
  return { fromMs: Date.parse(from) + washoutDays * DAY_MS, toMs: Date.parse(to) };
}

/** The pairs of blocks that are over by an instant. */
export function pairsOver(blocks: readonly Block[], nowMs: number): [Block, Block][] {
  const pairs: [Block, Block][] = [];
  for (let place = 0; place + 1 < blocks.length; place += 2) {
    if (Date.parse(blocks[place + 1].to) <= nowMs) pairs.push([blocks[place], blocks[place + 1]]);
  }
  return pairs;
}

function perDay(daily: Daily, place: string, { fromMs, toMs }: Span): number {
  return sumDaily(daily, place, fromMs, toMs) / ((toMs - fromMs) / DAY_MS);
}

/** What switching shows, of the pairs of blocks that are over; null below two. */
export function readSwitchback(daily: Daily, place: string, pairs: readonly [Block, Block][], washoutDays: number): Aggregate | null {
  const spanOf = (pair: readonly Block[], arm: string) =>
    pair.filter((one) => one.arm === arm).map((one) => countedSpan(one, washoutDays))[0];
  const spans = pairs.map((pair) => ({ treatment: spanOf(pair, 'treatment'), control: spanOf(pair, 'control') }));
  const found = spans.map(({ treatment, control }) => ({
    treatment: perDay(daily, place, treatment),
    control: perDay(daily, place, control),
  }));
  const effect = switchbackEffect(found, ALPHA);
  if (effect === undefined) return null;
  const days = spans.reduce((sum, { treatment }) => sum + (treatment.toMs - treatment.fromMs) / DAY_MS, 0);
  const mean = (arm: keyof BlockPair) => found.reduce((sum, pair) => sum + pair[arm], 0) / found.length;
  const { value, low, high } = effect.perDay;
  return {
    observed: mean('treatment'),
    expected: mean('control'),
    difference: effect.perDay,
    lift: effect.lift,
    incremental: { value: value * days, low: low * days, high: high * days },
    placebo: null,
    pValue: effect.pValue,
    leastPValue: effect.leastPValue,
    units: effect.pairs,
  };
}

/** The smallest difference per day that so many pairs are likely to find, by pairs of blocks of the same length before an instant. */
export function plannedPerDay(
  daily: Daily,
  place: string,
  shape: { blockDays: number; washoutDays: number; pairs: number },
  power: number,
): number | undefined {
  const { blockDays, washoutDays, pairs } = shape;
  const blockMs = blockDays * DAY_MS;
  const blocks = Math.floor(daily.days / blockDays);
  const block = (number: number) => {
    const fromMs = daily.fromMs + number * blockMs;
    return perDay(daily, place, { fromMs: fromMs + washoutDays * DAY_MS, toMs: fromMs + blockMs });
  };
  const earlier = Array.from({ length: Math.floor(blocks / 2) }, (_, pair) => ({
    treatment: block(2 * pair),
    control: block(2 * pair + 1),
  }));
  if (earlier.every(({ treatment, control }) => treatment + control === 0)) return undefined;
  return detectablePerDay(earlier, pairs, { alpha: ALPHA, power });
}

/** How many exposures there were where, or when, there were to be none. */
export function strayExposures<Count extends { exposures: number }>(
  counts: readonly Count[],
  armOf: (count: Count) => 'treatment' | 'control' | undefined,
): { count: number; of: number } {
  const sum = (arm: string) => counts.reduce((all, one) => (armOf(one) === arm ? all + one.exposures : all), 0);
  const stray = sum('control');
  return { count: stray, of: stray + sum('treatment') };
}
