import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { systemBinaries } from '../../../server/src/platform/postgres/binaries.ts';
import { loginUrl, withClient } from '../../../server/src/platform/postgres/connection.ts';
import { initialise } from '../../../server/src/platform/postgres/initdb.ts';
import { type Place, startPostmaster, stopPostmaster } from '../../../server/src/platform/postgres/postmaster.ts';
import { isAlive } from '../../../server/src/platform/postgres/processes.ts';
import { unprivilegedRunner } from '../../../server/src/platform/postgres/unprivileged.ts';
import { DATABASE } from './earshot.ts';
import { openRelay, type Relay } from './relay.ts';

const run = promisify(execFile);
const PASSWORD = 'the-password-of-the-administrator';

export interface Login {
  role: string;
  password: string;
}

/** A primary and its streaming standby, each a cluster of its own on this machine. */
export interface Replicas {
  folder: string;
  /** What clients connect to: the primary at first, and what was promoted later. */
  front: Relay;
  /** What the standby hears its primary through. */
  link: Relay;
  /** kill -9 of the primary's first process; resolves when it is gone. */
  killPrimary(): Promise<void>;
  /** Makes the standby the primary, and leads clients to it. */
  promote(): Promise<void>;
  urlOf(port: number, login?: Login): string;
  standbyUrl(): string;
  remove(): Promise<void>;
}

/** How the primary waits for its standby before it says that something is committed, and how far away that is. */
export interface ReplicasOptions {
  isSynchronous: boolean;
  /** Between primary and standby, one way. */
  delayMs: number;
}

const COMMON = { cluster_name: '', wal_level: 'replica', max_wal_senders: '4', hot_standby: 'on' };

/** @throws Error where PostgreSQL 15 or later is not installed. */
export async function openReplicas({ isSynchronous, delayMs }: ReplicasOptions): Promise<Replicas> {
  const binaries = (await systemBinaries()).at(-1);
  if (!binaries) throw new Error('No PostgreSQL of version 15 or later is installed where distributions put it.');
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'earshot-failover-')));
  const runner = await unprivilegedRunner();
  mkdirSync(join(folder, 'sockets'));
  if (runner.id !== undefined) await run('chown', ['-R', String(runner.id), folder]);
  const placeOf = (name: string): Place => ({ binaries, runner, postgresFolder: join(folder, name), logFile: join(folder, `${name}.log`) });
  const [first, second] = [placeOf('first'), placeOf('second')];
  await initialise(first, PASSWORD);
  const primary = await startPostmaster(first, { ...COMMON, synchronous_standby_names: isSynchronous ? '*' : '' });
  const link = await openRelay(primary.port, { delayMs });
  const urlOf = (port: number, login: Login = { role: 'postgres', password: PASSWORD }) =>
    loginUrl(`postgres://127.0.0.1:${port}`, login, DATABASE);
  const copy = ['-D', second.postgresFolder, '-R', '-X', 'stream', '-h', '127.0.0.1', '-p', String(primary.port), '-U', 'postgres'];
  const [program, ...args] = [...runner.prefix, join(binaries.folder, 'pg_basebackup'), ...copy];
  await run(program, args, { uid: runner.id, gid: runner.id, env: { PATH: process.env.PATH, PGPASSWORD: PASSWORD } });
  const from = `host=127.0.0.1 port=${link.port} user=postgres password=${PASSWORD}`;
  appendFileSync(join(second.postgresFolder, 'postgresql.auto.conf'), `primary_conninfo = '${from}'\n`);
  const standby = await startPostmaster(second, COMMON);
  const front = await openRelay(primary.port);
  return {
    folder,
    front,
    link,
    urlOf,
    standbyUrl: () => urlOf(standby.port),
    async killPrimary() {
      process.kill(primary.pid, 'SIGKILL');
      while (isAlive(primary.pid)) await pause(5);
    },
    async promote() {
      await withClient(urlOf(standby.port), (client) => client.query('select pg_promote()'));
      front.leadTo(standby.port);
    },
    async remove() {
      await front.close();
      await link.close();
      for (const place of [first, second]) await stopPostmaster(place);
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
