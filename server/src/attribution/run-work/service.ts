import { recordAuditIn } from '../../platform/audit.ts';
import { type ClaimedWork, takeTurn, takeTurns } from '../../platform/claims.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError, isLimit } from '../../platform/errors.ts';
import { closeReservationIn, keepReservationIn, reserveAgainIn } from '../../metering/reservations/service.ts';
import { recordUsageIn } from '../../metering/usage/service.ts';
import { inexactSum } from '../../platform/money.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { showLists } from '../../tracking/lists/service.ts';
import { ledgerInstantIn, readLedger } from '../ledger/service.ts';
import { createRunSummer, type RunRequest, type RunSums } from '../runs/rules.ts';
import type { RunOutcome } from '../runs/schema.ts';
import { findNextRun, finishRun, listTenantsWithWaitingRuns, type RunEnd, startRun, updateProgress } from '../runs/store.ts';

const LOOK_EVERY_MS = 1_000;
/** How long a run is set aside for on the tenant's limits; each page of the ledger puts that off. */
const RESERVED_FOR_MS = 100_000;

/** A run under way. */
interface Work {
  tenantId: string;
  id: string;
  request: RunRequest;
  asOf: string;
  startedAt: string;
}

async function beginIn(context: Context, tx: TenantTx): Promise<Work | undefined> {
  const next = await findNextRun(tx);
  if (!next) return undefined;
  const startedAt = new Date(context.clock()).toISOString();
  const asOf = await startRun(tx, next.id, { asOf: await ledgerInstantIn(tx, next.request.asOf), startedAt });
  return asOf === undefined ? undefined : { tenantId: tx.tenantId, asOf, startedAt, ...next };
}

/** @throws AppError `invalid_request` when a sum is too large to be told exactly. */
function requireExact(sums: RunSums): RunSums {
  const isWhole = ([name, value]: [string, unknown]) => !name.endsWith('Minor') || Number.isSafeInteger(value);
  const isExact = sums.totals.every((one) => Object.entries(one).every(isWhole));
  if (!isExact) throw inexactSum();
  return sums;
}

/** Undefined when the run was deleted, or the process is to end, before all was read. */
async function compute(context: Context, work: Work, signal: AbortSignal): Promise<RunSums | undefined> {
  const { tenantId, id } = work;
  // Under the run's own id, so that a run that is computed anew takes the place of the attempt that was cut off.
  const reserve = (tx: TenantTx) => reserveAgainIn(context, tx, { id, meter: 'attribution_runs', quantity: '1', forMs: RESERVED_FOR_MS });
  await inTenant(context.db, tenantId, reserve, { patient: true });
  const summer = createRunSummer();
  let progress = 0;
  for await (const page of readLedger(context, 'system', work)) {
    for (const rows of page) summer.add(rows);
    progress += page.length;
    const isWanted = await inTenant(context.db, tenantId, async (tx) => {
      await keepReservationIn(context, tx, id, RESERVED_FOR_MS);
      return updateProgress(tx, id, progress);
    });
    if (!isWanted || signal.aborted) return undefined;
  }
  return requireExact(summer.finish());
}

async function listVersions(context: Context): Promise<RunOutcome['lists']> {
  const { items } = await showLists(context, 'system');
  return items.map(({ kind, id }) => ({ kind, id }));
}

async function endOf(context: Context, work: Work, signal: AbortSignal): Promise<RunEnd | undefined> {
  try {
    const sums = await compute(context, work, signal);
    const finishedAt = new Date(context.clock()).toISOString();
    return sums && { state: 'done', finishedAt, outcome: { ...sums, lists: await listVersions(context) } };
  } catch (error) {
    // What can be told cannot be mended by trying again; everything else is tried again.
    if (!(error instanceof AppError) || !(error.code === 'invalid_request' || isLimit(error.code))) throw error;
    return { state: 'failed', finishedAt: new Date(context.clock()).toISOString(), failure: error.message };
  }
}

/** Counts a run that was computed, and gives back what was set aside for it. */
async function settleIn(context: Context, tx: TenantTx, { id }: Work, { state }: RunEnd): Promise<void> {
  const isDone = state === 'done';
  const count = async (reservedAt: Date) => {
    if (isDone) await recordUsageIn(context, tx, [{ meter: 'attribution_runs', id, quantity: '1', atMs: reservedAt.getTime() }]);
  };
  const closed = await closeReservationIn(context, tx, { id, settled: isDone ? '1' : null }, count);
  // An attempt that lost its claim may have given it back meanwhile; the run is counted once by its id.
  if (!closed?.isFirst) await count(closed?.row.reservedAt ?? new Date(context.clock()));
}

/** Gives back what was set aside for a run that came to no end; where that fails, it is given back when its time has passed. */
async function release(context: Context, { tenantId, id }: Work): Promise<void> {
  try {
    await inTenant(context.db, tenantId, (tx) => closeReservationIn(context, tx, { id, settled: null }), { patient: true });
  } catch (error) {
    context.log.warn({ err: error, tenantId, run: id }, 'what was set aside for a run could not be given back at once');
  }
}

/** Ends a run and counts it; false when it has ended already, was deleted, or was begun anew. */
async function finishIn(context: Context, tx: TenantTx, work: Work, end: RunEnd): Promise<boolean> {
  if (!(await finishRun(tx, work, end))) return false;
  await settleIn(context, tx, work, end);
  const hashes = end.outcome && { inputHash: end.outcome.inputHash, outputHash: end.outcome.outputHash };
  await recordAuditIn(tx, { actor: 'system', action: 'run.finish', target: work.id, after: { state: end.state, ...hashes } });
  return true;
}

/** Computes the run of a tenant that has waited longest, unless it is deleted meanwhile; false when none waits. */
async function computeNextRun(context: Context, tenantId: string, signal: AbortSignal): Promise<boolean> {
  const work = await inTenant(context.db, tenantId, (tx) => beginIn(context, tx), { patient: true });
  if (!work) return false;
  let isSettled = false;
  try {
    const end = await endOf(context, work, signal);
    if (end) isSettled = await inTenant(context.db, tenantId, (tx) => finishIn(context, tx, work, end), { patient: true });
  } finally {
    if (!isSettled) await release(context, work);
  }
  return true;
}

function runsOf(context: Context, tenantId: string, signal?: AbortSignal): ClaimedWork {
  return { name: `runs:${tenantId}`, doNext: (stop) => computeNextRun(context, tenantId, stop), signal };
}

/**
 * Computes a tenant's waiting runs, the oldest first, until none waits or `signal` aborts, and waits for one that another process
 * computes; returns how many were taken up. One that is cut off is computed anew by the next call.
 */
export async function computeRuns(context: Context, _actor: 'system', tenantId: string, signal?: AbortSignal): Promise<number> {
  return takeTurns(context.db, runsOf(context, tenantId, signal));
}

/** Computes runs as they are asked for, those of suspended and closed tenants aside, until `close`. */
export function startRuns(context: Context, _actor: 'system'): Rounds {
  const { log } = context;
  const look = async (signal: AbortSignal) => {
    const awake = await inDirectory(context.db, async (tx) => {
      const resting = await listRestingTenantsIn(tx);
      return (await listTenantsWithWaitingRuns(tx)).filter((tenantId) => !resting.has(tenantId));
    });
    const failure = 'runs of a tenant could not be computed; they wait';
    // One of each tenant's in turn, so that nobody's many runs hold up the others'.
    await forEachTenant(awake, (tenantId) => takeTurn(context.db, runsOf(context, tenantId, signal)), {
      task: 'runs',
      failure,
      log,
      signal,
    });
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'runs could not be computed; they wait', log });
}
