import { findDueTranscriptIn, listTenantsWithDueTranscriptsIn, settleDueTranscriptIn } from '../../catalog/fed-transcripts/service.ts';
import { takeTurn } from '../../platform/claims.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant } from '../../platform/tenant-door.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { keepFedTranscript } from '../transcripts/service.ts';

const LOOK_EVERY_MS = 5_000;
const TENANTS_AT_ONCE = 4;

async function importNext(context: Context, tenantId: string, signal: AbortSignal): Promise<boolean> {
  const due = await inTenant(context.db, tenantId, (tx) => findDueTranscriptIn(tx, new Date(context.clock())), { readOnly: true });
  if (!due) return false;
  let problem: string | undefined;
  try {
    await keepFedTranscript(context, 'system', tenantId, due.episode);
  } catch (error) {
    // Nothing is known of the transcript when the database or the process goes away: it stays due.
    if (signal.aborted || !(error instanceof AppError) || error.code === 'unavailable') throw error;
    problem = error.message;
  }
  await inTenant(context.db, tenantId, (tx) => settleDueTranscriptIn(context, tx, due, problem));
  return true;
}

/**
 * Keeps the transcript that has been due longest of those that feeds name, unless another process is at it; true when there was one. One
 * that cannot be had is tried again later.
 */
export async function importFedTranscripts(context: Context, _actor: 'system', tenantId: string, signal?: AbortSignal): Promise<boolean> {
  const doNext = (stop: AbortSignal) => importNext(context, tenantId, stop);
  return takeTurn(context.db, { name: `fed transcripts:${tenantId}`, doNext, signal });
}

/** Keeps the transcripts that feeds name as they come, of shows that say so and of four tenants at a time, until `close`. */
export function startTranscriptImports(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const gate = createGate({ perOwner: 1, inAll: TENANTS_AT_ONCE });
  const look = async (signal: AbortSignal) => {
    const awake = await inDirectory(context.db, async (tx) => {
      const resting = await listRestingTenantsIn(tx);
      return (await listTenantsWithDueTranscriptsIn(tx, new Date(context.clock()))).filter((tenantId) => !resting.has(tenantId));
    });
    const failure = 'transcripts that feeds of a tenant name could not be kept; they wait';
    const work = (tenantId: string) => gate.run(tenantId, () => importFedTranscripts(context, actor, tenantId, signal));
    await Promise.all(awake.map((tenantId) => forEachTenant([tenantId], work, { task: 'transcript-imports', failure, log, signal })));
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'transcripts that feeds name could not be looked up; they wait', log });
}
