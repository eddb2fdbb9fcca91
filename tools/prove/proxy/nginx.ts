import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const SHIPPED = join(import.meta.dirname, '../../../deploy/proxy');
/** The file by which the distribution's nginx begins; what it says already must not be said again. */
const STOCK = '/etc/nginx/nginx.conf';
const BARE = 'user www-data;\npid /run/nginx.pid;\nevents {}\nhttp {\n  include /etc/nginx/conf.d/*.conf;\n}\n';

/** The names that the shipped file has certificates for. */
export const NAMES = ['earshot.example', 'go.shop.example'] as const;

/** Makes a certificate for the names of the shipped file, by an authority that exists for this proof alone. */
export function makeCertificate(folder: string): Buffer {
  const alternatives = `subjectAltName=${NAMES.map((name) => `DNS:${name}`).join(',')}`;
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=proof'];
  const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')];
  execFileSync('openssl', [...request, '-addext', alternatives, ...files], { stdio: 'ignore' });
  return readFileSync(join(folder, 'fullchain.pem'));
}

/** A free port of the loopback interface. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port was found');
  return address.port;
}

export interface Proxy {
  https: number;
  http: number;
  stop(): Promise<void>;
}

interface Change {
  /** Where Earshot, or what stands in for it, answers on the loopback interface. */
  upstreamPort: number;
  /** A change to the shipped text, for a control that must fail. */
  spoil?: (text: string) => string;
}

function replaced(text: string, from: string | RegExp, to: string): string {
  const next = text.replaceAll(from, to);
  if (next === text) throw new Error(`the shipped file has no ${String(from)}`);
  return next;
}

/** The distribution's own beginning of a configuration, with our file alone in it, and everything it writes in a folder. */
function mainFile(folder: string, file: string): string {
  const text = existsSync(STOCK) ? readFileSync(STOCK, 'utf8') : BARE;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`);
  const own = text
    .replace(/^user .*$/m, process.getuid?.() === 0 ? 'user root;' : '')
    .replace(/^pid .*$/m, `pid ${join(folder, 'pid')};`)
    .replace(/^(\s*)(access_log|error_log) .*$/gm, (_, indent: string, name: string) => `${indent}${name} ${join(folder, name)};`)
    .replace(/^\s*include \/etc\/nginx\/sites-enabled.*$/m, '')
    .replace(/^\s*include \/etc\/nginx\/conf\.d.*$/m, `${temporary.join('\n')}\ninclude ${file};`);
  return `daemon off;\n${own}`;
}

/**
 * Starts nginx with the shipped files, in which nothing is other than ports, paths of certificates and where Earshot answers; on the
 * loopback interface, in a folder of its own.
 */
export async function startNginx(folder: string, { upstreamPort, spoil = (text) => text }: Change): Promise<Proxy> {
  mkdirSync(folder, { recursive: true });
  const [https, http] = [await freePort(), await freePort()];
  const read = (name: string) => readFileSync(join(SHIPPED, name), 'utf8');
  let text = replaced(read('nginx.conf'), 'server 127.0.0.1:8080;', `server 127.0.0.1:${upstreamPort};`);
  text = replaced(text, 'listen 443 ', `listen 127.0.0.1:${https} `);
  text = replaced(text, 'listen 80 ', `listen 127.0.0.1:${http} `);
  text = replaced(text, /\/etc\/letsencrypt\/live\/[a-z.]+\//g, `${join(folder, '..')}/`);
  text = replaced(text, '/etc/nginx/snippets/', `${folder}/`);
  const [own, file] = [join(folder, 'conf.d.conf'), join(folder, 'nginx.conf')];
  writeFileSync(own, text);
  writeFileSync(join(folder, 'earshot.conf'), spoil(read('nginx-server.conf')));
  writeFileSync(file, mainFile(folder, own));
  const words = ['-c', file, '-e', join(folder, 'error_log')];
  execFileSync('nginx', ['-t', '-q', ...words], { stdio: 'inherit' });
  const child = spawn('nginx', words, { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = once(child, 'exit');
  for (let tries = 0; tries < 200 && !(await answers(http)); tries += 1) await pause(25);
  return {
    https,
    http,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).then(
    () => true,
    () => false,
  );
}
