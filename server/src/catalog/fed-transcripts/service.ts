import { randomBelow } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { pauseAfterFailure } from '../feeds/rules.ts';
import { deleteDue, type FedTranscript, findDue, findImports, insertDue, listTenantsWithDue, updateDue, updateImports } from './store.ts';

/** Of how many of a show's episodes, the newest, transcripts are looked after: an archive is no news. */
const NEWEST = 50;
/** After so many failures an episode's transcripts are left alone until its feed names others: with the pauses, five hours. */
const MOST_TRIES = 5;

/** Has the transcripts that a show's feed names be looked after, where the show says so: each once for as long as they stay the same. */
export async function noteFedTranscriptsIn(tx: TenantTx, show: string, at: Date): Promise<void> {
  if (await findImports(tx, show)) await insertDue(tx, show, { newest: NEWEST, at });
}

/** Says whether the transcripts that a show's feed names are kept as they come; those of the newest episodes at once, or none any more. */
export async function setImportsIn(tx: TenantTx, show: string, { isOn, at }: { isOn: boolean; at: Date }): Promise<void> {
  await updateImports(tx, show, isOn);
  if (isOn) await insertDue(tx, show, { newest: NEWEST, at });
  else await deleteDue(tx, show);
}

/** The episode whose transcripts have been due longest; undefined where none are. */
export async function findDueTranscriptIn(tx: TenantTx, at: Date): Promise<FedTranscript | undefined> {
  return findDue(tx, at);
}

/**
 * Writes down how the looking after an episode's transcripts went: without a problem they are done with, with one they are tried again
 * after a pause of 10 minutes, doubled each time, five times in all. What the feed has come to name meanwhile stays due.
 */
export async function settleDueTranscriptIn(context: Context, tx: TenantTx, due: FedTranscript, problem?: string): Promise<void> {
  if (problem === undefined) {
    await updateDue(tx, due, { dueAt: null, failures: 0, problem: null });
    return;
  }
  const failures = due.failures + 1;
  const pauseMs = 1_000 * pauseAfterFailure(failures, { chance: randomBelow(1_000) / 1_000 });
  const dueAt = failures >= MOST_TRIES ? null : new Date(context.clock() + pauseMs);
  await updateDue(tx, due, { dueAt, failures, problem: problem.slice(0, 500) });
}

/** Tenants with transcripts that are due. */
export async function listTenantsWithDueTranscriptsIn(tx: DirectoryTx, at: Date): Promise<string[]> {
  return listTenantsWithDue(tx, at);
}
