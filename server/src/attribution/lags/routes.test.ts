import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { loadWorld } from '../../../test/loaded-world.ts';
import { type OracleOptions, type OracleWorld, judgedConversions } from '../../../test/oracle.ts';
import { randomOptions, randomWorld } from '../../../test/random-world.ts';
import { reportOptionsQuery } from '../../../test/oracle-query.ts';
import { medianOf } from './rules.ts';
import { type Lag, LAG_GROUPINGS, type LagGrouping, LagQuery } from './schema.ts';
import { getLag } from './service.ts';

const DAY = 86_400_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const lagOf = ({ actor }: TestTenant, query: object): Promise<Lag> => getLag(database.context, actor, LagQuery.parse(query));

type Ages = { first: number[]; last: number[] };

/** The ages of first and last touches in days, by plain scans over the events. */
function expectedAges(world: OracleWorld, options: OracleOptions, groupBy: LagGrouping): Map<string, Ages> {
  const ages = new Map<string, Ages>();
  for (const { at, touches, isExcluded } of judgedConversions(world, options)) {
    if (isExcluded) continue;
    const byKey = Map.groupBy(touches, (touch) => (groupBy === 'all' ? 'all' : (touch[groupBy] ?? '(none)')));
    for (const [key, own] of byKey) {
      const known = ages.get(key) ?? ages.set(key, { first: [], last: [] }).get(key)!;
      known.first.push((at - own[0].at) / DAY);
      known.last.push((at - own[own.length - 1].at) / DAY);
    }
  }
  return ages;
}

const histogram = (ages: number[]) => {
  const days = ages.map(Math.floor);
  return Array.from({ length: Math.max(...days) + 1 }, (_, day) => days.filter((one) => one === day).length);
};
const median = (ages: number[]) => {
  const sorted = ages.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
};

test.each([0, 1, 2, 3])('every curve of world %i is what plain scans over its events find, and its shares sum to 1', async (seed) => {
  const world = randomWorld(seed);
  const tenant = await loadWorld(database.context, world);
  for (let number = 0; number < 10; number += 1) {
    const options = randomOptions(100 * seed + number);
    const groupBy = LAG_GROUPINGS[number % LAG_GROUPINGS.length];
    const lag = await lagOf(tenant, { ...reportOptionsQuery(options), groupBy, limit: 50 });
    const expected = expectedAges(world, options, groupBy);
    expect(new Set(lag.rows.map(({ label }) => label))).toEqual(new Set(expected.keys()));
    for (const row of lag.rows) {
      const { first, last } = expected.get(row.label)!;
      for (const [curve, ages] of [[row.sinceFirst, first] as const, [row.sinceLast, last] as const]) {
        expect(curve.days.map(({ share }) => share.count)).toEqual(histogram(ages));
        expect(curve.days.at(-1)?.cumulative).toMatchObject({ count: ages.length, of: ages.length, rate: 1 });
        expect(curve.medianDays.value).toBeCloseTo(median(ages), 9);
      }
    }
  }
});

test('a conversion without a touch is in no curve, and is counted beside', async () => {
  const world = randomWorld(5);
  const lag = await lagOf(await loadWorld(database.context, world), { currency: 'USD' });
  const judged = judgedConversions(world, { ...randomOptions(0), ...PLAIN });
  const touched = judged.filter(({ touches }) => touches.length > 0).length;
  expect(lag).toMatchObject({ conversions: touched, unattributedConversions: judged.length - touched, rows: [{ conversions: touched }] });
});
const PLAIN = {
  lookbackDays: 30,
  conversionKind: undefined,
  touchpointKind: undefined,
  currency: 'USD',
  minEvidence: 'household_ip',
  repeats: 'every',
  responseSignals: 'evidence',
  newCustomersOnly: false,
  exclude: [],
  from: undefined,
  to: undefined,
} as unknown as Partial<OracleOptions>;

describe('the interval of a median', () => {
  const upTo = (count: number) => Float64Array.from({ length: count }, (_, place) => place + 1);

  test('lies between the ranks of the sign test’s table: 2 and 9 of ten, 6 and 15 of twenty, 40 and 61 of a hundred', () => {
    expect(medianOf(upTo(5))).toMatchObject({ value: 3, low: null, high: null });
    expect(medianOf(upTo(6))).toMatchObject({ low: 1, high: 6 });
    expect(medianOf(upTo(10))).toMatchObject({ value: 5.5, low: 2, high: 9 });
    expect(medianOf(upTo(20))).toMatchObject({ low: 6, high: 15 });
    expect(medianOf(upTo(100))).toMatchObject({ low: 40, high: 61, isFew: false });
  });

  test('goes on smoothly where the normal limit takes over', () => {
    const [exact, limit] = [medianOf(upTo(1_000)), medianOf(upTo(1_002))];
    expect(Math.abs(Number(exact.low) - Number(limit.low))).toBeLessThan(4);
  });
});

test('nothing gives no rows, and a tenant sees its own alone', async () => {
  const tenant = await createTestTenant(database.context);
  expect(await lagOf(tenant, {})).toMatchObject({ conversions: 0, rows: [], omittedRows: 0 });
  await expect(lagOf(tenant, { from: '2026-11-02', to: '2026-11-01' })).rejects.toThrow('lies after');
});
