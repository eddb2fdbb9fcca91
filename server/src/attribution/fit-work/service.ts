import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import { type ClaimedWork, takeTurn, takeTurns } from '../../platform/claims.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { callInThread } from '../../platform/thread.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { listOwnModelsIn } from '../../tenants/models/service.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { hasExposuresSinceIn, streamExposuresIn } from '../../tracking/observations/service.ts';
import { buffersOf, openCollector, type Seen } from '../fits/collecting.ts';
import type { FitTask } from '../fits/fitting.ts';
import { type Fit, FITTED_MODELS, type FitResult, type FitUnit } from '../fits/schema.ts';
import {
  deleteOldFits,
  findNewestReading,
  findNextFit,
  finishFit,
  type FitEnd,
  type FitTerms,
  insertFit,
  listTenantsWithLedgers,
  listTenantsWithWaitingFits,
  lockFitRequests,
  startFit,
} from '../fits/store.ts';
import { MOST_DEVICES } from '../paths/match.ts';
import { lockPaths, streamPeople } from '../paths/store.ts';

const LOOK_EVERY_MS = 2_000;
const NIGHT_MS = 24 * 3_600_000;
const KEPT = 30;
/** So many fits of a tenant a night; its own models beyond that are fitted when somebody asks. */
const MOST_A_NIGHT = 12;
const FITTING = new URL('../fits/fitting.ts', import.meta.url).href;

/** Reads what a fit stands on in one snapshot: a tenant's exposures by unit, and whose its conversions are. */
export async function seeIn(tx: TenantTx, unit: FitUnit): Promise<Seen> {
  const collector = openCollector();
  await streamPeople(tx, collector.addConversion);
  await streamExposuresIn(tx, unit, MOST_DEVICES, collector.addExposure);
  return collector.finish();
}

async function fit(seen: Seen, { model, lookbackDays, order }: FitTerms, signal: AbortSignal): Promise<FitResult> {
  const input: FitTask = { model, lookbackDays, order: order === 2 ? 2 : 1, seen };
  return callInThread<FitResult>({ module: FITTING, name: 'fitSeen', input, transfer: buffersOf(seen) }, signal);
}

async function endOf(context: Context, tenantId: string, waiting: Fit, signal: AbortSignal): Promise<FitEnd> {
  const seen = await inTenant(context.db, tenantId, (tx) => seeIn(tx, waiting.unit), { readOnly: true });
  const finished = () => new Date(context.clock()).toISOString();
  try {
    const result = await fit(seen, waiting, signal);
    return { state: result.insufficient === null ? 'done' : 'insufficient', finishedAt: finished(), result };
  } catch (error) {
    if (signal.aborted) throw error;
    // What the engine refuses, or what is too large for a thread, would be so again.
    context.log.warn({ err: error, tenantId }, 'a fit could not be computed');
    const why = error instanceof RangeError ? error.message : 'There is more to fit than fits into memory.';
    return { state: 'failed', finishedAt: finished(), failure: why };
  }
}

async function beginIn(tx: TenantTx): Promise<(Fit & { readAt: string }) | undefined> {
  const next = await findNextFit(tx);
  if (!next) return undefined;
  await lockPaths(tx);
  const readAt = await startFit(tx, next.id);
  return readAt === undefined ? undefined : { ...next, readAt };
}

/** Computes the fit of a tenant that has waited longest; false when none waits. */
async function computeNextFit(context: Context, tenantId: string, signal: AbortSignal): Promise<boolean> {
  const next = await inTenant(context.db, tenantId, beginIn, { patient: true });
  if (!next) return false;
  const end = await endOf(context, tenantId, next, signal);
  await inTenant(context.db, tenantId, async (tx) => {
    if (!(await finishFit(tx, next, end))) return;
    await deleteOldFits(tx, next, KEPT);
    const after = { state: end.state, inputHash: end.result?.inputHash };
    await recordAuditIn(tx, { actor: 'system', action: 'fit.finish', target: next.id, after });
  });
  return true;
}

function fitsOf(context: Context, tenantId: string, signal?: AbortSignal): ClaimedWork {
  return { name: `fits:${tenantId}`, doNext: (stop) => computeNextFit(context, tenantId, stop), signal };
}

/**
 * Computes a tenant's waiting fits, the oldest first, until none waits or `signal` aborts, and waits for one that another process
 * computes; returns how many ended. The fitting runs in a thread of its own. One that is cut off is computed anew by the next call.
 */
export async function computeFits(context: Context, _actor: 'system', tenantId: string, signal?: AbortSignal): Promise<number> {
  return takeTurns(context.db, fitsOf(context, tenantId, signal));
}

/** What is fitted every night: the models by show under the tenant's own lookback, and its own models as they fix unit and lookback. */
async function nightlyTermsIn(tx: TenantTx, lookbackDays: number): Promise<FitTerms[]> {
  const own = (await listOwnModelsIn(tx)).flatMap(({ base, parameters }) => {
    const model = FITTED_MODELS.find((name) => name === base);
    return model ? [{ model, unit: parameters.unit ?? 'show', lookbackDays: parameters.lookbackDays ?? lookbackDays, order: 1 }] : [];
  });
  const all = [...FITTED_MODELS.map((model): FitTerms => ({ model, unit: 'show', lookbackDays, order: 1 })), ...own];
  const isFirst = (terms: FitTerms, place: number) =>
    place === all.findIndex((one) => one.model === terms.model && one.unit === terms.unit && one.lookbackDays === terms.lookbackDays);
  return all.filter(isFirst).slice(0, MOST_A_NIGHT);
}

/** Whether the newest fit of these terms stands on all there is, or will once it no longer waits. */
async function isCurrentIn(tx: TenantTx, terms: FitTerms): Promise<boolean> {
  const newest = await findNewestReading(tx, terms);
  if (!newest || newest.isOld) return false;
  return newest.readAt === null || !(await hasExposuresSinceIn(tx, newest.readAt));
}

/** Leaves word that a tenant's models are to be fitted, by show and as its own models say, where its paths changed since they were. */
export async function requestNightlyFits(context: Context, _actor: 'system', tenantId: string): Promise<void> {
  const { lookbackDays } = await getReportDefaults(context, 'system', tenantId);
  await inTenant(context.db, tenantId, async (tx) => {
    await lockFitRequests(tx);
    for (const terms of await nightlyTermsIn(tx, lookbackDays)) {
      if (await isCurrentIn(tx, terms)) continue;
      const row = { id: newId(), createdAt: new Date(context.clock()).toISOString(), createdBy: 'system', terms };
      await insertFit(tx, row);
      await recordAuditIn(tx, { actor: 'system', action: 'fit.create', target: row.id, after: { ...terms } });
    }
  });
}

/** Computes fits as they are asked for, and asks for those of every tenant once a day, first soon after the start, until `close`. */
export function startFits(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  let nextNightMs = context.clock();
  const look = async (signal: AbortSignal) => {
    const awake = await inDirectory(context.db, async (tx) => {
      const resting = await listRestingTenantsIn(tx);
      const isAwake = (tenantId: string) => !resting.has(tenantId);
      const all = context.clock() < nextNightMs ? [] : await listTenantsWithLedgers(tx);
      return { nightly: all.filter(isAwake), waiting: (await listTenantsWithWaitingFits(tx)).filter(isAwake) };
    });
    if (context.clock() >= nextNightMs) nextNightMs = context.clock() + NIGHT_MS;
    const failure = 'models of a tenant could not be fitted; they wait';
    await forEachTenant(awake.nightly, (tenantId) => requestNightlyFits(context, actor, tenantId), {
      task: 'nightly-fits',
      failure,
      log,
      signal,
    });
    const tenants = [...new Set([...awake.waiting, ...awake.nightly])];
    // One of each tenant's in turn, so that nobody's many fits hold up the others'.
    await forEachTenant(tenants, (tenantId) => takeTurn(context.db, fitsOf(context, tenantId, signal)), {
      task: 'fits',
      failure,
      log,
      signal,
    });
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'models could not be fitted; they wait', log });
}
