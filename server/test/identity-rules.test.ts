import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyIdentityRules, IDENTITY_RULES, openRulesGuard } from '../src/attribution/identity-rules/service.ts';
import { createTestTenant, NOW_MS } from './database.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const apply = (tenantId: string) => applyIdentityRules(world.database.context, 'system', tenantId);
const recorded = async (tenantId: string) =>
  (await world.admin.query('select identity_rules from ledger_heads where tenant_id = $1', [tenantId])).rows;
const waiting = async () =>
  (await world.admin.query('select reason from dirty_conversions where tenant_id = $1', [world.mine.tenantId])).rows;

test('rules are put on record once there are paths, and nothing is matched anew while they stay the same', async () => {
  const { tenantId } = world.mine;
  expect(await apply(world.operator.tenantId)).toBe('unbuilt');
  expect(await apply(tenantId)).toBe('unrecorded');
  expect(await apply(tenantId)).toBe('same');
  expect(await recorded(tenantId)).toEqual([{ identity_rules: IDENTITY_RULES }]);
  expect(await waiting()).toEqual([]);
});

test('paths that another version built by other rules are restated for that reason, by the system, with before and after', async () => {
  const { tenantId, conversion } = world.mine;
  await apply(world.theirs.tenantId);
  const older = { ...IDENTITY_RULES, mostDevices: 5 };
  await world.admin.query('update ledger_heads set identity_rules = $2 where tenant_id = $1', [tenantId, JSON.stringify(older)]);
  // As rules that tie nothing to it would have left it.
  await world.admin.query(
    `update paths set touchpoint_ids = '{}',
       packed = (select packed from paths where tenant_id = $1 and packed is not null and cardinality(touchpoint_ids) = 0 limit 1)
     where tenant_id = $1 and conversion_id = $2`,
    [tenantId, await unmatched(conversion)],
  );
  expect(await apply(tenantId)).toBe('changed');
  const marks = await waiting();
  expect(marks.length).toBeGreaterThan(0);
  expect(marks.every(({ reason }) => reason === 'identity_rule_changed')).toBe(true);
  await world.drain();
  const { json } = await world.send('GET', '/attribution/restatements?reason=identity_rule_changed');
  expect((json as { items: object[] }).items).toMatchObject([
    {
      conversionId: conversion,
      cause: { by: 'actor', actors: ['system'] },
      before: { outcome: 'unattributed', touchpoints: 0 },
      after: { outcome: 'attributed', touchpoints: 1 },
      touchpointsAdded: ['touch'],
    },
  ]);
  const { rows } = await world.admin.query(`select before, after from audit_log where action = 'attribution.identity_rules'`);
  expect(rows).toMatchObject([{ before: { mostDevices: 5 }, after: { mostDevices: 20, marked: marks.length } }]);
  expect(await apply(tenantId)).toBe('same');
  expect(await apply(world.theirs.tenantId)).toBe('same');
});

test('in a rolling upgrade who builds first puts its rules on record, and the older one leaves to the newer what that took', async () => {
  const { context } = world.database;
  const { tenantId } = await createTestTenant(context);
  const older = { ...IDENTITY_RULES, edition: IDENTITY_RULES.edition - 1 };
  const [oldMayBuild, newMayBuild] = [openRulesGuard(context, 'system', older), openRulesGuard(context, 'system')];
  expect(await oldMayBuild(tenantId)).toBe(true);
  expect(await recorded(tenantId)).toEqual([{ identity_rules: older }]);
  expect(await apply(tenantId)).toBe('changed');
  expect(await newMayBuild(tenantId)).toBe(true);
  expect([await oldMayBuild(tenantId), await oldMayBuild(tenantId)]).toEqual([false, false]);
  expect(await recorded(tenantId)).toEqual([{ identity_rules: IDENTITY_RULES }]);
  world.database.setNow(NOW_MS + 31 * 60_000);
  expect(await oldMayBuild(tenantId)).toBe(true);
  expect(await recorded(tenantId)).toEqual([{ identity_rules: older }]);
  expect(await newMayBuild(tenantId)).toBe(false);
  world.database.setNow(NOW_MS);
});

/** Leaves a conversion that nothing belongs to, whose path another one can be given; answers the other one. */
async function unmatched(other: string): Promise<string> {
  const event = { occurredAt: '2026-11-10T10:00:00Z', kind: 'purchase', valueMinor: 4_999, currency: 'USD', identity: { userId: 'alone' } };
  await world.send('POST', '/conversions', { body: { conversions: [{ id: 'alone', ...event }] } });
  await world.drain();
  return other;
}
