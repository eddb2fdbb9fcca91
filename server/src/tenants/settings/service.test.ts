import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { TENANT_DEFAULTS } from './schema.ts';
import { putSettings } from './service.ts';

const ROUNDS = 20;

let database: TestDatabase;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
});
afterAll(() => database.close());

test('what others do meanwhile, and is audited, and the settings do not wait for one another', async () => {
  const { context } = database;
  const { actor, tenantId } = tenant;
  for (let round = 0; round < ROUNDS; round += 1) {
    const settings = { ...TENANT_DEFAULTS, currency: 'USD', lookbackDays: 10 + round };
    const entry = { actor: actor.name, action: 'campaign.put', target: 'any' };
    const acts = Array.from({ length: 6 }, () => inTenant(context.db, tenantId, (tx) => recordAuditIn(tx, entry)));
    const outcomes = await Promise.allSettled([putSettings(context, actor, tenantId, settings), ...acts]);
    expect(outcomes.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))).toEqual([]);
  }
});
