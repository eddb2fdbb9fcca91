import { recordAuditIn } from '../../platform/audit.ts';
import { randomBelow } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import type { AppError } from '../../platform/errors.ts';
import { recordSecurityEventIn } from '../../platform/security-events.ts';
import { type AuthTx, inDirectory, inTenant, type IntakeTx, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../authorize.ts';
import { noSuchTenant, requireOwnTenant } from '../lifecycle/rules.ts';
import { queueChosenMailIn } from '../mailchoices/service.ts';
import { getStanding } from '../standing/service.ts';
import { findTenant, findTenantOf } from '../store.ts';
import {
  allot,
  effectiveLimit,
  monthOf,
  noticeText,
  percentReached,
  quotaExceeded,
  resetsAt,
  SLOTS,
  TIMELESS,
  UNLIMITED,
} from './rules.ts';
import type { QuotaState, QuotaStates } from './schema.ts';
import {
  addToSlots,
  type AskedEvents,
  deleteOverride,
  findEventsUsed,
  forgetNoticed,
  listCounters,
  listOverrides,
  listUnnoticed,
  lockCounter,
  lockSeatsOf,
  lockSlots,
  unclaimKeys,
  updateCounter,
  updateEventsNoticed,
  updateSlots,
  upsertOverride,
} from './store.ts';
import { listTierLimits, type Quota, QUOTAS } from './tiers.ts';

/** A claimed id of an event that is about to be stored. */
interface Claimed {
  tenantId: string;
  id: string;
}

/** The most events each of these tenants may have this month; a tenant that is gone may have none. */
export async function listEventLimits(context: Context, actor: 'system', tenantIds: Iterable<string>): Promise<Map<string, number>> {
  const limits = new Map<string, number>();
  for (const tenantId of new Set(tenantIds)) {
    const standing = await getStanding(context, actor, tenantId);
    limits.set(tenantId, standing === undefined ? 0 : (standing.limits.events_per_month ?? UNLIMITED));
  }
  return limits;
}

/** The slots of each process: those that are free, first the one to be taken next. */
const freeSlotsByContext = new WeakMap<Context, number[]>();

/** Runs `work` with a slot to count in that nothing else in this process counts in meanwhile, as far as there are enough. */
export async function withSlot<Result>(context: Context, _actor: 'system', work: (slot: number) => Promise<Result>): Promise<Result> {
  let free = freeSlotsByContext.get(context);
  if (!free) {
    // Another process begins elsewhere, so that the two seldom meet.
    const first = randomBelow(SLOTS);
    freeSlotsByContext.set(context, (free = Array.from({ length: SLOTS }, (_, place) => (first + place) % SLOTS)));
  }
  const slot = free.shift();
  if (slot === undefined) return work(randomBelow(SLOTS));
  try {
    return await work(slot);
  } finally {
    free.unshift(slot);
  }
}

function askedOf(rows: readonly Claimed[], limits: ReadonlyMap<string, number>): AskedEvents[] {
  const counts = new Map<string, number>();
  for (const { tenantId } of rows) counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1);
  return [...counts].map(([tenantId, count]): AskedEvents => ({ tenantId, count, maximum: limits.get(tenantId) ?? 0 }));
}

/**
 * Counts events that the intake transaction is about to keep, in one slot of each tenant, whose rows stay locked until it ends: call it
 * last. False when a slot's allotment does not reach so far: undo the transaction then, and try again with `grantEventsIn`.
 */
export async function countEventsIn(
  context: Context,
  tx: IntakeTx,
  rows: readonly Claimed[],
  { limits, slot }: { limits: ReadonlyMap<string, number>; slot: number },
): Promise<boolean> {
  return addToSlots(tx, { month: monthOf(context.clock()), slot }, askedOf(rows, limits));
}

/**
 * Counts as many of these events as the month's limit of each tenant has room for, tells how many of each tenant's that are, and allots
 * the tenants' slots anew. All slots of the tenants stay locked until the transaction ends, so that nothing is ever counted beyond a limit.
 */
export async function grantEventsIn(
  context: Context,
  tx: IntakeTx,
  rows: readonly Claimed[],
  { limits, slot }: { limits: ReadonlyMap<string, number>; slot: number },
): Promise<Map<string, number>> {
  const month = monthOf(context.clock());
  const asked = new Map(askedOf(rows, limits).map((one) => [one.tenantId, one]));
  const held = Map.groupBy(await lockSlots(tx, month, [...asked.keys()]), ({ tenantId }) => tenantId);
  const granted = new Map<string, number>();
  const slots: Parameters<typeof updateSlots>[2][number][] = [];
  for (const { tenantId, count, maximum } of asked.values()) {
    const used = (held.get(tenantId) ?? []).map((one) => one.used);
    const allotment = allot(used, { slot, count, maximum });
    granted.set(tenantId, allotment.granted);
    slots.push(...allotment.slots.map((one) => ({ ...one, tenantId, maximum })));
  }
  await updateSlots(tx, month, slots);
  return granted;
}

/** Gives back the ids of events that this transaction has claimed and that lie beyond a quota, so that they can be sent again. */
export async function unclaimEventsIn(tx: IntakeTx, table: 'touchpoint_keys' | 'conversion_keys', rows: readonly Claimed[]): Promise<void> {
  await unclaimKeys(tx, table, rows);
}

/** How the quotas of the tenant of an open transaction stand. @throws AppError `not_found`. */
export async function listQuotasIn(context: Context, tx: TenantTx): Promise<QuotaStates> {
  const tenant = await findTenant(tx);
  if (!tenant) throw noSuchTenant();
  const now = context.clock();
  const overrides = await listOverrides(tx);
  const counters = await listCounters(tx, [TIMELESS, monthOf(now)]);
  const events = await findEventsUsed(tx, monthOf(now));
  const used = (quota: Quota) => {
    if (quota === 'events_per_month') return events;
    return quota === 'api_calls_per_minute' ? null : (counters.get(quota)?.used ?? 0);
  };
  const items = QUOTAS.map((quota): QuotaState => {
    const measuredAt = quota === 'storage_bytes' ? (counters.get(quota)?.countedAt.toISOString() ?? null) : null;
    const [{ limit, source }, count] = [effectiveLimit(tenant.tier, quota, overrides), used(quota)];
    const reached = count === null ? 0 : percentReached(count, limit);
    return { quota, limit, source, used: count, percentReached: reached, resetsAt: resetsAt(quota, now), measuredAt };
  });
  return { tier: tenant.tier, items, tiers: listTierLimits() };
}

/** How the quotas of the actor's tenant stand. @throws AppError `forbidden`; `not_found` for any tenant but the actor's own. */
export async function listQuotas(context: Context, actor: Actor, tenantId: string): Promise<QuotaStates> {
  authorize(actor, 'tenant_quotas.read');
  requireOwnTenant(actor, tenantId);
  return inTenant(context.db, tenantId, (tx) => listQuotasIn(context, tx));
}

/** Sets another limit than the tier's for the tenant of an open transaction; `limit` null is none, undefined the tier's again. */
export async function putQuotaIn(tx: TenantTx, actorName: string, quota: Quota, limit: number | null | undefined): Promise<void> {
  const before = (await listOverrides(tx)).get(quota);
  if (limit === undefined) await deleteOverride(tx, quota);
  else await upsertOverride(tx, quota, limit);
  await forgetNoticed(tx, quota);
  const told = (value: number | null | undefined) => (value === undefined ? undefined : { limit: value });
  await recordAuditIn(tx, { actor: actorName, action: 'tenant_quota.put', target: quota, before: told(before), after: told(limit) });
}

/** The tenant of an open transaction has other limits from now on: it is told anew which share of them is reached. */
export async function forgetNoticesIn(tx: TenantTx): Promise<void> {
  await forgetNoticed(tx);
}

async function noticeIn(
  context: Context,
  tx: TenantTx,
  notice: { quota: Quota; percent: number; used: number; limit: number },
): Promise<void> {
  const tenant = await findTenant(tx);
  if (!tenant) return;
  const severity = notice.percent < 100 ? 'low' : 'medium';
  await recordSecurityEventIn(tx, { kind: 'quota_reached', severity, actor: 'system', detail: { ...notice } });
  const subject = `${tenant.name}: ${notice.percent} % of a quota is used`;
  const text = noticeText(tenant.name, notice, context.clock());
  await queueChosenMailIn(context, tx, 'quotas', { subject, text });
}

/** How much of a quota is used after a change. */
interface Count {
  quota: Quota;
  used: number;
  limit: number | null;
  /** The month that is counted; what is not counted by time has none. */
  period?: string;
}

/** Where a quota stands after a change; it is told once each time it reaches a share. */
async function keepCountIn(context: Context, tx: TenantTx, { quota, used, limit, period = TIMELESS }: Count): Promise<void> {
  const { noticed } = await lockCounter(tx, quota, period);
  const percent = percentReached(used, limit);
  await updateCounter(tx, { quota, period, used, noticed: percent, nowMs: context.clock() });
  if (percent > noticed && limit !== null) await noticeIn(context, tx, { quota, percent, used, limit });
}

/** Keeps others from adding a member or campaign until the transaction ends, for whoever looks first whether one is added at all. */
export async function holdQuotaIn(tx: TenantTx, quota: 'members' | 'campaigns'): Promise<void> {
  await lockCounter(tx, quota, TIMELESS);
}

/**
 * Makes room for one more member or campaign in the transaction that adds it, or refuses. `count` tells how many there are; whoever adds
 * another one waits meanwhile, so that the limit holds whatever happens at the same time.
 * @throws AppError `quota_exceeded`.
 */
export async function makeRoomIn(
  context: Context,
  tx: TenantTx,
  quota: 'members' | 'campaigns',
  count: () => Promise<number>,
): Promise<void> {
  await lockCounter(tx, quota, TIMELESS);
  const present = await count();
  const tenant = await findTenant(tx);
  if (!tenant) throw noSuchTenant();
  const { limit } = effectiveLimit(tenant.tier, quota, await listOverrides(tx));
  if (limit !== null && present >= limit) throw quotaExceeded(quota, { limit, used: present }, context.clock());
  await keepCountIn(context, tx, { quota, used: present + 1, limit });
}

/**
 * Refuses one more member where there is no room, in the transaction of the login that knows people, which adds them; whoever adds another
 * waits meanwhile. `keepRoomIn` notes the count once that transaction is kept.
 * @throws AppError `quota_exceeded`; `not_found` for a tenant there is not.
 */
export async function requireSeatIn(context: Context, tx: AuthTx, tenantId: string, count: () => Promise<number>): Promise<void> {
  const tenant = await findTenantOf(tx, tenantId);
  if (!tenant) throw noSuchTenant();
  const override = await lockSeatsOf(tx, tenantId);
  const { limit } = effectiveLimit(tenant.tier, 'members', new Map(override === undefined ? [] : [['members', override]]));
  const used = await count();
  if (limit !== null && used >= limit) throw quotaExceeded('members', { limit, used }, context.clock());
}

/**
 * Notes what the operator's AI spend of a month comes to, in whole US cents, what is set aside for calls under way included; the owners
 * are told once each time it reaches a share of the limit. Spend that is only planned must not exceed it; what is spent counts in full.
 * @throws AppError `quota_exceeded` when planned spend would pass the limit.
 */
export async function countAiSpendIn(
  context: Context,
  tx: TenantTx,
  { month, cents, mayExceed }: { month: string; cents: number; mayExceed: boolean },
): Promise<void> {
  const quota = 'ai_spend_per_month';
  const { used, noticed } = await lockCounter(tx, quota, month);
  const tenant = await findTenant(tx);
  if (!tenant) throw noSuchTenant();
  const { limit } = effectiveLimit(tenant.tier, quota, await listOverrides(tx));
  if (!mayExceed && limit !== null && cents > limit) throw quotaExceeded(quota, { limit, used }, context.clock());
  const change = { quota, period: month, used: cents } as const;
  if (cents > used) await keepCountIn(context, tx, { ...change, limit });
  else await updateCounter(tx, { ...change, noticed, nowMs: context.clock() });
}

/** Notes how many members or campaigns there are after one was removed, as `count` tells once nobody else adds any. */
export async function keepRoomIn(
  context: Context,
  tx: TenantTx,
  quota: 'members' | 'campaigns',
  count: () => Promise<number>,
): Promise<void> {
  await lockCounter(tx, quota, TIMELESS);
  const used = await count();
  const tenant = await findTenant(tx);
  if (!tenant) return;
  const { limit } = effectiveLimit(tenant.tier, quota, await listOverrides(tx));
  await keepCountIn(context, tx, { quota, used, limit });
}

/** Notes how much the tenant of an open transaction stores, an estimate made elsewhere. */
export async function keepStorageIn(context: Context, tx: TenantTx, bytes: number): Promise<void> {
  const tenant = await findTenant(tx);
  if (!tenant) return;
  const { limit } = effectiveLimit(tenant.tier, 'storage_bytes', await listOverrides(tx));
  await keepCountIn(context, tx, { quota: 'storage_bytes', used: bytes, limit });
}

/** Tells members who get such mails when the events of this month have reached a share of their limit, once for each tenant and share. */
export async function sendEventNotices(context: Context, _actor: 'system'): Promise<void> {
  const month = monthOf(context.clock());
  const notice = (tenantId: string) =>
    inTenant(context.db, tenantId, async (tx) => {
      const tenant = await findTenant(tx);
      if (!tenant) return;
      const { limit } = effectiveLimit(tenant.tier, 'events_per_month', await listOverrides(tx));
      const used = await findEventsUsed(tx, month);
      const percent = percentReached(used, limit);
      if (limit === null || percent === 0 || !(await updateEventsNoticed(tx, month, percent))) return;
      await noticeIn(context, tx, { quota: 'events_per_month', percent, used, limit });
    });
  const unnoticed = await inDirectory(context.db, (tx) => listUnnoticed(tx, month));
  await forEachTenant(unnoticed, notice, {
    task: 'quota-notices',
    failure: 'a quota notice could not be sent; it is tried again',
    log: context.log,
  });
}

/** How many events of a month, named by its first day, were counted for the tenant of an open transaction; the number only grows. */
export async function countEventsOfIn(tx: TenantTx, month: string): Promise<number> {
  return findEventsUsed(tx, month);
}

/** What the tenant of an open transaction was last measured to store; undefined before that. */
export async function findStorageIn(tx: TenantTx): Promise<{ bytes: number; measuredAt: Date } | undefined> {
  const counter = (await listCounters(tx, [TIMELESS])).get('storage_bytes');
  return counter && { bytes: counter.used, measuredAt: counter.countedAt };
}

/** The refusal of events of a tenant that stores more than it may; undefined while it has room, as last measured. */
export async function refusalForStorage(context: Context, actor: 'system', tenantId: string): Promise<AppError | undefined> {
  const standing = await getStanding(context, actor, tenantId);
  const limit = standing?.limits.storage_bytes ?? null;
  if (!standing || limit === null || standing.storageUsed < limit) return undefined;
  return quotaExceeded('storage_bytes', { limit, used: standing.storageUsed }, context.clock());
}

/** The refusal of events beyond the month's limit. */
export async function refusalForEvents(context: Context, _actor: 'system', tenantId: string): Promise<AppError> {
  const now = context.clock();
  return inTenant(context.db, tenantId, async (tx) => {
    const tenant = await findTenant(tx);
    if (!tenant) throw noSuchTenant();
    const { limit } = effectiveLimit(tenant.tier, 'events_per_month', await listOverrides(tx));
    return quotaExceeded('events_per_month', { limit: limit ?? 0, used: await findEventsUsed(tx, monthOf(now)) }, now);
  });
}
