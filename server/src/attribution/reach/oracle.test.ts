import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { loadWorld } from '../../../test/loaded-world.ts';
import { matchedPerson, type OracleOptions, type OracleTouchpoint, type OracleWorld, judgedConversions } from '../../../test/oracle.ts';
import { splitExactly, weightsOf } from '../../../test/oracle-credit.ts';
import { reportOptionsQuery } from '../../../test/oracle-query.ts';
import { randomOptions, randomWorld } from '../../../test/random-world.ts';
import { getReport } from '../reports/service.ts';
import { ReportQuery } from '../reports/schema.ts';
import { type Reach, type ReachFigures, REACH_GROUPINGS, ReachQuery } from './schema.ts';
import { getReach } from './service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** What options of a report mean here: their times are those of exposures, and every conversion counts that may follow from them. */
const queryOf = (options: OracleOptions) => ({ ...reportOptionsQuery(options), model: options.model });

const address = (ip: string) => (ip.includes(':') ? ip.split(':').slice(0, 4).join(':') : ip);

/** Whether anything of an exposure can be matched. */
function isMatchable({ identity, metadata }: OracleTouchpoint): boolean {
  const { ip, userId, emailSha256, deviceId, clickId } = identity;
  const connection = metadata?.connectionType;
  return (
    (ip !== undefined && connection !== 'relay' && connection !== 'datacenter') || Boolean(userId ?? emailSha256 ?? deviceId ?? clickId)
  );
}

/** The household of an exposure; undefined where its address stands for none, or it is no exposure. */
function householdOf({ kind, identity, metadata }: OracleTouchpoint): string | undefined {
  if (kind !== 'download' && kind !== 'impression') return undefined;
  const connection = metadata?.connectionType ?? 'unknown';
  return identity.ip === undefined || (connection !== 'household' && connection !== 'unknown') ? undefined : address(identity.ip);
}

type Grouping = 'campaign' | 'show' | 'episode' | 'placement' | 'day';
const keyOf = (touch: Partial<Record<Grouping, string | null>>, at: number, groupBy: Grouping) =>
  groupBy === 'day' ? new Date(at).toISOString().slice(0, 10) : (touch[groupBy] ?? '(none)');

interface Expected {
  impressions: number;
  households: Map<string, number>;
  visitors: Set<string>;
  leads: Set<string>;
  buyers: Set<string>;
  conversions: number;
  valueMinor: number;
  purchases: number;
  people: Set<string>;
  unmatchable: number;
  exposureConversions: number;
}

const nothing = (): Expected => ({
  impressions: 0,
  households: new Map(),
  visitors: new Set(),
  leads: new Set(),
  buyers: new Set(),
  conversions: 0,
  valueMinor: 0,
  purchases: 0,
  people: new Set(),
  unmatchable: 0,
  exposureConversions: 0,
});

/** The rows, by plain scans over the events. */
function expectedRows(world: OracleWorld, options: OracleOptions, groupBy: Grouping): Map<string, Expected> {
  const rows = new Map<string, Expected>();
  const row = (key: string) => rows.get(key) ?? rows.set(key, nothing()).get(key)!;
  const isInside = (at: number) =>
    (options.from === undefined || at >= Date.parse(options.from)) && (options.to === undefined || at < Date.parse(options.to));
  for (const one of world.touchpoints) {
    const at = Date.parse(one.occurredAt);
    const isAsked = options.touchpointKind === undefined || options.touchpointKind.includes(one.kind);
    if ((one.kind !== 'download' && one.kind !== 'impression') || !isAsked || !isInside(at)) continue;
    for (const own of [row(keyOf(one, at, groupBy)), row('*')]) {
      own.impressions += 1;
      own.unmatchable += isMatchable(one) ? 0 : 1;
      const household = householdOf(one);
      if (household !== undefined) own.households.set(household, (own.households.get(household) ?? 0) + 1);
    }
  }
  const ever = { ...options };
  delete ever.from;
  delete ever.to;
  for (const { conversion, value, at, touches, isExcluded } of judgedConversions(world, ever)) {
    if (isExcluded || touches.length === 0) continue;
    const weights = weightsOf(touches, at, options);
    const parts = splitExactly(value, weights);
    const isPurchase = ['purchase', 'subscription'].includes(conversion.kind);
    const outcome = conversion.kind === 'visit' ? 'visitors' : isPurchase ? 'buyers' : 'leads';
    touches.forEach((touch, i) => {
      if (!isInside(touch.at)) return;
      const event = touch.synthetic ? undefined : world.touchpoints.find(({ id }) => id === touch.id);
      for (const own of [row(keyOf(touch, touch.at, groupBy)), row('*')]) {
        own.conversions += weights[i];
        own.valueMinor += parts[i];
        own.exposureConversions += touch.kind === 'download' || touch.kind === 'impression' ? weights[i] : 0;
        own.purchases += isPurchase ? weights[i] : 0;
        own.people.add(matchedPerson(world, conversion));
        const household = event && householdOf(event);
        if (household !== undefined) own[outcome].add(household);
      }
    });
  }
  return rows;
}

function expectRow(found: ReachFigures, expected: Expected): void {
  const counts = [...expected.households.values()];
  const reach = counts.length;
  const usable = counts.reduce((sum, count) => sum + count, 0);
  expect(found).toMatchObject({
    impressions: expected.impressions,
    usableImpressions: usable,
    reach,
    visitors: { count: expected.visitors.size, of: reach },
    leads: { count: expected.leads.size, of: reach },
    buyers: { count: expected.buyers.size, of: reach },
    buyersOfVisitors: { count: [...expected.visitors].filter((one) => expected.buyers.has(one)).length, of: expected.visitors.size },
    valueMinor: { value: expected.valueMinor },
  });
  if (reach > 0) expect(found.frequency.value).toBeCloseTo(usable / reach, 10);
  expect(found.modelled.unmatchableImpressions).toBe(expected.unmatchable);
  const matchable = expected.impressions - expected.unmatchable;
  if (matchable > 0)
    expect(found.modelled.conversions.value).toBeCloseTo((expected.exposureConversions * expected.unmatchable) / matchable, 6);
  expect(found.conversions.value).toBeCloseTo(expected.conversions, 6);
  expect(found.purchases.value).toBeCloseTo(expected.purchases, 6);
}

const reachOf = (actor: Parameters<typeof getReach>[1], query: object): Promise<Reach> =>
  getReach(database.context, actor, ReachQuery.parse(query));

test.each(Array.from({ length: 8 }, (_, seed) => seed))('every row of world %i is what plain scans over its events find', async (seed) => {
  const world = randomWorld(seed);
  const { actor } = await loadWorld(database.context, world);
  for (let number = 0; number < 10; number += 1) {
    const options = randomOptions(100 * seed + number);
    const groupBy = (['campaign', 'show', 'episode', 'placement', 'day'] as const)[number % 5];
    const reach = await reachOf(actor, { ...queryOf(options), groupBy });
    const expected = expectedRows(world, options, groupBy);
    expectRow(reach.totals, expected.get('*') ?? nothing());
    expected.delete('*');
    expect(new Set(reach.rows.map(({ key }) => key ?? '(none)'))).toEqual(new Set(expected.keys()));
    for (const row of reach.rows) expectRow(row, expected.get(row.key ?? '(none)')!);
  }
});

test('over all time the credited figures are those of the report', async () => {
  const world = randomWorld(30);
  const { actor } = await loadWorld(database.context, world);
  for (const model of ['first_touch', 'time_decay'] as const) {
    const reach = await reachOf(actor, { model, currency: 'USD' });
    const report = await getReport(database.context, actor, ReportQuery.parse({ model, currency: 'USD' }));
    const credited = (rows: { key: string | null; conversions: number; valueMinor: number }[]) =>
      new Map(rows.map(({ key, conversions, valueMinor }) => [key, [conversions.toFixed(8), valueMinor]]));
    const reached = reach.rows.map(({ key, conversions, valueMinor }) => ({
      key,
      conversions: conversions.value ?? NaN,
      valueMinor: valueMinor.value ?? NaN,
    }));
    const credits = credited(reached.filter(({ conversions, valueMinor }) => conversions > 0 || valueMinor > 0));
    expect(credits).toEqual(credited(report.rows.filter(({ conversions, valueMinor }) => conversions > 0 || valueMinor > 0)));
  }
});

test('every interval holds its figure, and no share has more than it is of', async () => {
  const { actor } = await loadWorld(database.context, randomWorld(31));
  for (const groupBy of REACH_GROUPINGS) {
    const { rows, totals } = await reachOf(actor, { groupBy });
    for (const row of [totals, ...rows]) {
      for (const { count, of } of [row.visitors, row.leads, row.buyers, row.buyersOfVisitors]) expect(count).toBeLessThanOrEqual(of);
      for (const one of [row.frequency, row.conversions, row.purchases, row.valueMinor, row.aovMinor]) {
        if (one.value === null || one.low === null || one.high === null) continue;
        expect([one.low <= one.value + 1e-9, one.high >= one.value - 1e-9]).toEqual([true, true]);
      }
    }
  }
});
