import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { whereabouts } from '../../../server/src/platform/postgres/processes.ts';
import type { Runner } from '../../../server/src/platform/postgres/unprivileged.ts';
import type { Relay } from '../failover/relay.ts';
import { dataFolderOf, etcdEnvironment, patroniText, type Seat } from './configuration.ts';
import { killAll, signal, withDescendants } from './processes.ts';

/** What stands in for a machine: an etcd, a Patroni, and the PostgreSQL that this one runs. */
export interface Machine {
  seat: Seat;
  /** What the other machines reach its PostgreSQL through. */
  link: Relay;
  /** Starts of etcd and Patroni what does not run, as a machine does that was switched on. */
  start(): void;
  /** kill -9 of Patroni alone; PostgreSQL goes on with nobody to keep it. */
  killPatroni(): Promise<void>;
  /** kill -9 of PostgreSQL, of its first process and of all others. */
  killDatabase(): Promise<void>;
  /** kill -9 of everything, as when the power goes. */
  kill(): Promise<void>;
  /** Stops Patroni and PostgreSQL where they are, without ending any connection; etcd goes on. */
  freeze(): Promise<void>;
  /** Lets it go on. */
  thaw(): void;
}

export interface MachineOptions {
  seats: readonly Seat[];
  runner: Runner;
  /** The folder of PostgreSQL's programs. */
  programs: string;
}

/** The first process of a PostgreSQL, by its own file; nothing when the process of that id is another one. */
async function postmasterOf(folder: string): Promise<number[]> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return [];
  const pid = Number.parseInt(readFileSync(file, 'utf8'));
  return pid > 0 && (await whereabouts(pid))?.folder === folder ? [pid] : [];
}

export function makeMachine(seat: Seat, link: Relay, { seats, runner, programs }: MachineOptions): Machine {
  const configuration = join(seat.folder, 'patroni.yaml');
  writeFileSync(configuration, patroniText(seat, seats, programs));
  let etcd: ChildProcess | undefined;
  let patroni: ChildProcess | undefined;
  let frozen: number[] = [];
  const launch = (name: string, words: readonly string[], more: Record<string, string>) => {
    const log = openSync(join(seat.folder, `${name}.log`), 'a');
    const [program, ...args] = [...runner.prefix, name, ...words];
    const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', ...more };
    const child = spawn(program, args, { stdio: ['ignore', log, log], cwd: seat.folder, uid: runner.id, gid: runner.id, env });
    closeSync(log);
    return child;
  };
  const running = (child: ChildProcess | undefined) =>
    child?.pid !== undefined && child.exitCode === null && child.signalCode === null ? [child.pid] : [];
  const database = () => postmasterOf(dataFolderOf(seat));
  return {
    seat,
    link,
    start() {
      if (running(etcd).length === 0) etcd = launch('etcd', [], etcdEnvironment(seat, seats));
      if (running(patroni).length === 0) patroni = launch('patroni', [configuration], {});
    },
    killPatroni: async () => killAll(running(patroni)),
    killDatabase: async () => killAll(withDescendants(await database())),
    kill: async () => killAll(withDescendants([...running(etcd), ...running(patroni), ...(await database())])),
    async freeze() {
      frozen = withDescendants([...running(patroni), ...(await database())]);
      signal(frozen, 'SIGSTOP');
    },
    thaw() {
      signal(frozen, 'SIGCONT');
      frozen = [];
    },
  };
}
