import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * One process for as long as it lives: its id, and when it started as the kernel counts, which a later process of the same id does not
 * share.
 */
export interface ProcessMark {
  pid: number;
  /** Empty where the system does not say. */
  start: string;
}

/** True while a process of this id runs, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * A process's state and start, from proc(5): the second field is the program's name in brackets and may hold anything; the state is the
 * first field after it, the start time the 20th. Both are empty where the system does not say.
 */
async function readStat(pid: number): Promise<{ state: string; start: string }> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], start: fields[19] };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return { state: '', start: '' };
  }
}

/** The mark of the process that has this id now. */
export async function markOf(pid: number): Promise<ProcessMark> {
  return { pid, start: (await readStat(pid)).start };
}

/** True while the very process of the mark runs; one that has ended counts as gone even before its parent has asked how. */
export async function isRunning(mark: ProcessMark): Promise<boolean> {
  if (!isAlive(mark.pid)) return false;
  const { state, start } = await readStat(mark.pid);
  return start === mark.start && state !== 'Z' && state !== 'X';
}

/** The folder a process works in, or failing that its command line; undefined where the system tells neither. */
export async function whereabouts(pid: number): Promise<{ folder?: string; commandLine?: string } | undefined> {
  if (!existsSync('/proc/self')) {
    return run('ps', ['-p', String(pid), '-o', 'args=']).then(
      ({ stdout }) => ({ commandLine: stdout.trim() }),
      () => undefined,
    );
  }
  return readlink(`/proc/${pid}/cwd`).then(
    (folder) => ({ folder }),
    () =>
      readFile(`/proc/${pid}/cmdline`, 'utf8').then(
        (text) => ({ commandLine: text.replaceAll('\0', ' ') }),
        () => undefined,
      ),
  );
}
