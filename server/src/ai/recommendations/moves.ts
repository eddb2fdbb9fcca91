import { chanceBelow, type Gain, gainOfMove, type Line, type Returns, returnsOf } from './returns.ts';

/** Advice is given only where a gain is at least this likely. */
export const LEAST_CHANCE = 0.8;
/** Lines that return the same differ as much as is asked for before any money is moved in so many of a hundred tenants. */
const SAME_BY_CHANCE = 0.05;
/** What takes money must itself bring more than chance gives with this probability. */
const BEYOND_CHANCE = 0.98;
/** Where exposures gather further than this before conversions, the ad follows demand rather than makes it. */
const MOST_GATHERED = 2;
/** So much of a line is moved at most, and so much is added to one: further from what was seen, nothing is known. */
const MOST_TAKEN = 0.2;
const MOST_ADDED = 0.25;

/** An amount that goes from one line to another. */
export interface Move {
  from: Line;
  to: Line;
  moved: number;
  gain: Gain;
}

/** How well it is known that a line brings anything beyond chance: 0 to 1. */
function chanceBeyondChance({ excess, variance }: Line): number {
  return chanceBelow(excess / Math.sqrt(variance));
}

/** Whether a line brings conversions of its own, as far as attribution can tell: more than chance, and not by following who buys anyway. */
export function bringsItsOwn(line: Line): boolean {
  return chanceBeyondChance(line) >= BEYOND_CHANCE && line.gathering <= MOST_GATHERED;
}

/** Whether lines differ by more than chance, so that one may be set before another. */
export function differ(returns: Returns, tests = 1): boolean {
  return returns.spread > 0 && returns.sameByChance <= SAME_BY_CHANCE / tests;
}

/**
 * Which amounts to move between lines, the largest gain first, each line in one move at most. None while lines differ no more than lines
 * without any difference would (of which one tenant in a hundred is taken in), and none to a line that may owe all it
 * has to chance or to who buys anyway.
 * `tests` is how many such sets are looked at together.
 */
export function movesOf(lines: readonly Line[], tests = 1): Move[] {
  const returns = returnsOf(lines);
  if (!returns || !differ(returns, tests)) return [];
  const returning = lines.map((line, place) => ({ line, amount: line.amount, returns: returns.lines[place] }));
  const found: Move[] = [];
  for (const to of returning.filter(({ line }) => bringsItsOwn(line))) {
    for (const from of returning.filter((one) => one !== to)) {
      const moved = Math.min(MOST_TAKEN * from.amount, MOST_ADDED * to.amount);
      const gain = gainOfMove(from, to, moved);
      if (gain.chance >= LEAST_CHANCE && gain.value > 0) found.push({ from: from.line, to: to.line, moved, gain });
    }
  }
  const taken = new Set<Line>();
  return found
    .sort((a, b) => b.gain.value - a.gain.value || (a.from.key + a.to.key < b.from.key + b.to.key ? -1 : 1))
    .filter(({ from, to }) => {
      if (taken.has(from) || taken.has(to)) return false;
      taken.add(from).add(to);
      return true;
    });
}
