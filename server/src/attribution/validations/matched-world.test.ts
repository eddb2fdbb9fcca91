import { describe, expect, test } from 'vitest';
import { type Life, simulateNamedWorld, type WorldName } from '../../../../simulator/src/index.ts';
import { readEvents, readKnownPeople } from './evidence.ts';
import { LOOKBACK_MS, matchWorld } from './matched-world.ts';

const OPTIONS = { seed: 11, households: 700 };
const isExposure = ({ kind }: { kind: string }) => kind === 'download' || kind === 'impression';
const seen = (name: WorldName) => matchWorld(simulateNamedWorld(name, OPTIONS), readEvents(), true);

describe('a world in which everybody is known', () => {
  const world = simulateNamedWorld('additive-hazard', OPTIONS);
  const matched = matchWorld(world, readKnownPeople(), false);
  const lives: Life[] = [...world.lives()];

  test('has for each purchase a path of what its household heard in the lookback, oldest first', () => {
    const expected = lives.flatMap(({ touchpoints, conversions }) =>
      conversions.map((conversion) => {
        const ages = touchpoints.filter(isExposure).map((one) => ({
          age: Date.parse(conversion.occurredAt) - Date.parse(one.occurredAt),
          unit: world.campaigns.indexOf(one.campaign),
        }));
        return ages.filter(({ age }) => age >= 0 && age <= LOOKBACK_MS).toSorted((a, b) => b.age - a.age);
      }),
    );
    const { offsets, ageMs, unit } = matched.paths;
    const found = expected.map((_, path) =>
      Array.from({ length: offsets[path + 1] - offsets[path] }, (__, place) => ({
        age: ageMs[offsets[path] + place],
        unit: unit[offsets[path] + place],
      })),
    );
    expect(found).toEqual(expected);
    expect(expected.flat().length).toBeGreaterThan(500);
  });

  test('watches each household that hears anything, with all it hears, and what it buys within a lookback after', () => {
    const hearing = lives.filter(({ household, touchpoints }) => household >= 0 && touchpoints.some(isExposure));
    const { watched, people } = matched.watch;
    expect(people).toBe(hearing.length);
    expect(watched.exposureAt.length).toBe(hearing.flatMap(({ touchpoints }) => touchpoints.filter(isExposure)).length);
    const { offsets, pathCount } = matched.paths;
    const withTouch = Array.from({ length: pathCount }, (_, path) => path).filter((path) => offsets[path + 1] > offsets[path]);
    expect(watched.conversionAt.length).toBe(withTouch.length);
  });

  test('finds all exposures and no foreign one', () => {
    expect(matched.quality).toMatchObject({ ownShare: 1, foundShare: 1 });
  });
});

describe('a world as a tenant sees it', () => {
  test('is matched in part, and some matches are other people’s', () => {
    const { quality } = seen('additive-hazard');
    expect(quality.foundShare).toBeGreaterThan(0.3);
    expect(quality.foundShare).toBeLessThan(0.8);
    expect(quality.ownShare).toBeGreaterThan(0.85);
    expect(quality.ownShare).toBeLessThan(1);
  });

  test('has more foreign matches where more addresses are shared, by address more than by name', () => {
    const [plain, crowded] = [seen('additive-hazard').quality, seen('crowded-lines').quality];
    expect(crowded.ownShare).toBeLessThan(plain.ownShare! - 0.05);
    const own = new Map(crowded.byEvidence.map(({ evidence, ownShare }) => [evidence, ownShare]));
    expect(own.get('household_ip')).toBeLessThan(own.get('device_id')!);
  });

  test('knows the truth to the last purchase', () => {
    const { caused, organic, paths } = seen('logged-choice');
    expect(caused.reduce((sum, part) => sum + part, organic)).toBeCloseTo(paths.pathCount, 3);
  });

  test('is the same each time', () => {
    expect(seen('threshold')).toEqual(seen('threshold'));
  });
});
