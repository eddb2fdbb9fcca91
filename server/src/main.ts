import { fileURLToPath } from 'node:url';
import type { Check } from './api/doctor/rules.ts';
import type { Role, RunningServer } from './api/serving.ts';
import { checkOperatorPrices } from './metering/prices/service.ts';
import { systemClock } from './platform/clock.ts';
import type { Context, EdgeContext } from './platform/context.ts';
import { openErasureLog } from './platform/erasure-log.ts';
import { type Logger, openLog } from './platform/log.ts';
import type { Demo, Filling } from './integrations/demo/service.ts';
import { openOutbound } from './platform/outbound.ts';
import { readNetworks } from './platform/outbound-address.ts';
import { servingAddress } from './platform/serving-address.ts';
import { openSpool, type Spool } from './platform/spool.ts';
import { resealSpool } from './platform/spool-aside.ts';
import { ensureEventPartitions } from './platform/partitions.ts';
import { checkCatalogue } from './platform/postgres/catalogue.ts';
import { isLeased } from './platform/postgres/leases.ts';
import { dropPreviousSecretKey, holdsDatabase, replaceSecretKey } from './platform/secret-key.ts';
import type { RotationOptions, SecretKeyRotation } from './security/secretkey/service.ts';
import { checkLogins, externalCluster } from './platform/postgres/external.ts';
import { checkMigrated, migrate } from './platform/postgres/migrate.ts';
import { openCluster } from './platform/postgres/cluster.ts';
import { masterKeyOf } from './platform/sealing.ts';
import { writeEdgeKey } from './platform/edge-key.ts';
import { type EdgeSettings, edgeSettingsOfProcess } from './platform/settings-edge.ts';
import { settingsOfProcess, type Settings } from './platform/settings.ts';
import { openDatabase } from './platform/tenant-door.ts';
import { settleKeyUseIn } from './security/keyuse/service.ts';
import { drainIntakeIn } from './tracking/intake/service.ts';
import { drainRequestIntakeIn } from './tracking/requests/service.ts';
import { refusal } from './platform/errors.ts';
import { refuseHalfRestored } from './platform/backup/restoring.ts';
import { backupDirOfProcess, backupKeysOfProcess } from './platform/backup/keys.ts';
import type { BackupOptions, Restored, RestoreOptions } from './api/backups/service.ts';
import type { FoundBackup } from './platform/backup/folder.ts';
import type { MadeBackup } from './platform/backup/making.ts';
import type { BackupSummary } from './platform/backup/reading.ts';
import { withClient } from './platform/postgres/connection.ts';
import { ownerUrlOf } from './platform/postgres/roles.ts';

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../migrations', import.meta.url));

// What only a server or one command needs is loaded where it is called for, so that the other commands start in less time.

/** A process's hold on the installation: its database is running and up to date. */
export interface Installation {
  context: Context;
  close(): Promise<void>;
}

/** Which migrations an attach applied, beside the installation itself. */
interface Attached {
  installation: Installation;
  applied: string[];
}

async function openDatabaseOf(settings: Settings, log: Logger) {
  const { databaseUrl, databaseOwnerUrl, dataDir, secretKey, previousSecretKey } = settings;
  if (databaseUrl === undefined) return openCluster({ dataDir, secretKey, previousSecretKey, log });
  return externalCluster({ databaseUrl, databaseOwnerUrl, secretKey });
}

function sealingKeysOf({ secretKey, previousSecretKey }: Settings): Pick<Context, 'sealingKey' | 'previousSealingKey'> {
  const previousSealingKey = previousSecretKey === undefined ? undefined : masterKeyOf(previousSecretKey);
  return { sealingKey: masterKeyOf(secretKey), previousSealingKey };
}

/** What of a context needs no database. */
function edgeContextOf(settings: EdgeSettings, log = openLog(settings.logLevel)): EdgeContext {
  const { dataDir, spoolMaxBytes: maxBytes, trustedProxies, edgeKeys: secrets } = settings;
  return {
    clock: systemClock,
    log,
    ...secrets,
    publicUrl: servingAddress(settings),
    spool: openSpool({ dataDir, secrets, maxBytes, clock: systemClock, log }),
    trustedProxies: readNetworks(trustedProxies),
  };
}

async function attach(settings: Settings): Promise<Attached> {
  const log = openLog(settings.logLevel);
  const cluster = await openDatabaseOf(settings, log);
  try {
    const { owner, app, jobs } = cluster.urls;
    await refuseHalfRestored(app);
    const { applied } = owner === undefined ? { applied: [] } : await migrate(owner, MIGRATIONS_FOLDER, jobs);
    if (owner === undefined) {
      await checkMigrated(app, MIGRATIONS_FOLDER);
      await checkLogins(cluster.urls);
    }
    await withClient(app, checkCatalogue);
    const db = openDatabase(cluster.urls, log);
    await ensureEventPartitions(db, systemClock());
    const outbound = openOutbound({ networks: settings.outboundNetworks });
    const erasures = openErasureLog(settings.sharedDir, log);
    const { breachedPasswordsUrl, operatorAi } = settings;
    const keys = sealingKeysOf(settings);
    const context: Context = { ...edgeContextOf(settings, log), ...keys, db, breachedPasswordsUrl, operatorAi, outbound, erasures };
    checkOperatorPrices(context);
    const close = async () => {
      await context.spool.close();
      await drainRequestIntakeIn(context);
      await drainIntakeIn(context);
      await settleKeyUseIn(context);
      await db.close();
      await cluster.close();
    };
    return { installation: { context, close }, applied };
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

/**
 * Attaches to the installation's database, starting the embedded one when it is not running, and brings its schema up to date.
 * @throws Error with a sentence for the operator when the database cannot be had.
 */
export async function openInstallation(settings: Settings): Promise<Installation> {
  return (await attach(settings)).installation;
}

/** The spool of the process's environment; it needs no database, and nothing is made before something is kept in it. */
export function spoolOfProcess(): Spool {
  return edgeContextOf(edgeSettingsOfProcess('spool')).spool;
}

/** The edge key of the process's installation, for its redirectors, and the one before it while the secret is being changed. */
export function edgeKeyOfProcess(): { edgeKey: string; previousEdgeKey: string | null } {
  const { edgeKey, previousEdgeKey } = settingsOfProcess().edgeKeys;
  return { edgeKey: writeEdgeKey(edgeKey), previousEdgeKey: previousEdgeKey === undefined ? null : writeEdgeKey(previousEdgeKey) };
}

/**
 * Runs a command's work on the installation that the process's environment names, and lets go of it at the end, also after a failure. Where
 * there is none yet, one is made; `onOpening` is told where, before that.
 */
export async function withInstallation<Result>(
  work: (context: Context, dataDir: string) => Promise<Result>,
  onOpening: (place: { dataDir: string; isEmbedded: boolean; isNew: boolean }) => void,
): Promise<Result> {
  const settings = settingsOfProcess();
  const isEmbedded = settings.databaseUrl === undefined;
  onOpening({ dataDir: settings.dataDir, isEmbedded, isNew: isEmbedded && !holdsDatabase(settings.dataDir) });
  const installation = await openInstallation(settings);
  try {
    return await work(installation.context, settings.dataDir);
  } finally {
    await installation.close();
  }
}

/**
 * Brings the database of the process's environment up to date; resolves with the migrations that were applied.
 * @throws Error when the operator's own database is named without a login that may migrate.
 */
export async function migrateInstallation(): Promise<string[]> {
  const settings = settingsOfProcess();
  if (settings.databaseUrl !== undefined && settings.databaseOwnerUrl === undefined)
    throw refusal('Set DATABASE_OWNER_URL to a login that may create roles; DATABASE_URL names the plain login "app".');
  const { installation, applied } = await attach(settings);
  await installation.close();
  return applied;
}

/**
 * Changes the secret of the process's environment: makes a new one where the data folder keeps it, then brings everything that the one
 * before sealed under it. It may be cut off and called again.
 * @throws Error while something else uses the data folder, or when the environment gives the secret without the one before it.
 */
export async function rotateInstallationSecret(options: RotationOptions): Promise<SecretKeyRotation> {
  const { dataDir, isSecretKeyKept, databaseUrl } = settingsOfProcess();
  if (databaseUrl === undefined && (await isLeased(dataDir)))
    throw refusal('Something uses the data folder. Stop Earshot and every command that uses it, then change the secret.');
  if (isSecretKeyKept) replaceSecretKey(dataDir);
  const settings = settingsOfProcess();
  if (settings.previousSecretKey === undefined)
    throw refusal('Set EARSHOT_SECRET_KEY to the new secret and EARSHOT_PREVIOUS_SECRET_KEY to the one until now, then call this again.');
  const installation = await openInstallation(settings);
  try {
    const { rotateSecretKey } = await import('./security/secretkey/service.ts');
    const rotation = await rotateSecretKey(installation.context, 'system', options);
    rotation.otherSecrets += await resealSpool(installation.context.spool);
    if (isSecretKeyKept) dropPreviousSecretKey(dataDir);
    return rotation;
  } finally {
    await installation.close();
  }
}

/** The logins that a backup needs, with the passwords that follow from the secret. */
function backupUrlsOf({ secretKey }: Settings, { owner, app, jobs }: { owner: string | undefined; app: string; jobs: string }) {
  return { ownerUrl: owner ?? ownerUrlOf(app, secretKey), jobsUrl: jobs };
}

/**
 * Makes a backup of the installation of the process's environment, or of one tenant; its tables stay as they are, also where migrations
 * wait. @throws AppError when there is no installation or no such tenant.
 */
export async function backupInstallation(options: BackupOptions): Promise<{ made: MadeBackup; removed: string[] }> {
  const { dataDir } = backupKeysOfProcess();
  const settings = settingsOfProcess();
  if (settings.databaseUrl === undefined && !holdsDatabase(dataDir))
    throw refusal(
      `There is no installation in ${dataDir}. Call this in the folder where Earshot was started, or set EARSHOT_DATA_DIR to its data ` +
        'folder.',
    );
  const { backUp } = await import('./api/backups/service.ts');
  const cluster = await openDatabaseOf(settings, openLog(settings.logLevel));
  try {
    return await backUp('system', { settings, clock: systemClock, ...backupUrlsOf(settings, cluster.urls) }, options);
  } finally {
    await cluster.close();
  }
}

/** Reads a backup to its end and says what it holds; needs no database, and makes neither one nor a secret. */
export async function verifyBackupFile(file: string, signal: AbortSignal): Promise<BackupSummary> {
  const { verifyBackup } = await import('./platform/backup/reading.ts');
  return verifyBackup(file, { secrets: backupKeysOfProcess().secrets, signal });
}

/** The backups of a folder, or of that of the process's environment, newest first. */
export async function listBackupFiles(folder?: string): Promise<{ folder: string; items: FoundBackup[] }> {
  const { listBackups } = await import('./platform/backup/folder.ts');
  const meant = folder ?? backupDirOfProcess();
  return { folder: meant, items: await listBackups(meant) };
}

/**
 * Restores a backup: everything into an installation that is empty or new, or one tenant beside the others of one that is not.
 * @throws AppError that says why not; then nothing was changed.
 */
export async function restoreInstallation(options: RestoreOptions): Promise<Restored> {
  const { secrets, dataDir } = backupKeysOfProcess();
  const settings = settingsOfProcess();
  const { restoreAll, restoreTenant, verifyForRestore } = await import('./api/backups/service.ts');
  const verified = await verifyForRestore('system', { ...options, secrets, migrationsFolder: MIGRATIONS_FOLDER });
  const isEmbedded = settings.databaseUrl === undefined;
  if (options.slug === undefined && isEmbedded && (await isLeased(dataDir)))
    throw refusal(`Something uses the data folder ${dataDir}. A whole backup is restored into an empty one: set EARSHOT_DATA_DIR.`);
  if (options.slug === undefined && !isEmbedded && settings.databaseOwnerUrl === undefined)
    throw refusal('Set DATABASE_OWNER_URL to a login that may create roles: a restore makes roles and tables.');
  const cluster = await openDatabaseOf(settings, openLog(settings.logLevel));
  const place = isEmbedded ? `The data folder ${dataDir}` : 'The database of DATABASE_URL';
  const restoring = {
    ...options,
    ...backupUrlsOf(settings, cluster.urls),
    secrets,
    verified,
    place,
    migrationsFolder: MIGRATIONS_FOLDER,
    open: () => openInstallation(settings),
  };
  try {
    return await (options.slug === undefined ? restoreAll('system', restoring) : restoreTenant('system', restoring));
  } finally {
    await cluster.close();
  }
}

/** Looks through the installation of the process's environment and says how everything stands; also when the database cannot be had. */
export async function examine(): Promise<Check[]> {
  const { examineInstallation, examineMachine } = await import('./api/doctor/service.ts');
  const { failed, sentenceOf } = await import('./api/doctor/rules.ts');
  let settings: Settings;
  try {
    settings = settingsOfProcess();
  } catch (error) {
    return [failed('settings', sentenceOf(error), 'Set it as docs/configuration.md says.')];
  }
  const machine = await examineMachine(edgeContextOf(settings), 'system', settings);
  let installation: Installation | undefined;
  try {
    installation = await openInstallation(settings);
    return [...machine, ...(await examineInstallation(installation.context, 'system', settings))];
  } catch (error) {
    return [
      ...machine,
      failed('database', sentenceOf(error), 'See docs/operations.md; what the other checks need of it was not looked at.'),
    ];
  } finally {
    await installation?.close();
  }
}

/** Looks through the redirector of the process's environment, which has no database. */
export async function examineRedirector(): Promise<Check[]> {
  const { examineEdge } = await import('./api/doctor/service.ts');
  const { failed, sentenceOf } = await import('./api/doctor/rules.ts');
  let settings: EdgeSettings;
  try {
    settings = edgeSettingsOfProcess('redirector');
  } catch (error) {
    return [failed('settings', sentenceOf(error), 'Set it as docs/configuration.md says.')];
  }
  return examineEdge(edgeContextOf(settings), 'system', settings);
}

/** A redirector at work. */
export interface Redirecting {
  url: string;
  upstreamUrl: string;
  dataDir: string;
  /** How long `close` may take, in milliseconds. */
  stopMs: number;
  close(): Promise<void>;
}

/**
 * Serves the public addresses of tracking alone, without a database: by a snapshot that the main installation gives, and with a spool that
 * it takes. @throws Error when the environment does not say where that is, or gives no edge key.
 */
export async function serveTracking(): Promise<Redirecting> {
  const settings = edgeSettingsOfProcess('redirector');
  const { upstreamUrl, dataDir, stopMs } = settings;
  if (upstreamUrl === undefined)
    throw refusal('Set EARSHOT_UPSTREAM_URL to the address at which this machine reaches the main installation.');
  const { startRedirecting } = await import('./api/serving.ts');
  return { ...(await startRedirecting(edgeContextOf(settings), settings, upstreamUrl)), upstreamUrl, dataDir, stopMs };
}

/** What `serve` runs: the server, and the demo's keys when this installation has a demo. */
export interface Serving extends RunningServer {
  demo: Demo | undefined;
  dataDir: string;
  /** How long `close` may take, in milliseconds. */
  stopMs: number;
}

/**
 * Serves the installation of the process's environment, or does its part of that. The first start fills the demo tenant, which `filling`
 * follows and may stop; a worker leaves that to others.
 */
export async function serve(role: Role, filling: Filling): Promise<Serving> {
  const settings = settingsOfProcess();
  const installation = await openInstallation(settings);
  let demo: Demo | undefined;
  try {
    const { ensureDemo } = await import('./integrations/demo/service.ts');
    if (settings.demo && role !== 'worker') demo = await ensureDemo(installation.context, 'system', settings.dataDir, filling);
    filling.signal.throwIfAborted();
  } catch (error) {
    await installation.close();
    throw error;
  }
  const { startServer } = await import('./api/serving.ts');
  const server = await startServer(settings, installation, { role, demoKey: demo?.signInKey });
  return { ...server, demo, dataDir: settings.dataDir, stopMs: settings.stopMs };
}
