import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openLog } from '../../server/src/platform/log.ts';
import { type Cluster, openCluster } from '../../server/src/platform/postgres/cluster.ts';
import { databaseUrl, withClient } from '../../server/src/platform/postgres/connection.ts';

/**
 * Upgrades an installation on a database of its own while events come in: the version before the newest migration serves, this one
 * migrates and begins beside it, clients move over, the old one stops. Every request is counted, and at the end every event. Another
 * version to begin with is named as an argument, by anything that git understands.
 */

const ROOT = join(import.meta.dirname, '../..');
const SECRET_KEY = 'a secret of the proof of the upgrade, long enough';
const EVENTS_PER_REQUEST = 5;
const EVERY_MS = 50;
const STEADY_MS = 4_000;

const startedAt = performance.now();
const tell = (text: string) => process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${text}\n`);
const git = (...words: string[]) => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 }).trim();

/** The commit before the one that brought the newest migration. */
function versionBefore(): string {
  const newest = readdirSync(join(ROOT, 'server/migrations')).sort().at(-1);
  return `${git('log', '-1', '--format=%H', '--diff-filter=A', '--', `server/migrations/${newest}`)}^`;
}

function checkOut(version: string, folder: string): void {
  mkdirSync(folder);
  const archive = execFileSync('git', ['archive', version], { cwd: ROOT, maxBuffer: 1 << 30 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}

interface Version {
  name: string;
  root: string;
}

interface Process {
  url: string;
  stop(): Promise<number | null>;
}

interface Site {
  env: NodeJS.ProcessEnv;
  folder: string;
  running: Set<ChildProcess>;
}

function environment(folder: string, cluster: Cluster): NodeJS.ProcessEnv {
  const decides = /^(EARSHOT_|DATABASE_|SMTP_|npm_|PORT$|HOST$|LOG_LEVEL$|INIT_CWD$|DEBUG$)/;
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !decides.test(name)));
  const own = { EARSHOT_SECRET_KEY: SECRET_KEY, EARSHOT_DEMO: '0', PORT: '0', LOG_LEVEL: 'error', EARSHOT_DATA_DIR: join(folder, 'data') };
  return { ...kept, ...own, DATABASE_URL: cluster.urls.app };
}

function run({ env }: Site, { root }: Version, words: readonly string[], more: NodeJS.ProcessEnv = {}): { [name: string]: unknown } {
  const out = execFileSync(process.execPath, [join(root, 'cli/src/main.ts'), ...words, '--json'], {
    env: { ...env, ...more },
    encoding: 'utf8',
  });
  return JSON.parse(out) as { [name: string]: unknown };
}

/** Starts a version with a data folder of its own. */
async function start({ env, folder, running }: Site, { name, root }: Version): Promise<Process> {
  const own = { ...env, EARSHOT_DATA_DIR: join(folder, name) };
  const child = spawn(process.execPath, [join(root, 'cli/src/main.ts'), 'serve', '--json'], {
    env: own,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const ended = once(child, 'exit').then(([code]) => (running.delete(child), code as number | null));
  const line = await Promise.race([once(child.stdout, 'data').then(([part]) => String(part)), ended.then(() => undefined)]);
  if (line === undefined) throw new Error(`${name} did not start`);
  return {
    url: (JSON.parse(line) as { url: string }).url,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

interface Load {
  /** Whom requests go to from now on, in turns. */
  urls: string[];
  sent: number;
  accepted: number;
  failed: string[];
  slowestMs: number;
  end(): Promise<void>;
}

/** Sends events at a fixed pace, whether or not earlier requests were answered, and never again. */
function startLoad(apiKey: string, url: string): Load {
  const pending = new Set<Promise<void>>();
  const load: Load = { urls: [url], sent: 0, accepted: 0, failed: [], slowestMs: 0, end: async () => undefined };
  const send = async (number: number) => {
    const at = load.urls[number % load.urls.length];
    const touchpoints = Array.from({ length: EVENTS_PER_REQUEST }, (_, place) => ({
      id: `${number}-${place}`,
      kind: 'click',
      occurredAt: new Date().toISOString(),
      identity: { userId: `u${number % 100}` },
    }));
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const from = performance.now();
    try {
      const answer = await fetch(`${at}/api/v1/touchpoints`, { method: 'POST', headers, body: JSON.stringify({ touchpoints }) });
      const body = (await answer.json()) as { accepted?: number };
      if (answer.status === 202) load.accepted += body.accepted ?? 0;
      else load.failed.push(`${answer.status} ${JSON.stringify(body)}`);
    } catch (error) {
      load.failed.push(String(error instanceof Error ? (error.cause ?? error) : error));
    }
    load.slowestMs = Math.max(load.slowestMs, performance.now() - from);
  };
  const timer = setInterval(() => {
    const one: Promise<void> = send((load.sent += 1)).finally(() => pending.delete(one));
    pending.add(one);
  }, EVERY_MS);
  load.end = async () => {
    clearInterval(timer);
    await Promise.all(pending);
  };
  return load;
}

async function upgrade(
  site: Site,
  cluster: Cluster,
  old: Version,
): Promise<{ load: Load; stored: number; applied: string[]; codes: (number | null)[] }> {
  const own: Version = { name: 'new', root: ROOT };
  const owner = { DATABASE_OWNER_URL: databaseUrl(cluster.urls.superuser, 'earshot') };
  tell(`starting ${git('log', '-1', '--format=%h of %ad', '--date=short', old.name)}`);
  run(site, old, ['migrate'], owner);
  const before = await start(site, old);
  const { apiKey } = run(site, old, ['tenants', 'create', '--name', 'A', '--slug', 'a', '--tier', 'enterprise']) as { apiKey: string };
  const load = startLoad(apiKey, before.url);
  await pause(STEADY_MS);
  tell('migrating while it serves');
  const { applied } = run(site, own, ['migrate'], owner) as { applied: string[] };
  await pause(STEADY_MS);
  tell('starting the new version beside it');
  const after = await start(site, own);
  load.urls = [before.url, after.url];
  await pause(STEADY_MS);
  tell('moving over, and stopping the old one');
  load.urls = [after.url];
  await pause(500);
  const codes = [await before.stop()];
  await pause(STEADY_MS);
  await load.end();
  const { rows } = await withClient(owner.DATABASE_OWNER_URL, (client) =>
    client.query<{ count: string }>('select count(*) from touchpoints'),
  );
  codes.push(await after.stop());
  return { load, stored: Number(rows[0].count), applied, codes };
}

const folder = mkdtempSync(join(tmpdir(), 'earshot-upgrade-'));
const version = process.argv[2] ?? versionBefore();
const old: Version = { name: git('rev-parse', version), root: join(folder, 'old') };
const running = new Set<ChildProcess>();
let cluster: Cluster | undefined;
try {
  checkOut(version, old.root);
  cluster = await openCluster({ dataDir: join(folder, 'cluster'), secretKey: SECRET_KEY, log: openLog('error') });
  const site: Site = { env: environment(folder, cluster), folder, running };
  const { load, stored, applied, codes } = await upgrade(site, cluster, old);
  const rows = [
    ['from, to', `${old.name.slice(0, 8)}, ${git('rev-parse', '--short=8', 'HEAD')}`],
    ['migrations meanwhile', `${applied.length}: ${[...new Set([applied[0], applied.at(-1)])].join(' to ')}`],
    ['requests sent, refused or failed', `${load.sent}, ${load.failed.length}`],
    ['events acknowledged, stored', `${load.accepted}, ${stored}`],
    ['slowest answer', `${load.slowestMs.toFixed(0)} ms`],
    ['how the processes ended', codes.join(', ')],
  ];
  process.stdout.write(`Upgrade under load, ${new Date().toISOString().slice(0, 10)}\n\n| what | found |\n| --- | --- |\n`);
  for (const row of rows) process.stdout.write(`| ${row.join(' | ')} |\n`);
  const holds =
    load.failed.length === 0 && load.accepted === stored && load.accepted > 0 && applied.length > 0 && codes.every((code) => code === 0);
  process.stdout.write(holds ? '\nIt holds.\n' : `\nIt does not hold:\n${[...new Set(load.failed)].slice(0, 5).join('\n')}\n`);
  process.exitCode = holds ? 0 : 1;
} finally {
  for (const child of running) child.kill('SIGKILL');
  await cluster?.close();
  rmSync(folder, { recursive: true, force: true });
}
