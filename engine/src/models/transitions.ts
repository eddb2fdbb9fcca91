import type { UnitColumns } from '../path.ts';

/** How often each path was taken: with a conversion at its end (once when left out), and without (never when left out). */
export interface PathCounts {
  conversions?: Float64Array;
  nulls?: Float64Array;
}

/** How many of the last touches the next one depends on. */
export type MarkovOrder = 1 | 2;

/** How often one touch was followed by another; paths are added by `countTransitions`. */
export interface Transitions {
  order: MarkovOrder;
  unitCount: number;
  /** Conversions and paths without conversion, each of paths with a touch. */
  conversions: number;
  nulls: number;
  /** Order 1: by unit and unit after it, row by row; the last row is the first touches'. */
  followers: Float64Array;
  /** Order 1: by unit, as the last touch of a path: conversions, then paths without. */
  ends: Float64Array;
  /** Order 2: by the last two units before it and the unit, in `codeOf` numbers, of which 0 is "none". */
  triples: Map<number, number>;
  /** Order 2: by the last two units of a path: conversions, then paths without. */
  pairEnds: Map<number, [number, number]>;
}

/** The largest number of states that are solved for: a matrix of 134 MB. */
export const MOST_STATES = 4_096;
/** Units are digits to this base, so that three of them are a whole number below 2^53. */
const BASE = 1 << 17;

/** How many units can be counted: 4,096, and 131,071 under order 2, where only pairs that are seen take room. */
export function mostUnits(order: MarkovOrder): number {
  return order === 1 ? MOST_STATES : BASE - 1;
}

/**
 * An empty count for units 0 … `unitCount` − 1.
 * @throws RangeError for more units than `mostUnits`.
 */
export function openTransitions(unitCount: number, order: MarkovOrder): Transitions {
  const most = mostUnits(order);
  if (!(unitCount >= 0 && unitCount <= most))
    throw new RangeError(`markov of order ${order} knows at most ${most} units, not ${unitCount}`);
  return {
    order,
    unitCount,
    conversions: 0,
    nulls: 0,
    followers: new Float64Array(order === 1 ? unitCount * (unitCount + 1) : 0),
    ends: new Float64Array(order === 1 ? 2 * unitCount : 0),
    triples: new Map(),
    pairEnds: new Map(),
  };
}

/** Adds paths; those without a touch, and those taken by nobody, add nothing. With whole counts the order of paths does not matter. */
export function countTransitions(transitions: Transitions, paths: UnitColumns, counts: PathCounts): void {
  if (transitions.order === 1) countFollowers(transitions, paths, counts);
  else countTriples(transitions, paths, counts);
}

function countFollowers(transitions: Transitions, { offsets, pathCount, unit }: UnitColumns, counts: PathCounts): void {
  const { followers, ends, unitCount } = transitions;
  const { conversions, nulls } = counts;
  const start = unitCount * unitCount;
  let [allConverted, allLost] = [0, 0];
  let end = offsets[0];
  for (let path = 0; path < pathCount; path += 1) {
    let touch = end;
    end = offsets[path + 1];
    if (end === touch) continue;
    const converted = conversions === undefined ? 1 : conversions[path];
    const lost = nulls === undefined ? 0 : nulls[path];
    const taken = converted + lost;
    let row = start;
    for (; touch < end; touch += 1) {
      const next = unit[touch];
      followers[row + next] += taken;
      row = Math.imul(next, unitCount);
    }
    const last = 2 * unit[end - 1];
    ends[last] += converted;
    ends[last + 1] += lost;
    allConverted += converted;
    allLost += lost;
  }
  transitions.conversions += allConverted;
  transitions.nulls += allLost;
}

function countTriples(transitions: Transitions, { offsets, pathCount, unit }: UnitColumns, counts: PathCounts): void {
  const { triples, pairEnds } = transitions;
  for (let path = 0; path < pathCount; path += 1) {
    const converted = counts.conversions === undefined ? 1 : counts.conversions[path];
    const lost = counts.nulls === undefined ? 0 : counts.nulls[path];
    if (offsets[path + 1] === offsets[path] || converted + lost === 0) continue;
    let pair = 0;
    for (let touch = offsets[path]; touch < offsets[path + 1]; touch += 1) {
      const triple = pair * BASE + unit[touch] + 1;
      triples.set(triple, (triples.get(triple) ?? 0) + converted + lost);
      pair = triple % (BASE * BASE);
    }
    const ends = pairEnds.get(pair) ?? [0, 0];
    pairEnds.set(pair, [ends[0] + converted, ends[1] + lost]);
    transitions.conversions += converted;
    transitions.nulls += lost;
  }
}

/** An absorbing chain in counts. States of one unit stand together, units in ascending order. */
export interface Chain {
  /** The unit of each state. */
  unitOf: Int32Array;
  /** How often a path began in a state. */
  starts: Float64Array;
  /** How often state `from` was followed by state `to`, at `from * states + to`. */
  flows: Float64Array;
  /** How often a path ended in a state: with a conversion, and without. */
  conversions: Float64Array;
  nulls: Float64Array;
}

/**
 * The chain of the transitions: under order 1 a state is a unit, under order 2 a unit and the one before it, or none. Only states that were
 * seen. @throws RangeError for more than 4,096 states.
 */
export function chainOf(transitions: Transitions): Chain {
  return transitions.order === 1 ? chainOfUnits(transitions) : chainOfPairs(transitions);
}

function emptyChain(states: number): Chain {
  if (states > MOST_STATES) throw new RangeError(`the paths have ${states} states, and markov solves for at most ${MOST_STATES}`);
  const [starts, conversions, nulls] = [0, 1, 2].map(() => new Float64Array(states));
  return { unitOf: new Int32Array(states), starts, flows: new Float64Array(states * states), conversions, nulls };
}

function chainOfUnits({ unitCount, followers, ends }: Transitions): Chain {
  const units = Array.from({ length: unitCount }, (_, unit) => unit).filter((unit) => {
    for (let row = 0; row <= unitCount; row += 1) if (followers[row * unitCount + unit] > 0) return true;
    return false;
  });
  const chain = emptyChain(units.length);
  units.forEach((unit, state) => {
    chain.unitOf[state] = unit;
    chain.starts[state] = followers[unitCount * unitCount + unit];
    chain.conversions[state] = ends[2 * unit];
    chain.nulls[state] = ends[2 * unit + 1];
    units.forEach((next, to) => {
      chain.flows[state * units.length + to] = followers[unit * unitCount + next];
    });
  });
  return chain;
}

/** States come from the codes alone, sorted, so that the order in which paths were seen leaves no trace. */
function chainOfPairs({ triples, pairEnds }: Transitions): Chain {
  const lastUnit = (pair: number) => pair % BASE;
  const pairs = [...new Set(Array.from(triples.keys(), (triple) => triple % (BASE * BASE)))].sort(
    (a, b) => lastUnit(a) - lastUnit(b) || a - b,
  );
  const chain = emptyChain(pairs.length);
  const stateOf = new Map(pairs.map((pair, state) => [pair, state]));
  pairs.forEach((pair, state) => {
    chain.unitOf[state] = lastUnit(pair) - 1;
    [chain.conversions[state], chain.nulls[state]] = pairEnds.get(pair) ?? [0, 0];
  });
  for (const [triple, taken] of triples) {
    const to = stateOf.get(triple % (BASE * BASE)) ?? 0;
    const from = stateOf.get(Math.floor(triple / BASE));
    if (from === undefined) chain.starts[to] = taken;
    else chain.flows[from * pairs.length + to] = taken;
  }
  return chain;
}

/**
 * The same counts with unit `u` as unit `numbers[u]`, each another one from 0 to `unitCount` − 1: room for more units, or an order of
 * units that does not come from the order of paths. @throws RangeError as `openTransitions` does.
 */
export function renumberUnits(transitions: Transitions, numbers: ArrayLike<number>, unitCount: number): Transitions {
  const { order, conversions, nulls } = transitions;
  const renumbered: Transitions = { ...openTransitions(unitCount, order), conversions, nulls };
  const before = transitions.unitCount;
  for (let unit = 0; unit < transitions.ends.length / 2; unit += 1) {
    const to = 2 * numbers[unit];
    renumbered.ends[to] = transitions.ends[2 * unit];
    renumbered.ends[to + 1] = transitions.ends[2 * unit + 1];
  }
  for (let row = 0; row < transitions.followers.length / Math.max(1, before); row += 1) {
    const to = (row === before ? unitCount : numbers[row]) * unitCount;
    for (let unit = 0; unit < before; unit += 1) renumbered.followers[to + numbers[unit]] = transitions.followers[row * before + unit];
  }
  const digitOf = (digit: number) => (digit === 0 ? 0 : numbers[digit - 1] + 1);
  const pairOf = (pair: number) => digitOf(Math.floor(pair / BASE)) * BASE + digitOf(pair % BASE);
  for (const [pair, ends] of transitions.pairEnds) renumbered.pairEnds.set(pairOf(pair), ends);
  for (const [triple, taken] of transitions.triples) {
    renumbered.triples.set(pairOf(Math.floor(triple / BASE)) * BASE + digitOf(triple % BASE), taken);
  }
  return renumbered;
}
