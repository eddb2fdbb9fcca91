import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  apportionPath,
  buildModel,
  buildPositions,
  buildRelativeWeights,
  creditEvents,
  DATA_DRIVEN_MODEL_NAMES,
  fitMarkov,
  markovClassic,
  MODEL_NAMES,
  type ModelName,
  weighPath,
  weighPathByEffect,
  weighPathByHazard,
  weighPathByPosition,
  weighPathByShapley,
} from './index.ts';

const DAY = 86_400_000;
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const rows = [...readme.matchAll(/^\| `(\w+)` *\| +([\d.]+) *\| *([\d.]+) *\| *([\d.]+) *\|$/gm)];

test('the worked example has every model', () => {
  expect(rows.map(([, name]) => name)).toEqual([...MODEL_NAMES]);
});

test.each(rows.map(([, name, ...cents]) => ({ name: name as ModelName, cents })))(
  'the worked example of $name is what the engine computes',
  (row) => {
    const credit = apportionPath(10_000, weighPath(buildModel(row.name), [14 * DAY, 7 * DAY, 0]));
    expect([...credit].map((cents) => (cents / 100).toFixed(2))).toEqual(row.cents);
  },
);

test('the worked example of exact money is what the engine computes', () => {
  expect([...apportionPath(100, [1 / 7, 2 / 7, 4 / 7])]).toEqual([14, 29, 57]);
});

test('the worked example of raw events is what the engine computes', () => {
  const exposures = { identity: Int32Array.of(0, 0, 0), atMs: Float64Array.of(0, 10 * DAY, 20 * DAY), unit: Uint16Array.of(0, 1, 0) };
  const conversions = { identity: Int32Array.of(0), atMs: Float64Array.of(25 * DAY), value: Float64Array.of(10_000) };
  const options = { identityCount: 1, lookbackMs: 20 * DAY };
  const { value, touches } = creditEvents([buildModel('linear')], { exposures, conversions }, options, 2);
  expect(touches).toBe(2);
  expect(value).toEqual([Float64Array.of(5_000, 5_000)]);
  expect(readme.replaceAll(/\s+/g, ' ')).toContain('`linear` gives unit 0 $50.00 and unit 1 $50.00.');
});

test('the worked examples of custom weights are what the engine computes', () => {
  const cents = (weights: Float64Array) => Array.from(apportionPath(10_000, weights), (part) => (part / 100).toFixed(2)).join(', ');
  const list = buildPositions([4, 2, 4]);
  const text = readme.replaceAll(/\s+/g, ' ');
  expect(text).toContain(`three touchpoints get ${cents(weighPathByPosition(3, list))};`);
  expect(text).toContain(`five take 4 : 3 : 2 : 3 : 4 and get ${cents(weighPathByPosition(5, list))};`);
  expect(text).toContain(`share $100.00 as ${cents(weighPathByEffect([0, 1, 1], buildRelativeWeights([3, 1])))}.`);
});

const dataDrivenRows = [...readme.matchAll(/^\| `(\w+)` *\| +([\d.]+) *\| *([\d.]+) *\| *([\d.]+) *\| *([\d.]+) *\|$/gm)];

test('the worked example of the data-driven models is what the engine computes', () => {
  const markov = fitMarkov(
    { pathCount: 3, offsets: Int32Array.of(0, 2, 3, 4), unit: Int32Array.of(0, 1, 0, 1), ageMs: new Float64Array(4) },
    { conversions: Float64Array.of(1, 0, 1), nulls: Float64Array.of(0, 1, 1) },
    2,
  );
  const decay = Math.LN2 / (7 * DAY);
  const rates = {
    baseline: Float64Array.of(0.001 / DAY),
    effect: Float64Array.of(0.02, 0.01),
    decay: Float64Array.of(decay, decay),
    lookbackMs: Infinity,
  };
  const units = [0, 1, 0];
  const hazard = weighPathByHazard(units, [14 * DAY, 7 * DAY, 0], rates);
  const computed = {
    markov: [...weighPathByEffect(units, markov.removalEffects), 0],
    shapley: [...weighPathByShapley(units), 0],
    hazard: [...hazard.weights, hazard.organic],
  };
  const cents = DATA_DRIVEN_MODEL_NAMES.map((name) => [
    name,
    ...Array.from(apportionPath(10_000, computed[name]), (part) => (part / 100).toFixed(2)),
  ]);
  expect(dataDrivenRows.map(([, ...cells]) => cells)).toEqual(cents);
  expect([...markovClassic(markov.removalEffects, 2)].map((part) => part.toFixed(12))).toEqual(['0.500000000000', '1.500000000000']);
});
