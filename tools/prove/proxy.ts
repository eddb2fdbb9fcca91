import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, ask, type Asked } from './proxy/client.ts';
import { makeCertificate, NAMES, type Proxy, startNginx } from './proxy/nginx.ts';

/**
 * Puts nginx with the shipped `deploy/proxy/nginx.conf` before a real Earshot, on the loopback interface alone, and asks it what listeners,
 * shops and people ask. Nothing of the file is other than ports, paths of certificates and where Earshot answers.
 */

const MAIN = join(import.meta.dirname, '../../cli/src/main.ts');
const [MAIN_NAME, TENANT_NAME] = NAMES;
const SLOW_MS = 12_000;
const STALLED_MS = 1_500;
const EPISODE = 'https://cdn.example.com/a%20b//41.mp3?x=%2F&y';

const rows: [string, string][] = [];

function demand(holds: boolean, what: string, found: unknown): void {
  rows.push([what, typeof found === 'string' ? found : JSON.stringify(found)]);
  if (!holds) throw new Error(`${what}: found ${rows[rows.length - 1][1]}`);
}

interface Earshot {
  port: number;
  run(words: readonly string[]): { [name: string]: unknown };
  stop(): Promise<void>;
}

async function startEarshot(folder: string): Promise<Earshot> {
  const decides = /^(EARSHOT_|DATABASE_|SMTP_|npm_|PORT$|HOST$|LOG_LEVEL$|INIT_CWD$|DEBUG$)/;
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !decides.test(name)));
  const own = { EARSHOT_DATA_DIR: join(folder, 'data'), EARSHOT_DEMO: '0', PORT: '0', LOG_LEVEL: 'silent' };
  const env = { ...kept, ...own, EARSHOT_PUBLIC_URL: `https://${MAIN_NAME}`, EARSHOT_TRUSTED_PROXIES: '127.0.0.1/32' };
  const child = spawn(process.execPath, [MAIN, 'serve', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const [line] = (await Promise.race([once(child.stdout, 'data'), ended.then(() => ['{}'])])) as [Buffer | string];
  const { url } = JSON.parse(line.toString()) as { url?: string };
  if (url === undefined) throw new Error('Earshot did not start');
  return {
    port: Number(new URL(url).port),
    run(words) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words, '--json'], { env, encoding: 'utf8' });
      if (status !== 0) throw new Error(`earshot ${words.join(' ')} ended with ${status}: ${stderr}`);
      return JSON.parse(stdout) as { [name: string]: unknown };
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

type Ask = (asked: Partial<Asked> & { path: string }) => Promise<Answer>;

/** What a client asks as JSON with a key. */
function withKey(key: string, body: unknown): Pick<Asked, 'method' | 'headers' | 'body'> {
  return { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function click(id: string): unknown {
  return { touchpoints: [{ id, kind: 'click', occurredAt: new Date().toISOString(), identity: { ip: '203.0.113.1' } }] };
}

async function proveNames(proxy: Proxy, ca: Buffer, main: Ask, tenant: Ask): Promise<void> {
  const plain = await ask(proxy.http, undefined, { host: MAIN_NAME, path: '/l/abc?x=1' });
  demand(
    plain.status === 308 && plain.headers.location === `https://${MAIN_NAME}/l/abc?x=1`,
    'http leads to https',
    plain.headers.location,
  );
  const page = await main({ path: '/docs/' });
  demand(page.status === 200, 'the API reference over https', page.status);
  const hsts = page.headers['strict-transport-security'];
  demand(hsts === 'max-age=31536000', 'Strict-Transport-Security, once', hsts);
  const inner = await Promise.all(['/metrics', '/ready', '/health'].map((path) => main({ path })));
  demand(
    inner.every(({ status }) => status === 404),
    '/metrics, /ready, /health',
    inner.map(({ status }) => status),
  );
  const other = await ask(proxy.https, ca, { host: 'other.example', path: '/' }).then(
    () => 'an answer',
    (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error),
  );
  demand(other !== 'an answer', 'another name', other);
  const closed = await Promise.all(
    ['/', '/docs', '/api/v1/tenants/current', '/api/v1/../../e/x', '/e/../docs', '/e/%2e%2e/docs'].map((path) => tenant({ path })),
  );
  demand(
    closed.every(({ status }) => status === 404),
    'dashboard and API under a tenant’s domain',
    closed.map(({ status }) => status),
  );
}

async function proveListeners(earshot: Earshot, apiKey: string, main: Ask, tenant: Ask): Promise<void> {
  const put = { ...withKey(apiKey, { campaign: 'spring', destination: 'https://shop.example/offer' }), method: 'PUT' };
  const made = await main({ path: '/api/v1/links/offer', ...put });
  const { publicId } = JSON.parse(made.body) as { publicId: string };
  for (const [name, under] of [
    [MAIN_NAME, main],
    [TENANT_NAME, tenant],
  ] as const) {
    const link = await under({ path: `/l/${publicId}` });
    const leads = String(link.headers.location).split('?')[0];
    demand(link.status === 302 && leads === 'https://shop.example/offer', `a link under ${name}`, `${link.status} ${leads}`);
    const episode = await under({ path: `/e/k3v9x0a7q2mf/${EPISODE}` });
    demand(
      episode.headers.location === EPISODE,
      `an episode under ${name}, byte for byte`,
      `${episode.status} ${episode.headers.location}`,
    );
    const visit = await under({ method: 'POST', path: '/c?p=k3v9x0a7q2mf', body: '{}' });
    demand(visit.status === 204, `what a page sends to ${name}`, visit.status);
    const script = await under({ path: '/t.js' });
    demand(
      script.status === 200 && script.body.length > 500,
      `the site tag under ${name}`,
      `${script.status}, ${script.body.length} bytes`,
    );
  }
  const { apiKey: key } = earshot.run([
    'keys',
    'create',
    '--tenant',
    'a',
    '--name',
    'one place',
    '--scopes',
    'ingest',
    '--networks',
    '127.0.0.7/32',
  ]);
  const send = (id: string, from: string, headers = {}) => {
    const asked = withKey(String(key), click(id));
    return main({ path: '/api/v1/touchpoints', ...asked, headers: { ...asked.headers, ...headers }, from });
  };
  const right = await send('right', '127.0.0.7');
  demand(right.status === 202, 'an event by a key that works from 127.0.0.7 alone, from there', right.status);
  const wrong = await send('wrong', '127.0.0.8');
  demand(wrong.status === 401 || wrong.status === 403, 'from 127.0.0.8', wrong.status);
  const claimed = await send('claimed', '127.0.0.8', { 'x-forwarded-for': '127.0.0.7' });
  demand(claimed.status === wrong.status, 'from 127.0.0.8 with X-Forwarded-For: 127.0.0.7', claimed.status);
}

async function proveBodies(apiKey: string, main: Ask, proxy: Proxy, ca: Buffer): Promise<void> {
  const large = await main({ path: '/api/v1/touchpoints', ...withKey(apiKey, { touchpoints: ['x'.repeat(5 * 2 ** 20)] }) });
  demand(large.status === 413 && large.headers['content-type']?.includes('json') === true, '5 MiB of events', `${large.status} by Earshot`);
  const refused = await new Promise<number | undefined>((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: proxy.https,
      servername: MAIN_NAME,
      ca,
      method: 'POST',
      path: '/api/v1/touchpoints',
      agent: false,
    };
    const asked = secureRequest({ ...options, headers: { host: MAIN_NAME, 'content-length': String(65 * 2 ** 20) } }, (response) => {
      resolve(response.statusCode);
      asked.destroy();
    });
    asked.on('error', reject);
    asked.flushHeaders();
  });
  demand(refused === 413, '65 MiB announced', `${refused} by nginx`);
  const slow = await sendSlowly(proxy, ca, withKey(apiKey, click('slow')));
  demand(slow === 202, `an event that takes ${SLOW_MS / 1_000} s to be sent`, slow);
}

function sendSlowly(
  { https }: Proxy,
  ca: Buffer,
  { method, headers, body = '' }: Pick<Asked, 'method' | 'headers' | 'body'>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: https, servername: MAIN_NAME, ca, method, path: '/api/v1/touchpoints', agent: false };
    const length = String(Buffer.byteLength(body));
    const asked = secureRequest({ ...options, headers: { ...headers, host: MAIN_NAME, 'content-length': length } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject);
    const bytes = Buffer.from(body);
    const send = async () => {
      for (let part = 0; part < 10; part += 1) {
        asked.write(bytes.subarray((bytes.length * part) / 10, (bytes.length * (part + 1)) / 10));
        await pause(SLOW_MS / 10);
      }
      asked.end();
    };
    void send();
  });
}

/**
 * Whether a first line is passed on before there is a second one: what stands in for Earshot sends the second only when the client says
 * that it has the first.
 */
async function passesOn(folder: string, ca: Buffer, spoil?: (text: string) => string): Promise<boolean> {
  let goOn: () => void = () => undefined;
  const server = createServer((_, response) => {
    goOn = () => void response.end('second\n');
    response.writeHead(200, { 'content-type': 'text/plain' }).write('first\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy = await startNginx(folder, { upstreamPort: port, ...(spoil === undefined ? {} : { spoil }) });
  const options = {
    host: '127.0.0.1',
    port: proxy.https,
    servername: MAIN_NAME,
    ca,
    path: '/export',
    agent: false,
    headers: { host: MAIN_NAME },
  };
  const came = await new Promise<boolean>((resolve) => {
    const asked = secureRequest(options, (response) => response.once('data', () => resolve(true)));
    asked.on('error', () => resolve(false));
    asked.end();
    setTimeout(() => resolve(false), STALLED_MS).unref();
  });
  goOn();
  await proxy.stop();
  server.closeAllConnections();
  server.close();
  return came;
}

async function prove(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-proxy-'));
  const ca = makeCertificate(folder);
  let [earshot, proxy]: [Earshot | undefined, Proxy | undefined] = [undefined, undefined];
  try {
    earshot = await startEarshot(folder);
    const { apiKey } = earshot.run(['tenants', 'create', '--name', 'A', '--slug', 'a']) as { apiKey: string };
    proxy = await startNginx(join(folder, 'nginx'), { upstreamPort: earshot.port });
    const { https } = proxy;
    const under =
      (host: string): Ask =>
      (asked) =>
        ask(https, ca, { host, ...asked });
    const [main, tenant] = [under(MAIN_NAME), under(TENANT_NAME)];
    await proveNames(proxy, ca, main, tenant);
    await proveListeners(earshot, apiKey, main, tenant);
    await proveBodies(apiKey, main, proxy, ca);
    demand(await passesOn(join(folder, 'stream'), ca), 'a line of an export before the next one is there', 'comes at once');
    const buffered = await passesOn(join(folder, 'control'), ca, (text) => text.replace('proxy_buffering off;', 'proxy_buffering on;'));
    demand(!buffered, 'the same, control: with proxy_buffering on', buffered ? 'comes at once' : 'does not come');
    process.stdout.write(`nginx before Earshot, ${new Date().toISOString().slice(0, 10)}\n\n| what | found |\n| --- | --- |\n`);
    for (const row of rows) process.stdout.write(`| ${row.join(' | ')} |\n`);
    process.stdout.write('\nIt holds.\n');
  } finally {
    await proxy?.stop();
    await earshot?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const lacking = ['nginx', 'openssl'].filter((program) => spawnSync(program, ['-v'], { stdio: 'ignore' }).error !== undefined);
if (lacking.length > 0) {
  process.stderr.write(`prove:proxy cannot run here: ${lacking.join(' and ')} missing. On Debian: apt-get install nginx-light openssl\n`);
  process.exitCode = 1;
} else {
  await prove();
}
