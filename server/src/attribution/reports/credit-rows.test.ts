import { expect, test } from 'vitest';
import type { Fit } from '../fits/schema.ts';
import { createRowCreditor } from './credit-rows.ts';
import type { Slot } from './options.ts';

const DAY_MS = 86_400_000;
const at = (show: string | null, placement: string | null = null): Slot => ({
  campaign: null,
  channel: null,
  show,
  episode: null,
  placement,
  deliveryEvidence: null,
});
const told = (slots: readonly Slot[]) => ({
  kind: 'purchase' as const,
  valueMinor: 900,
  ages: slots.map((_, place) => (slots.length - place) * DAY_MS),
  slots,
  synthetic: slots.map(() => false),
});

/** A fit of two shows, which counts how often somebody takes it apart. */
function watchedFit(): { fit: Fit; readings: () => number } {
  let readings = 0;
  const units = ['a', 'b'].map((key, place) => ({ key, effect: place + 1 }));
  const result = {
    get fits() {
      readings += 1;
      return [{ conversionKind: null, units }];
    },
  };
  return { fit: { lookbackDays: 30, result } as unknown as Fit, readings: () => readings };
}

test('what a model computes from its fit is computed once, however many paths it credits', () => {
  const [one, many] = [watchedFit(), watchedFit()];
  for (const [{ fit }, paths] of [
    [one, 1],
    [many, 500],
  ] as const) {
    const credit = createRowCreditor({ kind: 'fitted', name: 'markov', unit: 'show', fit });
    for (let path = 0; path < paths; path += 1) expect([...credit(told([at('a'), at('b')])).minor]).toEqual([300, 600]);
  }
  expect(many.readings()).toBe(one.readings());
});

test('shows that a fit never saw, and placements that weights do not name, are told from those that they know', () => {
  const fitted = createRowCreditor({ kind: 'fitted', name: 'markov', unit: 'show', fit: watchedFit().fit });
  expect([...fitted(told([at('unseen'), at(null), at('a')])).minor]).toEqual([0, 0, 900]);
  const weights = { placements: new Map([['mid_roll', 2]]), otherPlacements: 1 };
  const custom = createRowCreditor({ kind: 'custom', name: 'custom', weights });
  expect([...custom(told([at('a', 'mid_roll'), at('a', 'pre_roll')])).minor]).toEqual([600, 300]);
  expect([...custom(told([at('a'), at('a', 'mid_roll')])).minor]).toEqual([300, 600]);
});

test('an equal split over shows takes paths of any number of them', () => {
  const credit = createRowCreditor({ kind: 'shapley', name: 'shapley', unit: 'show' });
  expect([...credit(told([at('a'), at('a'), at(null)])).minor]).toEqual([225, 225, 450]);
  const long = Array.from({ length: 300 }, (_, place) => at(`show-${place}`));
  expect([...credit(told(long)).minor]).toEqual(long.map(() => 3));
  expect([...credit(told([at('b'), at('c'), at('c')])).minor]).toEqual([450, 225, 225]);
});
