import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { programEnvironment } from './environment.ts';
import { isAlive, isRunning, markOf, whereabouts } from './processes.ts';
import type { Runner } from './unprivileged.ts';
import { refusal } from '../errors.ts';

/** One data folder of PostgreSQL, the programs that serve it, and where they log. */
export interface Place {
  binaries: Binaries;
  runner: Runner;
  /** A real path, without links. */
  postgresFolder: string;
  logFile: string;
}

/** A PostgreSQL server that accepts connections to its data folder. */
export interface Postmaster {
  pid: number;
  port: number;
}

const START_MS = 60_000;
const STOP_MS = 60_000;
const LOG_BYTES = 16 * 1024 * 1024;
const TAIL_LINES = 8;

/** For two cores and a few GB of memory; everything that keeps acknowledged rows safe is on. */
const SERVER_SETTINGS = {
  cluster_name: 'earshot',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  max_wal_size: '2GB',
  shared_buffers: '256MB',
  work_mem: '32MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '2GB',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %u@%d ',
};

async function pidFileLines(place: Place): Promise<string[] | undefined> {
  const file = join(place.postgresFolder, 'postmaster.pid');
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    // A server that starts or stops takes the file away between two looks.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What PostgreSQL itself says in its pid file: the id on the first line, the port on the fourth, its state on the eighth. */
async function readPidFile(place: Place): Promise<(Postmaster & { isReady: boolean }) | undefined> {
  const lines = await pidFileLines(place);
  if (!lines || !(Number(lines[0]) > 0)) return undefined;
  return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

/** A postmaster works in its data folder; a process that got the id of a dead one works elsewhere. */
async function serves(pid: number, place: Place): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const found = await whereabouts(pid);
  if (found?.folder !== undefined) return found.folder === place.postgresFolder;
  return found?.commandLine === undefined || found.commandLine.includes(place.postgresFolder);
}

async function logSize(place: Place): Promise<number> {
  return existsSync(place.logFile) ? (await stat(place.logFile)).size : 0;
}

/** The last lines of the server's log, at most what was written since it had `from` bytes. */
export async function logTail(place: Place, from = 0): Promise<string> {
  const text = existsSync(place.logFile) ? (await readFile(place.logFile)).subarray(from).toString('utf8') : '';
  return text.trim().split('\n').slice(-TAIL_LINES).join('\n');
}

/**
 * PostgreSQL looks after what a dead server left, and refuses while anything of that server still runs; it only has to see that the id is
 * not the server's.
 */
async function disown(place: Place): Promise<void> {
  const lines = await pidFileLines(place);
  if (lines) await writeFile(join(place.postgresFolder, 'postmaster.pid'), [String(process.pid), ...lines.slice(1)].join('\n'));
}

/**
 * The postmaster that serves this place already, whoever started it, once it is ready; undefined when none does.
 * @throws Error when it is not ready within a minute.
 */
export async function findPostmaster(place: Place): Promise<Postmaster | undefined> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const found = await readPidFile(place);
    if (!found || !isAlive(found.pid)) return undefined;
    if (!(await serves(found.pid, place))) {
      await disown(place);
      return undefined;
    }
    if (found.isReady) return { pid: found.pid, port: found.port };
    if (Date.now() > deadline)
      throw refusal(`PostgreSQL (process ${found.pid}) has not become ready within a minute. Its log ends with:\n${await logTail(place)}`);
    await pause(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw refusal('No free port could be found on 127.0.0.1.');
  return address.port;
}

interface Launched {
  child: ChildProcess;
  /** Why the program could not even be run; undefined when it could. */
  failure(): string | undefined;
}

async function launch(place: Place, port: number, settings: Record<string, string>): Promise<Launched> {
  const { prefix, id } = place.runner;
  const options = Object.entries({ ...SERVER_SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const postgres = join(place.binaries.folder, 'postgres');
  const [program, ...args] = [...prefix, postgres, '-D', place.postgresFolder, '-p', String(port), ...options];
  if ((await logSize(place)) > LOG_BYTES) await rename(place.logFile, `${place.logFile}.1`);
  const log = await open(place.logFile, 'a', 0o600);
  try {
    const env = programEnvironment();
    const child = spawn(program, args, { detached: true, stdio: ['ignore', log.fd, log.fd], uid: id, gid: id, env });
    let error: Error | undefined;
    child.once('error', (cause) => (error = cause));
    child.unref();
    return { child, failure: () => error?.message };
  } finally {
    await log.close();
  }
}

/** Waits until the child serves the place; resolves with why not when it ended instead. */
async function outcome({ child, failure }: Launched, place: Place, logFrom: number): Promise<Postmaster | { failure: string }> {
  const deadline = Date.now() + START_MS;
  while (failure() === undefined && child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const found = await readPidFile(place);
    if (found?.isReady && found.pid === child.pid) return { pid: found.pid, port: found.port };
    await pause(20);
  }
  return { failure: failure() ?? (await logTail(place, logFrom)) };
}

/**
 * Starts a postmaster on a free loopback port, in a session of its own so that a terminal's Ctrl-C does not reach it, and resolves when it
 * accepts connections. `settings` replace single server settings.
 * @throws Error with the last lines of PostgreSQL's log.
 */
export async function startPostmaster(place: Place, settings: Record<string, string> = {}): Promise<Postmaster> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const logFrom = await logSize(place);
    const launched = await launch(place, await freePort(), settings);
    const result = await outcome(launched, place, logFrom);
    if ('port' in result) return result;
    // Another program took the port, or a killed server's sessions have not noticed yet that it is gone.
    const isPassing = /could not bind|Address already in use|pre-existing shared memory block/.test(result.failure);
    if (!isPassing || Date.now() > deadline)
      throw refusal(`The embedded PostgreSQL did not start. Its log, ${place.logFile}, ends with:\n${result.failure}`);
    await pause(200);
  }
}

/**
 * Stops the postmaster of this place and waits until it is gone; does nothing when none runs. Open sessions end, their transactions roll
 * back.
 * @throws Error when it does not stop within a minute.
 */
export async function stopPostmaster(place: Place): Promise<void> {
  const found = await readPidFile(place);
  if (!found || !(await serves(found.pid, place))) return;
  const mark = await markOf(found.pid);
  process.kill(found.pid, 'SIGINT');
  const deadline = Date.now() + STOP_MS;
  while (await isRunning(mark)) {
    if (Date.now() > deadline) throw refusal(`PostgreSQL (process ${found.pid}) did not stop within a minute.`);
    await pause(10);
  }
}

/** True when both name one folder, whatever links lead to it. */
export async function isSameFolder(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([realpath(one), realpath(other)]);
  return first === second;
}
