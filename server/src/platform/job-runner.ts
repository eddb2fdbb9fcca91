import { setTimeout as pause } from 'node:timers/promises';
import type { Runner } from 'graphile-worker';
import type { Logger } from './log.ts';

/** The jobs that are under way. */
type Running = ReadonlyMap<string, Promise<unknown>>;

/**
 * Resolves when a runner has ended, and also when it has been about to for `endMs` with no job under way: one of graphile-worker 0.18
 * never ends to which it happened twice that the end of a job could not be written down. Rejects with what ended it.
 */
function endOf({ events, promise }: Runner, running: Running, endMs: number): Promise<void> {
  const stuck = new Promise<void>((resolve) => {
    const waitForJobs = async () => {
      await Promise.all(running.values());
      await pause(endMs, undefined, { ref: false });
      resolve();
    };
    events.once('pool:gracefulShutdown', () => void waitForJobs());
  });
  return Promise.race([promise, stuck]);
}

interface KeepOptions {
  stopping: AbortSignal;
  log: Logger;
  restartMs?: number;
  endMs?: number;
}

/** A runner that is started again, after a pause, whenever it ends before `stopping` aborts, as it does when the database goes away. */
export async function keepRunning(
  start: () => Promise<Runner>,
  running: Running,
  { stopping, log, restartMs = 1_000, endMs = 5_000 }: KeepOptions,
) {
  let runner = await start();
  let end = endOf(runner, running, endMs);
  let isUp = true;
  const ended = (async () => {
    while (!stopping.aborted) {
      await (isUp ? end : Promise.resolve()).catch((error: unknown) => log.error({ err: error }, 'the job runner ended'));
      isUp = false;
      if (stopping.aborted) return;
      // One that is stuck lets go of what it holds; one that has ended says that it has.
      runner.stop().catch(() => undefined);
      await pause(restartMs, undefined, { signal: stopping }).catch(() => undefined);
      try {
        if (!stopping.aborted) runner = await start();
        end = endOf(runner, running, endMs);
        isUp = !stopping.aborted;
      } catch (error) {
        log.warn({ err: error }, 'the job runner cannot start; it is started again shortly');
      }
    }
  })();
  return {
    current: () => runner,
    stop: async () => {
      if (isUp) await Promise.race([runner.stop().catch(() => end), end]).catch(() => undefined);
      await ended;
    },
  };
}
