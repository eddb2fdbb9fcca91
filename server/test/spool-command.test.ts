import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { edgeKeysOf } from '../src/platform/edge-key.ts';
import { openLog } from '../src/platform/log.ts';
import { masterKeyOf } from '../src/platform/sealing.ts';
import { putAside } from '../src/platform/spool-aside.ts';
import { openSpool } from '../src/platform/spool.ts';

const SECRET = 'the secret of a spool that a test fills';
const AT = '2026-11-20T12:00:00.000Z';
const REQUEST = {
  id: '0199b0c0-0000-7000-8000-000000000001',
  receivedAt: AT,
  kind: 'pixel',
  publicId: 'abcdefghijkl',
  method: 'GET',
  target: '/i.gif?p=abcdefghijkl',
  ip: '203.0.113.9',
  headers: {},
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-spool-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const MAIN = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));

function run(...words: string[]): string {
  const env = { PATH: process.env.PATH, EARSHOT_SECRET_KEY: SECRET, EARSHOT_DATA_DIR: folder, LOG_LEVEL: 'fatal' };
  return execFileSync(process.execPath, [MAIN, 'tracking', 'spool', ...words], { env, encoding: 'utf8' });
}

function spoolOf(maxBytes = 10_000) {
  const secrets = edgeKeysOf({ sealingKey: masterKeyOf(SECRET) });
  return openSpool({ dataDir: folder, secrets, maxBytes, clock: () => Date.parse(AT), log: openLog('silent') });
}

test('earshot tracking spool tells of a spool that holds nothing, without a database', () => {
  expect(JSON.parse(run('--json'))).toEqual({
    waiting: 0,
    oldestWaitingAt: null,
    aside: [],
    foreignSegments: 0,
    damagedSegments: 0,
    lost: null,
  });
});

test('it shows what waits, what is aside and why, and what was lost, and nothing of listeners', async () => {
  const spool = spoolOf();
  await spool.append(JSON.stringify(REQUEST));
  await putAside(spool, { record: JSON.stringify(REQUEST), reason: 'it is poison', attempts: 6, triedAt: AT });
  await spool.append('x'.repeat(20_000)).catch(() => undefined);
  await spool.close();
  const aside = { id: REQUEST.id, kind: 'pixel', attempts: 6, triedAt: AT, reason: 'it is poison' };
  const report = {
    waiting: 1,
    oldestWaitingAt: AT,
    aside: [aside],
    foreignSegments: 0,
    damagedSegments: 0,
    lost: { count: 1, firstAt: AT, lastAt: AT },
  };
  expect(JSON.parse(run('--json'))).toMatchObject(report);
  const out = run();
  expect(out).toContain(`1 request waits, the oldest since ${AT}.`);
  expect(out).toContain(`pixel ${REQUEST.id}, tried 6 times, last at ${AT}: it is poison`);
  expect(out).toContain('1 request was lost');
  expect(out).not.toContain(REQUEST.ip);
  expect(JSON.parse(run('--retry', '--json'))).toMatchObject({
    aside: [{ attempts: 0 }],
    retried: { records: 1, segments: 0 },
  });
  expect(JSON.parse(run('--drop', '--json'))).toMatchObject({ aside: [], dropped: { records: 1, segments: 0 } });
});
