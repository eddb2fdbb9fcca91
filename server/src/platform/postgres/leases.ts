import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../chance.ts';
import { isRunning, markOf } from './processes.ts';

/** Says in the data folder that this process uses the database. Resolves with the lease, a file; one process may hold several. */
export async function takeLease(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'leases');
  const { pid, start } = await markOf(process.pid);
  await mkdir(folder, { recursive: true });
  const lease = join(folder, `${pid}.${start}.${newId()}`);
  await writeFile(lease, '');
  return lease;
}

/** Gives a lease back. */
export async function dropLease(lease: string): Promise<void> {
  await rm(lease, { force: true });
}

/** True while a live process holds a lease; what dead processes left is removed. */
export async function isLeased(dataDir: string): Promise<boolean> {
  const folder = join(dataDir, 'leases');
  if (!existsSync(folder)) return false;
  let found = false;
  for (const name of await readdir(folder)) {
    const [pid, start] = name.split('.');
    if (await isRunning({ pid: Number(pid), start })) found = true;
    else await rm(join(folder, name), { force: true });
  }
  return found;
}
