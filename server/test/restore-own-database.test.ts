import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedBinaries, systemBinaries } from '../src/platform/postgres/binaries.ts';
import { withClient } from '../src/platform/postgres/connection.ts';
import { newDataFolder } from './data-folder.ts';
import { type PlainPostgres, startPlainPostgres } from './plain-postgres.ts';

const MAIN = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const runFile = promisify(execFile);

const app = { role: 'app', password: 'of-the-login-app' };
const dba = { role: 'dba', password: 'of-the-owner-of-the-database' };
const EARSHOT_SECRET_KEY = 'the-secret-of-an-installation-on-a-database-of-its-own';

describe.each([await embeddedBinaries(), ...(await systemBinaries())])("an operator's PostgreSQL $major", (binaries) => {
  let postgres: PlainPostgres;
  const folder = newDataFolder();
  beforeAll(async () => {
    postgres = await startPlainPostgres(binaries, {
      timezone: 'America/New_York',
      datestyle: 'ISO, DMY',
      bytea_output: 'escape',
      intervalstyle: 'sql_standard',
    });
    await withClient(postgres.urlOf('postgres'), async (client) => {
      await client.query(`create role dba login createrole password '${dba.password}'`);
      for (const name of ['one', 'two']) await client.query(`create database ${name} owner dba encoding 'UTF8' template template0`);
    });
  });
  afterAll(async () => {
    await postgres.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const urls = (database: string) => ({ DATABASE_URL: postgres.urlOf(database, app) });
  const asOwner = (database: string) => ({ ...urls(database), DATABASE_OWNER_URL: postgres.urlOf(database, dba) });

  /** What a command printed that must succeed. */
  async function earshot(words: readonly string[], more: Record<string, string>): Promise<string> {
    const env = { PATH: process.env.PATH, EARSHOT_SECRET_KEY, EARSHOT_DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'error', ...more };
    return (await runFile(process.execPath, [MAIN, ...words], { cwd: folder, env })).stdout;
  }

  test('is backed up without an administrator, and restored by one who is no superuser into an empty database alone', async () => {
    await earshot(['migrate'], asOwner('one'));
    await earshot(['tenants', 'create', '--name', 'A', '--slug', 'a'], urls('one'));
    const made = JSON.parse(await earshot(['backup', '--out', 'copies', '--json'], urls('one'))) as { file: string; rows: number };
    expect(made.file).toContain(join(folder, 'copies'));

    await expect(earshot(['restore', made.file], urls('two'))).rejects.toThrow('Set DATABASE_OWNER_URL');
    const restored = JSON.parse(await earshot(['restore', made.file, '--verify-credit', '--json'], asOwner('two'))) as object;
    expect(restored).toMatchObject({ rows: made.rows, credit: [{ tenant: 'a', verdict: 'same' }] });
    expect(await earshot(['tenants', 'list'], urls('two'))).toContain('a  free  active  A');
    await expect(earshot(['restore', made.file], asOwner('two'))).rejects.toThrow('The database of DATABASE_URL is in use');
  }, 240_000);
});
