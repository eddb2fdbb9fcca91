import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let root: string;
let bootstrap: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'earshot-bootstrap-'));
  mkdirSync(join(root, 'tools'));
  for (const file of ['bootstrap.mjs', 'leash.mjs']) copyFileSync(join(import.meta.dirname, file), join(root, 'tools', file));
  bootstrap = join(root, 'tools', 'bootstrap.mjs');
  const manifest = { name: 'checkout', version: '0.0.0', private: true, workspaces: [] };
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

function boot(args: string[], input = '') {
  const { npm_lifecycle_event: _, ...env } = process.env;
  return spawnSync(process.execPath, [bootstrap, ...args], { cwd: tmpdir(), input, encoding: 'utf8', env });
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
    expect(boot([file, '--a', 'b c'], 'from stdin')).toMatchObject({ status: 7, stdout: "[ '--a', 'b c' ] from stdin\n" });
  });

  test('tells the script in which folder the user stands', () => {
    expect(boot([script('process.stdout.write(process.env.INIT_CWD)')]).stdout).toBe(process.env.INIT_CWD ?? tmpdir());
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
    const [text, code] = await Promise.all([firstText(child.stdout), new Promise((done) => child.on('exit', done))]);
    expect([text, code]).toEqual(['1\n', 5]);
  });

  test('leaves no script behind when it is killed', async () => {
    const source = `process.on('SIGTERM', () => { console.log('stopped'); process.exit(); }); setInterval(() => {}, 1_000); console.log('ready');`;
    const child = spawn(process.execPath, [bootstrap, script(source)], { stdio: ['ignore', 'pipe', 'inherit'] });
    await firstText(child.stdout);
    child.kill('SIGKILL');
    expect(await firstText(child.stdout)).toBe('stopped\n');
  });
});

function firstText(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((done) => stream.once('data', (part: Buffer) => done(part.toString())));
}
