import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { apportionPath, buildModel, MODEL_NAMES, type ModelName, weighPath } from './index.ts';

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
