import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canRunAsNobody, spawnCluster } from '../../../test/child-cluster.ts';
import {
  dataFolderOfTest,
  isAtRest,
  newDataFolder,
  openTestCluster,
  postmasterOf,
  removeDataFolder,
  SECRET_KEY,
} from '../../../test/data-folder.ts';
import { clusterUrls } from './cluster.ts';
import { withClient } from './connection.ts';
import { isRunning, whereabouts } from './processes.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
let dataDir: string;
beforeAll(() => {
  dataDir = newDataFolder();
});
afterAll(() => removeDataFolder(dataDir));

async function count(port: number, table: string): Promise<number> {
  const { rows } = await withClient(clusterUrls(port, SECRET_KEY).owner, (client) =>
    client.query<{ count: number }>(`select count(*)::integer as count from ${table}`),
  );
  return rows[0].count;
}

describe('processes that use one data folder', () => {
  test('share one database, and the last to close stops it', async () => {
    const first = await spawnCluster({ dataDir, secretKey: SECRET_KEY });
    const second = await spawnCluster({ dataDir, secretKey: SECRET_KEY });
    const postmaster = await postmasterOf(dataDir);
    expect([first.started, second.started, second.port]).toEqual([true, false, first.port]);
    expect(await first.close()).toEqual({ closed: true });
    await withClient(clusterUrls(second.port, SECRET_KEY).app, async () => undefined);
    expect(await second.close()).toEqual({ closed: true });
    expect(await isAtRest(dataDir, postmaster)).toBe(true);
  });

  test('that are killed leave the database running, and the next start adopts it with every acknowledged row', async () => {
    const first = await spawnCluster({ dataDir, secretKey: SECRET_KEY });
    await withClient(clusterUrls(first.port, SECRET_KEY).owner, async (client) => {
      await client.query('create table acknowledged (id integer)');
      for (let id = 0; id < 200; id += 1) await client.query('insert into acknowledged values ($1)', [id]);
    });
    const postmaster = await postmasterOf(dataDir);
    await first.kill();
    expect(await isRunning(postmaster)).toBe(true);
    const next = await openTestCluster(dataDir);
    expect([next.started, next.port]).toEqual([false, first.port]);
    expect(await count(next.port, 'acknowledged')).toBe(200);
    await next.close();
    expect(await isAtRest(dataDir, postmaster)).toBe(true);
  });

  test('that are killed do not keep the database running for those who close theirs', async () => {
    const stays = await openTestCluster(dataDir);
    const killed = await spawnCluster({ dataDir, secretKey: SECRET_KEY });
    const postmaster = await postmasterOf(dataDir);
    await killed.kill();
    await stays.close();
    expect(await isAtRest(dataDir, postmaster)).toBe(true);
  });

  test('that are killed before the database was ready for use leave that to the next one', async () => {
    const first = await spawnCluster({ dataDir, secretKey: SECRET_KEY });
    await withClient(clusterUrls(first.port, SECRET_KEY).superuser, (client) => client.query('drop database earshot with (force)'));
    await first.kill();
    const next = await openTestCluster(dataDir);
    expect(next.started).toBe(false);
    await withClient(next.urls.app, async () => undefined);
    await next.close();
  });
});

describe('the user that the database runs as', () => {
  test.skipIf(!isRoot)('is, for root, root as seen from outside, so that the data folder keeps its owner (runs as root only)', async () => {
    const cluster = await openTestCluster(dataDir);
    const postmaster = await postmasterOf(dataDir);
    expect((await whereabouts(postmaster.pid))?.folder).toBe(join(dataDir, 'postgres'));
    expect(statSync(join(dataDir, 'postgres', 'PG_VERSION')).uid).toBe(0);
    await cluster.close();
  });

  test.skipIf(!canRunAsNobody())(
    'is a plain user when one starts it (needs root, to become nobody, and a checkout that everybody may read)',
    async () => {
      const folder = dataFolderOfTest(NOBODY);
      const first = await spawnCluster({ dataDir: folder, secretKey: SECRET_KEY }, { asNobody: true });
      expect(statSync(join(folder, 'postgres', 'PG_VERSION')).uid).toBe(NOBODY);
      await first.kill();
      const postmaster = await postmasterOf(folder);
      const second = await spawnCluster({ dataDir: folder, secretKey: SECRET_KEY }, { asNobody: true });
      expect([second.started, second.port]).toEqual([false, first.port]);
      await second.close();
      expect(await isAtRest(folder, postmaster)).toBe(true);
    },
  );

  test.skipIf(!canRunAsNobody())(
    'is nobody where the system forbids user namespaces, also in a folder made otherwise (needs root, and a checkout that all may read)',
    async () => {
      const folder = dataFolderOfTest();
      const path = join(folder, 'path');
      mkdirSync(path);
      writeFileSync(join(path, 'unshare'), '#!/bin/sh\necho "Operation not permitted" >&2\nexit 1\n', { mode: 0o755 });
      const env = { PATH: `${path}:${process.env.PATH}` };
      const spawned = await spawnCluster({ dataDir: folder, secretKey: SECRET_KEY }, { env });
      expect(statSync(join(folder, 'postgres', 'PG_VERSION')).uid).toBe(NOBODY);
      await spawned.close();
      const back = await openTestCluster(folder);
      expect(statSync(join(folder, 'postgres', 'PG_VERSION')).uid).toBe(0);
      await back.close();
      const again = await spawnCluster({ dataDir: folder, secretKey: SECRET_KEY }, { env });
      expect(statSync(join(folder, 'postgres', 'PG_VERSION')).uid).toBe(NOBODY);
      await again.close();
      expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
    },
  );

  test.skipIf(!canRunAsNobody())('is told in a sentence when it cannot run the programs (needs root, to become nobody)', async () => {
    const folder = dataFolderOfTest(NOBODY);
    const binaries = { folder: join(folder, 'no-such-programs'), major: 18 };
    await expect(spawnCluster({ dataDir: folder, secretKey: SECRET_KEY, binaries }, { asNobody: true })).rejects.toThrow(
      /could not be made in .+:\n.*ENOENT/,
    );
    mkdirSync(join(folder, 'postgres'));
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '18\n');
    await expect(spawnCluster({ dataDir: folder, secretKey: SECRET_KEY, binaries }, { asNobody: true })).rejects.toThrow(
      /did not start\. Its log, .+ ends with:\n.*ENOENT/,
    );
  });
});
