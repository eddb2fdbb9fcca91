import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { loadWorld } from '../../../test/loaded-world.ts';
import { type OracleOptions, type OracleWorld, judgedConversions } from '../../../test/oracle.ts';
import { reportOptionsQuery } from '../../../test/oracle-query.ts';
import { randomOptions, randomWorld } from '../../../test/random-world.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { drainTenant } from '../paths/service.ts';
import { JOURNEY_UNITS, type JourneyUnit, JourneyQuery, type Journeys } from './schema.ts';
import { getJourneys } from './service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const journeysOf = ({ actor }: TestTenant, query: object): Promise<Journeys> =>
  getJourneys(database.context, actor, JourneyQuery.parse(query));

/** Steps, touches and value of every attributed conversion, by plain scans. */
function expectedPaths(world: OracleWorld, options: OracleOptions, groupBy: JourneyUnit) {
  return judgedConversions(world, options).flatMap(({ value, touches, isExcluded }) => {
    if (isExcluded || touches.length === 0) return [];
    const units = touches.map((touch) => touch[groupBy] ?? '(none)');
    return [{ value, touches: touches.length, steps: units.filter((unit, place) => unit !== units[place - 1]) }];
  });
}

/** What flows into a node flows out of it, everything begins at first steps and ends in the conversion. */
function expectFlow({ sankey: { nodes, links }, conversions, valueMinor }: Journeys): void {
  const sum = (some: { conversions: number }[]) => some.reduce((all, one) => all + one.conversions, 0);
  for (const node of nodes) {
    const [inwards, outwards] = [links.filter(({ target }) => target === node.id), links.filter(({ source }) => source === node.id)];
    if (node.step > 1) expect(sum(inwards)).toBe(node.conversions);
    if (node.kind !== 'conversion') expect(sum(outwards)).toBe(node.conversions);
  }
  expect(sum(nodes.filter(({ step }) => step === 1))).toBe(conversions);
  expect(sum(nodes.filter(({ kind }) => kind === 'conversion'))).toBe(conversions);
  const ending = links.filter(({ target }) => target === 'conversion');
  expect(ending.reduce((all, one) => all + one.valueMinor, 0)).toBe(valueMinor);
}

test.each([0, 1, 2, 3])('paths, lengths and assists of world %i are what plain scans over its events find', async (seed) => {
  const world = randomWorld(seed);
  const tenant = await loadWorld(database.context, world);
  for (let number = 0; number < 9; number += 1) {
    const options = randomOptions(100 * seed + number);
    const groupBy = JOURNEY_UNITS[number % 3];
    const found = await journeysOf(tenant, { ...reportOptionsQuery(options), groupBy, limit: 200 });
    const expected = expectedPaths(world, options, groupBy);
    const value = (some: typeof expected) => some.reduce((sum, one) => sum + one.value, 0);
    expect(found).toMatchObject({ conversions: expected.length, valueMinor: value(expected) });
    expect(found.otherPaths).toMatchObject({ conversions: 0, valueMinor: 0 });
    const listed = new Map(
      found.paths.map(({ steps, conversions, valueMinor }) => [steps.map(({ label }) => label).join(), { conversions, valueMinor }]),
    );
    const byPath = Map.groupBy(expected, ({ steps }) => steps.slice(-12).join());
    expect(listed).toEqual(new Map([...byPath].map(([path, own]) => [path, { conversions: own.length, valueMinor: value(own) }])));
    const lengths = new Map(found.lengths.map(({ touches, conversions }) => [touches, conversions]));
    const byLength = Map.groupBy(expected, ({ touches }) => Math.min(21, touches));
    expect(lengths).toEqual(new Map([...byLength].map(([touches, own]) => [touches, own.length])));
    for (const { label, ...assist } of found.assists) {
      const having = expected.filter(({ steps }) => steps.includes(label));
      const last = having.filter(({ steps }) => steps.at(-1) === label).length;
      expect(assist).toMatchObject({
        conversions: having.length,
        valueMinor: value(having),
        first: having.filter(({ steps }) => steps[0] === label).length,
        last,
        alone: having.filter(({ steps }) => new Set(steps).size === 1).length,
        assisted: having.length - last,
        assistRate: { count: having.length - last, of: having.length },
      });
    }
    expectFlow(found);
  }
});

test('of more paths than asked for, the rest is told as one, and of long ones the last steps', async () => {
  const tenant = await createTestTenant(database.context);
  const { actor, tenantId } = tenant;
  const day = (number: number) => `2026-10-${String(number).padStart(2, '0')}T10:00:00Z`;
  const touch = (user: string, number: number, show: string) => ({
    id: `${user}-${number}`,
    kind: 'impression' as const,
    occurredAt: day(number),
    campaign: 'autumn',
    show,
    identity: { userId: user },
  });
  const shows = (count: number) => Array.from({ length: count }, (_, place) => `show-${place % 10}`);
  const long = shows(14).map((show, place) => touch('long', place + 1, show));
  const short = ['a', 'b', 'c'].flatMap((user) => [touch(user, 1, 'show-0'), touch(user, 2, 'show-1')]);
  await acceptTouchpoints(database.context, actor, [...long, ...short, touch('d', 3, 'show-2')], 'server');
  const order = (user: string) => ({
    id: `order-${user}`,
    kind: 'purchase' as const,
    occurredAt: day(20),
    valueMinor: 100,
    currency: 'USD',
    identity: { userId: user },
  });
  await acceptConversions(database.context, actor, ['long', 'a', 'b', 'c', 'd'].map(order), 'server');
  await drainTenant(database.context, 'system', tenantId);
  const found = await journeysOf(tenant, { limit: 1 });
  expect(found.paths.map(({ steps, conversions }) => [steps.map(({ label }) => label), conversions])).toEqual([[['show-0', 'show-1'], 3]]);
  expect(found.otherPaths).toMatchObject({ conversions: 2, valueMinor: 200, share: { count: 2, of: 5 } });
  const all = await journeysOf(tenant, {});
  const shortened = all.paths.find(({ isShortened }) => isShortened);
  expect(shortened?.steps.map(({ label }) => label)).toEqual(shows(14).slice(-12));
  expect(all.sankey.nodes.filter(({ kind }) => kind === 'later_steps')).toMatchObject([{ step: 6, conversions: 1 }]);
  expect(all.sankey.nodes.filter(({ kind }) => kind === 'unit').every(({ step }) => step <= 5)).toBe(true);
  expectFlow(all);
});

test('a tenant sees its own alone', async () => {
  expect(await journeysOf(await createTestTenant(database.context), {})).toMatchObject({
    conversions: 0,
    paths: [],
    sankey: { nodes: [], links: [] },
  });
});
