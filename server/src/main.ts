import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildApp } from './api/app.ts';
import { startMatching } from './attribution/paths/jobs.ts';
import { systemClock } from './platform/clock.ts';
import type { Context } from './platform/context.ts';
import type { App } from './platform/http.ts';
import { openLog } from './platform/log.ts';
import { ensureEventPartitions } from './platform/partitions.ts';
import { externalCluster } from './platform/postgres/external.ts';
import { migrate } from './platform/postgres/migrate.ts';
import { openCluster } from './platform/postgres/cluster.ts';
import { deriveKey } from './platform/sealing.ts';
import type { Settings } from './platform/settings.ts';
import { openDatabase } from './platform/tenant-door.ts';
import { drainIntakeIn } from './tracking/intake/service.ts';

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../migrations', import.meta.url));
const DASHBOARD_FOLDER = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));

/** A process's hold on the installation: its database is running and up to date. */
export interface Installation {
  context: Context;
  close(): Promise<void>;
}

export interface RunningServer {
  /** The address it answers at, such as http://127.0.0.1:8080. */
  url: string;
  installation: Installation;
  close(): Promise<void>;
}

/**
 * Attaches to the installation's database, starting the embedded one when it is not running, and brings its schema up to date.
 * @throws Error with a sentence for the operator when the database cannot be had.
 */
export async function openInstallation(settings: Settings): Promise<Installation> {
  const log = openLog(settings.logLevel);
  const cluster =
    settings.databaseUrl === undefined
      ? await openCluster({ dataDir: settings.dataDir, secretKey: settings.secretKey, log })
      : await externalCluster({
          databaseUrl: settings.databaseUrl,
          databaseOwnerUrl: settings.databaseOwnerUrl,
          secretKey: settings.secretKey,
        });
  try {
    if (cluster.urls.owner !== undefined) await migrate(cluster.urls.owner, MIGRATIONS_FOLDER, cluster.urls.jobs);
    const db = openDatabase(cluster.urls, log);
    await ensureEventPartitions(db, systemClock());
    const context: Context = { db, clock: systemClock, log, sealingKey: deriveKey(settings.secretKey, 'sealing') };
    return {
      context,
      close: async () => {
        await drainIntakeIn(context);
        await db.close();
        await cluster.close();
      },
    };
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

function listen(app: App, settings: Settings): Promise<string> {
  return app.listen({ host: settings.host, port: settings.port });
}

/** Serves dashboard, API and background work in this process until `close`, which finishes what was begun. */
export async function startServer(settings: Settings, installation: Installation, demoKey: string | undefined): Promise<RunningServer> {
  const { context } = installation;
  const app = await buildApp(context, {
    demoKey,
    corsOrigins: settings.corsOrigins,
    trustedProxies: settings.trustedProxies,
    dashboardFolder: existsSync(DASHBOARD_FOLDER) ? DASHBOARD_FOLDER : undefined,
    secure: settings.publicUrl?.startsWith('https:') === true,
  });
  const matching = await startMatching(context);
  const url = await listen(app, settings);
  return {
    url: settings.publicUrl ?? url,
    installation,
    close: async () => {
      await app.close();
      await matching.close();
      await installation.close();
    },
  };
}
