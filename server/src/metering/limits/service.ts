import { findCampaignsIn } from '../../catalog/campaigns/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { createRecent, type Recent } from '../../platform/recent.ts';
import { recordSecurityEventIn } from '../../platform/security-events.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { queueChosenMailIn } from '../../tenants/mailchoices/service.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { findMetersIn } from '../usage/service.ts';
import { isAbove, limitFault, limitOf, noticeOf } from './rules.ts';
import { type Limit, type LimitInput, MOST_LIMITS } from './schema.ts';
import * as store from './store.ts';

/** For so long a process takes for granted which meters a tenant limits, before it looks for a refusal at all. */
const HINT_MS = 5_000;
const MOST_HINTS = 10_000;
/** How long counters are kept once their period began. */
const COUNTERS_KEPT_MS = 400 * 86_400_000;

function noSuchLimit(): AppError {
  return new AppError('not_found', 'There is no such limit.');
}

/** The tenant's limits and how each stands in its present period. @throws AppError `forbidden`. */
export async function listLimits(context: Context, actor: Actor): Promise<{ items: Limit[] }> {
  authorize(actor, 'limits.read');
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const meters = await findMetersIn(tx);
      return { items: (await store.listLimits(tx, new Date(context.clock()))).map((row) => limitOf(row, meters)) };
    },
    { readOnly: true },
  );
}

async function findIn(context: Context, tx: TenantTx, key: string): Promise<Limit> {
  const row = await store.findLimit(tx, key, new Date(context.clock()));
  if (!row) throw noSuchLimit();
  return limitOf(row, await findMetersIn(tx));
}

/** One limit as it stands. @throws AppError `forbidden`; `not_found`. */
export async function getLimit(context: Context, actor: Actor, key: string): Promise<Limit> {
  authorize(actor, 'limits.read');
  return inTenant(context.db, actor.tenantId, (tx) => findIn(context, tx, key), { readOnly: true });
}

/** @throws AppError `invalid_request` for a meter, a campaign or figures that no limit can have. */
async function checkIn(tx: TenantTx, input: LimitInput): Promise<void> {
  const meter = (await findMetersIn(tx)).get(input.meter);
  if (!meter) throw invalid('/meter', `There is no meter "${input.meter}"; GET /api/v1/cost/meters lists those there are.`);
  const fault = limitFault(input, meter);
  if (fault) throw fault;
  const { entity } = input;
  if (entity.type === 'campaign' && (await findCampaignsIn(tx, [entity.key])).length === 0)
    throw invalid('/entity/key', 'There is no campaign with this key.');
}

/** Whether a limit counts what it counted before, so that its counter holds on. */
function countsTheSame(row: store.LimitRow, { meter, entity, period }: LimitInput, timeZone: string): boolean {
  const isOfSame = row.entityType === entity.type && row.entityKey === (entity.type === 'tenant' ? '' : entity.key);
  return isOfSame && row.meter === meter && row.period === period && row.timeZone === timeZone;
}

function termsOf({ meter, entityType, entityKey, period, soft, hard, gracePercent, graceUntil }: store.LimitRow) {
  return { meter, entity: entityType === 'tenant' ? 'tenant' : `${entityType}:${entityKey}`, period, soft, hard, gracePercent, graceUntil };
}

/**
 * Sets a limit, or changes it. A new one counts what its present period holds already, and what is set aside for work under way; one that
 * only stands elsewhere keeps its counter, and people are told anew when it is reached.
 * @throws AppError `forbidden`; `invalid_request` for what no limit can be; `conflict` beyond 100 limits.
 */
export async function putLimit(context: Context, actor: Actor, key: string, input: LimitInput): Promise<Limit> {
  authorize(actor, 'limits.write');
  const limit = await inTenant(context.db, actor.tenantId, async (tx) => {
    await store.holdLimits(tx);
    await checkIn(tx, input);
    const now = new Date(context.clock());
    const timeZone = await findTimeZoneIn(tx);
    const before = await store.findLimit(tx, key, now);
    if (!before && (await store.countLimits(tx)) >= MOST_LIMITS)
      throw new AppError('conflict', `There are ${MOST_LIMITS} limits already; remove one that is not needed.`);
    if (before && countsTheSame(before, input, timeZone)) await store.updateLimit(tx, before.id, input, now);
    else {
      if (before) await store.deleteLimit(tx, before.id);
      await store.insertLimit(tx, key, input, { timeZone, now });
    }
    const { meter, entity, period, soft, hard, gracePercent, graceUntil } = input;
    const of = entity.type === 'tenant' ? 'tenant' : `${entity.type}:${entity.key}`;
    const after = { meter, entity: of, period, soft, hard, gracePercent, graceUntil };
    await recordAuditIn(tx, { actor: actor.name, action: 'limit.put', target: key, before: before && termsOf(before), after });
    return findIn(context, tx, key);
  });
  hintsOf(context).forget(actor.tenantId);
  return limit;
}

/** Takes a limit away; what was counted stays. @throws AppError `forbidden`; `not_found`. */
export async function removeLimit(context: Context, actor: Actor, key: string): Promise<void> {
  authorize(actor, 'limits.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    await store.holdLimits(tx);
    const before = await store.findLimit(tx, key, new Date(context.clock()));
    if (!before) throw noSuchLimit();
    await store.deleteLimit(tx, before.id);
    await recordAuditIn(tx, { actor: actor.name, action: 'limit.delete', target: key, before: termsOf(before) });
  });
  hintsOf(context).forget(actor.tenantId);
}

/** Which meters tenants limit, as was seen lately. */
interface Hint {
  untilMs: number;
  meters: ReadonlySet<string>;
}

const hintsByContext = new WeakMap<object, Recent<Hint>>();

function hintsOf({ db }: Context): Recent<Hint> {
  let hints = hintsByContext.get(db);
  if (!hints) hintsByContext.set(db, (hints = createRecent<Hint>(MOST_HINTS)));
  return hints;
}

/**
 * Whether a tenant may have a hard limit on a meter, so that one without pays for no look-up: up to five seconds old, and never the
 * decision, which is made in the database.
 */
export async function mayBeLimited(context: Context, _actor: 'system', tenantId: string, meter: string): Promise<boolean> {
  const hints = hintsOf(context);
  const known = hints.get(tenantId);
  const nowMs = context.clock();
  if (known && nowMs < known.untilMs && nowMs >= known.untilMs - HINT_MS) return known.meters.has(meter);
  const meters = new Set(await inTenant(context.db, tenantId, store.listLimitedMeters, { readOnly: true, unmetered: true }));
  hints.set(tenantId, { untilMs: nowMs + HINT_MS, meters });
  return meters.has(meter);
}

async function noticeIn(context: Context, tx: TenantTx, row: store.LimitRow, reached: 'soft' | 'hard'): Promise<void> {
  if (!(await store.updateNoticed(tx, row, reached === 'hard' ? 2 : 1))) return;
  const tenant = await findTenantIn(tx);
  if (!tenant) return;
  const limit = limitOf(row, await findMetersIn(tx));
  const { key, meter, entity, used, soft, hard, resetsAt } = limit;
  const detail = { limitKey: key, meter, entity, reached, used, soft, hard, resetsAt };
  await recordSecurityEventIn(tx, { kind: 'quota_reached', severity: reached === 'soft' ? 'low' : 'medium', actor: 'system', detail });
  await queueChosenMailIn(context, tx, 'quotas', noticeOf(tenant.name, limit, reached));
}

function reachedBy({ used, soft, hard, noticed }: store.LimitRow): 'soft' | 'hard' | undefined {
  const isPast = (most: string | null) => most !== null && !isAbove(most, used);
  if (isPast(hard)) return noticed < 2 ? 'hard' : undefined;
  return isPast(soft) && noticed < 1 ? 'soft' : undefined;
}

/** Tells people, once a period, of limits that are reached by what is used, and forgets counters that are over a year old. */
export async function sendLimitNotices(context: Context, _actor: 'system'): Promise<void> {
  // One counter in each transaction: whoever counts locks several in an order of their own, and nobody is to wait in a circle.
  const look = async (tenantId: string) => {
    const within = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(context.db, tenantId, work, { unmetered: true });
    const now = new Date(context.clock());
    for (const row of await within((tx) => store.listLimits(tx, now))) {
      const reached = reachedBy(row);
      if (reached) await within((tx) => noticeIn(context, tx, row, reached));
    }
    await within((tx) => store.deleteCountersBefore(tx, new Date(now.getTime() - COUNTERS_KEPT_MS)));
  };
  const due = await inDirectory(context.db, store.listTenantsWithLimits);
  await forEachTenant(due, look, {
    task: 'limit-notices',
    failure: 'notices of limits could not be sent; they are tried again',
    log: context.log,
  });
}
