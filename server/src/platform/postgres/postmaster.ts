import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { isAlive } from './leases.ts';

const run = promisify(execFile);

/** One data folder of PostgreSQL, the programs that serve it, and where they log. */
export interface Place {
  binaries: Binaries;
  postgresFolder: string;
  logFile: string;
}

const NOBODY = 65_534;
const START_MS = 60_000;
const STOP_MS = 60_000;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  jit: 'off',
  max_connections: '60',
  shared_buffers: '256MB',
  work_mem: '32MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '2GB',
  max_wal_size: '2GB',
  wal_compression: 'on',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '0',
  timezone: 'UTC',
};

let unshareWorks: Promise<boolean> | undefined;

/** PostgreSQL refuses to run as root: there it gets a user namespace in which root is nobody, or failing that the user nobody. */
async function unprivileged(program: string, args: string[]): Promise<{ command: string; args: string[]; uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return { command: program, args };
  const mapping = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];
  unshareWorks ??= run('unshare', [...mapping, 'true']).then(
    () => true,
    () => false,
  );
  if (await unshareWorks) return { command: 'unshare', args: [...mapping, program, ...args] };
  return { command: program, args, uid: NOBODY, gid: NOBODY };
}

async function logTail(logFile: string): Promise<string> {
  const text = existsSync(logFile) ? await readFile(logFile, 'utf8') : '';
  return text.trim().split('\n').slice(-6).join('\n');
}

/**
 * Makes a new data folder when there is none; true when it did.
 * @throws Error when the folder belongs to another major version, or cannot be made.
 */
export async function initialise(place: Place, superuserPassword: string): Promise<boolean> {
  const versionFile = join(place.postgresFolder, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const found = (await readFile(versionFile, 'utf8')).trim();
    if (found === String(place.binaries.major)) return false;
    throw new Error(
      `The data folder ${place.postgresFolder} was made by PostgreSQL ${found}, and this is PostgreSQL ${place.binaries.major}. ` +
        'Start the version of Earshot that made it and move the data over, or set EARSHOT_DATA_DIR to another folder.',
    );
  }
  const passwordFile = join(dirname(place.postgresFolder), 'initdb.password');
  await rm(place.postgresFolder, { recursive: true, force: true });
  await mkdir(place.postgresFolder, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, superuserPassword, { mode: 0o600 });
  const options = ['-D', place.postgresFolder, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const launch = await unprivileged(join(place.binaries.folder, 'initdb'), [
    ...options,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ]);
  try {
    if (launch.uid !== undefined) await Promise.all([chown(place.postgresFolder, NOBODY, NOBODY), chown(passwordFile, NOBODY, NOBODY)]);
    await run(launch.command, launch.args, { uid: launch.uid, gid: launch.gid });
  } catch (cause) {
    await rm(place.postgresFolder, { recursive: true, force: true });
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new Error(`PostgreSQL could not make its data folder ${place.postgresFolder}: ${said}`, { cause });
  } finally {
    await rm(passwordFile, { force: true });
  }
  return true;
}

async function readPidFile(place: Place): Promise<{ pid: number; port: number } | undefined> {
  const file = join(place.postgresFolder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = (await readFile(file, 'utf8')).split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

/** True when the process is a postmaster of this folder, as far as the kernel tells; an id that was given to another program is not. */
async function isPostmaster(pid: number, place: Place): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const file = `/proc/${pid}/cmdline`;
  if (!existsSync(file)) return process.platform !== 'linux';
  return (await readFile(file, 'utf8')).includes(place.postgresFolder);
}

/**
 * The port of the postmaster that serves this folder already, whoever started it; undefined when there is none. What a dead one left behind is
 * cleared. `isReady` says whether a port answers as this folder's database.
 */
export async function findPostmaster(place: Place, isReady: (port: number) => Promise<boolean>): Promise<number | undefined> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const found = await readPidFile(place);
    if (!found) return undefined;
    if (!(await isPostmaster(found.pid, place))) {
      await rm(join(place.postgresFolder, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (found.port > 0 && (await isReady(found.port))) return found.port;
    if (Date.now() > deadline) {
      const hint = 'If it belongs to this folder, EARSHOT_SECRET_KEY may not be the one it was made with.';
      throw new Error(
        `PostgreSQL (process ${found.pid}) runs on ${place.postgresFolder} but does not let us in. ${hint}\n${await logTail(place.logFile)}`,
      );
    }
    await pause(100);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port could be found on 127.0.0.1');
  return address.port;
}

async function launchPostmaster(place: Place, port: number): Promise<ChildProcess> {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const launch = await unprivileged(join(place.binaries.folder, 'postgres'), ['-D', place.postgresFolder, '-p', String(port), ...settings]);
  const log = await open(place.logFile, 'a', 0o600);
  try {
    const stdio = ['ignore', log.fd, log.fd] as const;
    const child = spawn(launch.command, launch.args, { detached: true, stdio: [...stdio], uid: launch.uid, gid: launch.gid });
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** Starts a postmaster on a free loopback port, in a session of its own, and resolves with the port when it answers as this folder's database. */
export async function startPostmaster(place: Place, isReady: (port: number) => Promise<boolean>): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const child = await launchPostmaster(place, port);
    let failure: Error | undefined;
    child.once('error', (error) => (failure = error));
    const deadline = Date.now() + START_MS;
    while (failure === undefined && child.exitCode === null && Date.now() < deadline) {
      if (await isReady(port)) return port;
      await pause(25);
    }
    const tail = failure?.message ?? (await logTail(place.logFile));
    if (attempt < 3 && /could not bind|Address already in use/.test(tail)) continue;
    throw new Error(`The embedded PostgreSQL did not start. Its log, ${place.logFile}, ends with:\n${tail}`);
  }
}

/** Stops the postmaster of this folder (fast shutdown) and waits until it is gone; does nothing when none runs. */
export async function stopPostmaster(place: Place): Promise<void> {
  const found = await readPidFile(place);
  if (!found || !(await isPostmaster(found.pid, place))) return;
  process.kill(found.pid, 'SIGINT');
  const deadline = Date.now() + STOP_MS;
  while (isAlive(found.pid)) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${found.pid}) did not stop within a minute.`);
    await pause(20);
  }
}
