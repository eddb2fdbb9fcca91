import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemBinaries } from '../../../server/src/platform/postgres/binaries.ts';
import { loginUrl, withClient } from '../../../server/src/platform/postgres/connection.ts';
import { unprivilegedRunner } from '../../../server/src/platform/postgres/unprivileged.ts';
import { APP, DATABASE, type Installation } from '../failover/earshot.ts';
import { openRelay, type Relay } from '../failover/relay.ts';
import { freePort } from '../proxy/nginx.ts';
import { haproxyText, loginsOf, type Seat } from './configuration.ts';
import { type Machine, makeMachine } from './machine.ts';
import { until } from './processes.ts';

const NAMES = ['machine-1', 'machine-2', 'machine-3'];
const ASK_MS = 1_000;
const SETTLING_SECONDS = 180;

/** What Patroni says of a machine. */
interface Member {
  name: string;
  role: string;
  state: string;
  timeline?: number;
}

/** Three machines with a database that Patroni keeps, and the HAProxy through which Earshot reaches whichever is the primary. */
export interface Cluster {
  machines: readonly Machine[];
  installation: Installation;
  /** The address of one machine's own PostgreSQL, for the superuser. */
  urlOf(machine: Machine, database?: string): string;
  /** Resolves with the machine that says it is the primary, once one does that is not `but`. */
  primary(but?: Machine): Promise<Machine>;
  /** Resolves when the others follow the primary, and one synchronously if the cluster is to be synchronous. */
  settled(): Promise<void>;
  /** Resolves when the standbys have done what the primary has. */
  caughtUp(): Promise<void>;
  /** Changes what Patroni keeps to. */
  configure(change: Record<string, unknown>): Promise<void>;
  remove(): Promise<void>;
}

async function openSeat(folder: string, name: string): Promise<{ seat: Seat; link: Relay }> {
  const own = join(folder, name);
  mkdirSync(own);
  const postgres = await freePort();
  const link = await openRelay(postgres);
  const ports = { postgres, link: link.port, rest: await freePort(), etcd: await freePort(), peer: await freePort() };
  return { seat: { name, folder: own, ports }, link };
}

const ask = (machine: Machine, path: string, more: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${machine.seat.ports.rest}${path}`, { ...more, signal: AbortSignal.timeout(ASK_MS) });

async function membersBy(machines: readonly Machine[]): Promise<Member[]> {
  const response = await Promise.any(machines.map((machine) => ask(machine, '/cluster')));
  return ((await response.json()) as { members: Member[] }).members;
}

async function isSettled(machines: readonly Machine[], isSynchronous: boolean): Promise<true | undefined> {
  const members = await membersBy(machines);
  const timelines = new Set(members.map(({ timeline }) => timeline));
  const count = (wanted: string) => members.filter(({ role, state }) => role === wanted && /^(running|streaming)$/.test(state)).length;
  const standbys = isSynchronous ? count('sync_standby') === 1 && count('replica') === 1 : count('replica') === 2;
  return members.length === machines.length && timelines.size === 1 && count('leader') === 1 && standbys ? true : undefined;
}

async function lsn(url: string, expression: string): Promise<bigint> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ at: string }>(`select (${expression} - '0/0')::text as at`);
    return BigInt(rows[0].at);
  });
}

function startProxy(folder: string, port: number, seats: readonly Seat[]): ChildProcess {
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, haproxyText(port, seats));
  execFileSync('haproxy', ['-c', '-q', '-f', file], { stdio: 'inherit' });
  return spawn('haproxy', ['-db', '-q', '-f', file], { stdio: 'ignore' });
}

async function answersAsPrimary(machine: Machine): Promise<boolean> {
  return ask(machine, '/primary').then(
    ({ ok }) => ok,
    () => false,
  );
}

/** @throws Error when none says so in three minutes. */
function findPrimary(machines: readonly Machine[], but?: Machine): Promise<Machine> {
  return until(`a primary${but ? ' other than before' : ''}`, SETTLING_SECONDS, async () => {
    const others = machines.filter((machine) => machine !== but);
    const answers = await Promise.all(others.map(answersAsPrimary));
    return others.find((_, place) => answers[place]);
  });
}

async function makeMachines(folder: string): Promise<Machine[]> {
  const binaries = (await systemBinaries()).at(-1);
  if (!binaries) throw new Error('No PostgreSQL of version 15 or later is installed where distributions put it.');
  const runner = await unprivilegedRunner();
  const opened: Awaited<ReturnType<typeof openSeat>>[] = [];
  for (const name of NAMES) opened.push(await openSeat(folder, name));
  const options = { seats: opened.map(({ seat }) => seat), runner, programs: binaries.folder };
  const machines = opened.map(({ seat, link }) => makeMachine(seat, link, options));
  if (runner.id !== undefined) execFileSync('chown', ['-R', String(runner.id), folder]);
  return machines;
}

async function orderPatroni(primary: Machine, change: Record<string, unknown>): Promise<void> {
  const { username, password } = loginsOf().rest;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const response = await ask(primary, '/config', { method: 'PATCH', headers: { authorization }, body: JSON.stringify(change) });
  if (!response.ok) throw new Error(`Patroni answered ${response.status} to a change of its configuration`);
}

async function removeAll(folder: string, machines: readonly Machine[], proxy: ChildProcess): Promise<void> {
  for (const machine of machines) await machine.kill();
  for (const { link } of machines) await link.close();
  if (proxy.exitCode === null) {
    proxy.kill('SIGTERM');
    await once(proxy, 'exit');
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** @throws Error where PostgreSQL 15 or later is not installed. */
export async function openCluster(): Promise<Cluster> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'earshot-promotion-')));
  const machines = await makeMachines(folder);
  const port = await freePort();
  const proxy = startProxy(
    folder,
    port,
    machines.map(({ seat }) => seat),
  );
  const { superuser } = loginsOf();
  const front = `postgres://127.0.0.1:${port}`;
  const urlOf = (machine: Machine, database = DATABASE) =>
    loginUrl(`postgres://127.0.0.1:${machine.seat.ports.postgres}`, superuser, database);
  let isSynchronous = true;
  for (const machine of machines) machine.start();
  return {
    machines,
    installation: { folder, appUrl: loginUrl(front, APP, DATABASE), superuserUrl: loginUrl(front, superuser, DATABASE) },
    urlOf,
    primary: (but) => findPrimary(machines, but),
    async settled() {
      await until('every machine in its place', SETTLING_SECONDS, () => isSettled(machines, isSynchronous));
    },
    async caughtUp() {
      const target = await lsn(urlOf(await findPrimary(machines), 'postgres'), 'pg_current_wal_lsn()');
      const reached = 'case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end';
      const isThere = async (machine: Machine) => ((await lsn(urlOf(machine, 'postgres'), reached)) >= target ? true : undefined);
      for (const machine of machines) await until(`${machine.seat.name} as far as the primary`, SETTLING_SECONDS, () => isThere(machine));
    },
    async configure(change) {
      await orderPatroni(await findPrimary(machines), change);
      if (typeof change.synchronous_mode === 'boolean') isSynchronous = change.synchronous_mode;
    },
    remove: () => removeAll(folder, machines, proxy),
  };
}
