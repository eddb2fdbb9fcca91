/** Added to a share before it is floored, so that a share that is whole but for rounding stays whole; also the width of a tie. */
const TOLERANCE = 1e-9;

/** One conversion in the billionths in which its credit is counted. */
export const NANO = 1_000_000_000;

/** Paths as far as splitting needs them; see `PathColumns`. */
interface Paths {
  pathCount: number;
  offsets: Int32Array;
}

/** Paths whose last share is that of no touch. */
export interface SharesWithOrganic extends Paths {
  weights: Float64Array;
}

let remainders = new Float64Array(64);

/** Below so many steps looking at every touch for every unit is quicker than keeping order. */
const FEW_STEPS = 4_096;

/** The remainders as leaves of a tree whose every node knows the largest below it; `size` leaves, a power of two. */
interface Tree {
  size: number;
  largest: Float64Array;
}

function treeOf(count: number): Tree {
  const size = 2 ** Math.ceil(Math.log2(count));
  const largest = new Float64Array(2 * size).fill(-Infinity);
  largest.set(remainders.subarray(0, count), size);
  for (let node = size - 1; node > 0; node -= 1) largest[node] = Math.max(largest[2 * node], largest[2 * node + 1]);
  return { size, largest };
}

function setLeaf({ size, largest }: Tree, leaf: number, remainder: number): void {
  let node = size + leaf;
  largest[node] = remainder;
  for (node >>= 1; node > 0; node >>= 1) largest[node] = Math.max(largest[2 * node], largest[2 * node + 1]);
}

/** The first leaf from `from` on that is above the bound; -1 when there is none. */
function nextAbove({ size, largest }: Tree, from: number, bound: number): number {
  if (from >= size) return -1;
  let node = size + from;
  while (!(largest[node] > bound)) {
    while (node % 2 === 1) node >>= 1;
    if (node === 0) return -1;
    node += 1;
  }
  while (node < size) node = largest[2 * node] > bound ? 2 * node : 2 * node + 1;
  return node - size;
}

/**
 * `handOut` for many units to many touches, with the same outcome: one walk over the touches finds each that beats the best before it, and
 * when the last of these has its unit, the walk goes on from there with the one before as the best.
 */
function handOutMany(start: number, count: number, left: number, creditMinor: Float64Array): void {
  const tree = treeOf(count);
  const records = new Int32Array(count);
  let depth = 0;
  let from = 0;
  for (let units = left; units > 0; units -= 1) {
    for (;;) {
      const next = nextAbove(tree, from, depth === 0 ? -Infinity : remainders[records[depth - 1]] + TOLERANCE);
      if (next < 0) break;
      records[depth] = next;
      depth += 1;
      from = next + 1;
    }
    depth -= 1;
    from = records[depth];
    creditMinor[start + from] += 1;
    remainders[from] -= 2;
    setLeaf(tree, from, remainders[from]);
  }
}

/**
 * Gives `left` single units to the touches with the largest remainders, of equal ones to the earliest. Near 2^53 rounding can leave more
 * units than touches: who has one stands behind everybody else, and nobody is left out of a further round.
 */
function handOut(start: number, end: number, left: number, creditMinor: Float64Array): void {
  if (left * (end - start) > FEW_STEPS) {
    handOutMany(start, end - start, left, creditMinor);
    return;
  }
  for (let units = left; units > 0; units -= 1) {
    let best = -1;
    let bestRemainder = -Infinity;
    for (let touch = start; touch < end; touch += 1) {
      if (remainders[touch - start] > bestRemainder + TOLERANCE) {
        best = touch;
        bestRemainder = remainders[touch - start];
      }
    }
    creditMinor[best] += 1;
    remainders[best - start] -= 2;
  }
}

/** Takes units that the tolerance gave too many back from the smallest remainders, of equal ones from the latest. */
function takeBack(start: number, end: number, over: number, creditMinor: Float64Array): void {
  for (let units = over; units > 0; units -= 1) {
    let worst = -1;
    let worstRemainder = Infinity;
    for (let touch = end - 1; touch >= start; touch -= 1) {
      if (creditMinor[touch] > 0 && remainders[touch - start] < worstRemainder - TOLERANCE) {
        worst = touch;
        worstRemainder = remainders[touch - start];
      }
    }
    creditMinor[worst] -= 1;
    remainders[worst - start] += 2;
  }
}

/**
 * Splits each path's whole number of minor units among its touches by largest remainder, so that the parts equal it exactly: a share is
 * floored after adding 1e-9, what is left goes to the largest remainders one unit each, and remainders within 1e-9 are a tie that the
 * earlier touch wins.
 * `valueMinor` has one value per path, 0 to 2^53 − 1; `creditMinor` is filled for every touch.
 */
export function apportion(paths: Paths, valueMinor: Float64Array, weights: Float64Array, creditMinor: Float64Array): void {
  const { offsets, pathCount } = paths;
  for (let path = 0; path < pathCount; path += 1) {
    const start = offsets[path];
    const end = offsets[path + 1];
    const value = valueMinor[path];
    if (end === start) continue;
    if (end - start === 1 || value === 0) {
      creditMinor.fill(0, start, end);
      creditMinor[start] = value;
      continue;
    }
    if (end - start > remainders.length) remainders = new Float64Array(2 * (end - start));
    let left = value;
    for (let touch = start; touch < end; touch += 1) {
      const share = value * weights[touch];
      const whole = Math.floor(share + TOLERANCE);
      creditMinor[touch] = whole;
      remainders[touch - start] = share - whole;
      left -= whole;
    }
    if (left > 0) handOut(start, end, left, creditMinor);
    else if (left < 0) takeBack(start, end, -left, creditMinor);
  }
}

/**
 * Splits one amount; the one-path form of `apportion`.
 * @throws RangeError when the amount is not a whole number from 0 to 2^53 − 1, or there is an amount but no touch.
 */
export function apportionPath(valueMinor: number, weights: ArrayLike<number>): Float64Array {
  if (!Number.isSafeInteger(valueMinor) || valueMinor < 0)
    throw new RangeError('the value must be a whole number of minor units from 0 on');
  if (valueMinor > 0 && weights.length === 0) throw new RangeError('there is no touch to credit the value to');
  const credit = new Float64Array(weights.length);
  const paths = { pathCount: 1, offsets: Int32Array.of(0, weights.length) };
  apportion(paths, Float64Array.of(valueMinor), Float64Array.from(weights), credit);
  return credit;
}

/**
 * Splits each path's one conversion into billionths, whole numbers that add up to 1,000,000,000 exactly, by rounding the running total of
 * the weights: each touch is within one billionth of its weight.
 */
export function apportionConversions(paths: Paths, weights: Float64Array, nanoConversions: Float64Array): void {
  const { offsets, pathCount } = paths;
  for (let path = 0; path < pathCount; path += 1) {
    const start = offsets[path];
    const last = offsets[path + 1] - 1;
    let total = 0;
    let given = 0;
    for (let touch = start; touch < last; touch += 1) {
      total += weights[touch];
      const upTo = Math.min(NANO, Math.floor(total * NANO + 0.5));
      nanoConversions[touch] = upTo - given;
      given = upTo;
    }
    if (last >= start) nanoConversions[last] = NANO - given;
  }
}

/**
 * The weights of each path that has a touch with its organic share behind them, for `apportion` and `apportionConversions`: parts then add
 * up exactly with organic among them, and organic stands last in a tie. What `offsets[path + 1] - 1` holds afterwards is organic. A path
 * without touches stays empty.
 */
export function appendOrganic({ pathCount, offsets }: Paths, weights: Float64Array, organic: Float64Array): SharesWithOrganic {
  const longer = {
    pathCount,
    offsets: new Int32Array(pathCount + 1),
    weights: new Float64Array(offsets[pathCount] - offsets[0] + pathCount),
  };
  let next = 0;
  for (let path = 0; path < pathCount; path += 1) {
    for (let touch = offsets[path]; touch < offsets[path + 1]; touch += 1) {
      longer.weights[next] = weights[touch];
      next += 1;
    }
    if (offsets[path + 1] > offsets[path]) {
      longer.weights[next] = organic[path];
      next += 1;
    }
    longer.offsets[path + 1] = next;
  }
  return { ...longer, weights: longer.weights.subarray(0, next) };
}
