import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spawnCluster } from '../../../test/child-cluster.ts';
import { dataFolderOfTest, postmasterOf, SECRET_KEY } from '../../../test/data-folder.ts';

const SECRETS = { EARSHOT_SECRET_KEY: 'a-secret-of-ours', EARSHOT_PORT: '1', DATABASE_URL: 'postgres://owner:a-secret-of-ours@db/earshot' };
const env = { ...SECRETS, DATABASE_OWNER_URL: SECRETS.DATABASE_URL, PGPASSWORD: 'a-secret-of-ours', TZ: 'Asia/Tokyo' };
/** Every name that is passed on, and those that a shell or a namespace sets by itself. */
const PASSED_ON = /^(PATH|LANG|TZ|TMPDIR|LD_LIBRARY_PATH|PWD|SHLVL|_|OLDPWD|PG_GRANDPARENT_PID|PGDATA|PGLOCALEDIR|PGSYSCONFDIR)$/;

function expectNothingOfOurs(environment: string[]): void {
  const names = environment.filter((one) => one.includes('=')).map((one) => one.split('=')[0]);
  expect(environment).toContain('TZ=Asia/Tokyo');
  expect(environment.join('\n')).not.toContain('a-secret-of-ours');
  expect(names.filter((name) => !PASSED_ON.test(name))).toEqual([]);
}

test.skipIf(!existsSync('/proc/self/environ'))('a running database knows nothing of our settings (needs /proc)', async () => {
  const dataDir = dataFolderOfTest();
  const cluster = await spawnCluster({ dataDir, secretKey: SECRET_KEY }, { env });
  const { pid } = await postmasterOf(dataDir);
  expectNothingOfOurs(readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0'));
  await cluster.close();
});

test.skipIf(process.platform === 'win32')('the program that makes a database knows nothing of our settings (needs a shell)', async () => {
  const dataDir = dataFolderOfTest();
  const folder = join(dataDir, 'programs');
  mkdirSync(folder);
  writeFileSync(join(folder, 'initdb'), '#!/bin/sh\nenv >&2\nexit 1\n', { mode: 0o755 });
  const failure = await spawnCluster({ dataDir, secretKey: SECRET_KEY, binaries: { folder, major: 18 } }, { env }).then(
    () => 'it was made',
    (error: Error) => error.message,
  );
  expect(failure).toMatch(/could not be made in/);
  expectNothingOfOurs(failure.split('\n').slice(1));
});
