import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { randomWorld, shuffled } from '../../../test/random-world.ts';
import { putCode } from '../../catalog/codes/service.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { acceptRefunds } from '../../tracking/refunds/service.ts';
import { moveHorizonIn } from '../../tracking/retention/service.ts';
import { checkPaths } from '../path-checks/service.ts';
import { drainTenant } from '../paths/service.ts';
import { requestRebuild } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;
const WORLD = randomWorld(31, { touchpoints: 90, conversions: 120 });

beforeAll(async () => {
  database = await openTestDatabase();
  const { context } = database;
  tenant = await createTestTenant(context);
  for (const [code, { campaign }] of Object.entries(WORLD.codes)) await putCode(context, tenant.actor, { campaign, code, details: {} });
  await acceptTouchpoints(context, tenant.actor, shuffled(WORLD.touchpoints, 3), 'server');
  await acceptConversions(context, tenant.actor, shuffled(WORLD.conversions, 4), 'server');
  for (const [place, { conversionId, valueMinor }] of WORLD.refunds.entries())
    await acceptRefunds(context, tenant.actor, conversionId, [{ id: `r-${place}`, occurredAt: '2026-11-19T00:00:00Z', valueMinor }]);
  await drain();
});
afterAll(() => database.close());

const drain = () => drainTenant(database.context, 'system', tenant.tenantId);
const query = <Row extends object>(text: string) =>
  inTenant(database.context.db, tenant.tenantId, (tx) => tx.query<Row & Record<string, unknown>>({ text }));
const marked = async () =>
  (await query<{ id: string }>('select conversion_id as id from dirty_conversions order by 1')).map(({ id }) => id);

/** Conversions of orders of several records, and those with refunds. */
function notPlain(): string[] {
  const orders = Map.groupBy(WORLD.conversions, ({ orderId }) => orderId ?? '');
  const shared = [...orders].filter(([order, records]) => order !== '' && records.length > 1).flatMap(([, records]) => records);
  return [...new Set([...shared.map(({ id }) => id), ...WORLD.refunds.map(({ conversionId }) => conversionId)])].sort();
}

test('looks at every conversion, leaves to be built one by one what several records tell of, and changes nothing', async () => {
  const heard: number[] = [];
  const rebuild = await requestRebuild(database.context, 'system', tenant.tenantId, { onConversions: (count) => heard.push(count) });
  expect(await marked()).toEqual(notPlain());
  expect(rebuild).toEqual({ conversions: WORLD.conversions.length, marked: notPlain().length });
  expect(heard.reduce((sum, one) => sum + one, 0)).toBe(WORLD.conversions.length);
  expect(rebuild.marked).toBeLessThan(rebuild.conversions / 1.5);
  expect(await drain()).toMatchObject({ conversions: rebuild.marked, changedPaths: 0 });
  const [audit] = await query(`select actor, target, after from audit_log where action = 'attribution.rebuild'`);
  expect(audit).toEqual({ actor: 'system', target: 'paths', after: rebuild });
});

test.each([
  ['touchpoints that are not its own', `touchpoint_ids = array['x'] || touchpoint_ids[2:]`],
  ['a single byte that is another', 'packed = set_byte(packed, 68, get_byte(packed, 68) # 1)'],
])('builds anew a path with %s, as a version of its own', async (_, fault) => {
  const plain = WORLD.conversions.map(({ id }) => id).filter((id) => !notPlain().includes(id));
  const isPlain = `conversion_id in ('${plain.join(`','`)}')`;
  const ids = `(select conversion_id from paths where cardinality(touchpoint_ids) > 1 and ${isPlain} limit 3)`;
  const broken = await query<{ id: string; version: number }>(
    `update paths set ${fault} where conversion_id in ${ids} returning conversion_id as id, version`,
  );
  expect(broken).toHaveLength(3);
  await requestRebuild(database.context, 'system', tenant.tenantId);
  expect(await marked()).toEqual([...notPlain(), ...broken.map(({ id }) => id)].sort());
  expect(await drain()).toMatchObject({ changedPaths: 3 });
  const found = await checkPaths(database.context, 'system', tenant.tenantId);
  expect(found.differences.filter(({ of }) => of === 'path')).toEqual([]);
  for (const { id, version } of broken)
    expect(await query(`select version, reason from paths where conversion_id = '${id}'`)).toEqual([
      { version: version + 1, reason: 'rebuild' },
    ]);
});

test('builds a path that is missing', async () => {
  const [{ id }] = await query<{ id: string }>(
    `delete from paths where conversion_id = (select conversion_id from paths where duplicate_of is null order by 1 limit 1)
     returning conversion_id as id`,
  );
  await requestRebuild(database.context, 'system', tenant.tenantId);
  expect(await marked()).toContain(id);
  await drain();
  expect(await query(`select 1 from paths where conversion_id = '${id}'`)).toHaveLength(1);
});

test('marks every conversion of a tenant that has people kept out of matching', async () => {
  await query(
    `insert into restricted_identities (tenant_id, request_id, field, identity_key)
     select tenant_id, md5('request')::uuid, 'user', md5('nobody')::uuid from conversions limit 1`,
  );
  expect(await requestRebuild(database.context, 'system', tenant.tenantId)).toEqual({
    conversions: WORLD.conversions.length,
    marked: WORLD.conversions.length,
  });
  await drain();
});

test('stops where its signal aborts, and marks nothing more', async () => {
  const stopped = new AbortController();
  stopped.abort();
  const rebuild = await requestRebuild(database.context, 'system', tenant.tenantId, { signal: stopped.signal });
  expect(rebuild).toEqual({ conversions: 0, marked: 0 });
});

test('leaves conversions alone of whose lookback some events are kept no longer', async () => {
  const horizon = '2026-08-01T00:00:00Z';
  await inTenant(database.context.db, tenant.tenantId, (tx) => moveHorizonIn(tx, horizon));
  const wholeFromMs = Date.parse(horizon) + 90 * 86_400_000;
  const whole = WORLD.conversions.filter(({ occurredAt }) => Date.parse(occurredAt) >= wholeFromMs).map(({ id }) => id);
  expect(whole.length).toBeGreaterThan(5);
  expect(whole.length).toBeLessThan(WORLD.conversions.length);
  expect(await requestRebuild(database.context, 'system', tenant.tenantId)).toMatchObject({ conversions: whole.length });
  expect(whole).toEqual(expect.arrayContaining(await marked()));
});
