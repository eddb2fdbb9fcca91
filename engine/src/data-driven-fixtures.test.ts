import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  appendOrganic,
  apportion,
  apportionConversions,
  fitHazard,
  fitMarkov,
  weighByEffect,
  weighHazard,
  weighPathByEffect,
  weighPathByHazard,
  weighPathByShapley,
  weighShapley,
} from './index.ts';

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

const UNITS = 5;
const LOOKBACK_MS = 60 * 86_400_000;
const numbers = (cell: string) => (cell === '' ? [] : cell.split(' ').map(Number));
const offsetsOf = (lists: readonly (readonly unknown[])[]) => {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, place) => (offsets[place + 1] = offsets[place] + list.length));
  return offsets;
};

const paths = readFixture('unit-paths.csv').map((row) => ({ name: row.path, units: numbers(row.units), ages: numbers(row.agesMs), row }));
const columns = {
  pathCount: paths.length,
  offsets: offsetsOf(paths.map(({ units }) => units)),
  unit: Int32Array.from(paths.flatMap(({ units }) => units)),
  ageMs: Float64Array.from(paths.flatMap(({ ages }) => ages)),
};
const columnOf = (name: string) => Float64Array.from(paths, ({ row }) => Number(row[name]));

function effectsOf(order: 1 | 2): Float64Array {
  const rows = readFixture('markov-effects.csv').filter((row) => Number(row.order) === order);
  return Float64Array.from(rows, (row) => Number(row.removalEffect));
}

const rateRows = Map.groupBy(readFixture('hazard-rates.csv'), (row) => row.rate);
const rateOf = (name: string) => Float64Array.from(rateRows.get(name) ?? [], (row) => Number(row.value));
const rates = { baseline: rateOf('baseline'), effect: rateOf('effect'), decay: rateOf('decay'), lookbackMs: LOOKBACK_MS };
const strata = Int32Array.from(columnOf('stratum'));

test.each([1, 2] as const)('the chain of order %d of the golden paths has the golden removal effects to the last bit', (order) => {
  const counts = { conversions: columnOf('conversions'), nulls: columnOf('nulls') };
  expect(fitMarkov(columns, counts, UNITS, order).removalEffects).toEqual(effectsOf(order));
});

test('the hazard of the golden observations has the golden rates to the last bit', () => {
  const identities = readFixture('observations.csv');
  const exposures = identities.map((row) =>
    row.exposures === '' ? [] : row.exposures.split(' ').map((one) => one.split('@').map(Number)),
  );
  const conversions = identities.map((row) => numbers(row.conversions));
  const { baseline, effect, decay, converged } = fitHazard(
    {
      identityCount: identities.length,
      observedFrom: Float64Array.from(identities, (row) => Number(row.observedFrom)),
      observedTo: Float64Array.from(identities, (row) => Number(row.observedTo)),
      stratum: Int32Array.from(identities, (row) => Number(row.stratum)),
      exposureOffsets: offsetsOf(exposures),
      exposureAt: Float64Array.from(exposures.flat(), ([, at]) => at),
      exposureUnit: Int32Array.from(exposures.flat(), ([unit]) => unit),
      conversionOffsets: offsetsOf(conversions),
      conversionAt: Float64Array.from(conversions.flat()),
    },
    { unitCount: UNITS, strata: 2, lookbackMs: LOOKBACK_MS },
  );
  expect({ baseline, effect, decay, lookbackMs: LOOKBACK_MS }).toEqual(rates);
  expect(converged).toBe(true);
});

/** Weights of all golden paths under a model, organic shares behind them where the model has any. */
function sharesOf(model: string) {
  const weights = new Float64Array(columns.unit.length);
  if (model === 'hazard') {
    const organic = new Float64Array(paths.length);
    weighHazard(columns, rates, strata, { weights, organic });
    return appendOrganic(columns, weights, organic);
  }
  if (model === 'shapley') weighShapley(columns, weights);
  else weighByEffect(columns, effectsOf(model === 'markov' ? 1 : 2), weights);
  return { pathCount: columns.pathCount, offsets: columns.offsets, weights };
}

function sharesAlone(model: string, { units, ages, row }: (typeof paths)[number]): number[] {
  if (model === 'shapley') return [...weighPathByShapley(units)];
  if (model !== 'hazard') return [...weighPathByEffect(units, effectsOf(model === 'markov' ? 1 : 2))];
  const { weights, organic } = weighPathByHazard(units, ages, rates, Number(row.stratum));
  return units.length === 0 ? [] : [...weights, organic];
}

const cases = Map.groupBy(readFixture('unit-credits.csv'), (row) => row.model);

describe.each([...cases])('golden credits of %s', (model, rows) => {
  const shares = sharesOf(model);

  test('a batch of all golden paths has the golden bits, cents and billionths', () => {
    const [creditMinor, nano] = [0, 1].map(() => new Float64Array(shares.weights.length));
    apportion(shares, columnOf('valueMinor'), shares.weights, creditMinor);
    apportionConversions(shares, shares.weights, nano);
    const computed = paths.flatMap(({ name, units }, path) =>
      Array.from({ length: shares.offsets[path + 1] - shares.offsets[path] }, (_, touch) => {
        const at = shares.offsets[path] + touch;
        return [name, touch === units.length ? 'organic' : String(touch), shares.weights[at], creditMinor[at], nano[at]];
      }),
    );
    const golden = rows.map((row) => [row.path, row.touch, Number(row.weight), Number(row.creditMinor), Number(row.nanoConversions)]);
    expect(computed).toEqual(golden);
  });

  test.each(paths)('$name alone has the same bits as in the batch', (path) => {
    expect(sharesAlone(model, path)).toEqual(rows.filter((row) => row.path === path.name).map((row) => Number(row.weight)));
  });

  test('golden cents add up to the value of every path that has a touch', () => {
    for (const { name, units, row } of paths) {
      if (units.length === 0) continue;
      const total = rows.filter(({ path }) => path === name).reduce((sum, { creditMinor }) => sum + BigInt(creditMinor), 0n);
      expect(total).toBe(BigInt(row.valueMinor));
    }
  });
});

test('the golden tables hold every data-driven model, and both orders of the chain', () => {
  expect([...cases.keys()].sort()).toEqual(['hazard', 'markov', 'markov order 2', 'shapley']);
});
