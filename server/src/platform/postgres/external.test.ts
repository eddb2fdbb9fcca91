import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PlainPostgres, startPlainPostgres } from '../../../test/plain-postgres.ts';
import { embeddedBinaries, systemBinaries } from './binaries.ts';
import { checkCatalogue } from './catalogue.ts';
import { withClient } from './connection.ts';
import { externalCluster, versionFault } from './external.ts';
import { checkMigrated, migrate } from './migrate.ts';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../../migrations', import.meta.url));
const secretKey = 'the-secret-of-an-installation-on-a-database-of-its-own';
const app = { role: 'app', password: 'chosen by the operator: ä/@?' };
const dba = { role: 'dba', password: 'of-the-owner-of-the-database' };

describe('the version of PostgreSQL', () => {
  test.each([150_014, 150_018, 160_010, 170_006, 180_000, 180_004, 190_000, 200_001])('%i is good enough', (version) => {
    expect(versionFault(version)).toBeUndefined();
  });

  test.each([
    [150_013, 'it is PostgreSQL 15.13, whose statistics'],
    [160_009, 'it is PostgreSQL 16.9, whose statistics'],
    [170_005, 'it is PostgreSQL 17.5, whose statistics'],
    [140_020, 'it is PostgreSQL 14.20, and Earshot needs 15.14 or later'],
    [90_624, 'it is PostgreSQL 9.624, and Earshot needs 15.14 or later'],
  ])('%i is refused with a sentence', (version, sentence) => {
    expect(versionFault(version)).toContain(sentence);
  });

  test('that is refused comes with the versions to take instead', () => {
    expect(versionFault(160_001)).toContain('(CVE-2025-8713); update it to 15.14, 16.10, 17.6, 18.0 or later');
  });
});

const system = await systemBinaries();

test.skipIf(system.length === 0)(
  'a PostgreSQL of the machine is tried too (none of 15 or later is installed where distributions put it)',
  () => {
    expect(system[0].major).toBeGreaterThanOrEqual(15);
  },
);

describe.each([await embeddedBinaries(), ...system])("an operator's PostgreSQL $major", (binaries) => {
  let postgres: PlainPostgres;
  beforeAll(async () => {
    postgres = await startPlainPostgres(binaries, { timezone: 'America/New_York' });
  });
  afterAll(() => postgres.close());

  const administer = (statements: string, database = 'postgres') =>
    withClient(postgres.urlOf(database), async (client) => {
      for (const statement of statements.split(';')) await client.query(statement);
    });
  const settingsOf = (database: string, owner?: { role: string; password: string } | 'superuser') => ({
    databaseUrl: postgres.urlOf(database, app),
    databaseOwnerUrl: owner === undefined ? undefined : postgres.urlOf(database, owner === 'superuser' ? undefined : owner),
    secretKey,
  });

  async function migrateAll(database: string, owner: Parameters<typeof settingsOf>[1]) {
    const { urls } = await externalCluster(settingsOf(database, owner));
    if (urls.owner === undefined) throw new Error('no owner');
    return migrate(urls.owner, MIGRATIONS_FOLDER, urls.jobs);
  }

  async function expectServable(database: string): Promise<void> {
    const { urls } = await externalCluster(settingsOf(database));
    await checkMigrated(urls.app, MIGRATIONS_FOLDER);
    await withClient(urls.app, checkCatalogue);
    await withClient(urls.jobs, (client) => client.query(`select ensure_event_partitions('2026-11-01', '2026-11-01')`));
    for (const url of [urls.app, urls.intake, urls.jobs]) {
      const { rows } = await withClient(url, (client) => client.query('show timezone'));
      expect(rows).toEqual([{ TimeZone: 'UTC' }]);
      // Whoever is gone without a word keeps no lock for two hours.
      const idle = await withClient(url, (client) => client.query('show tcp_keepalives_idle'));
      expect(idle.rows).toEqual([{ tcp_keepalives_idle: '10' }]);
    }
  }

  test('that nobody has migrated is refused with a sentence that says what to run', async () => {
    await administer(
      `create role app login noinherit password '${app.password}'; create database bare; grant connect on database bare to app`,
    );
    const { urls } = await externalCluster(settingsOf('bare'));
    await expect(checkMigrated(urls.app, MIGRATIONS_FOLDER)).rejects.toThrow(
      'The database has no tables of Earshot yet. Run "earshot migrate" with DATABASE_OWNER_URL set.',
    );
  });

  test('is made ready by its superuser, again and again, and then serves without him', async () => {
    await administer('create database by_superuser');
    expect((await migrateAll('by_superuser', 'superuser')).applied.length).toBeGreaterThan(4);
    expect((await migrateAll('by_superuser', 'superuser')).applied).toEqual([]);
    await expectServable('by_superuser');
  });

  test('is made ready by two processes at once', async () => {
    await administer('create database by_two');
    const both = await Promise.all([migrateAll('by_two', 'superuser'), migrateAll('by_two', 'superuser')]);
    const counts = both.map(({ applied }) => applied.length).sort((a, b) => a - b);
    expect(counts[0]).toBe(0);
    expect(counts[1]).toBeGreaterThan(4);
    await expectServable('by_two');
  });

  test.each([
    [{ ...app, password: 'wrong' }, /^The database of DATABASE_URL cannot be used: password authentication failed for user "app"\.$/],
    [{ role: 'nobody-here', password: 'x' }, /^The database of DATABASE_URL cannot be used: password authentication failed/],
  ])('that does not let $role in is refused with a sentence that names the setting', async (login, sentence) => {
    await expect(externalCluster({ ...settingsOf('bare'), databaseUrl: postgres.urlOf('bare', login) })).rejects.toThrow(sentence);
  });

  test('that cannot be reached is refused with a sentence that names the setting', async () => {
    const databaseUrl = 'postgres://app:x@localhost:1/earshot';
    await expect(externalCluster({ ...settingsOf('bare'), databaseUrl })).rejects.toThrow(
      /^The database of DATABASE_URL cannot be used: .*ECONNREFUSED.*\.$/,
    );
    await expect(externalCluster({ ...settingsOf('bare'), databaseOwnerUrl: databaseUrl })).rejects.toThrow(
      /^The database of DATABASE_OWNER_URL cannot be used: /,
    );
  });

  test('of another encoding than UTF-8 is refused with a sentence', async () => {
    await administer(`create database latin encoding 'LATIN1' locale 'C' template template0`);
    await expect(externalCluster(settingsOf('latin', 'superuser'))).rejects.toThrow(
      `The database of DATABASE_OWNER_URL cannot be used: its encoding is LATIN1, and Earshot needs UTF8`,
    );
  });

  test('whose roles were given more than they need has them brought back', async () => {
    await administer('create database tidied; alter role intake superuser bypassrls inherit');
    await migrateAll('tidied', 'superuser');
    await expectServable('tidied');
  });

  test('whose roles belong to others is refused with the statement that mends it', async () => {
    await administer('create database nested; grant pg_read_all_data to app');
    await expect(externalCluster(settingsOf('nested', 'superuser'))).rejects.toThrow(
      'Roles of Earshot belong to other roles, which could open rows to them. Run as an administrator: revoke pg_read_all_data from app',
    );
    await administer('revoke pg_read_all_data from app');
    await migrateAll('nested', 'superuser');
  });
});

describe.each([await embeddedBinaries(), ...system])('a PostgreSQL $major whose administrator gives no superuser away', (binaries) => {
  let postgres: PlainPostgres;
  beforeAll(async () => {
    postgres = await startPlainPostgres(binaries);
  });
  afterAll(() => postgres.close());

  test('is made ready by the plain owner of the database with CREATEROLE, again and again, who keeps no way to the rows', async () => {
    await withClient(postgres.urlOf('postgres'), async (client) => {
      await client.query(`create role dba login createrole password '${dba.password}'`);
      await client.query('create database by_owner owner dba');
    });
    const settings = { databaseUrl: postgres.urlOf('by_owner', app), databaseOwnerUrl: postgres.urlOf('by_owner', dba), secretKey };
    const applied = [];
    for (let round = 0; round < 2; round += 1) {
      const { urls } = await externalCluster(settings);
      applied.push((await migrate(String(urls.owner), MIGRATIONS_FOLDER, urls.jobs)).applied.length);
    }
    expect(applied).toEqual([expect.any(Number), 0]);
    const { urls } = await externalCluster({ ...settings, databaseOwnerUrl: undefined });
    await checkMigrated(urls.app, MIGRATIONS_FOLDER);
    await withClient(urls.app, checkCatalogue);
    for (const table of ['public.campaigns', 'graphile_worker._private_jobs'])
      await expect(withClient(settings.databaseOwnerUrl, (client) => client.query(`select 1 from ${table}`))).rejects.toThrow(
        /permission denied/,
      );
  });
});
