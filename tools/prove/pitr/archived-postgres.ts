import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemBinaries } from '../../../server/src/platform/postgres/binaries.ts';
import { loginUrl } from '../../../server/src/platform/postgres/connection.ts';
import { initialise } from '../../../server/src/platform/postgres/initdb.ts';
import { type Place, startPostmaster, stopPostmaster } from '../../../server/src/platform/postgres/postmaster.ts';
import { unprivilegedRunner } from '../../../server/src/platform/postgres/unprivileged.ts';

const run = promisify(execFile);
const PASSWORD = 'the-password-of-the-administrator';

/** A PostgreSQL of this machine's whose log of changes pgBackRest archives into a repository beside it. */
export interface ArchivedPostgres {
  folder: string;
  version: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Empties its data folder, as a lost disk does. */
  loseDisk(): void;
  urlOf(database: string, login?: { role: string; password: string }): string;
  /** Runs pgBackRest on it. */
  backrest(...words: string[]): Promise<void>;
  remove(): Promise<void>;
}

function configurationOf(folder: string, port: number): string {
  return `[global]
repo1-path=${folder}/repository
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=a-passphrase-of-the-drill
repo1-retention-full=2
start-fast=y
log-path=${folder}/log
lock-path=${folder}/lock
spool-path=${folder}/spool
log-level-console=warn
log-level-file=off

[earshot]
pg1-path=${folder}/postgres
pg1-port=${port}
pg1-socket-path=${folder}
pg1-user=postgres
`;
}

/** @throws Error where PostgreSQL 15 or later, or pgBackRest, is not installed. */
export async function openArchivedPostgres(): Promise<ArchivedPostgres> {
  const binaries = (await systemBinaries()).at(-1);
  if (!binaries) throw new Error('No PostgreSQL of version 15 or later is installed where distributions put it.');
  const { stdout } = await run('pgbackrest', ['version']).catch((cause: unknown) => {
    throw new Error('pgBackRest is not installed.', { cause });
  });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'earshot-pitr-')));
  for (const name of ['repository', 'log', 'lock', 'spool']) mkdirSync(join(folder, name));
  const runner = await unprivilegedRunner();
  const place: Place = { binaries, runner, postgresFolder: join(folder, 'postgres'), logFile: join(folder, 'postgres.log') };
  if (runner.id !== undefined) await run('chown', ['-R', String(runner.id), folder]);
  await initialise(place, PASSWORD);
  const configuration = join(folder, 'pgbackrest.conf');
  let port = 0;
  const start = async () => {
    ({ port } = await startPostmaster(place, {
      cluster_name: '',
      unix_socket_directories: folder,
      wal_level: 'replica',
      archive_mode: 'on',
      archive_command: `pgbackrest --config=${configuration} --stanza=earshot archive-push %p`,
      restore_command: `pgbackrest --config=${configuration} --stanza=earshot archive-get %f "%p"`,
    }));
    writeFileSync(configuration, configurationOf(folder, port));
  };
  writeFileSync(configuration, configurationOf(folder, port));
  await start();
  return {
    folder,
    version: `PostgreSQL ${binaries.major}, ${stdout.trim()}`,
    start,
    stop: () => stopPostmaster(place),
    loseDisk: () => {
      for (const name of readdirSync(place.postgresFolder)) rmSync(join(place.postgresFolder, name), { recursive: true });
    },
    urlOf: (database, login = { role: 'postgres', password: PASSWORD }) => loginUrl(`postgres://127.0.0.1:${port}`, login, database),
    backrest: async (...words) => {
      const [program, ...args] = [...runner.prefix, 'pgbackrest', `--config=${configuration}`, '--stanza=earshot', ...words];
      await run(program, args, { uid: runner.id, gid: runner.id, env: { PATH: process.env.PATH, PGPASSWORD: PASSWORD } });
    },
    remove: async () => {
      await stopPostmaster(place);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
