/** An absorbing chain with its states eliminated one after another: the factors of the matrix that `eliminate` describes. */
export interface Elimination {
  size: number;
  /** Row by row: left of the diagonal the lower factor's shares, right of it what flows on to later states. */
  factors: Float64Array;
  pivots: Float64Array;
}

/**
 * Factors M = D − A, where `flows[from * size + to]` is A, how often state `from` was followed by state `to`, and D has on its diagonal
 * all that left a state: to other states and, in `exits`, for good. The diagonal of `flows` is never read: who stays is still there. Both
 * arrays are overwritten, all entries must be at least 0, and from every state there must be a way to an exit.
 *
 * One LU factorisation without pivoting. Each pivot is the sum of what still leaves its state, and not a difference (W. Grassmann, M.
 * Taksar and D. Heyman, Regenerative Analysis and Steady State Distributions for Markov Chains, Operations Research 33, 1985): nothing is
 * ever subtracted, neither here nor in the solutions, so that no condition number magnifies rounding: every entry is right to about 2 ·
 * size · 1e-16 of itself (C. O'Cinneide, Entrywise perturbation theory and error analysis for Markov chains, Numerische Mathematik 65,
 * 1993).
 */
export function eliminate(flows: Float64Array, exits: Float64Array): Elimination {
  const size = exits.length;
  const pivots = new Float64Array(size);
  for (let state = 0; state < size; state += 1) {
    const row = state * size;
    const inFours = state - (state % 4);
    for (let before = 0; before < inFours; before += 4) passOnFour(flows, { exits, pivots, state, before });
    for (let before = inFours; before < state; before += 1) {
      const share = flows[row + before] / pivots[before];
      flows[row + before] = share;
      const other = before * size;
      for (let to = before + 1; to < size; to += 1) flows[row + to] += share * flows[other + to];
      exits[state] += share * exits[before];
    }
    let pivot = exits[state];
    for (let to = state + 1; to < size; to += 1) pivot += flows[row + to];
    pivots[state] = pivot;
  }
  return { size, factors: flows, pivots };
}

interface Passing {
  exits: Float64Array;
  pivots: Float64Array;
  /** Of which row, and which four states before it are eliminated from there. */
  state: number;
  before: number;
}

/** Four states at once, in the order of one after another: the row is read and written once instead of four times. */
function passOnFour(flows: Float64Array, { exits, pivots, state, before }: Passing): void {
  const size = exits.length;
  const row = state * size;
  const at = row + before;
  const first = before * size;
  const second = first + size;
  const third = second + size;
  const fourth = third + size;
  const one = flows[at] / pivots[before];
  const two = (flows[at + 1] + one * flows[first + before + 1]) / pivots[before + 1];
  const three = (flows[at + 2] + one * flows[first + before + 2] + two * flows[second + before + 2]) / pivots[before + 2];
  const rest = flows[at + 3] + one * flows[first + before + 3] + two * flows[second + before + 3];
  const four = (rest + three * flows[third + before + 3]) / pivots[before + 3];
  flows[at] = one;
  flows[at + 1] = two;
  flows[at + 2] = three;
  flows[at + 3] = four;
  for (let to = before + 4; to < size; to += 1) {
    const passed = flows[row + to] + one * flows[first + to] + two * flows[second + to] + three * flows[third + to];
    flows[row + to] = passed + four * flows[fourth + to];
  }
  const left = exits[state] + one * exits[before] + two * exits[before + 1] + three * exits[before + 2];
  exits[state] = left + four * exits[before + 3];
}

/** How many columns are solved for at once, since one takes as long to read the factors for as four. */
export const LANES = 4;

/**
 * Overwrites four columns, all of them at least 0, with M⁻¹ · column: entry `i` of column `lane` stands at `LANES * i + lane`. Entries
 * before `from` must be 0; those before `upTo` are left unfinished.
 */
export function solveColumns({ size, factors, pivots }: Elimination, columns: Float64Array, from = 0, upTo = 0): void {
  for (let state = from + 1; state < size; state += 1) addRow(factors, columns, { state, size, from, upTo: state });
  for (let state = size - 1; state >= upTo; state -= 1) {
    addRow(factors, columns, { state, size, from: state + 1, upTo: size });
    for (let lane = 0; lane < LANES; lane += 1) columns[LANES * state + lane] /= pivots[state];
  }
}

/**
 * Adds to each column's entry of the state its entries of the states `from` up to, not including, `upTo`, each times the state's factor.
 */
function addRow(
  factors: Float64Array,
  columns: Float64Array,
  { state, size, from, upTo }: { state: number; size: number; from: number; upTo: number },
): void {
  const row = state * size;
  const at = LANES * state;
  let [one, two, three, four] = [columns[at], columns[at + 1], columns[at + 2], columns[at + 3]];
  for (let other = from; other < upTo; other += 1) {
    const factor = factors[row + other];
    const place = LANES * other;
    one += factor * columns[place];
    two += factor * columns[place + 1];
    three += factor * columns[place + 2];
    four += factor * columns[place + 3];
  }
  columns[at] = one;
  columns[at + 1] = two;
  columns[at + 2] = three;
  columns[at + 3] = four;
}

/** Overwrites `row`, all of it at least 0, with row · M⁻¹. */
export function solveRow({ size, factors, pivots }: Elimination, row: Float64Array): void {
  for (let state = 0; state < size; state += 1) {
    row[state] /= pivots[state];
    const share = row[state];
    if (share === 0) continue;
    const at = state * size;
    for (let later = state + 1; later < size; later += 1) row[later] += share * factors[at + later];
  }
  for (let state = size - 1; state > 0; state -= 1) {
    const share = row[state];
    if (share === 0) continue;
    const at = state * size;
    for (let before = 0; before < state; before += 1) row[before] += share * factors[at + before];
  }
}

/**
 * Overwrites `right` with the solution of `matrix` · x = `right`, by elimination with the largest pivot of each column; `matrix`, row by
 * row, is overwritten, too.
 */
export function solveDense(matrix: Float64Array, right: Float64Array): void {
  const size = right.length;
  for (let column = 0; column < size; column += 1) {
    let best = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(matrix[row * size + column]) > Math.abs(matrix[best * size + column])) best = row;
    }
    if (best !== column) swapRows(matrix, right, column, best);
    for (let row = column + 1; row < size; row += 1) {
      const factor = matrix[row * size + column] / matrix[column * size + column];
      if (factor === 0) continue;
      for (let place = column + 1; place < size; place += 1) matrix[row * size + place] -= factor * matrix[column * size + place];
      right[row] -= factor * right[column];
    }
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = right[row];
    for (let place = row + 1; place < size; place += 1) sum -= matrix[row * size + place] * right[place];
    right[row] = sum / matrix[row * size + row];
  }
}

function swapRows(matrix: Float64Array, right: Float64Array, one: number, other: number): void {
  const size = right.length;
  for (let place = 0; place < size; place += 1) {
    const kept = matrix[one * size + place];
    matrix[one * size + place] = matrix[other * size + place];
    matrix[other * size + place] = kept;
  }
  const kept = right[one];
  right[one] = right[other];
  right[other] = kept;
}
