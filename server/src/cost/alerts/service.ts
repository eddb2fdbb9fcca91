import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { queueWebhooksIn } from '../../platform/webhook-queue.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { queueChosenMailIn } from '../../tenants/mailchoices/service.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { percentOf, reached } from '../budgets/rules.ts';
import type { StoredBudget } from '../budgets/schema.ts';
import { probabilityAbove } from '../forecasts/rules.ts';
import { units } from '../prices/rules.ts';
import { type Outlook, type Standing, usedText } from '../standings/service.ts';
import type { Alert, AlertFilter } from './schema.ts';
import * as store from './store.ts';
import { findingOf, noticeOf, type Told } from './wording.ts';

const ALERT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** A forecast is told when it is so probable that the limit is exceeded, or when the whole interval lies above it. */
const TOLD_FROM = 0.8;

/** What is looked at: a budget, what stands against it, and what is expected where that was computed. */
export interface Look {
  budget: StoredBudget;
  standing: Standing;
  outlook: Outlook | undefined;
  /** Who made or changed the budget just now; undefined when nobody did. */
  changedBy: string | undefined;
}

function expected({ budget: { amount, thresholds }, standing: { used, phase }, outlook }: Look): string[] {
  const forecast = outlook?.forecast;
  if (forecast === undefined || phase !== 'running') return [];
  const limit = units(amount);
  // What is reached already is told as that.
  const open = thresholds.forecast.filter((percent) => used * 100n < limit * BigInt(percent));
  const exceeded = open.filter((percent) => {
    const level = (Number(amount) * percent) / 100;
    return forecast.low > level || probabilityAbove(forecast, level) >= TOLD_FROM;
  });
  return exceeded.map(String);
}

function candidates(look: Look): Told[] {
  const { budget, standing, outlook, changedBy } = look;
  const known = {
    percent: percentOf(standing.used, units(budget.amount)),
    isLate: changedBy !== undefined,
    used: usedText(standing),
    over: standing.phase === 'ended' ? standing : undefined,
  };
  const told: Told[] = reached(budget, standing.used).map((one) => ({ ...known, ...one }));
  for (const threshold of expected(look)) told.push({ ...known, kind: 'forecast', threshold, forecast: outlook?.forecast });
  const surge = budget.thresholds.anomaly ? outlook?.surge : undefined;
  if (surge !== undefined) told.push({ ...known, kind: 'anomaly', threshold: surge.day, surge });
  return told;
}

/** Of thresholds that are reached together the highest stands for the others. */
function findingsOf(alerts: readonly Alert[]): string[] {
  const isReached = ({ kind }: Alert) => kind === 'actual' || kind === 'amount';
  const highest = alerts.findLast(isReached);
  return alerts.filter((alert) => alert === highest || !isReached(alert)).map(({ finding }) => finding);
}

/**
 * Keeps what is to be told of a budget and was not yet, and queues its mail and webhooks, all in the caller's transaction: each threshold
 * once in a period for each version of the limit, whoever looks. The caller authorizes. Answers how many alerts are new.
 */
export async function raiseAlertsIn(context: Context, tx: TenantTx, look: Look): Promise<number> {
  const { budget, standing, changedBy } = look;
  const at = new Date(context.clock());
  const { startsOn, endsOn } = standing;
  const raised: Alert[] = [];
  for (const told of candidates(look)) {
    const { kind, threshold, used, isLate } = told;
    const { key, limitVersion, amount, currency } = budget;
    const finding = findingOf(budget, told);
    const alert = { id: newId(), budget: key, limitVersion, kind, threshold, startsOn, endsOn, used, amount, currency, isLate, finding };
    if (await store.insertAlert(tx, alert, at)) raised.push({ ...alert, raisedAt: at.toISOString() });
  }
  const tenant = raised.length === 0 ? undefined : await findTenantIn(tx);
  if (tenant === undefined) return 0;
  for (const alert of raised) await queueWebhooksIn(tx, { type: 'cost.alert', occurredAt: at, data: { tenant: tx.tenantId, ...alert } });
  const percent = percentOf(standing.used, units(budget.amount));
  const notice = { days: standing, findings: findingsOf(raised), percent, publicUrl: context.publicUrl };
  await queueChosenMailIn(context, tx, 'budgets', noticeOf(tenant.name, budget, notice));
  const after = {
    budget: budget.key,
    alerts: raised.map(({ kind, threshold }) => `${kind} ${threshold}`),
    startsOn,
    used: usedText(standing),
  };
  await recordAuditIn(tx, { actor: changedBy ?? 'system', action: 'cost_alert.raise', target: budget.key, after });
  return raised.length;
}

/** What was told of budgets, the newest first. @throws AppError `forbidden`; `invalid_request` for a cursor that is none of ours. */
export async function listAlerts(context: Context, actor: Actor, filter: AlertFilter, { after, limit }: PageRequest): Promise<Page<Alert>> {
  authorize(actor, 'alerts.read');
  if (after !== undefined && !ALERT_ID.test(after)) throw strayCursor();
  const list = (tx: TenantTx) => store.listAlerts(tx, filter, { beforeId: after, limit: limit + 1 });
  return pageOf(await inTenant(context.db, actor.tenantId, list, { readOnly: true }), limit, ({ id }) => id);
}
