import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openLog } from '../src/platform/log.ts';
import { type Cluster, type ClusterOptions, openCluster } from '../src/platform/postgres/cluster.ts';
import { isRunning, markOf, type ProcessMark } from '../src/platform/postgres/processes.ts';

export const SECRET_KEY = 'the-secret-of-one-data-folder-in-a-test';

/** A new folder under the system's temporary one; the caller removes it. */
export function newDataFolder(owner?: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-data-'));
  if (owner !== undefined) chownSync(folder, owner, owner);
  return folder;
}

/** A new folder that is gone when the test is over, with whatever database still runs in it. */
export function dataFolderOfTest(owner?: number): string {
  const folder = newDataFolder(owner);
  onTestFinished(() => removeDataFolder(folder));
  return folder;
}

/** Ends what still runs in a data folder and removes it. */
export function removeDataFolder(folder: string): void {
  const pid = existsSync(pidFile(folder)) ? Number(readFileSync(pidFile(folder), 'utf8').split('\n')[0]) : 0;
  if (pid > 0 && pid !== process.pid && readFileSyncOr(`/proc/${pid}/cmdline`).includes(folder)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function readFileSyncOr(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

export function pidFile(dataDir: string): string {
  return join(dataDir, 'postgres', 'postmaster.pid');
}

/** The postmaster that the data folder's pid file names. */
export async function postmasterOf(dataDir: string): Promise<ProcessMark> {
  return markOf(Number(readFileSync(pidFile(dataDir), 'utf8').split('\n')[0]));
}

/** Opens a data folder's database in this process, as a test usually wants it. */
export function openTestCluster(dataDir: string, more: Partial<ClusterOptions> = {}): Promise<Cluster> {
  return openCluster({ dataDir, secretKey: SECRET_KEY, log: openLog('silent'), ...more });
}

/** True when nothing of a database runs in the folder and it says so itself. */
export async function isAtRest(dataDir: string, postmaster: ProcessMark): Promise<boolean> {
  return !existsSync(pidFile(dataDir)) && !(await isRunning(postmaster));
}
