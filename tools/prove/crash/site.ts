import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { clusterUrls, DATABASE_NAME } from '../../../server/src/platform/postgres/cluster.ts';
import { databaseUrl } from '../../../server/src/platform/postgres/connection.ts';

const MAIN = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));

/** How a command ended. */
export interface Ended {
  /** Null when a signal ended it. */
  code: number | null;
  out: string;
  err: string;
}

/** A command that runs beside the server. */
export interface Command {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** An installation in a folder of its own, whose processes can be killed one by one. Its database writes through to the disk. */
export interface Site {
  dataDir: string;
  /** Where the server answers; waits while there is none. */
  address(): Promise<string>;
  start(): Promise<void>;
  /** Asks the server whether its process lives; false when it ended by itself. */
  isServerAlive(): Promise<boolean>;
  /** kill -9 of the server. */
  killServer(): Promise<void>;
  /** kill -9 of the database's first process; resolves when it is gone. */
  killDatabase(): Promise<void>;
  /** The id of the database's first process. */
  databasePid(): number;
  launch(words: readonly string[]): Command;
  /** The address under which the superuser of the database signs in. */
  superuserUrl(): string;
  /** Kills what still runs and removes the folder. */
  remove(): Promise<void>;
}

/** This process's environment without what decides how Earshot runs, and with that instead. */
export function environmentWith(settings: Record<string, string>): NodeJS.ProcessEnv {
  const decides = /^(EARSHOT_|DATABASE_|SMTP_|npm_|PORT$|HOST$|LOG_LEVEL$|INIT_CWD$|DEBUG$)/;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !decides.test(name))), ...settings };
}

function environment(dataDir: string): NodeJS.ProcessEnv {
  return environmentWith({ EARSHOT_DATA_DIR: dataDir, EARSHOT_DEMO: '0', PORT: '0', LOG_LEVEL: 'silent' });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The first process of the database and its port, as PostgreSQL's own file says; undefined when it does not run. */
function postmasterOf(dataDir: string): { pid: number; port: number } | undefined {
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  return pid > 0 && isAlive(pid) ? { pid, port: Number(lines[3]) } : undefined;
}

function runningIn(dataDir: string): { pid: number; port: number } {
  const found = postmasterOf(dataDir);
  if (!found) throw new Error('The database does not run.');
  return found;
}

/** Starts a command of Earshot's. */
export function launchCommand(words: readonly string[], { env, cwd }: { env: NodeJS.ProcessEnv; cwd: string }): Command {
  const child = spawn(process.execPath, [MAIN, ...words], { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, out, err }));
  return { child, ended };
}

/** Resolves with the address that a starting server prints. */
export function addressOf({ child, ended }: Command): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString();
      if (text.includes('\n')) resolve((JSON.parse(text) as { url: string }).url);
    });
    void ended.then(({ code, err }) => reject(new Error(`the server ended with ${code} before it answered:\n${err}`)));
  });
}

/** Opens a site in an empty folder; nothing runs yet. */
export function openSite(): Site {
  const dataDir = mkdtempSync(join(tmpdir(), 'earshot-crash-'));
  const place = { env: environment(dataDir), cwd: dataDir };
  let up = Promise.withResolvers<string>();
  let server: Command | undefined;
  const site: Site = {
    dataDir,
    address: () => up.promise,
    async start() {
      server = launchCommand(['serve', '--json'], place);
      up.resolve(await addressOf(server));
    },
    async isServerAlive() {
      const response = await fetch(`${await up.promise}/health`).catch(() => undefined);
      return response?.ok === true;
    },
    async killServer() {
      up = Promise.withResolvers();
      server?.child.kill('SIGKILL');
      await server?.ended;
      server = undefined;
    },
    async killDatabase() {
      const { pid } = postmasterOf(dataDir) ?? {};
      if (pid === undefined) return;
      process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await pause(5);
    },
    databasePid: () => runningIn(dataDir).pid,
    launch: (words) => launchCommand(words, place),
    superuserUrl() {
      const { port } = runningIn(dataDir);
      const secretKey = readFileSync(join(dataDir, 'secret.key'), 'utf8').trim();
      return databaseUrl(clusterUrls(port, secretKey).superuser, DATABASE_NAME);
    },
    async remove() {
      await site.killServer();
      await site.killDatabase();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
  return site;
}

/** Runs a command to its end and reads what it printed as JSON. @throws Error with what it said when it failed. */
export async function runJson<Printed>(site: Pick<Site, 'launch'>, words: readonly string[]): Promise<Printed> {
  const { code, out, err } = await site.launch([...words, '--json']).ended;
  if (code !== 0) throw new Error(`earshot ${words.join(' ')} ended with ${code}:\n${err}`);
  return JSON.parse(out) as Printed;
}
