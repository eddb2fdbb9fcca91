import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Logger } from '../log.ts';
import { type Binaries, embeddedBinaries } from './binaries.ts';
import { dropLease, takeLease, underLock } from './leases.ts';
import { initialise, findPostmaster, startPostmaster, stopPostmaster } from './postmaster.ts';
import { ensureDatabase, ensureRoles, LOGINS, loginUrl, rolePassword } from './roles.ts';

export interface ClusterOptions {
  /** Where the database, its log and the locks live. */
  dataDir: string;
  secretKey: string;
  log: Logger;
  /** Another PostgreSQL than the one the project carries. */
  binaries?: Binaries;
}

export interface ClusterUrls {
  superuser: string;
  owner: string;
  app: string;
  intake: string;
  jobs: string;
}

export interface Cluster {
  port: number;
  /** False when a running database was joined or adopted. */
  started: boolean;
  urls: ClusterUrls;
  /** Gives the database up; the last process to do so stops it. */
  close(): Promise<void>;
}

export const DATABASE_NAME = 'earshot';

async function answersAsOurs(url: string, postgresFolder: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return (await realpath(rows[0].data_directory)) === (await realpath(postgresFolder));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return false;
  } finally {
    await client.end();
  }
}

function urlsOf(port: number, secretKey: string): ClusterUrls {
  const base = `postgres://127.0.0.1:${port}`;
  const [owner, app, intake, jobs] = LOGINS.map((login) => loginUrl(base, login, rolePassword(secretKey, login), DATABASE_NAME));
  return { superuser: loginUrl(base, 'postgres', rolePassword(secretKey, 'postgres'), 'postgres'), owner, app, intake, jobs };
}

/**
 * Joins the embedded PostgreSQL of a data folder: the one that runs there already, also when the process that started it was killed, or a new
 * one on a free port of the loopback interface. Several processes may use one folder; the last to close stops it.
 * @throws Error with a sentence for the operator: another version's folder, another secret, or what PostgreSQL's log says.
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const dataDir = join(options.dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const binaries = options.binaries ?? (await embeddedBinaries());
  const postgresFolder = join(dataDir, 'postgres');
  const place = { binaries, postgresFolder, logFile: join(dataDir, 'postgres.log') };
  const opened = await underLock(dataDir, async () => {
    const isNew = await initialise(place, rolePassword(options.secretKey, 'postgres'));
    const isReady = (port: number) => answersAsOurs(urlsOf(port, options.secretKey).superuser, postgresFolder);
    const running = await findPostmaster(place, isReady);
    const port = running ?? (await startPostmaster(place, isReady));
    await takeLease(dataDir);
    const urls = urlsOf(port, options.secretKey);
    if (isNew || running === undefined) {
      await ensureRoles(urls.superuser, options.secretKey);
      await ensureDatabase(urls.superuser, DATABASE_NAME);
    }
    return { port, urls, started: running === undefined };
  });
  options.log.debug({ port: opened.port, started: opened.started }, 'embedded PostgreSQL');
  return {
    ...opened,
    close: () =>
      underLock(dataDir, async () => {
        const { othersRemain } = await dropLease(dataDir);
        if (!othersRemain) await stopPostmaster(place);
      }),
  };
}
