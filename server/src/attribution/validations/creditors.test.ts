import { describe, expect, test } from 'vitest';
import { simulateNamedWorld } from '../../../../simulator/src/index.ts';
import { clustersOf, openCreditor } from './creditors.ts';
import { readEvents } from './evidence.ts';
import { resampleCredits } from './intervals.ts';
import { matchWorld } from './matched-world.ts';
import { VALIDATED_MODELS } from './schema.ts';
import { observationsOf } from './watch.ts';

const world = matchWorld(simulateNamedWorld('additive-hazard', { seed: 2, households: 600 }), readEvents(), true);
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const attributed = Array.from({ length: world.paths.pathCount }, (_, path) => path).filter(
  (path) => world.paths.offsets[path + 1] > world.paths.offsets[path],
).length;

function finish<Result>(steps: Generator<void, Result>): Result {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

describe.each(VALIDATED_MODELS)('%s', (model) => {
  const creditor = openCreditor(model, world);

  test('gives each purchase with a touch away once, to campaigns and to nobody', () => {
    const { credits, organic } = creditor();
    expect(sum(credits) + organic).toBeCloseTo(attributed, 6);
    expect(Math.min(...credits)).toBeGreaterThanOrEqual(0);
  });

  test('credits a world of twins with twice as much', () => {
    const twice = creditor(new Uint8Array(clustersOf(world)).fill(2));
    creditor().credits.forEach((credit, campaign) =>
      expect(twice.credits[campaign] / (2 * credit || 1)).toBeCloseTo(credit > 0 ? 1 : 0, 2),
    );
  });

  test('has a standard error for each campaign with credit, the same each time', () => {
    const resampling = { seed: 5, replicates: 12 };
    const errors = finish(resampleCredits(world, creditor, resampling));
    expect([...errors].every((error) => error > 0)).toBe(true);
    expect(finish(resampleCredits(world, creditor, resampling))).toEqual(errors);
  });
});

test('a standard error of credit is what that credit differs by between worlds of the same kind', () => {
  const credits = Array.from({ length: 24 }, (_, seed) => {
    const other = matchWorld(simulateNamedWorld('threshold', { seed, households: 300 }), readEvents(), true);
    const creditor = openCreditor('linear', other);
    const errors = finish(resampleCredits(other, creditor, { seed, replicates: 60 }));
    return { credited: creditor().credits[3], error: errors[3], caused: other.caused[3] };
  }).filter(({ caused }) => caused === 0);
  const mean = sum(credits.map(({ credited }) => credited)) / credits.length;
  const spread = Math.sqrt(sum(credits.map(({ credited }) => (credited - mean) ** 2)) / (credits.length - 1));
  const told = sum(credits.map(({ error }) => error)) / credits.length;
  expect(credits.length).toBeGreaterThan(3);
  expect(told / spread).toBeGreaterThan(0.4);
  expect(told / spread).toBeLessThan(2.5);
});

describe('what models are fitted to', () => {
  const { watch } = world;

  test('is of people who are known by a household or by a key of their own, and holds their purchases after an exposure', () => {
    const { watched, people, personOf } = watch;
    expect(observationsOf(watch)).toBe(watched);
    expect(new Set(watched.knownBy)).toEqual(new Set([0, 1]));
    expect(new Set(watch.personOfRow).size).toBe(people);
    const theirs = personOf.filter((person) => person >= 0).length;
    expect(watched.conversionAt.length).toBeGreaterThan(0.9 * theirs);
    expect(watched.conversionAt.length).toBeLessThanOrEqual(theirs);
  });

  test('repeats a person as often as they are drawn', () => {
    const times = new Uint8Array(watch.people);
    times.fill(3, 0, 1);
    const { identityCount, exposureAt } = observationsOf(watch, times);
    const rows = watch.personOfRow.filter((person) => person === 0).length;
    expect(identityCount).toBe(3 * rows);
    expect(exposureAt.length).toBe(3 * watch.watched.exposureOffsets[rows]);
  });
});
