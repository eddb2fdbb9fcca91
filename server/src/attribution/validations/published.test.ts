import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { validateModels } from './rules.ts';
import { VALIDATED_MODELS, type ValidatedModel, Validation } from './schema.ts';
import { PUBLISHED_RUNS, trustSentence } from './trust.ts';

const file = new URL('../../../../docs/validation.json', import.meta.url);
const published = Validation.parse(JSON.parse(readFileSync(file, 'utf8')));
/** What gives a model away that is not the one it is said to be, whichever of the two it is. */
const TELLING = ['additive-hazard', 'crowded-lines'];
const SCORES = ['bias', 'rankCorrelation', 'creditToZeroEffect', 'totalVariation'] as const;
/** Not among the seeds that were published. */
const OTHER_SEED = 90_210;
/**
 * How many standard deviations one more run may lie from the mean: under Student's t with 19 degrees of freedom one of 160 figures lies
 * further away in one of a hundred validations (Bonferroni).
 */
const MOST_DEVIATIONS = 5.1;

/** A run differs from a mean by its own chance and by that of the mean. */
function toleranceOf(deviation: number): number {
  return MOST_DEVIATIONS * deviation * Math.sqrt(1 + 1 / published.options.runs);
}

function oneMoreRun(): Validation {
  const steps = validateModels({ ...published.options, seed: OTHER_SEED, runs: 1, replicates: 0 });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

const { worlds } = oneMoreRun();

interface Compared {
  name: string;
  found: number | null;
  mean: number;
  tolerance: number;
}

/** What the run found of one model, beside what was published of the same one or another. */
function compare(foundOf: ValidatedModel, publishedOf: ValidatedModel): Compared[] {
  return worlds.flatMap(({ world, models }, at) => {
    const found = models.find(({ model }) => model === foundOf)!;
    const { deviations, ...mean } = published.worlds[at].models.find(({ model }) => model === publishedOf)!;
    return SCORES.map((score) => ({
      name: `${world}, ${foundOf}: ${score}`,
      found: found[score],
      mean: mean[score]!,
      tolerance: toleranceOf(deviations[score]!),
    }));
  });
}

function beyond(compared: Compared[]): Compared[] {
  return compared.filter(({ found, mean, tolerance }) => found === null || !(Math.abs(found - mean) <= tolerance));
}

test('the published figures rest on at least 20 runs, in worlds most of which no model fits', () => {
  expect(published.options.runs).toBe(PUBLISHED_RUNS);
  expect(published.worlds.filter(({ hasFittedForm }) => !hasFittedForm).length).toBeGreaterThanOrEqual(3);
});

test('one more run lies as near the published figures as chance allows, in every world, under every model', () => {
  const compared = VALIDATED_MODELS.flatMap((model) => compare(model, model));
  expect(compared).toHaveLength(160);
  expect(beyond(compared)).toEqual([]);
});

test('that is near enough to tell a model from another one', () => {
  const told = (found: ValidatedModel, as: ValidatedModel) => beyond(compare(found, as)).map(({ name }) => name);
  expect(told('linear', 'hazard')).toEqual(expect.arrayContaining(TELLING.map((world) => `${world}, linear: bias`)));
  expect(told('hazard', 'linear')).toEqual(expect.arrayContaining(TELLING.map((world) => `${world}, hazard: bias`)));
});

test('the sentences on when to trust a model are those that the figures say', () => {
  published.models.forEach(({ trust }, place) => {
    expect(trust).toBe(trustSentence(published.worlds.map(({ world, models }) => ({ world, scores: models[place] }))));
  });
});
