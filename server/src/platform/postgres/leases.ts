import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** True while a process of this id runs, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, as the kernel counts; tells a process from a later one of the same id. Empty where the kernel does not say. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return '';
  }
}

async function isSameProcess(pid: number, start: string): Promise<boolean> {
  return isAlive(pid) && (await startOf(pid)) === start;
}

/** Says in the data folder that this process uses the database. */
export async function takeLease(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'leases');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, String(process.pid)), await startOf(process.pid));
}

/** Takes this process's lease back and tells whether another live process still holds one; leases of dead processes are removed. */
export async function dropLease(dataDir: string): Promise<{ othersRemain: boolean }> {
  const folder = join(dataDir, 'leases');
  await rm(join(folder, String(process.pid)), { force: true });
  let othersRemain = false;
  for (const name of await readdir(folder)) {
    const start = await readFile(join(folder, name), 'utf8');
    if (await isSameProcess(Number(name), start)) othersRemain = true;
    else await rm(join(folder, name), { force: true });
  }
  return { othersRemain };
}

/** Runs `work` while no other process does so for this data folder; a lock left by a dead process is broken. */
export async function underLock<Result>(dataDir: string, work: () => Promise<Result>): Promise<Result> {
  const lock = join(dataDir, 'start.lock');
  await mkdir(dataDir, { recursive: true });
  while (!(await tryLock(lock))) await pause(50);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function tryLock(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, `${process.pid} ${await startOf(process.pid)}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const [pid, start] = await readFile(lock, 'utf8').then(
    (text) => text.split(' '),
    () => ['', ''],
  );
  if (pid !== '' && !(await isSameProcess(Number(pid), start ?? ''))) await rm(lock, { force: true });
  return false;
}
