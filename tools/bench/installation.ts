import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Installation, openInstallation } from '../../server/src/main.ts';
import type { Context } from '../../server/src/platform/context.ts';
import { clusterUrls, DATABASE_NAME } from '../../server/src/platform/postgres/cluster.ts';
import { databaseUrl } from '../../server/src/platform/postgres/connection.ts';
import { readSettings } from '../../server/src/platform/settings.ts';
import { createFirstApiKeyIn } from '../../server/src/security/apikeys/service.ts';
import { createTenant } from '../../server/src/tenants/service.ts';

const PROGRAM = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));

/** A throw-away installation with an embedded database of its own, which the bench shares with the processes it measures. */
export interface BenchInstallation {
  context: Context;
  /** A folder for files of the bench; it goes with the installation. */
  folder: string;
  /** What the processes of this installation get as their environment. */
  env: NodeJS.ProcessEnv;
  /** Its database as the superuser, for baselines that go round everything. */
  superuserUrl: string;
}

export interface BenchTenant {
  tenantId: string;
  slug: string;
  apiKey: string;
}

/** A process; `output` is all it has written to standard output. */
export interface Program {
  child: ChildProcess;
  output(): string;
  /** Resolves when it has ended well. @throws Error with its exit code. */
  ended: Promise<void>;
}

function environment(dataDir: string): NodeJS.ProcessEnv {
  const { DATABASE_URL: _app, DATABASE_OWNER_URL: _owner, INIT_CWD: _folder, ...around } = process.env;
  return { ...around, EARSHOT_DATA_DIR: dataDir, EARSHOT_DEMO: '0', PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'warn' };
}

const running = new Set<Program>();

async function stopPrograms(): Promise<void> {
  for (const { child } of running) child.kill('SIGTERM');
  await Promise.allSettled([...running].map(({ ended }) => ended));
}

/** Rejects when somebody stops the bench, so that what it has made is removed first. */
async function interruption(): Promise<never> {
  const signal = await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  throw new Error(`stopped by ${String(signal)}`);
}

/** Opens an installation in a folder of its own, and stops and removes it after `work`, also when that fails or is interrupted. */
export async function withBenchInstallation<Result>(work: (installation: BenchInstallation) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-bench-'));
  const env = environment(join(folder, 'data'));
  let installation: Installation | undefined;
  try {
    const settings = readSettings(env, folder);
    installation = await openInstallation(settings);
    const { context } = installation;
    const { superuser } = clusterUrls(Number(new URL(context.db.jobsUrl).port), settings.secretKey);
    return await Promise.race([interruption(), work({ context, folder, env, superuserUrl: databaseUrl(superuser, DATABASE_NAME) })]);
  } finally {
    await stopPrograms();
    await installation?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes a tenant without request limits. */
export async function createBenchTenant(context: Context, slug: string): Promise<BenchTenant> {
  let apiKey = '';
  const tenantId = await createTenant(context, 'system', { name: slug, slug, tier: 'enterprise', currency: 'USD' }, async (tx) => {
    apiKey = await createFirstApiKeyIn(tx);
  });
  return { tenantId, slug, apiKey };
}

/** Flags for Node: those on memory that this process has from the bootstrap; and, to look closer, those in EARSHOT_BENCH_NODE. */
function nodeFlags(): string[] {
  const more = (process.env.EARSHOT_BENCH_NODE ?? '').split(' ').filter((flag) => flag !== '');
  return [...process.execArgv.filter((flag) => flag.startsWith('--max-')), ...more];
}

/** Starts `earshot` with these words. */
export function startProgram({ env }: Pick<BenchInstallation, 'env'>, words: readonly string[]): Program {
  return startProcess([...nodeFlags(), PROGRAM, ...words], env);
}

/** Starts Node with these words. */
export function startProcess(words: readonly string[], env: NodeJS.ProcessEnv): Program {
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part) => (text += String(part)));
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`node ${words.join(' ')} ended with ${code ?? signal}`));
    });
  });
  const program = { child, output: () => text, ended };
  running.add(program);
  const forget = () => running.delete(program);
  void ended.then(forget, forget);
  return program;
}

async function addressOf(server: Program): Promise<string> {
  await Promise.race([new Promise((resolve) => server.child.stdout?.once('data', resolve)), server.ended]);
  return (JSON.parse(server.output()) as { url: string }).url;
}

/** A server process of the installation that can be killed. */
export interface KillableServer {
  url: string;
  /** Kills it with SIGKILL and resolves once it has ended. */
  kill(): Promise<void>;
}

/** Starts a server process of the installation. */
export async function startServer(installation: Pick<BenchInstallation, 'env'>): Promise<KillableServer> {
  const server = startProgram(installation, ['serve', '--json']);
  const url = await addressOf(server);
  return {
    url,
    kill: async () => {
      server.child.kill('SIGKILL');
      await server.ended.catch(() => undefined);
    },
  };
}

/** Runs `work` beside a server process of the installation, which is stopped afterwards. */
export async function withServer<Result>(
  installation: Pick<BenchInstallation, 'env'>,
  work: (server: { url: string; pid: number }) => Promise<Result>,
): Promise<Result> {
  const server = startProgram(installation, ['serve', '--json']);
  try {
    return await work({ url: await addressOf(server), pid: server.child.pid ?? 0 });
  } finally {
    server.child.kill('SIGTERM');
    await server.ended;
  }
}

/** How much of a tenant's acknowledged work is not in its figures yet, by the API. */
export async function statusOf(
  url: string,
  { apiKey }: BenchTenant,
): Promise<{ waitingConversions: number; oldestWaitingAt: string | null }> {
  const response = await fetch(`${url}/api/v1/attribution/status`, { headers: { authorization: `Bearer ${apiKey}` } });
  if (!response.ok) throw new Error(`the status was answered with ${response.status}`);
  return (await response.json()) as { waitingConversions: number; oldestWaitingAt: string | null };
}

const LOOK_EVERY_MS = 250;

/** Resolves with the seconds until nothing waits for any of these tenants. */
export async function waitForMatching(url: string, tenants: readonly BenchTenant[]): Promise<number> {
  const startedAt = performance.now();
  for (const tenant of tenants) {
    while ((await statusOf(url, tenant)).waitingConversions > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return (performance.now() - startedAt) / 1_000;
}
