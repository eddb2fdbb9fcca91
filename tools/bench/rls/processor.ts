import { readFileSync } from 'node:fs';

/**
 * Processor time a process has used so far, in milliseconds: the kernel counts it in nanoseconds, and what else runs on the machine takes
 * no part in it. Undefined where the kernel does not tell.
 */
export function processorMs(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return undefined;
  }
}
