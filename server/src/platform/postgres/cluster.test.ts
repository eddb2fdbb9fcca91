import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  dataFolderOfTest,
  isAtRest,
  newDataFolder,
  openTestCluster,
  pidFile,
  postmasterOf,
  removeDataFolder,
  SECRET_KEY,
} from '../../../test/data-folder.ts';
import { binariesIn, embeddedBinaries } from './binaries.ts';
import { type Cluster, clusterUrls } from './cluster.ts';
import { withClient } from './connection.ts';
import { isRunning } from './processes.ts';

let dataDir: string;
beforeAll(() => {
  dataDir = newDataFolder();
});
afterAll(() => removeDataFolder(dataDir));

async function answerOf(cluster: Cluster, query: string): Promise<unknown> {
  return withClient(cluster.urls.superuser, async (client) => Object.values((await client.query(query)).rows[0] as object)[0]);
}

/** Opens the folder, does some work with it and closes it again. */
async function whileOpen<Result>(work: (cluster: Cluster) => Promise<Result>): Promise<Result> {
  const cluster = await openTestCluster(dataDir);
  try {
    return await work(cluster);
  } finally {
    await cluster.close();
  }
}

describe('the embedded database', () => {
  test('keeps what it acknowledged: fsync, synchronous_commit and full_page_writes are on', async () => {
    await whileOpen(async (cluster) => {
      for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes'])
        expect(await answerOf(cluster, `show ${setting}`), setting).toBe('on');
    });
  });

  test('answers only on the loopback interface, by password, in UTF-8, sorted by code point, in UTC', async () => {
    await whileOpen(async (cluster) => {
      expect(await answerOf(cluster, 'show listen_addresses')).toBe('127.0.0.1');
      expect(await answerOf(cluster, 'show unix_socket_directories')).toBe('');
      expect(await answerOf(cluster, 'show server_encoding')).toBe('UTF8');
      expect(await answerOf(cluster, 'show timezone')).toBe('UTC');
      expect(await answerOf(cluster, `select string_agg(x, '' order by x) from unnest(array['ä', 'b', 'B', 'a', '_']) as x`)).toBe('B_abä');
      const stranger = clusterUrls(cluster.port, 'another secret that is long enough').app;
      await expect(withClient(stranger, async () => undefined)).rejects.toThrow(/password authentication failed/);
    });
  });

  test('lets every login in, and none of them is more than plain', async () => {
    await whileOpen(async ({ urls }) => {
      for (const role of ['owner', 'app', 'intake', 'jobs'] as const) {
        const row = await withClient(urls[role], async (client) => (await client.query('select current_user, current_database()')).rows[0]);
        expect(row).toEqual({ current_user: role, current_database: 'earshot' });
      }
    });
  });

  test('is joined by whoever opens it again, and the last to close stops it and leaves no process and no pid file', async () => {
    const first = await openTestCluster(dataDir);
    const postmaster = await postmasterOf(dataDir);
    const second = await openTestCluster(dataDir);
    expect([first.started, second.started, second.port]).toEqual([true, false, first.port]);
    await first.close();
    expect(await answerOf(second, 'select 1')).toBe(1);
    await second.close();
    expect(await isAtRest(dataDir, postmaster)).toBe(true);
  });

  test('is opened once however many callers open it at the same time', async () => {
    const clusters = await Promise.all([1, 2, 3, 4].map(() => openTestCluster(dataDir)));
    const postmaster = await postmasterOf(dataDir);
    expect(clusters.filter(({ started }) => started)).toHaveLength(1);
    expect(new Set(clusters.map(({ port }) => port)).size).toBe(1);
    await Promise.all(clusters.map((cluster) => cluster.close()));
    expect(await isAtRest(dataDir, postmaster)).toBe(true);
  });

  test('keeps its rows from one start to the next, with sessions open at the end', async () => {
    const first = await openTestCluster(dataDir);
    await withClient(first.urls.owner, (client) => client.query('create table kept as select generate_series(1, 100) as id'));
    const held = withClient(first.urls.owner, (client) => client.query('select pg_sleep(60)')).catch(() => 'ended');
    await expect.poll(() => answerOf(first, `select count(*)::integer from pg_stat_activity where query like '%pg_sleep(60)'`)).toBe(1);
    await first.close();
    expect(await held).toBe('ended');
    await whileOpen(async ({ urls }) => {
      const { rows } = await withClient(urls.owner, (client) => client.query('select count(*)::integer as count from kept'));
      expect(rows).toEqual([{ count: 100 }]);
    });
  });
});

describe('a start', () => {
  test('clears a pid file that names a dead process', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(pidFile(dataDir), `${pid}\n${dataDir}/postgres\n1\n5432\n\n127.0.0.1\n  0 0\nready   \n`);
    await whileOpen(async (cluster) => {
      expect(cluster.started).toBe(true);
    });
  });

  test('clears a pid file whose process id another program has by now, and leaves that program alone', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    onTestFinished(() => void other.kill());
    writeFileSync(pidFile(dataDir), `${other.pid}\n${dataDir}/postgres\n1\n5432\n\n127.0.0.1\n  0 0\nready   \n`);
    await whileOpen(async (cluster) => {
      expect(cluster.started).toBe(true);
      expect((await postmasterOf(dataDir)).pid).not.toBe(other.pid);
    });
    expect(other.exitCode ?? other.signalCode).toBeNull();
  });

  test('recovers what a postmaster that was killed had acknowledged', async () => {
    const first = await openTestCluster(dataDir);
    await withClient(first.urls.owner, (client) => client.query('create table acknowledged as select generate_series(1, 1000) as id'));
    const postmaster = await postmasterOf(dataDir);
    process.kill(postmaster.pid, 'SIGKILL');
    await expect.poll(() => isRunning(postmaster)).toBe(false);
    expect(existsSync(pidFile(dataDir))).toBe(true);
    await first.close();
    await whileOpen(async ({ started, urls }) => {
      expect(started).toBe(true);
      const { rows } = await withClient(urls.owner, (client) => client.query('select count(*)::integer as count from acknowledged'));
      expect(rows).toEqual([{ count: 1000 }]);
    });
  });

  test('picks a port that no other database has, and refuses the other one where the pid file names its port', async () => {
    const other = dataFolderOfTest();
    const [first, second] = [await openTestCluster(dataDir), await openTestCluster(other)];
    expect(first.port).not.toBe(second.port);
    expect([await answerOf(first, 'show data_directory'), await answerOf(second, 'show data_directory')]).toEqual([
      join(dataDir, 'postgres'),
      join(other, 'postgres'),
    ]);
    const pids = readFileSync(pidFile(dataDir), 'utf8').split('\n');
    writeFileSync(pidFile(dataDir), pids.with(3, String(second.port)).join('\n'));
    await expect(openTestCluster(dataDir)).rejects.toThrow(
      `Another database than that of ${join(dataDir, 'postgres')} answers on its port.`,
    );
    writeFileSync(pidFile(dataDir), pids.join('\n'));
    expect(await answerOf(first, 'select 1')).toBe(1);
    await first.close();
    await second.close();
  });

  test('says that nothing answers when the recorded port belongs to nobody', async () => {
    const first = await openTestCluster(dataDir);
    const pids = readFileSync(pidFile(dataDir), 'utf8').split('\n');
    writeFileSync(pidFile(dataDir), pids.with(3, '1').join('\n'));
    await expect(openTestCluster(dataDir)).rejects.toThrow(/does not answer: .*ECONNREFUSED.* Its log is /);
    writeFileSync(pidFile(dataDir), pids.join('\n'));
    await first.close();
  });

  test('under another secret is refused with a sentence, harms nothing and leaves nothing running', async () => {
    const secretKey = `${SECRET_KEY} of somebody else`;
    await expect(openTestCluster(dataDir, { secretKey })).rejects.toThrow(
      /was made under another EARSHOT_SECRET_KEY\. Set that key again, or set EARSHOT_DATA_DIR to another folder\.$/,
    );
    expect(existsSync(pidFile(dataDir))).toBe(false);
    await whileOpen(async (cluster) => {
      expect(cluster.started).toBe(true);
      await expect(openTestCluster(dataDir, { secretKey })).rejects.toThrow(/another EARSHOT_SECRET_KEY/);
      expect(await answerOf(cluster, 'select 1')).toBe(1);
    });
  });

  test('in a folder of another major version is refused with a sentence, and the folder stays as it is', async () => {
    const old = dataFolderOfTest();
    mkdirSync(join(old, 'postgres'));
    writeFileSync(join(old, 'postgres', 'PG_VERSION'), '14\n');
    const { major } = await embeddedBinaries();
    await expect(openTestCluster(old)).rejects.toThrow(
      `was made by PostgreSQL 14, and this is PostgreSQL ${major}. ` +
        'Go back to the version of Earshot that made it, or set EARSHOT_DATA_DIR to another folder.',
    );
    expect(readFileSync(join(old, 'postgres', 'PG_VERSION'), 'utf8')).toBe('14\n');
  });

  test('repairs a folder whose making was interrupted, and works in one that lies deep', async () => {
    const deep = join(dataFolderOfTest(), ...Array.from({ length: 12 }, (_, place) => `a-rather-long-name-of-a-folder-${place}`));
    mkdirSync(join(deep, 'postgres.new', 'base'), { recursive: true });
    writeFileSync(join(deep, 'postgres.new', 'PG_VERSION'), '18\n');
    writeFileSync(join(deep, 'postgres.new.password'), 'half');
    expect(deep.length).toBeGreaterThan(300);
    const cluster = await openTestCluster(deep);
    expect(await answerOf(cluster, 'show data_directory')).toBe(join(deep, 'postgres'));
    await cluster.close();
    for (const leftover of ['postgres.new', 'postgres.new.password', 'start.lock']) expect(existsSync(join(deep, leftover))).toBe(false);
  });

  test('that fails says what the log of PostgreSQL says, and the next one works', async () => {
    const failing = openTestCluster(dataDir, { serverSettings: { max_connections: 'many' } });
    await expect(failing).rejects.toThrow(/did not start\. Its log, .+postgres\.log, ends with:\n.*invalid value.*max_connections/s);
    await whileOpen(async (cluster) => {
      expect(cluster.started).toBe(true);
    });
  });

  test('names the folder that holds no PostgreSQL', async () => {
    await expect(binariesIn(dataDir)).rejects.toThrow(join(dataDir, 'postgres'));
  });
});

describe('the log of the server', () => {
  test('is added to from start to start, by its owner alone, and put aside once it is longer than 16 MiB', async () => {
    const log = join(dataDir, 'postgres.log');
    const before = statSync(log).size;
    await whileOpen(async () => undefined);
    expect(statSync(log).size).toBeGreaterThan(before);
    expect(statSync(log).mode & 0o777).toBe(0o600);
    truncateSync(log, 16 * 1024 * 1024 + 1);
    await whileOpen(async () => undefined);
    expect(statSync(`${log}.1`).size).toBe(16 * 1024 * 1024 + 1);
    expect(statSync(log).size).toBeLessThan(100_000);
  });
});
