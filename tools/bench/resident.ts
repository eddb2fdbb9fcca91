import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export const SAMPLE_EVERY_MS = 200;
const run = promisify(execFile);

/** Follows a process's resident memory. */
interface Watch {
  /** Stops and resolves with the most megabytes seen. */
  stop(): Promise<number>;
  /** Megabytes now and since the beginning, one figure every `SAMPLE_EVERY_MS` and some. */
  seen: readonly number[];
}

async function residentMegabytes(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({ stdout: '0' }));
  return Number(stdout) / 1_024;
}

/** Begins to follow a process's memory. */
export function watchMemory(pid: number): Watch {
  let isStopped = false;
  const seen: number[] = [];
  const watching = (async () => {
    while (!isStopped) {
      seen.push(await residentMegabytes(pid));
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_EVERY_MS));
    }
  })();
  return {
    stop: async () => {
      isStopped = true;
      await watching;
      return seen.reduce((most, one) => Math.max(most, one), 0);
    },
    seen,
  };
}
