import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../log.ts';
import { type Binaries, embeddedBinaries } from './binaries.ts';
import { loginUrl, reasonOf, withClient } from './connection.ts';
import { ensureDatabase } from './database.ts';
import { initialise } from './initdb.ts';
import { dropLease, isLeased, takeLease } from './leases.ts';
import { findPostmaster, isSameFolder, type Place, startPostmaster, stopPostmaster } from './postmaster.ts';
import { ensureRoles, LOGINS, rolePassword } from './roles.ts';
import { scramVerifier } from './scram.ts';
import { underStartLock } from './start-lock.ts';
import { handOver, letThrough, unprivilegedRunner } from './unprivileged.ts';
import { refusal } from '../errors.ts';

export interface ClusterOptions {
  /** Where the database, its log and the locks live. */
  dataDir: string;
  secretKey: string;
  /** The secret before it, under which the database may still have its passwords. */
  previousSecretKey?: string | undefined;
  log: Logger;
  /** Another PostgreSQL than the one the project carries. */
  binaries?: Binaries;
  /** Server settings that replace the launcher's own, for tests. */
  serverSettings?: Record<string, string>;
}

export interface ClusterUrls {
  superuser: string;
  owner: string;
  app: string;
  intake: string;
  jobs: string;
  auth: string;
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

/** The addresses of every login of an embedded database. */
export function clusterUrls(port: number, secretKey: string, database: string = DATABASE_NAME): ClusterUrls {
  const base = `postgres://127.0.0.1:${port}`;
  const as = (role: string, name: string) => loginUrl(base, { role, password: rolePassword(secretKey, role) }, name);
  const [owner, app, intake, jobs, auth] = LOGINS.map((login) => as(login, database));
  return { superuser: as('postgres', 'postgres'), owner, app, intake, jobs, auth };
}

/** @throws Error when what answers is not the database of this folder, or this installation's secret does not open it. */
async function checkOurs(url: string, place: Place): Promise<void> {
  let folder: string;
  try {
    folder = await withClient(url, async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('show data_directory');
      return rows[0].data_directory;
    });
  } catch (cause) {
    throw refusal(
      isPasswordRefusal(cause)
        ? `The database in ${place.postgresFolder} was made under another EARSHOT_SECRET_KEY. ` +
            'Set that key again, or set EARSHOT_DATA_DIR to another folder.'
        : `The embedded database does not answer: ${reasonOf(cause)}. Its log is ${place.logFile}.`,
      { cause },
    );
  }
  if (!(await isSameFolder(folder, place.postgresFolder)))
    throw refusal(`Another database than that of ${place.postgresFolder} answers on its port. Stop it and try again.`);
}

function isPasswordRefusal(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === '28P01';
}

/** While the secret is being changed, the superuser may still have the password derived from the one before. */
async function takeOverPassword(port: number, { secretKey, previousSecretKey }: ClusterOptions): Promise<void> {
  if (previousSecretKey === undefined) return;
  try {
    await withClient(clusterUrls(port, secretKey).superuser, async () => undefined);
  } catch (cause) {
    if (!isPasswordRefusal(cause)) throw cause;
    const verifier = scramVerifier(rolePassword(secretKey, 'postgres'));
    await withClient(clusterUrls(port, previousSecretKey).superuser, (client) =>
      client.query(`alter role postgres password '${verifier}'`),
    );
  }
}

async function placeOf(options: ClusterOptions): Promise<Place> {
  const dataDir = await realpath(options.dataDir);
  return {
    binaries: options.binaries ?? (await embeddedBinaries()),
    runner: await unprivilegedRunner(),
    postgresFolder: join(dataDir, 'postgres'),
    logFile: join(dataDir, 'postgres.log'),
  };
}

async function openUnderLock(options: ClusterOptions, place: Place): Promise<{ port: number; started: boolean; lease: string }> {
  await letThrough(place.runner, options.dataDir);
  await initialise(place, rolePassword(options.secretKey, 'postgres'));
  const running = await findPostmaster(place);
  if (!running) await handOver(place.runner, place.postgresFolder);
  const { port } = running ?? (await startPostmaster(place, options.serverSettings));
  // Whoever started it may have been killed before it was ready for use; a process that uses it has made it so.
  const isReady = running !== undefined && (await isLeased(options.dataDir));
  const lease = await takeLease(options.dataDir);
  try {
    const { superuser } = clusterUrls(port, options.secretKey);
    if (!isReady) await takeOverPassword(port, options);
    await checkOurs(superuser, place);
    if (!isReady) {
      await ensureRoles(superuser, options.secretKey);
      await ensureDatabase(superuser, DATABASE_NAME);
    }
    return { port, started: !running, lease };
  } catch (error) {
    await release(options.dataDir, place, lease);
    throw error;
  }
}

async function release(dataDir: string, place: Place, lease: string): Promise<void> {
  await dropLease(lease);
  if (!(await isLeased(dataDir))) await stopPostmaster(place);
}

/**
 * Joins the embedded PostgreSQL of a data folder: the one that runs there already, also when the process that started it was killed, or a
 * new one on a free port of the loopback interface. Several processes may use one folder; the last to close stops it.
 * @throws Error with a sentence for the operator: another version's folder, another secret, or what PostgreSQL's log says.
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const place = await placeOf(options);
  const { port, started, lease } = await underStartLock(options.dataDir, () => openUnderLock(options, place));
  options.log.debug({ port, started }, 'embedded PostgreSQL');
  return {
    port,
    started,
    urls: clusterUrls(port, options.secretKey),
    close: () => underStartLock(options.dataDir, () => release(options.dataDir, place, lease)),
  };
}
