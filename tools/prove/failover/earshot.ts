import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { databaseUrl, withClient } from '../../../server/src/platform/postgres/connection.ts';
import type { AuditTenant } from '../crash/batches.ts';

const MAIN = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));
const STOP_MS = 30_000;
const run = promisify(execFile);

/** The name of its database. */
export const DATABASE = 'earshot';
/** Its login there. */
export const APP = { role: 'app', password: 'of-the-login-app' };

/** Where an installation on a PostgreSQL of its own keeps its files, and under which address it and the superuser reach the database. */
export interface Installation {
  folder: string;
  appUrl: string;
  superuserUrl: string;
}

/** A server that runs. */
export interface Serving {
  url: string;
  isAlive(): boolean;
  /** Asks it to end, which it may take 20 seconds for; resolves with what went wrong with that. */
  stop(): Promise<string | undefined>;
}

function environment({ folder, appUrl }: Installation): NodeJS.ProcessEnv {
  const decides = /^(EARSHOT_|DATABASE_|SMTP_|npm_|PORT$|HOST$|LOG_LEVEL$|INIT_CWD$|DEBUG$)/;
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !decides.test(name)));
  return {
    ...kept,
    EARSHOT_DATA_DIR: join(folder, 'data'),
    EARSHOT_SECRET_KEY: 'the-secret-of-an-installation-of-a-drill',
    EARSHOT_DEMO: '0',
    EARSHOT_STOP_SECONDS: '20',
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATABASE_URL: appUrl,
  };
}

async function earshot(installation: Installation, words: readonly string[]): Promise<string> {
  const env = { ...environment(installation), DATABASE_OWNER_URL: installation.superuserUrl };
  return (await run(process.execPath, [MAIN, ...words], { env, cwd: installation.folder })).stdout;
}

/** Makes the database and its tables. */
export async function makeDatabase(installation: Installation): Promise<void> {
  await withClient(databaseUrl(installation.superuserUrl, 'postgres'), (client) =>
    client.query(`create database ${DATABASE} encoding 'UTF8' template template0`),
  );
  await earshot(installation, ['migrate']);
}

export async function makeTenant(installation: Installation, slug: string): Promise<AuditTenant> {
  const words = ['tenants', 'create', '--name', slug, '--slug', slug, '--tier', 'enterprise', '--json'];
  return JSON.parse(await earshot(installation, words)) as AuditTenant;
}

export async function serve(installation: Installation): Promise<Serving> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--json'], {
    env: environment(installation),
    cwd: installation.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (part: Buffer) => (told += part.toString()));
  let text = '';
  for await (const part of child.stdout) {
    text += String(part);
    if (text.includes('\n')) break;
  }
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    url: (JSON.parse(text) as { url: string }).url,
    isAlive,
    async stop() {
      if (!isAlive()) return undefined;
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      child.kill('SIGTERM');
      await once(child, 'exit');
      clearTimeout(kill);
      return child.exitCode === 0 ? undefined : told.trim() || 'it had to be killed';
    },
  };
}
