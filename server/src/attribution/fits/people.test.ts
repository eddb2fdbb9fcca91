import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ObservedExposure, openCollector } from './collecting.ts';
import { arrange, digest, watch } from './observing.ts';
import { peopleOf } from './people.ts';

const DAY_MS = 86_400_000;

type Heard = Partial<ObservedExposure> & { id: number };
type Bought = { person: number; day: number; holds: number[] };

/** The touch ids of a path as hashes of eight bytes. */
function hashesOf(ids: number[]): DataView {
  const view = new DataView(new ArrayBuffer(8 * ids.length));
  ids.forEach((id, place) => view.setInt32(8 * place + 4, id));
  return view;
}

function see(heard: Heard[], bought: Bought[]) {
  const collector = openCollector();
  for (const { person, day, holds } of bought) collector.addConversion({ person, atMs: day * DAY_MS, kind: 4 }, hashesOf(holds));
  for (const { id, ...more } of heard) {
    collector.addExposure({ own: 0, home: 0, away: 0, atMs: DAY_MS, idHigh: 0, idLow: id, unit: 'a', ...more });
  }
  return collector.finish();
}

const ofExposures = (heard: Heard[], bought: Bought[] = []) => [...peopleOf(see(heard, bought)).ofExposure];

describe('who is who', () => {
  test('people are of the household where most of their exposures were, the one with the smaller number of two', () => {
    const at = (home: number, id: number) => ({ id, own: 7, home });
    expect(ofExposures([at(50, 1), at(40, 2), at(50, 3), { id: 4, home: 50 }, { id: 5, own: 7 }])).toEqual([50, 50, 50, 50, 50]);
    expect(ofExposures([at(50, 1), at(40, 2), { id: 3, home: 50 }])).toEqual([40, 40, 50]);
  });

  test('what a path holds is of those whose exposures most of its touches are, and so is the purchase', () => {
    const heard = [
      { id: 1, home: 50 },
      { id: 2, home: 50 },
      { id: 3, away: 90 },
      { id: 4, away: 90 },
    ];
    const seen = see(heard, [{ person: 12, day: 2, holds: [1, 2, 3] }]);
    const { ofExposure, ofConversion } = peopleOf(seen);
    expect([...ofExposure]).toEqual([50, 50, 50, 90]);
    expect([...ofConversion]).toEqual([50]);
  });

  test('an exposure that has no name is of those whose path holds it, and of nobody without one', () => {
    const seen = see([{ id: 1 }, { id: 2 }], [{ person: 12, day: 2, holds: [1] }]);
    expect(seen.unusableExposures).toBe(1);
    expect([...peopleOf(seen).ofExposure]).toEqual([12]);
  });

  test('devices that were never at a household are counted and not watched, with what they bought', () => {
    const heard = [
      { id: 1, away: 90 },
      { id: 2, away: 90 },
      { id: 3, own: 7 },
      { id: 4, home: 50 },
    ];
    const arranged = arrange(see(heard, [{ person: 90, day: 2, holds: [1] }]));
    expect(arranged.away).toEqual({ people: 1, exposures: 2 });
    const watched = watch(arranged, 30 * DAY_MS);
    expect(watched).toMatchObject({ people: 2, unwatchedConversions: 1 });
    expect([...watched.person]).toEqual([7, 50]);
    expect([...watched.knownBy]).toEqual([1, 0]);
  });
});

const name = fc.nat(4);
const anyHeard = fc
  .array(fc.record({ own: name, home: name.map((one) => one && one + 10), away: name.map((one) => one && one + 20), day: fc.nat(90) }), {
    maxLength: 40,
  })
  .map((list) => list.map(({ day, ...names }, id) => ({ ...names, id, atMs: day * DAY_MS, unit: `u${id % 3}` })));
const anyBought = fc.array(
  fc.record({ person: fc.integer({ min: 1, max: 24 }), day: fc.nat(90), holds: fc.array(fc.nat(45), { maxLength: 6 }) }),
  { maxLength: 12 },
);

test('what is watched is the same, to the hash, in whatever order events came', () => {
  const hashOf = (heard: Heard[], bought: Bought[]) => {
    const arranged = arrange(see(heard, bought));
    return digest(watch(arranged, 30 * DAY_MS), arranged.units, 10).inputHash;
  };
  fc.assert(
    fc.property(anyHeard, anyBought, fc.nat(), (heard, bought, seed) => {
      const turned = <Item>(items: Item[]) =>
        items.toReversed().toSorted((a, b) => ((items.indexOf(a) * 7 + seed) % 5) - ((items.indexOf(b) * 7 + seed) % 5));
      expect(hashOf(turned(heard), turned(bought))).toBe(hashOf(heard, bought));
    }),
    { numRuns: 200 },
  );
});

test('every conversion with a person is watched once or counted as not watched', () => {
  fc.assert(
    fc.property(anyHeard, anyBought, (heard, bought) => {
      const watched = watch(arrange(see(heard, bought)), 30 * DAY_MS);
      expect(watched.conversionAt.length + watched.unwatchedConversions).toBe(bought.length);
      watched.conversionAt.forEach((at) => expect(Number.isFinite(at)).toBe(true));
    }),
  );
});
