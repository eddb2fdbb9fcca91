import { expect, test } from 'vitest';
import { buildModel, CUSTOM_MODEL, DATA_DRIVEN_MODEL_NAMES, DATA_DRIVEN_MODELS, MODEL_NAMES, type ModelName, MODELS } from '../index.ts';

test('a model built without parameters has a half-life of 7 days and shares of 0.4', () => {
  expect(buildModel('linear')).toEqual({ name: 'linear', halfLifeMs: 604_800_000, firstShare: 0.4, lastShare: 0.4 });
});

test.each([0, -1, NaN, Infinity, 36_501 * 86_400_000])('a half-life of %d ms is refused', (halfLifeMs) => {
  expect(() => buildModel('time_decay', { halfLifeMs })).toThrow(RangeError);
});

test.each([
  [-0.1, 0.4],
  [0.4, 1.1],
  [0.6, 0.6],
  [NaN, 0.4],
])('shares %d and %d are refused', (firstShare, lastShare) => {
  expect(() => buildModel('position_based', { firstShare, lastShare })).toThrow(RangeError);
});

test('an unknown name is refused with the known ones', () => {
  expect(() => buildModel('u_shaped' as ModelName)).toThrow(/position_based/);
});

test('every model is described, in the order of the names', () => {
  expect(MODELS.map(({ name }) => name)).toEqual([...MODEL_NAMES]);
  expect(DATA_DRIVEN_MODELS.map(({ name }) => name)).toEqual([...DATA_DRIVEN_MODEL_NAMES]);
  for (const { title, description, formula, source, version } of [...MODELS, ...DATA_DRIVEN_MODELS, CUSTOM_MODEL]) {
    for (const text of [title, description, formula, source, version]) expect(text).not.toBe('');
  }
});
