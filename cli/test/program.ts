import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const MAIN = join(import.meta.dirname, '../src/main.ts');

/** How a command ended and what it said. */
export interface Ended {
  /** Null when a signal ended it. */
  code: number | null;
  out: string;
  err: string;
}

export interface Surroundings {
  /** Where the person stands. */
  folder: string;
  env?: Record<string, string>;
  /** Options of Node itself. */
  node?: string[];
}

/** A command that runs. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves with what was printed once it contains `text`; rejects when the command ends before. */
  printed(text: string): Promise<string>;
}

/** The environment of the tests without anything that decides about an installation. */
function bareEnvironment(): Record<string, string | undefined> {
  const decides =
    /^(EARSHOT_|DATABASE_|npm_|PORT$|HOST$|CORS_ORIGINS$|OTEL_|LOG_LEVEL$|SMTP_URL|MAIL_FROM|INIT_CWD$|DEBUG$|NODE_OPTIONS$|FORCE_COLOR$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !decides.test(name)));
}

/** Starts `earshot` with these words as a process of its own; its data folder is `data` where the person stands. */
export function launch(words: readonly string[], { folder, env = {}, node = [] }: Surroundings): Running {
  const child = spawn(process.execPath, [...node, MAIN, ...words], {
    cwd: folder,
    env: { ...bareEnvironment(), EARSHOT_DATA_DIR: 'data', LOG_LEVEL: 'error', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  const heard = new Set<() => void>();
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString();
    for (const listener of heard) listener();
  });
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, out, err })));
  const printed = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (!out.includes(text)) return;
        heard.delete(look);
        resolve(out);
      };
      heard.add(look);
      look();
      void ended.then(({ code }) => reject(new Error(`ended with ${code} before it printed ${JSON.stringify(text)}:\n${out}${err}`)));
    });
  return { child, ended, printed };
}

/**
 * Options of Node by which a process sends itself a signal as soon as an expression holds, which may look at files. What a test sends from
 * outside comes too late now and then: on a busy machine the command may have ended by then, or not yet have begun to listen.
 */
export function signalOnce(holds: string, signal: NodeJS.Signals): string[] {
  const source = `import { existsSync, readdirSync } from 'node:fs';
    const watching = setInterval(() => {
      if (!(${holds})) return;
      clearInterval(watching);
      process.kill(process.pid, '${signal}');
    }, 2).unref();`;
  return ['--import', `data:text/javascript,${encodeURIComponent(source)}`];
}

/** Runs `earshot` to its end. */
export function run(words: readonly string[], surroundings: Surroundings): Promise<Ended> {
  return launch(words, surroundings).ended;
}

/** What a command that must succeed printed as JSON. */
export async function runJson<Printed>(words: readonly string[], surroundings: Surroundings): Promise<Printed> {
  const { code, out, err } = await run([...words, '--json'], surroundings);
  if (code !== 0) throw new Error(`earshot ${words.join(' ')} ended with ${code}:\n${err}`);
  return JSON.parse(out) as Printed;
}

/** An empty folder of a test's own. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'earshot-cli-'));
}

/** A server without demo that holds the database of a folder, so that the commands beside it need not start one each. */
export interface Server {
  url: string;
  send(method: string, path: string, key: string, body?: unknown): Promise<{ status: number; json: unknown }>;
  stop(): Promise<Ended>;
}

export async function startServer(folder: string, role = 'all', env: Record<string, string> = {}): Promise<Server> {
  const running = launch(['serve', '--role', role, '--json'], { folder, env: { EARSHOT_DEMO: '0', ...env } });
  const { url } = JSON.parse(await running.printed('\n')) as { url: string };
  return {
    url,
    async send(method, path, key, body) {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      return { status: response.status, json: await response.json() };
    },
    stop() {
      running.child.kill('SIGINT');
      return running.ended;
    },
  };
}

/** The process id of the database of a folder's installation; undefined when none runs. */
export function postmasterOf(folder: string): number | undefined {
  const file = join(folder, 'data', 'postgres', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n', 1)[0]) : undefined;
}
