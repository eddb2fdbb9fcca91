import { FEATURE_COUNT, type FeatureSet } from '../../../server/src/ai/adreads/features.ts';
import { randomOf } from '../../../simulator/src/random.ts';

/** A sentence to learn from. */
export interface Example {
  features: FeatureSet;
  isAd: boolean;
}

export interface LearnOptions {
  rounds: number;
  rate: number;
  /** What each weight is drawn to 0 by, per step. */
  decay: number;
  seed: number;
  /** So many orders of the examples, whose weights are averaged. */
  orders: number;
}

function learnInOrder(examples: readonly Example[], { rounds, rate, decay }: LearnOptions, seed: number): Float64Array {
  const weights = new Float64Array(FEATURE_COUNT);
  const squares = new Float64Array(FEATURE_COUNT).fill(1e-6);
  const random = randomOf(seed);
  const order = examples.map((_, place) => place);
  for (let round = 0; round < rounds; round += 1) {
    for (let place = order.length - 1; place > 0; place -= 1) {
      const other = random.below(place + 1);
      [order[place], order[other]] = [order[other], order[place]];
    }
    for (const place of order) {
      const { features, isAd } = examples[place];
      let sum = 0;
      for (const feature of features) sum += weights[feature];
      const error = 1 / (1 + Math.exp(-sum)) - (isAd ? 1 : 0);
      for (const feature of features) {
        const gradient = error + decay * weights[feature];
        squares[feature] += gradient * gradient;
        weights[feature] -= (rate * gradient) / Math.sqrt(squares[feature]);
      }
    }
  }
  return weights;
}

/** Logistic regression by AdaGrad (J. Duchi, E. Hazan, Y. Singer 2011), the mean of several orders: a weight for each feature. */
export function learn(examples: readonly Example[], options: LearnOptions): Float64Array {
  const all = Array.from({ length: options.orders }, (_, order) => learnInOrder(examples, options, options.seed * 1_000 + order));
  return all[0].map((_, feature) => all.reduce((sum, weights) => sum + weights[feature], 0) / all.length);
}
