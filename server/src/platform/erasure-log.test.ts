import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolderOfTest } from '../../test/data-folder.ts';
import { type Erasure, openErasureLog } from './erasure-log.ts';
import { openLog } from './log.ts';

const erasure = (key: string): Erasure => ({
  tenantId: '01a213e7-890d-7f87-9b32-3881f0d89edc',
  requestId: '01a213e7-890d-7f87-9b32-3881f0d89edd',
  at: '2026-11-20T12:00:00.000Z',
  kind: 'identity',
  field: 'user',
  key,
  objected: false,
});

async function all(folder: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of openErasureLog(folder, openLog('silent')).read()) keys.push(key);
  return keys;
}

test('what was appended is read in its order, also by another process, and nobody else may read the file', async () => {
  const folder = dataFolderOfTest();
  expect(await all(folder)).toEqual([]);
  const log = openErasureLog(folder, openLog('silent'));
  log.append([]);
  log.append([erasure('a'), erasure('b')]);
  openErasureLog(folder, openLog('silent')).append([erasure('c')]);
  expect(await all(folder)).toEqual(['a', 'b', 'c']);
  expect(statSync(join(folder, 'erasures.ndjson')).mode & 0o777).toBe(0o600);
});

test('a line that a dying machine left unfinished takes nothing along, before it or after it', async () => {
  const folder = dataFolderOfTest();
  const log = openErasureLog(folder, openLog('silent'));
  log.append([erasure('a')]);
  appendFileSync(join(folder, 'erasures.ndjson'), '{"tenantId":"01a2');
  log.append([erasure('b')]);
  expect(await all(folder)).toEqual(['a', 'b']);
  expect(readFileSync(join(folder, 'erasures.ndjson'), 'utf8').endsWith('\n')).toBe(true);
});
