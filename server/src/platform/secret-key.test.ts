import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keep, obtainSecretKey, readKept } from './secret-key.ts';

const MODULE = new URL('secret-key.ts', import.meta.url).href;
let dataDir: string;
beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'earshot-secret-')), 'data');
});
afterEach(() => rmSync(join(dataDir, '..'), { recursive: true }));

async function keyOfAnotherProcess(): Promise<string> {
  const source = `import { obtainSecretKey } from '${MODULE}'; process.stdout.write(obtainSecretKey(process.argv[1]));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [key] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return key;
}

test('processes that make the secret at the same time get the same one, and no draft of it is left', async () => {
  const keys = await Promise.all([1, 2, 3, 4].map(keyOfAnotherProcess));
  expect(keys[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(new Set(keys).size).toBe(1);
  expect(obtainSecretKey(dataDir)).toBe(keys[0]);
  expect(readdirSync(dataDir)).toEqual(['secret.key']);
  expect([statSync(dataDir).mode & 0o777, statSync(join(dataDir, 'secret.key')).mode & 0o777]).toEqual([0o700, 0o600]);
});

test('every installation has a secret of its own', () => {
  const other = join(dataDir, '..', 'other');
  expect(obtainSecretKey(dataDir)).not.toBe(obtainSecretKey(other));
});

test('what is kept is read back whole, replaces what was there, and only its owner can read it', () => {
  expect(readKept(dataDir, 'demo.key')).toBeUndefined();
  keep(dataDir, 'demo.key', 'first');
  keep(dataDir, 'demo.key', 'a second one: ä 😀\n');
  expect(readKept(dataDir, 'demo.key')).toBe('a second one: ä 😀\n');
  expect(readFileSync(join(dataDir, 'demo.key'), 'utf8')).toBe('a second one: ä 😀\n');
  expect(statSync(join(dataDir, 'demo.key')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(['demo.key']);
});
