import { createTestTenant, type TestDatabase, type TestTenant } from './database.ts';
import type { QuotaState } from '../src/tenants/quotas/schema.ts';
import { reserveSpendIn, settleSpendIn } from '../src/metering/spend/service.ts';
import { listQuotas, putQuotaIn } from '../src/tenants/quotas/service.ts';
import type { Quota } from '../src/tenants/quotas/tiers.ts';
import { forgetStanding } from '../src/tenants/standing/service.ts';
import { inTenant } from '../src/platform/tenant-door.ts';

/** A new tenant with a limit of its own. */
export async function limited(database: TestDatabase, quota: Quota, limit: number | null): Promise<TestTenant> {
  const tenant = await createTestTenant(database.context);
  await setLimit(database, tenant, quota, limit);
  return tenant;
}

export async function setLimit(database: TestDatabase, { tenantId }: TestTenant, quota: Quota, limit: number | null): Promise<void> {
  await inTenant(database.context.db, tenantId, (tx) => putQuotaIn(tx, 'test', quota, limit));
  forgetStanding(database.context, tenantId);
}

export async function stateOf(database: TestDatabase, { actor, tenantId }: TestTenant, quota: Quota): Promise<QuotaState | undefined> {
  return (await listQuotas(database.context, actor, tenantId)).items.find((one) => one.quota === quota);
}

/** A touchpoint to send. */
export const touch = (id: string) => ({ id, kind: 'click', occurredAt: '2026-11-10T10:00:00Z', identity: { userId: 'u' } });

/** An owner to be told, whom no quota counted. */
export async function addMember(database: TestDatabase, { tenantId }: TestTenant): Promise<void> {
  await inTenant(database.context.db, tenantId, (tx) =>
    tx.query({
      text: `insert into members (tenant_id, person_id, email, name, role) values ($1, gen_random_uuid(), 'owner@a.example', 'A', 'owner')`,
      values: [tenantId],
    }),
  );
}

/** A millionth of a dollar for each token. */
const PRICES = { inputMicros: 1_000_000, cacheReadMicros: 0, cacheWriteMicros: 0, outputMicros: 1_000_000 };
const tokensOf = (cents: number) => cents * 10_000;

/** Sets so many cents aside for a call that the operator pays. */
export async function reserveCents({ context }: TestDatabase, { tenantId }: TestTenant, cents: number): Promise<string> {
  const most = { input: 0, output: tokensOf(cents) };
  const request = { meter: 'a-provider', capCents: null, isOperators: true, task: 'brief', prices: PRICES, most };
  return inTenant(context.db, tenantId, (tx) => reserveSpendIn(context, tx, request));
}

/** Settles such a call with what it came to; false when it was settled before. */
export async function settleCents({ context }: TestDatabase, { tenantId }: TestTenant, id: string, cents: number): Promise<boolean> {
  const tokens = { input: 0, cacheRead: 0, cacheWrite: 0, output: tokensOf(cents) };
  const usage = { provider: 'a-provider', model: 'a-model', task: 'a-task', prices: PRICES, tokens };
  return (await inTenant(context.db, tenantId, (tx) => settleSpendIn(context, tx, id, usage))) !== undefined;
}
