import { findCampaignsIn } from '../../catalog/campaigns/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError } from '../../platform/errors.ts';
import { takeTurn } from '../../platform/claims.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { listUnwatchedTenants } from '../watching/service.ts';
import { listTenantSlugs } from '../../tenants/service.ts';
import { keepExposureDays } from '../../tracking/exposuredays/service.ts';
import { endInsightsIn, recordInsightIn } from '../insights/service.ts';
import { listRunningIn, readCameIn } from '../prediction-inputs/service.ts';
import { computePrediction, keepPredictionIn } from '../predictions/service.ts';
import { listDue, listPaced, updateDueOn, updateOutcome } from '../predictions/store.ts';
import { findingKey, findingOf } from './rules.ts';

const LOOK_EVERY_MS = 10 * 60_000;
/** So many outcomes are written down in a transaction of their own each before others have their turn. */
const DUE_AT_ONCE = 100;

const todayOf = (context: Context) => new Date(context.clock()).toISOString().slice(0, 10);

interface Paced {
  campaign: string;
  asOf: string;
  signal: AbortSignal | undefined;
}

/** Predicts one campaign's pacing of a day and tells what is worth telling; nothing where that was done. */
async function paceCampaign(context: Context, tenantId: string, { campaign, asOf, signal }: Paced): Promise<void> {
  const asked = { kind: 'campaign_pacing', campaign } as const;
  const computed = await computePrediction(context, 'system', { tenantId, asked, asOf, signal });
  await inTenant(context.db, tenantId, async (tx) => {
    const stored = await keepPredictionIn(context, tx, { ...computed, kind: 'campaign_pacing' }, { by: 'system', isDaily: true });
    if (!stored) return;
    const [found] = await findCampaignsIn(tx, [campaign]);
    const finding = findingOf(stored, found?.name ?? null);
    const at = new Date(context.clock());
    if (finding) await recordInsightIn(tx, finding, at);
    else await endInsightsIn(tx, { source: 'forecast', keys: [findingKey(campaign)] }, at);
  });
}

/** Writes down what came of the prediction that has been due longest; true when there was one. */
async function followNext(context: Context, tenantId: string, today: string, passed: Set<string>): Promise<boolean> {
  return inTenant(context.db, tenantId, async (tx) => {
    const due = (await listDue(tx, today, DUE_AT_ONCE)).find(({ id }) => !passed.has(id));
    if (due === undefined) return false;
    passed.add(due.id);
    const came = await readCameIn(context, tx, due, today);
    if ('dueOn' in came) await updateDueOn(tx, due.id, came.dueOn);
    else if (await updateOutcome(tx, due.id, came.outcome, new Date(context.clock())))
      await recordAuditIn(tx, { actor: 'system', action: 'prediction.outcome', target: due.id, after: came.outcome });
    return true;
  });
}

/**
 * The day's work on a tenant's predictions: predicts the pacing of each campaign under way once a day, with an insight where it will likely
 * end below or above what is booked, and writes down what came of predictions whose outcome is known. The same again does nothing.
 */
export async function keepPredictionsUp(context: Context, _actor: 'system', tenantId: string, signal?: AbortSignal): Promise<void> {
  const today = todayOf(context);
  const { running, paced, isAnyDue } = await inTenant(
    context.db,
    tenantId,
    async (tx) => ({
      running: await listRunningIn(tx, today),
      paced: new Set(await listPaced(tx, today)),
      isAnyDue: (await listDue(tx, today, 1)).length > 0,
    }),
    { readOnly: true },
  );
  const unpaced = running.filter((one) => !paced.has(one));
  if (unpaced.length > 0 || isAnyDue) await keepExposureDays(context, 'system', tenantId, { signal });
  for (const campaign of unpaced) {
    if (signal?.aborted === true) return;
    try {
      await paceCampaign(context, tenantId, { campaign, asOf: today, signal });
    } catch (error) {
      // One that was changed meanwhile, so that it says too little now, holds up no other.
      if (!(error instanceof AppError)) throw error;
      context.log.info({ tenantId, campaign, reason: error.message }, 'the pacing of a campaign cannot be predicted');
    }
  }
  const passed = new Set<string>();
  while (signal?.aborted !== true && passed.size < DUE_AT_ONCE && (await followNext(context, tenantId, today, passed)));
}

/** Keeps the predictions of each tenant up, those of tenants that rest or have no conversions but sample data aside, until `close`. */
export function startPredictions(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const look = async (signal: AbortSignal) => {
    const resting = await listUnwatchedTenants(context, actor);
    const awake = [...(await listTenantSlugs(context, actor)).keys()].filter((tenantId) => !resting.has(tenantId));
    const keepUp = (tenantId: string) =>
      takeTurn(context.db, {
        name: `predictions:${tenantId}`,
        doNext: async (stop) => {
          await keepPredictionsUp(context, actor, tenantId, stop);
          return true;
        },
        signal,
      });
    const failure = "a tenant's predictions could not be kept up; it is tried again shortly";
    await forEachTenant(awake, keepUp, { task: 'predictions', failure, log, signal });
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'predictions could not be kept up; it is tried again shortly', log });
}
