import { normalQuantile } from '../../platform/distributions.ts';
import { furthestOpen } from './inversion.ts';
import type { Interval } from './moments.ts';

/** What a region brought before a test and during it: conversions, or value. */
export interface Region {
  name: string;
  before: number;
  during: number;
}

/** Sets of regions looked at as if the ads had run there, beyond which further ones tell nothing new. */
const MOST_SETS = 1_000;
/** Half a conversion on each side keeps ratios of regions without any finite (J. B. S. Haldane 1956, F. J. Anscombe 1956). */
const HALF = 0.5;

/** What test regions brought beside what was to be expected of them. */
export interface GeoEffect {
  observed: number;
  /** What they brought before, grown as the other regions grew. */
  expected: number;
  /** observed / expected − 1, with the lifts that the test does not rule out; −1 and Infinity where it can rule out none. */
  lift: Interval;
  /** observed − expected, likewise. */
  incremental: Interval;
  /** What sets of untreated regions show as lift, where nothing was done. */
  placebo: { sets: number; low: number; high: number };
  /** The share of all ways to choose as many regions whose lift is as far from none; exact if the regions were drawn at random. */
  pValue: number;
  /** The smallest that share could be: with few regions nothing can be shown. */
  leastPValue: number;
}

type Totals = Pick<Region, 'before' | 'during'>;

function totals(regions: readonly Region[]): Totals {
  return regions.reduce((sum, { before, during }) => ({ before: sum.before + before, during: sum.during + during }), {
    before: 0,
    during: 0,
  });
}

/**
 * The logarithm of observed over expected, where the expected follows from the others by regression through the origin with a variance in
 * proportion to size, which is the ratio of their sums.
 */
function logRatio(chosen: readonly Region[], others: readonly Region[]): number {
  return logRatioOf(totals(chosen), totals(others));
}

function logRatioOf(one: Totals, other: Totals): number {
  return Math.log((one.during + HALF) / (one.before + HALF)) - Math.log((other.during + HALF) / (other.before + HALF));
}

function choices(from: number, size: number): number {
  let count = 1;
  for (let place = 0; place < size; place += 1) count = (count * (from - place)) / (place + 1);
  return Math.round(count);
}

/** The next set of `size` places in the order of words; false after the last. */
function advance(places: number[], from: number): boolean {
  let place = places.length - 1;
  while (place >= 0 && places[place] === from - places.length + place) place -= 1;
  if (place < 0) return false;
  places[place] += 1;
  for (let next = place + 1; next < places.length; next += 1) places[next] = places[next - 1] + 1;
  return true;
}

/** Draws places from 0 on, the same each time: Fisher and Yates, with the multiplicative generator of Lewis, Goodman and Miller. */
function shuffler(seed: number): (from: number, size: number) => number[] {
  let state = seed;
  return (from, size) => {
    const places = Array.from({ length: from }, (_, place) => place);
    for (let place = 0; place < size; place += 1) {
      state = (state * 16_807) % 2_147_483_647;
      const other = place + (state % (from - place));
      [places[place], places[other]] = [places[other], places[place]];
    }
    return places.slice(0, size);
  };
}

/** All sets of `size` of so many places, or, of very many, a thousand that are the same each time. */
function placesOf(from: number, size: number): number[][] {
  if (choices(from, size) > MOST_SETS) {
    const draw = shuffler(20_261_126);
    return Array.from({ length: MOST_SETS }, () => draw(from, size));
  }
  const places = Array.from({ length: size }, (_, place) => place);
  const sets: number[][] = [];
  do sets.push([...places]);
  while (advance(places, from));
  return sets;
}

/** A set of regions, and those outside it. */
function splitAt(regions: readonly Region[], places: readonly number[]): [Region[], Region[]] {
  const inside = new Set(places);
  return [regions.filter((_, place) => inside.has(place)), regions.filter((_, place) => !inside.has(place))];
}

/** What sets of untreated regions show, each held against the other untreated ones; as many as were treated, at most half of them. */
function placeboRatios(treated: number, untreated: readonly Region[]): number[] {
  const size = Math.min(treated, Math.floor(untreated.length / 2));
  return size < 1 ? [] : placesOf(untreated.length, size).map((places) => logRatio(...splitAt(untreated, places)));
}

/** The ends between which all but `alpha` of the values lie, outermost ones included. */
function ends(values: readonly number[], alpha: number): [number, number] {
  const ordered = values.toSorted((a, b) => a - b);
  const skipped = Math.max(0, Math.floor((alpha / 2) * (ordered.length + 1)) - 1);
  return [ordered[skipped], ordered[ordered.length - 1 - skipped]];
}

/** All ways to choose as many regions as were treated, or a thousand of them, and how to rank the treated ones among them. */
interface Choices {
  regions: readonly Region[];
  isTreated: readonly boolean[];
  /** Of each way, which regions are inside. */
  sets: readonly (readonly number[])[];
  /** Whether the sets are all there are, so that the treated ones are among them. */
  isWhole: boolean;
}

function choicesOf(treated: readonly Region[], untreated: readonly Region[]): Choices {
  const regions = [...treated, ...untreated];
  const sets = placesOf(regions.length, treated.length);
  return {
    regions,
    isTreated: regions.map((_, place) => place < treated.length),
    sets,
    isWhole: choices(regions.length, treated.length) === sets.length,
  };
}

/**
 * The share of ways to choose as many regions that look as unlike the rest as the treated ones, if the ads multiplied what came there by
 * e^`effect`: that is taken out first.
 */
function rank({ regions, isTreated, sets, isWhole }: Choices, effect: number): number {
  const without = regions.map((region, place) => (isTreated[place] ? { ...region, during: region.during * Math.exp(-effect) } : region));
  const all = totals(without);
  const ratioOf = (places: readonly number[]) => {
    const inside = { before: 0, during: 0 };
    for (const place of places) {
      inside.before += without[place].before;
      inside.during += without[place].during;
    }
    return Math.abs(logRatioOf(inside, { before: all.before - inside.before, during: all.during - inside.during }));
  };
  const treated = isTreated.flatMap((is, place) => (is ? [place] : []));
  const observed = ratioOf(treated) - 1e-12;
  const as = sets.filter((places) => ratioOf(places) >= observed).length;
  return isWhole ? as / sets.length : (as + 1) / (sets.length + 1);
}

/**
 * The smallest p-value that a test with so many regions on each side can come to: one of all ways to choose as many, or two where the
 * others are as many, since they look as unlike; one in 1,001 where a thousand of very many ways are drawn.
 */
export function leastGeoPValue(treated: number, untreated: number): number {
  const sets = choices(treated + untreated, treated);
  return sets > MOST_SETS ? 1 / (MOST_SETS + 1) : (treated === untreated ? 2 : 1) / sets;
}

function leastRank({ isTreated }: Choices): number {
  const treated = isTreated.filter(Boolean).length;
  return leastGeoPValue(treated, isTreated.length - treated);
}

/** The effect furthest in one direction that the ranks do not rule out; infinite where they can rule out none. */
function furthest(found: Choices, from: number, direction: 1 | -1, alpha: number): number {
  if (leastRank(found) > alpha) return direction * Infinity;
  return furthestOpen((effect) => rank(found, effect) > alpha, from, direction, 0.05);
}

/**
 * What a test in regions shows: the regions' growth against that of the others, and the range that untreated regions show among themselves.
 * The interval holds the lifts that the test does not rule out, each taken out of the test regions first: as exact as the test. Undefined
 * when a side has no region, or fewer than two are untreated.
 * Sources: A. Abadie, A. Diamond, J. Hainmueller (2010), Synthetic control methods for comparative case studies, JASA 105, for placebos in
 * space; R. A. Fisher (1935), The Design of Experiments, for the test; P. R. Rosenbaum (2002), Observational Studies, 2.4, to invert it;
 * W. G. Cochran (1977), Sampling Techniques, chapter 6, for the ratio.
 */
export function geoEffect(treated: readonly Region[], untreated: readonly Region[], alpha: number): GeoEffect | undefined {
  if (treated.length === 0 || untreated.length < 2) return undefined;
  const observed = totals(treated).during;
  const ratio = logRatio(treated, untreated);
  const found = choicesOf(treated, untreated);
  const ratios = placeboRatios(treated.length, untreated);
  const [lowPlacebo, highPlacebo] = ends(ratios, alpha);
  const [low, high] = [furthest(found, ratio, -1, alpha), furthest(found, ratio, 1, alpha)];
  const gained = (effect: number) => (observed + HALF) * -Math.expm1(-effect);
  return {
    observed,
    expected: (observed + HALF) * Math.exp(-ratio),
    lift: { value: Math.expm1(ratio), low: Math.expm1(low), high: Math.expm1(high) },
    incremental: { value: gained(ratio), low: gained(low), high: gained(high) },
    placebo: { sets: ratios.length, low: Math.expm1(lowPlacebo), high: Math.expm1(highPlacebo) },
    pValue: rank(found, 0),
    leastPValue: leastRank(found),
  };
}

/**
 * The smallest lift that a test in so many of these regions finds with this power, by how they differed between two earlier times of its
 * length; undefined with fewer than two regions left to compare with.
 */
export function detectableLift(
  treated: number,
  untreated: readonly Region[],
  { alpha, power }: { alpha: number; power: number },
): number | undefined {
  const ratios = untreated.length < 2 ? [] : placeboRatios(treated, untreated);
  if (ratios.length === 0) return undefined;
  const spread = Math.sqrt(ratios.reduce((sum, ratio) => sum + ratio * ratio, 0) / ratios.length);
  return Math.expm1((normalQuantile(1 - alpha / 2) + normalQuantile(power)) * spread);
}
