import type { Context } from '../../platform/context.ts';
import { forgetOldReceivers } from '../../platform/outbox.ts';
import { inAuth } from '../../platform/tenant-door.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { forgetOldGuesses } from '../guesses/service.ts';
import { forgetOldAnswers } from '../idempotency/service.ts';
import { INSTALLATION } from '../sso/rules.ts';
import { deleteOrphanedArtifacts, deleteOrphanedIdentities } from './store.ts';

const TIDY_EVERY_MS = 3_600_000;

/**
 * Deletes what was kept for a day and is older, whether or not anybody comes by: counts of guesses, answers to repeated requests, and
 * receivers of mails; and what clients and connections stood for that are gone.
 */
export async function tidySecurity(context: Context, actor: 'system'): Promise<void> {
  await forgetOldGuesses(context, actor);
  await forgetOldAnswers(context, actor);
  await forgetOldReceivers(context);
  await inAuth(context.db, async (tx) => {
    await deleteOrphanedIdentities(tx, INSTALLATION);
    await deleteOrphanedArtifacts(tx);
  });
}

/** Tidies up every hour, or every `everyMs`, until `close`. */
export function startSecurityUpkeep(context: Context, actor: 'system', everyMs: number = TIDY_EVERY_MS): Rounds {
  const failure = 'what was kept for a day could not be deleted; it is tried again in an hour';
  return startRounds(() => tidySecurity(context, actor), { everyMs, failure, log: context.log });
}
