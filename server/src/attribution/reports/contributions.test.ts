import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportionPath, buildModel, MODEL_NAMES, NANO, weighPath } from '../../../../engine/src/index.ts';
import { chunkOf, packPath, type PathRecord } from '../paths/packed.ts';
import { addContributions, type Changes, createChanges, isNothing } from './contributions.ts';
import { DIMENSIONS, type Slot } from './options.ts';

const HOUR_MS = 3_600_000;
const CONVERTED_AT_MS = Date.parse('2026-11-20T12:00:00Z');

const SLOTS: Slot[] = [
  { campaign: 'a', channel: 'podcast', show: 'one', episode: '1', placement: 'mid_roll', deliveryEvidence: 'ad_pixel' },
  { campaign: 'a', channel: 'podcast', show: 'one', episode: '1', placement: 'mid_roll', deliveryEvidence: 'reported' },
  { campaign: 'a', channel: 'podcast', show: 'two', episode: null, placement: null, deliveryEvidence: null },
  { campaign: 'b', channel: 'video', show: 'one', episode: '1', placement: 'mid_roll', deliveryEvidence: 'ad_pixel' },
  { campaign: null, channel: null, show: null, episode: null, placement: null, deliveryEvidence: null },
  { campaign: '', channel: 'podcast', show: 'one', episode: '2', placement: null, deliveryEvidence: 'host_log_bytes' },
];

/** Each touch's credit under each model, added up touch by touch in every dimension. */
function addedUp(paths: PathRecord[]): Record<string, number[]> {
  const sums: Record<string, number[]> = {};
  const add = (name: string, place: number, amount: number) => {
    sums[name] ??= MODEL_NAMES.flatMap(() => [0, 0]);
    sums[name][place] += amount;
  };
  for (const { touches, valueMinor, kind, currency, convertedAtMs } of paths) {
    const day = new Date(convertedAtMs).toISOString().slice(0, 10);
    for (const [model, modelName] of MODEL_NAMES.entries()) {
      const weights = weighPath(
        buildModel(modelName),
        touches.map(({ ageMs }) => ageMs),
      );
      const minor = touches.length === 0 ? [] : apportionPath(valueMinor, weights);
      for (const [place, touch] of touches.entries()) {
        for (const dimension of DIMENSIONS) {
          const slot = SLOTS[touch.slot];
          const name = [dimension, day, kind, currency ?? '', slot.deliveryEvidence ?? '', slot[dimension] ?? ''].join(' | ');
          add(name, 2 * model, weights[place]);
          add(name, 2 * model + 1, minor[place]);
        }
      }
    }
  }
  return sums;
}

function creditsOf(changes: Changes): Record<string, Float64Array> {
  const rows = [...changes.credits.values()];
  return Object.fromEntries(
    rows.map(({ dimension, day, kind, currency, evidence, key, sums }) => [
      [dimension, day, kind, currency, evidence, key].join(' | '),
      sums,
    ]),
  );
}

const anyPath: fc.Arbitrary<PathRecord> = fc
  .record({
    convertedAtMs: fc.constantFrom(CONVERTED_AT_MS, CONVERTED_AT_MS + HOUR_MS, CONVERTED_AT_MS + 24 * HOUR_MS),
    valueMinor: fc.constantFrom(0, 1, 999, 100_000),
    currency: fc.constantFrom('EUR', 'USD', null),
    kind: fc.nat(1),
    touches: fc.array(fc.record({ ageMs: fc.nat(700).map((hours) => hours * HOUR_MS), slot: fc.nat(SLOTS.length - 1) }), { maxLength: 6 }),
  })
  .map(({ touches, ...path }) => ({
    ...path,
    priorPurchaseAtMs: 0,
    priorVisitAtMs: 0,
    customer: 0,
    codeSlot: -1,
    referrer: -1,
    utm: -1,
    syntheticRank: touches.length,
    person: 1,
    touches: touches.sort((a, b) => b.ageMs - a.ageMs).map((touch) => ({ ...touch, evidence: 0, kind: 0 })),
  }));

const paths = fc.array(anyPath, { maxLength: 8 });

test("the rollups move by every touch's credit in every dimension, by day, kind, currency and delivery evidence", () => {
  fc.assert(
    fc.property(paths, (records) => {
      const changes = createChanges();
      addContributions(changes, chunkOf(records.map(packPath)), SLOTS, 1);
      const [credits, expected] = [creditsOf(changes), addedUp(records)];
      expect(Object.keys(credits).sort()).toEqual(Object.keys(expected).sort());
      for (const [name, sums] of Object.entries(expected)) {
        MODEL_NAMES.forEach((_, model) => {
          expect(credits[name][2 * model + 1]).toBe(sums[2 * model + 1]);
          expect(Math.abs(credits[name][2 * model] - sums[2 * model] * NANO)).toBeLessThan(100);
        });
      }
    }),
  );
});

test('paths that are replaced by themselves leave nothing behind', () => {
  fc.assert(
    fc.property(paths, (records) => {
      const changes = createChanges();
      const chunk = chunkOf(records.map(packPath));
      addContributions(changes, chunk, SLOTS, -1);
      addContributions(changes, chunk, [...SLOTS], 1);
      expect([...changes.credits.values(), ...changes.conversions.values()].every(({ sums }) => isNothing(sums))).toBe(true);
      expect(changes.credits.size > 0).toBe(records.some(({ touches }) => touches.length > 0));
    }),
  );
});

test('every conversion counts once under its day, kind and currency, credited or not', () => {
  fc.assert(
    fc.property(paths, (records) => {
      const changes = createChanges();
      addContributions(changes, chunkOf(records.map(packPath)), SLOTS, 1);
      for (const { day, kind, currency, sums } of changes.conversions.values()) {
        const ours = records.filter(
          (one) => one.kind === kind && (one.currency ?? '') === currency && new Date(one.convertedAtMs).toISOString().startsWith(day),
        );
        const attributed = ours.filter(({ touches }) => touches.length > 0);
        const value = (some: PathRecord[]) => some.reduce((sum, { valueMinor }) => sum + valueMinor, 0);
        expect([...sums]).toEqual([ours.length, value(ours), attributed.length, value(attributed)]);
      }
      const counted = [...changes.conversions.values()].reduce((sum, { sums }) => sum + sums[0], 0);
      expect(counted).toBe(records.length);
    }),
  );
});
