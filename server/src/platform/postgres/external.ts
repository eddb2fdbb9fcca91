import { loginUrl, versionNumber, withClient } from './connection.ts';
import { prepareDatabase } from './database.ts';
import { ensureRoles, rolePassword } from './roles.ts';

/** A PostgreSQL that the operator runs: the addresses of its logins; `owner` only when the operator gave one that may migrate. */
export interface ExternalCluster {
  urls: { owner: string | undefined; app: string; intake: string; jobs: string };
  close(): Promise<void>;
}

export interface ExternalOptions {
  databaseUrl: string;
  databaseOwnerUrl: string | undefined;
  secretKey: string;
}

const OLDEST = 150_000;

async function checkVersion(url: string, setting: string): Promise<void> {
  try {
    const version = await withClient(url, versionNumber);
    if (version < OLDEST) throw new Error(`it is PostgreSQL ${Math.floor(version / 10_000)}, and Earshot needs 15 or later`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The database of ${setting} cannot be used: ${reason}.`, { cause });
  }
}

/**
 * Uses the database of DATABASE_URL, whose login is `app`; the other logins have the same address and derived passwords.
 * With an owner address (a superuser, or the database's owner with CREATEROLE), roles and schemas are made ready first.
 * @throws Error with a sentence that names the setting to mend.
 */
export async function externalCluster(options: ExternalOptions): Promise<ExternalCluster> {
  const { databaseUrl, databaseOwnerUrl, secretKey } = options;
  if (databaseOwnerUrl !== undefined) {
    await checkVersion(databaseOwnerUrl, 'DATABASE_OWNER_URL');
    const appPassword = decodeURIComponent(new URL(databaseUrl).password);
    await ensureRoles(databaseOwnerUrl, secretKey, appPassword === '' ? undefined : appPassword);
    await prepareDatabase(databaseOwnerUrl);
  }
  await checkVersion(databaseUrl, 'DATABASE_URL');
  const as = (role: string) => loginUrl(databaseUrl, { role, password: rolePassword(secretKey, role) });
  const owner = databaseOwnerUrl === undefined ? undefined : as('owner');
  return { urls: { owner, app: databaseUrl, intake: as('intake'), jobs: as('jobs') }, close: async () => undefined };
}
