import { execFileSync } from 'node:child_process';
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

/**
 * Keeps a process on one core, so that it plays no part in a comparison where each process is woken: on the core of its client, whose
 * memory is at hand, or on another. False where the system cannot.
 */
export function keepOnCore(pid: number, core: number): boolean {
  try {
    execFileSync('taskset', ['--cpu-list', '--pid', String(core), String(pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
