import { LN2, logarithm } from '../../../../engine/src/models/logarithm.ts';
import { type Random, randomOf } from '../../../../simulator/src/random.ts';
import type { Watched } from '../fits/observing.ts';
import { type PlantedWorld, PLANTED_WORLDS } from './schema.ts';

const DAY_MS = 86_400_000;
const EFFECT_WORD = 0xeffe;
const LIFE_WORD = 0x11fe;
/** A third of the units does nothing. */
const IDLE_PART = 3;
/** One exposure causes at most so many conversions. */
const MOST_EFFECT = 0.5;
/** An ad works from this exposure of its unit within the window on. */
const THRESHOLD = 3;
const WINDOW_MS = 21 * DAY_MS;
const DELAY_MS = [DAY_MS, 3 * DAY_MS] as const;
const HALF_LIFE_MS = [DAY_MS, 10 * DAY_MS] as const;

/** What conversions are planted into: watched people without a conversion. */
export interface Field {
  watched: Watched;
  unitCount: number;
  /** Of conversions without an ad, per millisecond of each person. */
  organicRate: number;
  /** How long after an exposure what it causes may come. */
  lookbackMs: number;
}

/** What was planted: conversions by stretch in the order of their times, and what each unit caused. */
interface Planted {
  conversionOffsets: Int32Array;
  conversionAt: Float64Array;
  caused: Float64Array;
  organic: number;
  isIdle: boolean[];
}

/** The time that a field's people are watched, together. */
export function personTimeOf({ observedFrom, observedTo }: Pick<Watched, 'observedFrom' | 'observedTo'>): number {
  return observedFrom.reduce((total, from, row) => total + observedTo[row] - from, 0);
}

/** By exposure, 1 where an ad can work: everywhere, or under a threshold from the third exposure of a unit within three weeks on. */
export function workingExposures(world: PlantedWorld, { exposureAt, exposureOffsets, exposureUnit, identityCount }: Watched): Uint8Array {
  const works = new Uint8Array(exposureAt.length);
  if (world !== 'planted-threshold') return works.fill(1);
  for (let row = 0; row < identityCount; row += 1) {
    for (let place = exposureOffsets[row]; place < exposureOffsets[row + 1]; place += 1) {
      let count = 1;
      for (let before = place - 1; before >= exposureOffsets[row] && count < THRESHOLD; before -= 1) {
        if (exposureAt[before] < exposureAt[place] - WINDOW_MS) break;
        if (exposureUnit[before] === exposureUnit[place]) count += 1;
      }
      works[place] = count === THRESHOLD ? 1 : 0;
    }
  }
  return works;
}

function shuffled(count: number, random: Random): number[] {
  const places = Array.from({ length: count }, (_, place) => place);
  for (let place = count - 1; place > 0; place -= 1) {
    const other = random.below(place + 1);
    [places[place], places[other]] = [places[other], places[place]];
  }
  return places;
}

/**
 * By unit, the conversions that a working exposure causes on average: nothing for a third of the units, at least one of them, and for the
 * others what makes all of them together cause about as many conversions as come without an ad.
 */
function drawEffects(seed: number, { watched, unitCount, organicRate }: Field, works: Uint8Array): Float64Array {
  const random = randomOf(seed, EFFECT_WORD);
  const idle = Math.max(1, Math.floor(unitCount / IDLE_PART));
  const weights = new Float64Array(unitCount);
  for (const unit of shuffled(unitCount, random).slice(idle)) {
    const chance = random.next();
    weights[unit] = 0.25 + 2.75 * chance * chance;
  }
  const sum = watched.exposureUnit.reduce((total, unit, place) => total + works[place] * weights[unit], 0);
  if (sum === 0) return weights.fill(0);
  const most = weights.reduce((largest, weight) => Math.max(largest, weight), 0);
  const scale = Math.min((organicRate * personTimeOf(watched)) / sum, MOST_EFFECT / most);
  return weights.map((weight) => weight * scale);
}

const between = ([least, most]: readonly [number, number], chance: number) => least + (most - least) * chance;

/** The time to the next event of a process at rate 1. */
const waitOf = (random: Random) => -logarithm(1 - random.next());

/** A Poisson count around `mean`. */
function countAround(mean: number, random: Random): number {
  let count = 0;
  for (let at = waitOf(random); at <= mean; at += waitOf(random)) count += 1;
  return count;
}

/** Draws how long after an exposure of a unit what it causes comes. */
function openDelays(world: PlantedWorld, seed: number, unitCount: number): (unit: number, random: Random) => number {
  if (world === 'planted-delay') return (_, random) => between(DELAY_MS, random.next());
  const lives = randomOf(seed, LIFE_WORD);
  const halfLives = Float64Array.from({ length: unitCount }, () => between(HALF_LIFE_MS, lives.next()));
  return (unit, random) => (halfLives[unit] / LN2) * waitOf(random);
}

interface Event {
  atMs: number;
  /** The unit that caused it; −1 for none. */
  cause: number;
}

/**
 * Plants conversions into a field: organic ones at its rate, and those that exposures cause within a lookback, each with its own chance.
 * Nobody converts when not watched. Each stretch draws numbers of its own, so the same people under the same seed convert alike.
 */
export function plant(world: PlantedWorld, field: Field, seed: number): Planted {
  const { watched, unitCount, organicRate, lookbackMs } = field;
  const { observedFrom, observedTo, exposureOffsets, exposureAt, exposureUnit } = watched;
  const works = workingExposures(world, watched);
  const effects = drawEffects(seed, field, works);
  const delayOf = openDelays(world, seed, unitCount);
  const eventsOf = (row: number): Event[] => {
    const random = randomOf(seed, PLANTED_WORLDS.indexOf(world), watched.person[row], row - watched.firstOf[row]);
    const events: Event[] = [];
    const wait = () => waitOf(random) / organicRate;
    for (let at = observedFrom[row] + wait(); at <= observedTo[row]; at += wait()) events.push({ atMs: Math.floor(at), cause: -1 });
    for (let place = exposureOffsets[row]; place < exposureOffsets[row + 1]; place += 1) {
      const cause = exposureUnit[place];
      const count = works[place] === 1 ? countAround(effects[cause], random) : 0;
      for (let number = 0; number < count; number += 1) {
        const atMs = exposureAt[place] + Math.floor(delayOf(cause, random));
        if (atMs <= Math.min(exposureAt[place] + lookbackMs, observedTo[row])) events.push({ atMs, cause });
      }
    }
    return events.sort((a, b) => a.atMs - b.atMs);
  };
  const conversionOffsets = new Int32Array(watched.identityCount + 1);
  const at: number[] = [];
  const caused = new Float64Array(unitCount);
  for (let row = 0; row < watched.identityCount; row += 1) {
    for (const { atMs, cause } of eventsOf(row)) {
      at.push(atMs);
      if (cause >= 0) caused[cause] += 1;
    }
    conversionOffsets[row + 1] = at.length;
  }
  const organic = at.length - caused.reduce((total, count) => total + count, 0);
  return { conversionOffsets, conversionAt: Float64Array.from(at), caused, organic, isIdle: Array.from(effects, (effect) => effect === 0) };
}
