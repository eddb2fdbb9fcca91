import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { loadWorld } from '../../../test/loaded-world.ts';
import { type OracleOptions, type OracleTouchpoint, type OracleWorld, judgedConversions } from '../../../test/oracle.ts';
import { reportOptionsQuery } from '../../../test/oracle-query.ts';
import { randomOptions, randomWorld } from '../../../test/random-world.ts';
import type { Actor } from '../../tenants/authorize.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { drainTenant } from '../paths/service.ts';
import { CohortQuery, type Cohorts } from './schema.ts';
import { getCohorts } from './service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const cohortsOf = (actor: Actor, query: object = {}): Promise<Cohorts> => getCohorts(database.context, actor, CohortQuery.parse(query));

const address = (ip: string) => (ip.includes(':') ? ip.split(':').slice(0, 4).join(':') : ip);

function householdOf({ kind, identity, metadata }: OracleTouchpoint): string | undefined {
  if (kind !== 'download' && kind !== 'impression') return undefined;
  const connection = metadata?.connectionType ?? 'unknown';
  return identity.ip === undefined || (connection !== 'household' && connection !== 'unknown') ? undefined : address(identity.ip);
}

/** The first exposure of each household, by a plain scan. */
function firstExposures(world: OracleWorld): Map<string, OracleTouchpoint> {
  const firsts = new Map<string, OracleTouchpoint>();
  const sorted = world.touchpoints.toSorted((a, b) =>
    a.occurredAt === b.occurredAt ? (a.id < b.id ? -1 : 1) : a.occurredAt < b.occurredAt ? -1 : 1,
  );
  for (const one of sorted) {
    const household = householdOf(one);
    if (household !== undefined && !firsts.has(household)) firsts.set(household, one);
  }
  return firsts;
}

const monthNumber = (instant: string) => Number(instant.slice(0, 4)) * 12 + Number(instant.slice(5, 7));

test.each([0, 1, 2, 3])('every cell of world %i is what plain scans over its events find', async (seed) => {
  const world = randomWorld(seed);
  const { actor } = await loadWorld(database.context, world);
  for (let number = 0; number < 4; number += 1) {
    const options: OracleOptions = { ...randomOptions(100 * seed + number) };
    delete options.from;
    delete options.to;
    delete options.touchpointKind;
    const found = await cohortsOf(actor, reportOptionsQuery(options));
    const firsts = firstExposures(world);
    const sizes = Map.groupBy([...firsts], ([, one]) => `${one.show ?? '(none)'} ${one.occurredAt.slice(0, 7)}`);
    expect(new Map(found.rows.map(({ label, month, households }) => [`${label} ${month}`, households]))).toEqual(
      new Map([...sizes].map(([name, own]) => [name, own.length])),
    );
    const cells = new Map<string, { households: Set<string>; conversions: number; value: number }>();
    for (const { conversion, value, touches, isExcluded } of judgedConversions(world, options)) {
      const events = touches.flatMap((touch) => (touch.synthetic ? [] : world.touchpoints.filter(({ id }) => id === touch.id)));
      const household = events.map(householdOf).find((one) => one !== undefined);
      if (isExcluded || household === undefined) continue;
      const first = firsts.get(household)!;
      const since = monthNumber(conversion.occurredAt) - monthNumber(first.occurredAt);
      const name = `${first.show ?? '(none)'} ${first.occurredAt.slice(0, 7)} ${since}`;
      const cell = cells.get(name) ?? { households: new Set(), conversions: 0, value: 0 };
      cells.set(name, cell);
      cell.households.add(household);
      cell.conversions += 1;
      cell.value += value;
    }
    for (const { label, month, households, cells: told } of found.rows) {
      for (const { monthsSince, converters, conversions, valueMinor } of told) {
        const expected = cells.get(`${label} ${month} ${monthsSince}`);
        expect(converters).toMatchObject({ count: expected?.households.size ?? 0, of: households });
        expect([conversions, valueMinor.value]).toEqual([expected?.conversions ?? 0, expected?.value ?? 0]);
      }
    }
    expect(found.placedConversions).toBe([...cells.values()].reduce((sum, { conversions }) => sum + conversions, 0));
  }
});

test('months are those of the calendar, the present one is not complete, and a new customer is new once', async () => {
  const { actor, tenantId } = await createTestTenant(database.context);
  const heard = (id: string, house: number, at: string, show: string) => ({
    id,
    kind: 'download' as const,
    occurredAt: `2026-${at}T10:00:00Z`,
    show,
    identity: { ip: `203.0.113.${house}`, userId: `u-${house}` },
  });
  const bought = (id: string, house: number, at: string) => ({
    id,
    kind: 'purchase' as const,
    occurredAt: `2026-${at}T12:00:00Z`,
    valueMinor: 1_000,
    currency: 'USD',
    identity: { userId: `u-${house}` },
  });
  const touchpoints = [
    heard('t-1', 1, '09-30', 'alpha'),
    heard('t-2', 1, '10-20', 'beta'),
    heard('t-3', 2, '09-02', 'alpha'),
    heard('t-4', 3, '10-02', 'beta'),
  ];
  await acceptTouchpoints(database.context, actor, touchpoints, 'server');
  await acceptConversions(
    database.context,
    actor,
    [bought('c-1', 1, '10-01'), bought('c-2', 1, '11-01'), bought('c-3', 3, '10-03')],
    'server',
  );
  await drainTenant(database.context, 'system', tenantId);
  const found = await cohortsOf(actor);
  expect(found).toMatchObject({ newCustomers: { count: 2, of: 2 }, placedConversions: 3, unplacedConversions: 0 });
  expect(found.rows.map(({ show, month, households }) => [show, month, households])).toEqual([
    ['alpha', '2026-09', 2],
    ['beta', '2026-10', 1],
  ]);
  expect(found.rows[0].cells).toMatchObject([
    { monthsSince: 0, isComplete: true, converters: { count: 0, of: 2 } },
    { monthsSince: 1, isComplete: true, converters: { count: 1 }, newCustomers: { count: 1 }, valueMinor: { value: 1_000 } },
    { monthsSince: 2, isComplete: false, converters: { count: 1 }, convertersSoFar: { count: 1 }, newCustomers: { count: 0 } },
  ]);
  const october = await cohortsOf(actor, { groupBy: 'all', from: '2026-10-01' });
  expect(october.rows).toMatchObject([{ show: null, label: 'all', month: '2026-10', households: 1 }]);
});

test('a tenant sees its own alone', async () => {
  expect(await cohortsOf((await createTestTenant(database.context)).actor)).toMatchObject({ rows: [], newCustomers: { of: 0 } });
});
