import type { Context } from '../../platform/context.ts';
import { startJobs, type TenantTask } from '../../platform/jobs.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory } from '../../platform/tenant-door.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { type CountingRound, countRound, listTenantsWithCountsIn, listTenantsWithRequestsIn } from '../downloads/service.ts';
import { storeDownloads } from '../downloadpoints/service.ts';
import { dropOldAddresses } from '../requests/service.ts';

const TASK = 'count';
const LOOK_EVERY_MS = 500;
/** How often what counts rest on is compared, where no request comes. */
const COMPARE_EVERY_MS = 20_000;
const DROP_EVERY_MS = 3_600_000;

/** What one round, or a whole drain, did. */
interface Counted extends CountingRound {
  /** Downloads that became touchpoints. */
  downloads: number;
}

/** Counts one round of a tenant's waiting requests, then stores downloads that are due. */
async function countOnce(context: Context, actor: 'system', tenantId: string): Promise<Counted> {
  const counted = await countRound(context, actor, tenantId);
  const stored = await storeDownloads(context, actor, tenantId);
  return { ...counted, downloads: stored.downloads, isFull: counted.isFull || stored.isFull };
}

/** Counts rounds until nothing of the tenant waits or `signal` aborts; resolves with their sums. Safe to stop and to run again. */
export async function drainRequests(
  context: Context,
  actor: 'system',
  tenantId: string,
  { signal, onRound }: { signal?: AbortSignal; onRound?(round: CountingRound): void } = {},
): Promise<Omit<Counted, 'isFull'>> {
  const sum = { listeners: 0, changed: 0, downloads: 0 };
  while (signal?.aborted !== true) {
    const round = await countOnce(context, actor, tenantId);
    sum.listeners += round.listeners;
    sum.changed += round.changed;
    sum.downloads += round.downloads;
    onRound?.(round);
    if (!round.isFull && round.listeners + round.downloads === 0) break;
  }
  return sum;
}

/** Keeps every tenant's downloads up to date in the background until `close`. */
export interface Counting {
  close(): Promise<void>;
}

/**
 * Looks twice a second which tenants have requests waiting and wakes a job for each that is not suspended, and every 20 seconds one for
 * each that has counts at all, since what they rest on may have changed. Work waits in committed rows, so nothing is forgotten by a crash.
 */
export async function startCounting(context: Context, actor: 'system'): Promise<Counting> {
  const count: TenantTask = async (tenantId) => ((await countOnce(context, actor, tenantId)).isFull ? 'again' : 'done');
  const jobs = await startJobs(context.db.jobsUrl, { [TASK]: count }, context.log);
  let comparedAtMs = 0;
  const look = async () => {
    const compares = context.clock() - comparedAtMs >= COMPARE_EVERY_MS;
    const awake = await inDirectory(context.db, async (tx) => {
      const resting = await listRestingTenantsIn(tx);
      const found = compares ? await listTenantsWithCountsIn(tx) : await listTenantsWithRequestsIn(tx);
      return found.filter((tenantId) => !resting.has(tenantId));
    });
    if (compares) comparedAtMs = context.clock();
    for (const tenantId of awake) await jobs.wake(TASK, tenantId);
  };
  const { log } = context;
  const rounds: Rounds[] = [
    startRounds(look, {
      everyMs: LOOK_EVERY_MS,
      failure: 'waiting requests could not be looked up; they are looked up again shortly',
      log,
    }),
    startRounds(() => dropOldAddresses(context, actor), {
      everyMs: DROP_EVERY_MS,
      failure: 'addresses that are not to be kept any more could not be deleted; it is tried again in an hour',
      log,
    }),
  ];
  return {
    close: async () => {
      for (const round of rounds) await round.close();
      await jobs.close();
    },
  };
}
