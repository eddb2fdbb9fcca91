import { recordAuditIn } from '../../platform/audit.ts';
import { takeTurn } from '../../platform/claims.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant } from '../../platform/tenant-door.ts';
import { stepInThread, type ThreadCall } from '../../platform/thread.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { buffersOf, type Seen } from '../fits/collecting.ts';
import { seeIn } from '../fit-work/service.ts';
import { type OwnTask, validateOnExposures } from '../validations/own-data.ts';
import type { ValidationStep } from '../validations/rules.ts';
import type { Validation, ValidationOptions, ValidationSummary } from '../validations/schema.ts';
import {
  finishValidation,
  listTenantsWithWaitingValidations,
  startNextValidation,
  updateWorldsDone,
  type ValidationEnd,
} from '../validations/store.ts';

const LOOK_EVERY_MS = 2_000;
const ON_WORLDS = new URL('../validations/rules.ts', import.meta.url).href;
const ON_OWN_DATA = new URL('../validations/own-data.ts', import.meta.url).href;
/** Many times as long as the largest one takes; beyond it the machine is too slow for it. */
const LONGEST_MS = 30 * 60_000;

/** How a validation is computed; another time limit is for tests. */
interface Work {
  signal?: AbortSignal | undefined;
  longestMs?: number;
}

/** Reads the tenant's exposures, and whose its conversions are, in one snapshot. */
function readSeen(context: Context, tenantId: string, unit: ValidationOptions['unit']): Promise<Seen> {
  return inTenant(context.db, tenantId, (tx) => seeIn(tx, unit ?? 'campaign'), { readOnly: true });
}

/** Reads the tenant's exposures, and answers the steps of a validation on them, which is not kept. @throws AppError `forbidden`. */
export async function openOwnValidation(
  context: Context,
  actor: Actor,
  options: ValidationOptions,
): Promise<Generator<ValidationStep, Validation>> {
  authorize(actor, 'validations.write');
  return validateOnExposures({ options, seen: await readSeen(context, actor.tenantId, options.unit) });
}

async function callOf(context: Context, tenantId: string, options: ValidationOptions): Promise<ThreadCall> {
  if (options.on !== 'own_data') return { module: ON_WORLDS, name: 'validateModels', input: options };
  const seen = await readSeen(context, tenantId, options.unit);
  const input: OwnTask = { options, seen };
  return { module: ON_OWN_DATA, name: 'validateOnExposures', input, transfer: buffersOf(seen) };
}

/** Undefined when it was deleted, or the process is to end, before all worlds were done. */
async function compute(context: Context, tenantId: string, { id, options }: ValidationSummary, signals: AbortSignal[]) {
  const call = await callOf(context, tenantId, options);
  const running = stepInThread<ValidationStep, Validation>(call, AbortSignal.any(signals));
  for (let next = await running.next(); ; next = await running.next()) {
    if (next.done === true) return next.value;
    const { worlds } = next.value;
    const isWanted = await inTenant(context.db, tenantId, (tx) => updateWorldsDone(tx, id, worlds));
    if (isWanted) continue;
    await running.return(undefined);
    return undefined;
  }
}

async function endOf(context: Context, tenantId: string, validation: ValidationSummary, work: Work): Promise<ValidationEnd | undefined> {
  const { signal, longestMs = LONGEST_MS } = work;
  const limit = AbortSignal.timeout(longestMs);
  const figures = await compute(context, tenantId, validation, signal === undefined ? [limit] : [limit, signal]);
  const finishedAt = new Date(context.clock()).toISOString();
  if (figures !== undefined) return { finishedAt, figures };
  if (signal?.aborted === true || !limit.aborted) return undefined;
  return { finishedAt, failure: 'It took too long for this machine; ask for fewer households, runs or replicates.' };
}

async function computeNext(context: Context, tenantId: string, work: Work): Promise<boolean> {
  const startedAt = new Date(context.clock()).toISOString();
  const validation = await inTenant(context.db, tenantId, (tx) => startNextValidation(tx, startedAt));
  if (!validation) return false;
  const end = await endOf(context, tenantId, validation, work);
  if (!end) return false;
  return inTenant(context.db, tenantId, async (tx) => {
    const isKept = await finishValidation(tx, validation.id, end);
    const state = end.figures === undefined ? 'failed' : 'done';
    if (isKept) await recordAuditIn(tx, { actor: 'system', action: 'validation.finish', target: validation.id, after: { state } });
    return isKept;
  });
}

/**
 * Computes the tenant's validation that has waited longest, in a thread of its own, unless another process is at it; true when it ended.
 * One that is cut off is computed anew by the next call, one that is deleted meanwhile is given up.
 */
export async function computeValidation(context: Context, _actor: 'system', tenantId: string, work: Work = {}): Promise<boolean> {
  const { signal, ...others } = work;
  const doNext = (stop: AbortSignal) => computeNext(context, tenantId, { ...others, signal: stop });
  return takeTurn(context.db, { name: `validations:${tenantId}`, doNext, signal });
}

/** Computes validations as they are asked for, one at a time and of each tenant in turn, until `close`. */
export function startValidations(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const look = async (signal: AbortSignal) => {
    const awake = await inDirectory(context.db, async (tx) => {
      const resting = await listRestingTenantsIn(tx);
      return (await listTenantsWithWaitingValidations(tx)).filter((tenantId) => !resting.has(tenantId));
    });
    const failure = 'a validation of a tenant could not be computed; it waits';
    await forEachTenant(awake, (tenantId) => computeValidation(context, actor, tenantId, { signal }), {
      task: 'validations',
      failure,
      log,
      signal,
    });
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'validations could not be computed; they wait', log });
}
