/** Credit of campaigns held against what each caused, as plain numbers; null where there is nothing to compare. */
export interface Scores {
  /** All credit ÷ all that was caused − 1. */
  bias: number | null;
  /** Spearman's over campaigns, with shared ranks for equal ones. */
  rankCorrelation: number | null;
  /** Of all credit, that of campaigns which cause nothing. */
  creditToZeroEffect: number | null;
  /** Half the sum of the differences between the shares in credit and in what was caused: 0 = equal, 1 = nothing in common. */
  totalVariation: number | null;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let place = 0; place < values.length; place += 1) total += values[place];
  return total;
}

/** Ranks from 1, the smallest first; equal values share the mean of their ranks. */
function ranksOf(values: ArrayLike<number>): number[] {
  const order = Array.from(values, (value, place) => ({ value, place })).sort((a, b) => a.value - b.value);
  const ranks = order.map(() => 0);
  for (let from = 0; from < order.length;) {
    let upTo = from;
    while (upTo < order.length && order[upTo].value === order[from].value) upTo += 1;
    for (let place = from; place < upTo; place += 1) ranks[order[place].place] = (from + upTo + 1) / 2;
    from = upTo;
  }
  return ranks;
}

/**
 * Spearman's rank correlation: Pearson's of the ranks, which is right with equal values, too. Null where one side has no order.
 * Source: M. Kendall, Rank Correlation Methods, 1948, chapter 3.
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const [first, second] = [ranksOf(a), ranksOf(b)];
  const mean = (first.length + 1) / 2;
  let together = 0;
  let [spreadA, spreadB] = [0, 0];
  first.forEach((rank, place) => {
    together += (rank - mean) * (second[place] - mean);
    spreadA += (rank - mean) ** 2;
    spreadB += (second[place] - mean) ** 2;
  });
  return spreadA > 0 && spreadB > 0 ? together / Math.sqrt(spreadA * spreadB) : null;
}

/** Scores of one model in one world; `withoutEffect` says by campaign whether it causes nothing. */
export function scoresOf(credits: ArrayLike<number>, caused: ArrayLike<number>, withoutEffect: readonly boolean[]): Scores {
  const [credited, truth] = [sum(credits), sum(caused)];
  const idle = withoutEffect.reduce((total, isIdle, place) => total + (isIdle ? credits[place] : 0), 0);
  const isComparable = credited > 0 && truth > 0;
  const apart = withoutEffect.reduce((total, _, place) => total + Math.abs(credits[place] / credited - caused[place] / truth), 0);
  return {
    bias: truth > 0 ? credited / truth - 1 : null,
    rankCorrelation: rankCorrelation(credits, caused),
    creditToZeroEffect: credited > 0 ? idle / credited : null,
    totalVariation: isComparable ? apart / 2 : null,
  };
}

/** The mean of what is known; null where nothing is. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known) / known.length;
}

/** The standard deviation of a sample; null for fewer than two values. */
export function deviationOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  const mean = meanOf(known);
  if (mean === null || known.length < 2) return null;
  return Math.sqrt(known.reduce((total, value) => total + (value - mean) ** 2, 0) / (known.length - 1));
}
