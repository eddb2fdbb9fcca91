import type { Logger } from './log.ts';
import { measuresOf } from './measures.ts';
import { inWorkSpan } from './tracing.ts';
import { timeWork } from './usage-tally.ts';

/** Background work of one tenant, and what it is called in metrics and traces. */
export interface Work {
  tenantId: string;
  task: string;
}

/** Does background work: its processor time is counted as the tenant's, its duration is measured, and it is a trace of its own. */
export async function doWork<Result>(log: Logger, { tenantId, task }: Work, work: () => Promise<Result>): Promise<Result> {
  const stop = measuresOf(log).work.startTimer({ task });
  try {
    const result = await inWorkSpan({ task, tenantId }, () => timeWork(log, tenantId, work));
    stop({ outcome: 'done' });
    return result;
  } catch (error) {
    stop({ outcome: 'failed' });
    throw error;
  }
}
