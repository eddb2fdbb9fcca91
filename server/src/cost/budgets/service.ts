import { findAdvertisersIn } from '../../catalog/advertisers/service.ts';
import { findCampaignsIn } from '../../catalog/campaigns/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { minorDigits } from '../../platform/money.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { raiseAlertsIn } from '../alerts/service.ts';
import { deleteLook, findLastVersion, listAlertsOfPeriod, lockLook, upsertLook } from '../alerts/store.ts';
import { dayIn } from '../../platform/zone-days.ts';
import { lockEntries } from '../entries/store.ts';
import { FEWEST_DAYS, probabilityAbove } from '../forecasts/rules.ts';
import { units } from '../prices/rules.ts';
import {
  type Basis,
  basisIn,
  FARTHEST_DAYS,
  isTooFar,
  type Outlook,
  outlookIn,
  type Standing,
  standingsIn,
  usedText,
} from '../standings/service.ts';
import { fullTerms, isSameLimit, percentOf, periodOf } from './rules.ts';
import type { Budget, BudgetState, BudgetTerms, StoredBudget } from './schema.ts';
import * as store from './store.ts';

const MOST_BUDGETS = 100;

function absent(): AppError {
  return new AppError('not_found', 'There is no such budget; GET /api/v1/cost/budgets lists those there are.');
}

const todayIn = async (context: Context, tx: TenantTx) => dayIn(await findTimeZoneIn(tx), context.clock());

/** Why there is no forecast, for people; null where there is one. */
function withoutForecast(
  { counts }: StoredBudget,
  standing: Standing,
  { outlook, today }: { outlook: Outlook | undefined; today: string },
) {
  if (counts === 'spend' || outlook === undefined)
    return 'The spend of a campaign is one sum for the whole of it, so there are no days to go by.';
  if (standing.phase === 'ended') return 'The period is over.';
  if (isTooFar(standing, today)) return `The period ends more than ${FARTHEST_DAYS} days from now, which is too far ahead for a forecast.`;
  if (outlook.forecast !== undefined) return null;
  const days = outlook.daysOfData === 1 ? '1 whole day' : `${outlook.daysOfData} whole days`;
  return `Not enough data: a forecast needs ${FEWEST_DAYS} whole days with usage that is booked, and there are ${days}.`;
}

function forecastOf({ amount, currency }: StoredBudget, outlook: Outlook | undefined): BudgetState['forecast'] {
  if (outlook?.forecast === undefined) return null;
  const { forecast, missing } = outlook;
  const { estimate, low, high, baseline } = forecast;
  const rounded = (sum: number) => Number(sum.toFixed(minorDigits(currency)));
  return {
    estimate: rounded(estimate),
    low: rounded(low),
    high: rounded(high),
    chanceOfExceeding: Number(probabilityAbove(forecast, Number(amount)).toFixed(3)),
    baseline: baseline === null ? null : rounded(baseline),
    missing,
  };
}

/** Where budgets stand in their present periods, and what is expected of those. */
async function statesIn(tx: TenantTx, budgets: readonly StoredBudget[], basis: Basis) {
  const asked = budgets.map((budget) => ({ budget, days: periodOf(budget, basis.today) }));
  const states: { budget: StoredBudget; standing: Standing; outlook: Outlook | undefined }[] = [];
  for (const [place, standing] of (await standingsIn(tx, asked, basis)).entries()) {
    const budget = budgets[place];
    states.push({ budget, standing, outlook: await outlookIn(tx, { budget, standing }, basis) });
  }
  return states;
}

async function withStatesIn(tx: TenantTx, budgets: readonly StoredBudget[], today: string): Promise<Budget[]> {
  const found: Budget[] = [];
  for (const state of await statesIn(tx, budgets, await basisIn(tx, budgets, { today, withOutlooks: true })))
    found.push(await withStateIn(tx, state, today));
  return found;
}

type Looked = Awaited<ReturnType<typeof statesIn>>[number];

async function withStateIn(tx: TenantTx, { budget, standing, outlook }: Looked, today: string): Promise<Budget> {
  const { startsOn, endsOn, phase, used, uncounted } = standing;
  const none = withoutForecast(budget, standing, { outlook, today });
  const state: BudgetState = {
    startsOn,
    endsOn,
    phase,
    used: usedText(standing),
    percent: percentOf(used, units(budget.amount)),
    uncounted,
    daysOfData: outlook?.daysOfData ?? 0,
    forecast: none === null ? forecastOf(budget, outlook) : null,
    withoutForecast: none,
    alerts: await listAlertsOfPeriod(tx, budget.key, startsOn),
  };
  return { ...budget, state };
}

/** The budgets of the tenant by key, each with where it stands today in its present period. @throws AppError `forbidden`. */
export async function listBudgets(context: Context, actor: Actor): Promise<Budget[]> {
  authorize(actor, 'budgets.read');
  const list = async (tx: TenantTx) => withStatesIn(tx, await store.listBudgets(tx), await todayIn(context, tx));
  return inTenant(context.db, actor.tenantId, list, { readOnly: true });
}

/** One budget with where it stands. @throws AppError `forbidden`; `not_found`. */
export async function getBudget(context: Context, actor: Actor, key: string): Promise<Budget> {
  authorize(actor, 'budgets.read');
  const get = async (tx: TenantTx) => {
    const found = await store.findBudget(tx, key);
    if (!found) throw absent();
    const [budget] = await withStatesIn(tx, [found], await todayIn(context, tx));
    return budget;
  };
  return inTenant(context.db, actor.tenantId, get, { readOnly: true });
}

/** @throws AppError `invalid_request` for a campaign or an advertiser that is not there. */
async function requireScopeIn(tx: TenantTx, { type, key }: StoredBudget['scope']): Promise<void> {
  if (key === null || type === 'tenant' || type === 'feature') return;
  const found = type === 'campaign' ? await findCampaignsIn(tx, [key]) : await findAdvertisersIn(tx, [key]);
  if (found.length === 0) throw invalid('/scope/key', `There is no ${type} with this key.`);
}

const audited = ({ armedAt: _armed, createdAt: _made, changedAt: _changed, ...terms }: StoredBudget) => terms;

/**
 * Makes a budget, or puts other terms in the place of those it had; the same again changes nothing. A change of anything but its name arms
 * its alerts again. What is reached already is told at once, and says so.
 * @throws AppError `forbidden`; `invalid_request` for a campaign or an advertiser that is not there; `conflict` beyond 100 budgets.
 */
export async function putBudget(context: Context, actor: Actor, key: string, terms: BudgetTerms): Promise<Budget> {
  authorize(actor, 'budgets.write');
  const wanted = fullTerms(terms);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await requireScopeIn(tx, wanted.scope);
    // Whoever books waits until then, and sees afterwards that there are budgets to be looked at.
    await lockEntries(tx);
    await store.lockBudgets(tx);
    const all = await store.listBudgets(tx);
    const before = all.find((one) => one.key === key);
    if (before === undefined && all.length >= MOST_BUDGETS) throw new AppError('conflict', `There are ${MOST_BUDGETS} budgets already.`);
    const today = await todayIn(context, tx);
    const isSame = before !== undefined && isSameLimit(before, wanted);
    if (before !== undefined && isSame && before.name === wanted.name) return (await withStatesIn(tx, [before], today))[0];
    const last = Math.max(before?.limitVersion ?? 0, await findLastVersion(tx, key));
    const at = new Date(context.clock());
    const stored = await store.upsertBudget(tx, { key, ...wanted, limitVersion: isSame ? before.limitVersion : last + 1 }, at);
    await recordAuditIn(tx, {
      actor: actor.name,
      action: 'budget.put',
      target: key,
      before: before && audited(before),
      after: audited(stored),
    });
    const [state] = await statesIn(tx, [stored], await basisIn(tx, [stored], { today, withOutlooks: true }));
    if (!isSame) {
      await raiseAlertsIn(context, tx, { ...state, changedBy: actor.name });
      await upsertLook(tx, { dueAt: at, wholeAt: at });
    }
    return withStateIn(tx, state, today);
  });
}

/** Removes a budget; its alerts stay. @throws AppError `forbidden`; `not_found`. */
export async function removeBudget(context: Context, actor: Actor, key: string): Promise<void> {
  authorize(actor, 'budgets.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    await store.lockBudgets(tx);
    // Before the audit log, as whoever books does.
    await lockLook(tx);
    const before = await store.findBudget(tx, key);
    if (!before) throw absent();
    await store.deleteBudget(tx, key);
    await recordAuditIn(tx, { actor: actor.name, action: 'budget.delete', target: key, before: audited(before) });
    if ((await store.listBudgets(tx)).length === 0) await deleteLook(tx);
  });
}
