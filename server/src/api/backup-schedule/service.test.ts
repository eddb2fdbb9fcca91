import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { readSettings, type Settings } from '../../platform/settings.ts';
import { inClaim } from '../../platform/tenant-door.ts';
import { isBackupDue, mostHours } from './rules.ts';
import { backUpWhenDue } from './service.ts';

const HOUR_MS = 3_600_000;
const never = new AbortController().signal;
let database: TestDatabase;
let folder: string;
let settings: Settings;
beforeAll(async () => {
  database = await openTestDatabase();
  await createTestTenant(database.context);
  folder = mkdtempSync(join(tmpdir(), 'earshot-schedule-'));
  const env = { EARSHOT_SECRET_KEY: inject('postgres').secretKey, EARSHOT_BACKUP_HOURS: '24', EARSHOT_BACKUP_KEEP: '1' };
  settings = readSettings({ ...env, EARSHOT_BACKUP_DIR: 'backups' }, folder);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const files = () => readdirSync(settings.backupDir);
const backUp = (signal = never) => backUpWhenDue(database.context, 'system', settings, signal);

test('a backup is made when there is none, not again before the newest is old enough, and then in the place of the older one', async () => {
  expect(await backUp()).toMatchObject({ scope: 'all', file: join(settings.backupDir, 'earshot-20261120T120000Z.backup') });
  database.setNow(NOW_MS + 24 * HOUR_MS - 1_000);
  expect(await backUp()).toBe(undefined);
  database.setNow(NOW_MS + 24 * HOUR_MS);
  expect(await backUp()).toMatchObject({ scope: 'all' });
  expect(files()).toEqual(['earshot-20261121T120000Z.backup']);
});

test('two processes make one backup together, and one that is ended half-way leaves nothing', async () => {
  database.setNow(NOW_MS + 48 * HOUR_MS);
  const other = await inClaim(database.context.db, 'backup', () => backUp());
  expect(other).toBe(undefined);
  const stopping = new AbortController();
  const stopped = backUp(stopping.signal);
  setImmediate(() => stopping.abort());
  await stopped.catch((error: unknown) => expect(String(error)).toMatch(/abort/i));
  expect(files()).toEqual(['earshot-20261121T120000Z.backup']);
});

test('nothing is due where no backups are asked for, and the newest is too old after one and a half times as long', () => {
  expect(isBackupDue([], 0, NOW_MS)).toBe(false);
  expect(isBackupDue([{ madeAt: new Date(NOW_MS).toISOString(), tenant: 'a' }], 24, NOW_MS)).toBe(true);
  expect([0, 24, 6].map(mostHours)).toEqual([36, 36, 9]);
});
