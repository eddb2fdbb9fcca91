import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { edgeKeysOf, writeEdgeKey } from '../src/platform/edge-key.ts';
import { masterKeyOf } from '../src/platform/sealing.ts';

const MAIN = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const SECRET = 'the secret of an installation with redirectors';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-edge-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const env = (more: Record<string, string>) => ({ PATH: process.env.PATH, EARSHOT_DATA_DIR: folder, LOG_LEVEL: 'fatal', ...more });
const keyOf = (secret: string) => writeEdgeKey(edgeKeysOf({ sealingKey: masterKeyOf(secret) }).edgeKey);

function print(...words: string[]) {
  const secrets = { EARSHOT_SECRET_KEY: SECRET, EARSHOT_PREVIOUS_SECRET_KEY: `${SECRET} before` };
  return execFileSync(process.execPath, [MAIN, 'edge', 'key', ...words], { env: env(secrets), encoding: 'utf8', stdio: 'pipe' });
}

test('earshot edge key prints the key that follows from the secret, and the one before it, without a database', () => {
  expect(print()).toBe(`${keyOf(SECRET)}\n`);
  expect(JSON.parse(print('--json'))).toEqual({ edgeKey: keyOf(SECRET), previousEdgeKey: keyOf(`${SECRET} before`) });
  expect(readdirSync(folder)).toEqual([]);
});

test('serve --role tracking says that it needs the edge key, and in production that it must not have the secret', () => {
  const serve = (more: Record<string, string>) =>
    spawnSync(process.execPath, [MAIN, 'serve', '--role', 'tracking'], { env: env(more), encoding: 'utf8' });
  expect(serve({})).toMatchObject({ status: 1, stderr: expect.stringContaining('set it to what "earshot edge key" prints') as string });
  const told = serve({ EARSHOT_SECRET_KEY: SECRET, EARSHOT_ENV: 'production', EARSHOT_PUBLIC_URL: 'https://earshot.example' });
  expect(told).toMatchObject({ status: 1, stderr: expect.stringContaining('a redirector must not have it') as string });
  expect(readdirSync(folder)).toEqual([]);
});
