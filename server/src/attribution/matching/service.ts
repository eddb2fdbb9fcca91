import type { Context } from '../../platform/context.ts';
import { startJobs, type TenantTask } from '../../platform/jobs.ts';
import { inDirectory } from '../../platform/tenant-door.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { listTenantsWithWorkIn } from '../../tracking/evidence/service.ts';
import { openRulesGuard } from '../identity-rules/service.ts';
import type { Round } from '../failing-rounds/service.ts';
import { drainRound, retrySetAside } from '../paths/service.ts';
import { drainShares, listTenantsWithShareWorkIn } from '../share-runs/service.ts';

const TASK = 'match';
const SHARE_TASK = 'share';
const LOOK_EVERY_MS = 1_000;
const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 3_600_000;
/** A tenant's shares rest so many times as long as they took. */
const SHARE_REST = 9;

/** Keeps every tenant's paths up to date in the background until `close`. */
export interface Matching {
  close(): Promise<void>;
}

function isEmpty({ touchpoints, conversions, isFull }: Round): boolean {
  return touchpoints === 0 && conversions === 0 && !isFull;
}

/** Tries a tenant's conversions that were set aside again: after 1, 2, 4 … minutes while one of them fails, at most once an hour. */
function retryInTime(context: Context, actor: 'system'): (tenantId: string) => Promise<void> {
  const rests = new Map<string, { failures: number; fromMs: number }>();
  return async (tenantId) => {
    const { failures, fromMs } = rests.get(tenantId) ?? { failures: 0, fromMs: -Infinity };
    const restMs = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (failures - 1));
    if (Math.abs(context.clock() - fromMs) < restMs) return;
    if (await retrySetAside(context, actor, tenantId)) rests.delete(tenantId);
    else rests.set(tenantId, { failures: failures + 1, fromMs: context.clock() });
  };
}

/**
 * Looks every second which tenants have work waiting and wakes a job for each that is not suspended; a job takes one round of its tenant's
 * work, and after a full round another one behind the other tenants'. Work waits in committed rows, so nothing is forgotten by a crash.
 * A conversion that cannot be matched is set aside and tried again now and then, once nothing else waits.
 * One job of a kind runs per tenant at a time. Shares have a runner of their own: a share is matched as a whole, for as long as it takes,
 * and nobody's live events wait for that.
 */
export async function startMatching(context: Context, actor: 'system'): Promise<Matching> {
  const sharesRestUntil = new Map<string, number>();
  const drainTenantShares: TenantTask = async (tenantId) => {
    const fromMs = context.clock();
    await drainShares(context, actor, tenantId);
    // A matching share is matched anew as a whole, so that one with much in it must not be matched all the time.
    sharesRestUntil.set(tenantId, context.clock() + SHARE_REST * (context.clock() - fromMs));
    return 'done';
  };
  const mayBuild = openRulesGuard(context, actor);
  const retry = retryInTime(context, actor);
  const drainOneRound: TenantTask = async (tenantId) => {
    if (!(await mayBuild(tenantId))) return 'done';
    const round = await drainRound(context, actor, tenantId);
    if (isEmpty(round)) await retry(tenantId);
    return round.isFull ? 'again' : 'done';
  };
  const rounds = await startJobs(context.db.jobsUrl, { [TASK]: drainOneRound }, context.log);
  const shares = await startJobs(context.db.jobsUrl, { [SHARE_TASK]: drainTenantShares }, context.log);
  let closed = false;
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    try {
      const awake = await inDirectory(context.db, async (tx) => {
        const resting = await listRestingTenantsIn(tx);
        const isAwake = (tenantId: string) => !resting.has(tenantId);
        return {
          match: (await listTenantsWithWorkIn(tx)).filter(isAwake),
          share: (await listTenantsWithShareWorkIn(tx)).filter(isAwake),
        };
      });
      for (const tenantId of awake.match) await rounds.wake(TASK, tenantId);
      for (const tenantId of awake.share) {
        if ((sharesRestUntil.get(tenantId) ?? 0) <= context.clock()) await shares.wake(SHARE_TASK, tenantId);
      }
    } catch (error) {
      if (!closed) context.log.warn({ err: error }, 'waiting work could not be looked up; it is looked up again shortly');
    }
  }

  function schedule(): NodeJS.Timeout {
    return setTimeout(() => {
      looking = look().finally(() => {
        if (!closed) timer = schedule();
      });
    }, LOOK_EVERY_MS);
  }

  let timer = schedule();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await looking;
      await rounds.close();
      await shares.close();
    },
  };
}
