import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { withClient } from '../../server/src/platform/postgres/connection.ts';
import { createTenant } from './crash/audit.ts';
import { environmentWith, openSite, runJson, type Site } from './crash/site.ts';
import { freePort } from './proxy/nginx.ts';

/**
 * Two redirectors behind nginx with the shipped `deploy/proxy/nginx-redirectors.conf`, and clicks at a fixed rate: one redirector is killed
 * and started again, then both are replaced one after the other, as a deploy does. Every click must be redirected, and counted once.
 */

const MAIN = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const SHIPPED = fileURLToPath(new URL('../../deploy/proxy/nginx-redirectors.conf', import.meta.url));
const EVERY_MS = 25;
const STEP_MS = 8_000;
const SETTLING_MS = 60_000;
/** An answer that took longer may have been given before the click was on disk, so that a kill may take it. */
const SURELY_SYNCED_MS = 80;
const DESTINATION = 'https://shop.example/';

const startedAt = performance.now();
const tell = (text: string) => process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${text}\n`);

interface Redirector {
  start(): Promise<void>;
  /** Ends it by a signal, and waits until it has. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

function openRedirector(folder: string, port: number, more: Record<string, string>): Redirector {
  let child: ChildProcess | undefined;
  mkdirSync(folder);
  return {
    async start() {
      const env = environmentWith({
        LOG_LEVEL: 'silent',
        ...more,
        PORT: String(port),
        EARSHOT_DATA_DIR: folder,
        EARSHOT_TRUSTED_PROXIES: '127.0.0.1/32',
      });
      child = spawn(process.execPath, [MAIN, 'serve', '--role', 'tracking', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout as NodeJS.ReadableStream, 'data');
      for (let tries = 0; tries < 200 && !(await isReady(port)); tries += 1) await pause(25);
    },
    async end(signal) {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return null;
      child.kill(signal);
      await once(child, 'exit');
      return child.exitCode;
    },
  };
}

function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

interface Balancer {
  port: number;
  stop(): Promise<void>;
}

async function startBalancer(folder: string, ports: readonly number[]): Promise<Balancer> {
  const port = await freePort();
  mkdirSync(folder);
  const text = readFileSync(SHIPPED, 'utf8')
    .replace('listen 8090;', `listen 127.0.0.1:${port};`)
    .replace('127.0.0.1:8081', `127.0.0.1:${ports[0]}`)
    .replace('127.0.0.1:8082', `127.0.0.1:${ports[1]}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`);
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const main = `daemon off;\n${user}\npid ${join(folder, 'pid')};\nevents {}\nhttp {\n${temporary.join('\n')}\n${text}\n}\n`;
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, main);
  const words = ['-c', file, '-e', join(folder, 'error_log')];
  execFileSync('nginx', ['-t', '-q', ...words], { stdio: 'inherit' });
  const child = spawn('nginx', words, { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = once(child, 'exit');
  return {
    port,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

interface Click {
  number: number;
  status: number | string;
  location: string | undefined;
  ms: number;
}

/** One listener each: an address of its own, as the load balancer before the proxy tells it. */
const addressOf = (number: number) => `198.18.${number >> 8}.${number & 255}`;

function click(agent: Agent, port: number, path: string, number: number): Promise<Click> {
  const from = performance.now();
  return new Promise((resolve) => {
    const end = (status: number | string, location?: string) => resolve({ number, status, location, ms: performance.now() - from });
    const headers = { 'x-forwarded-for': addressOf(number), 'user-agent': 'Mozilla/5.0 (Macintosh) AppleWebKit/605 Safari/605' };
    const asked = request({ agent, host: '127.0.0.1', port, path, headers, timeout: 20_000 }, (response) => {
      response.resume().on('end', () => end(response.statusCode ?? 0, response.headers.location));
    });
    asked.on('timeout', () => asked.destroy(new Error('timeout')));
    asked.on('error', (error) => end(error.message));
    asked.end();
  });
}

/** Clicks at a fixed rate until it is stopped, whatever becomes of those before. */
function startClicks(port: number, path: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const clicks: Promise<Click>[] = [];
  const timer = setInterval(() => clicks.push(click(agent, port, path, clicks.length)), EVERY_MS);
  return {
    async stop(): Promise<Click[]> {
      clearInterval(timer);
      const all = await Promise.all(clicks);
      agent.destroy();
      return all;
    },
  };
}

/** How many clicks the main installation has, in all and told apart. */
async function countStored(site: Site): Promise<{ rows: number; listeners: number }> {
  return withClient(site.superuserUrl(), async (client) => {
    const { rows } = await client.query<{ rows: number; listeners: number }>(
      `select count(*)::integer as rows, count(distinct address_key)::integer as listeners from touchpoints where kind = 'click'`,
    );
    return rows[0];
  });
}

/** How one ended that was asked to stop. */
interface Ended {
  code: number | null;
  seconds: number;
}

/** Kills one of them, starts it again, then replaces both, while clicks come. */
async function roll(redirectors: readonly Redirector[]): Promise<Ended[]> {
  const [first, second] = redirectors;
  await pause(STEP_MS);
  tell('killing one');
  await first.end('SIGKILL');
  await pause(STEP_MS / 2);
  await first.start();
  await pause(STEP_MS / 2);
  const ended: Ended[] = [];
  for (const one of [second, first]) {
    tell('replacing one');
    const from = performance.now();
    const code = await one.end('SIGTERM');
    ended.push({ code, seconds: (performance.now() - from) / 1_000 });
    await one.start();
    await pause(STEP_MS / 2);
  }
  return ended;
}

async function linkPath(site: Site): Promise<string> {
  const { apiKey } = await createTenant(site, 'clicked');
  const response = await fetch(`${await site.address()}/api/v1/links/a-link`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ campaign: 'c', destination: DESTINATION }),
  });
  const { publicId } = (await response.json()) as { publicId?: string };
  if (publicId === undefined) throw new Error(`the link was answered ${response.status}`);
  return `/l/${publicId}`;
}

async function prove(site: Site, folder: string, ending: (() => Promise<unknown>)[]): Promise<string[]> {
  await site.start();
  ending.push(() => site.remove());
  const path = await linkPath(site);
  const { edgeKey } = await runJson<{ edgeKey: string }>(site, ['edge', 'key']);
  const more = { EARSHOT_EDGE_KEY: edgeKey, EARSHOT_UPSTREAM_URL: await site.address() };
  const ports = [await freePort(), await freePort()];
  const redirectors = ports.map((port, place) => openRedirector(join(folder, `redirector-${place}`), port, more));
  for (const one of redirectors) {
    await one.start();
    ending.unshift(() => one.end('SIGKILL'));
  }
  const balancer = await startBalancer(join(folder, 'nginx'), ports);
  ending.unshift(() => balancer.stop());
  tell('clicks begin');
  const clicking = startClicks(balancer.port, path);
  const ended = await roll(redirectors);
  const clicks = await clicking.stop();
  tell(`${clicks.length} clicks ended; waiting until they are counted`);
  const redirected = clicks.filter(
    ({ status, location }) => typeof status === 'number' && status >= 300 && status < 400 && location !== undefined,
  );
  const prompt = redirected.filter(({ ms }) => ms < SURELY_SYNCED_MS);
  let stored = await countStored(site);
  const until = performance.now() + SETTLING_MS;
  while (stored.listeners < redirected.length && performance.now() < until) {
    await pause(500);
    stored = await countStored(site);
  }
  return report({ clicks, redirected, prompt: prompt.length, stored, ended });
}

interface Outcome {
  clicks: readonly Click[];
  redirected: readonly Click[];
  prompt: number;
  stored: { rows: number; listeners: number };
  ended: readonly Ended[];
}

function report({ clicks, redirected, prompt, stored, ended }: Outcome): string[] {
  const failed = clicks.length - redirected.length;
  const lost = redirected.length - stored.listeners;
  const late = redirected.length - prompt;
  const longest = Math.max(...clicks.map(({ ms }) => ms)).toFixed(0);
  const stopping = ended.map(({ seconds }) => seconds.toFixed(1)).join(' and ');
  process.stdout.write(
    `${new Date().toISOString().slice(0, 10)}: ${clicks.length} clicks at ${1_000 / EVERY_MS} a second while one of two redirectors was ` +
      `killed and both were replaced: **${failed}** were not redirected, **${lost}** of those redirected were not counted, ` +
      `${stored.rows - stored.listeners} were counted twice. ${late} took longer than ${SURELY_SYNCED_MS} ms, the longest ${longest} ms; ` +
      `asked to stop, they ended after ${stopping} s.\n`,
  );
  const faults: string[] = [];
  if (failed > 0) faults.push(`not redirected: ${JSON.stringify(clicks.filter((one) => !redirected.includes(one)).slice(0, 3))}`);
  if (lost > late) faults.push(`${lost} were lost, and only ${late} of all were answered so late that they may be`);
  if (stored.rows !== stored.listeners) faults.push('something was counted twice');
  if (ended.some(({ code }) => code !== 0)) faults.push('a redirector that was asked to stop did not end with 0');
  return faults;
}

const folder = mkdtempSync(join(tmpdir(), 'earshot-redirectors-'));
const ending: (() => Promise<unknown>)[] = [];
try {
  const faults = await prove(openSite(), folder, ending);
  process.stdout.write(faults.length === 0 ? '\nIt holds.\n' : `\nIt does not hold:\n${faults.map((fault) => `- ${fault}`).join('\n')}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  for (const end of ending) await end();
  rmSync(folder, { recursive: true, force: true });
}
