import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { loadWorld } from '../../../test/loaded-world.ts';
import type { OracleTouchpoint, OracleWorld } from '../../../test/oracle.ts';
import { randomWorld } from '../../../test/random-world.ts';
import type { Actor } from '../../tenants/authorize.ts';
import { acceptTouchpoints } from '../../tracking/intake/service.ts';
import { overlapOf } from './rules.ts';
import { type Overlap, OVERLAP_GROUPINGS, type OverlapGrouping, OverlapQuery } from './schema.ts';
import { getOverlap } from './service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const overlapFor = (actor: Actor, query: object = {}): Promise<Overlap> => getOverlap(database.context, actor, OverlapQuery.parse(query));

const address = (ip: string) => (ip.includes(':') ? ip.split(':').slice(0, 4).join(':') : ip);

/** Which households each key reached, by a plain scan. */
function expectedReach(
  world: OracleWorld,
  groupBy: OverlapGrouping,
  isMeant: (one: OracleTouchpoint) => boolean,
): Map<string, Set<string>> {
  const reached = new Map<string, Set<string>>();
  for (const one of world.touchpoints) {
    const connection = one.metadata?.connectionType ?? 'unknown';
    const key = one[groupBy];
    const isExposure = one.kind === 'download' || one.kind === 'impression';
    if (!isExposure || !isMeant(one) || key === undefined || one.identity.ip === undefined) continue;
    if (connection !== 'household' && connection !== 'unknown') continue;
    reached.set(key, (reached.get(key) ?? new Set()).add(address(one.identity.ip)));
  }
  return reached;
}

function expectOverlap(found: Overlap, reached: Map<string, Set<string>>): void {
  const all = new Set([...reached.values()].flatMap((own) => [...own])).size;
  const of = (key: string) => reached.get(key)!;
  expect(found.reach).toBe(all);
  expect(new Set(found.rows.map(({ key }) => key))).toEqual(new Set(reached.keys()));
  for (const { key, reach, exclusive } of found.rows) {
    const others = new Set([...reached].filter(([other]) => other !== key).flatMap(([, own]) => [...own]));
    expect({ reach, alone: exclusive.count, of: exclusive.of }).toEqual({
      reach: of(key).size,
      alone: [...of(key)].filter((one) => !others.has(one)).length,
      of: reach,
    });
  }
  expect(found.pairs).toHaveLength((reached.size * (reached.size - 1)) / 2);
  for (const { a, b, shared, shareOfA, shareOfB, expected, lift } of found.pairs) {
    expect(shared).toBe([...of(a)].filter((one) => of(b).has(one)).length);
    expect([shareOfA.count, shareOfA.of, shareOfB.count, shareOfB.of]).toEqual([shared, of(a).size, shared, of(b).size]);
    expect(expected).toBeCloseTo((of(a).size * of(b).size) / all, 10);
    expect(lift.value).toBeCloseTo(shared / expected, 10);
  }
}

test.each([0, 1, 2, 3])('every row and pair of world %i is what plain sets of its households hold', async (seed) => {
  const world = randomWorld(seed, { touchpoints: 60, conversions: 1 });
  const { actor } = await loadWorld(database.context, world);
  for (const groupBy of OVERLAP_GROUPINGS) {
    expectOverlap(
      await overlapFor(actor, { groupBy }),
      expectedReach(world, groupBy, () => true),
    );
    const inTime = ({ occurredAt, kind }: OracleTouchpoint) =>
      occurredAt >= '2026-09-01' && occurredAt < '2026-11-01' && kind === 'download';
    const query = { groupBy, from: '2026-09-01', to: '2026-11-01', touchpointKind: 'download' };
    expectOverlap(await overlapFor(actor, query), expectedReach(world, groupBy, inTime));
  }
});

const heard = (id: string, house: number, show: string, campaign = 'autumn') => ({
  id,
  kind: 'impression' as const,
  occurredAt: '2026-10-01T10:00:00Z',
  campaign,
  show,
  identity: { ip: `203.0.113.${house}` },
});

test('a household that a show beyond the limit reached is exclusive to none, and a filter narrows what is counted', async () => {
  const { actor } = await createTestTenant(database.context);
  const touchpoints = [
    ...[1, 2, 3].map((house) => heard(`a-${house}`, house, 'a')),
    ...[2, 3].map((house) => heard(`b-${house}`, house, 'b')),
    heard('c-1', 1, 'c', 'winter'),
  ];
  await acceptTouchpoints(database.context, actor, touchpoints, 'server');
  const found = await overlapFor(actor, { limit: 2 });
  expect(found).toMatchObject({ reach: 3, omittedRows: 1 });
  expect(found.rows.map(({ key, exclusive }) => [key, exclusive.count])).toEqual([
    ['a', 0],
    ['b', 0],
  ]);
  expect(found.pairs).toMatchObject([{ a: 'a', b: 'b', shared: 2, shareOfA: { count: 2, of: 3 }, shareOfB: { rate: 1 }, expected: 2 }]);
  const narrowed = await overlapFor(actor, { campaign: 'autumn' });
  expect(narrowed.rows.map(({ key, exclusive }) => [key, exclusive.count])).toEqual([
    ['a', 1],
    ['b', 0],
  ]);
  expect(narrowed.unknown).toMatchObject([{ pointer: '/campaign' }]);
});

describe('masks of more keys than 32', () => {
  test('keep every key apart', () => {
    const keys = Array.from({ length: 50 }, (_, place) => `k-${place}`);
    const both = 2 ** 49 + 2 ** 3;
    const { rows, pairs } = overlapOf(keys, [
      { mask: both, households: 4 },
      { mask: 2 ** 49 + 2 ** 50, households: 3 },
      { mask: 2 ** 3, households: 2 },
    ]);
    expect([rows[3], rows[49], rows[0]]).toMatchObject([
      { reach: 6, exclusive: { count: 2 } },
      { reach: 7, exclusive: { count: 0 } },
      { reach: 0 },
    ]);
    expect(pairs[0]).toMatchObject({ a: 'k-3', b: 'k-49', shared: 4 });
    expect(pairs.slice(1).every(({ shared }) => shared === 0)).toBe(true);
  });
});

test('another tenant’s exposures are in nothing', async () => {
  expect(await overlapFor((await createTestTenant(database.context)).actor)).toMatchObject({ reach: 0, rows: [], pairs: [] });
});
