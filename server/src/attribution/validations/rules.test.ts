import { describe, expect, test } from 'vitest';
import { WORLD_NAMES } from '../../../../simulator/src/index.ts';
import { summarize, validateModels } from './rules.ts';
import { VALIDATED_MODELS, Validation, type ValidationOptions } from './schema.ts';
import type { ModelRun, WorldRun } from './world-run.ts';

const OPTIONS: ValidationOptions = { seed: 6, households: 200, days: 84, runs: 2, replicates: 3 };

function finish(options: ValidationOptions): Validation {
  const steps = validateModels(options);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

const validation = finish(OPTIONS);

describe('a validation', () => {
  test('is the same for the same options, to the bit, and fits its schema', () => {
    expect(finish(OPTIONS)).toEqual(validation);
    expect(Validation.parse(validation)).toEqual(validation);
  });

  test('over two runs is the mean of each, with the standard error of that mean', () => {
    const one = finish({ ...OPTIONS, runs: 1 });
    const other = finish({ ...OPTIONS, seed: 7, runs: 1 });
    validation.models.forEach(({ bias, standardErrors }, place) => {
      const [first, second] = [one.models[place].bias!, other.models[place].bias!];
      expect(bias).toBeCloseTo((first + second) / 2, 12);
      expect(standardErrors.bias).toBeCloseTo(Math.abs(first - second) / 2, 12);
      expect(one.models[place].standardErrors.bias).toBeNull();
    });
  });

  test('credits nobody less than every purchase: what earns no credit is organic', () => {
    for (const { purchases, causedConversions, models } of validation.worlds) {
      for (const { bias, organicConversions } of models) {
        expect((1 + bias!) * causedConversions + organicConversions!).toBeGreaterThan(0.8 * purchases);
        expect(organicConversions).toBeGreaterThan(0);
      }
    }
  });

  test('knows no coverage without replicates', () => {
    const { models } = finish({ ...OPTIONS, runs: 1, replicates: 0 });
    expect(new Set(models.flatMap(({ coverage90, coverage95 }) => [coverage90, coverage95]))).toEqual(new Set([null]));
    for (const { coverage90, coverage95 } of validation.models) expect(coverage95).toBeGreaterThanOrEqual(coverage90!);
  });

  test('tells how far it is, so that it can be stopped', () => {
    const steps = validateModels(OPTIONS);
    expect(steps.next()).toEqual({ done: false, value: { worlds: 0, totalWorlds: 10 } });
    expect(steps.return(validation).done).toBe(true);
  });
});

describe('the figures over all worlds', () => {
  const modelRun = (model: ModelRun['model'], credited: number, idle: number, rank: number): ModelRun => ({
    model,
    scores: { bias: 0, rankCorrelation: rank, creditToZeroEffect: idle / credited, totalVariation: 0.1 },
    credited,
    creditedWithoutEffect: idle,
    organicConversions: 1,
    covered: { 90: 2, 95: 3 },
  });
  const worldRun = (world: WorldRun['world'], place: number): WorldRun => {
    const models = VALIDATED_MODELS.map((model) => modelRun(model, 10 * (place + 1), place, place / 10));
    const quality = { purchases: 20, matchedShare: 1, ownShare: 1, foundShare: 1, byEvidence: [] };
    return { world, campaigns: 4, caused: 10, organic: 10, quality, models, known: models };
  };
  const [first] = summarize({ ...OPTIONS, runs: 1 }, [WORLD_NAMES.map(worldRun)]).models;

  test('are of sums for bias, credit to zero effect and coverage, and means for ranks', () => {
    expect(first.bias).toBeCloseTo((10 + 20 + 30 + 40 + 50) / 50 - 1, 12);
    expect(first.creditToZeroEffect).toBeCloseTo(10 / 150, 12);
    expect(first.rankCorrelation).toBeCloseTo(0.2, 12);
    expect([first.coverage90, first.coverage95]).toEqual([0.5, 0.75]);
  });

  test('name the world in which each is worst', () => {
    expect(first.worst.rankCorrelation).toEqual({ world: 'additive-hazard', value: 0 });
    expect(first.worst.creditToZeroEffect).toEqual({ world: 'crowded-lines', value: 4 / 50 });
  });
});
