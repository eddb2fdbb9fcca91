import { drainTenant } from '../src/attribution/paths/service.ts';
import { putCode } from '../src/catalog/codes/service.ts';
import type { Context } from '../src/platform/context.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { createTestTenant, type TestTenant } from './database.ts';
import type { OracleWorld } from './oracle.ts';

/** A new tenant with all events of a world, matched. */
export async function loadWorld(context: Context, world: OracleWorld): Promise<TestTenant> {
  const tenant = await createTestTenant(context);
  const { actor, tenantId } = tenant;
  const rejected = [
    ...(await acceptTouchpoints(context, actor, world.touchpoints, 'server')).rejected,
    ...(await acceptConversions(context, actor, world.conversions, 'server')).rejected,
  ];
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
  for (const [code, { campaign, show }] of Object.entries(world.codes)) {
    await putCode(context, actor, { campaign, code, details: { show } });
  }
  for (const [place, { conversionId, valueMinor }] of world.refunds.entries()) {
    const refund = { id: `refund-${place}`, occurredAt: '2026-11-19T00:00:00Z', valueMinor };
    await acceptRefunds(context, actor, conversionId, [refund]);
  }
  await drainTenant(context, 'system', tenantId);
  return tenant;
}
