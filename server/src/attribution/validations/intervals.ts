import { randomOf } from '../../../../simulator/src/random.ts';
import { clustersOf, type Creditor } from './creditors.ts';
import type { MatchedWorld } from './matched-world.ts';

const RESAMPLE_WORD = 0x5e5a;
/** The chance of at most so many of a Poisson count around 1: the limit of how often one of many is drawn with replacement. */
const UP_TO = [0.367_879_441, 0.735_758_882, 0.919_698_603, 0.981_011_843, 0.996_340_153, 0.999_405_815, 0.999_916_759, 0.999_989_751];

/** Points of the normal distribution between which so many of 100 lie. */
export const NORMAL_POINTS = { 90: 1.644_854, 95: 1.959_964 } as const;

/** How often each cluster is drawn in one replicate. */
function drawTimes(seed: number, replicate: number, clusters: number): Uint8Array {
  const random = randomOf(seed, RESAMPLE_WORD, replicate);
  return Uint8Array.from({ length: clusters }, () => {
    const chance = random.next();
    const times = UP_TO.findIndex((upTo) => chance < upTo);
    return times < 0 ? UP_TO.length : times;
  });
}

/**
 * By campaign, the standard error of a model's credit: the standard deviation over worlds of the same size whose identities are drawn from
 * this one with replacement, in which fitted models are fitted anew. At least 2 replicates. Yields after each.
 * Source: B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 6; Poisson counts as in B. Oza and S. Russell, Online
 * Bagging and Boosting, 2001.
 */
export function* resampleCredits(
  world: MatchedWorld,
  creditor: Creditor,
  { seed, replicates }: { seed: number; replicates: number },
): Generator<void, Float64Array> {
  const sums = new Float64Array(world.campaigns.length);
  const squares = new Float64Array(world.campaigns.length);
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    creditor(drawTimes(seed, replicate, clustersOf(world))).credits.forEach((credit, campaign) => {
      sums[campaign] += credit;
      squares[campaign] += credit * credit;
    });
    yield;
  }
  return Float64Array.from(sums, (sum, campaign) =>
    Math.sqrt(Math.max(0, squares[campaign] - (sum * sum) / replicates) / (replicates - 1)),
  );
}
