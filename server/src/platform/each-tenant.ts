import type { Logger } from './log.ts';
import { doWork } from './work.ts';

export interface EachTenantOptions {
  /** What the work is called in metrics and traces. */
  task: string;
  /** What the log says of a tenant whose work failed, beside the tenant's id. */
  failure: string;
  log: Logger;
  /** No further tenant is begun once it aborts. */
  signal?: AbortSignal;
}

/**
 * Does work for one tenant after the other. One that fails is logged and holds up none of those behind it; whoever calls comes back to it
 * in the next round. Its processor time is counted.
 */
export async function forEachTenant(
  tenantIds: readonly string[],
  work: (tenantId: string) => Promise<unknown>,
  { task, failure, log, signal }: EachTenantOptions,
): Promise<void> {
  const isOver = () => signal?.aborted === true;
  for (const tenantId of tenantIds) {
    if (isOver()) return;
    try {
      await doWork(log, { tenantId, task }, () => work(tenantId));
    } catch (error) {
      // What was cut off by the end of the rounds has not failed.
      if (isOver()) return;
      log.warn({ err: error, tenantId }, failure);
    }
  }
}
