import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type pg from 'pg';
import { embeddedBinaries } from '../../../server/src/platform/postgres/binaries.ts';
import { loginUrl, withClient } from '../../../server/src/platform/postgres/connection.ts';
import { initialise } from '../../../server/src/platform/postgres/initdb.ts';
import { findPostmaster, type Place, startPostmaster, stopPostmaster } from '../../../server/src/platform/postgres/postmaster.ts';
import { handOver, letThrough, unprivilegedRunner } from '../../../server/src/platform/postgres/unprivileged.ts';
import { addressOf, type Command, type Ended, environmentWith, launchCommand } from '../crash/site.ts';
import { openRelay, type Relay } from '../failover/relay.ts';

const ADMINISTRATOR = { role: 'postgres', password: 'the-password-of-the-administrator' };
const APP = { role: 'app', password: 'of-the-login-app' };
const DATABASE = 'earshot';
const COMMON = { cluster_name: '', max_connections: '80' };

const run = promisify(execFile);

export interface GroundOptions {
  /** Holds the database; one of its own by default. */
  databaseFolder?: string | undefined;
  /** The data folder of the server; one of its own by default. */
  dataDir?: string | undefined;
  /** Further settings of the server. */
  settings?: Record<string, string>;
  /** Further settings of the database. */
  databaseSettings?: Record<string, string>;
  /** Is shown what the database answers the server, before it is passed on. */
  onAnswer?: (part: Buffer) => void;
}

/** A server in a process of its own, and its PostgreSQL behind a relay: what a drill does its harm to. */
export interface Ground {
  dataDir: string;
  relay: Relay;
  /** Where the server answers; waits while there is none. */
  address(): Promise<string>;
  /** The id of the server's process. */
  pid(): number;
  /** What the server has logged. */
  log(): string;
  start(): Promise<void>;
  /** Ends the server by a signal. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; seconds: number }>;
  /** Resolves when the server's process ended by itself or by a signal. */
  ended(): Promise<Ended>;
  launch(words: readonly string[]): Command;
  superuserUrl(): string;
  /** Asks the database as its superuser, past the relay. */
  ask<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Whether the database's first process lives. */
  databaseRuns(): Promise<boolean>;
  /** Starts the database where it does not run, as a service manager does; false when it cannot run. */
  keepDatabase(): Promise<boolean>;
  remove(): Promise<void>;
}

interface Cluster {
  place: Place;
  port: number;
  settings: Record<string, string>;
}

async function placeIn(folder: string): Promise<Place> {
  const runner = await unprivilegedRunner();
  await letThrough(runner, folder);
  const binaries = await embeddedBinaries();
  return { binaries, runner, postgresFolder: join(folder, 'postgres'), logFile: join(folder, 'postgres.log') };
}

/** A migrated database that does not run, to copy; made once. */
let template: Promise<string> | undefined;

async function makeTemplate(): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'earshot-faults-template-')));
  const place = await placeIn(folder);
  await initialise(place, ADMINISTRATOR.password);
  await handOver(place.runner, place.postgresFolder);
  const { port } = await startPostmaster(place, COMMON);
  try {
    await withClient(urlOf(port, ADMINISTRATOR, 'postgres'), (client) =>
      client.query(`create database ${DATABASE} encoding 'UTF8' template template0`),
    );
    const urls = { DATABASE_URL: urlOf(port, APP), DATABASE_OWNER_URL: urlOf(port) };
    const migrating = launchCommand(['migrate'], { env: environmentOf(join(folder, 'data'), urls), cwd: folder });
    const { code, err } = await migrating.ended;
    if (code !== 0) throw new Error(`the database could not be migrated:\n${err}`);
  } finally {
    await stopPostmaster(place);
  }
  return folder;
}

/** Forgets the database that all others are copies of. */
export async function removeTemplate(): Promise<void> {
  const folder = await template?.catch(() => undefined);
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

async function openCluster(folder: string, databaseSettings: Record<string, string> = {}): Promise<Cluster> {
  template ??= makeTemplate();
  const place = await placeIn(folder);
  await run('cp', ['-a', join(await template, 'postgres'), place.postgresFolder]);
  const settings = { ...COMMON, ...databaseSettings };
  const { port } = await startPostmaster(place, settings);
  return { place, port, settings };
}

function environmentOf(dataDir: string, settings: Record<string, string>): NodeJS.ProcessEnv {
  return environmentWith({
    EARSHOT_DATA_DIR: dataDir,
    EARSHOT_SECRET_KEY: 'the-secret-of-an-installation-of-a-drill',
    EARSHOT_DEMO: '0',
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...settings,
  });
}

const urlOf = (port: number, login = ADMINISTRATOR, database = DATABASE) => loginUrl(`postgres://127.0.0.1:${port}`, login, database);

/** The server of a ground, in a process of its own. */
function serverIn(cwd: string, env: NodeJS.ProcessEnv) {
  let up = Promise.withResolvers<string>();
  let server: Command | undefined;
  let log = '';
  const running = (): Command => {
    if (!server) throw new Error('no server runs');
    return server;
  };
  const launch = (words: readonly string[]) => launchCommand(words, { env, cwd });
  return {
    launch,
    address: () => up.promise,
    pid: () => running().child.pid ?? 0,
    log: () => log,
    ended: () => running().ended,
    runs: () => server?.child.exitCode === null && server.child.signalCode === null,
    async start() {
      server = launch(['serve', '--json']);
      server.child.stderr?.on('data', (part: Buffer) => (log += part.toString()));
      up.resolve(await addressOf(server));
    },
    async end(signal: NodeJS.Signals) {
      const from = performance.now();
      const { child, ended } = running();
      up = Promise.withResolvers();
      child.kill(signal);
      const { code } = await ended;
      return { code, seconds: (performance.now() - from) / 1_000 };
    },
  };
}

/** Makes an installation in a new folder and starts it. */
export async function openGround(options: GroundOptions = {}): Promise<Ground> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'earshot-faults-')));
  const cluster = await openCluster(options.databaseFolder ?? folder, options.databaseSettings);
  const relay = await openRelay(cluster.port, { onAnswer: options.onAnswer });
  const dataDir = options.dataDir ?? join(folder, 'data');
  mkdirSync(dataDir, { recursive: true });
  const env = environmentOf(dataDir, { DATABASE_URL: urlOf(relay.port, APP), ...options.settings });
  const { runs, ...server } = serverIn(folder, env);
  await server.start();
  return {
    ...server,
    dataDir,
    relay,
    superuserUrl: () => urlOf(cluster.port),
    ask<Row extends pg.QueryResultRow>(text: string, values?: unknown[]) {
      return withClient(urlOf(cluster.port), async (client) => (await client.query<Row>(text, values)).rows);
    },
    databaseRuns: async () => (await findPostmaster(cluster.place).catch(() => undefined)) !== undefined,
    async keepDatabase() {
      try {
        if (!(await findPostmaster(cluster.place))) {
          cluster.port = (await startPostmaster(cluster.place, cluster.settings)).port;
          relay.leadTo(cluster.port);
        }
        return true;
      } catch {
        return false;
      }
    },
    async remove() {
      if (runs()) await server.end('SIGKILL');
      await relay.close();
      await stopPostmaster(cluster.place);
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** How much memory a process has in use, in MiB. */
export function memoryOf(pid: number): number {
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1_024;
}

/** How many files and connections a process has open. */
export function handlesOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Looks at something again and again, until `stop`, which tells the largest value. */
export function startWatching(valueOf: () => number, everyMs = 100): { stop(): number } {
  let most = valueOf();
  const timer = setInterval(() => (most = Math.max(most, valueOf())), everyMs);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}

/** Waits until something holds; false when it does not in time. */
export async function until(holds: () => Promise<boolean> | boolean, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (await holds()) return true;
    await pause(100);
  }
  return holds();
}

/** Holds a table so that nobody else writes to it; resolves once it does. */
export async function holdTable(ground: Ground, table: string, ms: number): Promise<{ released: Promise<unknown> }> {
  const released = ground.ask(`begin; lock table ${table} in exclusive mode; select pg_sleep(${ms / 1_000}); commit`);
  await until(async () => {
    const text = `select 1 from pg_locks where relation = '${table}'::regclass and mode = 'ExclusiveLock' and granted`;
    return (await ground.ask(text)).length > 0;
  }, 10_000);
  return { released };
}
