import { setTimeout as pause } from 'node:timers/promises';
import { type Database, inClaim } from './tenant-door.ts';

const LOOK_AGAIN_MS = 250;

/** Work that somebody begins and may stop. */
export interface ClaimedWork {
  /** What only one process at a time does. */
  name: string;
  /** True when there was something to do. `signal` aborts when it is to be given up: on the caller's wish, or when the claim was lost. */
  doNext(signal: AbortSignal): Promise<boolean>;
  signal?: AbortSignal | undefined;
}

function doOnce(db: Database, { name, doNext, signal }: ClaimedWork): Promise<boolean | undefined> {
  return inClaim(db, name, (lost) => doNext(signal === undefined ? lost : AbortSignal.any([lost, signal])));
}

/** Does the next piece of work unless somebody else is at it; whether it did one. */
export async function takeTurn(db: Database, work: ClaimedWork): Promise<boolean> {
  return (await doOnce(db, work)) ?? false;
}

/** Does piece after piece until there is none or the signal aborts, and waits for those of others; how many it did itself. */
export async function takeTurns(db: Database, work: ClaimedWork): Promise<number> {
  let done = 0;
  while (work.signal?.aborted !== true) {
    const did = await doOnce(db, work);
    if (did === false) break;
    if (did === true) done += 1;
    // It rejects when the signal aborts meanwhile, which the loop sees.
    else await pause(LOOK_AGAIN_MS, undefined, work.signal && { signal: work.signal }).catch(() => undefined);
  }
  return done;
}
