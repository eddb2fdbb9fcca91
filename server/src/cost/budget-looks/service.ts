import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { raiseAlertsIn } from '../alerts/service.ts';
import { listTenantsWithDueLooks, lockLook, upsertLook } from '../alerts/store.ts';
import { dayAfter, periodOf, periodsLookedAt } from '../budgets/rules.ts';
import { listBudgets, lockBudgets } from '../budgets/store.ts';
import { dayIn } from '../../platform/zone-days.ts';
import { basisIn, outlookIn, standingsIn } from '../standings/service.ts';

/** Beside the ten seconds until usage is booked, so that an alert comes within the minute that is promised. */
const LOOK_EVERY_MS = 10_000;
/** The spend of campaigns changes without telling; with such budgets, they are looked at so often. */
const SPEND_EVERY_MS = 30_000;
/** What is expected and what is unusual, what came late for periods that are over, and whether a period has begun. */
const WHOLE_EVERY_MS = 3_600_000;

async function lookIn(context: Context, tx: TenantTx): Promise<number> {
  // Whoever changes a budget, or books, waits until what is looked at here is told.
  await lockBudgets(tx);
  const next = await lockLook(tx);
  const nowMs = context.clock();
  if (next === undefined || next.dueAt.getTime() > nowMs) return 0;
  const isWhole = next.wholeAt.getTime() <= nowMs;
  const budgets = await listBudgets(tx);
  const timeZone = await findTimeZoneIn(tx);
  const today = dayIn(timeZone, nowMs);
  const basis = await basisIn(tx, budgets, { today, withOutlooks: isWhole });
  const asked = budgets.flatMap((budget) => {
    const armedOn = dayIn(timeZone, Date.parse(budget.armedAt));
    const periods = isWhole ? periodsLookedAt(budget, { today, armedOn }) : [periodOf(budget, today)];
    return periods.map((days) => ({ budget, days }));
  });
  let raised = 0;
  for (const [place, standing] of (await standingsIn(tx, asked, basis)).entries()) {
    const { budget } = asked[place];
    // The last day of a flight is whole, and may have been unusual, on the day after it.
    const isAhead = standing.phase === 'running' || (budget.period === 'flight' && today === dayAfter(standing.endsOn));
    const outlook = isAhead ? await outlookIn(tx, { budget, standing }, basis) : undefined;
    raised += await raiseAlertsIn(context, tx, { budget, standing, outlook, changedBy: undefined });
  }
  const wholeAt = isWhole ? new Date(nowMs + WHOLE_EVERY_MS) : next.wholeAt;
  const hasSpend = budgets.some(({ counts }) => counts === 'spend');
  const dueAt = hasSpend ? new Date(Math.min(nowMs + SPEND_EVERY_MS, wholeAt.getTime())) : wholeAt;
  await upsertLook(tx, { dueAt, wholeAt });
  return raised;
}

/**
 * Looks at a tenant's budgets if that is due, and tells what is to be told, in one transaction: what a process that is killed had begun is
 * looked at again by the next one, and nothing is told twice. Answers how many alerts are new.
 */
export async function lookAtBudgets(context: Context, _actor: 'system', tenantId: string): Promise<number> {
  return inTenant(context.db, tenantId, (tx) => lookIn(context, tx), { patient: true });
}

/** Looks at the budgets of each tenant whose bill has changed, and of all of them every hour, until `close`. */
export function startBudgetLooks(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const look = async (signal: AbortSignal) => {
    const awake = await inDirectory(context.db, async (tx) => {
      const resting = await listRestingTenantsIn(tx);
      const due = await listTenantsWithDueLooks(tx, new Date(context.clock()));
      return due.filter((tenantId) => !resting.has(tenantId));
    });
    const failure = "a tenant's budgets could not be looked at; it is tried again shortly";
    await forEachTenant(awake, (tenantId) => lookAtBudgets(context, actor, tenantId), { task: 'budget-looks', failure, log, signal });
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'budgets could not be looked at; it is tried again shortly', log });
}
