import { globSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning, markOf } from '../../../server/src/platform/postgres/processes.ts';

/** Who started whom, as proc(5) has it. */
function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const file of globSync('/proc/[0-9]*/stat')) {
    try {
      const text = readFileSync(file, 'utf8');
      found.set(Number.parseInt(text), Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended between two looks.
    }
  }
  return found;
}

/** These processes and all that they started, and so on; parents before children. */
export function withDescendants(roots: readonly number[]): number[] {
  const all = [...roots];
  const of = [...parents()];
  for (const one of all) all.push(...of.filter(([pid, parent]) => parent === one && !all.includes(pid)).map(([pid]) => pid));
  return all;
}

export function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended.
    }
  }
}

/** kill -9 of them all; resolves when they are gone. */
export async function killAll(pids: readonly number[]): Promise<void> {
  const marks = await Promise.all(pids.map(markOf));
  signal(pids, 'SIGKILL');
  for (const mark of marks) while (await isRunning(mark)) await pause(5);
}

/** Resolves with what `look` finds. @throws Error when it has found nothing within so many seconds. */
export async function until<Found>(what: string, seconds: number, look: () => Promise<Found | undefined>): Promise<Found> {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await pause(50);
  }
}
