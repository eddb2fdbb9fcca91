import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { clusterUrls, type ClusterUrls } from './cluster.ts';
import { withClient } from './connection.ts';
import { ensureDatabase } from './database.ts';
import { checkMigrated, migrate, readMigrations } from './migrate.ts';

const { port, secretKey } = inject('postgres');
const { superuser } = clusterUrls(port, secretKey);
let folder: string;
let urls: ClusterUrls;
let databases = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-migrations-'));
  databases += 1;
  const name = `migrate_${process.pid}_${databases}`;
  await ensureDatabase(superuser, name);
  urls = clusterUrls(port, secretKey, name);
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await withClient(superuser, (client) => client.query(`drop database "migrate_${process.pid}_${databases}" with (force)`));
});

const file = (name: string) => join(folder, name);

function write(name: string, sql: string): void {
  writeFileSync(file(name), sql);
}

function writeThree(): void {
  write('0001_first.sql', 'create table log (step integer); insert into log values (1);');
  write('0002_second.sql', 'insert into log values (2);');
  write('0003_third.sql', 'insert into log select max(step) + 1 from log;');
}

async function log(): Promise<number[]> {
  const { rows } = await withClient(urls.owner, (client) => client.query<{ step: number }>('select step from log order by ctid'));
  return rows.map(({ step }) => step);
}

describe('migrations', () => {
  test('are applied in their order, each once', async () => {
    writeThree();
    expect(await migrate(urls.owner, folder)).toEqual({ applied: ['0001_first.sql', '0002_second.sql', '0003_third.sql'] });
    expect(await migrate(urls.owner, folder)).toEqual({ applied: [] });
    write('0004_fourth.sql', 'insert into log values (4);');
    expect(await migrate(urls.owner, folder)).toEqual({ applied: ['0004_fourth.sql'] });
    expect(await log()).toEqual([1, 2, 3, 4]);
  });

  test('are applied once however many processes apply them at once', async () => {
    writeThree();
    const results = await Promise.all(Array.from({ length: 5 }, () => migrate(urls.owner, folder, urls.jobs)));
    expect(results.map(({ applied }) => applied.length).sort((a, b) => a - b)).toEqual([0, 0, 0, 0, 3]);
    expect(await log()).toEqual([1, 2, 3]);
  });

  test('that fail leave nothing of themselves, keep those before and can be mended', async () => {
    writeThree();
    write('0002_second.sql', 'insert into log values (2);\ncreate table half ();\nselect 1 / 0;');
    await expect(migrate(urls.owner, folder)).rejects.toThrow(
      'The migration 0002_second.sql failed and nothing of it was kept: division by zero',
    );
    expect(await log()).toEqual([1]);
    await expect(withClient(urls.owner, (client) => client.query('select from half'))).rejects.toThrow(/does not exist/);
    write('0002_second.sql', 'insert into log values (2);');
    expect(await migrate(urls.owner, folder)).toEqual({ applied: ['0002_second.sql', '0003_third.sql'] });
  });

  test('stand in the queue of a lock for less time than a statement of ours waits, so that nobody behind them fails', async () => {
    write('0001_first.sql', `do $$ begin assert current_setting('lock_timeout') = '3s'; end $$;`);
    expect(await migrate(urls.owner, folder)).toEqual({ applied: ['0001_first.sql'] });
  });

  test('step back from a lock that they do not get, let others through, and try again until they have it', async () => {
    writeThree();
    await migrate(urls.owner, folder);
    write('0004_fourth.sql', 'alter table log add column more integer;');
    await withClient(urls.owner, async (reader) => {
      await reader.query('begin');
      await reader.query('select from log');
      const patience = { lockMs: 50, pauseMs: 20, tries: 1_000 };
      const migrating = migrate(urls.owner, folder, undefined, { patience });
      // Each of these stands in the queue behind the migration, and has what it wants once that has stepped back.
      for (let round = 0; round < 5; round += 1) await withClient(urls.owner, (other) => other.query('select from log'));
      await reader.query('commit');
      expect(await migrating).toEqual({ applied: ['0004_fourth.sql'] });
    });
  });

  test('give up a lock that is never to be had, say so, and keep nothing', async () => {
    writeThree();
    await migrate(urls.owner, folder);
    write('0004_fourth.sql', 'create table more (); alter table log add column more integer;');
    await withClient(urls.owner, async (reader) => {
      await reader.query('begin');
      await reader.query('select from log');
      const migrating = migrate(urls.owner, folder, undefined, { patience: { lockMs: 20, pauseMs: 1, tries: 3 } });
      await expect(migrating).rejects.toThrow(
        'The migration 0004_fourth.sql failed and nothing of it was kept: canceling statement due to lock',
      );
      await expect(withClient(urls.owner, (client) => client.query('select from more'))).rejects.toThrow(/does not exist/);
    });
  });

  test('give the job runner its tables, and no more rights on the database than before', async () => {
    writeThree();
    await migrate(urls.owner, folder, urls.jobs);
    await withClient(urls.jobs, async (client) => {
      await client.query('select from graphile_worker._private_jobs');
      await expect(client.query('create schema more')).rejects.toThrow(/permission denied/);
    });
  });
});

describe('a folder of migrations', () => {
  test.each([
    ['a gap', ['0001_a.sql', '0003_c.sql'], 'The migration 0003_c.sql is out of order: expected number 0002.'],
    ['a number twice', ['0001_a.sql', '0001_b.sql'], 'The migration 0001_b.sql is out of order: expected number 0002.'],
    ['another beginning', ['0002_b.sql'], 'The migration 0002_b.sql is out of order: expected number 0001.'],
    ['a name of another shape', ['1-first.sql'], 'The migration 1-first.sql is out of order: expected number 0001.'],
  ])('with %s is refused', async (_name, names, sentence) => {
    for (const name of names) write(name, 'select 1;');
    await expect(readMigrations(folder)).rejects.toThrow(sentence);
    await expect(migrate(urls.owner, folder)).rejects.toThrow(sentence);
    await expect(checkMigrated(urls.app, folder)).rejects.toThrow(sentence);
  });

  test('with a released file that was changed is refused', async () => {
    writeThree();
    await migrate(urls.owner, folder);
    write('0002_second.sql', 'insert into log values (22);');
    const sentence =
      'The migration 0002_second.sql was changed after it was applied. Put the released file back; changes go into a new migration.';
    await expect(migrate(urls.owner, folder)).rejects.toThrow(sentence);
    await expect(checkMigrated(urls.app, folder)).rejects.toThrow(sentence);
  });

  test('with a released file that got another name is refused', async () => {
    writeThree();
    await migrate(urls.owner, folder);
    renameSync(file('0002_second.sql'), file('0002_other.sql'));
    const sentence = 'The database knows 0002_second.sql where this version of Earshot has 0002_other.sql.';
    await expect(migrate(urls.owner, folder)).rejects.toThrow(sentence);
    await expect(checkMigrated(urls.app, folder)).rejects.toThrow(sentence);
  });

  test('that knows less than the database is refused', async () => {
    writeThree();
    await migrate(urls.owner, folder);
    rmSync(file('0003_third.sql'));
    const sentence =
      'The database is newer than this version of Earshot: it knows 0003_third.sql. Start the version that made it, or a later one.';
    await expect(migrate(urls.owner, folder)).rejects.toThrow(sentence);
    await expect(checkMigrated(urls.app, folder)).rejects.toThrow(sentence);
  });
});

describe('a process that may not migrate', () => {
  test('says that a database has no tables yet, that it lacks some, and nothing when it has all', async () => {
    writeThree();
    const hint = 'Run "earshot migrate" with DATABASE_OWNER_URL set.';
    await expect(checkMigrated(urls.app, folder)).rejects.toThrow(`The database has no tables of Earshot yet. ${hint}`);
    await migrate(urls.owner, folder);
    await expect(checkMigrated(urls.app, folder)).resolves.toBeUndefined();
    write('0004_fourth.sql', 'select 4;');
    write('0005_fifth.sql', 'select 5;');
    await expect(checkMigrated(urls.app, folder)).rejects.toThrow(`The database lacks 2 migrations. ${hint}`);
    expect(await log()).toEqual([1, 2, 3]);
  });
});
