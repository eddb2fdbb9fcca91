import { Logger as WorkerLogger, run, type Runner, type TaskList } from 'graphile-worker';
import type { Logger } from './log.ts';

/** A background runner: `wake` asks for a job soon; asking again before it runs, or while it runs here, changes nothing. */
export interface JobRunner {
  wake(task: string, tenantId: string): Promise<void>;
  close(): Promise<void>;
}

/** What a job does for one tenant; it must be safe to run again after a crash. */
export type TenantTask = (tenantId: string, signal: AbortSignal) => Promise<void>;

function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === 'error') log.error({ part: 'jobs' }, message);
    else if (level === 'warning') log.warn({ part: 'jobs' }, message);
    else log.debug({ part: 'jobs' }, message);
  });
}

/**
 * Runs tenants' jobs in this process, one at a time per tenant and task, failed ones again with growing pauses. Jobs have no queue of their
 * own:
 * a queue stays locked for hours after its process was killed. So a task takes whatever lock it needs, and whoever wakes looks at rows that
 * wait.
 * `connectionString` is the login that owns the job tables.
 */
export async function startJobs(connectionString: string, tasks: Record<string, TenantTask>, log: Logger): Promise<JobRunner> {
  const stopping = new AbortController();
  const running = new Set<string>();
  const taskList: TaskList = {};
  for (const [name, task] of Object.entries(tasks)) {
    taskList[name] = async (payload) => {
      const { tenantId } = payload as { tenantId: string };
      running.add(`${name}:${tenantId}`);
      try {
        await task(tenantId, stopping.signal);
      } finally {
        running.delete(`${name}:${tenantId}`);
      }
    };
  }
  const runner: Runner = await run({
    connectionString,
    taskList,
    concurrency: 2,
    pollInterval: 2_000,
    noHandleSignals: true,
    maxPoolSize: 4,
    logger: workerLogger(log),
  });
  runner.promise.catch((error: unknown) => log.error({ err: error }, 'the job runner ended'));
  return {
    wake: async (task, tenantId) => {
      const name = `${task}:${tenantId}`;
      if (running.has(name)) return;
      await runner.addJob(task, { tenantId }, { jobKey: name, maxAttempts: 1_000 });
    },
    close: async () => {
      stopping.abort();
      await runner.stop();
    },
  };
}
