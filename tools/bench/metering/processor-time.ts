import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of Linux: in so many parts of a second the kernel tells processor time. */
const TICKS = 100;

/** Processor time of a process and of what it waited for, in ticks, and whose child it is. */
function statOf(pid: string): { parent: number; own: number; waited: number } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    return { parent: fields[1], own: fields[11] + fields[12], waited: fields[13] + fields[14] };
  } catch {
    return undefined;
  }
}

/** The processor seconds that a server and all processes of its database have taken so far. */
export function processorSeconds(server: number, database: number): number {
  let ticks = (statOf(String(server))?.own ?? 0) + (statOf(String(database))?.waited ?? 0);
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(pid);
    if (stat && (stat.parent === database || Number(pid) === database)) ticks += stat.own;
  }
  return ticks / TICKS;
}

/** The process number of an installation's PostgreSQL. */
export function databaseProcess(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}
