import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { inAuth, inTenant } from '../../platform/tenant-door.ts';
import { beginExport } from '../lifecycle/service.ts';
import type { Tier } from '../authorize.ts';
import { FLAG_NAMES, FLAGS } from './registry.ts';
import type { FlagTurn } from './schema.ts';
import { isEnabledIn, listFlags, turnFlagIn, turnTierFlagIn } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context, { tier: 'starter' });
});
afterAll(() => database.close());

const turn = (value: FlagTurn | undefined) =>
  inTenant(database.context.db, tenant.tenantId, (tx) => turnFlagIn(tx, 'test', 'tenant_export', value));
const isOn = () => inTenant(database.context.db, tenant.tenantId, (tx) => isEnabledIn(database.context, tx, 'tenant_export'));
const turnTier = (tier: Tier, enabled: boolean, expiresAt: string | null = null) =>
  inAuth(database.context.db, (tx) => turnTierFlagIn(tx, 'test', { tier, flag: 'tenant_export' }, { enabled, expiresAt }));

const at = (ms: number) => new Date(ms).toISOString();

describe('a feature flag', () => {
  test('is as the code says until somebody says otherwise', async () => {
    const { items } = await listFlags(database.context, tenant.actor, tenant.tenantId);
    expect(items.map(({ flag, enabled, source, expiresAt }) => ({ flag, enabled, source, expiresAt }))).toEqual(
      FLAG_NAMES.map((flag) => ({ flag, enabled: FLAGS[flag].isOnByDefault, source: 'default', expiresAt: null })),
    );
  });

  test('follows the tenant before its tier, the tier before the default, and what has expired not at all', async () => {
    await turnTier('starter', false, at(NOW_MS + 2_000));
    await turnTier('free', true);
    expect(await isOn()).toBe(false);
    await turn({ enabled: true, expiresAt: at(NOW_MS + 1_000) });
    expect(await isOn()).toBe(true);
    database.setNow(NOW_MS + 1_000);
    expect(await isOn()).toBe(false);
    database.setNow(NOW_MS + 2_000);
    expect(await isOn()).toBe(true);
    database.setNow(NOW_MS);
    await turn(undefined);
    expect(await isOn()).toBe(false);
  });

  test('does what it says: without it the tenant is not exported', async () => {
    await expect(beginExport(database.context, tenant.actor, tenant.tenantId)).rejects.toMatchObject({ code: 'forbidden' });
    await turn({ enabled: true, expiresAt: null });
    expect(await (await beginExport(database.context, tenant.actor, tenant.tenantId))(async () => {})).toMatchObject({
      rows: expect.any(Number) as number,
    });
  });
});
