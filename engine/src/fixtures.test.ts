import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { apportion, apportionConversions, buildModel, MODEL_NAMES, type ModelName, weigh, weighPath } from './index.ts';

type Row = Record<string, string>;

function readFixture(name: string): Row[] {
  const [header, ...lines] = readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, place) => [column, cells[place]]));
  });
}

const paths = readFixture('paths.csv').map((row) => ({
  name: row.path,
  valueMinor: Number(row.valueMinor),
  ageMs: row.agesMs === '' ? [] : row.agesMs.split(' ').map(Number),
}));
const cases = Map.groupBy(readFixture('credits.csv'), (row) => `${row.model} ${row.halfLifeMs} ${row.firstShare} ${row.lastShare}`.trim());

function modelOf(row: Row) {
  const given = (cell: string) => (cell === '' ? undefined : Number(cell));
  return buildModel(row.model as ModelName, {
    halfLifeMs: given(row.halfLifeMs),
    firstShare: given(row.firstShare),
    lastShare: given(row.lastShare),
  });
}

describe.each([...cases])('golden credits of %s', (_name, rows) => {
  const model = modelOf(rows[0]);

  test('a batch of all golden paths has the golden bits, cents and billionths', () => {
    const offsets = new Int32Array(paths.length + 1);
    paths.forEach((path, place) => (offsets[place + 1] = offsets[place] + path.ageMs.length));
    const columns = { pathCount: paths.length, offsets, ageMs: Float64Array.from(paths.flatMap((path) => path.ageMs)) };
    const [weights, creditMinor, nano] = [0, 1, 2].map(() => new Float64Array(columns.ageMs.length));
    weigh(model, columns, weights);
    apportion(
      columns,
      Float64Array.from(paths, (path) => path.valueMinor),
      weights,
      creditMinor,
    );
    apportionConversions(columns, weights, nano);
    const computed = paths.flatMap((path, place) =>
      path.ageMs.map((_age, touch) => {
        const at = offsets[place] + touch;
        return [path.name, touch, weights[at], creditMinor[at], nano[at]];
      }),
    );
    const golden = rows.map((row) => [
      row.path,
      Number(row.touch),
      Number(row.weight),
      Number(row.creditMinor),
      Number(row.nanoConversions),
    ]);
    expect(computed).toEqual(golden);
  });

  test.each(paths)('$name alone has the same bits as in the batch', ({ name, ageMs }) => {
    const golden = rows.filter((row) => row.path === name).map((row) => Number(row.weight));
    expect([...weighPath(model, ageMs)]).toEqual(golden);
  });

  test('golden cents add up to the value of every path that has a touch', () => {
    for (const { name, valueMinor, ageMs } of paths) {
      if (ageMs.length === 0) continue;
      const total = rows.filter((row) => row.path === name).reduce((sum, row) => sum + BigInt(row.creditMinor), 0n);
      expect(total).toBe(BigInt(valueMinor));
    }
  });
});

test('the golden tables hold every model', () => {
  expect(new Set([...cases.values()].map(([row]) => row.model))).toEqual(new Set(MODEL_NAMES));
});

test('the method vector gives 14.29 / 28.57 / 57.14, 40 / 20 / 40 and 33.34 / 33.33 / 33.33', () => {
  const centsOf = (name: string) =>
    cases
      .get(name)!
      .filter((row) => row.path === 'method-vector')
      .map((row) => Number(row.creditMinor));
  expect(centsOf('time_decay 604800000')).toEqual([1429, 2857, 5714]);
  expect(centsOf('position_based  0.4 0.4')).toEqual([4000, 2000, 4000]);
  expect(centsOf('linear')).toEqual([3334, 3333, 3333]);
});
