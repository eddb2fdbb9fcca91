import type { UnitColumns } from '../path.ts';
import { eliminate, type Elimination, LANES, solveColumns, solveDense, solveRow } from './elimination.ts';
import {
  type Chain,
  chainOf,
  countTransitions,
  type MarkovOrder,
  openTransitions,
  type PathCounts,
  type Transitions,
} from './transitions.ts';

/** What the chain says of each unit. */
export interface MarkovFit {
  order: MarkovOrder;
  /**
   * By unit, 0 to 1: the part of all conversions that would be lost were every step to the unit the end of the path; 0 for a unit never
   * seen.
   */
  removalEffects: Float64Array;
  /** The chain's own probability that a path ends in a conversion; 0 without paths. */
  conversionProbability: number;
  /** What was counted, of paths with a touch. */
  conversions: number;
  nulls: number;
  /** States that were solved for: units seen, or under order 2 pairs of them. */
  states: number;
}

/**
 * The absorbing Markov chain of the paths and each unit's removal effect. Start, units, conversion and null are its states; a path taken c
 * times with and n times without conversion adds c + n to each of its steps, c to the step to conversion and n to the one to null.
 * Removing a unit sends every step to it to null. Under order 2 the next touch depends on the last two, and a unit's states go together.
 * Paths without a touch do not take part. With whole counts the order of the paths does not change a bit.
 * Takes time with the third power of the states: about a tenth of a second for 700, and half a minute for 4,096.
 * @throws RangeError for too many units or states.
 * Source: E. Anderl, I. Becker, F. von Wangenheim and J. Schumann, Mapping the customer journey, IJRM 33, 2016; the exact solution is J.
 * Kemeny and J. Snell's fundamental matrix, Finite Markov Chains, 1960.
 */
export function fitMarkov(paths: UnitColumns, counts: PathCounts, unitCount: number, order: MarkovOrder = 1): MarkovFit {
  const transitions = openTransitions(unitCount, order);
  countTransitions(transitions, paths, counts);
  return fitTransitions(transitions);
}

/**
 * `fitMarkov` for paths that were counted a part at a time.
 *
 * With G the inverse of the matrix that `eliminate` describes, s the paths' starts, h = G · conversions the probability to convert from
 * each state, and S the states of a unit, the conversions that go through S are (s G)_S · (G_SS)⁻¹ · h_S: for one state N_sc ÷ N_cc · h_c.
 * One factorisation serves all units.
 * @throws RangeError for too many states.
 */
export function fitTransitions(transitions: Transitions): MarkovFit {
  const { order, unitCount, conversions, nulls } = transitions;
  const chain = chainOf(transitions);
  const states = chain.unitOf.length;
  const exits = chain.conversions.map((converted, state) => converted + chain.nulls[state]);
  const elimination = eliminate(chain.flows, exits);
  const chances = chancesOf(elimination, chain.conversions);
  const visits = chain.starts.slice();
  solveRow(elimination, visits);
  let converted = 0;
  for (let state = 0; state < states; state += 1) converted += chain.starts[state] * chances[state];
  const removalEffects = new Float64Array(unitCount);
  const ranges = rangesOf(chain);
  blocksOf(elimination, ranges).forEach((block, place) => {
    const lost = convertedThrough(block, ranges[place], visits, chances);
    removalEffects[chain.unitOf[ranges[place].from]] = converted > 0 ? Math.min(1, Math.max(0, lost / converted)) : 0;
  });
  const taken = conversions + nulls;
  return { order, removalEffects, conversionProbability: taken > 0 ? Math.min(1, converted / taken) : 0, conversions, nulls, states };
}

/** The probability to convert, from each state. */
function chancesOf(elimination: Elimination, conversions: Float64Array): Float64Array {
  const columns = new Float64Array(LANES * elimination.size);
  conversions.forEach((converted, state) => (columns[LANES * state] = converted));
  solveColumns(elimination, columns);
  return conversions.map((_converted, state) => columns[LANES * state]);
}

/** States that stand together. */
interface Range {
  from: number;
  upTo: number;
}

/** The states of each unit. */
function rangesOf({ unitOf }: Chain): Range[] {
  const ranges: Range[] = [];
  for (let from = 0; from < unitOf.length;) {
    let upTo = from + 1;
    while (upTo < unitOf.length && unitOf[upTo] === unitOf[from]) upTo += 1;
    ranges.push({ from, upTo });
    from = upTo;
  }
  return ranges;
}

/** G_SS of each range of states, row by row. */
function blocksOf(elimination: Elimination, ranges: readonly Range[]): Float64Array[] {
  const { size } = elimination;
  const blocks = ranges.map(({ from, upTo }) => new Float64Array((upTo - from) * (upTo - from)));
  const rangeOf = ranges.flatMap(({ from, upTo }, place) => Array.from({ length: upTo - from }, () => place));
  const columns = new Float64Array(LANES * size);
  for (let first = 0; first < size; first += LANES) {
    const lanes = Math.min(LANES, size - first);
    columns.fill(0);
    for (let lane = 0; lane < lanes; lane += 1) columns[LANES * (first + lane) + lane] = 1;
    solveColumns(elimination, columns, first, ranges[rangeOf[first]].from);
    for (let lane = 0; lane < lanes; lane += 1) {
      const { from, upTo } = ranges[rangeOf[first + lane]];
      const block = blocks[rangeOf[first + lane]];
      for (let state = from; state < upTo; state += 1) {
        block[(state - from) * (upTo - from) + first + lane - from] = columns[LANES * state + lane];
      }
    }
  }
  return blocks;
}

/** How many conversions go through the range, as `fitTransitions` says; `block`, its G_SS, is overwritten. */
function convertedThrough(block: Float64Array, { from, upTo }: Range, visits: Float64Array, chances: Float64Array): number {
  const sources = chances.slice(from, upTo);
  solveDense(block, sources);
  let sum = 0;
  for (let state = from; state < upTo; state += 1) sum += visits[state] * sources[state - from];
  return sum;
}

/**
 * Fills `weights` in proportion to the effect of each touch's unit, 0 or more; where all effects of a path are 0, evenly. Never negative,
 * and adding up to 1 in every path that has a touch, to within 1e-12: the ledger's form of `markov`.
 */
export function weighByEffect(paths: UnitColumns, effects: Float64Array, weights: Float64Array): void {
  const { offsets, pathCount, unit } = paths;
  for (let path = 0; path < pathCount; path += 1) {
    const start = offsets[path];
    const end = offsets[path + 1];
    let sum = 0;
    for (let touch = start; touch < end; touch += 1) sum += effects[unit[touch]];
    if (sum > 0) for (let touch = start; touch < end; touch += 1) weights[touch] = effects[unit[touch]] / sum;
    else weights.fill(1 / (end - start), start, end);
  }
}

/**
 * The classic total of `markov`: `total`, conversions or value of all paths with a touch, in proportion to the removal effects. It differs
 * a little from the sum of `weighByEffect`, which shares out every conversion for itself. All 0 where there is no effect.
 */
export function markovClassic(removalEffects: Float64Array, total: number): Float64Array {
  let sum = 0;
  for (const effect of removalEffects) sum += effect;
  return removalEffects.map((effect) => (sum > 0 ? (total * effect) / sum : 0));
}
