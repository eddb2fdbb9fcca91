import { FEW_CONVERSIONS, meanOf } from '../../platform/estimates.ts';
import { shareOf } from '../../platform/intervals.ts';
import type { PathChunk } from '../paths/packed.ts';
import { ATTRIBUTED, type Evaluated } from '../reports/evaluate.ts';
import type { Journeys } from './schema.ts';

/** Of longer paths the last so many steps are told. */
export const MOST_STEPS = 12;
/** A picture holds so many steps of a path; those after it are one. */
export const DRAWN_STEPS = 5;
const LONGEST_TOLD = 20;
/** So many different paths are told apart; of those that come after, only the sums are known. */
const MOST_PATHS = 200_000;
const MOST_UNITS_TOLD = 200;
const SHORTENED = '…';

export interface Sums {
  conversions: number;
  valueMinor: number;
}

/** What is known of one unit. */
export interface UnitSums extends Sums {
  first: number;
  last: number;
  alone: number;
}

/** The paths of many conversions, added up. Units are numbers. */
export interface Collected extends Sums {
  touches: number;
  touchSquares: number;
  /** By the number of touches, longer ones together. */
  lengths: Map<number, Sums>;
  /** By the last steps, written as their units with commas; a leading sign where earlier ones are left out. */
  paths: Map<string, Sums>;
  /** By the first steps, in the same way; a trailing sign where later ones are left out. */
  starts: Map<string, Sums>;
  units: Map<number, UnitSums>;
}

/** No paths yet. */
export function noJourneys(): Collected {
  return {
    conversions: 0,
    valueMinor: 0,
    touches: 0,
    touchSquares: 0,
    lengths: new Map(),
    paths: new Map(),
    starts: new Map(),
    units: new Map(),
  };
}

function addSums<Key>(into: Map<Key, Sums>, key: Key, valueMinor: number): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, { conversions: 1, valueMinor });
  else {
    known.conversions += 1;
    known.valueMinor += valueMinor;
  }
}

function addKnown(into: Map<string, Sums>, key: string, valueMinor: number): boolean {
  if (into.size >= MOST_PATHS && !into.has(key)) return false;
  addSums(into, key, valueMinor);
  return true;
}

function addUnits({ units }: Collected, steps: readonly number[], valueMinor: number): void {
  const distinct = new Set(steps);
  for (const unit of distinct) {
    const sums = units.get(unit) ?? { conversions: 0, valueMinor: 0, first: 0, last: 0, alone: 0 };
    units.set(unit, sums);
    sums.conversions += 1;
    sums.valueMinor += valueMinor;
    if (steps[0] === unit) sums.first += 1;
    if (steps[steps.length - 1] === unit) sums.last += 1;
    if (distinct.size === 1) sums.alone += 1;
  }
}

/** The units of a path's touches, oldest first, repeats in a row as one. */
function stepsOf({ offsets, slot }: Evaluated, path: number, unitOf: Int32Array): number[] {
  const steps: number[] = [];
  for (let touch = offsets[path]; touch < offsets[path + 1]; touch += 1) {
    const unit = unitOf[slot[touch]];
    if (steps[steps.length - 1] !== unit) steps.push(unit);
  }
  return steps;
}

/** Adds the attributed paths of a chunk; `unitOf` tells the unit of each slot. */
export function addJourneys(collected: Collected, chunk: PathChunk, out: Evaluated, unitOf: Int32Array): void {
  for (let path = 0; path < out.pathCount; path += 1) {
    if (out.state[path] !== ATTRIBUTED) continue;
    const valueMinor = chunk.valueMinor[path];
    const touches = out.offsets[path + 1] - out.offsets[path];
    const steps = stepsOf(out, path, unitOf);
    collected.conversions += 1;
    collected.valueMinor += valueMinor;
    collected.touches += touches;
    collected.touchSquares += touches * touches;
    addSums(collected.lengths, Math.min(touches, LONGEST_TOLD + 1), valueMinor);
    const ending = steps.slice(-MOST_STEPS).join(',');
    addKnown(collected.paths, steps.length > MOST_STEPS ? `${SHORTENED},${ending}` : ending, valueMinor);
    const later = steps.length > DRAWN_STEPS ? `,${SHORTENED}` : '';
    const isKnown = addKnown(collected.starts, `${steps.slice(0, DRAWN_STEPS).join(',')}${later}`, valueMinor);
    if (!isKnown)
      addSums(collected.starts, `${Array.from({ length: Math.min(steps.length, DRAWN_STEPS) }, () => -1).join(',')}${later}`, valueMinor);
    addUnits(collected, steps, valueMinor);
  }
}

/** A key with the name it has in the catalogue. */
export interface Named {
  key: string | null;
  label: string;
}

/** The names of units by their numbers. */
export type NameUnit = (unit: number) => Named;

function byConversions<Item extends Sums>(a: Item, b: Item): number {
  return b.conversions - a.conversions || b.valueMinor - a.valueMinor;
}

/** How many touches paths have. */
export function lengthsOf({ lengths, conversions }: Collected): Journeys['lengths'] {
  return [...lengths]
    .sort(([a], [b]) => a - b)
    .map(([touches, sums]) => ({ touches, isOrMore: touches > LONGEST_TOLD, ...sums, share: shareOf(sums.conversions, conversions) }));
}

/** The mean of how many touches paths have. */
export function meanTouchesOf({ conversions, touches, touchSquares }: Collected): Journeys['meanTouches'] {
  return meanOf({ count: conversions, sum: touches, squares: touchSquares }, conversions < FEW_CONVERSIONS);
}

/** The paths that most conversions took, and the rest as one. */
export function topPathsOf(
  { paths, conversions, valueMinor }: Collected,
  limit: number,
  name: NameUnit,
): Pick<Journeys, 'paths' | 'otherPaths'> {
  const top = [...paths]
    .map(([text, sums]) => ({ text, ...sums }))
    .sort((a, b) => byConversions(a, b) || (a.text < b.text ? -1 : 1))
    .slice(0, limit);
  const listed = top.reduce(
    (sum, one) => ({ conversions: sum.conversions + one.conversions, valueMinor: sum.valueMinor + one.valueMinor }),
    {
      conversions: 0,
      valueMinor: 0,
    },
  );
  const other = conversions - listed.conversions;
  return {
    paths: top.map(({ text, ...sums }) => {
      const steps = text.split(',').filter((step) => step !== SHORTENED);
      const isShortened = text.startsWith(SHORTENED);
      return { steps: steps.map((step) => name(Number(step))), isShortened, ...sums, share: shareOf(sums.conversions, conversions) };
    }),
    otherPaths: { conversions: other, valueMinor: valueMinor - listed.valueMinor, share: shareOf(other, conversions) },
  };
}

/** What each unit had part in. */
export function assistsOf({ units, conversions }: Collected, name: NameUnit): Journeys['assists'] {
  return [...units]
    .map(([unit, sums]) => ({ ...name(unit), ...sums }))
    .sort((a, b) => byConversions(a, b) || ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
    .slice(0, MOST_UNITS_TOLD)
    .map((one) => {
      const assisted = one.conversions - one.last;
      return { ...one, assisted, share: shareOf(one.conversions, conversions), assistRate: shareOf(assisted, one.conversions) };
    });
}

/** Whether a written step stands for what was left out. */
export function isLeftOut(step: string): boolean {
  return step === SHORTENED;
}
