import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { migrateInstallation, openInstallation } from '../src/main.ts';
import { embeddedBinaries } from '../src/platform/postgres/binaries.ts';
import { withClient } from '../src/platform/postgres/connection.ts';
import { externalCluster } from '../src/platform/postgres/external.ts';
import { readSettings, type Settings } from '../src/platform/settings.ts';
import { dataFolderOfTest, pidFile, postmasterOf, isAtRest, SECRET_KEY } from './data-folder.ts';
import { type PlainPostgres, startPlainPostgres } from './plain-postgres.ts';

const app = { role: 'app', password: 'chosen-by-the-operator' };
let postgres: PlainPostgres;
let databases = 0;
let name: string;
beforeAll(async () => {
  postgres = await startPlainPostgres(await embeddedBinaries());
});
afterAll(() => postgres.close());
beforeEach(async () => {
  databases += 1;
  name = `installation_${databases}`;
  await withClient(postgres.urlOf('postgres'), (client) => client.query(`create database ${name}`));
});

function settingsOf(env: NodeJS.ProcessEnv): Settings {
  return readSettings({ EARSHOT_SECRET_KEY: SECRET_KEY, LOG_LEVEL: 'silent', EARSHOT_DEMO: '0', ...env }, '/');
}

const asOperator = () => settingsOf({ DATABASE_URL: postgres.urlOf(name, app), DATABASE_OWNER_URL: postgres.urlOf(name) });
const asServer = () => settingsOf({ DATABASE_URL: postgres.urlOf(name, app) });

function monthOf(instantMs: number): string {
  return new Date(instantMs).toISOString().slice(0, 7).replace('-', '');
}

async function migrated(): Promise<void> {
  const installation = await openInstallation(asOperator());
  await installation.close();
}

async function administer(statement: string): Promise<void> {
  await withClient(postgres.urlOf(name), (client) => client.query(statement));
}

describe("an installation on an operator's database", () => {
  test('is migrated by whoever has the owner address, and then opens without it, with partitions for events of today', async () => {
    await migrated();
    const { context, close } = await openInstallation(asServer());
    const { rows } = await context.db.app.query(`select to_regclass('touchpoints_${monthOf(context.clock())}') is not null as found`);
    expect(rows).toEqual([{ found: true }]);
    await close();
  });

  test('does not open before it was migrated', async () => {
    await externalCluster({ databaseUrl: postgres.urlOf(name, app), databaseOwnerUrl: postgres.urlOf(name), secretKey: SECRET_KEY });
    await expect(openInstallation(asServer())).rejects.toThrow(
      'The database has no tables of Earshot yet. Run "earshot migrate" with DATABASE_OWNER_URL set.',
    );
  });

  test('does not open under another secret, whose logins it cannot use', async () => {
    await migrated();
    await expect(openInstallation({ ...asServer(), secretKey: `${SECRET_KEY} of another` })).rejects.toThrow(
      /^The login "intake" cannot use the database of DATABASE_URL: .+ Its password is derived from EARSHOT_SECRET_KEY: set the key that/,
    );
  });

  test('does not open with a login that sees every tenant', async () => {
    await migrated();
    await expect(openInstallation(settingsOf({ DATABASE_URL: postgres.urlOf(name) }))).rejects.toThrow(
      `DATABASE_URL signs in as "postgres", which may see more than one tenant's rows; use the login "app".`,
    );
  });

  test('does not open once its schema could let a tenant out, and opens again when that is mended', async () => {
    await migrated();
    const partition = `conversions_${monthOf(Date.now())}`;
    await administer(`grant select on ${partition} to app; alter table campaigns no force row level security`);
    await expect(openInstallation(asServer())).rejects.toThrow(
      `says:\n  campaigns does not force row-level security\n  app may ${partition} SELECT`,
    );
    await administer(`revoke select on ${partition} from app; alter table campaigns force row level security`);
    await (await openInstallation(asServer())).close();
  });
});

describe('an installation on the embedded database', () => {
  test('leaves nothing running when it is closed, nor when it cannot be opened', async () => {
    const dataDir = dataFolderOfTest();
    const settings = settingsOf({ EARSHOT_DATA_DIR: dataDir });
    const first = await openInstallation(settings);
    const postmaster = await postmasterOf(dataDir);
    await first.close();
    expect(await isAtRest(dataDir, postmaster)).toBe(true);
    await expect(openInstallation({ ...settings, secretKey: `${SECRET_KEY} of another` })).rejects.toThrow(/another EARSHOT_SECRET_KEY/);
    expect(existsSync(pidFile(dataDir))).toBe(false);
  });
});

test('processes with data folders of their own share what was erased where EARSHOT_SHARED_DIR says', async () => {
  await migrated();
  const [one, other, shared] = [dataFolderOfTest(), dataFolderOfTest(), dataFolderOfTest()];
  const opened = (dataDir: string) => openInstallation({ ...asServer(), dataDir, sharedDir: shared });
  const [first, second] = [await opened(one), await opened(other)];
  const erasure = { tenantId: 'a', requestId: 'b', at: '2026-01-01T00:00:00Z', kind: 'conversion', key: 'c' } as const;
  first.context.erasures.append([erasure]);
  const found = [];
  for await (const line of second.context.erasures.read()) found.push(line);
  expect(found).toEqual([erasure]);
  expect([one, other].filter((folder) => existsSync(join(folder, 'erasures.ndjson')))).toEqual([]);
  await Promise.all([first.close(), second.close()]);
});

test('migrating needs the owner address when the database is an operator’s', async () => {
  process.env.DATABASE_URL = postgres.urlOf(name, app);
  process.env.EARSHOT_SECRET_KEY = SECRET_KEY;
  try {
    await expect(migrateInstallation()).rejects.toThrow('Set DATABASE_OWNER_URL to a login that may create roles');
  } finally {
    delete process.env.DATABASE_URL;
    delete process.env.EARSHOT_SECRET_KEY;
  }
});
