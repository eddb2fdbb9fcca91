import { Logger as WorkerLogger, run, type TaskList } from 'graphile-worker';
import { keepRunning } from './job-runner.ts';
import type { Logger } from './log.ts';
import { doWork } from './work.ts';
import { openPool } from './postgres/connection.ts';

const MAX_ATTEMPTS = 1_000;
const LONGEST_REST_MS = 60_000;

/** A background runner: `wake` asks for a job soon; to ask again before it runs, while it runs or soon after it failed changes nothing. */
export interface JobRunner {
  wake(task: string, tenantId: string): Promise<void>;
  close(): Promise<void>;
}

/** What a job does for one tenant, a part at a time: `again` when there is more to do. It must be safe to run again after a crash. */
export type TenantTask = (tenantId: string, signal: AbortSignal) => Promise<'again' | 'done'>;

function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === 'error') log.error({ part: 'jobs' }, message);
    else if (level === 'warning') log.warn({ part: 'jobs' }, message);
    else log.debug({ part: 'jobs' }, message);
  });
}

/** What is known of the jobs of this process, by task and tenant. */
interface Turns {
  /** Those under way. */
  running: Map<string, Promise<unknown>>;
  /** Those that failed, how often in a row, and until when nobody wakes them. */
  resting: Map<string, { failures: number; untilMs: number }>;
}

/** A job that fails again and again is woken less and less: after 1, 2, 4 … seconds, at most once a minute. */
function rest({ resting }: Turns, jobKey: string): void {
  const failures = (resting.get(jobKey)?.failures ?? 0) + 1;
  resting.set(jobKey, { failures, untilMs: Date.now() + Math.min(LONGEST_REST_MS, 1_000 * 2 ** (failures - 1)) });
}

/** The tasks as the runner calls them, one at a time per tenant and task; their processor time is counted. */
function tasksInTurn(tasks: Record<string, TenantTask>, turns: Turns, { signal, log }: { signal: AbortSignal; log: Logger }): TaskList {
  const { running, resting } = turns;
  const taskList: TaskList = {};
  for (const [name, task] of Object.entries(tasks)) {
    taskList[name] = async (payload, { addJob }) => {
      const { tenantId } = payload as { tenantId: string };
      const jobKey = `${name}:${tenantId}`;
      // A job that was woken while the one before it was being taken up comes as a second one: it waits for its turn.
      while (running.has(jobKey)) await running.get(jobKey);
      // The turn ends with the queueing of the next one: waiting for a promise that is settled already would never let anything else run.
      const turn = (async () => {
        const outcome = await doWork(log, { tenantId, task: name }, () => task(tenantId, signal));
        if (outcome === 'again') await addJob(name, { tenantId }, { jobKey, maxAttempts: MAX_ATTEMPTS });
      })();
      running.set(
        jobKey,
        turn.catch(() => undefined),
      );
      try {
        await turn;
        resting.delete(jobKey);
      } catch (error) {
        rest(turns, jobKey);
        throw error;
      } finally {
        running.delete(jobKey);
      }
    };
  }
  return taskList;
}

/**
 * Runs tenants' jobs in this process, one at a time per tenant and task, failed ones again with growing pauses. A task with more to do
 * queues up behind all others, so that nobody's long work holds anybody up. Jobs have no queue of their own: a queue stays locked for hours
 * after its process was killed. So a task takes whatever lock it needs, and whoever wakes looks at rows that wait.
 * A database that goes away ends nothing: jobs go on when it is back. `connectionString` is the login that owns the job tables.
 */
export async function startJobs(connectionString: string, tasks: Record<string, TenantTask>, log: Logger): Promise<JobRunner> {
  const stopping = new AbortController();
  const turns: Turns = { running: new Map(), resting: new Map() };
  const taskList = tasksInTurn(tasks, turns, { signal: stopping.signal, log });
  const pool = openPool({ connectionString, max: 4 });
  const start = () =>
    run({
      pgPool: pool,
      taskList,
      concurrency: 2,
      pollInterval: 2_000,
      noHandleSignals: true,
      logger: workerLogger(log),
      // Only in batches does the runner hear of a job whose end could not be written down; a single one would end the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    });
  const runner = await keepRunning(start, turns.running, { stopping: stopping.signal, log });
  return {
    wake: async (task, tenantId) => {
      const name = `${task}:${tenantId}`;
      if (turns.running.has(name) || Date.now() < (turns.resting.get(name)?.untilMs ?? 0)) return;
      await runner.current().addJob(task, { tenantId }, { jobKey: name, maxAttempts: MAX_ATTEMPTS });
    },
    close: async () => {
      stopping.abort();
      await runner.stop();
      await pool.end();
    },
  };
}
