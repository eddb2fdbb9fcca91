import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '../chance.ts';
import { isRunning, markOf } from './processes.ts';
import { refusal } from '../errors.ts';

const PATIENCE_MS = 180_000;
const PAUSE_MS = 50;

/**
 * Runs `work` while no other process, and nobody else in this one, does so for this data folder. The lock of a dead process is broken.
 * @throws Error when a live process keeps the lock for three minutes.
 */
export async function underStartLock<Result>(dataDir: string, work: () => Promise<Result>): Promise<Result> {
  const lock = join(dataDir, 'start.lock');
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await tryLock(lock))) {
    if (Date.now() > deadline) {
      const [pid] = ((await ownerOf(lock)) ?? 'unknown').split(' ');
      throw refusal(`Process ${pid} has been starting or stopping the database of ${dataDir} for three minutes. End it and try again.`);
    }
    await pause(PAUSE_MS);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function ownerOf(lock: string): Promise<string | undefined> {
  try {
    return await readFile(lock, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A link makes the lock together with its owner's name, or fails because it is there. */
async function makeLock(lock: string): Promise<boolean> {
  const draft = `${lock}.${newId()}`;
  const { pid, start } = await markOf(process.pid);
  await writeFile(draft, `${pid} ${start} ${newId()}`);
  try {
    await link(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Only the holder of a second lock may break a dead owner's, and only after it looked again: nobody can remove a lock that was taken since.
 */
async function tryLock(lock: string): Promise<boolean> {
  if (await makeLock(lock)) return true;
  const owner = await ownerOf(lock);
  if (owner === undefined) return false;
  const [pid, start] = owner.split(' ');
  if (await isRunning({ pid: Number(pid), start })) return false;
  const breaking = `${lock}.break`;
  if (!(await tryLock(breaking))) return false;
  try {
    if ((await ownerOf(lock)) === owner) await rm(lock);
  } finally {
    await rm(breaking, { force: true });
  }
  return false;
}
